import Catalogue

/// `GET /v1/status`: how the daemon is.
public struct Status: Hashable, Sendable, Codable {
  /// What the daemon itself is doing.
  public enum State: String, Hashable, Sendable, Codable {
    case starting, running, stopping
    /// A state that this program is too old to know.
    case unknown

    public init(from decoder: any Decoder) throws {
      self = State(rawValue: try decoder.singleValueContainer().decode(String.self)) ?? .unknown
    }
  }

  /// The store behind it.
  public struct Store: Hashable, Sendable, Codable {
    public var path: String
    /// The size on disk, write-ahead log included.
    public var bytes: Int64
    /// Reports that are shown.
    public var reports: Int
    /// Reports that every catalogue withdrew.
    public var withdrawn: Int
    /// Records, tombstones included.
    public var records: Int
    /// The change log's last number.
    public var lastChange: Int64

    public init(
      path: String, bytes: Int64, reports: Int, withdrawn: Int, records: Int, lastChange: Int64
    ) {
      self.path = path
      self.bytes = bytes
      self.reports = reports
      self.withdrawn = withdrawn
      self.records = records
      self.lastChange = lastChange
    }

    private enum CodingKeys: String, CodingKey {
      case path, bytes, reports, withdrawn, records
      case lastChange = "last_change"
    }
  }

  /// How many catalogues are in one state, by `CatalogueState.name`.
  public struct StateCount: Hashable, Sendable, Codable {
    public var state: String
    public var count: Int

    public init(state: String, count: Int) {
      self.state = state
      self.count = count
    }
  }

  /// Work that goes on beside all else, a piece at a time.
  public struct Background: Hashable, Sendable, Codable {
    /// What is done. Kinds that a newer daemon made up are kept as they came.
    public struct Kind: RawRepresentable, Hashable, Sendable, Codable {
      public var rawValue: String

      public init(rawValue: String) { self.rawValue = rawValue }

      /// A catalogue's new priority or policies are applied to its reports.
      public static let terms = Kind(rawValue: "terms")
      /// The records of an earlier release's store find each other.
      public static let joins = Kind(rawValue: "joins")
    }

    public var kind: Kind
    /// Whose terms they are; nil for all catalogues.
    public var catalogue: String?
    /// Of a hundred parts.
    public var done: Int

    public init(kind: Kind, catalogue: String? = nil, done: Int) {
      self.kind = kind
      self.catalogue = catalogue
      self.done = done
    }
  }

  /// The daemon's version ("0.1.0").
  public var version: String
  public var state: State
  public var started: Timestamp
  /// Seconds since then.
  public var uptime: Int64
  public var store: Store
  public var catalogues: [StateCount]
  /// What waits for a person, the most urgent first; empty where all is well.
  public var needsPerson: [Need]
  /// How many conflicts wait for a person, and how many suggestions; nil where the daemon is too old to know.
  public var openConflicts: Int?
  public var suggestions: Int?
  /// Nil where nothing is done in the background.
  public var background: Background?

  public init(
    version: String, state: State, started: Timestamp, uptime: Int64, store: Store,
    catalogues: [StateCount], needsPerson: [Need], openConflicts: Int? = nil, suggestions: Int? = nil,
    background: Background? = nil
  ) {
    self.version = version
    self.state = state
    self.started = started
    self.uptime = uptime
    self.store = store
    self.catalogues = catalogues
    self.needsPerson = needsPerson
    self.openConflicts = openConflicts
    self.suggestions = suggestions
    self.background = background
  }

  private enum CodingKeys: String, CodingKey {
    case version, state, started, uptime, store, catalogues, suggestions, background
    case needsPerson = "needs_person"
    case openConflicts = "open_conflicts"
  }
}

/// Something that goes on only when a person acts.
public struct Need: Hashable, Sendable, Codable {
  /// What kind of thing it is. Kinds that a newer daemon made up are kept as they came.
  public struct Kind: RawRepresentable, Hashable, Sendable, Codable {
    public var rawValue: String

    public init(rawValue: String) { self.rawValue = rawValue }

    /// Deletions wait for `approve` or `reject` (rule 7).
    public static let held = Kind(rawValue: "held")
    /// A catalogue's runs fail.
    public static let failing = Kind(rawValue: "failing")
    /// An upstream refuses the credentials.
    public static let credentials = Kind(rawValue: "credentials")
    /// An upstream and a person, or two persons, say different things: `conflicts`, `resolve`.
    public static let conflicts = Kind(rawValue: "conflicts")
    /// A configuration file has a fault.
    public static let configuration = Kind(rawValue: "configuration")
    /// A new file's address is that of a catalogue that has none any more: `rename`.
    public static let rename = Kind(rawValue: "rename")
    /// The notify command fails.
    public static let notify = Kind(rawValue: "notify")
    /// The store's disk is full, or nearly.
    public static let disk = Kind(rawValue: "disk")
    /// The store has a fault.
    public static let store = Kind(rawValue: "store")

    /// Those of this release.
    public static let known: [Kind] = [
      held, failing, credentials, conflicts, configuration, rename, notify, disk, store,
    ]
  }

  public var kind: Kind
  /// The catalogue that it is about, if it is about one.
  public var catalogue: String?
  public var since: Timestamp?
  /// What is wrong, one sentence or two, for people.
  public var message: String
  /// What to type ("cataloguectl approve zenodo"), if that helps.
  public var command: String?

  public init(
    kind: Kind, catalogue: String? = nil, since: Timestamp? = nil, message: String, command: String? = nil
  ) {
    self.kind = kind
    self.catalogue = catalogue
    self.since = since
    self.message = message
    self.command = command
  }
}
