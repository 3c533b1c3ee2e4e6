import Catalogue

/// A list as KBART Phase II has it (NISO RP-9-2014, 6.6): tabs between the columns, a row for each report as a monograph.
public struct KBARTWriter: ReportWriter {
  public init() {}

  public mutating func begin(_ bytes: inout [UInt8]) {
    bytes.add(KBARTColumn.allCases.map(\.name).joined(separator: "\t"))
    bytes.append(UInt8(ascii: "\n"))
  }

  public mutating func add(_ citation: Citation, to bytes: inout [UInt8]) {
    let report = citation.report
    var cells = [String?](repeating: nil, count: KBARTColumn.allCases.count)
    func set(_ column: KBARTColumn, _ value: String?) { cells[column.rawValue] = value }
    set(.publicationTitle, citation.report.wholeTitle)
    let isbns = report.all(.isbn)
    set(.onlineIdentifier, isbns.first)
    set(.printIdentifier, isbns.dropFirst().first)
    set(.titleURL, report.citedAddress)
    set(.firstAuthor, report.contributors(.author).first.map(Self.name))
    set(.titleID, "\(citation.number)")
    set(.coverageDepth, "fulltext")
    set(.publisherName, report.publisher)
    set(.publicationType, "monograph")
    set(.dateOnline, report.published?.iso)
    set(.monographVolume, report.series.first?.number)
    set(.firstEditor, report.contributors(.editor).first.map(Self.name))
    set(.accessType, report.access.map { $0 == .open ? "F" : "P" })
    for (index, cell) in cells.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: "\t")) }
      if let cell { bytes.add(line: cell, .none) }
    }
    bytes.append(UInt8(ascii: "\n"))
  }

  /// The last name alone (6.6.11); a body's whole.
  private static func name(_ contributor: Contributor) -> String {
    contributor.isLiteral ? contributor.name.printed : contributor.name.fullFamily ?? contributor.name.printed
  }
}
