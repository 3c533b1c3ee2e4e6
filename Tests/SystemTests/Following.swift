import Foundation
import TestSupport

/// A cataloguectl that follows what goes on, in a pipe: its output goes to a file.
final class Following {
  let process = Process()
  private let folder = TemporaryDirectory()

  /// - Parameter socket: Where the daemon is asked, if not at its own socket.
  init(_ daemon: RunningDaemon, _ arguments: String..., by socket: String? = nil) throws {
    process.executableURL = URL(fileURLWithPath: Programs.folder + "/cataloguectl")
    process.arguments = ["--socket", socket ?? daemon.socket] + arguments
    process.standardOutput = FileHandle(forWritingAtPath: folder.write("", to: "output"))
    process.standardError = FileHandle(forWritingAtPath: folder.write("", to: "errors"))
    try process.run()
  }

  deinit { if process.isRunning { process.terminate() } }

  private func text(_ file: String) -> String {
    (try? String(contentsOfFile: folder.file(file), encoding: .utf8)) ?? ""
  }
  var output: String { text("output") }
  var errors: String { text("errors") }

  func wait(_ seconds: Double = 20, for part: String) throws {
    try wait(seconds, part) { output.contains(part) }
  }

  /// Waits until it has complained so often of this.
  func wait(forComplaint part: String, times: Int = 1) throws {
    try wait(20, part) { occurrences(of: part, in: errors) >= times }
  }

  private func wait(_ seconds: Double, _ what: String, until isThere: () -> Bool) throws {
    let end = Date() + seconds
    while !isThere() {
      guard Date() < end else {
        throw RunningDaemon.Failure(message: "\(what) did not come: \(output)\(errors)")
      }
      usleep(20_000)
    }
  }

  func end() -> Int32 {
    process.waitUntilExit()
    return process.terminationStatus
  }
}

func occurrences(of part: String, in text: String) -> Int { text.components(separatedBy: part).count - 1 }
