import Testing

@testable import Reconciliation

@Suite("Rule 3: what is taken, stale, or a duplicate")
struct Rule3Tests {
  /// Stored and said datestamp, and whether the first statement of a run is taken.
  static let firsts: [(stored: Int64?, said: Int64?, taken: Bool)] = [
    (nil, nil, true), (nil, 5, true), (5, 5, true), (5, 6, true), (5, 4, false), (5, nil, false),
  ]

  @Test("the first of a run is taken unless older than the stored one", arguments: firsts)
  func first(_ stored: Int64?, _ said: Int64?, _ taken: Bool) {
    for (full, otherwise) in [(false, ArrivalDecision.stale), (true, .keepOlder)] {
      var run = RunMemory.run(full: full)
      #expect(run.hear(live(said), record: record(at: stored)).decision == (taken ? .put : otherwise))
      #expect(run.taken.contains(1) == taken)
      #expect(run.seen.contains(1))
      #expect((run.older[1] != nil) == (full && !taken))
    }
  }

  /// The datestamp taken last, a further one, and whether it is taken, too.
  static let furthers: [(last: Int64?, said: Int64?, taken: Bool)] = [
    (5, 6, true), (5, 5, false), (5, 4, false), (5, nil, false), (nil, 5, true), (nil, nil, false),
  ]

  @Test("a further one is taken only if strictly later than the last", arguments: furthers)
  func further(_ last: Int64?, _ said: Int64?, _ taken: Bool) {
    for statement in [live(said), deleted(said)] {
      var run = RunMemory.run()
      _ = run.hear(live(last), record: record(at: nil))
      let expected: ArrivalDecision = !taken ? .duplicate : statement.heard == .live ? .put : .stage
      #expect(run.hear(statement, record: record(at: last)).decision == expected)
    }
  }

  @Test("after a staged deletion, the last one is the staged, not the stored", arguments: furthers)
  func afterStaging(_ last: Int64?, _ said: Int64?, _ taken: Bool) {
    var run = RunMemory.run()
    #expect(run.hear(deleted(last), record: record(at: nil)).decision == .stage)
    let arrival = run.hear(live(said), record: record(at: nil))
    #expect(arrival == (taken ? Arrival(.put, .unstage) : Arrival(.duplicate)))
    #expect(run.staged.isEmpty == taken)
  }

  @Test("of older statements the latest waits, the first of those as late")
  func older() {
    var run = RunMemory.run()
    let stored = record(at: 9)
    #expect(run.hear(live(), record: stored).decision == .keepOlder)
    #expect(run.hear(live(), record: stored).decision == .duplicate)
    #expect(run.hear(deleted(3), record: stored).decision == .keepOlder)
    #expect(run.hear(live(3), record: stored).decision == .duplicate)
    #expect(run.hear(live(2), record: stored).decision == .duplicate)
    #expect(run.older == [1: OlderStatement(deleted(3), ofLiveRecord: true)])
    #expect(run.staged.isEmpty)
  }

  @Test("an older statement is void when one is taken, and none waits after that")
  func olderThenTaken() {
    var run = RunMemory.run()
    _ = run.hear(live(3), record: record(at: 9))
    #expect(run.hear(live(9), record: record(at: 9)) == Arrival(.put, .dropOlder))
    #expect(run.older.isEmpty)
    #expect(run.hear(live(3), record: record(at: 9)).decision == .duplicate)
    #expect(run.older.isEmpty)
  }
}
