import Catalogue

/// By what a page is recognised at another address of its site: pages that move take the last parts of their paths along
/// ("/reports/Dikes.html", "/en/reports/dikes/").
public struct PageName: Hashable, Sendable {
  /// The last part of its path with the query, then the last two, to the last five: in lower case, percent-encoded as little
  /// as can be, without the last one's ending, and without a last one that only says what stands there ("index.html").
  public let tails: [String]

  /// Nil for the entrance of a site.
  ///
  /// - Parameters:
  ///   - address: As `PageAddress` has it.
  ///   - depth: How many tails are wanted.
  public init?(_ address: String, depth: Int = 5) {
    guard let scheme = address.utf8.firstIndex(of: ASCII.colon),
      let path = address.utf8[scheme...].dropFirst(3).firstIndex(of: ASCII.slash)
    else { return nil }
    let whole = AddressPattern.normalised(Array(address.utf8[path...]))
    let bare = whole.prefix { $0 != UInt8(ascii: "?") }
    let query = String(decoding: whole[bare.endIndex...], as: UTF8.self)
    var parts = bare.split(separator: ASCII.slash).suffix(depth + 1).map {
      String(decoding: $0, as: UTF8.self).lowercased()
    }
    if let last = parts.last, last.hasPrefix("index.") { parts.removeLast() }
    let isFolder = parts.isEmpty || bare.last == ASCII.slash
    // What is asked of a folder, or of its "index.php", has no name but the question.
    guard var last = query.isEmpty || !isFolder ? parts.popLast() : "" else { return nil }
    let ending = last.lastIndex(of: ".").map { String(last[$0...].dropFirst()) } ?? ""
    if Self.endings.contains(ending) { last.removeLast(ending.utf8.count + 1) }
    var tails = [last + query]
    for part in parts.suffix(depth - 1).reversed() { tails.append(part + "/" + tails[tails.count - 1]) }
    self.tails = tails
  }

  private static let endings: Set<String> = ["html", "htm", "shtml", "php", "asp", "aspx", "jsp"]
}
