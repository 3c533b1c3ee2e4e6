/// Text from upstream as a line that is safe to print: no control characters, no newlines, not long.
enum Printable {
  static func line(_ text: String, limit: Int = 200) -> String {
    var result = String.UnicodeScalarView()
    var pendingSpace = false
    var length = 0
    for scalar in text.unicodeScalars {
      let isSpace = scalar.value <= 0x20 || scalar.value == 0xA0
      // C0, DEL, C1 and the controls of direction.
      let isControl =
        scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
        || (0x202A...0x202E).contains(scalar.value) || (0x2066...0x2069).contains(scalar.value)
        || scalar.value == 0x200E || scalar.value == 0x200F || scalar.value == 0xFEFF
      if isSpace || isControl {
        pendingSpace = pendingSpace || isSpace
        continue
      }
      if length >= limit {
        result.append("…")
        break
      }
      if pendingSpace, !result.isEmpty {
        result.append(" ")
        length += 1
      }
      pendingSpace = false
      result.append(scalar)
      length += 1
    }
    return String(result)
  }

  static func line(_ bytes: Bytes, limit: Int = 200) -> String {
    line(String(decoding: bytes.prefix(limit * 4), as: UTF8.self), limit: limit)
  }
}
