import Catalogue

/// What a person decided, in a line.
public struct DecisionBrief: Hashable, Sendable, Codable {
  /// Its number, for `undo`.
  public var decision: Int64
  public var at: Timestamp
  /// The user.
  public var by: String
  public var reason: String?
  /// What was decided, for people.
  public var what: String

  public init(decision: Int64, at: Timestamp, by: String, reason: String? = nil, what: String) {
    self.decision = decision
    self.at = at
    self.by = by
    self.reason = reason
    self.what = what
  }
}

/// `GET /v1/conflicts/{number}`: what a person and an upstream, or two persons, say against each other.
public struct ConflictInfo: Hashable, Sendable, Codable {
  /// What it is about. Kinds that a newer daemon made up are kept as they came.
  public struct Kind: RawRepresentable, Hashable, Sendable, Codable {
    public var rawValue: String

    public init(rawValue: String) { self.rawValue = rawValue }

    /// The upstream changed what was edited.
    public static let changed = Kind(rawValue: "changed")
    /// The element that was edited is in the upstream's list no more.
    public static let elementGone = Kind(rawValue: "element-gone")
    /// Two reports with edits of the same field became one.
    public static let twoEdits = Kind(rawValue: "two-edits")
    /// No live record is left of a report that has edits or pins.
    public static let deletedUpstream = Kind(rawValue: "deleted-upstream")

    /// Those of this release.
    public static let known: [Kind] = [changed, elementGone, twoEdits, deletedUpstream]
  }

  /// How it ended. Endings that a newer daemon made up are kept as they came.
  public struct Ending: RawRepresentable, Hashable, Sendable, Codable {
    public var rawValue: String

    public init(rawValue: String) { self.rawValue = rawValue }

    /// A person settled it: the edit stands, the upstream's value shows, or a third value does.
    public static let local = Ending(rawValue: "local")
    public static let upstream = Ending(rawValue: "upstream")
    public static let value = Ending(rawValue: "value")
    /// Another decision made an end of it.
    public static let decision = Ending(rawValue: "decision")
    /// The upstream went back, or says what the person wants.
    public static let agreed = Ending(rawValue: "agreed")
    /// The upstream says yet something else: another conflict stands in its place.
    public static let superseded = Ending(rawValue: "superseded")
    /// The configuration decided so.
    public static let policy = Ending(rawValue: "policy")
    /// What it was about was purged.
    public static let purged = Ending(rawValue: "purged")

    /// Those of this release.
    public static let known: [Ending] = [
      local, upstream, value, decision, agreed, superseded, policy, purged,
    ]
  }

  /// Stays the same for as long as the same edit and the same value of the upstream stand against each other.
  public var number: Int64
  /// The report's number, and the title that it shows.
  public var report: Int64
  public var title: String?
  public var kind: Kind
  /// Nil for `deleted-upstream`.
  public var field: String?
  /// Of a list: by what the element is known, and which of those of that name it is, from 1.
  public var element: Element?
  /// Whose upstream it is.
  public var catalogue: String?
  /// What the upstream said when the person decided, what the person wants, and what the upstream says now.
  public var base: [ValueInfo]
  public var local: [ValueInfo]
  public var upstream: [ValueInfo]
  /// Of `two-edits`: what the earlier edit wants.
  public var rivalLocal: [ValueInfo]?
  /// The edit that it is about; of two the later, and the earlier.
  public var edit: Int64?
  public var rival: Int64?
  /// Of `deleted-upstream`: what falls if the deletion is accepted.
  public var decisions: [DecisionBrief]?
  /// The run whose revision opened it, and when.
  public var run: Int64?
  public var opened: Timestamp
  /// `ask`, `local` or `upstream`: what the configuration says of the field.
  public var policy: String
  /// Nil while it is open.
  public var closed: Timestamp?
  public var ending: Ending?
  /// The decision that ended it, and the user.
  public var decision: Int64?
  public var by: String?

  public struct Element: Hashable, Sendable, Codable {
    public var key: String
    public var n: Int

    public init(key: String, n: Int) {
      self.key = key
      self.n = n
    }
  }

  public init(
    number: Int64, report: Int64, title: String? = nil, kind: Kind, field: String? = nil,
    element: Element? = nil, catalogue: String? = nil, base: [ValueInfo] = [], local: [ValueInfo] = [],
    upstream: [ValueInfo] = [], rivalLocal: [ValueInfo]? = nil, edit: Int64? = nil, rival: Int64? = nil,
    decisions: [DecisionBrief]? = nil, run: Int64? = nil, opened: Timestamp, policy: String = "ask",
    closed: Timestamp? = nil, ending: Ending? = nil, decision: Int64? = nil, by: String? = nil
  ) {
    self.number = number
    self.report = report
    self.title = title
    self.kind = kind
    self.field = field
    self.element = element
    self.catalogue = catalogue
    self.base = base
    self.local = local
    self.upstream = upstream
    self.rivalLocal = rivalLocal
    self.edit = edit
    self.rival = rival
    self.decisions = decisions
    self.run = run
    self.opened = opened
    self.policy = policy
    self.closed = closed
    self.ending = ending
    self.decision = decision
    self.by = by
  }

  private enum CodingKeys: String, CodingKey {
    case number, report, title, kind, field, element, catalogue, base, local, upstream
    case rivalLocal = "rival_local"
    case edit, rival, decisions, run, opened, policy, closed, ending, decision, by
  }

  public var isOpen: Bool { closed == nil }
}

/// Which conflicts are asked for.
public struct ConflictQuery: Hashable, Sendable {
  /// Also those that ended.
  public var isAll = false
  public var catalogue: String?
  public var kind: ConflictInfo.Kind?
  /// A report's number or identifier.
  public var report: String?

  public init() {}
}
