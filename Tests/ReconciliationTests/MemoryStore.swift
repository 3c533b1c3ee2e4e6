import Catalogue
import TestSupport

@testable import Reconciliation

/// A store in dictionaries that does what the pure functions say and nothing else. Its rows are kept by the effects
/// alone, so that a kill can be tried at any moment: `reload` forgets the run's memory and reads it back from them.
struct MemoryStore: ArrivalWorld {
  struct Record {
    var number: RecordNumber
    var revisions: [RevisionSnapshot]
    var datestamp: Datestamp?
    var missed = 0

    var isLive: Bool { revisions.last?.content != nil }
    var state: RecordState {
      RecordState(number: number, isLive: isLive, datestamp: datestamp, missed: missed)
    }
  }

  struct Run {
    var scope: String
    var response: Int
    var memory: RunMemory
    var pages: [[UInt8]] = []
    var wasHeld: [UInt8]
    var staged: [RecordNumber: DeletionReason] = [:]
    var older: [RecordNumber: (kept: OlderStatement, said: ArrivalStatement)] = [:]
  }

  struct RejectedRow: Hashable {
    var number: RecordNumber
    var reason: DeletionReason
  }

  enum Answer {
    case approve(saw: DeletionSet)
    case reject
  }

  struct Catalogue {
    var records: [Int: Record] = [:]
    var identifiers: [RecordNumber: Int] = [:]
    var held: [RecordNumber: DeletionReason] = [:]
    var rejected: Set<RejectedRow> = []
    var gone: [GuardEntry] = []
    var peaks: [GuardEntry] = []
    var last: LastClose?
    var run: Run?
    var waiting: [Answer] = []
    /// What the pure functions told to do and cannot be done.
    var faults: [String] = []

    var heldSet: DeletionSet { DeletionSet(held.map { ($0.key, $0.value) }) }
    var rejectedSet: RejectedDeletions { RejectedDeletions(rejected.map { ($0.number, $0.reason) }) }
  }

  let rules: ArrivalRules
  /// How far record numbers lie apart: those of many other catalogues stand between.
  let spread: RecordNumber
  var catalogues = [Catalogue(), Catalogue()]
  private var inserted: RecordNumber = 0

  static let day: Int64 = 86400

  init(_ rules: ArrivalRules, spread: RecordNumber = 1) {
    self.rules = rules
    self.spread = spread
  }

  mutating func step(_ event: ArrivalEvent) {
    let name = event.catalogue
    switch event {
    case .begin(_, let day, let full, let complete, let scope, let response):
      if catalogues[name].run != nil { catalogues[name].end() }
      catalogues[name].begin(day: day, full: full, complete: complete, scope: scope, response: response)
    case .statement(let statement):
      catalogues[name].hear(statement, next: 1 + inserted * spread)
      inserted = RecordNumber(catalogues[0].records.count + catalogues[1].records.count)
    case .end(_, let regular):
      if regular, catalogues[name].run != nil { catalogues[name].close(rules, rules.missingAfter[name]) }
      catalogues[name].end()
    case .approve: catalogues[name].answer(.approve(saw: catalogues[name].heldSet))
    case .reject: catalogues[name].answer(.reject)
    }
  }

  /// Ends a page in every open run: what a transaction makes durable.
  mutating func commit() {
    for name in catalogues.indices {
      guard let page = catalogues[name].run?.memory.endPage() else { continue }
      catalogues[name].run?.pages.append(page.bytes)
    }
  }

  /// A kill right after a commit: every open run's memory is read back. nil where it is the same; else what is not.
  mutating func reload() -> String? {
    for name in catalogues.indices {
      guard let run = catalogues[name].run else { continue }
      let again = catalogues[name].recalled(run)
      if again != run.memory { return "recalled \(again)\n  instead of \(run.memory)" }
      catalogues[name].run?.memory = again
    }
    return nil
  }
}

extension MemoryStore.Catalogue {
  mutating func begin(day: Int, full: Bool, complete: Bool, scope: String, response: Int) {
    let required = FullRunReason.required(
      last: last, scope: scope, responseDate: Datestamp(seconds: Int64(response)), promisesTombstones: true,
      now: 0, settings: ArrivalSettings())
    let memory = RunMemory(
      begun: Int64(day) * MemoryStore.day, full: full || required != nil, complete: complete, held: heldSet,
      rejected: rejectedSet)
    run = MemoryStore.Run(scope: scope, response: response, memory: memory, wasHeld: memory.wasHeld.bytes)
  }

  mutating func hear(_ statement: ArrivalStatement, next: RecordNumber) {
    guard run != nil else { return }
    guard let identifier = statement.identifier else {
      run!.memory.loseCompleteness()
      return
    }
    let arrival = run!.memory.hear(statement.heard, record: records[identifier]?.state)
    apply(arrival, statement, identifier, next)
  }

  mutating func apply(
    _ arrival: Arrival, _ statement: ArrivalStatement, _ identifier: Int, _ next: RecordNumber
  ) {
    if let number = records[identifier]?.number { apply(arrival.effects, identifier, number) }
    let revision = RevisionSnapshot(content: statement.stated, raw: statement.raw)
    switch arrival.decision {
    case .insert, .insertTombstone:
      check((arrival.decision == .insert) == (statement.stated != nil), "\(arrival) of \(statement)")
      records[identifier] = MemoryStore.Record(
        number: next, revisions: [revision], datestamp: statement.heard.datestamp)
      identifiers[next] = identifier
      run!.memory.inserted(next)
    case .put, .revive, .restateTombstone:
      var record = records[identifier]!
      check(
        (arrival.decision != .restateTombstone) == (statement.stated != nil), "\(arrival) of \(statement)")
      check((arrival.decision == .put) == record.isLive, "\(arrival) of \(record)")
      if record.revisions.last!.content == statement.stated {
        record.revisions.removeLast()
      } else {
        record.missed = 0
      }
      record.revisions.append(revision)
      record.datestamp = statement.heard.datestamp
      records[identifier] = record
    case .stage: run!.staged[records[identifier]!.number] = .stated(statement.heard.datestamp)
    case .keepOlder:
      let record = records[identifier]!
      run!.older[record.number] = (OlderStatement(statement.heard, ofLiveRecord: record.isLive), statement)
    case .stale, .duplicate, .refused: break
    }
  }

  /// Each effect names a row that is there.
  private mutating func apply(_ effects: ArrivalEffects, _ identifier: Int, _ number: RecordNumber) {
    if effects.contains(.resetMissed) {
      check(records[identifier]!.missed > 0, "resetMissed \(identifier)")
      records[identifier]!.missed = 0
    }
    if effects.contains(.forgetRejectedAbsence) {
      let row = MemoryStore.RejectedRow(number: number, reason: .absent)
      check(rejected.remove(row) != nil, "forgetRejectedAbsence \(identifier)")
    }
    if effects.contains(.forgetRejectedUndated) {
      let row = MemoryStore.RejectedRow(number: number, reason: .stated(nil))
      check(rejected.remove(row) != nil, "forgetRejectedUndated \(identifier)")
    }
    if effects.contains(.leaveHeld) {
      check(held.removeValue(forKey: number) != nil, "leaveHeld \(identifier)")
    }
    if effects.contains(.unstage) {
      check(run!.staged.removeValue(forKey: number) != nil, "unstage \(identifier)")
    }
    if effects.contains(.dropOlder) {
      check(run!.older.removeValue(forKey: number) != nil, "dropOlder \(identifier)")
    }
  }

  mutating func close(_ rules: ArrivalRules, _ missingAfter: Int) {
    let run = run!
    let facts = CloseFacts(
      settings: ArrivalSettings(
        missingAfter: missingAfter, guardCount: rules.guardCount, guardShare: rules.guardShare),
      liveRecords: records.values.count(where: \.isLive), gone: gone, peaks: peaks)
    let decision = run.memory.close(facts) { give in
      for record in records.values where record.isLive { give(record.number, record.missed) }
    }
    for older in decision.older {
      let said = run.older[older.number]!.said
      apply(older.arrival, said, identifiers[older.number]!, 0)
    }
    for number in decision.missing { records[identifiers[number]!]!.missed += 1 }
    switch decision.outcome {
    case .applied(let deletions):
      bury(deletions)
      held = [:]
    case .held(let deletions):
      check(!deletions.isEmpty, "an empty set is held")
      held = Dictionary(uniqueKeysWithValues: deletions.map { ($0.number, $0.reason) })
    }
    peaks.append(decision.peak)
    if let gone = decision.gone { self.gone.append(gone) }
    last = LastClose(scope: run.scope, responseDate: Datestamp(seconds: Int64(run.response)), lastFull: 0)
    self.run = nil
  }

  private mutating func bury(_ deletions: DeletionSet) {
    for (number, reason) in deletions {
      var record = records[identifiers[number]!]!
      check(record.isLive, "a tombstone is buried")
      record.revisions.append(RevisionSnapshot(content: nil, raw: 0))
      record.missed = 0
      if case .stated(let datestamp) = reason { record.datestamp = datestamp }
      records[identifiers[number]!] = record
    }
  }

  mutating func end() {
    run = nil
    let answers = waiting
    waiting = []
    for answer in answers { self.answer(answer) }
  }

  mutating func answer(_ answer: MemoryStore.Answer) {
    guard run == nil else {
      waiting.append(answer)
      return
    }
    switch answer {
    case .approve(let saw):
      let (agreed, left) = heldSet.approved(saw: saw)
      bury(agreed)
      held = Dictionary(uniqueKeysWithValues: left.map { ($0.number, $0.reason) })
    case .reject:
      let new = heldSet.rejected()
      for number in identifiers.keys {
        for reason in [.absent, held[number]].compactMap(\.self) where new.contains(number, reason) {
          rejected.insert(MemoryStore.RejectedRow(number: number, reason: reason))
        }
      }
      held = [:]
    }
  }

  /// A run's memory, as it is read back from what a store keeps.
  func recalled(_ run: MemoryStore.Run) -> RunMemory {
    RunMemory(
      begun: run.memory.begun, full: run.memory.full, complete: run.memory.complete,
      wasHeld: NumberSet(bytes: run.wasHeld)!, held: heldSet, rejected: rejectedSet,
      staged: DeletionSet(run.staged.map { ($0.key, $0.value) }), older: run.older.mapValues(\.kept),
      pages: run.pages.map { PageMemory(bytes: $0)! })
  }

  private mutating func check(_ holds: Bool, _ message: @autoclosure () -> String) {
    if !holds { faults.append(message()) }
  }
}

extension ArrivalStatement {
  var heard: HeardStatement {
    let heard: HeardStatement.Heard =
      switch content {
      case .live: .live
      case .deleted: .deleted
      case .broken: .broken
      }
    return HeardStatement(heard, datestamp: datestamp.map { Datestamp(seconds: Int64($0)) })
  }
}
