import Testing

@testable import Reconciliation

@Suite("Rule 4: live and deleted statements that are taken")
struct Rule4Tests {
  @Test("a deletion of a live record is staged, with its own datestamp", arguments: [5, nil] as [Int64?])
  func staged(_ said: Int64?) {
    var run = RunMemory.run()
    #expect(run.hear(deleted(said), record: record()) == Arrival(.stage))
    #expect(run.staged[1] == .stated(at(said)))
  }

  @Test("a later deletion replaces the staged one")
  func stagedAgain() {
    var run = RunMemory.run()
    _ = run.hear(deleted(5), record: record())
    #expect(run.hear(deleted(6), record: record()) == Arrival(.stage))
    #expect(run.staged.dictionary == [1: .stated(at(6))])
  }

  @Test(
    "a live statement leaves what is held, whatever for",
    arguments: [.absent, .stated(at(5)), .stated(nil)] as [DeletionReason])
  func held(_ reason: DeletionReason) {
    var run = RunMemory.run(held: [1: reason, 2: reason])
    #expect(run.hear(live(9), record: record(at: 5)) == Arrival(.put, .leaveHeld))
    #expect(run.held.dictionary == [2: reason])
    #expect(run.wasHeld == NumberSet([1, 2]))
  }

  @Test("a statement that is not taken, or broken, leaves nothing")
  func notTaken() {
    var run = RunMemory.run(held: [1: .absent])
    #expect(run.hear(live(4), record: record(at: 5)) == Arrival(.keepOlder))
    #expect(run.hear(broken(), record: record(at: 5)) == Arrival(.refused))
    #expect(run.held.dictionary == [1: .absent])
  }

  @Test("a tombstone comes back to life, and can be deleted again")
  func revived() {
    var run = RunMemory.run()
    #expect(run.hear(live(5), record: record(live: false, at: 5)) == Arrival(.revive))
    #expect(run.hear(deleted(6), record: record(at: 5)) == Arrival(.stage))
  }
}
