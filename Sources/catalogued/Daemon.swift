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
  private let events: EventSource
  private let keeper: Keeper
  private let stage = Monitor(StopStage.manager)
  private let isEnding = Monitor(false)
  private let upkeepEnded = Monitor(false)

  /// Opens the store, starts the schedule and answers on the socket. Throws what to tell the person.
  ///
  /// - Parameter read: Reads the configuration again, by the names of the catalogues that are in force.
  init(
    _ loaded: LoadedConfiguration, _ log: Log, _ manager: ServiceManager,
    read: @escaping @Sendable (Set<String>) -> LoadedConfiguration
  ) throws(StartError) {
    let daemon = loaded.daemon
    let keeper = Keeper(manager)
    self.keeper = keeper
    try Self.makeDirectory(daemon.stateDirectory)
    let store = daemon.stateDirectory + "/catalogued.sqlite"
    do throws(LibraryError) {
      library = try Library(path: store) { Int64(time(nil)) }
    } catch {
      let isNamed = error.message.hasPrefix("opening ")
      throw StartError(message: isNamed ? error.message : "opening the store \(store): \(error.message)")
    }
    do throws(TransferError) {
      engine = try TransferEngine()
    } catch { throw StartError(message: error.message) }
    let ears = Ears()
    let started = Int64(time(nil))
    let events = EventSource()
    self.events = events
    scheduler = Scheduler(library, engine, SchedulerSettings(concurrentRuns: daemon.concurrentRuns)) {
      log.tell($0)
      ears.hear($0)
      events.hear($0)
      keeper.note()
    }
    notifier = Notifier(library, scheduler, directory: daemon.stateDirectory) { log.tell($0) }
    ears.open(notifier)
    do throws(LibraryError) {
      configuration = try ActiveConfiguration(loaded, library, scheduler, notifier, log, read: read)
    } catch { throw StartError(message: error.message) }
    let service = DaemonService(
      library: library, scheduler: scheduler, configuration: configuration, notifier: notifier,
      engine: engine, events: events, log: log, started: started)
    do throws(ControlServerError) {
      server = try Self.server(daemon.socketPath, service, manager)
    } catch { throw StartError(message: "\(error)") }
    events.start(service)
  }

  struct StartError: Error { var message: String }

  /// What a stop waits for, in words.
  private enum StopStage: String {
    case manager = "the service manager"
    case runs = "the runs that are going on"
    case command = "the notify command"
    case transfers = "transfers"
    case store = "the store"
    case ended = "nothing"
  }

  /// On the service manager's socket where it has opened one, else on one of our own.
  private static func server(_ path: String, _ service: DaemonService, _ manager: ServiceManager)
    throws(ControlServerError) -> ControlServer
  {
    switch manager.sockets {
    case 0: return try ControlServer(socketPath: path, service: service, events: service.events.hub)
    case 1: return try ControlServer(inherited: 3, service: service, events: service.events.hub)
    default:
      throw ControlServerError(
        message:
          "systemd hands over \(manager.sockets) sockets, and one is served: keep one ListenStream= in "
          + "catalogued.socket")
    }
  }

  /// Where it answers.
  var socketPath: String { server.socketPath }

  func start() {
    scheduler.start()
    let me = self
    Thread("upkeep") { me.upkeep() }.detach()
    let configuration = configuration
    Thread("purge", stack: 2 << 20) { configuration.finishPurges() }.detach()
    keeper.start(scheduler, library) { configuration.problems.count }
  }

  /// Reads the configuration again and puts it into force (SIGHUP). Says in the log what became of it.
  func reload() {
    _ = configuration.reload()
    keeper.note()
  }

  /// Stops runs at their last page, answers what was asked, and closes the store; all within `seconds`.
  ///
  /// Runs and clients end at the same time, each within a second or two. What may take longer (the close of a run with
  /// a million records) is given up then: the process is left to end as by a kill, which loses nothing that was
  /// committed.
  ///
  /// - Returns: What had not ended by then, in words; nil if all has.
  func stop(within seconds: Double) -> String? {
    let me = self
    Thread("stop") { me.stop() }.detach()
    let hasEnded = stage.wait(until: monotonicSeconds() + seconds) { $0 == .ended ? true : nil }
    return hasEnded == true ? nil : stage.withLock { $0.rawValue }
  }

  private func stop() {
    isEnding.withLock { $0 = true }
    keeper.stop()
    events.stop()
    library.giveUpLongWork()
    stage.withLock { $0 = .runs }
    let scheduler = scheduler
    let runs = Thread("stop runs") { scheduler.stop() }
    server.stop()
    runs.join()
    stage.withLock { $0 = .command }
    notifier.stop()
    stage.withLock { $0 = .transfers }
    engine.shutdown()
    stage.withLock { $0 = .store }
    upkeepEnded.wait { $0 ? () : nil }
    library.stop()
    stage.withLock { $0 = .ended }
  }

  /// Lets what is shown follow from new terms, a little at a time. Merges the full-text index in quiet moments, and gives
  /// memory back: after each change, and now and then, since persons' questions take some, too.
  private func upkeep() {
    defer { upkeepEnded.withLock { $0 = true } }
    var merged: Int64 = -1
    var released = monotonicSeconds()
    while isEnding.wait(until: monotonicSeconds() + 2, { $0 ? true : nil }) == nil {
      while !isEnding.withLock({ $0 }), (try? library.mend()) == true {}
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
