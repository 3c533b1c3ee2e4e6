/// A store that sequences of arrivals can be played on.
public protocol ArrivalWorld {
  mutating func step(_ event: ArrivalEvent) throws
  func snapshot(of catalogue: Int) throws -> CatalogueSnapshot
}

extension ArrivalWorld {
  public mutating func play(_ events: some Sequence<ArrivalEvent>) throws {
    for event in events { try step(event) }
  }
}

/// All that is stored of a catalogue, without record numbers and counters; by identifier.
public struct CatalogueSnapshot: Equatable, Sendable {
  public var records: [Int: RecordSnapshot] = [:]
  public var held: [Int: ReasonSnapshot] = [:]
  public var rejected: Set<RejectedSnapshot> = []
  /// Closes with deletions that applied without approval, in order.
  public var gone: [CountSnapshot] = []
  /// One entry a close, in order.
  public var peaks: [CountSnapshot] = []
  /// Of the last closed run.
  public var scope: String?
  public var response: Int?
  public var run: RunSnapshot?

  public init() {}

  /// Without the open run: what the properties compare.
  public var closed: CatalogueSnapshot {
    var copy = self
    copy.run = nil
    return copy
  }

  /// What P2 compares: what each record was, and what is held.
  public var history: HistorySnapshot {
    HistorySnapshot(contents: records.mapValues { $0.revisions.map(\.content) }, held: held)
  }
}

public struct HistorySnapshot: Equatable, Sendable {
  /// A deleted revision is nil.
  public var contents: [Int: [Int?]]
  public var held: [Int: ReasonSnapshot]
}

public struct RecordSnapshot: Equatable, Sendable {
  public var revisions: [RevisionSnapshot]
  public var datestamp: Int?
  public var missed: Int

  public init(revisions: [RevisionSnapshot], datestamp: Int?, missed: Int = 0) {
    self.revisions = revisions
    self.datestamp = datestamp
    self.missed = missed
  }
}

public struct RevisionSnapshot: Equatable, Sendable {
  /// nil: deleted.
  public var content: Int?
  public var raw: Int

  public init(content: Int?, raw: Int) {
    self.content = content
    self.raw = raw
  }
}

public enum ReasonSnapshot: Hashable, Sendable {
  case absent
  /// Deleted, with a datestamp or without.
  case stated(Int?)
}

public struct RejectedSnapshot: Hashable, Sendable {
  public var identifier: Int
  public var reason: ReasonSnapshot

  public init(identifier: Int, reason: ReasonSnapshot) {
    self.identifier = identifier
    self.reason = reason
  }
}

public struct CountSnapshot: Equatable, Sendable {
  public var day: Int
  public var count: Int

  public init(day: Int, count: Int) {
    self.day = day
    self.count = count
  }
}

/// What an open run keeps for its close.
public struct RunSnapshot: Equatable, Sendable {
  public var full: Bool
  public var complete: Bool
  public var staged: [Int: ReasonSnapshot]
  public var older: [Int: ArrivalStatement]
  public var wasHeld: Set<Int>

  public init(
    full: Bool, complete: Bool, staged: [Int: ReasonSnapshot], older: [Int: ArrivalStatement],
    wasHeld: Set<Int>
  ) {
    self.full = full
    self.complete = complete
    self.staged = staged
    self.older = older
    self.wasHeld = wasHeld
  }
}
