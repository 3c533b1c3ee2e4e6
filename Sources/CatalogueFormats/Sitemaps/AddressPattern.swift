/// A pattern of addresses, in the language of robots.txt (RFC 9309, 2.2.3): what an address begins with; `*` stands for
/// anything, and `$` at the end for the address's end. One that begins with `/` is looked for behind the host.
struct AddressPattern: Hashable, Sendable {
  private let pieces: [[UInt8]]
  private let isAnchored: Bool
  /// How specific it is: the longest rule of a robots.txt counts.
  let length: Int
  /// Whether it is looked for behind the host.
  let isPath: Bool

  init(_ text: String) {
    var bytes = Self.normalised(Array(text.utf8))
    length = bytes.count
    isPath = !bytes.starts(with: Array("http".utf8))
    isAnchored = bytes.last == UInt8(ascii: "$")
    if isAnchored { bytes.removeLast() }
    pieces = bytes.split(separator: UInt8(ascii: "*"), omittingEmptySubsequences: false).map { Array($0) }
  }

  /// Whether a path with its query, or a whole address, is of this pattern. In time as the text times the pieces, at
  /// worst: each piece is looked for where the one before ended, and never again.
  func matches(_ text: String) -> Bool { matches(Self.normalised(Array(text.utf8))) }

  func matches(_ text: [UInt8]) -> Bool {
    text.withUnsafeBufferPointer { bytes in
      guard let first = pieces.first, bytes.has(first, at: 0) else { return false }
      if pieces.count == 1 { return !isAnchored || bytes.count == first.count }
      var at = first.count
      for piece in pieces.dropFirst().dropLast() {
        guard let found = Self.place(of: piece, in: bytes, from: at) else { return false }
        at = found + piece.count
      }
      let last = pieces[pieces.count - 1]
      if isAnchored { return bytes.count - last.count >= at && bytes.has(last, at: bytes.count - last.count) }
      return Self.place(of: last, in: bytes, from: at) != nil
    }
  }

  private static func place(of piece: [UInt8], in bytes: Bytes, from start: Int) -> Int? {
    guard let first = piece.first else { return start }
    var at = start
    while let found = bytes.place(of: first, from: at) {
      if bytes.has(piece, at: found) { return found }
      at = found + 1
    }
    return nil
  }

  /// Percent-encoded as RFC 9309, 2.2.2 compares: what need not be encoded is not, everything beyond ASCII is, hexadecimal digits in upper case.
  static func normalised(_ bytes: [UInt8]) -> [UInt8] {
    guard bytes.contains(where: { $0 >= 0x80 || $0 == UInt8(ascii: "%") }) else { return bytes }
    var result: [UInt8] = []
    var at = 0
    while at < bytes.count {
      let byte = bytes[at]
      if byte == UInt8(ascii: "%"), at + 2 < bytes.count, let high = hex(bytes[at + 1]),
        let low = hex(bytes[at + 2])
      {
        let decoded = high << 4 | low
        if isUnreserved(decoded) { result.append(decoded) } else { encode(decoded, &result) }
        at += 3
        continue
      }
      if byte >= 0x80 { encode(byte, &result) } else { result.append(byte) }
      at += 1
    }
    return result
  }

  private static func encode(_ byte: UInt8, _ result: inout [UInt8]) {
    let digits = Array("0123456789ABCDEF".utf8)
    result += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
  }

  private static func hex(_ byte: UInt8) -> UInt8? {
    if ASCII.isDigit(byte) { return byte - 0x30 }
    let letter = ASCII.lower(byte)
    return letter &- 0x61 < 6 ? letter - 0x61 + 10 : nil
  }

  private static func isUnreserved(_ byte: UInt8) -> Bool {
    ASCII.isLetter(byte) || ASCII.isDigit(byte) || "-._~".utf8.contains(byte)
  }
}
