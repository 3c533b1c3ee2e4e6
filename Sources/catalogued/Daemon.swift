import Configuration
import ControlServer
import Glibc
import Library
import Sync
import Threads
import Transfer

/// Everything that runs, wired together.
final class Daemon: Sendable {
  let library: Library
  let scheduler: Scheduler
  private let engine: TransferEngine
  private let server: ControlServer
  private let isEnding = Monitor(false)
  private let upkeepEnded = Monitor(false)

  /// Opens the store, starts the schedule and answers on the socket. Throws what to tell the person.
  init(_ configuration: LoadedConfiguration, _ log: Log) throws(StartError) {
    let daemon = configuration.daemon
    try Self.makeDirectory(daemon.stateDirectory)
    let store = daemon.stateDirectory + "/catalogued.sqlite"
    do throws(LibraryError) {
      library = try Library(path: store) { Int64(time(nil)) }
    } catch {
      let isNamed = error.message.contains(store)
      throw StartError(message: isNamed ? error.message : "opening the store \(store): \(error.message)")
    }
    do throws(TransferError) {
      engine = try TransferEngine()
    } catch { throw StartError(message: error.message) }
    scheduler = Scheduler(library, engine, SchedulerSettings(concurrentRuns: daemon.concurrentRuns)) {
      log.tell($0)
    }
    do throws(LibraryError) {
      try scheduler.configure(configuration.catalogues)
    } catch { throw StartError(message: error.message) }
    let service = DaemonService(
      library: library, scheduler: scheduler, configuration: configuration, started: Int64(time(nil)))
    do throws(ControlServerError) {
      server = try ControlServer(socketPath: daemon.socketPath, service: service)
    } catch { throw StartError(message: "\(error)") }
  }

  struct StartError: Error { var message: String }

  func start() {
    scheduler.start()
    let me = self
    Thread("upkeep") { me.upkeep() }.detach()
  }

  /// Stops runs at their last page, answers what was asked, and closes the store.
  func stop() {
    isEnding.withLock { $0 = true }
    library.giveUpLongWork()
    server.stop()
    scheduler.stop()
    engine.shutdown()
    upkeepEnded.wait { $0 ? () : nil }
    library.stop()
  }

  /// Merges the full-text index in quiet moments, a little at a time, and gives memory back: after each change, and now
  /// and then, since persons' questions take some, too.
  private func upkeep() {
    defer { upkeepEnded.withLock { $0 = true } }
    var merged: Int64 = -1
    var released = monotonicSeconds()
    while isEnding.wait(until: monotonicSeconds() + 2, { $0 ? true : nil }) == nil {
      guard scheduler.isQuiet, let change = try? library.lastChange() else { continue }
      guard change != merged || monotonicSeconds() - released > 300 else { continue }
      while scheduler.isQuiet, !isEnding.withLock({ $0 }), (try? library.tidy()) == true {}
      if scheduler.isQuiet { merged = change }
      library.releaseMemory()
      catalogued.releaseMemory()
      released = monotonicSeconds()
    }
  }

  static func makeDirectory(_ path: String) throws(StartError) {
    var made = ""
    for part in path.split(separator: "/") {
      made += "/" + part
      if mkdir(made, 0o750) != 0, errno != EEXIST {
        throw StartError(
          message: "making the state directory \(path): \(String(cString: strerror(errno))); "
            + "make it, or name another with --state")
      }
    }
  }
}
