import Foundation
import Sync
import Synchronization
import TestSupport
import Testing

/// A clock that a test sets.
private final class SetClock: Sendable {
  private let offset = Mutex<Int64>(0)
  var now: Int64 { Int64(Date().timeIntervalSince1970) + offset.withLock { $0 } }
  func set(by seconds: Int64) { offset.withLock { $0 += seconds } }
}

@Suite("A clock that is set by a day neither makes a storm nor lets a catalogue wait for ever")
struct ClockTests {
  private let day: Int64 = 86_400

  private func catalogue(_ name: String, _ document: Document) -> CatalogueSettings {
    var settings = Harness.catalogue(name, document.server.url("/\(name)"), format: "feed")
    settings.enabled = true
    settings.interval = 3600
    return settings
  }

  private func wait(_ what: String, _ isTrue: () -> Bool) throws {
    let end = Date() + 20
    while !isTrue() {
      guard Date() < end else { throw Harness.Failure(message: "in vain: \(what)") }
      usleep(5_000)
    }
  }

  @Test("forwards, backwards, and there again", arguments: [[1], [-1], [1, -1], [-1, 1, 1], [365]])
  func jumps(days: [Int64]) throws {
    let document = Document(Document.feed(["a", "b"]), type: "application/rss+xml")
    let clock = SetClock()
    let harness = try Harness(clock: { clock.now })
    defer { harness.stop() }
    let names = ["one", "two", "three"]
    _ = try harness.scheduler.configure(names.map { catalogue($0, document) })
    harness.scheduler.start()
    func isIdle() -> Bool {
      harness.scheduler.situations().allSatisfy {
        if case .idle = $0.state { $0.nextRun != nil } else { false }
      }
    }
    try wait("first runs") { document.server.requestCount >= 3 && isIdle() && harness.scheduler.isQuiet }
    let before = document.server.requestCount
    for jump in days {
      clock.set(by: jump * day)
      for _ in 0..<20 {
        _ = harness.scheduler.situations()  // whoever asks lets the scheduler look at the clock
        usleep(10_000)
      }
      for situation in harness.scheduler.situations() {
        let at = try #require(situation.nextRun?.at)
        #expect((3300...3900).contains(at - clock.now), "\(situation.settings.name): in \(at - clock.now) s")
      }
    }
    #expect(document.server.requestCount == before, "no run was due")
    // A real hour is none of the clock's business; a person is answered at once.
    #expect(try harness.refresh("one").state == .done)
    let jumps = harness.events.all.filter { if case .clockSet = $0 { true } else { false } }
    #expect(jumps.count == days.count)
  }

  @Test("set back while the daemon was down: what ended in the future is due after its interval")
  func startedInThePast() throws {
    let document = Document(Document.feed(["a"]), type: "application/rss+xml")
    let directory = TemporaryDirectory()
    let clock = SetClock()
    let first = try Harness(directory, clock: { clock.now })
    try first.begin(catalogue("one", document))
    try wait("the first run") { document.server.requestCount >= 1 && first.scheduler.isQuiet }
    first.stop()
    clock.set(by: -day)
    let second = try Harness(directory, clock: { clock.now })
    defer { second.stop() }
    try second.begin(catalogue("one", document))
    let at = try #require(second.scheduler.situation("one")?.nextRun?.at)
    #expect((3000...3900).contains(at - clock.now))
  }
}
