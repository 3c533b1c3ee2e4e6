import Catalogue

/// `GET /v1/reports/{id}/history`: something that has come to pass with a report.
public struct HistoryEntry: Hashable, Sendable, Codable {
  /// What it is. Kinds that a newer daemon made up are kept as they came.
  public struct Kind: RawRepresentable, Hashable, Sendable, Codable {
    public var rawValue: String

    public init(rawValue: String) { self.rawValue = rawValue }

    /// A state that one of the report's records has had.
    public static let revision = Kind(rawValue: "revision")
    /// A person changed a value, or added to a set and removed from it; wanted a field from one catalogue; said that two
    /// reports are one, or two.
    public static let edit = Kind(rawValue: "edit")
    public static let amend = Kind(rawValue: "amend")
    public static let pin = Kind(rawValue: "pin")
    public static let merge = Kind(rawValue: "merge")
    public static let keepApart = Kind(rawValue: "keep-apart")
    /// A person settled a conflict; let a report go that was deleted upstream, or kept it.
    public static let resolve = Kind(rawValue: "resolve")
    public static let withdraw = Kind(rawValue: "withdraw")
    public static let keep = Kind(rawValue: "keep")
    /// A better parser read an edit's base anew (rule 2).
    public static let rebase = Kind(rawValue: "rebase")
    /// A person took an earlier decision back.
    public static let undo = Kind(rawValue: "undo")
    /// Records came to the report, or went from it.
    public static let joined = Kind(rawValue: "joined")
    public static let split = Kind(rawValue: "split")
    /// A conflict opened, and ended.
    public static let conflict = Kind(rawValue: "conflict")
    public static let settled = Kind(rawValue: "settled")

    /// Those of this release.
    public static let known: [Kind] = [
      revision, edit, amend, pin, merge, keepApart, resolve, withdraw, keep, rebase, undo, joined, split,
      conflict, settled,
    ]
  }

  public var kind: Kind
  public var at: Timestamp
  /// What came to pass, for people.
  public var what: String

  // Of revisions:
  public var revision: Int64?
  /// Also of what an upstream's record led to.
  public var catalogue: String?
  /// The upstream's identifier.
  public var identifier: String?
  /// The run that took it.
  public var run: Int64?
  public var datestamp: Timestamp?
  /// Nil where the upstream deleted it.
  public var report: Report?

  /// Of decisions, their number, for `undo`; of what followed from one, that one's.
  public var decision: Int64?
  public var by: String?
  public var reason: String?
  /// How the decision came from another store; nil where it was decided here.
  public var imported: DecisionImport?
  /// Whether the decision was taken back since.
  public var undone: Bool?
  /// Of a conflict and its end.
  public var conflict: Int64?
  /// Of a join or split: the other report.
  public var other: Int64?

  public init(
    kind: Kind, at: Timestamp, what: String, revision: Int64? = nil, catalogue: String? = nil,
    identifier: String? = nil, run: Int64? = nil, datestamp: Timestamp? = nil, report: Report? = nil,
    decision: Int64? = nil, by: String? = nil, reason: String? = nil,
    imported: DecisionImport? = nil, undone: Bool? = nil, conflict: Int64? = nil, other: Int64? = nil
  ) {
    self.kind = kind
    self.at = at
    self.what = what
    self.revision = revision
    self.catalogue = catalogue
    self.identifier = identifier
    self.run = run
    self.datestamp = datestamp
    self.report = report
    self.decision = decision
    self.by = by
    self.reason = reason
    self.imported = imported
    self.undone = undone
    self.conflict = conflict
    self.other = other
  }
}

/// Which past of a report is asked for.
public enum PastTime: Hashable, Sendable {
  /// What this revision's record said.
  case revision(Int64)
  /// What the library showed at this moment, in seconds since 1970.
  case moment(Int64)

  /// What `init` takes, as a regular expression: but for days that their month has not, everything that matches.
  public static let pattern =
    "^([1-9][0-9]{0,17}|[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
    + "([Tt ]([01][0-9]|2[0-3]):[0-5][0-9]:([0-5][0-9]|60)(\\.[0-9]+)?"
    + "([Zz]|[+-]([01][0-9]|2[0-3]):[0-5][0-9]))?)$"

  /// "12", "2026-11-24" (to its end, UTC), "2026-11-24T06:00:00Z"; nil for anything else.
  public init?(_ text: String) {
    if text.utf8.count <= 18, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
      guard let number = Int64(text), text.utf8.first != 0x30 else { return nil }
      self = .revision(number)
    } else if let moment = Timestamp(text.count == 10 ? text + "T23:59:59Z" : text) {
      self = .moment(moment.seconds)
    } else {
      return nil
    }
  }

  public var text: String {
    switch self {
    case .revision(let number): "\(number)"
    case .moment(let seconds): "\(Timestamp(seconds: seconds))"
    }
  }
}

/// Which past of a report an answer shows.
public struct PastView: Hashable, Sendable, Codable {
  /// When the revision was taken, or the moment that was asked for.
  public var at: Timestamp
  /// The revision whose content it is; nil where it is what the library showed.
  public var revision: Int64?
  /// What it is, for people.
  public var what: String

  public init(at: Timestamp, revision: Int64? = nil, what: String) {
    self.at = at
    self.revision = revision
    self.what = what
  }
}
