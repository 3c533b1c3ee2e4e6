import Foundation
import TestSupport
import Testing

@Suite("One daemon to a store, one to a socket", .serialized)
struct AloneTests {
  private let state = TemporaryDirectory()

  /// Starts another daemon, which is to be refused.
  private func other(_ state: String, _ socket: String) throws -> Programs.Result {
    try Programs.run(
      "catalogued",
      ["--config", self.state.file("catalogued.toml"), "--state", state, "--socket", socket])
  }

  @Test("a second daemon on a store is refused with the first one's process id, and the first one goes on")
  func store() throws {
    let daemon = try RunningDaemon(state: state, catalogues: [:])
    let refused = try other(state.path, state.file("other.sock"))
    #expect(refused.status == 1)
    #expect(refused.errors.contains("the process \(daemon.identifier) has it open"), "\(refused.errors)")
    #expect(!FileManager.default.fileExists(atPath: state.file("other.sock")))
    #expect(try daemon.ctl("status").status == 0)
    daemon.kill()
    // What a killed one leaves behind names a process that is gone, and refuses nobody.
    try daemon.start()
    daemon.stop()
  }

  @Test("a second daemon on a socket is refused, and the first one goes on to answer")
  func socket() throws {
    let daemon = try RunningDaemon(state: state, catalogues: [:])
    let refused = try other(TemporaryDirectory().path, daemon.socket)
    #expect(refused.status == 1 && refused.errors.contains("another catalogued answers there"))
    #expect(try daemon.ctl("status").status == 0)
  }

  @Test("a stale socket is replaced")
  func stale() throws {
    let daemon = try RunningDaemon(state: state, catalogues: [:])
    daemon.kill()
    #expect(FileManager.default.fileExists(atPath: daemon.socket))
    #expect(try daemon.ctl("status").status == 3, "nobody answers")
    try daemon.start()
    #expect(daemon.stop() == 0)
    #expect(!FileManager.default.fileExists(atPath: daemon.socket))
    #expect(try daemon.ctl("status").status == 3)
  }

  @Test("a file that is no socket is neither replaced nor removed")
  func foreign() throws {
    state.write("", to: "catalogued.toml")
    state.write("precious", to: "file")
    let refused = try other(state.path, state.file("file"))
    #expect(refused.status == 1)
    #expect(refused.errors.contains(state.file("file")) && refused.errors.contains("no socket"))
    #expect(try String(contentsOfFile: state.file("file"), encoding: .utf8) == "precious")
  }

  @Test("the demo heeds Ctrl-C before its first runs have ended", arguments: [SIGINT, SIGTERM, SIGHUP])
  func demo(_ signal: Int32) throws {
    let server = LoopbackServer { _ in .silence }
    defer { server.stop() }
    state.write("", to: "catalogued.toml")
    try FileManager.default.createDirectory(
      atPath: state.file("catalogues.d"), withIntermediateDirectories: true)
    state.write(
      "title = \"T\"\nurl = \"\(server.url())\"\nformat = \"oai-pmh\"\n", to: "catalogues.d/slow.toml")
    let process = Process()
    process.executableURL = URL(fileURLWithPath: Programs.folder + "/catalogued")
    process.arguments = ["--demo", "--config", state.file("catalogued.toml")]
    process.standardError = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    let end = Date() + 20
    while server.requestCount == 0, Date() < end { usleep(10_000) }
    let start = Date()
    kill(process.processIdentifier, signal)
    process.waitUntilExit()
    #expect(process.terminationReason == .exit && process.terminationStatus == 0)
    #expect(Date().timeIntervalSince(start) < 5)
  }
}
