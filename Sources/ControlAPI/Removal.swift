/// `POST /v1/reports/{id}/purge`. A missing member is false.
public struct PurgeRequest: Hashable, Sendable, Codable {
  /// Say what would be removed, and remove nothing.
  public var dryRun: Bool

  public init(dryRun: Bool = false) { self.dryRun = dryRun }

  private enum CodingKeys: String, CodingKey { case dryRun = "dry_run" }

  public init(from decoder: any Decoder) throws {
    dryRun = try decoder.container(keyedBy: CodingKeys.self).flag(.dryRun)
  }
}

/// The answer to the purge of a report: what is removed for good, or would be.
public struct PurgeAnswer: Hashable, Sendable, Codable {
  /// The report's number.
  public var report: Int64
  public var title: String
  /// The names of the catalogues whose records it has.
  public var catalogues: [String]
  public var records: Int
  /// All states that these records have had.
  public var revisions: Int
  /// Edits and other decisions that concern nothing besides.
  public var decisions: Int
  /// False for a dry run.
  public var done: Bool
  /// What was done, or would be, for people.
  public var message: String

  public init(
    report: Int64, title: String, catalogues: [String], records: Int, revisions: Int, decisions: Int,
    done: Bool, message: String
  ) {
    self.report = report
    self.title = title
    self.catalogues = catalogues
    self.records = records
    self.revisions = revisions
    self.decisions = decisions
    self.done = done
    self.message = message
  }
}

/// `POST /v1/trim`: removes old states of records for good, where the configuration allows it.
public struct TrimRequest: Hashable, Sendable, Codable {
  /// How old a state is at least that goes.
  public var olderThan: Age
  /// Nil for all catalogues that allow it.
  public var catalogue: String?
  /// Say what would be removed, and remove nothing.
  public var dryRun: Bool

  public init(olderThan: Age, catalogue: String? = nil, dryRun: Bool = false) {
    self.olderThan = olderThan
    self.catalogue = catalogue
    self.dryRun = dryRun
  }

  private enum CodingKeys: String, CodingKey {
    case catalogue
    case olderThan = "older_than"
    case dryRun = "dry_run"
  }

  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    olderThan = try values.decode(Age.self, forKey: .olderThan)
    catalogue = values.contains(.catalogue) ? try values.decode(String.self, forKey: .catalogue) : nil
    dryRun = try values.flag(.dryRun)
  }
}

/// The answer to `trim`.
public struct TrimAnswer: Hashable, Sendable, Codable {
  /// What goes of one catalogue, or would.
  public struct Count: Hashable, Sendable, Codable {
    public var catalogue: String
    /// How many of its records have fewer states then.
    public var records: Int
    public var revisions: Int

    public init(catalogue: String, records: Int, revisions: Int) {
      self.catalogue = catalogue
      self.records = records
      self.revisions = revisions
    }
  }

  /// States that were taken before this moment go, but for the last of them.
  public var before: Timestamp
  /// By name.
  public var catalogues: [Count]
  /// The names of catalogues that keep all their states, where none was named.
  public var skipped: [String]
  /// False for a dry run.
  public var done: Bool

  public init(before: Timestamp, catalogues: [Count], skipped: [String], done: Bool) {
    self.before = before
    self.catalogues = catalogues
    self.skipped = skipped
    self.done = done
  }
}
