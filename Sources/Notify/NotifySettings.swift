/// Whom to tell when something needs a person, and of what.
public struct NotifySettings: Hashable, Sendable {
  /// A program's path and its arguments. Empty: nobody is told.
  public var command: [String]
  /// How long, in seconds, a catalogue's runs must fail before that is told.
  public var failingAfter: Int64
  /// After so many seconds the command is killed, with all that it started.
  public var timeout: Double
  public var disk: DiskFloor
  /// What new reports are looked through for.
  public var searches: [SavedSearch]

  public init(
    command: [String] = [], failingAfter: Int64 = 86_400, timeout: Double = 30, disk: DiskFloor = DiskFloor(),
    searches: [SavedSearch] = []
  ) {
    self.command = command
    self.failingAfter = failingAfter
    self.timeout = timeout
    self.disk = disk
    self.searches = searches
  }
}

/// A question that every new report is asked.
public struct SavedSearch: Hashable, Sendable {
  /// What it is called; each name once.
  public var name: String
  /// As for `cataloguectl search`: every word must occur, "a phrase", or begin*.
  public var words: String
  /// Only reports of this catalogue; nil: of all.
  public var catalogue: String?

  public init(name: String, words: String, catalogue: String? = nil) {
    self.name = name
    self.words = words
    self.catalogue = catalogue
  }
}
