import Catalogue

/// RIS, as EndNote, RefWorks, Zotero and Mendeley take it: `RPRT` for a report, `CHAP` for an entry of its contents.
///
/// The tags are those of the format's specification of 2011, and where programs differ those that most of them take: `ED`
/// for a report's editors (`A2` is a series' editor to some), `A2` for those of a chapter's book. A body's name ends in a
/// comma: without it EndNote and others turn its last word into a family name.
public struct RISWriter: ReportWriter {
  public init() {}

  public mutating func add(_ citation: Citation, to bytes: inout [UInt8]) {
    let report = citation.report
    let isChapter = citation.position != nil
    let isAlone = !isChapter && report.bookOfChapter != nil
    let isPart = isChapter || isAlone
    field("TY", isPart ? "CHAP" : report.isBook ? "BOOK" : "RPRT", &bytes)
    field("ID", citation.id, &bytes)
    field("TI", citation.title, &bytes)
    for author in citation.authors { field("AU", Self.name(author), &bytes) }
    let editorTag = isChapter ? "A2" : "ED"
    for editor in citation.editors { field(editorTag, Self.name(editor), &bytes) }
    for author in citation.containerAuthors { field("C2", Self.name(author), &bytes) }
    for translator in citation.translators { field("A4", Self.name(translator), &bytes) }
    if isChapter { field("T2", report.wholeTitle, &bytes) }
    if let series = report.series.first {
      field(isChapter ? "T3" : "T2", series.title, &bytes)
      field("VL", series.number, &bytes)
    }
    if let date = report.published {
      field("PY", Self.padded(date.year, 4), &bytes)
      field("DA", Self.date(date), &bytes)
    }
    field("PB", report.publisher, &bytes)
    if let section = citation.section {
      pages(section.pages, &bytes)
      field("SE", section.label, &bytes)
    } else {
      // Of a chapter it is the first page.
      if !isPart { field("SP", report.pageCount.map(String.init), &bytes) }
      field("M3", report.types.first, &bytes)
    }
    for number in report.all(.reportNumber) where !isChapter { field("SN", number, &bytes) }
    for scheme in [Identifier.Scheme.isbn, .issn] {
      for number in report.all(scheme) { field("SN", number, &bytes) }
    }
    field("DO", report.first(.doi), &bytes)
    field("UR", report.address, &bytes)
    field("L1", report.link(.fullText), &bytes)
    if !isChapter { for subject in report.subjects { field("KW", OwnExport.quoted(subject), &bytes) } }
    for language in report.languages { field("LA", language, &bytes) }
    paragraphs("AB", citation.section.map(\.excerpt) ?? report.abstract, &bytes)
    if isAlone { field("U1", OwnExport.alone, &bytes) }
    bytes.add("ER  - \r\n\r\n")
  }

  private func field(_ tag: String, _ value: String?, _ bytes: inout [UInt8]) {
    guard let value, !value.isEmpty else { return }
    bytes.add(tag)
    bytes.add("  - ")
    bytes.add(line: value)
    bytes.add("\r\n")
  }

  /// A text of which each further paragraph goes on behind an empty line. One that would be read as a field, or as the
  /// record's end, stands in a field of its own, as some programs write each.
  private func paragraphs(_ tag: String, _ value: String?, _ bytes: inout [UInt8]) {
    let text = PlainText.cleanParagraphs(value ?? "")
    // Most are one, and looking for the ends of several costs more than all else.
    guard text.withBytes({ $0.place(of: 0x0A) }) != nil else { return field(tag, text, &bytes) }
    let all = text.split(separator: "\n\n")
    for (index, paragraph) in all.enumerated() {
      guard index > 0, !Self.looksLikeTag(paragraph) else {
        field(tag, String(paragraph), &bytes)
        continue
      }
      bytes.add("\r\n")
      bytes.add(line: String(paragraph))
      bytes.add("\r\n")
    }
  }

  /// A letter and another character, with nothing, a hyphen or a dash behind them.
  private static func looksLikeTag(_ paragraph: Substring) -> Bool {
    guard let first = paragraph.first, first.isLetter, first.isASCII else { return false }
    let rest = paragraph.dropFirst(2).drop { $0 == " " }
    return rest.isEmpty || rest.hasPrefix("-") || rest.hasPrefix("–")
  }

  /// "van der Putten, Frans-Paul", "King, Martin Luther, Jr.", "Clingendael Institute,".
  private static func name(_ contributor: Contributor) -> String {
    let name = contributor.name
    guard !contributor.isLiteral, let family = name.fullFamily else {
      return contributor.kind == .corporate ? name.printed + "," : name.printed
    }
    guard let suffix = name.suffix else { return name.given.map { "\(family), \($0)" } ?? family }
    return "\(family), \(name.given ?? ""), \(suffix)"
  }

  /// YYYY/MM/DD/, what is not known left empty.
  private static func date(_ date: PartialDate) -> String {
    let month = date.month.map { padded($0, 2) } ?? ""
    let day = date.day.map { padded($0, 2) } ?? ""
    return "\(padded(date.year, 4))/\(month)/\(day)/"
  }

  private static func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
  }

  /// First and last page; more than one range stands in `SP` as a whole.
  private func pages(_ pages: PageRange?, _ bytes: inout [UInt8]) {
    guard let pages, let span = pages.spans.first else { return }
    guard pages.spans.count == 1, case .page(let last) = span.end else {
      field("SP", pages.cited(dash: "-"), &bytes)
      return
    }
    field("SP", span.first.cited, &bytes)
    field("EP", last.cited, &bytes)
  }
}
