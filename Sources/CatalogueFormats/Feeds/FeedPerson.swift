import Catalogue

/// Persons as feeds print them, with their addresses: "Ann Lee (ann@example.org)", "ann@example.org (Ann Lee)",
/// "Ann Lee <ann@example.org>".
enum FeedPerson {
  /// The name alone; empty where there is only an address.
  static func name(_ printed: String) -> String {
    let text = PlainText.clean(printed)
    guard text.utf8.contains(UInt8(ascii: "@")) else { return text }
    let words = text.split(separator: " ").filter { !isMail($0) }
    var name = words.joined(separator: " ")
    // What stood in brackets behind the address is the name.
    if name.hasPrefix("("), name.hasSuffix(")") { name = String(name.dropFirst().dropLast()) }
    while let last = name.utf8.last, last == UInt8(ascii: ",") || last == UInt8(ascii: "-") {
      name.removeLast()
    }
    return PlainText.clean(name)
  }

  private static func isMail(_ word: Substring) -> Bool {
    let bytes = word.utf8
    guard let at = bytes.firstIndex(of: UInt8(ascii: "@")) else { return false }
    return at > bytes.startIndex && bytes.index(after: at) < bytes.endIndex
  }
}
