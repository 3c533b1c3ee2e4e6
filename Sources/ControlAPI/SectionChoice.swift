/// Entries of a table of contents, by their places in it: "3,5-7".
public struct SectionChoice: Hashable, Sendable {
  /// From 1, in the order in which they were named, none empty.
  public var places: [ClosedRange<Int>]

  /// What `init` takes, as a regular expression.
  public static let pattern =
    "^[1-9][0-9]{0,5}(-[1-9][0-9]{0,5})?(,[1-9][0-9]{0,5}(-[1-9][0-9]{0,5})?){0,99}$"

  /// Nil for anything but up to 100 numbers and ranges ("5-7", or backward "7-5", which means the same).
  public init?(_ text: String) {
    let parts = text.split(separator: ",", omittingEmptySubsequences: false)
    guard parts.count <= 100 else { return nil }
    places = []
    for part in parts {
      let ends = part.split(separator: "-", omittingEmptySubsequences: false).map(Self.number)
      guard ends.count <= 2, let first = ends[0], let last = ends[ends.count - 1] else { return nil }
      places.append(min(first, last)...max(first, last))
    }
  }

  private static func number(_ digits: Substring) -> Int? {
    guard digits.utf8.count <= 6, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), digits.first != "0"
    else { return nil }
    return Int(digits)
  }

  /// The places that there are among `count`, each once; or the first that there is not.
  public func resolved(among count: Int) -> Result<[Int], NoSuchPlace> {
    var chosen: [Int] = []
    var seen: Set<Int> = []
    for range in places {
      guard range.upperBound <= count else {
        return .failure(NoSuchPlace(place: max(range.lowerBound, count + 1)))
      }
      for place in range where seen.insert(place).inserted { chosen.append(place) }
    }
    return .success(chosen)
  }

  /// A place behind the end of a table of contents.
  public struct NoSuchPlace: Error, Hashable {
    public var place: Int
  }
}
