/// `POST /v1/refresh` and `POST /v1/catalogues/{name}/refresh`. Missing members are false.
public struct RefreshRequest: Hashable, Sendable, Codable {
  /// Ask for everything, not only for what changed.
  public var full: Bool
  /// Say what would change, and write nothing.
  public var dryRun: Bool

  public init(full: Bool = false, dryRun: Bool = false) {
    self.full = full
    self.dryRun = dryRun
  }

  private enum CodingKeys: String, CodingKey {
    case full
    case dryRun = "dry_run"
  }

  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    full = try values.flag(.full)
    dryRun = try values.flag(.dryRun)
  }
}

/// The answer to a refresh (202): the runs that it started.
public struct RefreshAnswer: Hashable, Sendable, Codable {
  public struct Start: Hashable, Sendable, Codable {
    public var catalogue: String
    /// The run to follow, below zero for a dry run; nil while it waits for its turn.
    public var run: Int64?
    /// The catalogue's last run before: a run that waits gets a higher number.
    public var after: Int64?
    /// Whether the run was going on already, or a dry run that asks for the same waits already.
    public var already: Bool
    /// Why it does not start, or not at once, for people.
    public var message: String?

    public init(
      catalogue: String, run: Int64? = nil, after: Int64? = nil, already: Bool = false,
      message: String? = nil
    ) {
      self.catalogue = catalogue
      self.run = run
      self.after = after
      self.already = already
      self.message = message
    }
  }

  public var runs: [Start]

  public init(runs: [Start]) { self.runs = runs }
}

/// The answer to `approve` and `reject`.
public struct DecisionAnswer: Hashable, Sendable, Codable {
  public var catalogue: String
  /// How many deletions were decided about.
  public var deletions: Int
  /// False where the decision waits for the open run's close.
  public var done: Bool
  /// What was done, for people.
  public var message: String

  public init(catalogue: String, deletions: Int, done: Bool, message: String) {
    self.catalogue = catalogue
    self.deletions = deletions
    self.done = done
    self.message = message
  }
}

/// The answer to `reparse`.
public struct ReparseAnswer: Hashable, Sendable, Codable {
  public var catalogue: String
  /// How many kept records were read again.
  public var records: Int
  public var changed: Int
  /// How many rejects could be read this time.
  public var mended: Int
  /// How many can still not be read.
  public var rejects: Int
  /// False where it waits for the open run's close.
  public var done: Bool
  public var message: String?

  public init(
    catalogue: String, records: Int = 0, changed: Int = 0, mended: Int = 0, rejects: Int = 0,
    done: Bool = true, message: String? = nil
  ) {
    self.catalogue = catalogue
    self.records = records
    self.changed = changed
    self.mended = mended
    self.rejects = rejects
    self.done = done
    self.message = message
  }
}

extension KeyedDecodingContainer {
  /// A member that is false where it is missing; `null` is not the same as missing.
  func flag(_ key: Key) throws -> Bool { contains(key) ? try decode(Bool.self, forKey: key) : false }

  /// A text that may be missing; `null` is not the same as missing.
  func text(_ key: Key) throws -> String? { contains(key) ? try decode(String.self, forKey: key) : nil }
}
