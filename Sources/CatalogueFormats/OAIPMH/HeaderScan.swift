import Catalogue

/// What can be told of a record's header without parsing it: only what a parser would certainly say, too.
struct HeaderScan {
  var identifier: String?
  var datestamp: Datestamp?

  /// How far the scan looks.
  private static let limit = 8192

  /// `isUTF8` tells whether bytes beyond ASCII can be read here.
  init(_ whole: Bytes, isUTF8: Bool) {
    let p = whole.part(0..<min(whole.count, Self.limit))
    var at = 0
    var inHeader = false
    while let open = p.place(of: ASCII.lessThan, from: at) {
      at = open + 1
      guard at < p.count else { return }
      if p[at] == ASCII.slash {
        if let name = Markup.name(p, at: at + 1), Self.isName(p, name, "header") { return }
        continue
      }
      guard let name = Markup.name(p, at: at), let end = Markup.tagEnd(p, from: name.end) else {
        return  // a comment, CDATA or something broken: the parser's
      }
      at = end.place
      if Self.isName(p, name, "header") { inHeader = true }
      if Self.isName(p, name, "metadata") { return }
      guard inHeader, case .closed(_, isEmpty: false) = end else { continue }
      let isIdentifier = identifier == nil && Self.isName(p, name, "identifier")
      guard isIdentifier || (datestamp == nil && Self.isName(p, name, "datestamp")) else { continue }
      guard let close = p.place(of: ASCII.lessThan, from: at), close + 1 < p.count,
        p[close + 1] == ASCII.slash
      else {
        return
      }
      let text = p.part(at..<close).trimmed
      at = close
      if isIdentifier {
        guard let value = Self.decode(text, isUTF8: isUTF8) else { return }
        identifier = value
      } else {
        datestamp = Datestamp(utc: text)
      }
    }
  }

  private static func isName(_ p: Bytes, _ name: Markup.TagName, _ local: StaticString) -> Bool {
    name.local.count == local.utf8CodeUnitCount && p.has(local, at: name.local.lowerBound)
  }

  /// The text that a parser would hand out for `text`; nil if that is not sure.
  private static func decode(_ text: Bytes, isUTF8: Bool) -> String? {
    guard !text.isEmpty else { return nil }
    var isPlain = true
    for byte in text {
      if byte < 0x20 || byte == ASCII.greaterThan { return nil }
      if byte >= 0x80 || byte == ASCII.ampersand { isPlain = false }
    }
    if isPlain { return String(decoding: text, as: UTF8.self) }
    var decoded: [UInt8] = []
    var at = 0
    while at < text.count {
      if text[at] == ASCII.ampersand {
        guard let (value, end) = CharacterReference.read(text, at: at) else { return nil }
        WideDecoder.append(value, &decoded)
        at = end
      } else {
        if text[at] >= 0x80, !isUTF8 { return nil }
        decoded.append(text[at])
        at += 1
      }
    }
    guard let value = String(validating: decoded, as: UTF8.self),
      !value.unicodeScalars.contains(where: { $0.value == 0xFFFE || $0.value == 0xFFFF }),
      value.utf8.first.map(ASCII.isSpace) == false, value.utf8.last.map(ASCII.isSpace) == false
    else { return nil }
    return value
  }
}
