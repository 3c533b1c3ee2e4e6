/// What a person configured about how one catalogue's runs change its records.
public struct ArrivalSettings: Hashable, Sendable {
  /// From how many complete lists in a row a record must be missing before it counts as deleted (rule 6).
  public var missingAfter: Int
  /// Deletions up to this many are never held (rule 7) ...
  public var guardCount: Int
  /// ... nor up to this share of the catalogue's most live records of late, 0 to 1.
  public var guardShare: Double
  /// How long a catalogue whose upstream promises no tombstones may go without a full run, in seconds (rule 8).
  public var fullEvery: Int64

  public init(
    missingAfter: Int = 2, guardCount: Int = 10, guardShare: Double = 0.2, fullEvery: Int64 = 30 * 86400
  ) {
    self.missingAfter = missingAfter
    self.guardCount = guardCount
    self.guardShare = guardShare
    self.fullEvery = fullEvery
  }
}
