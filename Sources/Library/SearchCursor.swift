/// Where a search or a listing goes on.
///
/// A search ranks what it finds band by band: the newest 10,000 matches, then those below them. A page of a band is made by
/// ranking that band again, and no other.
public struct SearchCursor: Hashable, Sendable {
  /// How many matches the bands above hold.
  var above = 0
  /// How many hits of this band were shown.
  var shown = 0
  /// The band holds lower numbers than this,
  var top = Int64.max
  /// and none below this.
  var bottom: Int64 = 1

  /// No number is so high.
  private static let endless: Int64 = 1_000_000_000_000_000_000

  init() {}

  /// Nil where no answer gave it.
  public init?(_ text: String) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false).map { part in
      part.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int64(part) : nil
    }
    guard parts.count == 4, let above = parts[0], let shown = parts[1], let top = parts[2],
      let bottom = parts[3]
    else { return nil }
    // No store holds so many; sums of them are numbers still.
    guard [above, shown].allSatisfy({ $0 < 1_000_000_000_000 }), bottom < Self.endless,
      top < Self.endless || top == .max
    else { return nil }
    (self.above, self.shown, self.top, self.bottom) = (Int(above), Int(shown), top, bottom)
  }

  /// For the answer.
  public var text: String { "\(above)-\(shown)-\(top)-\(bottom)" }
}
