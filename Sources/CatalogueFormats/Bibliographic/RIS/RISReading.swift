import Catalogue

/// The reading of one record.
struct RISReading {
  let record: RISRecord
  let type: RISType
  var builder = ReportBuilder(.plain)

  init(_ record: RISRecord) {
    self.record = record
    type = record.kind
  }

  mutating func read() {
    countUnread(record)
    if let title = record.title { builder.add(.title, title) }
    builder.report.contributors = contributors(record)
    let dates = record.all(RISTag("PY"), RISTag("Y1"), RISTag("DA"))
    builder.report.published = RISDate.published(dates)
    if builder.report.published == nil, !dates.isEmpty { builder.count("unreadable date left out") }
    let publishers = record.all(RISTag("PB"))
    for publisher in publishers { builder.add(.publisher, publisher) }
    builder.count("further publisher left out", times: Set(publishers).count - 1)
    readTypes()
    readSeries()
    readExtent()
    readNumbers()
    for keywords in record.all(RISTag("KW")) {
      for line in keywords.split(whereSeparator: \.isNewline) { builder.add(subjectList: String(line)) }
    }
    for language in record.all(RISTag("LA")) { builder.add(.languages, language) }
    if let abstract = record.abstract { builder.add(.abstract, abstract) }
    readLinks()
  }

  private mutating func readTypes() {
    var isTold = false
    for text in record.all(RISTag("M3")) {
      if let doi = Identifier.recognise(PlainText.clean(text)), doi.scheme == .doi {
        if type.part != .chapter { builder.report.add(doi) }
      } else {
        builder.add(.types, text)
        isTold = true
      }
    }
    if !isTold, let name = type.name { builder.add(.types, name) }
  }

  private mutating func readSeries() {
    let number = record.first(RISTag("SV"), RISTag("VL"), RISTag("M1"), RISTag("IS")) ?? ""
    switch type.part {
    case .work, .none:
      // What is called its own title again is no series.
      let titles = record.all(RISTag("T2"), RISTag("T3")).filter {
        Fold.title(PlainText.clean($0)) != Fold.title(builder.report.title)
      }
      for title in titles { builder.add(.series, title) }
      if let first = titles.first, !first.isEmpty { builder.add(.seriesNumber, number) }
      if titles.isEmpty, type.part == .work, record.first(RISTag("SV"), RISTag("VL")) != nil {
        builder.count("number of a series that is not told left out")
      }
      if titles.isEmpty, let title = record.containerTitle, type.part == .none { builder.add(.series, title) }
    case .chapter, .article:
      guard let title = record.containerTitle else { return }
      builder.add(.series, title)
      builder.add(.seriesNumber, type.part == .article ? number : "")
    }
  }

  private mutating func readExtent() {
    guard type.part == .work, let first = record.first(RISTag("SP")) else { return }
    builder.add(pagesOfWhole: record.first(RISTag("EP")).map { "\(first)-\($0)" } ?? first)
  }

  private mutating func readNumbers() {
    if type.part != .chapter { for doi in record.all(RISTag("DO"), RISTag("DI")) { builder.add(.doi, doi) } }
    if let accession = record.first(RISTag("AN")) { builder.add(.identifiers, accession) }
    // Of a chapter, and of an article, it is that of what it stands in.
    for text in record.all(RISTag("SN")) where type.part != .chapter {
      let parts = text.split(whereSeparator: { ",;\n\r".contains($0) }).map(String.init)
      // A report's number may have commas.
      let isList = parts.contains { part in
        [.isbn, .issn].contains { Identifier(scheme: $0, normalising: part) != nil }
      }
      for part in isList || type.part != .work ? parts : [text] { addNumber(part) }
    }
    if type.part == .work, builder.report.series.isEmpty,
      let number = record.first(RISTag("M1"), RISTag("IS")), number.utf8.contains(where: ASCII.isDigit)
    {
      builder.add(.reportNumber, number)
    }
  }

  private mutating func addNumber(_ text: String) {
    let schemes: [Identifier.Scheme] = type.part == .article ? [.issn] : [.isbn, .issn]
    let found = schemes.flatMap { ReportBuilder.numbers($0, text) }
    for number in found { builder.report.add(number) }
    guard found.isEmpty else { return }
    if type.part == .work {
      builder.add(.reportNumber, text)
    } else {
      builder.count("unreadable ISBN or ISSN left out")
    }
  }

  /// An address that stands in both is the full text's.
  private mutating func readLinks() {
    for (field, tags) in [
      (ReportField.fullText, [RISTag("L1"), RISTag("L2")]), (.landingPage, [RISTag("UR"), RISTag("LK")]),
    ] {
      for tag in tags {
        for text in record.all(tag) {
          // Several stand below each other, or behind semicolons. Files on somebody's disk are nobody else's.
          for line in text.split(whereSeparator: \.isNewline) {
            let line = line.replacing(";http", with: "; http").replacing(";www.", with: "; www.")
            for text in line.split(separator: "; ") {
              if let address = ReportBuilder.address(PlainText.clean(String(text))) {
                builder.add(listed: address, to: field, ofPart: type.part == .chapter)
              } else if field == .landingPage, !text.lowercased().hasPrefix("file:") {
                builder.count("unreadable address left out")
              }
            }
          }
        }
      }
    }
    if type.part == .chapter {
      for doi in record.all(RISTag("DO"), RISTag("DI")) { builder.add(partDOI: doi) }
    }
    let links = builder.report.links
    builder.report.links = links.filter { $0.kind == .landingPage } + links.filter { $0.kind != .landingPage }
  }

  private mutating func countUnread(_ record: RISRecord) {
    builder.count(
      "field beyond the \(RISRecord.fieldLimit)th of a record left out", times: record.unread)
    builder.count("line like a field taken for text", times: record.doubtful)
    builder.count("line behind a record's ID that is no field left out", times: record.astray)
    builder.count(
      "field of a tag that RIS does not have left out", times: record.fields.count { !$0.tag.isKnown })
    let titles = Set(record.all(RISTag("TI"), RISTag("T1")).map { Fold.title(PlainText.clean($0)) })
    if titles.count > 1 { builder.count("further title left out", times: titles.count - 1) }
  }

  // MARK: Chapters

  /// Takes the record of a chapter, which becomes a section.
  mutating func add(_ record: RISRecord) {
    countUnread(record)
    var chapter = ListedChapter(title: PlainText.clean(record.title ?? ""))
    if let label = record.first(RISTag("SE")) { chapter.section.label = PlainText.clean(label) }
    // Who edited a series did not edit a chapter.
    chapter.section.contributors = contributors(record).filter { $0.role != .contributor }
    if let first = record.first(RISTag("SP")) {
      chapter.pages = [record.first(RISTag("EP")).map { "\(first)-\($0)" }, first].compactMap(\.self)
    }
    chapter.excerpt = record.abstract
    chapter.dois = record.all(RISTag("DO"), RISTag("DI"))
    chapter.dois += record.all(RISTag("M3")).filter {
      Identifier.recognise(PlainText.clean($0))?.scheme == .doi
    }
    chapter.addresses = record.all(RISTag("UR"), RISTag("LK"), RISTag("L1"), RISTag("L2"))
    chapter.hasSubjects = !record.all(RISTag("KW")).isEmpty
    chapter.isbns = record.all(RISTag("SN"))
    chapter.publisher = record.first(RISTag("PB"))
    chapter.languages = record.all(RISTag("LA"))
    chapter.types = record.all(RISTag("M3")).filter { !chapter.dois.contains($0) }
    chapter.published = RISDate.published(record.all(RISTag("PY"), RISTag("Y1"), RISTag("DA")))
    builder.add(chapter)
  }
}
