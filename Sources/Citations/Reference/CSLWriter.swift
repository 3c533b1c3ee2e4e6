import Catalogue

/// CSL-JSON, the input of citation processors (Citation Style Language 1.0.2): an array of items of the types `report`,
/// `book` and `chapter`.
public struct CSLWriter: ReportWriter {
  private var isFirst = true

  public init() {}

  public mutating func begin(_ bytes: inout [UInt8]) { bytes.append(UInt8(ascii: "[")) }

  public mutating func end(_ bytes: inout [UInt8]) { bytes.add("\n]\n") }

  public mutating func add(_ citation: Citation, to bytes: inout [UInt8]) {
    let report = citation.report
    let isChapter = citation.position != nil
    bytes.add(isFirst ? "\n  {" : ",\n  {")
    isFirst = false
    var item = CSLItem()
    item.text("id", citation.id, &bytes)
    let book = isChapter ? nil : report.bookOfChapter
    item.text("type", isChapter || book != nil ? "chapter" : report.isBook ? "book" : "report", &bytes)
    item.text("title", citation.title, &bytes)
    item.names("author", citation.authors, &bytes)
    item.text("container-title", isChapter ? report.wholeTitle : book?.title, &bytes)
    item.names("container-author", citation.containerAuthors, &bytes)
    item.names("editor", citation.editors, &bytes)
    item.names("translator", citation.translators, &bytes)
    let others = citation.section?.contributors ?? report.contributors
    for role in [Contributor.Role.compiler, .illustrator, .contributor] {
      item.names(role.rawValue, others.filter { $0.role == role }, &bytes)
    }
    if let date = report.published { item.date("issued", date, &bytes) }
    item.text("publisher", report.publisher, &bytes)
    if let section = citation.section {
      item.text("chapter-number", section.label, &bytes)
      item.text("page", section.pages?.cited(dash: "-"), &bytes)
    } else {
      item.text("genre", report.types.first, &bytes)
      item.text("number", report.first(.reportNumber), &bytes)
      item.text("number-of-pages", report.pageCount.map(String.init), &bytes)
    }
    if book == nil {
      item.text("collection-title", report.series.first?.title, &bytes)
      item.text("collection-number", report.series.first?.number, &bytes)
    }
    item.text("ISBN", report.first(.isbn), &bytes)
    item.text("ISSN", report.first(.issn), &bytes)
    item.text("DOI", report.first(.doi), &bytes)
    item.text("URL", report.address, &bytes)
    item.text("language", report.languages.first, &bytes)
    if !isChapter { item.text("keyword", Self.keywords(report.subjects), &bytes) }
    item.text("abstract", citation.section.map(\.excerpt) ?? report.abstract, &bytes)
    if book != nil { item.custom("entrysubtype", OwnExport.alone, &bytes) }
    bytes.add("\n  }")
  }

  /// Parted by semicolons. One that has commas ends in one, so that it is not taken for a list that commas part.
  private static func keywords(_ subjects: [String]) -> String? {
    guard let first = subjects.first else { return nil }
    if subjects.count == 1, first.utf8.contains(UInt8(ascii: ",")) { return first + ";" }
    return subjects.map(OwnExport.quoted).joined(separator: OwnExport.separator)
  }
}

/// The members of an item, each on a line of its own.
struct CSLItem {
  private var isFirst = true

  private mutating func begin(_ name: String, _ bytes: inout [UInt8]) {
    bytes.add(isFirst ? "\n    \"" : ",\n    \"")
    isFirst = false
    bytes.add(name)
    bytes.add("\": ")
  }

  private func string(_ value: String, _ bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\""))
    bytes.add(PlainText.cleanParagraphs(value), .json)
    bytes.append(UInt8(ascii: "\""))
  }

  /// What would be taken for markup is written as it is in markup.
  mutating func text(_ name: String, _ value: String?, _ bytes: inout [UInt8]) {
    guard let value, !value.isEmpty else { return }
    begin(name, &bytes)
    let isPlain = PlainText.withoutMarkup(value) == value
    string(isPlain ? value : value.replacing("&", with: "&amp;").replacing("<", with: "&lt;"), &bytes)
  }

  /// What has no member of its own (1.0.2: `custom`).
  mutating func custom(_ name: String, _ value: String, _ bytes: inout [UInt8]) {
    begin("custom", &bytes)
    bytes.add("{\"\(name)\": ")
    string(value, &bytes)
    bytes.append(UInt8(ascii: "}"))
  }

  mutating func date(_ name: String, _ date: PartialDate, _ bytes: inout [UInt8]) {
    begin(name, &bytes)
    bytes.add("{\"date-parts\": [[")
    bytes.add([date.year, date.month, date.day].compactMap { $0.map(String.init) }.joined(separator: ", "))
    bytes.add("]]}")
  }

  mutating func names(_ field: String, _ contributors: [Contributor], _ bytes: inout [UInt8]) {
    guard !contributors.isEmpty else { return }
    begin(field, &bytes)
    bytes.append(UInt8(ascii: "["))
    for (index, contributor) in contributors.enumerated() {
      if index > 0 { bytes.add(", ") }
      name(contributor, &bytes)
    }
    bytes.append(UInt8(ascii: "]"))
  }

  private func name(_ contributor: Contributor, _ bytes: inout [UInt8]) {
    let name = contributor.name
    let parts: [(String, String?)] =
      contributor.isLiteral
      ? [("literal", name.printed)]
      : [
        ("family", name.family), ("given", name.given), ("non-dropping-particle", name.particle),
        ("suffix", name.suffix),
      ]
    var isFirst = true
    for (part, value) in parts {
      guard let value else { continue }
      bytes.add(isFirst ? "{\"" : ", \"")
      isFirst = false
      bytes.add(part)
      bytes.add("\": ")
      string(value, &bytes)
    }
    bytes.append(UInt8(ascii: "}"))
  }
}
