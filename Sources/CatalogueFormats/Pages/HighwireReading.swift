import Catalogue

/// Makes a report of a page's `citation_…` elements: HighWire Press' words, as Google Scholar's guidelines list them.
enum HighwireReading {
  static func report(_ content: PageContent, repairs: inout [String: Int]) -> Report {
    var builder = ReportBuilder(.plain)
    for (name, text) in content.metas where name.hasPrefix("citation_") {
      let word = name.dropFirst(9)
      switch word {
      case "authors", "author", "editor":
        let role: Contributor.Role = word == "editor" ? .editor : .author
        var name = PlainText.clean(text)
        if let rest = ListedName.withoutOthers(name) {
          name = rest
          repairs[ListedName.others, default: 0] += 1
        }
        builder.report.contributors += Contributor.parse(name, role: role)
      case "author_institution", "editor_institution":
        // It stands behind the name that it belongs to; of several, all are one's.
        guard let last = builder.report.contributors.indices.last,
          builder.report.contributors[last].kind != .corporate
        else { continue }
        let known = builder.report.contributors[last].affiliation.map { $0 + "; " } ?? ""
        builder.report.contributors[last].affiliation = known + PlainText.clean(text)
      case "keywords":
        let separator: Character = text.contains(";") ? ";" : ","
        for part in text.split(separator: separator).prefix(200) { builder.add(.subjects, String(part)) }
      case "pdf_url", "public_url", "abstract_html_url":
        guard let address = WebAddress.resolve(text, against: content.base) else { continue }
        builder.add(word == "pdf_url" ? .fullText : .landingPage, address)
      case "series_title": builder.add(.series, text)
      default: if let field = fields[String(word)] { builder.add(field, text) }
      }
    }
    for name in ["citation_publication_date", "citation_date", "citation_year", "citation_online_date"] {
      for text in content.metas(name) where builder.report.published == nil { builder.add(.date, text) }
    }
    return builder.reading(repairs: &repairs)
  }

  /// Whether more is said than a title, which a template may write on any page.
  static func isRecord(_ report: Report) -> Bool {
    !report.title.isEmpty
      && (!report.contributors.isEmpty || report.published != nil || !report.identifiers.isEmpty)
  }

  private static let fields: [String: ReportField] = [
    "title": .title, "publisher": .publisher, "technical_report_institution": .publisher,
    "dissertation_institution": .publisher, "technical_report_number": .reportNumber, "isbn": .isbn,
    "issn": .issn,
    "doi": .doi, "hdl": .handle, "handle": .handle, "language": .languages, "abstract": .abstract,
    "num_pages": .pages, "article_type": .types,
  ]
}
