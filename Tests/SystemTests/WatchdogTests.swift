import Foundation
import Library
import Sync
import TestSupport
import Testing
import Transfer

@testable import catalogued

@Suite("The watchdog is fed only while both threads turn")
struct WatchdogTests {
  private let folder = TemporaryDirectory(inMemory: true)

  /// Hangs whoever passes, once it is closed.
  private final class Gate: Sendable {
    private let open = NSCondition()
    nonisolated(unsafe) private var isClosed = false  // guarded by `open`

    func pass() {
      open.lock()
      while isClosed { open.wait() }
      open.unlock()
    }

    func set(closed: Bool) {
      open.lock()
      isClosed = closed
      open.broadcast()
      open.unlock()
    }
  }

  private func beats(_ manager: ServiceSocket) -> Int { manager.texts.count { $0 == "WATCHDOG=1" } }

  @Test("a scheduler that hangs is not fed for, though the writer turns; and is again when it gets on")
  func scheduler() throws {
    let socket = ServiceSocket(folder.file("notify"))
    let manager = ServiceManager(["NOTIFY_SOCKET": socket.path, "WATCHDOG_USEC": "400000"])
    // Only the scheduler's thread reads this clock.
    let gate = Gate()
    let library = try Library(path: folder.file("s.sqlite")) { Int64(time(nil)) }
    let engine = try TransferEngine()
    let scheduler = Scheduler(
      library, engine,
      steady: {
        gate.pass()
        return ProcessInfo.processInfo.systemUptime
      }, tell: { _ in })
    let keeper = Keeper(manager)
    scheduler.start()
    keeper.start(scheduler, library) { 0 }
    #expect(socket.waits { $0.count { $0 == "WATCHDOG=1" } >= 3 }, "\(socket.texts)")

    gate.set(closed: true)
    usleep(300_000)
    let (before, turns) = (beats(socket), scheduler.turns)
    for _ in 0..<10 {
      let writer = library.writerTurns
      library.nudgeWriter()
      usleep(100_000)
      #expect(library.writerTurns != writer, "the writer lives")
    }
    #expect(scheduler.turns == turns && beats(socket) == before, "\(socket.texts)")

    gate.set(closed: false)
    #expect(socket.waits { $0.count { $0 == "WATCHDOG=1" } > before + 1 })
    keeper.stop()
    scheduler.stop()
    engine.shutdown()
    library.stop()
  }
}
