import Catalogue

/// A reference in words, sentence by sentence.
struct Prose {
  private(set) var text = ""

  /// Begins a sentence, which ends the one before.
  mutating func sentence(_ words: String?) {
    guard let words, !words.isEmpty else { return }
    stop()
    if !text.isEmpty { text += " " }
    text += words
  }

  /// Goes on in the sentence, behind a comma unless said.
  mutating func clause(_ words: String?, behind separator: String = ", ") {
    guard let words, !words.isEmpty else { return }
    text += text.isEmpty ? words : (Self.isOpen(text) ? separator : " ") + words
  }

  /// Ends with a full stop, where no mark that ends a sentence stands there.
  mutating func stop() {
    if !text.isEmpty, !Self.isClosed(text) { text += "." }
  }

  /// The last mark that is seen: behind closing quotation marks and the end of an isolate nothing is.
  private static func isClosed(_ text: String) -> Bool {
    let last = text.unicodeScalars.reversed().first { $0 != "”" && $0 != "’" && $0 != "\u{2069}" }
    return last.map { ".?!…".unicodeScalars.contains($0) || $0 == "؟" || $0 == "。" || $0 == "？" } ?? false
  }

  /// Whether a comma may stand behind it: not behind one that stands there, in a quotation.
  private static func isOpen(_ text: String) -> Bool { !text.hasSuffix(",”") }

  /// A title in quotation marks, with the full stop or comma inside that American usage wants there, also before the mark
  /// of a quotation in it: those are single.
  static func quoted(_ title: String, _ mark: String) -> String {
    let nested = Self.nested(title)
    let endsQuoted = nested != title && nested.hasSuffix("’")
    let inner = Self.isolated(endsQuoted ? String(nested.dropLast()) : nested)
    return "“" + inner + (isClosed(inner) ? "" : mark) + (endsQuoted ? "’”" : "”")
  }

  /// Double quotation marks made single, as those within others are.
  private static func nested(_ text: String) -> String {
    guard text.contains(where: { "“”\"".contains($0) }) else { return text }
    var output = ""
    for character in text {
      switch character {
      case "“": output += "‘"
      case "”": output += "’"
      // It opens where nothing stands before it that it could close.
      case "\"": output += output.last.map { " (–—‘[".contains($0) } ?? true ? "‘" : "’"
      default: output.append(character)
      }
    }
    return output
  }

  /// Text that is written from right to left in one that is not: its marks stay with it (Unicode, UAX 9: FSI and PDI).
  static func isolated(_ text: String) -> String {
    let text = PlainText.clean(text)
    return text.utf8.contains { $0 >= 0xD6 } && text.unicodeScalars.contains(where: isRightToLeft)
      ? "\u{2068}\(text)\u{2069}" : text
  }

  private static func isRightToLeft(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x0590...0x08FF, 0xFB1D...0xFDFF, 0xFE70...0xFEFE, 0x10800...0x10FFF, 0x1E800...0x1EFFF: true
    default: false
    }
  }

  /// "A", "A and B", "A, B, and C".
  static func list(_ items: [String], _ and: String = "and") -> String {
    switch items.count {
    case 0, 1: items.first ?? ""
    case 2: "\(items[0]) \(and) \(items[1])"
    default: items.dropLast().joined(separator: ", ") + ", \(and) \(items[items.count - 1])"
    }
  }
}
