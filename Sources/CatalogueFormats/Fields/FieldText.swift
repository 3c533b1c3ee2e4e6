import CXML
import Catalogue

/// Text in which HTML (or JATS, as Crossref's abstracts) may stand, made plain.
///
/// Taken out are comments, scripts, styles and the tags of elements that are known; the ends of paragraphs and lines
/// become such. Entities are decoded once. What only looks like markup stays: "a < b", "AT&T", "x<y".
enum FieldText {
  /// The text on one line, as `PlainText.clean` makes it.
  static func line(_ text: String) -> String { PlainText.clean(mayHoldMarkup(text) ? plain(text) : text) }

  /// The text with its paragraphs, as `PlainText.cleanParagraphs` makes it.
  static func paragraphs(_ text: String) -> String {
    PlainText.cleanParagraphs(mayHoldMarkup(text) ? plain(text) : text)
  }

  private static func mayHoldMarkup(_ text: String) -> Bool {
    var text = text
    return text.withUTF8 { bytes in
      bytes.place(of: ASCII.ampersand, from: 0) != nil || bytes.place(of: ASCII.lessThan, from: 0) != nil
    }
  }

  private static func plain(_ text: String) -> String {
    var text = text
    return text.withUTF8 { bytes in
      var output: [UInt8] = []
      output.reserveCapacity(bytes.count)
      var at = 0
      while at < bytes.count {
        switch bytes[at] {
        case ASCII.lessThan: at = takeTag(bytes, at, &output)
        case ASCII.ampersand: at = takeEntity(bytes, at, &output)
        default:
          output.append(bytes[at])
          at += 1
        }
      }
      return String(decoding: output, as: UTF8.self)
    }
  }

  // MARK: Entities

  private static func takeEntity(_ p: Bytes, _ at: Int, _ output: inout [UInt8]) -> Int {
    if let (value, end) = CharacterReference.read(p, at: at) {
      // HTML, 13.2.5.80: 0x80 to 0x9F mean what they mean in Windows-1252.
      let isWindows = (0x80..<0xA0).contains(value)
      WideDecoder.append(isWindows ? Mending.windows1252(UInt8(value)) : value, &output)
      return end
    }
    if let (_, end) = CharacterReference.number(p, at: at) { return end }
    var end = at + 1
    while end < p.count, end - at < 12, ASCII.isLetter(p[end]) || ASCII.isDigit(p[end]) { end += 1 }
    if end < p.count, p[end] == UInt8(ascii: ";"), end > at + 1 {
      let value = cxml_html_entity(String(decoding: p.part(at + 1..<end), as: UTF8.self))
      if value > 0 {
        WideDecoder.append(value, &output)
        return end + 1
      }
    }
    output.append(ASCII.ampersand)
    return at + 1
  }

  // MARK: Tags

  private static func takeTag(_ p: Bytes, _ at: Int, _ output: inout [UInt8]) -> Int {
    if p.has("<!--", at: at), let end = p.place(of: "-->", from: at + 4, before: p.count) { return end + 3 }
    if p.has("<![CDATA[", at: at), let end = p.place(of: "]]>", from: at + 9, before: p.count) {
      output.append(contentsOf: p[at + 9..<end])
      return end + 3
    }
    let closes = at + 1 < p.count && p[at + 1] == ASCII.slash
    guard let name = elementName(p, from: at + (closes ? 2 : 1)), let end = tagEnd(p, from: name.end) else {
      output.append(ASCII.lessThan)
      return at + 1
    }
    switch elements[name.text] {
    case .inline?: break
    case .block?: output.append(contentsOf: "\n\n".utf8)
    case .line?: output.append(UInt8(ascii: "\n"))
    case .hidden?: return closes ? end : hiddenEnd(p, from: end, name.text)
    case nil:
      // An element of a namespace of its own ("mml:mi") cannot be anything else.
      guard name.hasPrefix else {
        output.append(ASCII.lessThan)
        return at + 1
      }
    }
    return end
  }

  /// The local name in lower case, and where it ends.
  private static func elementName(_ p: Bytes, from start: Int) -> (text: String, hasPrefix: Bool, end: Int)? {
    var end = start
    var local = start
    while end < p.count, end - start < 40, ASCII.isName(p[end]), p[end] < 0x80 {
      if p[end] == ASCII.colon { local = end + 1 }
      end += 1
    }
    guard end > local, end < p.count, ASCII.isLetter(p[local]),
      ASCII.isSpace(p[end]) || p[end] == ASCII.greaterThan || p[end] == ASCII.slash
    else { return nil }
    return (String(decoding: p.part(local..<end), as: UTF8.self).lowercased(), local > start, end)
  }

  /// Behind the tag's ">": quotes may hold one. A tag without an end in sight is none.
  private static func tagEnd(_ p: Bytes, from start: Int) -> Int? {
    var quote: UInt8?
    var at = start
    while at < p.count, at - start < 4096 {
      let byte = p[at]
      at += 1
      if let open = quote {
        if byte == open { quote = nil }
      } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
        quote = byte
      } else if byte == ASCII.greaterThan {
        return at
      }
    }
    return p.place(of: ASCII.greaterThan, from: start).flatMap { $0 - start < 4096 ? $0 + 1 : nil }
  }

  /// Behind the end tag of an element whose content nobody reads; at the end of the text, if it has none.
  private static func hiddenEnd(_ p: Bytes, from start: Int, _ name: String) -> Int {
    var at = start
    while let open = p.place(of: "</", from: at, before: p.count) {
      if let found = elementName(p, from: open + 2), found.text == name {
        return tagEnd(p, from: found.end) ?? p.count
      }
      at = open + 2
    }
    return p.count
  }

  private enum Display { case inline, block, line, hidden }

  private static let elements: [String: Display] = {
    let words: [(Display, String)] = [
      (
        .inline,
        "a abbr acronym address b bdi bdo big button cite code col colgroup data del dfn em embed font form html body i iframe img input ins kbd label legend link map area mark math meta meter nobr noscript o object optgroup option output param picture progress q rp rt ruby s samp select small source span strike strong sub sup svg textarea time tt u var video audio wbr italic bold sc monospace underline roman xref ext-link email named-content styled-content inline-formula tex-math"
      ),
      (
        .block,
        "p div article aside section header footer main nav blockquote center dl fieldset figure figcaption h1 h2 h3 h4 h5 h6 hgroup hr ol ul pre table tbody thead tfoot caption details summary sec list title abstract"
      ),
      (.line, "br li dt dd tr td th list-item break"),
      (.hidden, "script style head template"),
    ]
    var elements: [String: Display] = [:]
    for (display, names) in words {
      for name in names.split(separator: " ") { elements[String(name)] = display }
    }
    return elements
  }()
}
