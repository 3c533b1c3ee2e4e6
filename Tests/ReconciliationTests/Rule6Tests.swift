import Testing

@testable import Reconciliation

@Suite("Rule 6: absences")
struct Rule6Tests {
  @Test("count only in a full and complete list", arguments: [(true, true), (true, false), (false, true)])
  func complete(_ full: Bool, _ complete: Bool) {
    let run = RunMemory.run(full: full, complete: complete)
    let close = run.close(
      live: [record(1, missed: 1), record(2)], settings: ArrivalSettings(missingAfter: 2))
    #expect(close.missing == (full && complete ? NumberSet([1, 2]) : NumberSet()))
    #expect(close.outcome == .applied(DeletionSet(full && complete ? [1: .absent] : [:])))
  }

  /// missing_after, how often missed so far, whether this absence deletes.
  @Test(arguments: [(1, 0, true), (2, 0, false), (2, 1, true), (2, 5, true), (3, 1, false), (3, 2, true)])
  func missingAfter(_ limit: Int, _ missed: Int, _ deletes: Bool) {
    let close = RunMemory.run().close(
      live: [record(1, missed: missed), record(2, missed: -9)], settings: ArrivalSettings(missingAfter: limit)
    )
    #expect(close.outcome == .applied(DeletionSet(deletes ? [1: .absent] : [:])))
  }

  @Test("whoever is heard of is not absent", arguments: [live(5), live(1), deleted(1), broken()])
  func seen(_ statement: HeardStatement) {
    var run = RunMemory.run()
    #expect(run.hear(statement, record: record(at: 3, missed: 1)).effects == .resetMissed)
    #expect(run.close(live: [record(at: 3)]).missing.isEmpty)
    #expect(!run.hear(statement, record: record(at: 3)).effects.contains(.resetMissed))
  }

  @Test("a record whose identifier cannot be read, or a restart from a date, ends completeness for good")
  func incomplete() {
    var run = RunMemory.run()
    run.loseCompleteness()
    run.beginPass(1)
    #expect(!run.complete)
    #expect(run.close(live: [record(missed: 9)]).missing.isEmpty)
  }

  @Test("live records are asked for only where absences count")
  func asked() throws {
    struct Asked: Error {}
    let facts = CloseFacts(settings: ArrivalSettings(), liveRecords: 0, gone: [], peaks: [])
    _ = try RunMemory.run(complete: false).close(facts) { _ throws(Asked) in throw Asked() }
    #expect(throws: Asked.self) { try RunMemory.run().close(facts) { _ throws(Asked) in throw Asked() } }
  }
}
