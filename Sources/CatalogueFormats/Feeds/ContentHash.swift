/// A stable name for what has none: FNV-1a, twice, with different beginnings.
enum ContentHash {
  static func text(_ parts: [String]) -> String {
    var low: UInt64 = 0xcbf2_9ce4_8422_2325
    var high: UInt64 = 0x6c62_272e_07bb_0142
    for part in parts {
      for byte in part.utf8 {
        low = (low ^ UInt64(byte)) &* 0x100_0000_01b3
        high = (high ^ UInt64(byte)) &* 0x100_0000_01b3 &+ 0x9E37_79B9
      }
      low = (low ^ 0xFF) &* 0x100_0000_01b3
      high = (high ^ 0xFF) &* 0x100_0000_01b3 &+ 0x9E37_79B9
    }
    return "content:" + hexadecimal(high) + hexadecimal(low)
  }

  private static func hexadecimal(_ value: UInt64) -> String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 16 - digits.utf8.count) + digits
  }
}
