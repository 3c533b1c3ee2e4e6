/// Roman numbers as page labels have them.
enum RomanNumber {
  /// 1 to 3999, of a number in its usual form and in one case; nil for all else.
  static func value(_ bytes: Bytes) -> Int? {
    guard !bytes.isEmpty, bytes.count <= 15 else { return nil }
    let upper = ASCII.isUpper(bytes[0])
    var value = 0
    var i = 0
    while i < bytes.count {
      guard ASCII.isUpper(bytes[i]) == upper, let digit = digit(bytes[i]) else { return nil }
      if i + 1 < bytes.count, let next = self.digit(bytes[i + 1]), next > digit {
        value += next - digit
        i += 2
      } else {
        value += digit
        i += 1
      }
    }
    guard (1...3999).contains(value), isUsual(bytes, value) else { return nil }
    return value
  }

  private static func digit(_ byte: UInt8) -> Int? {
    switch byte | 0x20 {
    case UInt8(ascii: "i"): 1
    case UInt8(ascii: "v"): 5
    case UInt8(ascii: "x"): 10
    case UInt8(ascii: "l"): 50
    case UInt8(ascii: "c"): 100
    case UInt8(ascii: "d"): 500
    case UInt8(ascii: "m"): 1000
    default: nil
    }
  }

  /// Whether the number, printed again, gives the same letters; "iiii" is allowed, as old prints have it.
  private static func isUsual(_ bytes: Bytes, _ value: Int) -> Bool {
    if bytes.equals("iiii") || bytes.equals("viiii") || bytes.equals("xiiii") { return true }
    let parts: [(Int, StaticString)] = [
      (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
      (10, "x"),
      (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
    ]
    var rest = value
    var place = 0
    for (part, letters) in parts {
      while rest >= part {
        guard bytes.holds(letters, at: place) else { return false }
        place += letters.utf8CodeUnitCount
        rest -= part
      }
    }
    return place == bytes.count
  }
}
