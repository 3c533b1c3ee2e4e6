/// What begins an entry: `@name{` or `@name(`.
struct BibTeXOpening {
  let name: Range<Int>
  /// Behind the brace.
  let body: Int
  let close: UInt8
  let isComment: Bool

  /// So far is looked for the brace, and for a key's comma.
  static let lookAhead = 256

  init?(_ p: Bytes, at start: Int) {
    var at = start + 1
    guard at < p.count, ASCII.isLetter(p[at]) else { return nil }
    let limit = min(p.count, start + Self.lookAhead)
    while at < limit,
      ASCII.isLetter(p[at]) || ASCII.isDigit(p[at]) || p[at] == UInt8(ascii: "-")
        || p[at] == UInt8(ascii: "_")
    { at += 1 }
    name = start + 1..<at
    while at < limit, ASCII.isSpace(p[at]) { at += 1 }
    guard at < limit else { return nil }
    switch p[at] {
    case UInt8(ascii: "{"): close = UInt8(ascii: "}")
    case UInt8(ascii: "("): close = UInt8(ascii: ")")
    default: return nil
    }
    body = at + 1
    isComment = name.count == 7 && Self.isComment(p, at: start)
  }

  /// Whether the word at `start` is `@comment`: without a brace it is nothing more.
  static func isComment(_ p: Bytes, at start: Int) -> Bool {
    p.part(start + 1..<p.count).startsIgnoringCase(with: Array("comment".utf8))
  }

  /// Whether a type of entry that exists is named at `start`, and what stands there is no address of mail.
  static func namesType(_ p: Bytes, at start: Int) -> Bool {
    if start > 0, ASCII.isName(p[start - 1]) { return false }
    var end = start + 1
    while end < p.count, end - start <= 32, ASCII.isLetter(p[end]) { end += 1 }
    return BibTeXType.isKnown(String(decoding: p.part(start + 1..<end), as: UTF8.self).lowercased())
  }

  /// Whether the word at `start`, outside of entries, may be what is left of one: a type that exists, with a brace and a
  /// key; or, where `isField`, a field with its value in braces or quotes.
  static func mayRemain(_ p: Bytes, at start: Int, isField: Bool) -> Bool {
    if let opening = BibTeXOpening(p, at: start - 1), opening.hasKey(p) {
      return BibTeXType.isKnown(String(decoding: p.part(opening.name), as: UTF8.self).lowercased())
    }
    guard isField else { return false }
    var at = start
    while at < p.count, at - start < 64, ASCII.isName(p[at]) { at += 1 }
    at = p.skippingSpace(from: at)
    guard at < p.count, p[at] == UInt8(ascii: "=") else { return false }
    at = p.skippingSpace(from: at + 1)
    return at < p.count && (p[at] == UInt8(ascii: "{") || p[at] == UInt8(ascii: "\""))
  }

  /// Whether a further line begins with `@`: an entry that cannot be read may have swallowed others.
  static func isFollowed(in p: Bytes) -> Bool {
    var isLineStart = false
    for byte in p {
      if isLineStart, byte == UInt8(ascii: "@") { return true }
      if byte > 0x20 { isLineStart = false } else if byte == 0x0A || byte == 0x0D { isLineStart = true }
    }
    return false
  }

  /// Whether the bytes end within what may be one.
  static func mayBegin(_ p: Bytes, at start: Int) -> Bool {
    var at = start + 1
    while at < p.count, ASCII.isName(p[at]) && p[at] < 0x80 { at += 1 }
    while at < p.count, ASCII.isSpace(p[at]) { at += 1 }
    return at == p.count
  }

  /// Whether a key and a comma follow.
  func hasKey(_ p: Bytes) -> Bool {
    let limit = min(p.count, body + Self.lookAhead)
    var at = body
    while at < limit, p[at] > 0x20, !"{}\"=#,%".utf8.contains(p[at]) { at += 1 }
    return at > body && at < limit && p[at] == UInt8(ascii: ",")
  }
}
