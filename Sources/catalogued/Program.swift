import Catalogue
import Configuration
import ControlAPI
import Glibc
import Threads

/// What the program does, by its arguments. Each returns the exit status.
enum Program {
  static var version: String { Version.current }

  /// The configuration, with what the command line says instead.
  ///
  /// - Parameter established: Names of catalogues that are in force already.
  static func load(
    _ arguments: Arguments, _ environment: [String: String], established: Set<String> = []
  ) -> LoadedConfiguration {
    let path = arguments.config.isEmpty ? DefaultPaths(environment).configuration : arguments.config
    var configuration = Configuration.load(path: path, environment: environment, established: established)
    if let state = arguments.state { configuration.daemon.stateDirectory = absolute(state) }
    if let socket = arguments.socket { configuration.daemon.socketPath = absolute(socket) }
    return configuration
  }

  /// Says every fault at once, and what is in force.
  static func check(_ arguments: Arguments, _ environment: [String: String]) -> Int32 {
    let configuration = load(arguments, environment)
    for problem in configuration.problems { StandardError.write("\(problem)\n") }
    print(configuration.inForce)
    return configuration.problems.isEmpty ? 0 : 1
  }

  /// Runs until it is told to end.
  static func serve(
    _ arguments: Arguments, _ environment: [String: String], _ signals: Signals, _ manager: ServiceManager
  ) -> Int32 {
    let configuration = load(arguments, environment)
    let log = Log(configuration.daemon, environment: environment)
    for problem in configuration.problems { log.write(.error, "\(problem)") }
    let daemon: Daemon
    do throws(Daemon.StartError) {
      daemon = try Daemon(configuration, log, manager) { load(arguments, environment, established: $0) }
    } catch {
      log.write(.error, error.message)
      manager.status(error.message)
      return 1
    }
    if let damage = daemon.library.health.damage { log.write(.error, damage.message) }
    daemon.start()
    log.write(
      .info,
      "mirrors \(counted(configuration.catalogues.count, "catalogue")); answers on \(daemon.socketPath)"
    )
    signals.heed()
    manager.ready()
    while signals.next() == .reload {
      manager.reloading()
      daemon.reload()
      manager.ready()
    }
    stop(daemon, log) {}
    return 0
  }

  /// Ends within 5 s, whatever is waited for.
  ///
  /// - Parameter cleanUp: What is to be done where not all has ended by then; the process is gone behind it.
  static func stop(_ daemon: Daemon, _ log: Log, cleanUp: () -> Void) {
    let deadline = monotonicSeconds() + 4.5
    log.write(.info, "stops")
    guard let what = daemon.stop(within: deadline - monotonicSeconds()) else { return }
    log.write(
      .warning, "does not wait any longer for \(what); what was committed stays, and goes on from there")
    cleanUp()
    _exit(0)  // threads still run, and would meet what `exit` takes down
  }

  static func absolute(_ path: String) -> String {
    guard !path.hasPrefix("/"), let here = getcwd(nil, 0) else { return path }
    defer { free(here) }
    return String(cString: here) + "/" + path
  }
}

enum Environment {
  /// All variables.
  static func all() -> [String: String] {
    var result: [String: String] = [:]
    var at = environ
    while let entry = at.pointee {
      let parts = String(cString: entry).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      if parts.count == 2 { result[String(parts[0])] = String(parts[1]) }
      at += 1
    }
    return result
  }
}
