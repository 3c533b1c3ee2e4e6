/// UTF-16 or UTF-32 to UTF-8, in pieces of any size. What is no character becomes U+FFFD.
struct WideDecoder: Sendable {
  private let width: Int
  private let bigEndian: Bool
  private var unit: UInt32 = 0
  private var have = 0
  private var high: UInt32?

  /// Nil for charsets that need no decoding here.
  init?(_ charset: Charset) {
    switch charset {
    case .utf16(let bigEndian): (width, self.bigEndian) = (2, bigEndian)
    case .utf32(let bigEndian): (width, self.bigEndian) = (4, bigEndian)
    case .utf8, .named: return nil
    }
  }

  mutating func decode(_ bytes: Bytes, into output: inout [UInt8]) {
    output.reserveCapacity(output.count + bytes.count)
    for byte in bytes {
      unit = bigEndian ? unit << 8 | UInt32(byte) : unit | UInt32(byte) << UInt32(8 * have)
      have += 1
      guard have == width else { continue }
      take(unit, &output)
      (unit, have) = (0, 0)
    }
  }

  /// The document is over: half a character is one that is not.
  mutating func finish(into output: inout [UInt8]) {
    if have > 0 || high != nil { Self.append(0xFFFD, &output) }
    (unit, have, high) = (0, 0, nil)
  }

  private mutating func take(_ value: UInt32, _ output: inout [UInt8]) {
    if let first = high {
      high = nil
      if (0xDC00..<0xE000).contains(value) {
        Self.append(0x10000 + (first - 0xD800) << 10 + (value - 0xDC00), &output)
        return
      }
      Self.append(0xFFFD, &output)
    }
    switch value {
    case 0xD800..<0xDC00 where width == 2: high = value
    case 0xD800..<0xE000: Self.append(0xFFFD, &output)
    case 0x110000...: Self.append(0xFFFD, &output)
    default: Self.append(value, &output)
    }
  }

  /// Appends a code point that is a scalar value.
  static func append(_ value: UInt32, _ output: inout [UInt8]) {
    switch value {
    case ..<0x80: output.append(UInt8(value))
    case ..<0x800:
      output.append(UInt8(0xC0 | value >> 6))
      output.append(UInt8(0x80 | value & 0x3F))
    case ..<0x10000:
      output.append(UInt8(0xE0 | value >> 12))
      output.append(UInt8(0x80 | value >> 6 & 0x3F))
      output.append(UInt8(0x80 | value & 0x3F))
    default:
      output.append(UInt8(0xF0 | value >> 18))
      output.append(UInt8(0x80 | value >> 12 & 0x3F))
      output.append(UInt8(0x80 | value >> 6 & 0x3F))
      output.append(UInt8(0x80 | value & 0x3F))
    }
  }
}
