import Catalogue

/// What lists of references need besides.
extension ReportBuilder {
  /// Whether nothing came that tells what the record is of: neither title nor names, identifiers, links or contents.
  var saysNothing: Bool {
    report.title.isEmpty && report.abstract == nil && report.contributors.isEmpty
      && report.identifiers.isEmpty
      && report.links.isEmpty && report.sections.isEmpty
  }

  /// The ISBNs or ISSNs in a text: one whose groups blanks part, or several with blanks between them (Zotero).
  static func numbers(_ scheme: Identifier.Scheme, _ text: String) -> [Identifier] {
    let words = text.split(whereSeparator: \.isWhitespace)
    let each = words.compactMap { Identifier(scheme: scheme, normalising: String($0)) }
    return each.count == words.count
      ? each : [Identifier(scheme: scheme, normalising: text)].compactMap(\.self)
  }

  /// The address of a part of a book. A DOI or handle in it is the book's as often as the part's, and lists do not tell
  /// which: so it says where the part is found, and never what it is.
  mutating func add(partLink text: String) {
    let text = PlainText.clean(text)
    let addresses = WebText.addresses(in: text.hasPrefix("www.") ? "http://" + text : text)
    for address in addresses { report.add(link: address, .landingPage) }
    if addresses.isEmpty { count("unreadable address left out") }
  }

  /// The DOI that is told of a part, as its address.
  mutating func add(partDOI text: String) {
    if let url = Identifier(scheme: .doi, normalising: PlainText.clean(text))?.url { add(partLink: url) }
  }
}
