import Catalogue

/// CSV (RFC 4180): a row for each report, under names that Catalogued's own `format = "table"` reads without being told.
/// What a report has several of stands in one cell, parted by "; "; one that holds that itself stands in quotation marks.
///
/// A cell that a spreadsheet would take for a formula has an apostrophe before it, or one more.
public struct CSVWriter: ReportWriter {
  private var values = CellValues()

  public init() {}

  public mutating func begin(_ bytes: inout [UInt8]) {
    bytes.add(OwnExport.columns.joined(separator: ","))
    bytes.add("\r\n")
  }

  public mutating func add(_ citation: Citation, to bytes: inout [UInt8]) {
    let report = citation.report
    bytes.add(citation.number)
    Self.cell(nil, &bytes)
    Self.cell(report.title, &bytes)
    Self.cell(report.subtitle, &bytes)
    names(report.contributors, [.author], &bytes)
    names(report.contributors, [.editor], &bytes)
    names(report.contributors, Self.otherRoles, &bytes)
    Self.cell(report.published?.iso, &bytes)
    Self.cell(report.publisher, &bytes)
    Self.cell(report.pageCount.map(String.init), &bytes)
    Self.cell(report.first(.doi), &bytes)
    numbers(report.identifiers, .isbn, &bytes)
    numbers(report.identifiers, .issn, &bytes)
    Self.cell(report.first(.handle), &bytes)
    numbers(report.identifiers, .reportNumber, &bytes)
    Self.cell(report.link(.landingPage) ?? report.first(.stableURL), &bytes)
    Self.cell(report.link(.fullText), &bytes)
    Self.cell(report.abstract, &bytes)
    cells(report.subjects, &bytes)
    cells(report.languages, &bytes)
    cells(report.series.map(\.title), &bytes)
    let numbers = report.series.map { $0.number ?? "" }
    cells(numbers.allSatisfy(\.isEmpty) ? [] : numbers, &bytes)
    cells(report.rights, &bytes)
    Self.cell(report.access?.rawValue, &bytes)
    cells(report.types, &bytes)
    bytes.add("\r\n")
  }

  public mutating func add(gone: GoneReport, to bytes: inout [UInt8]) {
    bytes.add(gone.number)
    bytes.add(",yes")
    for _ in 2..<OwnExport.columns.count { bytes.append(UInt8(ascii: ",")) }
    bytes.add("\r\n")
  }

  // MARK: Cells

  private static let otherRoles = Contributor.Role.allCases.filter { $0 != .author && $0 != .editor }

  private mutating func names(
    _ all: [Contributor], _ roles: [Contributor.Role], _ bytes: inout [UInt8]
  ) {
    // By their places: a contributor is large, and to copy each of them is slow.
    for place in all.indices where roles.contains(all[place].role) { values.add(all[place].name.printed) }
    finish(&bytes)
  }

  private mutating func numbers(_ all: [Identifier], _ scheme: Identifier.Scheme, _ bytes: inout [UInt8]) {
    for place in all.indices where all[place].scheme == scheme { values.add(all[place].value) }
    finish(&bytes)
  }

  private mutating func cells(_ all: [String], _ bytes: inout [UInt8]) {
    for value in all { values.add(value) }
    finish(&bytes)
  }

  /// Writes the values that were gathered as a cell.
  private mutating func finish(_ bytes: inout [UInt8]) {
    values.bytes.withUnsafeBufferPointer { Self.cell($0, &bytes) }
    values.removeAll()
  }

  private static func cell(_ value: String?, _ bytes: inout [UInt8]) {
    guard let value else { return bytes.append(UInt8(ascii: ",")) }
    PlainText.cleanParagraphs(value).withBytes { cell($0, &bytes) }
  }

  private static func cell(_ text: UnsafeBufferPointer<UInt8>, _ bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: ","))
    let isQuoted = Escapes.csvQuoted.firstReplaced(text, from: 0) < text.count
    if isQuoted { bytes.append(UInt8(ascii: "\"")) }
    if OwnExport.isLikeFormula(text) { bytes.append(OwnExport.apostrophe) }
    if isQuoted { bytes.add(text, .csv) } else { bytes.append(contentsOf: text) }
    if isQuoted { bytes.append(UInt8(ascii: "\"")) }
  }
}

/// The values of one cell, before it is quoted itself.
private struct CellValues {
  private(set) var bytes: [UInt8] = []
  private var isEmpty = true

  mutating func add(_ value: String) {
    if !isEmpty { bytes.add(OwnExport.separator) }
    isEmpty = false
    PlainText.clean(value).withBytes { value in
      guard OwnExport.needsQuotes(value) else { return bytes.append(contentsOf: value) }
      bytes.append(UInt8(ascii: "\""))
      bytes.add(value, .csv)
      bytes.append(UInt8(ascii: "\""))
    }
  }

  /// The room stays: to make it anew for each cell is slow.
  mutating func removeAll() {
    bytes.removeAll(keepingCapacity: true)
    isEmpty = true
  }
}

extension Escapes {
  /// A quotation mark stands twice.
  fileprivate static let csv = Escapes(["\"": "\"\""])

  /// What only a cell in quotation marks may hold.
  fileprivate static let csvQuoted = Escapes(["\"": "\"", ",": ",", "\n": "\n"])
}
