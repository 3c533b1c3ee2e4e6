/// A tag of RIS: two letters, or a letter and a digit, in capitals.
struct RISTag: Hashable, Sendable {
  var code: UInt16

  init(_ text: StaticString) {
    code = UInt16(text.utf8Start[0]) << 8 | UInt16(text.utf8Start[1])
  }

  /// The tag at `start`, whatever its case; nil where none can be.
  init?(_ line: Bytes, at start: Int) {
    guard start + 1 < line.count, ASCII.isLetter(line[start]) else { return nil }
    let second = line[start + 1]
    guard ASCII.isLetter(second) || ASCII.isDigit(second) else { return nil }
    let upper = { (byte: UInt8) in ASCII.isLetter(byte) ? byte & 0xDF : byte }
    code = UInt16(upper(line[start])) << 8 | UInt16(upper(second))
  }

  static let type = RISTag("TY")
  static let end = RISTag("ER")
  static let name = RISTag("ID")

  /// Whether any program's RIS has it.
  var isKnown: Bool { Self.known.contains(self) }

  private static let known: Set<RISTag> = Set(
    ([
      "TY", "ER", "A1", "A2", "A3", "A4", "AB", "AD", "AN", "AU", "AV", "BT", "C1", "C2", "C3", "C4", "C5",
      "C6",
      "C7", "C8", "CA", "CN", "CP", "CT", "CY", "DA", "DB", "DO", "DP", "ED", "EP", "ET", "ID", "IS", "J1",
      "J2",
      "JA", "JF", "JO", "KW", "L1", "L2", "L3", "L4", "LA", "LB", "LK", "M1", "M2", "M3", "N1", "N2", "NV",
      "OP",
      "PB", "PP", "PY", "RI", "RN", "RP", "SE", "SN", "SP", "ST", "T1", "T2", "T3", "TA", "TI", "TT", "U1",
      "U2",
      "U3", "U4", "U5", "UR", "VL", "VO", "Y1", "Y2",
      // Of RefWorks and Reference Manager.
      "DI", "SV",
    ] as [StaticString]).map(RISTag.init))
}

/// How a record's tags are written. The specification wants `TY  - `; programs differ.
enum RISDialect: Sendable {
  /// Two blanks or tabs at least between tag and hyphen: nothing else looks so, and whatever the tag is, it is one.
  case spaced
  /// The same, behind blanks at a line's beginning.
  case indented
  /// One blank: words of a text may look so ("US - China"), so that only tags that exist count, in capitals.
  case tight

  /// The tag that a line begins with, and where its value begins.
  func tag(_ line: Bytes) -> (tag: RISTag, value: Int)? {
    let start = self == .indented ? line.skippingSpace(from: 0) : 0
    guard let (tag, blanks, value) = Self.anyTag(line, from: start) else { return nil }
    if blanks >= 2 { return (tag, value) }
    // The last line of a record that has nothing else in it may be written in either way.
    if tag == .end, line.part(value..<line.count).trimmed.isEmpty { return (tag, value) }
    return self == .tight && blanks == 1 ? Self.looseTag(line) : nil
  }

  /// A tag that exists, in capitals, behind which stands one blank or none before the hyphen: a tag in a record whose lines
  /// are mostly written otherwise, unless it goes on with a text whose own tag is not.
  static func looseTag(_ line: Bytes) -> (tag: RISTag, value: Int)? {
    guard let (tag, _, value) = anyTag(line, from: 0), tag.isKnown,
      line[0] & 0x20 == 0, ASCII.isDigit(line[1]) || line[1] & 0x20 == 0,
      value == line.count || ASCII.isSpace(line[value])
    else { return nil }
    return (tag, value)
  }

  /// The line that begins a record, how its tags are written, and where the type's name stands, whatever it is: a type
  /// that nobody knows, or none, must not cost a record. With one blank the tag is in capitals.
  static func begins(_ line: Bytes) -> (dialect: RISDialect, type: Range<Int>)? {
    let indent = line.skippingSpace(from: 0)
    guard let (tag, blanks, value) = anyTag(line, from: indent), tag == .type, blanks > 0 else {
      return nil
    }
    let start = line.skippingSpace(from: value)
    var end = line.count
    while end > start, ASCII.isSpace(line[end - 1]) { end -= 1 }
    if blanks >= 2 { return (indent == 0 ? .spaced : .indented, start..<end) }
    return indent == 0 && line[0] & 0x20 == 0 && line[1] & 0x20 == 0 ? (.tight, start..<end) : nil
  }

  /// Whether a line outside of a record begins with a tag that exists, whatever follows it, and is not a record's last: it
  /// shows a record whose beginning was lost, or is written as nobody writes it.
  static func mayBelong(_ line: Bytes) -> Bool {
    let start = line.skippingSpace(from: 0)
    guard let tag = RISTag(line, at: start), tag != .end, tag.isKnown else { return false }
    if start + 2 < line.count, ASCII.isLetter(line[start + 2]) || ASCII.isDigit(line[start + 2]) {
      return false
    }
    // Two small letters are mostly a word.
    return tag == .type || ASCII.isDigit(line[start + 1]) || (line[start] | line[start + 1]) & 0x20 == 0
  }

  /// Whether a line outside of a record is one's last, which may stand twice.
  static func isEnd(_ line: Bytes) -> Bool { isBareEnd(line) || RISDialect.indented.tag(line)?.tag == .end }

  /// Whether a line is a record's last without its hyphen, or a text's: the former only where a record begins behind it, or
  /// nothing stands there.
  static func isBareEnd(_ line: Bytes) -> Bool { line.trimmed.elementsEqual("ER".utf8) }

  /// Whether a line may begin a record, also if it is written as nobody writes it.
  static func mayBegin(_ line: Bytes) -> Bool {
    mayBelong(line) && RISTag(line, at: line.skippingSpace(from: 0)) == .type
  }

  /// Whether nothing, or another record, stands at a place and behind the white space there.
  static func endsRecord(_ bytes: Bytes, from place: Int) -> Bool {
    next(bytes, from: place).map(mayBegin) ?? true
  }

  /// The same, or the record's last line.
  func endsRecord(_ bytes: Bytes, from place: Int) -> Bool {
    guard let line = Self.next(bytes, from: place) else { return true }
    return Self.mayBegin(line) || Self.isBareEnd(line) || tag(line)?.tag == .end
  }

  private static func next(_ bytes: Bytes, from place: Int) -> Bytes? {
    TextLines(bytes, from: place).lazy.map { bytes.part($0.line) }.first { !isVoid($0) }
  }

  /// Whether nothing is to be seen in a line. DOS ends a file with a control character.
  static func isVoid(_ line: Bytes) -> Bool { line.allSatisfy { $0 <= 0x20 } }

  /// Two characters, blanks, a hyphen; text that went through a word processor has other blanks and another dash.
  private static func anyTag(_ line: Bytes, from start: Int) -> (tag: RISTag, blanks: Int, value: Int)? {
    guard line.count - start >= 4, let tag = RISTag(line, at: start) else { return nil }
    var at = start + 2
    var blanks = 0
    while blanks < 6, let length = lengthOfBlank(line, at: at) {
      // No text has a tab there.
      blanks += line[at] == ASCII.tab ? 2 : 1
      at += length
    }
    guard at < line.count else { return nil }
    if line[at] == UInt8(ascii: "-") { return (tag, blanks, at + 1) }
    let isDash = line.part(at..<line.count).starts(with: [0xE2, 0x80, 0x93])
    return isDash ? (tag, blanks, at + 3) : nil
  }

  /// Of a blank, a tab or a no-break space (U+00A0, in UTF-8 or alone).
  private static func lengthOfBlank(_ line: Bytes, at place: Int) -> Int? {
    guard place < line.count else { return nil }
    switch line[place] {
    case 0x20, ASCII.tab, 0xA0: return 1
    case 0xC2 where place + 1 < line.count && line[place + 1] == 0xA0: return 2
    default: return nil
    }
  }
}

/// Steps through lines, whichever way they end: CR, LF or both.
struct TextLines: Sequence, IteratorProtocol {
  private let text: Bytes
  private var at: Int

  init(_ text: Bytes, from start: Int = 0) {
    self.text = text
    at = start
  }

  /// The next line without its end, and where the next one begins.
  mutating func next() -> (line: Range<Int>, next: Int)? {
    guard at < text.count else { return nil }
    let start = at
    while at < text.count, text[at] != 0x0A, text[at] != 0x0D { at += 1 }
    let line = start..<at
    at = Swift.min(at + 1, text.count)
    if line.upperBound < text.count, text[line.upperBound] == 0x0D, at < text.count, text[at] == 0x0A {
      at += 1
    }
    return (line, at)
  }
}
