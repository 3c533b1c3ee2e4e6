import Catalogue

/// A chapter of a list that becomes a section of its report, with what a section has no place for.
struct ListedChapter {
  var section: Section
  /// As printed; the first that can be read counts.
  var pages: [String] = []
  var excerpt: String?
  var dois: [String] = []
  var addresses: [String] = []
  var hasSubjects = false
  var published: PartialDate?
  var isbns: [String] = []
  var publisher: String?
  var languages: [String] = []
  var types: [String] = []

  init(title: String) { section = Section(title: title) }
}

extension ReportBuilder {
  /// Takes a chapter. What it says beyond a section is the report's own again, or is counted.
  mutating func add(_ chapter: ListedChapter) {
    var section = chapter.section
    // They are mostly the book's.
    section.contributors.removeAll { one in
      one.role == .editor && report.contributors.contains { $0.role == .editor && $0.name == one.name }
    }
    let pages = chapter.pages.map(PlainText.clean).filter { !$0.isEmpty }
    section.pages = pages.lazy.compactMap { PageRange.parse($0) }.first
    if section.pages == nil, !pages.isEmpty { count("unreadable pages of a chapter left out") }
    let excerpt = PlainText.cleanParagraphs(chapter.excerpt ?? "")
    if !excerpt.isEmpty { section.excerpt = excerpt }
    let dois = chapter.dois.compactMap { Identifier(scheme: .doi, normalising: PlainText.clean($0)) }
    if !dois.allSatisfy(report.identifiers.contains) { count("DOI of a chapter left out") }
    if !chapter.addresses.flatMap(Self.addresses).allSatisfy(isOwn) { count("address of a chapter left out") }
    if chapter.hasSubjects { count("subjects of a chapter left out") }
    if let date = chapter.published, date.year != report.published?.year {
      count("date of a chapter left out")
    }
    countUnlike(chapter)
    report.sections.append(section)
  }

  /// What else is told of a chapter, and mostly is the report's.
  private mutating func countUnlike(_ chapter: ListedChapter) {
    let isbns = chapter.isbns.flatMap { text in
      text.split { ",;\n\r".contains($0) }.flatMap { Self.numbers(.isbn, String($0)) }
    }
    if !isbns.allSatisfy(report.identifiers.contains) { count("ISBN of a chapter left out") }
    if let publisher = chapter.publisher, Fold.text(publisher) != Fold.text(report.publisher ?? "") {
      count("publisher of a chapter left out")
    }
    var same = report
    for languages in chapter.languages { same.add(languages: PlainText.clean(languages)) }
    if same.languages != report.languages { count("language of a chapter left out") }
    let types = chapter.types.map(PlainText.clean).filter { !$0.isEmpty }
    if !types.allSatisfy(report.types.contains) { count("type of a chapter left out") }
  }

  /// Whether an address is one of the report, or leads on to it.
  private func isOwn(_ address: String) -> Bool {
    report.links.contains { $0.url == address }
      || Identifier.recognise(address).map(report.identifiers.contains) == true
  }
}
