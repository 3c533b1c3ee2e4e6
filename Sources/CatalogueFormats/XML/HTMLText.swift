import CXML
import Catalogue

/// Makes plain text of HTML: what a reader would see, with blocks kept apart and nothing of the markup. Never fails:
/// what is no tag is text.
struct HTMLText {
  private var output: [UInt8] = []
  /// Open elements of which nothing is shown.
  private var hidden = 0
  /// For each of them, where its next end tag was found; behind everything where none comes.
  private var closings: [String: Int] = [:]

  /// The text of an HTML fragment. Entities are decoded once.
  ///
  /// - Parameter keepsUnknown: Whether tags that HTML does not have are taken for text: for texts that only look like
  ///   HTML.
  static func plain(_ html: Bytes, keepsUnknown: Bool = false) -> String {
    var text = HTMLText()
    text.read(html, keepsUnknown: keepsUnknown)
    return text.text
  }

  /// Whether a text without a stated type is meant as HTML: it holds an entity, an end tag, or a tag that has none.
  static func isHTML(_ text: Bytes) -> Bool {
    guard (text.place(of: ASCII.lessThan, from: 0) ?? text.place(of: ASCII.ampersand, from: 0)) != nil else {
      return false
    }
    var at = 0
    while at < text.count {
      if text[at] == ASCII.ampersand, reference(text, at: at) != nil { return true }
      if text[at] == ASCII.lessThan {
        let isEnd = at + 1 < text.count && text[at + 1] == ASCII.slash
        if let tag = tag(text, at: at), tags[tag.name] != nil, isEnd || standsAlone.contains(tag.name) {
          return true
        }
      }
      at += 1
    }
    return false
  }

  // MARK: Building

  /// What has been read, without control characters, its paragraphs apart.
  var text: String { PlainText.cleanParagraphs(Self.withoutC1(String(decoding: output, as: UTF8.self))) }

  /// The text with what stands where controls are (U+0080 to U+009F) read as Windows-1252, which it was meant as.
  static func withoutC1(_ text: String) -> String {
    var copy = text
    let isC1 = { (value: UInt32) in (0x80..<0xA0).contains(value) && value != 0x85 }
    let hasAny = copy.withUTF8 { bytes in
      var at = 0
      while let lead = bytes.place(of: 0xC2, from: at), lead + 1 < bytes.count {
        if isC1(UInt32(bytes[lead + 1])) { return true }
        at = lead + 1
      }
      return false
    }
    guard hasAny else { return text }
    return String(
      String.UnicodeScalarView(
        text.unicodeScalars.map { scalar in
          isC1(scalar.value) ? Unicode.Scalar(Mending.windows1252(UInt8(scalar.value))) ?? scalar : scalar
        }))
  }

  /// An element begins. `name` is in lower case.
  mutating func start(_ name: String) {
    switch Self.kind(name) {
    case .hidden: hidden += 1
    case let kind?: separate(kind)
    case nil: break
    }
  }

  mutating func end(_ name: String) {
    switch Self.kind(name) {
    case .hidden: hidden = max(0, hidden - 1)
    case let kind?: separate(kind)
    case nil: break
    }
  }

  /// Text without markup, entities decoded. In HTML, line breaks are only white space.
  mutating func add(_ text: Bytes) {
    guard hidden == 0 else { return }
    var start = 0
    for at in text.indices where ASCII.isSpace(text[at]) && text[at] != 0x20 {
      output.append(contentsOf: text.part(start..<at))
      output.append(0x20)
      start = at + 1
    }
    output.append(contentsOf: text.part(start..<text.count))
  }

  private mutating func separate(_ kind: Kind) {
    switch kind {
    case .inline, .hidden: break
    case .cell: output.append(0x20)
    case .lineBreak: output.append(0x0A)
    case .line:
      // One line end, however many tags stand there.
      if let last = output.last(where: { $0 != 0x20 }), last != 0x0A { output.append(0x0A) }
    case .block: output += [0x0A, 0x0A]
    }
  }

  private mutating func read(_ p: Bytes, keepsUnknown: Bool) {
    var at = 0
    while at < p.count {
      switch p[at] {
      case ASCII.ampersand:
        if let (value, end) = Self.reference(p, at: at) {
          if hidden == 0 { WideDecoder.append(value, &output) }
          at = end
          continue
        }
      case ASCII.lessThan:
        if let end = Self.declarationEnd(p, at: at) {
          at = end
          continue
        }
        if let tag = Self.tag(p, at: at), !keepsUnknown || Self.kind(tag.name) != nil {
          if tag.isEnd { end(tag.name) } else { start(tag.name) }
          // What hides may never be closed again: then it hides nothing.
          if !tag.isEnd, hidden > 0, !closes(tag.name, p, from: tag.end) { hidden = 0 }
          at = tag.end
          continue
        }
      default: break
      }
      // What begins here is text, up to what may be markup again.
      let start = at
      at += 1
      while at < p.count, p[at] != ASCII.ampersand, p[at] != ASCII.lessThan { at += 1 }
      add(p.part(start..<at))
    }
  }

  // MARK: Markup

  /// No tag that is meant as one is longer.
  private static let tagLimit = 8192

  /// A tag that begins at `at`: a letter must follow the `<` or `</`, and a `>` must come.
  private static func tag(_ p: Bytes, at: Int) -> (name: String, isEnd: Bool, end: Int)? {
    let isEnd = at + 1 < p.count && p[at + 1] == ASCII.slash
    let start = isEnd ? at + 2 : at + 1
    guard start < p.count, ASCII.isLetter(p[start]) else { return nil }
    var end = start
    while end < p.count, end - start < 32, ASCII.isName(p[end]) { end += 1 }
    guard let close = tagEnd(p, from: end) else { return nil }
    let bytes = p.part(start..<end)
    let name = String(unsafeUninitializedCapacity: bytes.count) { target in
      for at in bytes.indices { target.initializeElement(at: at, to: ASCII.lower(bytes[at])) }
      return bytes.count
    }
    return (name, isEnd, close)
  }

  /// Behind a tag's `>`. In HTML, quotes may hold both `<` and `>`; where they are never closed, the first counts.
  private static func tagEnd(_ p: Bytes, from start: Int) -> Int? {
    var quote: UInt8 = 0
    var first: Int?
    for at in start..<min(p.count, start + tagLimit) {
      let byte = p[at]
      if byte == ASCII.greaterThan {
        if quote == 0 { return at + 1 }
        first = first ?? at + 1
      } else if quote != 0 {
        if byte == quote { quote = 0 }
      } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
        quote = byte
      } else if byte == ASCII.lessThan {
        return first ?? at
      }
    }
    return first
  }

  /// Comments, CDATA's own marks, instructions and the document type.
  private static func declarationEnd(_ p: Bytes, at: Int) -> Int? {
    if p.has("<!--", at: at) {
      return p.place(of: "-->", from: at + 4, before: p.count).map { $0 + 3 } ?? p.count
    }
    if p.has("<![CDATA[", at: at) { return at + 9 }
    guard p.has("<?", at: at) || p.has("<!D", at: at) || p.has("<!d", at: at) else { return nil }
    // None is longer: a text of nothing but their beginnings must not be read once for each.
    let near = p.part(at..<min(p.count, at + tagLimit))
    return near.place(of: ASCII.greaterThan, from: 0).map { at + $0 + 1 }
  }

  private mutating func closes(_ name: String, _ p: Bytes, from start: Int) -> Bool {
    if let known = closings[name], known >= start { return known < p.count }
    var at = start
    var found = p.count
    while let open = p.place(of: "</", from: at, before: p.count) {
      if let tag = Self.tag(p, at: open), tag.name == name {
        found = open
        break
      }
      at = open + 2
    }
    closings[name] = found
    return found < p.count
  }

  /// A character reference as HTML reads it (HTML, 13.2.5.72): by name, or by number with Windows-1252 where C1 would be.
  private static func reference(_ p: Bytes, at: Int) -> (value: UInt32, end: Int)? {
    if let (value, end) = CharacterReference.number(p, at: at) {
      if (0x80..<0xA0).contains(value) { return (Mending.windows1252(UInt8(value)), end) }
      return (CharacterReference.isAllowed(value) ? value : 0xFFFD, end)
    }
    var end = at + 1
    while end < p.count, end - at < 12, ASCII.isLetter(p[end]) || ASCII.isDigit(p[end]) { end += 1 }
    guard end < p.count, p[end] == UInt8(ascii: ";"), end > at + 1 else { return nil }
    let name = String(decoding: p.part(at + 1..<end), as: UTF8.self)
    if name == "apos" { return (0x27, end + 1) }
    let value = cxml_html_entity(name)
    return value > 0 ? (value, end + 1) : nil
  }

  /// Whether a semicolon is the end of a reference to a character ("&amp;").
  static func endsReference(_ text: Bytes, at semicolon: Int) -> Bool {
    let near = max(0, semicolon - 12)
    guard let start = text.part(near..<semicolon).lastIndex(of: ASCII.ampersand) else { return false }
    return reference(text, at: near + start)?.end == semicolon + 1
  }

  /// What a tag does; a prefix (JATS' "jats:p") does not matter, and what has one is no text.
  private static func kind(_ name: String) -> Kind? {
    if let kind = tags[name] { return kind }
    guard let colon = name.utf8.lastIndex(of: ASCII.colon) else { return nil }
    // JATS' is the heading of an abstract: "Abstract".
    if name.hasSuffix(":title") { return .hidden }
    return tags[String(name[name.utf8.index(after: colon)...])] ?? .inline
  }

  private enum Kind { case inline, cell, line, lineBreak, block, hidden }

  /// Tags that need no end, or whose end is often lost, and of which nobody writes about in a title.
  private static let standsAlone: Set<String> = [
    "br", "hr", "img", "p", "li", "wbr", "b", "i", "em", "strong", "sub", "sup", "span", "div", "ul", "ol",
    "font",
  ]

  private static let tags: [String: Kind] = {
    var tags: [String: Kind] = [:]
    func add(_ kind: Kind, _ names: String) {
      for name in names.split(separator: " ") { tags[String(name)] = kind }
    }
    add(
      .inline,
      "a abbr acronym address area audio b basefont bdi bdo big blink button center cite code col colgroup data del "
        + "dfn em embed font form i img input ins kbd label legend link map mark math meta meter noscript object output "
        + "param picture progress q rb rp rt ruby s samp select small source span strike strong sub sup svg time track "
        + "tt u var video wbr body html bold italic monospace sc")
    add(.cell, "td th option")
    add(.lineBreak, "br")
    add(.line, "li tr dt dd caption")
    add(
      .block,
      "p div blockquote pre ul ol dl table thead tbody tfoot hr h1 h2 h3 h4 h5 h6 section article aside header footer "
        + "main nav figure figcaption fieldset details summary dir menu sec title")
    add(.hidden, "script style head template iframe noembed noframes textarea applet canvas")
    return tags
  }()
}
