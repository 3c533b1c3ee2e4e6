import Catalogue

/// A list as KBART Phase II has it (NISO RP-9-2014, 6.6): tabs between the columns, a row for each report as a monograph;
/// as nothing, where it is an article or a chapter. What the library does not know stays empty: which ISBN is the print's,
/// and how much of a report stands online where neither a file nor an access is told.
public struct KBARTWriter: ReportWriter {
  public init() {}

  private static let columns = KBARTColumn.allCases

  public mutating func begin(_ bytes: inout [UInt8]) {
    bytes.add(Self.columns.map(\.name).joined(separator: "\t"))
    bytes.append(UInt8(ascii: "\n"))
  }

  public mutating func add(_ citation: Citation, to bytes: inout [UInt8]) {
    let isbns = citation.report.all(.isbn)
    for (index, column) in Self.columns.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: "\t")) }
      if let cell = Self.cell(column, citation, isbns) { bytes.add(line: cell) }
    }
    bytes.append(UInt8(ascii: "\n"))
  }

  private static func cell(_ column: KBARTColumn, _ citation: Citation, _ isbns: [String]) -> String? {
    let report = citation.report
    return switch column {
    case .publicationTitle: report.wholeTitle
    case .onlineIdentifier: isbns.first
    case .titleURL: report.citedAddress
    case .firstAuthor: report.contributors(.author).first.map(name)
    case .titleID: String(citation.number)
    case .coverageDepth: report.access != nil || report.link(.fullText) != nil ? "fulltext" : nil
    case .publisherName: report.publisher
    case .publicationType: report.isArticle || report.bookOfChapter != nil ? nil : "monograph"
    case .dateOnline: report.published?.iso
    case .monographVolume: report.series.first?.number
    case .firstEditor: report.contributors(.editor).first.map(name)
    case .accessType: report.access.map { $0 == .open ? "F" : "P" }
    default: nil
    }
  }

  /// The last name alone (6.6.11); a body's whole.
  private static func name(_ contributor: Contributor) -> String {
    contributor.isLiteral ? contributor.name.printed : contributor.name.fullFamily ?? contributor.name.printed
  }
}
