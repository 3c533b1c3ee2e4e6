import Catalogue

/// By what a page is recognised at another address of its site: pages that move take the last parts of their paths along
/// ("/reports/dikes.html", "/en/reports/dikes/").
public struct PageName: Hashable, Sendable {
  /// The path's last part, with the query.
  public let last: Substring
  private let before: [Substring]

  /// Nil for the entrance of a site.
  ///
  /// - Parameter address: As `PageAddress` has it.
  public init?(_ address: String) {
    let bytes = address.utf8
    guard let scheme = bytes.firstIndex(of: ASCII.colon) else { return nil }
    let authority = bytes[scheme...].dropFirst(3)
    guard let path = authority.firstIndex(of: ASCII.slash) else { return nil }
    let bare = bytes[path...].prefix { $0 != UInt8(ascii: "?") }
    var parts = bare.split(separator: ASCII.slash).map(Substring.init)
    if let last = parts.last, last.hasPrefix("index.") { parts.removeLast() }
    guard let last = parts.popLast() else { return nil }
    before = parts
    let query = address[bare.endIndex...]
    let ending = last.lastIndex(of: ".").map { last[$0...].dropFirst().lowercased() } ?? ""
    let name = Self.endings.contains(ending) ? last.dropLast(ending.utf8.count + 1) : last
    self.last = query.isEmpty ? name : name + query
  }

  private static let endings: Set<String> = ["html", "htm", "shtml", "php", "asp", "aspx", "jsp"]

  /// How many of the last parts two names share.
  public func parts(sharedWith other: PageName) -> Int {
    guard last == other.last else { return 0 }
    return 1 + zip(before.reversed(), other.before.reversed()).prefix { $0 == $1 }.count
  }
}
