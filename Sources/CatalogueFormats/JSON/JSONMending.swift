/// Mends what commonly makes an item unreadable, byte by byte, and counts each kind of mending. Run only over texts that
/// simdjson has refused, so that a sound one is never touched.
struct JSONMending {
  private var repairs: [String: Int] = [:]
  private var output: [UInt8] = []

  static func mend(_ bytes: Bytes) -> (bytes: [UInt8], repairs: [String: Int]) {
    var mending = JSONMending()
    mending.output.reserveCapacity(bytes.count + bytes.count / 16)
    var at = 0
    var inString = false
    while at < bytes.count {
      if inString {
        at = mending.takeInside(bytes, at, &inString)
      } else {
        inString = bytes[at] == JSONBytes.quote
        at = mending.takeOutside(bytes, at)
      }
    }
    return (mending.output, mending.repairs)
  }

  private mutating func count(_ repair: String) { repairs[repair, default: 0] += 1 }

  // MARK: Between strings

  private mutating func takeOutside(_ p: Bytes, _ at: Int) -> Int {
    let byte = p[at]
    switch byte {
    case UInt8(ascii: ","):
      let next = p.skippingSpace(from: at + 1)
      if next < p.count, p[next] == UInt8(ascii: "}") || p[next] == UInt8(ascii: "]") {
        count("comma before a bracket dropped")
      } else {
        output.append(byte)
      }
      return at + 1
    case UInt8(ascii: "N"), UInt8(ascii: "I"), UInt8(ascii: "-"), UInt8(ascii: "u"):
      for word in ["NaN", "Infinity", "-Infinity", "-NaN", "None", "undefined"] as [StaticString]
      where p.has(word, at: at) {
        count("word without a value read as null")
        output.append(contentsOf: "null".utf8)
        return at + word.utf8CodeUnitCount
      }
      output.append(byte)
      return at + 1
    case 0..<0x20 where !ASCII.isSpace(byte):
      count("forbidden control character dropped")
      return at + 1
    default:
      if p.has("\u{FEFF}", at: at) || p.has("\u{A0}", at: at) {
        count("stray blank dropped")
        return at + (byte == 0xEF ? 3 : 2)
      }
      output.append(byte)
      return at + 1
    }
  }

  // MARK: In a string

  private mutating func takeInside(_ p: Bytes, _ at: Int, _ inString: inout Bool) -> Int {
    let byte = p[at]
    switch byte {
    case JSONBytes.quote:
      let next = p.skippingSpace(from: at + 1)
      if next == p.count || JSONBytes.mayFollowString(p[next]) {
        output.append(byte)
        inString = false
      } else {
        count("bare quote escaped")
        output.append(contentsOf: "\\\"".utf8)
      }
      return at + 1
    case JSONBytes.backslash: return takeEscape(p, at)
    case 0x0A: return escape("n", at)
    case 0x0D: return escape("r", at)
    case 0x09: return escape("t", at)
    case 0..<0x20:
      count("forbidden control character dropped")
      return at + 1
    case 0x20..<0x80:
      output.append(byte)
      return at + 1
    default: return takeWide(p, at)
    }
  }

  private mutating func escape(_ letter: Unicode.Scalar, _ at: Int) -> Int {
    count("line break or tab in a string escaped")
    output.append(JSONBytes.backslash)
    output.append(UInt8(ascii: letter))
    return at + 1
  }

  private mutating func takeEscape(_ p: Bytes, _ at: Int) -> Int {
    guard at + 1 < p.count else { return at + 1 }
    if "\"\\/bfnrt".utf8.contains(p[at + 1]) {
      output.append(contentsOf: p[at..<at + 2])
      return at + 2
    }
    guard let unit = JSONBytes.unit(p, at: at) else {
      count("escape that there is none of read as text")
      return at + 1
    }
    let isHigh = (0xD800..<0xDC00).contains(unit)
    if isHigh, let low = JSONBytes.unit(p, at: at + 6), (0xDC00..<0xE000).contains(low) {
      output.append(contentsOf: p[at..<at + 12])
      return at + 12
    }
    if isHigh || (0xDC00..<0xE000).contains(unit) {
      count("half of a character replaced")
      output.append(contentsOf: "\\ufffd".utf8)
    } else {
      output.append(contentsOf: p[at..<at + 6])
    }
    return at + 6
  }

  /// A character beyond ASCII, or a byte that begins none.
  private mutating func takeWide(_ p: Bytes, _ at: Int) -> Int {
    let length = p[at] >= 0xF0 ? 4 : p[at] >= 0xE0 ? 3 : 2
    if at + length <= p.count, let text = String(validating: p.part(at..<at + length), as: UTF8.self),
      text.unicodeScalars.count == 1
    {
      output.append(contentsOf: p[at..<at + length])
      return at + length
    }
    count("byte that is not UTF-8 read as Windows-1252")
    WideDecoder.append(Mending.windows1252(p[at]), &output)
    return at + 1
  }
}

/// JSON's bytes as the scanners need them.
enum JSONBytes {
  static let quote = UInt8(ascii: "\"")
  static let backslash = UInt8(ascii: "\\")
  static let comma = UInt8(ascii: ",")
  static let colon = UInt8(ascii: ":")
  static let openBrace = UInt8(ascii: "{")
  static let closeBrace = UInt8(ascii: "}")
  static let openBracket = UInt8(ascii: "[")
  static let closeBracket = UInt8(ascii: "]")

  /// Whether a string may have ended before this byte (white space left out): elsewhere, its quote was text.
  static func mayFollowString(_ byte: UInt8) -> Bool {
    byte == comma || byte == colon || byte == closeBrace || byte == closeBracket
  }

  /// The code unit of the `\uXXXX` that stands at `at`; nil where none does.
  static func unit(_ p: Bytes, at: Int) -> UInt32? {
    guard at + 6 <= p.count, p.has("\\u", at: at) else { return nil }
    var value: UInt32 = 0
    for byte in p[at + 2..<at + 6] {
      let lower = ASCII.lower(byte)
      switch lower {
      case 0x30...0x39: value = value << 4 | UInt32(lower - 0x30)
      case 0x61...0x66: value = value << 4 | UInt32(lower - 0x57)
      default: return nil
      }
    }
    return value
  }
}
