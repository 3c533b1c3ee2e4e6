import Testing

@testable import Reconciliation

@Suite("Rule 1: the identifier is unknown")
struct Rule1Tests {
  @Test(arguments: [
    (live(5), ArrivalDecision.insert), (live(), .insert), (deleted(5), .insertTombstone),
    (deleted(), .insertTombstone), (broken(), .refused),
  ])
  func firstStatement(_ statement: HeardStatement, _ decision: ArrivalDecision) {
    var run = RunMemory.run()
    #expect(run.hear(statement, record: nil) == Arrival(decision))
  }

  @Test("what was inserted counts as taken and seen")
  func inserted() {
    var run = RunMemory.run()
    _ = run.hear(live(5), record: nil)
    run.inserted(1)
    #expect(run.hear(live(5), record: record(at: 5)) == Arrival(.duplicate))
    #expect(run.hear(live(6), record: record(at: 5)) == Arrival(.put))
    #expect(run.close(live: [record(at: 6)]).missing.isEmpty)
  }

  @Test("a new tombstone is not counted by the guard")
  func tombstone() {
    var run = RunMemory.run()
    _ = run.hear(deleted(5), record: nil)
    run.inserted(2)
    let close = run.close(live: [], settings: ArrivalSettings(guardCount: 0, guardShare: 0))
    #expect(close.outcome == .applied(DeletionSet()))
    #expect(close.gone == nil)
  }
}
