import Catalogue
import Configuration
import ControlAPI
import Glibc

/// What the program does, by its arguments. Each returns the exit status.
enum Program {
  static var version: String { Version.current }

  /// The configuration, with what the command line says instead.
  static func load(_ arguments: Arguments, _ environment: [String: String]) -> LoadedConfiguration {
    let path = arguments.config.isEmpty ? DefaultPaths.configuration(environment) : arguments.config
    var configuration = Configuration.load(path: path, environment: environment)
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
  static func serve(_ arguments: Arguments, _ environment: [String: String], _ signals: Signals) -> Int32 {
    let configuration = load(arguments, environment)
    let log = Log(configuration.daemon, environment: environment)
    for problem in configuration.problems { log.write(.error, "\(problem)") }
    let daemon: Daemon
    do throws(Daemon.StartError) {
      daemon = try Daemon(configuration, log)
    } catch {
      log.write(.error, error.message)
      return 1
    }
    if let damage = daemon.library.health.damage { log.write(.error, damage.message) }
    daemon.start()
    log.write(
      .info,
      "mirrors \(counted(configuration.catalogues.count, "catalogue")); answers on \(configuration.daemon.socketPath)"
    )
    signals.waitForEnd()
    log.write(.info, "stops")
    daemon.stop()
    return 0
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
