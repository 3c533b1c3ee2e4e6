import Catalogue

/// A report as the library hands it out, or one entry of its table of contents.
public struct Citation: Hashable, Sendable {
  /// The report's number in the library.
  public var number: Int64
  /// What the library shows.
  public var report: Report
  /// The entry's place in the table of contents, from 1; nil for the report as a whole.
  public var position: Int?

  /// - Parameter position: At most the number of the report's sections.
  public init(number: Int64, report: Report, position: Int? = nil) {
    precondition(position.map { report.sections.indices.contains($0 - 1) } ?? true, "no such section")
    self.number = number
    self.report = report
    self.position = position
  }

  /// The entry, where it is one.
  public var section: Section? { position.map { report.sections[$0 - 1] } }
}

/// A report that the library shows no more, or that is none of those asked for.
public struct GoneReport: Hashable, Sendable {
  /// Why it is gone.
  public enum Reason: String, Sendable, CaseIterable {
    /// No catalogue carries it any more. It may come back.
    case withdrawn
    /// A person had it removed, or its records are of another report now.
    case removed
    /// The words that were searched for do not find it, whether they did before or not.
    case unmatched
  }

  /// The number that it had in the library.
  public var number: Int64
  public var reason: Reason

  public init(number: Int64, reason: Reason) {
    self.number = number
    self.reason = reason
  }
}

/// Writes reports in one format, one after the other, so that a library of any size can be streamed. What `begin`, `add`
/// and `end` append is, in this order, a whole document; without `end` it is recognisably none, where the format has an
/// end. Text goes out in UTF-8, escaped once, without control characters.
public protocol ReportWriter: Sendable {
  /// Appends what stands before the first report.
  mutating func begin(_ bytes: inout [UInt8])
  /// Appends a report, or an entry of its contents.
  mutating func add(_ citation: Citation, to bytes: inout [UInt8])
  /// Appends that a report is gone; nothing, where the format cannot tell.
  mutating func add(gone: GoneReport, to bytes: inout [UInt8])
  /// Appends what stands behind the last.
  mutating func end(_ bytes: inout [UInt8])
}

extension ReportWriter {
  public mutating func begin(_ bytes: inout [UInt8]) {}
  public mutating func add(gone: GoneReport, to bytes: inout [UInt8]) {}
  public mutating func end(_ bytes: inout [UInt8]) {}

  /// All of it at once, for a few.
  public mutating func document(_ citations: [Citation]) -> [UInt8] {
    var bytes: [UInt8] = []
    begin(&bytes)
    for citation in citations { add(citation, to: &bytes) }
    end(&bytes)
    return bytes
  }
}
