import Configuration
import ControlServer
import Glibc
import Library
import Notify
import Sync
import Threads
import Transfer

/// Everything that runs, wired together.
final class Daemon: Sendable {
  let library: Library
  let scheduler: Scheduler
  private let configuration: ActiveConfiguration
  private let notifier: Notifier
  private let engine: TransferEngine
  private let server: ControlServer
  private let isEnding = Monitor(false)
  private let upkeepEnded = Monitor(false)

  /// Opens the store, starts the schedule and answers on the socket. Throws what to tell the person.
  ///
  /// - Parameter read: Reads the configuration again, by the names of the catalogues that are in force.
  init(
    _ loaded: LoadedConfiguration, _ log: Log, read: @escaping @Sendable (Set<String>) -> LoadedConfiguration
  ) throws(StartError) {
    let daemon = loaded.daemon
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
    let ears = Ears()
    scheduler = Scheduler(library, engine, SchedulerSettings(concurrentRuns: daemon.concurrentRuns)) {
      log.tell($0)
      ears.hear($0)
    }
    notifier = Notifier(library, scheduler, directory: daemon.stateDirectory) { log.tell($0) }
    ears.open(notifier)
    do throws(LibraryError) {
      configuration = try ActiveConfiguration(loaded, library, scheduler, notifier, log, read: read)
    } catch { throw StartError(message: error.message) }
    let service = DaemonService(
      library: library, scheduler: scheduler, configuration: configuration, notifier: notifier, log: log,
      started: Int64(time(nil)))
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

  /// Reads the configuration again and puts it into force (SIGHUP). Says in the log what became of it.
  func reload() { _ = configuration.reload() }

  /// Stops runs at their last page, answers what was asked, and closes the store.
  func stop() {
    isEnding.withLock { $0 = true }
    server.stop()
    notifier.stop()
    scheduler.stop()
    engine.shutdown()
    upkeepEnded.wait { $0 ? () : nil }
    library.stop()
  }

  /// Merges the full-text index in quiet moments, a little at a time.
  private func upkeep() {
    defer { upkeepEnded.withLock { $0 = true } }
    var merged: Int64 = -1
    while isEnding.wait(until: monotonicSeconds() + 2, { $0 ? true : nil }) == nil {
      guard scheduler.isQuiet, let change = try? library.lastChange(), change != merged else { continue }
      while scheduler.isQuiet, !isEnding.withLock({ $0 }), (try? library.tidy()) == true {}
      if scheduler.isQuiet { merged = change }
      releaseMemory()
    }
  }

  private static func makeDirectory(_ path: String) throws(StartError) {
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
