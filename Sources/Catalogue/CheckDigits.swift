/// ISO 2108.
enum ISBN {
  /// Thirteen digits from the ten or thirteen that open the text, hyphens and spaces taken out; nil where the number
  /// of digits, the prefix or the check digit is wrong. What follows the number must stand apart: " (pbk.)".
  static func normalised(_ bytes: Bytes) -> String? { read(bytes)?.value }

  /// A number without a label: thirteen digits from 978 or 979, or ten in four groups with hyphens.
  static func unlabelled(_ bytes: Bytes) -> String? {
    guard let (value, length, hyphens) = read(bytes), length == 13 || hyphens == 3 else { return nil }
    return value
  }

  /// Also how many digits were printed, and with how many hyphens.
  private static func read(_ bytes: Bytes) -> (value: String, length: Int, hyphens: Int)? {
    // A tuple would do; a fixed array on the stack is not worth its words here.
    var digits: [UInt8] = []
    digits.reserveCapacity(13)
    var hyphens = 0
    var i = 0
    scan: while i < bytes.count {
      let byte = bytes[i]
      let dash = bytes.dashLength(at: i)
      if ASCII.isDigit(byte) {
        guard digits.count < 13 else { return nil }
        digits.append(byte - 0x30)
      } else if byte | 0x20 == UInt8(ascii: "x"), digits.count == 9 {
        digits.append(10)
      } else if dash > 0 {
        hyphens += 1
        i += dash
        continue
      } else if byte != UInt8(ascii: " ") || digits.count == 13 {
        // Letters glued to the number make it something else.
        guard !ASCII.isLetter(byte) || (i > 0 && bytes[i - 1] == UInt8(ascii: " ")) else { return nil }
        break scan
      }
      i += 1
    }
    switch digits.count {
    case 10:
      var sum = 0
      for (place, digit) in digits.enumerated() { sum += (10 - place) * Int(digit) }
      guard sum % 11 == 0 else { return nil }
      digits.removeLast()
      digits.insert(contentsOf: [9, 7, 8], at: 0)
      digits.append(checkDigit(digits))
      return (text(digits), 10, hyphens)
    case 13:
      guard digits[0] == 9, digits[1] == 7, digits[2] == 8 || digits[2] == 9, digits[9] < 10 else {
        return nil
      }
      // 979-0 is printed music (ISO 10957).
      guard digits[2] == 8 || digits[3] != 0 else { return nil }
      guard checkDigit(Array(digits.dropLast())) == digits[12] else { return nil }
      return (text(digits), 13, hyphens)
    default: return nil
    }
  }

  private static func checkDigit(_ twelve: [UInt8]) -> UInt8 {
    var sum = 0
    for (place, digit) in twelve.enumerated() { sum += Int(digit) * (place % 2 == 0 ? 1 : 3) }
    return UInt8((10 - sum % 10) % 10)
  }

  private static func text(_ digits: [UInt8]) -> String {
    String(decoding: digits.map { $0 + 0x30 }, as: UTF8.self)
  }
}

/// ISO 3297.
enum ISSN {
  /// `NNNN-NNNC` from the eight places that open the text; nil where they or the check digit are wrong.
  static func normalised(_ bytes: Bytes) -> String? {
    var digits: [UInt8] = []
    var sum = 0
    var i = 0
    while i < bytes.count, digits.count < 8 {
      let byte = bytes[i]
      let dash = bytes.dashLength(at: i)
      if dash > 0 || byte == UInt8(ascii: " ") {
        guard digits.count == 4 else { return nil }
        i += max(dash, 1)
        continue
      }
      let isX = byte | 0x20 == UInt8(ascii: "x") && digits.count == 7
      guard ASCII.isDigit(byte) || isX else { return nil }
      sum += (8 - digits.count) * (isX ? 10 : Int(byte - 0x30))
      digits.append(isX ? UInt8(ascii: "X") : byte)
      i += 1
    }
    guard digits.count == 8, sum % 11 == 0 else { return nil }
    guard i == bytes.count || !(ASCII.isAlphanumeric(bytes[i]) || bytes.dashLength(at: i) > 0) else {
      return nil
    }
    digits.insert(UInt8(ascii: "-"), at: 4)
    return String(decoding: digits, as: UTF8.self)
  }
}
