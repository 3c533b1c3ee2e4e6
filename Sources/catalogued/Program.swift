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
    _ arguments: Arguments, _ environment: [String: String], isRehearsal: Bool = false,
    established: Set<String> = []
  ) -> LoadedConfiguration {
    guard let path = arguments.config.isEmpty ? DefaultPaths(environment).configuration : arguments.config
    else {
      return LoadedConfiguration(
        daemon: DaemonSettings(), catalogues: [], problems: [homeless("the configuration", "--config FILE")])
    }
    var configuration = Configuration.load(
      path: path, mayBeAbsent: arguments.config.isEmpty, environment: environment,
      isRehearsal: isRehearsal, established: established)
    if let state = arguments.state { configuration.daemon.stateDirectory = absolute(state) }
    if let socket = arguments.socket { configuration.daemon.socketPath = absolute(socket) }
    if configuration.daemon.stateDirectory.isEmpty {
      configuration.problems.append(homeless("the store", "--state DIR, or with state_directory in \(path)"))
    }
    return configuration
  }

  private static func homeless(_ what: String, _ remedy: String) -> ConfigurationProblem {
    ConfigurationProblem(
      file: "catalogued", line: 0, column: 0,
      message: "HOME is not set, so nobody knows where \(what) is: say it with \(remedy)")
  }

  /// The exit status where nothing can run before a person has changed the configuration: EX_CONFIG of sysexits(3).
  /// systemd does not start the service again after it (catalogued.service).
  static let refused: Int32 = 78

  /// Says why a configuration is refused, and all else that is wrong with it. Defaults in its place would do what nobody
  /// asked for: another store, another way to the upstreams.
  static func refuse(_ configuration: LoadedConfiguration, _ log: Log) -> Int32 {
    for problem in configuration.problems { log.write(.error, "\(problem)") }
    log.write(.error, refusal(configuration))
    return refused
  }

  private static func refusal(_ configuration: LoadedConfiguration) -> String {
    let count = configuration.problems.count { $0.weight == .all }
    return "nothing was started or changed: \(counted(count, "fault")) in what every catalogue depends on"
  }

  /// Says every fault at once, and what is in force. Warnings and notes are no faults.
  static func check(_ arguments: Arguments, _ environment: [String: String]) -> Int32 {
    let configuration = load(arguments, environment, isRehearsal: true)
    let said = (configuration.problems + configuration.remarks).sorted(by: ConfigurationProblem.isBefore)
    let isTerminal = isatty(STDERR_FILENO) != 0
    for problem in said { StandardError.write((isTerminal ? wrapped("\(problem)") : "\(problem)") + "\n") }
    print(configuration.inForce)
    return configuration.problems.isEmpty ? 0 : 1
  }

  /// A line for persons, in lines of at most 100 characters where its words allow it.
  private static func wrapped(_ text: String) -> String {
    var lines = [""]
    for word in text.split(separator: " ", omittingEmptySubsequences: false) {
      if lines[lines.count - 1].count + word.count > 99, lines != [""] { lines.append("   ") }
      lines[lines.count - 1] += (lines == [""] ? "" : " ") + word
    }
    return lines.joined(separator: "\n")
  }

  /// Why this user can have no socket where it would be, and what to do; before a store is made in vain.
  private static func socketless(_ configuration: LoadedConfiguration, _ manager: ServiceManager) -> String? {
    let path = configuration.daemon.socketPath
    guard path == SocketPlaces.system, geteuid() != 0, manager.sockets == 0 else { return nil }
    let folder = String(path[..<(path.lastIndex(of: "/") ?? path.endIndex)])
    guard access(folder, W_OK) != 0 else { return nil }
    return "the control socket cannot be made in \(folder), which only the system's service may write, and "
      + "XDG_RUNTIME_DIR, where a user's own would be, is not set: say where with --socket PATH, or with socket in "
      + "catalogued.toml, and tell cataloguectl the same (--socket, or CATALOGUED_SOCKET)"
  }

  /// Runs until it is told to end.
  static func serve(
    _ arguments: Arguments, _ environment: [String: String], _ signals: Signals, _ manager: ServiceManager
  ) -> Int32 {
    let configuration = load(arguments, environment)
    let log = Log(configuration.daemon, environment: environment)
    if configuration.isRefused {
      manager.status(refusal(configuration))
      return refuse(configuration, log)
    }
    if let homeless = socketless(configuration, manager) {
      log.write(.error, homeless)
      return refused
    }
    for problem in configuration.problems { log.write(.error, "\(problem)") }
    for remark in configuration.remarks { log.write(.warning, "\(remark)") }
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
