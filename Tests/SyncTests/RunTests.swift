import Foundation
import Library
import Sync
import Synchronization
import TestSupport
import Testing

@Suite("Runs") struct RunTests {
  /// Rule 8: an incremental run begins at the first `responseDate` of the last closed one, less a granule.
  @Test func theNextRunAsksSinceTheUpstreamsOwnDate() throws {
    let froms = Mutex<[String?]>([])
    let date = Mutex("2026-01-01T00:00:10Z")
    let answerDate: @Sendable () -> String = { date.withLock { $0 } }
    let server = Script.server(date: answerDate) { _, query in
      froms.withLock { $0.append(query["from"]) }
      return .xml(Script.list([Script.record(1)], date: date.withLock { $0 }))
    }
    let harness = try Harness()
    defer {
      server.stop()
      harness.stop()
    }
    try harness.begin(Harness.catalogue("test", server.url("/oai")))
    #expect(try harness.refresh().state == .done)
    date.withLock { $0 = "2026-01-02T00:00:00Z" }
    #expect(try harness.refresh().state == .done)
    // The upstream's clock goes back: everything is asked for again (rule 8).
    date.withLock { $0 = "2025-06-01T00:00:00Z" }
    #expect(try harness.refresh().state == .done)
    #expect(froms.withLock { $0 } == [nil, "2026-01-01T00:00:09Z", nil])
  }

  /// Rule 7, by the socket's commands: a run's deletions are held, approved, and gone.
  @Test func heldDeletionsWaitForAPerson() throws {
    let deleted = Mutex(false)
    let server = Script.server { _, _ in
      let gone = deleted.withLock { $0 }
      return .xml(
        Script.list(
          (1...30).map {
            Script.record($0, deleted: gone, stamp: gone ? "2025-03-01T00:00:00Z" : "2025-01-01T00:00:00Z")
          }))
    }
    let harness = try Harness()
    defer {
      server.stop()
      harness.stop()
    }
    try harness.begin(Harness.catalogue("test", server.url("/oai")))
    #expect(try harness.refresh().counts.added == 30)
    deleted.withLock { $0 = true }
    let rehearsal = try harness.refresh(full: true, dryRun: true)
    #expect(rehearsal.rehearsal?.gone.count == 30)
    #expect(rehearsal.rehearsal?.wouldHold == true)
    #expect(
      try harness.library.runs(catalogue: nil, before: nil, limit: 10).items.count == 1, "it wrote nothing")
    let held = try harness.refresh(full: true)
    #expect(held.state == .held)
    #expect(held.counts.held == 30)
    #expect(try harness.library.size().reports == 30)
    guard case .done(let count) = try harness.scheduler.approve("test") else {
      Issue.record("no run is open, and yet the decision waits")
      return
    }
    #expect(count == 30)
    #expect(try harness.library.size().reports == 0)
    #expect(try harness.library.size().withdrawn == 30)
  }

  @Test func aRehearsalSaysWhatWouldChange() throws {
    let title = Mutex("old")
    let server = Script.server { _, _ in
      let now = title.withLock { $0 }
      return .xml(Script.list([Script.record(1, title: now)] + (now == "new" ? [Script.record(2)] : [])))
    }
    let harness = try Harness()
    defer {
      server.stop()
      harness.stop()
    }
    try harness.begin(Harness.catalogue("test", server.url("/oai")))
    _ = try harness.refresh()
    title.withLock { $0 = "new" }
    let before = try harness.library.size()
    let result = try #require(try harness.refresh(full: true, dryRun: true).rehearsal)
    #expect(result.new.count == 1)
    #expect(result.new.samples.first?.identifier == "oai:x.example:2")
    #expect(result.changed.count == 1)
    #expect(result.changed.samples.first?.title == "new")
    #expect(try harness.library.size() == before)
  }

  /// A run that the daemon's end interrupts goes on under its own number, from the page that was committed.
  @Test func anInterruptedRunGoesOn() throws {
    let tokens = Mutex<[String?]>([])
    let slow = Mutex(true)
    let server = Script.server { token, _ in
      tokens.withLock { $0.append(token) }
      let first = Int(token ?? "0") ?? 0
      let page = LoopbackServer.Reply.xml(
        Script.list((first..<first + 10).map { Script.record($0) }, token: first < 90 ? "\(first + 10)" : nil)
      )
      return slow.withLock { $0 } && first >= 50 ? page.delayed(60) : page
    }
    defer { server.stop() }
    let directory = TemporaryDirectory()
    let first = try Harness(directory)
    try first.begin(Harness.catalogue("test", server.url("/oai")))
    _ = try first.scheduler.refresh("test", RunRequest())
    while tokens.withLock({ !$0.contains("50") }) { usleep(1_000) }
    first.stop()
    slow.withLock { $0 = false }
    tokens.withLock { $0 = [] }
    let second = try Harness(directory)
    defer { second.stop() }
    try second.begin(Harness.catalogue("test", server.url("/oai")))
    let outcome = try second.refresh()
    #expect(outcome.state == .done)
    #expect(outcome.counts.added == 100)
    #expect(tokens.withLock { $0 }.first == "50")
    #expect(try second.library.runs(catalogue: nil, before: nil, limit: 10).items.count == 1)
  }
}
