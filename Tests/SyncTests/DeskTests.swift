import Library
import Testing

@testable import Sync

@Suite("The desk: who is due, and when it is looked at again")
struct DeskTests {
  /// 2026-11-24T10:30:00Z.
  let now: Int64 = 1_795_516_200

  private func desk() -> Desk {
    var desk = Desk()
    _ = desk.look(now: now, steady: 0)
    var settings = Harness.catalogue("test", "http://127.0.0.1:1/oai")
    (settings.enabled, settings.interval) = (true, 2)
    desk["test"] = Desk.Entry(Desk.Configured(settings, number: 1), nextRun: now, because: "")
    return desk
  }

  @Test("a date that was noted before its run left the desk is not forgotten, whenever the desk is looked at")
  func aDateNotedBeforeItsRunLeft() throws {
    var desk = desk()
    let first = desk.takeDue(now: now, limit: 4)
    let due = try #require(first)
    desk.note(
      RunOutcome(state: .done, counts: RunCounts(), message: ""), of: due, now: now, Backoff(first: 1, cap: 1)
    )
    let wake = desk.nextDate(after: now, limit: 4)
    desk.leave("test")
    let next = try #require(desk["test"]).nextRun
    #expect(next > now && next <= now + 3)
    #expect(min(desk.soonest, wake) == next, "the thread that starts runs sleeps over it")
    let anew = desk.nextDate(after: now, limit: 4)
    #expect(anew == next)
    let again = desk.takeDue(now: next, limit: 4)
    #expect(again?.settings.name == "test")
  }
}
