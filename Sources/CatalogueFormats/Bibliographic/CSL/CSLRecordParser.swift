import Catalogue

/// Reads an item of CSL-JSON, or a list of a report and its chapters, which become its sections. Used by one thread.
///
/// `genre` is the type in words. `container-title` has no place of its own in a report, and stands where a series does.
/// A `literal` name is a body's. `keyword` is parted by semicolons, or by commas where there are two of them at least.
/// `note`, `publisher-place`, `edition` and what else has no place in a report stay in the record's bytes.
final class CSLRecordParser: RecordParser {
  private let document = JSONDocument()

  func parse(_ bytes: [UInt8], context: [UInt8], repairs: inout [String: Int]) throws(RecordFault)
    -> Statement
  {
    try NamesTaken.check(context: context)
    let fault = bytes.withUnsafeBufferPointer { document.read($0, repairs: &repairs) }
    if let fault {
      let identifier = bytes.withUnsafeBufferPointer { bytes in
        JSONPointer("/id").flatMap { JSONTextScan.onlyText(at: $0, in: bytes) }
      }
      // One with a quote in it ran on over what followed.
      let isWhole = identifier?.utf8.contains(JSONBytes.quote) == false
      throw RecordFault(
        reason: "the item is not readable JSON: \(fault.message)",
        identifier: isWhole ? identifier.flatMap(ReportBuilder.identifier) : nil)
    }
    guard let root = document.root, let first = root.kind == .array ? root[0] : root, first.kind == .object
    else {
      throw RecordFault(reason: "the item is no object", identifier: nil)
    }
    let item = CSLItem(value: first)
    guard !item.isRunTogether else { throw .runTogether }
    guard root.kind == .object || Self.isJoined(root, to: item) else {
      throw RecordFault(reason: "the item is a list of items", identifier: nil)
    }
    guard let identifier = item.identifier else {
      throw RecordFault(reason: "the item has neither an id nor a title", identifier: nil)
    }
    var reading = CSLReading(item)
    reading.builder.add(.identifier, identifier)
    reading.read()
    if root.kind == .array {
      for chapter in root.children.dropFirst().map(CSLItem.init) {
        guard !chapter.isRunTogether else { throw .runTogether }
        reading.add(chapter)
      }
    }
    guard !reading.builder.saysNothing else {
      throw RecordFault(reason: "the item says nothing but its id", identifier: identifier)
    }
    return try reading.builder.statement(&repairs)
  }

  /// Whether a list is of a report and its chapters, as `ChapterJoining` makes one.
  private static func isJoined(_ list: JSONValue, to work: CSLItem) -> Bool {
    guard case .work(let book) = work.part else { return false }
    return list.children.dropFirst().allSatisfy { chapter in
      guard case .chapter(let its) = CSLItem(value: chapter).part else { return false }
      return book.isBook(of: its)
    }
  }
}

/// The reading of one item.
private struct CSLReading {
  let item: CSLItem
  let type: String
  var builder = ReportBuilder(.plain)

  init(_ item: CSLItem) {
    self.item = item
    type = item.type
  }

  private var isPart: Bool {
    type == "chapter" || type.hasPrefix("article-") || type == "paper-conference" || type.hasPrefix("entry")
  }

  mutating func read() {
    countUnread(item)
    add(.title, "title")
    builder.report.contributors = contributors(item)
    builder.report.published = item.date("issued") ?? item.date("original-date")
    if builder.report.published == nil, item.tellsDate("issued") { builder.count("unreadable date left out") }
    add(.publisher, "publisher")
    for genre in item.texts("genre") { builder.add(.types, genre) }
    if builder.report.types.isEmpty, let name = Self.name(of: type) { builder.add(.types, name) }
    readSeries()
    if type != "chapter", let doi = item.text("DOI") { builder.add(.doi, doi) }
    if !isPart {
      if let pages = item.text("number-of-pages") {
        builder.add(.pages, pages)
      } else if let pages = item.text("page") {
        builder.add(pagesOfWhole: pages)
      }
      for isbn in item.texts("ISBN") { builder.add(.isbn, isbn) }
      if let number = item.text("number") { builder.add(.reportNumber, number) }
    }
    if !isPart || type.hasPrefix("article-") { for issn in item.texts("ISSN") { builder.add(.issn, issn) } }
    readLinks()
    for language in item.texts("language") { builder.add(.languages, language) }
    readKeywords()
    if let abstract = item.abstract { builder.add(.abstract, abstract) }
    if let rights = item.text("license", "rights") { builder.add(.rights, rights) }
  }

  /// A chapter's DOI and address may be its book's.
  private mutating func readLinks() {
    for printed in item.texts("URL") {
      let url = ReportBuilder.address(PlainText.clean(printed)) ?? printed
      builder.add(listed: url, to: .landingPage, ofPart: type == "chapter")
    }
    guard type == "chapter" else { return }
    if let doi = item.text("DOI") { builder.add(partDOI: doi) }
  }

  private mutating func countUnread(_ item: CSLItem) {
    builder.count("member that stands twice left out", times: item.repeated)
    builder.count("further value of a member left out", times: item.further)
    var unused: [String: Int] = [:]
    builder.count(
      "editor of a series left out", times: item.names("collection-editor", .editor, &unused).count)
  }

  private mutating func add(_ field: ReportField, _ name: String) {
    if let text = item.text(name) { builder.add(field, text) }
  }

  private mutating func readSeries() {
    if isPart, let container = item.text("container-title") {
      builder.add(.series, container)
      builder.add(.seriesNumber, type.hasPrefix("article-") ? item.text("volume", "issue") ?? "" : "")
      return
    }
    let series = item.texts("collection-title")
    let containers = item.texts("container-title")
    for title in series.isEmpty ? containers : series { builder.add(.series, title) }
    if !series.isEmpty {
      builder.count("further series left out", times: Set(containers).subtracting(series).count)
    }
    builder.add(.seriesNumber, item.text("collection-number") ?? "")
  }

  private mutating func readKeywords() {
    for text in item.texts("keyword") {
      let commas = text.utf8.count { $0 == UInt8(ascii: ",") }
      if text.utf8.contains(UInt8(ascii: ";")) || commas < 2 {
        builder.add(subjectList: text)
      } else {
        for part in text.split(separator: ",").prefix(5000) { builder.add(.subjects, String(part)) }
      }
    }
  }

  private static let roles: [(String, Contributor.Role)] = [
    ("author", .author), ("editor", .editor), ("translator", .translator), ("compiler", .compiler),
    ("illustrator", .illustrator), ("contributor", .contributor), ("editorial-director", .contributor),
  ]

  private mutating func contributors(_ item: CSLItem) -> [Contributor] {
    var repairs: [String: Int] = [:]
    let found = Self.roles.flatMap { item.names($0.0, $0.1, &repairs) }
    for (name, times) in repairs { builder.count(name, times: times) }
    return found
  }

  /// Takes the item of a chapter, which becomes a section.
  mutating func add(_ item: CSLItem) {
    countUnread(item)
    func text(_ name: String) -> String? {
      let text = PlainText.clean(item.text(name) ?? "")
      return text.isEmpty ? nil : text
    }
    var chapter = ListedChapter(title: text("title") ?? "")
    chapter.section.label = text("chapter-number")
    chapter.section.contributors = contributors(item)
    chapter.pages = [text("page")].compactMap(\.self)
    chapter.excerpt = item.abstract
    chapter.dois = [item.text("DOI")].compactMap(\.self)
    chapter.addresses = item.texts("URL")
    chapter.hasSubjects = item.text("keyword") != nil
    chapter.published = item.date("issued")
    chapter.isbns = item.texts("ISBN")
    chapter.publisher = item.text("publisher")
    chapter.languages = item.texts("language")
    chapter.types = item.texts("genre")
    builder.add(chapter)
  }

  /// A type in words; nil where it says nothing.
  private static func name(of type: String) -> String? {
    switch type {
    case "", "document": nil
    case "chapter": "Book chapter"
    case "article-journal": "Journal article"
    case "article-magazine": "Magazine article"
    case "article-newspaper": "Newspaper article"
    case "paper-conference": "Conference paper"
    case "webpage": "Web page"
    case "dataset": "Data set"
    default:
      type.prefix(1).uppercased() + type.dropFirst().replacing("-", with: " ").replacing("_", with: " ")
    }
  }
}
