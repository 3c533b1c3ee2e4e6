/// How many records there were, or were deleted, at the close of a run: what the guard looks back on (rule 7).
public struct GuardEntry: Hashable, Sendable {
  /// When that run began: seconds since 1970.
  public var begun: Int64
  public var count: Int

  public init(begun: Int64, count: Int) {
    self.begun = begun
    self.count = count
  }
}

/// What the close of a run needs besides the run's memory.
public struct CloseFacts: Hashable, Sendable {
  public var settings: ArrivalSettings
  /// How many records of the catalogue are live, before anything of this close is applied.
  public var liveRecords: Int
  /// The deletions that applied without approval, one entry a close; those older than `window` do no harm.
  public var gone: [GuardEntry]
  /// The live records before the deletions, one entry a close; those older than `window` do no harm.
  public var peaks: [GuardEntry]

  /// How far back from a run's begin the guard looks: 7 days, in seconds.
  public static let window: Int64 = 7 * 86400

  public init(settings: ArrivalSettings, liveRecords: Int, gone: [GuardEntry], peaks: [GuardEntry]) {
    self.settings = settings
    self.liveRecords = liveRecords
    self.gone = gone
    self.peaks = peaks
  }
}

/// What the close of a run changes (rules 5 to 7), in the order in which the store applies it: `older`, `missing`, then
/// `outcome`, all in one transaction with the end of the run.
public struct CloseDecision: Equatable, Sendable {
  /// Older statements that apply now, in ascending order of record: as if `hear` had said so of each. (An older deletion
  /// of a live record is not here; it is one of the deletions.)
  public var older: [OlderPut]
  /// Live records that a complete list did not hold: one more is added to each one's count of lists it was missing from.
  public var missing: NumberSet
  public var outcome: Outcome
  /// The new entry for `CloseFacts.peaks`.
  public var peak: GuardEntry

  public struct OlderPut: Hashable, Sendable {
    public var number: RecordNumber
    public var arrival: Arrival
  }

  public enum Outcome: Equatable, Sendable {
    /// Each becomes a tombstone, by its reason, and nothing is held any more.
    case applied(DeletionSet)
    /// Nothing of it applies; it becomes the held set, in place of the one before. Never empty.
    case held(DeletionSet)
  }

  /// Whether no record is missing from complete lists, but not yet from so many that it counts as deleted.
  public var isSettled: Bool {
    switch outcome {
    case .applied(let deletions), .held(let deletions): missing.allSatisfy { deletions.contains($0) }
    }
  }

  /// The new entry for `CloseFacts.gone`; nil where nothing was deleted.
  public var gone: GuardEntry? {
    guard case .applied(let deletions) = outcome, !deletions.isEmpty else { return nil }
    return GuardEntry(begun: peak.begun, count: deletions.count)
  }
}
