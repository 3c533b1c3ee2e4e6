import TestSupport
import Testing

@testable import Reconciliation

@Suite("Rule 5: the close")
struct Rule5Tests {
  @Test("older statements apply, in order of record; older deletions of live records join the deletions")
  func older() {
    var run = RunMemory.run(held: [2: .stated(at(8))])
    _ = run.hear(live(5), record: record(3, live: false, at: 9))
    _ = run.hear(live(5), record: record(2, at: 9))
    _ = run.hear(deleted(5), record: record(4, live: false, at: 9))
    _ = run.hear(deleted(5), record: record(1, at: 9))
    let close = run.close(live: [record(1), record(2)])
    #expect(
      close.older == [
        CloseDecision.OlderPut(number: 2, arrival: Arrival(.put, .leaveHeld)),
        CloseDecision.OlderPut(number: 3, arrival: Arrival(.revive)),
        CloseDecision.OlderPut(number: 4, arrival: Arrival(.restateTombstone)),
      ])
    #expect(close.outcome == .applied(DeletionSet([1: .stated(at(5))])))
  }

  @Test("those that came back to life count as live")
  func peak() {
    var run = RunMemory.run()
    _ = run.hear(live(5), record: record(1, live: false, at: 9))
    _ = run.hear(live(5), record: record(2, at: 9))
    #expect(run.close(live: [record(2)]).peak == GuardEntry(begun: run.begun, count: 2))
  }

  @Test("deletions apply together, and are remembered as gone")
  func deletions() {
    var run = RunMemory.run(complete: false)
    _ = run.hear(deleted(5), record: record(1))
    _ = run.hear(deleted(), record: record(2))
    let close = run.close(live: [record(1), record(2), record(3)])
    #expect(close.outcome == .applied(DeletionSet([1: .stated(at(5)), 2: .stated(nil)])))
    #expect(close.gone == GuardEntry(begun: run.begun, count: 2))
  }

  @Test("a list that broke off deletes nothing; what was live in it stays")
  func brokenOff() throws {
    var store = MemoryStore(ArrivalRules(seed: 0))
    func say(_ identifier: Int, _ content: ArrivalContent) -> ArrivalEvent {
      .statement(
        ArrivalStatement(catalogue: 0, identifier: identifier, datestamp: nil, content: content, raw: 0))
    }
    let begin = ArrivalEvent.begin(catalogue: 0, day: 1, full: true, complete: true, scope: "s", response: 1)
    store.play([begin, say(0, .live(1)), say(1, .live(1)), .end(catalogue: 0, regular: true)])
    store.play([begin, say(0, .deleted), say(2, .live(1)), .end(catalogue: 0, regular: false)])
    let after = try store.snapshot(of: 0)
    #expect(after.records.mapValues { $0.revisions.map(\.content) } == [0: [1], 1: [1], 2: [1]])
    #expect(after.peaks.count == 1)
    #expect(after.run == nil)
  }
}
