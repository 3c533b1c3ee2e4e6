/// Letters with combining marks as single scalars ("e" and U+0301 as "é").
///
/// The standard library keeps its normalisation to itself, but compares characters by canonical equivalence: a table
/// of all composed letters, looked up by the decomposed character, is therefore the composition of Unicode's own data.
enum Composition {
  /// Every character that is canonically equal to a single scalar of the table becomes that scalar; where only its
  /// first marks can be taken in, the others stay.
  static func composed(_ text: String) -> String {
    text.withBytes { bytes in
      var result = ""
      result.reserveCapacity(bytes.count)
      var done = 0
      while let mark = bytes.indices[done...].first(where: { markLength(bytes, at: $0) > 0 }) {
        // With the character before it; to take whole texts apart into characters is slow.
        var start = mark
        if start > done { start -= 1 }
        while start > done, bytes[start] & 0xC0 == 0x80 { start -= 1 }
        var end = mark
        while case let length = markLength(bytes, at: end), length > 0 { end += length }
        result += bytes.cut(done, start).string
        for character in bytes.cut(start, end).string { append(character, to: &result) }
        done = end
      }
      return result + bytes.from(done).string
    }
  }

  /// The length of the scalar at a place that may be a part of a composed one: a combining mark (U+0300 to U+036F, U+3099,
  /// U+309A) or a letter of Hangul's (U+1100 to U+11FF); else 0.
  @inline(__always)
  private static func markLength(_ bytes: Bytes, at place: Int) -> Int {
    guard place < bytes.count, bytes[place] >= 0xCC else { return 0 }
    func next(_ offset: Int) -> UInt8 { place + offset < bytes.count ? bytes[place + offset] : 0 }
    switch bytes[place] {
    case 0xCC: return 2
    case 0xCD: return next(1) < 0xB0 ? 2 : 0
    case 0xE1: return (0x84...0x87).contains(next(1)) ? 3 : 0
    case 0xE3: return next(1) == 0x82 && (0x99...0x9A).contains(next(2)) ? 3 : 0
    default: return 0
    }
  }

  private static func append(_ character: Character, to result: inout String) {
    let scalars = character.unicodeScalars
    // A hostile character may carry thousands of marks.
    guard scalars.count > 1, scalars.count <= 8 else {
      result.append(character)
      return
    }
    var length = scalars.count
    while length > 1 {
      let head = String(String.UnicodeScalarView(scalars.prefix(length)))
      if head.count == 1, let first = head.first, let whole = table[first] {
        result.unicodeScalars.append(whole)
        // The view's own `append(contentsOf:)` copies all that stands before.
        result += String(String.UnicodeScalarView(scalars.dropFirst(length)))
        return
      }
      length -= 1
    }
    result.append(character)
  }

  /// The composed letters of Latin, Greek, Cyrillic, kana and Hangul. The first scalar wins, as it is the one that
  /// others (the Ångström sign) are only compatible with.
  private static let table: [Character: Unicode.Scalar] = {
    var table: [Character: Unicode.Scalar] = [:]
    let blocks: [ClosedRange<UInt32>] = [
      0x00C0...0x024F, 0x0370...0x04FF, 0x1E00...0x1FFF, 0x3040...0x30FF, 0xAC00...0xD7A3,
    ]
    table.reserveCapacity(13_000)
    for value in blocks.joined() {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let character = Character(scalar)
      if table[character] == nil { table[character] = scalar }
    }
    return table
  }()
}
