import Catalogue

/// `GET /v1/changes`: one change of what the library shows.
public struct ChangeInfo: Hashable, Sendable, Codable {
  public enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
    case new, changed
    /// No catalogue carries it any more.
    case withdrawn
    /// One carries it again.
    case returned
    /// A person had it removed.
    case purged
    /// A record is of the report now: a new one, or those of the other report.
    case joined
    /// Records are of this report now that were of the other.
    case split
    /// A person's decision changed what is shown.
    case edited
    /// A conflict waits for a person.
    case conflict
    /// A conflict waits no more.
    case settled
    /// A kind that this program is too old to know.
    case unknown

    /// Those of this release.
    static let known = allCases.filter { $0 != .unknown }

    public init(from decoder: any Decoder) throws {
      self = Kind(rawValue: try decoder.singleValueContainer().decode(String.self)) ?? .unknown
    }
  }

  /// Its place in the log, from 1; there may be gaps.
  public var number: Int64
  public var kind: Kind
  /// The report's number.
  public var report: Int64
  /// As it is now; nil where the report is no longer there.
  public var title: String?
  /// Whose record changed it, or whose conflict it is, in which run, and when.
  public var catalogue: String?
  public var run: Int64?
  public var at: Timestamp?
  /// The other report of a join or split.
  public var other: Int64?
  /// The person's decision that made it, or that settled the conflict, and the user.
  public var decision: Int64?
  public var by: String?
  /// Who brought the decision from another store.
  public var imported: DecisionImport?
  /// The conflict that it tells of.
  public var conflict: Int64?

  public init(
    number: Int64, kind: Kind, report: Int64, title: String? = nil, catalogue: String? = nil,
    run: Int64? = nil, at: Timestamp? = nil, other: Int64? = nil, decision: Int64? = nil, by: String? = nil,
    imported: DecisionImport? = nil, conflict: Int64? = nil
  ) {
    self.number = number
    self.kind = kind
    self.report = report
    self.title = title
    self.catalogue = catalogue
    self.run = run
    self.at = at
    self.other = other
    self.decision = decision
    self.by = by
    self.imported = imported
    self.conflict = conflict
  }
}

/// `GET /v1/reports/{id}/records`: what one catalogue says of a report.
public struct RecordStatement: Hashable, Sendable, Codable {
  public var record: ReportDocument.Record
  /// Its last live state.
  public var report: Report?

  public init(record: ReportDocument.Record, report: Report? = nil) {
    self.record = record
    self.report = report
  }
}

/// The answer to `pause` and `resume`.
public struct PauseAnswer: Hashable, Sendable, Codable {
  public var catalogue: String
  public var paused: Bool
  /// What follows from it, for people.
  public var message: String

  public init(catalogue: String, paused: Bool, message: String) {
    self.catalogue = catalogue
    self.paused = paused
    self.message = message
  }
}
