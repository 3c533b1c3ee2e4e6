import TestSupport
import Testing

@testable import Reconciliation

@Suite("Rule 2: the same state and content")
struct Rule2Tests {
  @Test(arguments: [
    (live(5), true, ArrivalDecision.put), (live(5), false, .revive), (deleted(5), false, .restateTombstone),
  ])
  func decisions(_ statement: HeardStatement, _ isLive: Bool, _ decision: ArrivalDecision) {
    var run = RunMemory.run()
    #expect(run.hear(statement, record: record(live: isLive, at: 5)) == Arrival(decision))
  }

  @Test("no revision; other bytes and the datestamp are kept, even an older one that applies at the close")
  func datestamps() throws {
    for said in [8, 5, 3, nil] {
      var store = MemoryStore(ArrivalRules(seed: 0))
      for (datestamp, raw) in [(5, 0), (said, 1)] {
        store.step(.begin(catalogue: 0, day: 1, full: true, complete: true, scope: "s", response: 1))
        store.step(
          .statement(
            ArrivalStatement(catalogue: 0, identifier: 0, datestamp: datestamp, content: .live(7), raw: raw)))
        store.step(.end(catalogue: 0, regular: true))
      }
      let kept = RecordSnapshot(revisions: [RevisionSnapshot(content: 7, raw: 1)], datestamp: said)
      #expect(try store.snapshot(of: 0).records == [0: kept])
    }
  }
}
