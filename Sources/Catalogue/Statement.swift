/// What a run hears of one identifier.
public struct Statement: Hashable, Sendable {
  /// The upstream's own identifier of the record; never empty.
  public var identifier: String
  /// Where the protocol promises one: seconds since 1970 in UTC.
  public var datestamp: Datestamp?
  public var state: State

  public enum State: Hashable, Sendable {
    case live(Report)
    case deleted
  }

  public init(identifier: String, datestamp: Datestamp?, state: State) {
    self.identifier = identifier
    self.datestamp = datestamp
    self.state = state
  }
}

/// When an upstream says that a record last changed (OAI-PMH 2.0, 2.7.1), in seconds since 1970-01-01T00:00:00Z.
/// A datestamp of day granularity is that day's first second.
public struct Datestamp: Hashable, Comparable, Sendable, Codable {
  public var seconds: Int64

  public init(seconds: Int64) { self.seconds = seconds }

  public static func < (a: Datestamp, b: Datestamp) -> Bool { a.seconds < b.seconds }
}
