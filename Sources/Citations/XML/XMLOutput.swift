import Catalogue

extension [UInt8] {
  /// `<name>text</name>` on a line; nothing, where there is no text.
  mutating func element(_ indent: String, _ name: String, _ text: String?) {
    paragraphs(indent, name, text.map(PlainText.clean))
  }

  /// The same of a text whose paragraphs stay.
  mutating func paragraphs(_ indent: String, _ name: String, _ text: String?) {
    guard let text, !text.isEmpty else { return }
    add(indent)
    add("<")
    add(name)
    add(">")
    add(PlainText.cleanParagraphs(text), .xml)
    add("</")
    add(name)
    add(">\n")
  }
}
