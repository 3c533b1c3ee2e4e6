import Catalogue

/// CSV (RFC 4180): a row for each report, under names that Catalogued's own `format = "table"` reads without being told.
/// What a report has several of stands in one cell, parted by "; ".
///
/// A cell that a spreadsheet would take for a formula has an apostrophe before it, or one more.
public struct CSVWriter: ReportWriter {
  public init() {}

  public mutating func begin(_ bytes: inout [UInt8]) {
    bytes.add(OwnExport.columns.joined(separator: ","))
    bytes.add("\r\n")
  }

  public mutating func add(_ citation: Citation, to bytes: inout [UInt8]) {
    let report = citation.report
    bytes.add(citation.number)
    cell(nil, &bytes)
    cell(report.title, &bytes)
    cell(report.subtitle, &bytes)
    names(report.contributors(.author), &bytes)
    names(report.contributors(.editor), &bytes)
    names(report.contributors.filter { $0.role != .author && $0.role != .editor }, &bytes)
    cell(report.published?.iso, &bytes)
    cell(report.publisher, &bytes)
    cell(report.pageCount.map(String.init), &bytes)
    cell(report.first(.doi), &bytes)
    cells(report.all(.isbn), &bytes)
    cells(report.all(.issn), &bytes)
    cell(report.first(.handle), &bytes)
    cells(report.all(.reportNumber), &bytes)
    cell(report.link(.landingPage) ?? report.first(.stableURL), &bytes)
    cell(report.link(.fullText), &bytes)
    cell(report.abstract, &bytes)
    cells(report.subjects, &bytes)
    cells(report.languages, &bytes)
    cells(report.series.map(\.title), &bytes)
    let numbers = report.series.map { $0.number ?? "" }
    cells(numbers.allSatisfy(\.isEmpty) ? [] : numbers, &bytes)
    cells(report.rights, &bytes)
    cell(report.access?.rawValue, &bytes)
    cells(report.types, &bytes)
    bytes.add("\r\n")
  }

  public mutating func add(gone: GoneReport, to bytes: inout [UInt8]) {
    bytes.add(gone.number)
    bytes.add(",yes")
    for _ in 2..<OwnExport.columns.count { bytes.append(UInt8(ascii: ",")) }
    bytes.add("\r\n")
  }

  private func names(_ contributors: [Contributor], _ bytes: inout [UInt8]) {
    cells(contributors.map(\.name.printed), &bytes)
  }

  private func cells(_ values: [String], _ bytes: inout [UInt8]) {
    cell(values.count < 2 ? values.first : values.joined(separator: "; "), &bytes)
  }

  private func cell(_ value: String?, _ bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: ","))
    guard let value else { return }
    var text = PlainText.cleanParagraphs(value)
    text.withUTF8 { text in
      let isQuoted = text.contains { $0 == 0x2C || $0 == 0x22 || $0 == 0x0A }
      if isQuoted { bytes.append(UInt8(ascii: "\"")) }
      if OwnExport.isLikeFormula(text) { bytes.append(OwnExport.apostrophe) }
      bytes.add(text, .csv)
      if isQuoted { bytes.append(UInt8(ascii: "\"")) }
    }
  }
}

extension Escapes {
  fileprivate static let csv = Escapes(["\"": "\"\""])
}
