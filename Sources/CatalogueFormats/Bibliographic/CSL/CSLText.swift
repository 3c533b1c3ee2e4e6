import Catalogue

/// Texts of CSL-JSON: plain, but for the few tags that citation processors know (citeproc-js: `i`, `b`, `sc`, `sup`, `sub`,
/// `span`), and what HTML or JATS the texts have that Crossref and others give, with its entities. A `<` or `&` that opens
/// none of them is text.
enum CSLText {
  static func plain(_ text: String) -> String { PlainText.withoutMarkup(withoutJATS(text)) }

  /// Without the tags that JATS alone has.
  private static func withoutJATS(_ text: String) -> String {
    guard text.utf8.contains(ASCII.lessThan) else { return text }
    return text.withBytes { p in
      var output: [UInt8] = []
      output.reserveCapacity(p.count)
      var at = 0
      while let open = p.place(of: ASCII.lessThan, from: at) {
        output.append(contentsOf: p.part(at..<open))
        if let (end, isBlock) = tag(p, at: open) {
          if isBlock { output += [0x0A, 0x0A] }
          at = end
        } else {
          output.append(p[open])
          at = open + 1
        }
      }
      output.append(contentsOf: p.part(at..<p.count))
      return String(decoding: output, as: UTF8.self)
    }
  }

  /// No tag is longer.
  private static let tagLimit = 256

  private static func tag(_ p: Bytes, at start: Int) -> (end: Int, isBlock: Bool)? {
    var at = start + 1
    if at < p.count, p[at] == ASCII.slash { at += 1 }
    let nameStart = at
    while at < p.count, at - start < tagLimit,
      ASCII.isLetter(p[at]) || p[at] == ASCII.colon || p[at] == UInt8(ascii: "-")
    { at += 1 }
    let name = String(decoding: p.part(nameStart..<at), as: UTF8.self).lowercased()
    guard name.hasPrefix("jats:") else { return nil }
    guard at < p.count, p[at] == ASCII.greaterThan || ASCII.isSpace(p[at]) || p[at] == ASCII.slash else {
      return nil
    }
    while at < p.count, at - start < tagLimit, p[at] != ASCII.greaterThan, p[at] != ASCII.lessThan { at += 1 }
    guard at < p.count, p[at] == ASCII.greaterThan else { return nil }
    return (at + 1, blocks.contains(name))
  }

  private static let blocks: Set<String> = ["jats:p", "jats:title", "jats:sec"]
}
