/// `&#229;`, `&#xE5;` and the five entities that XML itself knows.
enum CharacterReference {
  /// The code point that the reference at `start` (its ampersand) stands for, if XML allows it, and where it ends.
  static func read(_ p: Bytes, at start: Int) -> (value: UInt32, end: Int)? {
    if start + 1 < p.count, p[start + 1] == UInt8(ascii: "#") {
      guard let (value, end) = number(p, at: start), isAllowed(value) else { return nil }
      return (value, end)
    }
    for (entity, value) in predefined where p.has(entity, at: start) {
      return (value, start + entity.utf8CodeUnitCount)
    }
    return nil
  }

  /// A numeric reference, whether or not XML allows what it stands for.
  static func number(_ p: Bytes, at start: Int) -> (value: UInt32, end: Int)? {
    guard start + 3 < p.count, p[start + 1] == UInt8(ascii: "#") else { return nil }
    let isHex = p[start + 2] == UInt8(ascii: "x")
    let first = start + (isHex ? 3 : 2)
    var at = first
    var value: UInt32 = 0
    while at < p.count, at - first < 8, let digit = digit(p[at], isHex) {
      value = min(value * (isHex ? 16 : 10) + digit, 0x11_0000)
      at += 1
    }
    guard at > first, at < p.count, p[at] == UInt8(ascii: ";") else { return nil }
    return (value, at + 1)
  }

  /// Whether XML 1.0 allows the code point (production 2).
  static func isAllowed(_ value: UInt32) -> Bool {
    switch value {
    case 0x9, 0xA, 0xD, 0x20...0xD7FF, 0xE000...0xFFFD, 0x10000...0x10FFFF: true
    default: false
    }
  }

  private static let predefined: [(StaticString, UInt32)] = [
    ("&amp;", 0x26), ("&lt;", 0x3C), ("&gt;", 0x3E), ("&quot;", 0x22), ("&apos;", 0x27),
  ]

  private static func digit(_ byte: UInt8, _ isHex: Bool) -> UInt32? {
    if ASCII.isDigit(byte) { return UInt32(byte - 0x30) }
    let letter = (byte | 0x20) &- 0x61
    return isHex && letter < 6 ? UInt32(letter) + 10 : nil
  }
}
