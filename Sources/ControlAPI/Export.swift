import Catalogue

@_exported import struct Citations.Citation
@_exported import enum Citations.RecordFormat
@_exported import enum Citations.TextStyle

/// `GET /v1/reports/{id}/citation`: how a report is to be cited.
public struct CitationRequest: Hashable, Sendable {
  /// One of `RecordFormat.cited`.
  public var format: RecordFormat
  /// Of references in words.
  public var style: TextStyle
  /// Entries of its contents; nil for the report as a whole.
  public var sections: SectionChoice?

  public init(format: RecordFormat, style: TextStyle = .chicago, sections: SectionChoice? = nil) {
    self.format = format
    self.style = style
    self.sections = sections
  }

  /// The report, or the entries of its contents that are asked for; throws where it has not all of them.
  public func citations(of number: Int64, _ report: Report) throws(Problem) -> [Citation] {
    guard let sections else { return [Citation(number: number, report: report)] }
    let count = report.sections.count
    switch sections.resolved(among: count) {
    case .success(let places): return places.map { Citation(number: number, report: report, position: $0) }
    case .failure(let missing):
      throw .noSuchThing(
        count == 0
          ? "Report \(number) has no table of contents."
          : "Report \(number) has no section \(missing.place): its table of contents ends with \(count).")
    }
  }
}

/// `GET /v1/export`: which reports are to be streamed, and how.
public struct ExportRequest: Hashable, Sendable {
  /// Words; empty for all reports.
  public var query: String
  /// One of `RecordFormat.exported`.
  public var format: RecordFormat
  public var since: Since?
  /// Whether the entries of a report's contents follow it, in one of `RecordFormat.withSections`.
  public var sections: Bool

  /// The answer's header field that says up to which change of the log it goes.
  public static let changeField = "Catalogued-Change"

  public init(query: String = "", format: RecordFormat, since: Since? = nil, sections: Bool = false) {
    self.query = query
    self.format = format
    self.since = since
    self.sections = sections
  }
}
