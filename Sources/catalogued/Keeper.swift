import Library
import Sync
import Threads

/// Keeps the service manager told, on a thread of its own: how things stand whenever that changes, and that the daemon
/// lives, for as long as it does.
///
/// It says so only when both threads that all depends on have turned since it last did: the scheduler's and the
/// writer's. Each is given something to turn for. A long transaction is no silence, since SQLite tells that it gets on;
/// a thread that waits for a lock, or for a disk that does not answer, is one.
final class Keeper: Sendable {
  private struct State {
    var hasNews = true
    var isEnding = false
    var hasEnded = false
  }

  private let state = Monitor(State())
  private let manager: ServiceManager

  init(_ manager: ServiceManager) { self.manager = manager }

  /// Begins; does nothing where there is no manager.
  ///
  /// - Parameter faults: How many faults the configuration has now.
  func start(_ scheduler: Scheduler, _ library: Library, faults: @escaping @Sendable () -> Int) {
    guard manager.isThere else { return state.withLock { $0.hasEnded = true } }
    Thread("keeper") { [self] in
      keep(scheduler, library, faults)
      state.withLock { $0.hasEnded = true }
    }.detach()
  }

  /// Something has changed that a person may want to know.
  func note() { state.withLock { $0.hasNews = true } }

  /// The daemon stops: that is the last that is told.
  func stop() {
    state.withLock { $0.isEnding = true }
    state.wait { $0.hasEnded ? () : nil }
    manager.stopping()
  }

  private func keep(_ scheduler: Scheduler, _ library: Library, _ faults: () -> Int) {
    // Three chances to turn before the manager loses its patience; and often enough to see what nobody notes.
    let interval = min(manager.watchdog.map { $0 / 4 } ?? .infinity, 5)
    var beat = monotonicSeconds()
    var told = ""
    var seen = (scheduler: scheduler.turns, writer: library.writerTurns)
    while true {
      let isNews = state.wait(until: beat) { state -> Bool? in
        if state.isEnding { return false }
        defer { state.hasNews = false }
        return state.hasNews ? true : nil
      }
      if isNews == false { return }
      if monotonicSeconds() >= beat {
        let now = (scheduler: scheduler.turns, writer: library.writerTurns)
        if now.scheduler != seen.scheduler, now.writer != seen.writer {
          seen = now
          if manager.watchdog != nil { manager.beat() }
        }
        scheduler.nudge()
        library.nudgeWriter()
        beat = monotonicSeconds() + interval
      }
      let status = StatusLine(scheduler, library, faults: faults()).text
      if status != told {
        manager.status(status)
        told = status
      }
      // Hundreds of small runs are told as one change.
      _ = state.wait(until: min(beat, monotonicSeconds() + 1)) { $0.isEnding ? true : nil }
    }
  }
}
