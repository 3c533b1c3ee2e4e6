/// Letters with combining marks as single scalars ("e" and U+0301 as "é").
///
/// The standard library keeps its normalisation to itself, but compares characters by canonical equivalence: a table
/// of all composed letters, looked up by the decomposed character, is therefore the composition of Unicode's own data.
enum Composition {
  /// Every character that is canonically equal to a single scalar of the table becomes that scalar; where only its
  /// first marks can be taken in, the others stay.
  static func composed(_ text: String) -> String {
    var result = ""
    result.reserveCapacity(text.utf8.count)
    for character in text { append(character, to: &result) }
    return result
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
        result.unicodeScalars.append(contentsOf: scalars.dropFirst(length))
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
