import Catalogue

/// A statement, as far as rules 1 to 8 need it. Whether its content equals the stored one is the store's to find out,
/// and only when it is told to put it.
public struct HeardStatement: Hashable, Sendable {
  public enum Heard: Hashable, Sendable {
    case live
    case deleted
    /// The identifier could be read and the record could not: it is refused, and yet seen (rule 6).
    case broken
  }

  public var heard: Heard
  /// nil where the protocol promises none, or the upstream left it out: older than any (rule 3).
  public var datestamp: Datestamp?

  public init(_ heard: Heard, datestamp: Datestamp? = nil) {
    self.heard = heard
    self.datestamp = datestamp
  }
}

/// A statement of a full run that is older than what is stored. It waits for the close, for the upstream may have gone
/// back (rule 3).
public struct OlderStatement: Hashable, Sendable {
  /// Live or deleted; never broken.
  public var statement: HeardStatement
  /// Whether its record is live. It stays as it is until the close: this run has taken nothing of it.
  public var ofLiveRecord: Bool

  public init(_ statement: HeardStatement, ofLiveRecord: Bool) {
    self.statement = statement
    self.ofLiveRecord = ofLiveRecord
  }
}

/// Whether a statement is strictly later than another. A missing datestamp is older than any (rule 3).
func isLater(_ a: Datestamp?, than b: Datestamp?) -> Bool {
  guard let a else { return false }
  guard let b else { return true }
  return a > b
}
