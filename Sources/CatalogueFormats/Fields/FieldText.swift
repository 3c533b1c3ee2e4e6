import Catalogue

/// The text of a value in which HTML (or JATS, as Crossref's abstracts) may stand, made plain. What only looks like
/// markup stays: "a < b", "AT&T", "x<y".
enum FieldText {
  /// The text on one line, as `PlainText.clean` makes it.
  static func line(_ text: String) -> String { PlainText.clean(mayHoldMarkup(text) ? plain(text) : text) }

  /// The text with its paragraphs, as `PlainText.cleanParagraphs` makes it.
  static func paragraphs(_ text: String) -> String {
    mayHoldMarkup(text) ? plain(text) : PlainText.cleanParagraphs(text)
  }

  private static func mayHoldMarkup(_ text: String) -> Bool {
    var text = text
    return text.withUTF8 { bytes in
      bytes.place(of: ASCII.ampersand, from: 0) != nil || bytes.place(of: ASCII.lessThan, from: 0) != nil
    }
  }

  private static func plain(_ text: String) -> String {
    var text = text
    return text.withUTF8 { HTMLText.plain($0, keepsUnknown: true) }
  }
}
