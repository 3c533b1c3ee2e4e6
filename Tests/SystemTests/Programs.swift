import Foundation
import TestSupport

/// The two programs as they were built beside these tests.
enum Programs {
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path

  static let folder: String = {
    for argument in CommandLine.arguments where argument.contains(".xctest") {
      var path = URL(fileURLWithPath: argument)
      while path.path.contains(".xctest") { path.deleteLastPathComponent() }
      if FileManager.default.isExecutableFile(atPath: path.path + "/catalogued") { return path.path }
    }
    return root + "/.build/debug"
  }()

  struct Result {
    var status: Int32
    var output: String
    var errors: String
  }

  /// Runs a program to its end.
  static func run(_ program: String, _ arguments: [String], directory: String? = nil) throws -> Result {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program.hasPrefix("/") ? program : folder + "/" + program)
    process.arguments = arguments
    if let directory { process.currentDirectoryURL = URL(fileURLWithPath: directory) }
    let scratch = TemporaryDirectory()
    let output = scratch.write("", to: "output")
    let errors = scratch.write("", to: "errors")
    process.standardOutput = FileHandle(forWritingAtPath: output)
    process.standardError = FileHandle(forWritingAtPath: errors)
    try process.run()
    process.waitUntilExit()
    return Result(
      status: process.terminationStatus, output: try String(contentsOfFile: output, encoding: .utf8),
      errors: try String(contentsOfFile: errors, encoding: .utf8))
  }
}

/// One running catalogued, over a state directory of the test's.
final class RunningDaemon {
  let state: String
  let socket: String
  private let directory: TemporaryDirectory
  let configuration: String
  private var process = Process()

  /// Starts it with these catalogue files (name and TOML), and waits until it answers.
  ///
  /// - Parameter stateDirectory: Where its store is, if not beside its configuration.
  init(
    state: TemporaryDirectory, catalogues: [String: String], main: String = "", stateDirectory: String? = nil
  ) throws {
    directory = state
    self.state = stateDirectory ?? state.path
    socket = state.file("control.sock")
    configuration = state.file("catalogued.toml")
    try FileManager.default.createDirectory(
      atPath: state.file("catalogues.d"), withIntermediateDirectories: true)
    state.write(main, to: "catalogued.toml")
    for (name, text) in catalogues { state.write(text, to: "catalogues.d/\(name).toml") }
    state.write("", to: "log")
    try start()
  }

  /// Writes a catalogue's file, or catalogued.toml where no name is given; nil removes it.
  func write(_ text: String?, to name: String?) {
    let path = name.map { "catalogues.d/\($0).toml" } ?? "catalogued.toml"
    if let text {
      directory.write(text, to: path)
    } else {
      try? FileManager.default.removeItem(atPath: directory.file(path))
    }
  }

  var identifier: Int32 { process.processIdentifier }
  var log: String { (try? String(contentsOfFile: directory.path + "/log", encoding: .utf8)) ?? "" }

  func start() throws {
    process = Process()
    process.executableURL = URL(fileURLWithPath: Programs.folder + "/catalogued")
    process.arguments = ["--config", configuration, "--state", state, "--socket", socket]
    let log = FileHandle(forWritingAtPath: directory.path + "/log")
    log?.seekToEndOfFile()
    process.standardError = log
    try process.run()
    let end = Date() + 20
    while Date() < end, process.isRunning {
      if try ctl("status").status == 0 { return }
      usleep(10_000)
    }
    throw Failure(message: "catalogued did not answer: \(self.log)")
  }

  struct Failure: Error { var message: String }

  func ctl(_ arguments: String...) throws -> Programs.Result { try ctl(arguments) }

  func ctl(_ arguments: [String]) throws -> Programs.Result {
    try Programs.run("cataloguectl", ["--socket", socket] + arguments)
  }

  /// The API's own JSON, from `cataloguectl --json`.
  func json(_ arguments: String...) throws -> [String: Any] {
    let result = try Programs.run("cataloguectl", ["--socket", socket, "--json"] + arguments)
    let object = try JSONSerialization.jsonObject(with: Data(result.output.utf8))
    return object as? [String: Any] ?? ["items": object]
  }

  func kill() {
    Foundation.kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
  }

  /// Ends it as systemd would; returns its exit status.
  @discardableResult
  func stop() -> Int32 {
    guard process.isRunning else { return process.terminationStatus }
    process.terminate()
    process.waitUntilExit()
    return process.terminationStatus
  }

  deinit { if process.isRunning { kill() } }
}
