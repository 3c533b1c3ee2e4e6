/// How a table's bytes are to be read. No table says so itself.
struct TextCharset: Hashable, Sendable {
  var charset: Charset
  /// For people.
  var name: String

  /// How many bytes of the beginning tell.
  static let sample = 256

  /// By a byte order mark; else by the zeros that UTF-16 has beside letters; else UTF-8, and Windows-1252 wherever a cell
  /// is not. (What HTTP says is not asked: servers that call all text ISO-8859-1 are as common as such text.) Also
  /// gives how many bytes the mark has.
  static func detect(_ start: Bytes) -> (TextCharset, mark: Int) {
    let head = (0..<3).map { $0 < start.count ? Int(start[$0]) : -1 }
    switch (head[0], head[1], head[2]) {
    case (0xEF, 0xBB, 0xBF): return (utf8, 3)
    case (0xFF, 0xFE, _): return (wide(bigEndian: false), 2)
    case (0xFE, 0xFF, _): return (wide(bigEndian: true), 2)
    default: break
    }
    var zeros = (even: 0, odd: 0)
    let pairs = min(start.count, sample) / 2
    for pair in 0..<pairs {
      if start[2 * pair] == 0 { zeros.even += 1 }
      if start[2 * pair + 1] == 0 { zeros.odd += 1 }
    }
    // A header is mostly of ASCII; text in UTF-8 has no zeros at all.
    if pairs > 1, zeros.odd * 4 >= pairs, zeros.even * 8 < pairs { return (wide(bigEndian: false), 0) }
    if pairs > 1, zeros.even * 4 >= pairs, zeros.odd * 8 < pairs { return (wide(bigEndian: true), 0) }
    return (utf8, 0)
  }

  private static let utf8 = TextCharset(charset: .utf8, name: "UTF-8, or Windows-1252 where it is not")

  private static func wide(bigEndian: Bool) -> TextCharset {
    TextCharset(
      charset: .utf16(bigEndian: bigEndian), name: "UTF-16 (\(bigEndian ? "big" : "little")-endian)")
  }
}
