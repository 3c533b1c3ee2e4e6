import Catalogue
import Configuration
import ControlAPI
import Glibc
import Sync

/// `--demo`: mirrors the bundled catalogues into a throw-away state, shows how they stand, and answers until Ctrl-C.
enum Demo {
  static func run(_ arguments: Arguments, _ environment: [String: String], _ signals: Signals) -> Int32 {
    guard let source = arguments.config.isEmpty ? bundled() : arguments.config else {
      StandardError.write(
        "catalogued: the demo catalogues (Config/demo) are not here; start it from the project's folder\n")
      return 1
    }
    let folder = environment["TMPDIR"].flatMap { $0.hasPrefix("/") ? $0 : nil } ?? "/tmp"
    var template = Array("\(folder)/catalogued-demo.XXXXXX".utf8CString)
    guard let made = mkdtemp(&template) else {
      StandardError.write(
        "catalogued: no folder can be made in \(folder): \(String(cString: strerror(errno)))\n")
      return 1
    }
    let state = String(cString: made)
    defer { remove(state) }
    var demo = arguments
    demo.config = source
    if demo.state == nil { demo.state = state }
    if demo.socket == nil { demo.socket = state + "/catalogued.sock" }
    let reread = demo
    let configuration = Program.load(demo, environment)
    let log = Log(configuration.daemon, environment: environment)
    if configuration.isRefused { return Program.refuse(configuration, log) }
    for problem in configuration.problems { log.write(.error, "\(problem)") }
    do throws(Daemon.StartError) {
      let daemon = try Daemon(configuration, log, ServiceManager([:])) {
        Program.load(reread, environment, established: $0)
      }
      daemon.start()
      signals.heed()
      if waitForRuns(daemon, signals) {
        show(daemon, configuration)
        _ = signals.next()  // a hang-up, too: the terminal is gone
      }
      Program.stop(daemon, log) { remove(state) }
      return configuration.problems.isEmpty ? 0 : 1
    } catch {
      log.write(.error, error.message)
      return 1
    }
  }

  /// False if it is to end before its runs have.
  private static func waitForRuns(_ daemon: Daemon, _ signals: Signals) -> Bool {
    while true {
      let pending = daemon.scheduler.situations().contains { situation in
        guard let runs = try? daemon.library.runs(catalogue: situation.number, before: nil, limit: 1) else {
          return true
        }
        return runs.items.first?.ended == nil && situation.failure == nil && situation.settings.enabled
      }
      if !pending { return true }
      if signals.next(within: 0.05) != nil { return false }
    }
  }

  private static func show(_ daemon: Daemon, _ configuration: LoadedConfiguration) {
    print("\nMirrored into \(configuration.daemon.stateDirectory):\n")
    let rows = (try? daemon.library.catalogues()) ?? []
    let width = rows.map(\.name.count).max() ?? 0
    for row in rows {
      let name = row.name + String(repeating: " ", count: width - row.name.count)
      let runs = try? daemon.library.runs(catalogue: row.number, before: nil, limit: 1)
      let failure = daemon.scheduler.situation(row.name)?.failure?.message
      let message = failure ?? runs?.items.first?.message ?? ""
      print("  \(name)  \(counted(Int(row.live), "report"))\(message.isEmpty ? "" : " (\(message))")")
    }
    let client = sibling("cataloguectl") + " --socket " + configuration.daemon.socketPath
    print(
      """

      Ask it things from another terminal:

        \(client) status
        \(client) search shanghai cooperation
        \(client) show 1
        curl --unix-socket \(configuration.daemon.socketPath) http://localhost/v1/status

      Ctrl-C ends it and removes what it mirrored.
      """)
    fflush(nil)
  }

  /// The demo's configuration: in the working folder, beside the program's build folder, or where packages put it.
  private static func bundled() -> String? {
    let places = ["Config/demo", sibling("../../../Config/demo"), "/usr/share/catalogued/demo"]
    return places.map { $0 + "/catalogued.toml" }.first { access($0, R_OK) == 0 }
  }

  /// A path beside this program's file.
  private static func sibling(_ name: String) -> String {
    guard let path = realpath("/proc/self/exe", nil) else { return name }
    defer { free(path) }
    let program = String(cString: path)
    guard let slash = program.lastIndex(of: "/") else { return name }
    return program[...slash] + name
  }

  private static func remove(_ folder: String) {
    for file in [
      "catalogued.sqlite", "catalogued.sqlite-wal", "catalogued.sqlite-shm", "catalogued.sqlite.lock",
    ] {
      unlink(folder + "/" + file)
    }
    unlink(folder + "/catalogued.sock")
    rmdir(folder)
  }
}
