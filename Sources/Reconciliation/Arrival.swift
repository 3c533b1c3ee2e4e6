/// What a statement comes to (rules 1 to 4), and what has to be forgotten on the way.
public struct Arrival: Hashable, Sendable {
  public var decision: ArrivalDecision
  public var effects: ArrivalEffects

  public init(_ decision: ArrivalDecision, _ effects: ArrivalEffects = []) {
    self.decision = decision
    self.effects = effects
  }
}

/// What the store is to do with a statement.
public enum ArrivalDecision: Hashable, Sendable {
  /// Rule 1: insert the record with its first revision, live. Then call `RunMemory.inserted`.
  case insert
  /// Rule 1: insert the record as a tombstone, which no report shows. Then call `RunMemory.inserted`.
  case insertTombstone
  /// Rules 2 and 4: live said of a live record. Equal content: keep the new bytes. Different content: a new revision.
  /// Either way the statement's datestamp becomes the record's, also where it is nil.
  case put
  /// Rule 4: live said of a tombstone. A new revision and the statement's datestamp.
  case revive
  /// Rule 2: deleted said of a tombstone. No revision; the statement's bytes and datestamp replace the kept ones.
  case restateTombstone
  /// Rule 4: deleted said of a live record. Keep (record, datestamp) among the staged, in place of an earlier one.
  case stage
  /// Rule 3: older than what is stored, in a full run. Keep the statement with its bytes for the close, in place of an
  /// earlier one.
  case keepOlder
  /// Rule 3: older than what is stored. Dropped.
  case stale
  /// Rule 3: this run has taken (or keeps) one that is as late. Dropped.
  case duplicate
  /// The record could not be read; its identifier could.
  case refused
}

/// Rows that the store is to change besides, in the same transaction. Each is named only where there is such a row.
public struct ArrivalEffects: OptionSet, Hashable, Sendable {
  public let rawValue: UInt8

  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// The record was missing from lists before, and is here: its count goes back to 0 (rule 6).
  public static let resetMissed = ArrivalEffects(rawValue: 1 << 0)
  /// The record is seen: that its absence was once rejected counts no more (rule 7).
  public static let forgetRejectedAbsence = ArrivalEffects(rawValue: 1 << 1)
  /// A live statement was taken: that its undated deletion was once rejected counts no more (rule 7).
  public static let forgetRejectedUndated = ArrivalEffects(rawValue: 1 << 2)
  /// A live statement was taken: the record leaves the held set (rules 4 and 7).
  public static let leaveHeld = ArrivalEffects(rawValue: 1 << 3)
  /// A later statement was taken: the staged deletion is void (rule 4).
  public static let unstage = ArrivalEffects(rawValue: 1 << 4)
  /// A statement was taken: the older one that waited for the close is void (rule 3).
  public static let dropOlder = ArrivalEffects(rawValue: 1 << 5)
}
