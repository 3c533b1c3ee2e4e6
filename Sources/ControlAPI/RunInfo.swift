import Catalogue

/// `GET /v1/runs/{id}`: one refresh of one catalogue, from its first request to its close.
public struct RunInfo: Hashable, Sendable, Codable {
  public enum State: String, Hashable, Sendable, Codable, CaseIterable {
    case running
    /// Closed; everything was taken.
    case done
    /// Closed, but some records could not be read and were set aside.
    case doneWithRejects = "done-with-rejects"
    /// Closed, but its deletions wait for a person.
    case held
    /// The list did not end as it must: what came was taken, nothing was deleted.
    case brokenOff = "broken-off"
    /// Nothing could be taken.
    case failed
    /// The daemon stopped or was killed; the next start goes on from there.
    case interrupted
    /// Closed, but the list was empty where there used to be something: nothing was deleted, and it is no success.
    case doneEmpty = "done-empty"
    /// Ended, because what it asked for had changed.
    case abandoned
    /// A state that this program is too old to know.
    case unknown

    public init(from decoder: any Decoder) throws {
      self = State(rawValue: try decoder.singleValueContainer().decode(String.self)) ?? .unknown
    }

    /// Whether the run will do no more. (An interrupted one goes on after a restart.)
    public var isOver: Bool { self != .running && self != .interrupted }
  }

  /// Positive in the store. A dry run writes nothing: its number is negative, and forgotten at the daemon's end.
  public var id: Int64
  public var catalogue: String
  public var state: State
  /// Whether it asked for everything.
  public var full: Bool
  public var dryRun: Bool
  public var began: Timestamp
  public var ended: Timestamp?
  public var counters: RunCounters
  /// Faults of the upstream that were mended.
  public var repairs: [Tally]
  /// How many records the upstream says the list has.
  public var expected: Int?
  /// Why it ended as it did, or what it is doing, for people.
  public var message: String?
  /// Of a dry run that is over: what it would have changed.
  public var preview: DryRunReport?

  public init(
    id: Int64, catalogue: String, state: State, full: Bool, dryRun: Bool = false, began: Timestamp,
    ended: Timestamp? = nil, counters: RunCounters = RunCounters(), repairs: [Tally] = [],
    expected: Int? = nil, message: String? = nil, preview: DryRunReport? = nil
  ) {
    self.id = id
    self.catalogue = catalogue
    self.state = state
    self.full = full
    self.dryRun = dryRun
    self.began = began
    self.ended = ended
    self.counters = counters
    self.repairs = repairs
    self.expected = expected
    self.message = message
    self.preview = preview
  }

  private enum CodingKeys: String, CodingKey {
    case id, catalogue, state, full, began, ended, counters, repairs, expected, message, preview
    case dryRun = "dry_run"
  }
}

/// What a run did so far.
public struct RunCounters: Hashable, Sendable, Codable {
  public var requests: Int
  /// Bytes of answers, content codings undone.
  public var bytes: Int64
  public var pages: Int
  /// Records heard of, in all.
  public var records: Int
  public var new: Int
  public var changed: Int
  public var unchanged: Int
  /// Deletions that were applied.
  public var gone: Int
  /// Deletions that wait for a person.
  public var held: Int
  /// Statements dropped because the store knows a later one (rule 3).
  public var stale: Int
  /// Further statements of one identifier (rule 3).
  public var duplicate: Int
  /// Records that could not be read.
  public var rejects: Int

  public init(
    requests: Int = 0, bytes: Int64 = 0, pages: Int = 0, records: Int = 0, new: Int = 0, changed: Int = 0,
    unchanged: Int = 0, gone: Int = 0, held: Int = 0, stale: Int = 0, duplicate: Int = 0, rejects: Int = 0
  ) {
    self.requests = requests
    self.bytes = bytes
    self.pages = pages
    self.records = records
    self.new = new
    self.changed = changed
    self.unchanged = unchanged
    self.gone = gone
    self.held = held
    self.stale = stale
    self.duplicate = duplicate
    self.rejects = rejects
  }
}

/// What a dry run would have changed.
public struct DryRunReport: Hashable, Sendable, Codable {
  /// One kind of change: how many, and the first few.
  public struct Change: Hashable, Sendable, Codable {
    public var count: Int
    public var samples: [Sample]

    public init(count: Int = 0, samples: [Sample] = []) {
      self.count = count
      self.samples = samples
    }
  }

  public struct Sample: Hashable, Sendable, Codable {
    /// The upstream's identifier.
    public var identifier: String
    public var title: String

    public init(identifier: String, title: String) {
      self.identifier = identifier
      self.title = title
    }
  }

  public var new: Change
  public var changed: Change
  public var gone: Change
  /// Whether the deletions would be held (rule 7).
  public var wouldHold: Bool

  public init(
    new: Change = Change(), changed: Change = Change(), gone: Change = Change(), wouldHold: Bool = false
  ) {
    self.new = new
    self.changed = changed
    self.gone = gone
    self.wouldHold = wouldHold
  }

  private enum CodingKeys: String, CodingKey {
    case new, changed, gone
    case wouldHold = "would_hold"
  }
}
