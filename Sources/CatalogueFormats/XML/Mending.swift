import CXML

/// Mends what commonly makes a record unreadable, byte by byte, and counts each kind of mending.
///
/// Run only over records that libxml2 has refused, so that a sound record is never touched.
struct Mending {
  private(set) var repairs: [String: Int] = [:]
  private var output: [UInt8] = []
  private let known: Set<String>

  /// Regions of which no further end comes, so that none is looked for twice.
  private var endless: Set<Region> = []

  private init(known: Set<String>) { self.known = known }

  /// How much is mended.
  enum Depth {
    /// Characters and references: wrong bytes, control characters, bare `&` and `<`, HTML's entities.
    case characters
    /// Besides, tags that no metadata of ours has are taken for text (`<i>`, `<br>`).
    case strayTags
  }

  /// - Parameters:
  ///   - isUTF8: Whether the bytes should be UTF-8; those that are not are read as cp1252.
  ///   - known: The unprefixed names of tags that are meant as such.
  static func mend(
    _ bytes: Bytes, isUTF8: Bool, _ depth: Depth, known: Set<String> = Self.oai
  ) -> (bytes: [UInt8], repairs: [String: Int]) {
    var mending = Mending(known: known)
    mending.output.reserveCapacity(bytes.count + bytes.count / 8)
    var at = 0
    while at < bytes.count { at = mending.take(bytes, at, isUTF8, depth) }
    return (mending.output, mending.repairs)
  }

  private mutating func count(_ repair: String) { repairs[repair, default: 0] += 1 }

  private mutating func take(_ p: Bytes, _ at: Int, _ isUTF8: Bool, _ depth: Depth) -> Int {
    let byte = p[at]
    switch byte {
    case ASCII.ampersand: return takeReference(p, at)
    case ASCII.lessThan: return takeTag(p, at, isUTF8, depth)
    case UInt8(ascii: "]") where p.has("]]>", at: at):
      count("bare ]]> escaped")
      output.append(contentsOf: "]]&gt;".utf8)
      return at + 3
    case 0x09, 0x0A, 0x0D, 0x20...0x7F:
      output.append(byte)
      return at + 1
    case 0..<0x20:
      count("forbidden control character dropped")
      return at + 1
    default:
      guard isUTF8 else {
        output.append(byte)
        return at + 1
      }
      return takeWide(p, at)
    }
  }

  /// A character beyond ASCII, or a byte that begins none.
  private mutating func takeWide(_ p: Bytes, _ at: Int) -> Int {
    let length = p[at] >= 0xF0 ? 4 : p[at] >= 0xE0 ? 3 : 2
    if at + length <= p.count, let text = String(validating: p.part(at..<at + length), as: UTF8.self),
      let scalar = text.unicodeScalars.first, text.unicodeScalars.count == 1
    {
      if CharacterReference.isAllowed(scalar.value) {
        output.append(contentsOf: p[at..<at + length])
      } else {
        count("forbidden control character dropped")
      }
      return at + length
    }
    count("byte that is not UTF-8 read as Windows-1252")
    WideDecoder.append(Self.windows1252(p[at]), &output)
    return at + 1
  }

  private mutating func takeReference(_ p: Bytes, _ at: Int) -> Int {
    if let (_, end) = CharacterReference.read(p, at: at) {
      output.append(contentsOf: p[at..<end])
      return end
    }
    if let (_, end) = CharacterReference.number(p, at: at) {
      count("reference to a forbidden character dropped")
      return end
    }
    var end = at + 1
    while end < p.count, end - at < 12, ASCII.isLetter(p[end]) || ASCII.isDigit(p[end]) { end += 1 }
    if end < p.count, p[end] == UInt8(ascii: ";"), end > at + 1 {
      let value = cxml_html_entity(String(decoding: p.part(at + 1..<end), as: UTF8.self))
      if value > 0 {
        count("HTML entity decoded")
        WideDecoder.append(value, &output)
        return end + 1
      }
    }
    count("bare & escaped")
    output.append(contentsOf: "&amp;".utf8)
    return at + 1
  }

  private mutating func takeTag(_ p: Bytes, _ at: Int, _ isUTF8: Bool, _ depth: Depth) -> Int {
    let next = at + 1 < p.count ? p[at + 1] : 0
    if next == UInt8(ascii: "!") || next == UInt8(ascii: "?"), let region = Region.opening(p, at: at),
      let close = closing(of: region, p, at)
    {
      let end = close + region.closing.utf8CodeUnitCount
      let region = p.part(0..<end)
      var next = at
      while next < end {
        // Within, neither `&` nor `<` means anything.
        if [ASCII.ampersand, ASCII.lessThan, UInt8(ascii: "]")].contains(region[next]) {
          output.append(region[next])
          next += 1
        } else {
          next = take(region, next, isUTF8, depth)
        }
      }
      return end
    }
    let start = next == ASCII.slash ? at + 2 : at + 1
    guard let name = Markup.name(p, at: start), let end = Markup.tagEnd(p, from: name.end),
      case .closed(let close, _) = end, depth == .characters || isKnown(p, name)
    else {
      count(depth == .characters ? "bare < escaped" : "stray tag read as text")
      output.append(contentsOf: "&lt;".utf8)
      return at + 1
    }
    takeTagBytes(p, at, close, isUTF8)
    return close
  }

  private mutating func closing(of region: Region, _ p: Bytes, _ at: Int) -> Int? {
    guard !endless.contains(region) else { return nil }
    let close = p.place(of: region.closing, from: at + 2, before: p.count)
    if close == nil { endless.insert(region) }
    return close
  }

  /// A tag as it stands, but for references and characters in its attributes.
  private mutating func takeTagBytes(_ p: Bytes, _ start: Int, _ end: Int, _ isUTF8: Bool) {
    output.append(ASCII.lessThan)
    let tag = p.part(0..<end)
    var at = start + 1
    while at < end { at = take(tag, at, isUTF8, .characters) }
  }

  /// Whether a tag may be meant as one: it has a prefix, or its name is known.
  private func isKnown(_ p: Bytes, _ name: Markup.TagName) -> Bool {
    if !name.prefix.isEmpty { return true }
    return known.contains(String(decoding: p.part(name.local), as: UTF8.self))
  }

  /// OAI-PMH's names, and Dublin Core's.
  static let oai: Set<String> = Set(
    ["record", "header", "metadata", "about", "datestamp", "setSpec", "dc", "resumptionToken", "provenance"]
      + DublinCore.Element.allCases.map(\.rawValue))

  /// The code point of a byte of Windows-1252 (0x80 to 0xFF).
  static func windows1252(_ byte: UInt8) -> UInt32 {
    byte < 0xA0 ? UInt32(upper[Int(byte) - 0x80]) : UInt32(byte)
  }

  /// 0x80 to 0x9F; those that are not assigned are U+FFFD.
  private static let upper: [UInt16] = [
    0x20AC, 0xFFFD, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152,
    0xFFFD,
    0x017D, 0xFFFD, 0xFFFD, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161,
    0x203A,
    0x0153, 0xFFFD, 0x017E, 0x0178,
  ]
}
