import Catalogue

/// Knows a record by its number in the store: 1 to 2^32 − 1, never given twice.
public typealias RecordNumber = Int64

/// What rules 1 to 8 need to know of a stored record.
public struct RecordState: Hashable, Sendable {
  public var number: RecordNumber
  /// Whether its last revision is live; else it is a tombstone.
  public var isLive: Bool
  /// The datestamp of the statement that it holds; nil where that had none.
  public var datestamp: Datestamp?
  /// From how many complete lists in a row it has been missing (rule 6).
  public var missed: Int

  public init(number: RecordNumber, isLive: Bool, datestamp: Datestamp?, missed: Int = 0) {
    self.number = number
    self.isLive = isLive
    self.datestamp = datestamp
    self.missed = missed
  }
}
