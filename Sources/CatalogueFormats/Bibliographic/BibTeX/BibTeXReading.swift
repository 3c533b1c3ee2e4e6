import Catalogue

/// The reading of one entry's fields.
struct BibTeXReading {
  let type: String
  let fields: BibTeXFields
  let key: String
  var builder = ReportBuilder(.plain)
  var repairs: [String: Int] = [:]

  init(_ type: String, _ fields: BibTeXFields, _ key: String) {
    self.type = type
    self.fields = fields
    self.key = key
    if fields.undefined > 0 { repairs[BibTeXMacros.undefinedLeftOut] = fields.undefined }
    if fields.repeated > 0 { repairs["further value of a field left out"] = fields.repeated }
  }

  /// A chapter's DOI and addresses may be its book's.
  private var isChapter: Bool { BibTeXType.isChapter(type) }

  // MARK: A record

  /// Throws where nothing tells the record from others.
  mutating func read() throws(RecordFault) {
    let isPart = BibTeXType.isPart(type)
    let title = text("title")
    guard
      let identifier = ReportBuilder.identifier(key)
        ?? ReferenceName.of(
          doi: isChapter ? nil : address("doi"), type: type, title: title ?? "",
          year: text("year", "date") ?? "",
          name: text("author", "editor") ?? "")
    else { throw RecordFault(reason: "the entry has neither a key nor a title", identifier: nil) }
    builder.add(.identifier, identifier)
    add(.title, "title", "booktitle", "maintitle")
    add(.subtitle, "subtitle")
    builder.report.contributors = contributors()
    readDate()
    let publishers = publishers
    if let first = publishers.first { builder.add(.publisher, first) }
    builder.count("further publisher left out", times: Set(publishers.map { Fold.text($0) }).count - 1)
    readType()
    readSeries(isPart)
    if !isPart { readExtent() }
    readIdentifiers(isPart)
    readKeywords()
    for language in languages { builder.add(.languages, language) }
    add(.abstract, "abstract")
    readLinks()
    if let rights = text("copyright", "rights", "license") { builder.add(.rights, rights) }
  }

  private mutating func readDate() {
    let (date, year) = (text("date"), text("year"))
    builder.report.published = BibTeXDate.read(date: date, year: year, month: text("month"), day: text("day"))
    if builder.report.published == nil, date != nil || year != nil {
      builder.count("unreadable date left out")
    }
  }

  private mutating func readType() {
    if let own = text("type") {
      builder.add(.types, BibTeXType.localised(own) ?? own)
    } else if let name = BibTeXType.name(type) {
      builder.add(.types, name)
    }
  }

  private mutating func readSeries(_ isPart: Bool) {
    if let container = text("booktitle", "journal", "journaltitle"), isPart {
      let whole = text("booksubtitle").map { "\(container): \($0)" } ?? container
      builder.add(.series, whole)
      builder.add(.seriesNumber, type == "article" ? text("volume", "number") ?? "" : "")
    }
    // What is the report's own by its `isrn` is none in a series.
    let own = text("isrn")
    let number = text("number").flatMap { $0 == own ? nil : $0 }
    if let series = text("series"), !isPart || text("booktitle") == nil {
      builder.add(.series, series)
      builder.add(.seriesNumber, isPart ? "" : number ?? text("volume") ?? "")
    } else if !isPart, let number {
      builder.add(.reportNumber, number)
    }
  }

  private mutating func readExtent() {
    if let total = text("pagetotal", "numpages") { return builder.add(.pages, total) }
    if let pages { builder.add(pagesOfWhole: pages) }
  }

  private mutating func readIdentifiers(_ isPart: Bool) {
    if !isChapter, let doi = address("doi") { builder.add(.doi, doi) }
    // Of a part it is that of what it stands in.
    if !isPart { for isbn in texts("isbn") { builder.add(.isbn, isbn) } }
    if type == "article" || !isPart { for issn in texts("issn") { builder.add(.issn, issn) } }
    if !isPart, let isrn = text("isrn") { builder.add(.reportNumber, isrn) }
    guard !isChapter, let eprint = address("eprint") else { return }
    switch (address("eprinttype") ?? address("archiveprefix"))?.lowercased() {
    case "hdl", "handle": builder.add(.handle, eprint)
    case "doi": builder.add(.doi, eprint)
    case "arxiv": builder.add(.landingPage, "https://arxiv.org/abs/\(eprint)")
    case "jstor": builder.add(.landingPage, "https://www.jstor.org/stable/\(eprint)")
    case "ark": builder.add(.identifiers, eprint.hasPrefix("ark:") ? eprint : "ark:\(eprint)")
    default: builder.add(.identifiers, eprint)
    }
  }

  private mutating func readKeywords() {
    for value in fields.all(fields.contains("keywords") ? "keywords" : "keyword") { readKeywords(value) }
  }

  private mutating func readKeywords(_ value: [UInt8]) {
    value.withUnsafeBufferPointer { p in
      let semicolons = Self.places(of: UInt8(ascii: ";"), outsideBracesOf: p).filter {
        !HTMLText.endsReference(p, at: $0)
      }
      let ends = semicolons.isEmpty ? Self.places(of: UInt8(ascii: ","), outsideBracesOf: p) : semicolons
      var start = 0
      for end in ends + [p.count] {
        let word = PlainText.clean(TeXText.plain(p.part(start..<end), &repairs))
        // In braces of its own a semicolon is a keyword's, unless the braces hold all of them.
        if !word.isEmpty, ends.isEmpty { builder.add(.subjects, word) }
        if !word.isEmpty, !ends.isEmpty { builder.report.add(subject: word) }
        start = end + 1
      }
    }
  }

  private static func places(of byte: UInt8, outsideBracesOf p: Bytes) -> [Int] {
    var depth = 0
    return p.indices.filter { at in
      if p[at] == UInt8(ascii: "{") { depth += 1 }
      if p[at] == UInt8(ascii: "}") { depth -= 1 }
      return p[at] == byte && depth <= 0
    }
  }

  private var languages: [String] {
    mutating get {
      guard let name = text("language", "langid", "hyphenation") else { return [] }
      let list = name.utf8.contains(0x20) ? name.replacing(" and ", with: ",") : name
      return list.split(separator: ",").prefix(16).map { BibTeXLanguage.tag(PlainText.clean(String($0))) }
    }
  }

  /// Whatever its publisher is called; the first counts.
  private var publishers: [String] {
    mutating get {
      ["institution", "publisher", "organization", "school", "company"].compactMap { text($0) }
    }
  }

  private mutating func readLinks() {
    for printed in addresses {
      if let url = ReportBuilder.address(printed) {
        builder.add(listed: url, to: .landingPage, ofPart: isChapter)
      } else if fields.contains("url") || printed.contains("://") {
        builder.count("unreadable address left out")
      }
    }
    if isChapter, let doi = address("doi") { builder.add(partDOI: doi) }
    if let file = address("pdf"), file.hasPrefix("http") { builder.add(.fullText, file) }
  }

  // MARK: A chapter

  mutating func chapter() -> ListedChapter {
    let title = [text("title"), text("subtitle")].compactMap(\.self).joined(separator: ": ")
    var chapter = ListedChapter(title: title)
    chapter.section.label = text("chapter")
    chapter.section.contributors = contributors()
    chapter.pages = [pages].compactMap(\.self)
    chapter.excerpt = fields["abstract"].map { $0.withUnsafeBufferPointer { TeXText.plain($0, &repairs) } }
    let isDOI = address("eprinttype")?.lowercased() == "doi"
    chapter.dois = [address("doi"), isDOI ? address("eprint") : nil].compactMap(\.self)
    chapter.addresses = addresses + [address("pdf")].compactMap(\.self)
    chapter.hasSubjects = fields.contains("keywords") || fields.contains("keyword")
    chapter.published = BibTeXDate.read(date: text("date"), year: text("year"), month: nil, day: nil)
    chapter.isbns = texts("isbn")
    chapter.publisher = publishers.first
    chapter.languages = languages
    chapter.types = [text("type")].compactMap(\.self).map { BibTeXType.localised($0) ?? $0 }
    return chapter
  }

  // MARK: Values

  private mutating func contributors() -> [Contributor] {
    var found: [Contributor] = []
    for (field, role) in Self.roles {
      for value in fields.all(field) { found += BibTeXNames.read(value, role, &repairs) }
    }
    return found
  }

  private static let roles: [(String, Contributor.Role)] = [
    ("author", .author), ("editor", .editor), ("translator", .translator), ("illustrator", .illustrator),
    ("compiler", .compiler), ("commentator", .contributor), ("annotator", .contributor),
    ("editora", .contributor), ("editorb", .contributor), ("editorc", .contributor),
  ]

  /// The first of the fields that holds anything, on one line.
  private mutating func text(_ names: String...) -> String? {
    for name in names {
      guard let value = fields[name] else { continue }
      let text = PlainText.clean(value.withUnsafeBufferPointer { TeXText.plain($0, &repairs) })
      if !text.isEmpty { return text }
    }
    return nil
  }

  /// Each of a field's values, on one line.
  private mutating func texts(_ name: String) -> [String] {
    fields.all(name).map { $0.withUnsafeBufferPointer { PlainText.clean(TeXText.plain($0, &repairs)) } }
  }

  private mutating func add(_ field: ReportField, _ names: String...) {
    for name in names {
      guard let value = fields[name] else { continue }
      return builder.add(field, value.withUnsafeBufferPointer { TeXText.plain($0, &repairs) })
    }
  }

  private func address(_ name: String) -> String? { addresses(name).first }

  private func addresses(_ name: String) -> [String] {
    fields.all(name).map { PlainText.clean($0.withUnsafeBufferPointer(TeXText.verbatim)) }.filter {
      !$0.isEmpty
    }
  }

  /// Where the work is to be found.
  private var addresses: [String] { addresses(fields.contains("url") ? "url" : "howpublished") }

  /// Pages with hyphens, whichever dashes TeX makes of them.
  private var pages: String? {
    guard let value = fields["pages"] else { return nil }
    var unused: [String: Int] = [:]
    let text = value.withUnsafeBufferPointer { TeXText.plain($0, &unused) }
    let pages = PlainText.clean(text.replacing("–", with: "-").replacing("—", with: "-"))
    return pages.isEmpty ? nil : pages
  }
}
