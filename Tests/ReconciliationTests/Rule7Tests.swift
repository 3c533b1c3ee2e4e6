import Testing

@testable import Reconciliation

@Suite("Rule 7: the guard, held sets, and what persons say of them")
struct Rule7Tests {
  struct Case: Sendable {
    var what: String
    var live: Int
    var deletions: Int
    var gone: [(daysAgo: Int64, count: Int)] = []
    var peaks: [(daysAgo: Int64, count: Int)] = []
    var holds: Bool
  }

  static let cases = [
    Case(what: "up to ten", live: 20, deletions: 10, holds: false),
    Case(what: "more than ten", live: 20, deletions: 11, holds: true),
    Case(what: "up to a fifth", live: 100, deletions: 20, holds: false),
    Case(what: "more than a fifth", live: 100, deletions: 21, holds: true),
    Case(what: "all of them, however few", live: 2, deletions: 2, holds: true),
    Case(what: "none of none", live: 0, deletions: 0, holds: false),
    Case(what: "with those of the week", live: 100, deletions: 11, gone: [(6, 5), (1, 5)], holds: true),
    Case(
      what: "up to, with those of the week", live: 100, deletions: 10, gone: [(6, 5), (0, 5)], holds: false),
    Case(what: "not with those of a week ago", live: 100, deletions: 20, gone: [(7, 9)], holds: false),
    Case(what: "of the most in the week", live: 80, deletions: 20, peaks: [(6, 100)], holds: false),
    Case(what: "not of the most a week ago", live: 80, deletions: 20, peaks: [(7, 100)], holds: true),
    Case(what: "nothing, though the week was full", live: 20, deletions: 0, gone: [(1, 99)], holds: false),
  ]

  @Test(arguments: cases)
  func limits(_ it: Case) {
    var run = RunMemory.run()
    for number in 0..<it.live {
      let number = RecordNumber(number)
      _ = run.hear(number < it.deletions ? deleted() : live(), record: record(number))
    }
    func entries(_ days: [(daysAgo: Int64, count: Int)]) -> [GuardEntry] {
      days.map { GuardEntry(begun: run.begun - $0.daysAgo * 86400, count: $0.count) }
    }
    let close = run.close(
      live: [], settings: ArrivalSettings(), gone: entries(it.gone), peaks: entries(it.peaks), count: it.live)
    #expect(close.outcome == (it.holds ? .held(run.staged) : .applied(run.staged)), "\(it.what)")
    #expect(close.gone?.count == (it.holds || it.deletions == 0 ? nil : it.deletions))
  }

  @Test("later deletions join what is held, and their datestamp counts")
  func joined() {
    var run = RunMemory.run(full: false, held: [1: .stated(at(1)), 2: .absent, 3: .stated(at(1))])
    _ = run.hear(deleted(5), record: record(1))
    _ = run.hear(deleted(5), record: record(4))
    let all: [RecordNumber: DeletionReason] = [
      1: .stated(at(5)), 2: .absent, 3: .stated(at(1)), 4: .stated(at(5)),
    ]
    #expect(run.close(live: [], count: 9).outcome == .held(DeletionSet(all)))
  }

  @Test("a complete list restates absences; what was said stays")
  func restated() {
    let run = RunMemory.run(held: [1: .absent, 2: .absent, 3: .stated(at(1))])
    let close = run.close(
      live: [record(1, missed: 2), record(2, missed: 0), record(3, missed: 9)], count: 9)
    #expect(close.missing == NumberSet([1, 2, 3]))
    #expect(close.outcome == .held(DeletionSet([1: .absent, 3: .stated(at(1))])))
  }

  @Test("once held, the set stays held while any of it stands, also one that left and came back")
  func staysHeld() {
    var run = RunMemory.run(full: false, held: [1: .stated(at(1)), 2: .stated(at(1))])
    _ = run.hear(live(5), record: record(1, at: 1))
    _ = run.hear(live(5), record: record(2, at: 1))
    #expect(run.close(live: [], count: 9).outcome == .applied(DeletionSet()))
    _ = run.hear(deleted(6), record: record(1, at: 5))
    _ = run.hear(deleted(6), record: record(3))
    let held = DeletionSet([1: .stated(at(6)), 3: .stated(at(6))])
    #expect(run.close(live: [], count: 9).outcome == .held(held))
  }

  @Test("approve applies what is left of what the person saw")
  func approve() {
    let held = DeletionSet([1: .absent, 2: .stated(at(5)), 3: .stated(at(5)), 4: .absent])
    let saw = DeletionSet([1: .absent, 2: .stated(at(5)), 3: .stated(at(4)), 9: .absent])
    let (agreed, left) = held.approved(saw: saw)
    #expect(agreed.dictionary == [1: .absent, 2: .stated(at(5))])
    #expect(left.dictionary == [3: .stated(at(5)), 4: .absent])
    #expect(held.approved().agreed == held)
    #expect(held.approved().left.isEmpty)
  }

  @Test("reject remembers what was said, and the absence of the same records")
  func reject() {
    let rejected = DeletionSet([1: .absent, 2: .stated(at(5)), 3: .stated(nil)]).rejected()
    #expect(
      rejected
        == RejectedDeletions([
          (1, .absent), (2, .stated(at(5))), (2, .absent), (3, .stated(nil)), (3, .absent),
        ]))
  }

  @Test("what was rejected is not staged again; another datestamp is")
  func rejected() {
    var run = RunMemory.run(rejected: [
      (1, .stated(at(5))), (2, .stated(at(5))), (3, .stated(nil)), (4, .absent),
    ])
    _ = run.hear(deleted(5), record: record(1))
    _ = run.hear(deleted(6), record: record(2))
    _ = run.hear(deleted(), record: record(3))
    let close = run.close(live: [record(4, missed: 5)], count: 9)
    #expect(close.outcome == .applied(DeletionSet([2: .stated(at(6))])))
    #expect(close.missing.contains(4))
  }

  @Test("a rejected absence counts until the record is seen, an undated deletion until it is live")
  func forgotten() {
    var run = RunMemory.run(rejected: [(1, .absent), (1, .stated(nil)), (1, .stated(at(5)))])
    #expect(run.hear(broken(), record: record()) == Arrival(.refused, .forgetRejectedAbsence))
    #expect(run.hear(deleted(), record: record()) == Arrival(.stage))
    #expect(run.hear(live(1), record: record()) == Arrival(.put, [.unstage, .forgetRejectedUndated]))
    #expect(run.rejected == RejectedDeletions([(1, .stated(at(5)))]))
  }
}
