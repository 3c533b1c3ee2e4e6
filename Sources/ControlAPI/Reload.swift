/// The answer to `POST /v1/reload`: what became of the configuration's files. What cannot be understood leaves what is in
/// force of it.
public struct ReloadAnswer: Hashable, Sendable, Codable {
  /// What is wrong with a file, and what would be right.
  public struct Fault: Hashable, Sendable, Codable {
    public var file: String
    /// From 1; 0 where the fault is the file itself.
    public var line: Int
    public var column: Int
    public var message: String
    /// The catalogue whose file it is; nil for `catalogued.toml`.
    public var catalogue: String?

    public init(file: String, line: Int = 0, column: Int = 0, message: String, catalogue: String? = nil) {
      self.file = file
      self.line = line
      self.column = column
      self.message = message
      self.catalogue = catalogue
    }

    /// `file:line:column: message`, the form that editors jump to.
    public var text: String {
      if file.isEmpty { return message }
      return line > 0 ? "\(file):\(line):\(column): \(message)" : "\(file): \(message)"
    }
  }

  /// Names of catalogues that are asked from now on.
  public var added: [String]
  public var changed: [String]
  /// Names that have no file any more; they keep their records.
  public var removed: [String]
  /// How many are as they were.
  public var unchanged: Int
  /// New names that wait for a person (`cataloguectl rename`).
  public var waiting: [String]
  /// Empty where all is well.
  public var problems: [Fault]
  /// What else to know, for people.
  public var notes: [String]

  public init(
    added: [String] = [], changed: [String] = [], removed: [String] = [], unchanged: Int = 0,
    waiting: [String] = [], problems: [Fault] = [], notes: [String] = []
  ) {
    self.added = added
    self.changed = changed
    self.removed = removed
    self.unchanged = unchanged
    self.waiting = waiting
    self.problems = problems
    self.notes = notes
  }

  /// "1 added (zenodo), 2 changed (a, b), 7 unchanged".
  public var summary: String {
    var parts: [String] = []
    for (names, what) in [
      (added, "added"), (changed, "changed"), (removed, "removed"), (waiting, "waiting for a person"),
    ] where !names.isEmpty {
      let shown = names.prefix(5).joined(separator: ", ") + (names.count > 5 ? ", …" : "")
      parts.append("\(names.count) \(what) (\(shown))")
    }
    parts.append("\(unchanged) unchanged")
    return parts.joined(separator: ", ")
  }
}

/// `POST /v1/catalogues/{name}/forget`. Missing members are false.
public struct ForgetRequest: Hashable, Sendable, Codable {
  /// Remove what only this catalogue carries, for good; else its records go on showing.
  public var purge: Bool
  /// Say what would be removed, and remove nothing.
  public var dryRun: Bool

  public init(purge: Bool = false, dryRun: Bool = false) {
    self.purge = purge
    self.dryRun = dryRun
  }

  private enum CodingKeys: String, CodingKey {
    case purge
    case dryRun = "dry_run"
  }

  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    purge = try values.flag(.purge)
    dryRun = try values.flag(.dryRun)
  }
}

/// The answer to `forget`.
public struct ForgetAnswer: Hashable, Sendable, Codable {
  public var catalogue: String
  public var purge: Bool
  /// False for a dry run.
  public var done: Bool
  /// What only this catalogue carries: reports that are shown, those that are withdrawn, all records, rejects.
  public var reports: Int
  public var withdrawn: Int
  public var records: Int
  public var rejects: Int
  /// Edits and other decisions that go with it, and those that go on over other catalogues' records; nil where the daemon
  /// is too old to know.
  public var decisions: Int?
  public var handedOver: Int?

  public init(
    catalogue: String, purge: Bool, done: Bool, reports: Int, withdrawn: Int, records: Int, rejects: Int,
    decisions: Int? = nil, handedOver: Int? = nil
  ) {
    self.catalogue = catalogue
    self.purge = purge
    self.done = done
    self.reports = reports
    self.withdrawn = withdrawn
    self.records = records
    self.rejects = rejects
    self.decisions = decisions
    self.handedOver = handedOver
  }

  private enum CodingKeys: String, CodingKey {
    case catalogue, purge, done, reports, withdrawn, records, rejects, decisions
    case handedOver = "handed_over"
  }
}

/// `POST /v1/catalogues/{name}/rename`: the records of a catalogue that has no file any more belong to the name `to`, or
/// do not.
public struct RenameRequest: Hashable, Sendable, Codable {
  public var to: String
  /// Whether `to` is another catalogue after all, and begins with nothing.
  public var another: Bool

  public init(to: String, another: Bool = false) {
    self.to = to
    self.another = another
  }

  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    to = try values.decode(String.self, forKey: .to)
    another = try values.flag(.another)
  }
}

/// The answer to `rename`.
public struct RenameAnswer: Hashable, Sendable, Codable {
  public var catalogue: String
  public var to: String
  /// How many records went to the new name.
  public var records: Int
  /// What was done, for people.
  public var message: String

  public init(catalogue: String, to: String, records: Int, message: String) {
    self.catalogue = catalogue
    self.to = to
    self.records = records
    self.message = message
  }
}
