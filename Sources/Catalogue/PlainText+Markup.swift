import Glibc

/// Markup that stands in metadata: HTML's tags and entities, written out, and JATS'.
extension PlainText {
  /// What parts the text before an element from the text in it, and that from the text behind it.
  public enum Break: Hashable, Sendable {
    case none, space, line, paragraph

    /// To be put into the text; what `clean` and `cleanParagraphs` make of it is one space, or a paragraph's end.
    public var text: StaticString {
      switch self {
      case .none: ""
      case .space: " "
      case .line: "\n"
      case .paragraph: "\n\n"
      }
    }

    /// Of the HTML or JATS element of that name, without prefix; nil for what is none.
    public init?(around element: String) {
      let lower = element.lowercased()
      if Self.blocks.contains(lower) {
        self = .paragraph
      } else if lower == "br" || lower == "break" {
        self = .line
      } else if lower == "td" || lower == "th" {
        self = .space
      } else if Self.inline.contains(lower) {
        self = .none
      } else {
        return nil
      }
    }

    private static let blocks: Set<String> = [
      "p", "div", "ul", "ol", "li", "dl", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6", "table", "tr",
      "blockquote", "pre", "hr", "center", "section", "article", "sec",
    ]
    private static let inline: Set<String> = [
      "a", "abbr", "acronym", "b", "big", "bold", "cite", "code", "del", "em", "font", "i", "img", "ins",
      "italic", "kbd", "mark", "o", "q", "s", "samp", "sc", "scp", "small", "span", "strike", "strong", "sub",
      "sup", "tbody", "thead", "tt", "u", "var", "wbr",
    ]
  }

  /// The text without the tags that are written out in it, as a browser would show it: blocks part paragraphs, and
  /// entities become what they stand for. A `<` or `&` that opens nothing known stays.
  public static func withoutMarkup(_ text: String) -> String {
    text.withBytes { p in
      // All text passes here, and nearly all of it is plain.
      guard let base = p.baseAddress,
        memchr(base, Int32(lessThan), p.count) != nil || memchr(base, Int32(ampersand), p.count) != nil
      else { return text }
      var output: [UInt8] = []
      output.reserveCapacity(p.count)
      var commentsEnd = true
      var i = 0
      while i < p.count {
        if p[i] == lessThan, let (gap, end) = tag(p, i, &commentsEnd) {
          gap.text.withUTF8Buffer { output.append(contentsOf: $0) }
          i = end
        } else if p[i] == ampersand, let (scalar, end) = reference(p, i) {
          output.append(contentsOf: UTF8.encode(scalar).map(Array.init) ?? [])
          i = end
        } else {
          output.append(p[i])
          i += 1
        }
      }
      return String(decoding: output, as: UTF8.self)
    }
  }

  private static let lessThan = UInt8(ascii: "<")
  private static let ampersand = UInt8(ascii: "&")
  private static let greaterThan = UInt8(ascii: ">")
  private static let slash = UInt8(ascii: "/")

  /// No tag that is meant as one is longer.
  private static let tagLimit = 2048

  /// The tag or comment that begins at `start`, and where it ends. "a <b and c> d" is none: what follows a name must be
  /// the tag's end or an attribute.
  ///
  /// - Parameter commentsEnd: False once no comment's end follows, so that it is not looked for again and again.
  private static func tag(_ p: Bytes, _ start: Int, _ commentsEnd: inout Bool) -> (Break, end: Int)? {
    if p.holds("<!--", at: start) {
      guard commentsEnd, let close = p.place(of: "-->", from: start + 4) else {
        commentsEnd = false
        return nil
      }
      return (.none, close + 3)
    }
    var i = start + 1
    if i < p.count, p[i] == slash { i += 1 }
    if p.holds("jats:", at: i) { i += 5 }
    let name = i
    while i < p.count, i - name < 16, isLetterOrDigit(p[i]) { i += 1 }
    guard i > name, let gap = Break(around: p.cut(name, i).string) else { return nil }
    let attributes = skippingSpace(p, i)
    guard attributes < p.count else { return nil }
    if p[attributes] != greaterThan, p[attributes] != slash {
      var equals = attributes
      while equals < p.count, isLetterOrDigit(p[equals]) || p[equals] == 0x2D || p[equals] == 0x3A {
        equals += 1
      }
      guard attributes > i, equals > attributes, equals < p.count,
        p[skippingSpace(p, equals, atMost: p.count - 1)] == UInt8(ascii: "=")
      else { return nil }
    }
    return end(p, attributes).map { (gap, $0) }
  }

  /// Behind the `>` that ends a tag; one in a quoted value does not.
  private static func end(_ p: Bytes, _ start: Int) -> Int? {
    var quote: UInt8 = 0
    for i in start..<min(p.count, start + tagLimit) {
      if quote != 0 {
        if p[i] == quote { quote = 0 }
      } else if p[i] == greaterThan {
        return i + 1
      } else if p[i] == lessThan {
        return nil
      } else if p[i] == UInt8(ascii: "\"") || p[i] == UInt8(ascii: "'") {
        quote = p[i]
      }
    }
    return nil
  }

  /// The character that the reference at `start` stands for, and where it ends.
  private static func reference(_ p: Bytes, _ start: Int) -> (Unicode.Scalar, end: Int)? {
    var end = start + 1
    while end < p.count, end - start < 12, isLetterOrDigit(p[end]) || p[end] == UInt8(ascii: "#") { end += 1 }
    guard end < p.count, p[end] == UInt8(ascii: ";"), end > start + 1 else { return nil }
    let name = p.cut(start + 1, end).string
    if name.hasPrefix("#") {
      let isHex = name.hasPrefix("#x") || name.hasPrefix("#X")
      let value = UInt32(name.dropFirst(isHex ? 2 : 1), radix: isHex ? 16 : 10)
      return value.flatMap(Unicode.Scalar.init).map { ($0, end + 1) }
    }
    return entities[name].map { ($0, end + 1) }
  }

  /// HTML's entities that are met in prose; letters with accents come as letters.
  private static let entities: [String: Unicode.Scalar] = [
    "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "nbsp": "\u{A0}", "shy": "\u{AD}",
    "ndash": "–", "mdash": "—", "lsquo": "‘", "rsquo": "’", "ldquo": "“", "rdquo": "”", "bdquo": "„",
    "sbquo": "‚", "laquo": "«", "raquo": "»", "hellip": "…", "bull": "•", "middot": "·", "copy": "©",
    "reg": "®", "trade": "™", "deg": "°", "sect": "§", "para": "¶", "euro": "€", "pound": "£", "times": "×",
    "minus": "−", "plusmn": "±", "frac12": "½", "sup2": "²", "sup3": "³", "ensp": "\u{2002}",
    "emsp": "\u{2003}", "thinsp": "\u{2009}", "agrave": "à", "aacute": "á", "acirc": "â", "atilde": "ã",
    "auml": "ä", "aring": "å", "aelig": "æ", "ccedil": "ç", "egrave": "è", "eacute": "é", "ecirc": "ê",
    "euml": "ë", "igrave": "ì", "iacute": "í", "icirc": "î", "iuml": "ï", "ntilde": "ñ", "ograve": "ò",
    "oacute": "ó", "ocirc": "ô", "otilde": "õ", "ouml": "ö", "oslash": "ø", "ugrave": "ù", "uacute": "ú",
    "ucirc": "û", "uuml": "ü", "szlig": "ß", "Auml": "Ä", "Ouml": "Ö", "Uuml": "Ü", "Eacute": "É",
    "Aring": "Å", "Oslash": "Ø", "AElig": "Æ", "Ccedil": "Ç", "Ntilde": "Ñ",
  ]

  private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
    (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10
  }

  private static func skippingSpace(_ p: Bytes, _ start: Int, atMost end: Int = .max) -> Int {
    var i = start
    while i < min(p.count, end), p[i] <= 0x20 { i += 1 }
    return i
  }
}
