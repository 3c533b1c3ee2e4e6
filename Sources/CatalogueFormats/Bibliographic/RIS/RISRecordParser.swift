import Catalogue

/// Reads a record of RIS: that of a report, and behind it those of its chapters, which become its sections. Used by one
/// thread.
///
/// RIS is plain text: an entity that stands in it is meant as it stands. `T2` is a report's series, a chapter's book
/// and an article's journal; the last two have no place of their own in a report, and stand where a series does. `A2`,
/// `A3` and `ED` edited, `A4` and `TA` translated. `SP` alone is a report's number of pages. `M3` is the type in words,
/// unless it is a DOI, as older programs write it. A name that ends in a comma is a body's (EndNote). `N1`, `CY`, `C1`
/// to `C8` and `U1` to `U5`, of which every program makes something else, have no place in a report: they stay in the
/// record's bytes.
final class RISRecordParser: RecordParser {
  func parse(_ bytes: [UInt8], context: [UInt8], repairs: inout [String: Int]) throws(RecordFault)
    -> Statement
  {
    try NamesTaken.check(context: context)
    return try bytes.withUnsafeBufferPointer { (bytes) throws(RecordFault) in
      guard let record = RISRecord(bytes) else {
        throw RecordFault(reason: "the record does not begin with its type (TY)", identifier: nil)
      }
      guard bytes.count <= ChapterJoining.limits.bytes + ChapterJoining.limits.parts,
        record.end <= RISSplitter.recordLimit
      else { throw RecordFault(reason: "the record is longer than 1 MiB", identifier: nil) }
      guard let identifier = record.identifier else {
        throw RecordFault(
          reason: "the record has neither a name of its own (ID, AN, DO) nor a title", identifier: nil)
      }
      var reading = RISReading(record)
      reading.builder.add(.identifier, identifier)
      reading.read()
      var at = bytes.skippingSpace(from: record.end)
      while at < bytes.count, let chapter = RISRecord(bytes, from: at) {
        reading.add(chapter)
        at = bytes.skippingSpace(from: max(chapter.end, at + 1))
      }
      guard !reading.builder.saysNothing else {
        throw RecordFault(reason: "the record says nothing but its name", identifier: identifier)
      }
      return try reading.builder.statement(&repairs)
    }
  }
}

/// The reading of one record.
private struct RISReading {
  let record: RISRecord
  let type: RISType
  var builder = ReportBuilder(.plain)

  init(_ record: RISRecord) {
    self.record = record
    type = record.kind
  }

  mutating func read() {
    if record.unread > 0 {
      builder.count("field beyond the \(RISRecord.fieldLimit)th of a record left out", times: record.unread)
    }
    if let title = record.title { builder.add(.title, title) }
    builder.report.contributors = contributors(record)
    let dates = record.all(RISTag("PY"), RISTag("Y1"), RISTag("DA"))
    builder.report.published = RISDate.published(dates)
    if builder.report.published == nil, !dates.isEmpty { builder.count("unreadable date left out") }
    if let publisher = record.first(RISTag("PB")) { builder.add(.publisher, publisher) }
    readTypes()
    readSeries()
    readExtent()
    readNumbers()
    for keywords in record.all(RISTag("KW")) {
      for line in keywords.split(whereSeparator: \.isNewline) { builder.add(.subjects, String(line)) }
    }
    for language in record.all(RISTag("LA")) { builder.add(.languages, language) }
    if let abstract = record.first(RISTag("AB"), RISTag("N2")) { builder.add(.abstract, abstract) }
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
      if titles.isEmpty, let title = record.containerTitle, type.part == .none { builder.add(.series, title) }
    case .chapter, .article:
      guard let title = record.containerTitle else { return }
      builder.add(.series, title)
      builder.add(.seriesNumber, type.part == .article ? number : "")
    }
  }

  private mutating func readExtent() {
    guard type.part == .work, let first = record.first(RISTag("SP")) else { return }
    guard let last = record.first(RISTag("EP")) else {
      // A range that begins with the first page is the whole.
      let pages = PageRange.parse(PlainText.clean(first))
      if let whole = pages.flatMap(Self.wholeExtent) { return builder.add(.pages, "\(whole)") }
      if pages?.spans.count == 1, case .page? = pages?.spans[0].end { return }
      return builder.add(.pages, first)
    }
    let pages = PageRange.parse(PlainText.clean("\(first)-\(last)"))
    if let whole = pages.flatMap(Self.wholeExtent) { builder.add(.pages, "\(whole)") }
  }

  /// The number of pages, where the range is "1-88".
  private static func wholeExtent(_ pages: PageRange) -> Int? {
    guard pages.spans.count == 1, let span = pages.spans.first, span.first.number == 1,
      span.first.numbering == .arabic, case .page(let last) = span.end, last.numbering == .arabic
    else { return nil }
    return last.number
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
            for address in line.split(separator: "; ")
            where address.contains("http") || address.contains("www.") {
              add(String(address), field)
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

  /// What a chapter's address names is its book.
  private mutating func add(_ address: String, _ field: ReportField) {
    if type.part == .chapter { builder.add(partLink: address) } else { builder.add(field, address) }
  }

  // MARK: Names

  private mutating func contributors(_ record: RISRecord) -> [Contributor] {
    var found: [Contributor] = []
    for field in record.fields {
      let type = record.kind
      let role: Contributor.Role
      switch field.tag {
      case RISTag("AU"), RISTag("A1"): role = type.isEdited ? .editor : .author
      case RISTag("A2"), RISTag("ED"): role = .editor
      case RISTag("A3"): role = type.part == .work ? .editor : .contributor
      case RISTag("A4"), RISTag("TA"): role = .translator
      default: continue
      }
      for line in record.text(field).split(whereSeparator: \.isNewline) {
        let name = PlainText.clean(String(line))
        let rest = ListedName.withoutOthers(name)
        if rest != nil { builder.count(ListedName.others) }
        found += Self.named(rest ?? name, role)
      }
    }
    // The address of the author, where there is one author whose it can be.
    let authors = found.indices.filter { found[$0].role == .author }
    if authors.count == 1, let address = record.first(RISTag("AD")) {
      found[authors[0]].affiliation = PlainText.clean(address)
    }
    return found
  }

  private static func named(_ text: String, _ role: Contributor.Role) -> [Contributor] {
    guard !text.isEmpty, !ReportBuilder.isVoid(text) else { return [] }
    if text.hasSuffix(",") {
      let name = PlainText.clean(String(text.dropLast()))
      guard !name.isEmpty else { return [] }
      return [Contributor(name: Name(printed: name), role: role, kind: .corporate)]
    }
    let pieces = text.split(separator: ",", omittingEmptySubsequences: false).map {
      PlainText.clean(String($0))
    }
    if !text.utf8.contains(0x20), let single = ListedName.single(text, role) { return [single] }
    // Family, given, suffix; in a body's name commas stand as they like.
    let parsed = Contributor.parse(text, role: role)
    guard (2...3).contains(pieces.count), !pieces[0].isEmpty, parsed.count <= 1,
      parsed.first?.kind != .corporate
    else { return parsed }
    var parts = ContributorParts()
    parts[.name] = text
    parts[.family] = pieces[0]
    parts[.given] = pieces[1]
    if pieces.count == 3 { parts[.suffix] = pieces[2] }
    return parts.contributors(role)
  }

  // MARK: Chapters

  /// Takes the record of a chapter, which becomes a section.
  mutating func add(_ record: RISRecord) {
    var section = Section(title: PlainText.clean(record.title ?? ""))
    if let label = record.first(RISTag("SE")) { section.label = PlainText.clean(label) }
    // The editors are the book's.
    section.contributors = contributors(record).filter { $0.role == .author || $0.role == .translator }
    if let first = record.first(RISTag("SP")) {
      let last = record.first(RISTag("EP"))
      section.pages =
        last.flatMap { PageRange.parse(PlainText.clean("\(first)-\($0)")) }
        ?? PageRange.parse(PlainText.clean(first))
    }
    if let abstract = record.first(RISTag("AB"), RISTag("N2")) {
      let text = PlainText.cleanParagraphs(abstract)
      if !text.isEmpty { section.excerpt = text }
    }
    builder.report.sections.append(section)
  }
}
