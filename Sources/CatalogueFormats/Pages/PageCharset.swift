import CXML
import Catalogue
import Glibc

/// Makes a page's bytes the UTF-8 that libxml2 is given (HTML, 13.2.3).
enum PageCharset {
  /// How much of a page is searched for a `meta` element that names its charset (HTML asks for 1,024 bytes).
  static let prescan = 4096

  /// The page in UTF-8, without byte order mark and zeros. The charset is that of a byte order mark, else HTTP's, else
  /// that of a `meta` element, else UTF-8; bytes that are no UTF-8 there are read as Windows-1252.
  static func utf8(_ bytes: Bytes, contentType: String?, repairs: inout [String: Int]) -> [UInt8] {
    let marked = Charset.fromMark(bytes)
    let skip = marked?.skip ?? 0
    let body = bytes.part(skip..<bytes.count)
    let charset =
      marked?.charset
      ?? (contentType.flatMap(Charset.charsetParameter) ?? declared(body)).map(Charset.declared)
    var text: [UInt8]
    switch charset {
    case .utf16, .utf32: text = wide(body, charset ?? .utf8)
    case .named(let name): text = converted(body, name) ?? single(body, &repairs)
    case .utf8, nil: text = single(body, &repairs)
    }
    // libxml2 takes a zero for the end.
    var at = 0
    while let zero = text.withUnsafeBufferPointer({ $0.place(of: UInt8(0), from: at) }) {
      text[zero] = 0x20
      at = zero + 1
    }
    return text
  }

  private static func wide(_ bytes: Bytes, _ charset: Charset) -> [UInt8] {
    var text: [UInt8] = []
    guard var decoder = WideDecoder(charset) else { return Array(bytes) }
    decoder.decode(bytes, into: &text)
    decoder.finish(into: &text)
    return text
  }

  private static func single(_ bytes: Bytes, _ repairs: inout [String: Int]) -> [UInt8] {
    if isUTF8(bytes) { return Array(bytes) }
    repairs["page that is not UTF-8 read as Windows-1252", default: 0] += 1
    return Array(Windows1252.text(bytes).utf8)
  }

  private static func isUTF8(_ bytes: Bytes) -> Bool {
    do {
      _ = try UTF8Span(validating: bytes.span)
      return true
    } catch { return false }
  }

  /// Nil where the charset is none that anybody knows.
  private static func converted(_ bytes: Bytes, _ name: String) -> [UInt8]? {
    // What calls itself Latin-1 is Windows-1252 (WHATWG Encoding, 4.2); so is what calls itself so and is UTF-8.
    let isLatin = ["iso-8859-1", "iso8859-1", "latin1", "windows-1252", "cp1252"].contains(name)
    if isLatin {
      return isUTF8(bytes) ? Array(bytes) : latin(bytes)
    }
    var count = 0
    guard
      let text = cxml_utf8(meant[name] ?? name, bytes.baseAddress, bytes.count, bytes.count * 4 + 64, &count)
    else { return nil }
    defer { free(text) }
    return Array(UnsafeBufferPointer(start: text, count: count))
  }

  private static func latin(_ bytes: Bytes) -> [UInt8] {
    var text: [UInt8] = []
    text.reserveCapacity(bytes.count + bytes.count / 8)
    for byte in bytes {
      if byte < 0x80 { text.append(byte) } else { WideDecoder.append(Mending.windows1252(byte), &text) }
    }
    return text
  }

  /// Names that iconv does not know, or takes more narrowly than browsers do.
  private static let meant = [
    "gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "shift_jis": "cp932", "shift-jis": "cp932",
    "x-sjis": "cp932", "sjis": "cp932", "euc-kr": "cp949", "ks_c_5601-1987": "cp949", "x-euc-jp": "euc-jp",
    "big5": "big5-hkscs", "iso-8859-9": "cp1254", "iso-8859-11": "cp874", "x-mac-roman": "macintosh",
    "windows-874": "cp874",
  ]

  /// `<meta charset="…">`, or the `charset=` of a `content` attribute.
  private static func declared(_ bytes: Bytes) -> String? {
    let head = bytes.part(0..<min(prescan, bytes.count))
    var at = 0
    while let tag = head.place(of: ASCII.lessThan, from: at) {
      at = tag + 1
      guard head.part(at..<head.count).startsIgnoringCase(with: meta) else { continue }
      at = head.place(of: ASCII.greaterThan, from: tag) ?? head.count
      if let charset = charset(ofTag: head.part(tag..<at).map(ASCII.lower)) { return charset }
    }
    return nil
  }

  private static let meta = Array("meta".utf8)

  private static func charset(ofTag tag: [UInt8]) -> String? {
    tag.withUnsafeBufferPointer { tag in
      guard let place = tag.place(of: "charset", from: 0, before: tag.count) else { return nil }
      var start = tag.skippingSpace(from: place + 7)
      guard start < tag.count, tag[start] == UInt8(ascii: "=") else { return nil }
      start = tag.skippingSpace(from: start + 1)
      while start < tag.count, "\"' ".utf8.contains(tag[start]) { start += 1 }
      var end = start
      while end < tag.count, ASCII.isName(tag[end]) { end += 1 }
      return end > start ? String(decoding: tag.part(start..<end), as: UTF8.self) : nil
    }
  }
}
