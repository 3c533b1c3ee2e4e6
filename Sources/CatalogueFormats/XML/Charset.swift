/// How a document's bytes are to be read (XML 1.0, appendix F).
enum Charset: Hashable, Sendable {
  case utf8
  case utf16(bigEndian: Bool)
  case utf32(bigEndian: Bool)
  /// A charset in which ASCII stands for itself; libxml2 decodes it, record by record.
  case named(String)

  /// How far a document's beginning is searched for the end of its XML declaration.
  static let declarationLimit = 1024

  /// The charset, and the bytes to skip (a byte order mark): by the mark, then the XML declaration, then HTTP's
  /// content type, else UTF-8. Nil if more bytes are needed to tell.
  static func detect(_ start: Bytes, contentType: String?, isWhole: Bool) -> (charset: Charset, skip: Int)? {
    if start.count < 4, !isWhole { return nil }
    if let marked = fromMark(start) { return marked }
    let first = start.skippingSpace(from: 0)
    if first == start.count, !isWhole, first < declarationLimit { return nil }
    if start.count - first < 5, !isWhole, start.count < declarationLimit { return nil }
    if start.has("<?xml", at: first) {
      let limit = min(start.count, first + declarationLimit)
      if let end = start.place(of: "?>", from: first, before: limit) {
        if let name = attribute("encoding", in: start.part(first..<end)) { return (declared(name), 0) }
      } else if !isWhole, start.count < first + declarationLimit {
        return nil
      }
    }
    if let name = contentType.flatMap(charsetParameter) { return (declared(name), 0) }
    return (.utf8, 0)
  }

  /// By a byte order mark, or by the zeros around the first `<`.
  static func fromMark(_ start: Bytes) -> (charset: Charset, skip: Int)? {
    let head = (0..<4).map { $0 < start.count ? Int(start[$0]) : -1 }
    switch (head[0], head[1], head[2], head[3]) {
    case (0xEF, 0xBB, 0xBF, _): return (.utf8, 3)
    case (0xFF, 0xFE, 0, 0): return (.utf32(bigEndian: false), 4)
    case (0, 0, 0xFE, 0xFF): return (.utf32(bigEndian: true), 4)
    case (0xFF, 0xFE, _, _): return (.utf16(bigEndian: false), 2)
    case (0xFE, 0xFF, _, _): return (.utf16(bigEndian: true), 2)
    case (0x3C, 0, 0, 0): return (.utf32(bigEndian: false), 0)
    case (0, 0, 0, 0x3C): return (.utf32(bigEndian: true), 0)
    case (0x3C, 0, _, 0): return (.utf16(bigEndian: false), 0)
    case (0, 0x3C, 0, _): return (.utf16(bigEndian: true), 0)
    default: return nil
    }
  }

  /// A name as declared. One that cannot be (UTF-16 where the declaration itself stands in single bytes) is UTF-8.
  static func declared(_ printed: String) -> Charset {
    let name = printed.lowercased()
    let isName =
      !name.isEmpty && name.utf8.count <= 40 && name.utf8.allSatisfy { ASCII.isName($0) && $0 < 0x80 }
    guard isName else { return .utf8 }
    switch name {
    case "utf-8", "utf8", "us-ascii", "ascii", "unicode": return .utf8
    default:
      let isWide = name.hasPrefix("utf-16") || name.hasPrefix("utf-32") || name.hasPrefix("ucs-")
      return isWide ? .utf8 : .named(name)
    }
  }

  /// The value of an attribute of an XML declaration.
  static func attribute(_ name: StaticString, in declaration: Bytes) -> String? {
    guard let place = declaration.place(of: name, from: 0, before: declaration.count) else { return nil }
    var at = declaration.skippingSpace(from: place + name.utf8CodeUnitCount)
    guard at < declaration.count, declaration[at] == UInt8(ascii: "=") else { return nil }
    at = declaration.skippingSpace(from: at + 1)
    guard at < declaration.count,
      declaration[at] == UInt8(ascii: "\"") || declaration[at] == UInt8(ascii: "'"),
      let end = declaration.place(of: declaration[at], from: at + 1)
    else { return nil }
    return String(decoding: declaration.part(at + 1..<end), as: UTF8.self)
  }

  /// RFC 9110, 8.3.1: `text/xml; charset="ISO-8859-1"`.
  static func charsetParameter(_ contentType: String) -> String? {
    for parameter in contentType.utf8.split(separator: UInt8(ascii: ";")).dropFirst() {
      let parts = parameter.split(separator: UInt8(ascii: "="), maxSplits: 1)
      guard parts.count == 2 else { continue }
      let name = String(decoding: parts[0].filter { $0 > 0x20 }, as: UTF8.self).lowercased()
      guard name == "charset" else { continue }
      return String(
        decoding: parts[1].filter { $0 > 0x20 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "'") },
        as: UTF8.self)
    }
    return nil
  }
}
