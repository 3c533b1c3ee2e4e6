import Catalogue

/// With which three characters the labels of a list begin. Of the lines of a page nearly none begins so, and no more need
/// be looked at of the others.
struct LabelOpenings: Sendable {
  /// A bit for each three of 32 letters (digits share theirs with some of them).
  private var bits = [UInt64](repeating: 0, count: 1 << 9)

  /// - Parameter labels: Folded, or in lower case.
  init(_ labels: some Sequence<String>) {
    for label in labels {
      guard let place = label.withBytes(Self.place) else { continue }
      bits[place >> 6] |= 1 << UInt64(place & 63)
    }
  }

  /// False only where no label of the list opens the text, however it is folded.
  func mayOpen(_ text: String) -> Bool {
    guard let place = text.withBytes(Self.place) else { return true }
    return bits[place >> 6] & (1 << UInt64(place & 63)) != 0
  }

  /// Nil where folding may change more than the case.
  private static func place(_ bytes: Bytes) -> Int? {
    var place = 0
    var isOver = false
    for at in 0..<3 {
      let byte = isOver || at >= bytes.count ? 0x20 : bytes[at]
      if ASCII.isLetter(byte) || ASCII.isDigit(byte) {
        place = place << 5 | Int(byte & 0x1F)
      } else {
        // A label may be shorter; but what opens a text, joins words or is no ASCII folds otherwise.
        guard at > 0, isOver || byte == 0x20 || byte == ASCII.colon else { return nil }
        isOver = true
        place <<= 5
      }
    }
    return place
  }
}
