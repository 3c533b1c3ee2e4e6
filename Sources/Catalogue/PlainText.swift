/// Text as the model keeps it: one line, or paragraphs; nothing that a terminal obeys.
///
/// Taken out are control characters, characters that turn the direction of writing, and invisible ones (soft hyphens,
/// zero-width spaces, byte order marks, tags). Joiners stay where they join: Persian and the scripts of India need
/// them, and so do emoji. A letter followed by combining marks becomes the one letter that it equals, where there is
/// one (so nearly all text ends in NFC; marks in an unusual order stay as they are).
public enum PlainText {
  /// The text on one line: every run of white space is one space, none stands at an end.
  public static func clean(_ text: String) -> String {
    text.withBytes(isClean) ? text : cleaned(text, paragraphs: false)
  }

  /// The same, but blank lines stay, as "\n\n", because they part paragraphs.
  public static func cleanParagraphs(_ text: String) -> String {
    text.withBytes(isClean) ? text : cleaned(text, paragraphs: true)
  }

  /// Whether `clean` would change nothing. May say no where yes is right; that only costs time.
  public static func isClean(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let first = bytes.first, let last = bytes.last else { return true }
    guard first != 0x20, last != 0x20 else { return false }
    let base = UnsafeRawPointer(bytes.baseAddress)
    var i = 0
    var afterSpace = false
    while i < bytes.count {
      // Eight bytes at once: printable ASCII without two spaces in a row.
      if let base, i + 8 <= bytes.count {
        let word = UInt64(littleEndian: base.loadUnaligned(fromByteOffset: i, as: UInt64.self))
        let ones: UInt64 = 0x0101_0101_0101_0101
        let tops = ones << 7
        let odd = (word | (word &- ones &* 0x20) | (word &+ ones)) & tops
        if odd == 0 {
          let unspaced = word ^ (ones &* 0x20)
          let spaces = ~((unspaced &+ ~tops) | unspaced) & tops
          if spaces & (spaces << 8) != 0 || (afterSpace && spaces & 0x80 != 0) { return false }
          afterSpace = spaces >> 63 != 0
          i += 8
          continue
        }
      }
      let byte = bytes[i]
      if byte < 0x20 || byte == 0x7F || (byte == 0x20 && afterSpace) { return false }
      afterSpace = byte == 0x20
      if byte < 0x80 {
        i += 1
      } else {
        let length = harmless(bytes, at: i)
        guard length > 0 else { return false }
        i += length
      }
    }
    return true
  }

  /// The length of the scalar outside ASCII at `i` if `clean` keeps it as it is; 0 if it has to be looked at.
  @inline(__always)
  private static func harmless(_ bytes: Bytes, at i: Int) -> Int {
    let lead = bytes[i]
    guard i + 1 < bytes.count else { return 0 }
    let second = bytes[i + 1]
    switch lead {
    case 0xC2: return second > 0xA0 && second != 0xAD ? 2 : 0
    case 0xCC, 0xCD, 0xD8: return 0  // Combining marks; Arabic, of which U+061C.
    case 0xC3...0xDF: return 2
    case 0xE2:
      guard i + 2 < bytes.count else { return 0 }
      // U+2010 to U+2027 (dashes, quotes, ellipsis), U+2030 to U+205E, U+2070 and above.
      let third = bytes[i + 2]
      let kept =
        (second == 0x80 && ((third >= 0x90 && third <= 0xA7) || third >= 0xB0))
        || (second == 0x81 && third <= 0x9E) || (second == 0x81 && third >= 0xB0) || second > 0x81
      return kept ? 3 : 0
    case 0xE1, 0xE3, 0xEF: return 0  // Among them U+180E, U+3000, U+FEFF, and jamo and kana with marks.
    case 0xE0...0xEE: return 3
    default: return 0
    }
  }
}
