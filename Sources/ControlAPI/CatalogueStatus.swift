import Catalogue

/// `GET /v1/catalogues/{name}`: how one catalogue stands.
public struct CatalogueStatus: Hashable, Sendable, Codable {
  /// What a catalogue's records count to.
  public struct Counts: Hashable, Sendable, Codable {
    /// All records, tombstones included.
    public var records: Int
    public var live: Int
    /// Records that the upstream deleted.
    public var withdrawn: Int

    public init(records: Int = 0, live: Int = 0, withdrawn: Int = 0) {
      self.records = records
      self.live = live
      self.withdrawn = withdrawn
    }
  }

  /// When the next run starts, and what decided that.
  public struct NextRun: Hashable, Sendable, Codable {
    public var at: Timestamp
    /// For people ("every 6 h", "the host asked to wait", "third failure in a row").
    public var because: String

    public init(at: Timestamp, because: String) {
      self.at = at
      self.because = because
    }
  }

  /// A run in few words.
  public struct RecentRun: Hashable, Sendable, Codable {
    public var id: Int64
    public var state: RunInfo.State
    /// How many records it added, changed and took away.
    public var changes: Int

    public init(id: Int64, state: RunInfo.State, changes: Int) {
      self.id = id
      self.state = state
      self.changes = changes
    }
  }

  /// Deletions that wait for a person (rule 7).
  public struct Held: Hashable, Sendable, Codable {
    public var deletions: Int
    /// Of how many live records.
    public var of: Int
    public var since: Timestamp
    /// The run that held them first.
    public var run: Int64

    public init(deletions: Int, of: Int, since: Timestamp, run: Int64) {
      self.deletions = deletions
      self.of = of
      self.since = since
      self.run = run
    }
  }

  /// The last failure that no later run has made good.
  public struct Failure: Hashable, Sendable, Codable {
    public var at: Timestamp
    /// How many runs in a row failed.
    public var times: Int
    public var message: String

    public init(at: Timestamp, times: Int, message: String) {
      self.at = at
      self.times = times
      self.message = message
    }
  }

  public var name: String
  public var title: String
  /// Without user and password.
  public var url: String
  public var format: String
  /// Whether the format was found out from the catalogue's answer (`format = "auto"`).
  public var formatIsFound: Bool?
  /// Where requests for it were moved for good (HTTP 301, 308).
  public var movedTo: String?
  /// Lower comes first where catalogues differ.
  public var priority: Int
  /// Seconds between runs.
  public var interval: Int64
  public var state: CatalogueState
  /// When the last run closed: from then the records are the upstream's.
  public var inStep: Timestamp?
  public var lastRun: RunInfo?
  /// The last few runs, the oldest first.
  public var recentRuns: [RecentRun]
  public var nextRun: NextRun?
  public var counts: Counts
  /// What the upstream says of itself (repository name, sets …), in its order.
  public var about: [Fact]
  public var held: Held?
  /// How many records of it could not be read and are set aside.
  public var rejects: Int
  /// How many conflicts with its upstream wait for a person; nil where the daemon is too old to know.
  public var openConflicts: Int?
  /// Faults of the upstream that the last run mended.
  public var repairs: [Tally]
  public var lastError: Failure?

  public init(
    name: String, title: String, url: String, format: String, formatIsFound: Bool? = nil,
    movedTo: String? = nil,
    priority: Int, interval: Int64, state: CatalogueState, inStep: Timestamp? = nil, lastRun: RunInfo? = nil,
    recentRuns: [RecentRun] = [], nextRun: NextRun? = nil,
    counts: Counts = Counts(), about: [Fact] = [], held: Held? = nil, rejects: Int = 0,
    openConflicts: Int? = nil, repairs: [Tally] = [], lastError: Failure? = nil
  ) {
    self.name = name
    self.title = title
    self.url = url
    self.format = format
    self.formatIsFound = formatIsFound
    self.movedTo = movedTo
    self.priority = priority
    self.interval = interval
    self.state = state
    self.inStep = inStep
    self.lastRun = lastRun
    self.recentRuns = recentRuns
    self.nextRun = nextRun
    self.counts = counts
    self.about = about
    self.held = held
    self.rejects = rejects
    self.openConflicts = openConflicts
    self.repairs = repairs
    self.lastError = lastError
  }

  /// How many of its pages wait for the next runs, in words, because the budget of the last one was spent: "12 new pages".
  public var left: String? { about.first { $0.name == Self.leftName }?.value }
  /// The name of the fact that says so.
  public static let leftName = "Left for the next run"

  private enum CodingKeys: String, CodingKey {
    case name, title, url, format, priority, interval, state, counts, about, held, rejects, repairs
    case formatIsFound = "format_is_found"
    case movedTo = "moved_to"
    case inStep = "in_step"
    case lastRun = "last_run"
    case recentRuns = "recent_runs"
    case openConflicts = "open_conflicts"
    case nextRun = "next_run"
    case lastError = "last_error"
  }
}

/// One thing that an upstream says of itself ("Repository name", "Bench").
public struct Fact: Hashable, Sendable, Codable {
  public var name: String
  public var value: String

  public init(name: String, value: String) {
    self.name = name
    self.value = value
  }
}

/// How often something happened ("control character dropped", 3).
public struct Tally: Hashable, Sendable, Codable {
  public var name: String
  public var count: Int

  public init(name: String, count: Int) {
    self.name = name
    self.count = count
  }

  /// The tallies of a table of counts, by name.
  public static func list(_ counts: [String: Int]) -> [Tally] {
    counts.map { Tally(name: $0.key, count: $0.value) }.sorted { $0.name < $1.name }
  }
}
