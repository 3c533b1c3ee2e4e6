import Catalogue

/// How a feed's bytes are to be read (RFC 7303, 3; XML 1.0, appendix F), as far as what it says of itself can be
/// believed: the choice is made for each entry, by its bytes, among the charsets that HTTP and the declaration name.
struct FeedCharset: Sendable, Equatable {
  /// UTF-16 and UTF-32 are made UTF-8 as they come.
  var wide: Charset?
  /// The bytes of a byte order mark.
  var skip = 0
  /// The charset that is named with authority: by HTTP, else by the declaration; nil: UTF-8.
  private var named: String?
  /// The first that is named and is not UTF-8.
  private var fallback: String?

  /// How much of a document is looked at: comments and blank lines may stand before the declaration.
  static let limit = 1024

  /// Nil if more bytes are needed to tell.
  static func detect(_ start: Bytes, contentType: String?, isWhole: Bool) -> FeedCharset? {
    guard isWhole || start.count >= 4 else { return nil }
    var result = FeedCharset()
    if let (charset, skip) = Charset.fromMark(start) {
      result.skip = skip
      if charset != .utf8 {
        result.wide = charset
        return result
      }
    }
    let head = start.part(0..<min(start.count, limit))
    var declared: String?
    if let open = head.place(of: "<?xml", from: 0, before: head.count) {
      if let end = head.place(of: "?>", from: open, before: head.count) {
        declared = Charset.attribute("encoding", in: head.part(open..<end))
      } else if !isWhole, start.count < limit {
        return nil
      }
    } else if !isWhole, start.count < limit {
      return nil
    }
    guard result.skip == 0 else { return result }  // the mark is UTF-8's, whatever is said
    let labels = [contentType.flatMap(Charset.charsetParameter), declared].compactMap { $0.flatMap(label) }
    result.named = labels.first.flatMap { $0 == "utf-8" ? nil : $0 }
    result.fallback = labels.first { $0 != "utf-8" }
    return result
  }

  /// The charset that an entry's bytes are in; nil: UTF-8.
  func name(of bytes: Bytes) -> String? {
    guard fallback != nil || named != nil else { return nil }
    var isASCII = true
    for byte in bytes where byte >= 0x80 {
      isASCII = false
      break
    }
    if isASCII { return named.flatMap { Self.isStateful($0) ? $0 : nil } }
    let isUTF8 = String(validating: bytes, as: UTF8.self) != nil
    guard let named else { return isUTF8 ? nil : fallback }
    // Two bytes that happen to be UTF-8 are common in the charsets of East Asia, and hardly ever met in the others.
    return isUTF8 && Self.isOneByte(named) ? nil : named
  }

  private static func isStateful(_ name: String) -> Bool {
    name.hasPrefix("iso-2022") || name.hasPrefix("utf-7") || name.hasPrefix("hz-")
  }

  private static func isOneByte(_ name: String) -> Bool {
    name.hasPrefix("iso-8859") || name.hasPrefix("windows-") || name.hasPrefix("koi8")
      || name.hasPrefix("mac")
  }

  /// A charset's name in lower case, and what is meant by it in practice (WHATWG Encoding, 4.2); nil: a name of none.
  private static func label(_ printed: String) -> String? {
    switch Charset.declared(printed) {
    case .utf16, .utf32: return "utf-8"
    case .utf8:
      // "us-ascii" with bytes beyond it is Windows' more often than anything else, if it is not UTF-8.
      return "utf-8"
    case .named(let name): return meant[name] ?? name
    }
  }

  private static let meant: [String: String] = [
    "iso-8859-1": "windows-1252", "iso8859-1": "windows-1252", "iso_8859-1": "windows-1252",
    "latin1": "windows-1252", "latin-1": "windows-1252", "cp1252": "windows-1252",
    "iso-8859-9": "windows-1254",
    "iso-8859-11": "windows-874", "tis-620": "windows-874", "gb2312": "gb18030", "gbk": "gb18030",
    "x-gbk": "gb18030", "euc-kr": "cp949", "ks_c_5601-1987": "cp949", "shift_jis": "cp932",
    "shift-jis": "cp932",
    "x-sjis": "cp932",
  ]
}
