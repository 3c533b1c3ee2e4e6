import Catalogue

/// The fields of an entry.
struct BibTeXEntry {
  private func begin(_ name: String, _ bytes: inout [UInt8]) {
    bytes.add(",\n  ")
    bytes.add(name)
    bytes.add(" = ")
  }

  /// A field whose value is text.
  func text(_ name: String, _ value: String?, _ bytes: inout [UInt8]) {
    guard let value, !value.isEmpty else { return }
    begin(name, &bytes)
    bytes.append(UInt8(ascii: "{"))
    bytes.add(line: value, .tex)
    bytes.append(UInt8(ascii: "}"))
  }

  /// A text whose paragraphs empty lines part, as in TeX.
  func paragraphs(_ name: String, _ value: String?, _ bytes: inout [UInt8]) {
    guard let value, !value.isEmpty else { return }
    begin(name, &bytes)
    bytes.append(UInt8(ascii: "{"))
    bytes.add(PlainText.cleanParagraphs(value), .tex)
    bytes.append(UInt8(ascii: "}"))
  }

  /// A text in which capitals stay capitals.
  func title(_ name: String, _ value: String, _ bytes: inout [UInt8]) {
    guard !value.isEmpty else { return }
    begin(name, &bytes)
    bytes.append(UInt8(ascii: "{"))
    BibTeXCapitals.add(PlainText.clean(value), &bytes)
    bytes.append(UInt8(ascii: "}"))
  }

  /// A field that BibLaTeX reads as a list, whose items "and" parts.
  func list(_ name: String, _ value: String?, _ bytes: inout [UInt8]) {
    guard let value, !value.isEmpty else { return }
    begin(name, &bytes)
    let isParted = value.hasWord { $0.isWord("and") }
    bytes.add(isParted ? "{{" : "{")
    bytes.add(line: value, .tex)
    bytes.add(isParted ? "}}" : "}")
  }

  /// Page numbers, with TeX's dash between first and last.
  func pages(_ pages: PageRange?, _ bytes: inout [UInt8]) {
    guard let pages else { return }
    var text: [UInt8] = []
    text.add(line: pages.cited(dash: "\u{2013}"), .tex)
    begin("pages", &bytes)
    bytes.append(UInt8(ascii: "{"))
    bytes.add(String(decoding: text, as: UTF8.self).replacing("\u{2013}", with: "--"))
    bytes.append(UInt8(ascii: "}"))
  }

  func number(_ name: String, _ value: Int, _ bytes: inout [UInt8]) {
    begin(name, &bytes)
    bytes.append(UInt8(ascii: "{"))
    bytes.add(value)
    bytes.append(UInt8(ascii: "}"))
  }

  /// A macro that every style defines.
  func macro(_ name: String, _ value: String, _ bytes: inout [UInt8]) {
    begin(name, &bytes)
    bytes.add(value)
  }

  /// An address or identifier: TeX reads it character by character. What would end the field is percent-encoded.
  func verbatim(_ name: String, _ value: String?, _ bytes: inout [UInt8]) {
    guard let value, !value.isEmpty else { return }
    begin(name, &bytes)
    bytes.append(UInt8(ascii: "{"))
    bytes.add(line: value, .texVerbatim)
    bytes.append(UInt8(ascii: "}"))
  }

  /// Parted by commas; one that has a comma stands in braces, or a semicolon, by which others part them.
  func keywords(_ keywords: [String], _ bytes: inout [UInt8]) {
    guard !keywords.isEmpty else { return }
    begin("keywords", &bytes)
    bytes.append(UInt8(ascii: "{"))
    for (index, keyword) in keywords.enumerated() {
      if index > 0 { bytes.add(", ") }
      let isParted = keyword.utf8.contains { $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: ";") }
      if isParted { bytes.append(UInt8(ascii: "{")) }
      bytes.add(line: keyword, .tex)
      if isParted { bytes.append(UInt8(ascii: "}")) }
    }
    // Braces around all of them would hold none together.
    if keywords.count == 1, keywords[0].utf8.contains(UInt8(ascii: ";")) { bytes.append(UInt8(ascii: ",")) }
    bytes.append(UInt8(ascii: "}"))
  }

  func names(_ field: String, _ contributors: [Contributor], _ bytes: inout [UInt8]) {
    guard !contributors.isEmpty else { return }
    begin(field, &bytes)
    bytes.append(UInt8(ascii: "{"))
    for (index, contributor) in contributors.enumerated() {
      if index > 0 { bytes.add(" and ") }
      BibTeXName.add(contributor, &bytes)
    }
    bytes.append(UInt8(ascii: "}"))
  }
}

extension Escapes {
  /// TeX's own characters in running text. Braces go by their names, since BibTeX counts those behind a backslash, too.
  /// What TeX's fonts would make a dash or a quotation mark is kept apart (`-{}-`).
  static let tex = Escapes(
    [
      "\\": "\\textbackslash{}", "{": "\\textbraceleft{}", "}": "\\textbraceright{}",
      "~": "\\textasciitilde{}",
      "^": "\\textasciicircum{}", "$": "\\$", "&": "\\&", "%": "\\%", "#": "\\#", "_": "\\_",
    ], parting: ["--", "``", "''", "?`", "!`", ",,", "<<", ">>"], by: "{}")

  static let texVerbatim = Escapes(["\\": "%5C", "{": "%7B", "}": "%7D", " ": "%20"])
}
