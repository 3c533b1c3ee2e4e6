import Catalogue

/// Makes a statement of values whose meaning is known field by field: a table's cells, JSON's members.
///
/// Give it what a record holds, in the record's order, and then ask for the statement; it is then ready for the next
/// record. Values come as the upstream has them: HTML, control characters and white space are taken out here. What
/// cannot be read as what its field asks for (a DOI that is none, a date without a year) is left out and counted as a
/// repair; only a record without an identifier is a fault.
///
///     builder.add(.identifier, "resrep05373")
///     builder.add(.authors, "Haas, Marcel de; Roe, Ann (ed.)")
///     builder.add(.doi, "https://doi.org/10.1234/ABC")
///     let statement = try builder.statement(&repairs)
struct ReportBuilder {
  /// What the record says so far. Formats may add to it what no field stands for (sections).
  var report = Report()
  /// Of the record itself, trimmed; nil as long as none came.
  private(set) var identifier: String?
  private(set) var isDeleted = false
  private var seriesTitles: [String] = []
  private var seriesNumbers: [String] = []
  private var access: Access?
  private var repairs: [String: Int] = [:]
  private let form: TextForm

  /// How texts come.
  enum TextForm {
    /// HTML may stand in them.
    case markup
    /// They are what a reader sees: a reference to a character that stands in them is meant as it stands.
    case plain
  }

  init(_ form: TextForm = .markup) { self.form = form }

  /// No upstream's identifiers are longer; one that is would only be a mistaken mapping.
  private static let identifierLimit = 2000

  /// Takes one value of a field. Of fields that a report has once, the first value that can be read counts.
  mutating func add(_ field: ReportField, _ text: String) {
    switch field {
    case .title, .subtitle, .abstract, .publisher: addText(field, text)
    // An empty one stands in the place of a series without a number.
    case .seriesNumber: seriesNumbers.append(Self.isVoid(text) ? "" : line(text))
    default: if !Self.isVoid(text) { addValue(field, text) }
    }
  }

  /// Takes a contributor whose name came in parts. `field` tells the role where the parts do not.
  mutating func add(_ parts: ContributorParts, to field: ReportField) {
    var found = parts.contributors(Self.role(of: field))
    if field == .corporateAuthors {
      for index in found.indices { found[index].kind = .corporate }
    }
    report.contributors += found
  }

  /// Takes a name that is one as it stands, and is not to be taken apart at semicolons or joining words.
  mutating func add(name: String, to field: ReportField) {
    let name = line(name)
    if !name.isEmpty { report.contributors.append(Contributor(printed: name, role: Self.role(of: field))) }
  }

  /// What all values together say; the builder is empty then. Repairs are added to `repairs`.
  mutating func statement(_ repairs: inout [String: Int]) throws(RecordFault) -> Statement {
    defer { self = ReportBuilder(form) }
    for (name, count) in self.repairs { repairs[name, default: 0] += count }
    guard let identifier else { throw RecordFault(reason: "the record has no identifier", identifier: nil) }
    guard identifier.utf8.count <= Self.identifierLimit else {
      throw RecordFault(
        reason: "the record's identifier is longer than \(Self.identifierLimit) bytes", identifier: nil)
    }
    if isDeleted { return Statement(identifier: identifier, datestamp: nil, state: .deleted) }
    pairSeries()
    // What is said of access itself weighs more than what a licence lets guess.
    report.access = access ?? report.access
    if let own = Identifier.recognise(identifier), own.scheme.isStrong { report.add(own) }
    return Statement(identifier: identifier, datestamp: nil, state: .live(report))
  }

  /// Counts something that was mended or left out.
  mutating func count(_ repair: String, times: Int = 1) {
    if times > 0 { repairs[repair, default: 0] += times }
  }

  /// What a value of the identifier's field makes the record's identifier, for those who need it before the record is
  /// read; nil where it names nothing.
  static func identifier(_ text: String) -> String? {
    guard !isVoid(text) else { return nil }
    let identifier = PlainText.clean(text)
    return identifier.isEmpty ? nil : identifier
  }

  // MARK: Values

  private mutating func addText(_ field: ReportField, _ text: String) {
    switch field {
    case .title: if report.title.isEmpty { report.title = line(text) }
    case .subtitle: Self.set(&report.subtitle, line(text))
    case .publisher: if !Self.isVoid(text) { Self.set(&report.publisher, line(text)) }
    case .abstract: Self.set(&report.abstract, paragraphs(text))
    default: break
    }
  }

  private mutating func addValue(_ field: ReportField, _ text: String) {
    switch field {
    case .title, .subtitle, .abstract, .publisher, .seriesNumber: break
    case .identifier:
      if identifier == nil { identifier = Self.identifier(text) }
    case .deleted:
      let word = PlainText.clean(text).lowercased()
      isDeleted = isDeleted || ["true", "1", "yes", "deleted", "withdrawn"].contains(word)
    case .authors, .editors, .contributors:
      report.contributors += Contributor.parse(line(text), role: Self.role(of: field))
    case .corporateAuthors:
      for name in line(text).split(separator: ";") {
        let printed = PlainText.clean(String(name))
        guard !printed.isEmpty else { continue }
        report.contributors.append(Contributor(name: Name(printed: printed), role: .author, kind: .corporate))
      }
    case .date: addDate(text)
    case .pages: addPages(text)
    case .doi: addIdentifiers(.doi, "DOI", text)
    case .isbn: addIdentifiers(.isbn, "ISBN", text)
    case .issn: addIdentifiers(.issn, "ISSN", text)
    case .handle: addIdentifiers(.handle, "handle", text)
    case .reportNumber:
      if let number = Identifier(scheme: .reportNumber, normalising: text) { report.add(number) }
    case .identifiers: IdentifierReading.read(PlainText.clean(text), into: &report)
    case .subjects: report.add(subjects: line(text))
    case .languages: addLanguages(text)
    case .series: seriesTitles.append(line(text))
    case .landingPage: addLinks(.landingPage, text)
    case .fullText: addLinks(.fullText, text)
    case .rights: report.add(rights: line(text))
    case .access: addAccess(PlainText.clean(text))
    case .types: report.add(type: line(text))
    }
  }

  private mutating func addDate(_ text: String) {
    guard report.published == nil else { return }
    report.published = PartialDate.parse(PlainText.clean(text))
    if report.published == nil { count("unreadable date left out") }
  }

  private mutating func addPages(_ text: String) {
    guard report.pageCount == nil else { return }
    var number = PlainText.clean(text)
    if number.hasSuffix(".0") { number.removeLast(2) }  // what a spreadsheet makes of 88
    report.pageCount =
      Int(number).flatMap { (1..<10_000_000).contains($0) ? $0 : nil } ?? Extent.pages(in: number)
    if report.pageCount == nil { count("unreadable number of pages left out") }
  }

  private mutating func addLanguages(_ text: String) {
    if !report.add(languages: PlainText.clean(text)) { count("unreadable language left out") }
  }

  private mutating func addAccess(_ text: String) {
    guard access == nil else { return }
    switch text.lowercased() {
    case "f", "true", "yes", "oa", "free", "gold", "green", "hybrid", "bronze", "diamond", "public":
      access = .open
    case "p", "false", "no", "paid", "closed", "subscription", "login": access = .loginNeeded
    default:
      access = AccessReading.access(text)
      if access == nil { count("unreadable access left out") }
    }
  }

  /// A number belongs to the series that stands in the same place; one number without more to the first.
  private mutating func pairSeries() {
    for (index, title) in seriesTitles.enumerated() where !title.isEmpty {
      let number = index < seriesNumbers.count && !seriesNumbers[index].isEmpty ? seriesNumbers[index] : nil
      report.add(
        number == nil
          ? IdentifierReading.series(title) ?? Series(title: title) : Series(title: title, number: number))
    }
  }

  // MARK: Identifiers and links

  private mutating func addIdentifiers(_ scheme: Identifier.Scheme, _ name: String, _ text: String) {
    // Commas and semicolons may stand in DOIs and handles, blanks in printed ISBNs and ISSNs.
    let isNumber = scheme == .isbn || scheme == .issn
    let text = isNumber ? text : PlainText.clean(text)
    let isList = text.utf8.contains(where: isNumber ? { " ,;|\n\r".utf8.contains($0) } : { $0 == 0x20 })
    if !isList, let one = Identifier(scheme: scheme, normalising: text) {
      report.add(one)
      return
    }
    var found: [Identifier] = []
    if isNumber {
      for part in text.split(whereSeparator: { ",;|\n\r".contains($0) }) {
        found += Self.numbers(scheme, String(part))
      }
    }
    // "Available at doi:10.1234/abc".
    if found.isEmpty { found = Identifier.find(in: text).filter { $0.scheme == scheme } }
    for one in found { report.add(one) }
    if found.isEmpty { count("unreadable \(name) left out") }
  }

  /// An identifier in an address is the report's, too; an address that only leads on to it is no link.
  private mutating func addLinks(_ kind: Link.Kind, _ text: String) {
    var text = PlainText.clean(text)
    if text.hasPrefix("www.") { text = "http://" + text }
    let addresses = WebText.isAddress(text) ? [text] : WebText.addresses(in: text)
    for address in addresses {
      if let identifier = Identifier.recognise(address) { report.add(identifier) }
      if !WebText.isResolver(address) { report.add(link: address, kind) }
    }
    if addresses.isEmpty { count("unreadable address left out") }
  }

  // MARK: Small things

  private func line(_ text: String) -> String {
    form == .plain ? PlainText.clean(text) : FieldText.line(text)
  }

  private func paragraphs(_ text: String) -> String {
    form == .plain ? PlainText.cleanParagraphs(text) : FieldText.paragraphs(text)
  }

  private static func role(of field: ReportField) -> Contributor.Role {
    switch field {
    case .editors: .editor
    case .contributors: .contributor
    default: .author
    }
  }

  /// What programs write where they have no value.
  static func isVoid(_ text: String) -> Bool {
    guard text.utf8.count <= 4 else { return false }
    guard let first = text.utf8.first else { return true }
    // Nearly all short texts are none of these: a look at the first byte is enough.
    guard first == 0x20 || first == 0xE2 || "-Nn\\".utf8.contains(first) else { return false }
    switch text {
    case " ", "-", "--", "–", "—", "NULL", "null", "N/A", "n/a", "NaN", "nan", "None", "\\N": return true
    default: return false
    }
  }

  private static func set(_ place: inout String?, _ text: String) {
    if place == nil, !text.isEmpty { place = text }
  }
}
