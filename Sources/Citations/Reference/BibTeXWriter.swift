import Catalogue

/// BibTeX that BibTeX itself and Biber read alike: `@techreport` for a report, `@book` where it is published as one,
/// `@incollection` for an entry of its contents.
///
/// UTF-8; TeX's own characters are escaped, but in addresses and identifiers, which both read as they stand. Capitals that
/// a style must not lower, and names of bodies, stand in braces of their own. Fields that only BibLaTeX knows (`pagetotal`,
/// `langid`, `eprint`) are passed over by BibTeX's styles.
public struct BibTeXWriter: ReportWriter {
  public init() {}

  public mutating func add(_ citation: Citation, to bytes: inout [UInt8]) {
    let report = citation.report
    let isChapter = citation.position != nil
    let book = isChapter ? nil : report.bookOfChapter
    let isPart = isChapter || book != nil
    bytes.add(isPart ? "@incollection{" : report.isBook ? "@book{" : "@techreport{")
    CitationKey.add(citation, to: &bytes)
    let entry = BibTeXEntry()
    entry.names("author", citation.authors, &bytes)
    entry.title("title", citation.title, &bytes)
    if isChapter { entry.title("booktitle", report.wholeTitle, &bytes) }
    if let book {
      entry.title("booktitle", book.title, &bytes)
      entry.text("entrysubtype", OwnExport.alone, &bytes)
    }
    entry.names("bookauthor", citation.containerAuthors, &bytes)
    entry.names("editor", citation.editors, &bytes)
    entry.names("translator", citation.translators, &bytes)
    entry.list(isPart || report.isBook ? "publisher" : "institution", report.publisher, &bytes)
    if let date = report.published {
      entry.number("year", date.year, &bytes)
      if let month = date.month { entry.macro("month", Self.months[month - 1], &bytes) }
      if let day = date.day { entry.number("day", day, &bytes) }
    }
    if let section = citation.section {
      entry.text("chapter", section.label, &bytes)
      entry.pages(section.pages, &bytes)
    } else {
      // That a book is a book is said already.
      let type = report.types.first ?? ""
      if !report.isBook || type.lowercased() != "book" { entry.title("type", type, &bytes) }
      entry.text("pagetotal", report.pageCount.map(String.init), &bytes)
    }
    numbers(isChapter, report, book == nil ? report.series.first : nil, entry, &bytes)
    entry.text("isbn", report.first(.isbn), &bytes)
    entry.text("issn", report.first(.issn), &bytes)
    entry.verbatim("doi", report.first(.doi), &bytes)
    if let handle = report.first(.handle) {
      entry.verbatim("eprint", handle, &bytes)
      entry.text("eprinttype", "hdl", &bytes)
    }
    entry.verbatim("url", report.address, &bytes)
    entry.text("langid", report.languages.first, &bytes)
    if !isChapter { entry.keywords(report.subjects, &bytes) }
    entry.paragraphs("abstract", citation.section.map(\.excerpt) ?? report.abstract, &bytes)
    bytes.add("\n}\n\n")
  }

  /// `number` is the report's own, else that in its series. Where it has both, BibLaTeX's `isrn` says which of them
  /// `number` is, and the other is its `volume`.
  private func numbers(
    _ isChapter: Bool, _ report: Report, _ series: Series?, _ entry: BibTeXEntry, _ bytes: inout [UInt8]
  ) {
    let own = isChapter ? nil : report.first(.reportNumber)
    if let series { entry.title("series", series.title, &bytes) }
    entry.text("number", own ?? series?.number, &bytes)
    guard let own, let series else { return }
    entry.text("volume", series.number, &bytes)
    entry.text("isrn", own, &bytes)
  }

  private static let months = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
  ]
}
