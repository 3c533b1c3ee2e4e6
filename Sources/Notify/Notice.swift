import ControlAPI

/// The JSON document that the command is given on its standard input. Members are never given a new meaning.
public struct Notice: Hashable, Sendable, Codable {
  public enum Event: String, Hashable, Sendable, Codable {
    /// Deletions of a catalogue wait for a person.
    case held
    /// An upstream says something else than what a person wants.
    case conflicts
    /// A catalogue's runs have failed for long.
    case failing
    /// A catalogue whose failing was told is in step again.
    case recovered
    /// An upstream refuses the credentials.
    case credentials
    /// The store's disk is nearly full.
    case disk
    /// New reports match a search.
    case reports
  }

  public var event: Event
  /// The machine's name.
  public var host: String
  public var at: Timestamp
  /// One line for people.
  public var subject: String
  /// What is the matter, for people.
  public var message: String
  public var catalogue: String?
  /// The catalogue's title.
  public var title: String?
  public var since: Timestamp?
  /// What to type, if that helps.
  public var command: String?
  /// The search's name and words, how many new reports match it, and the first of them.
  public var search: String?
  public var words: String?
  public var total: Int?
  public var reports: [ReportSummary]?

  public init(event: Event, host: String, at: Timestamp, subject: String, message: String) {
    self.event = event
    self.host = host
    self.at = at
    self.subject = subject
    self.message = message
  }
}
