import Foundation
import TestSupport
import Testing

/// What becomes of a command that cannot say what it has to, or whose daemon does not answer.
@Suite("Output that nobody takes, and a daemon that does not answer") struct OutputTests {
  private func shell(_ daemon: RunningDaemon, _ command: String) throws -> Programs.Result {
    try Programs.run(
      "/bin/sh", ["-c", "\(Programs.folder)/cataloguectl --socket \(daemon.socket) \(command)"])
  }

  @Test(
    "where standard output takes nothing, the command says so and has failed",
    arguments: ["status", "--json status", "manual", "--help", "refresh", "status --check", "changes"])
  func fullOutput(_ line: String) throws {
    let daemon = try RunningDaemon(state: TemporaryDirectory(), catalogues: [:])
    for (redirection, why) in [(">/dev/full", "No space left on device"), (">&-", "Bad file descriptor")] {
      let result = try shell(daemon, "\(line) \(redirection)")
      #expect(
        result.status == 1 && result.errors.contains("writing standard output: \(why)"),
        "\(line) \(redirection): \(result.status) \(result.errors)")
    }
    #expect(try shell(daemon, "status").status == 0)
  }

  @Test("watch ends where its lines cannot be written")
  func fullWatch() throws {
    let daemon = try RunningDaemon(state: TemporaryDirectory(), catalogues: [:])
    let result = try shell(daemon, "watch >/dev/full")
    #expect(result.status == 1 && result.errors.contains("No space left on device"), "\(result.errors)")
  }

  @Test("monitoring hears within seconds of a daemon that hangs")
  func hanging() throws {
    let daemon = try RunningDaemon(state: TemporaryDirectory(), catalogues: [:])
    kill(daemon.identifier, SIGSTOP)
    defer { kill(daemon.identifier, SIGCONT) }
    let began = Date()
    let result = try daemon.ctl("status", "--check")
    #expect(Date().timeIntervalSince(began) < 30)
    #expect(result.status == 3 && result.output.hasPrefix("CATALOGUED UNKNOWN"), "\(result.output)")
    #expect(result.output.contains("has not answered for 8 s"), "\(result.output)")
  }

  @Test("what is no socket is called so, and an empty path is a wrong usage")
  func noSocket() throws {
    let folder = TemporaryDirectory()
    let file = folder.write("", to: "file")
    let result = try Programs.run("cataloguectl", ["--socket", file, "status"])
    #expect(result.status == 3 && result.errors.contains("that is no socket"), "\(result.errors)")
    #expect(try Programs.run("cataloguectl", ["--socket", "", "status"]).status == 2)
  }

  @Test("several catalogues at once: each is done, whatever becomes of the others")
  func several() throws {
    let repository = Repository(records: 5, page: 5)
    defer { repository.stop() }
    let daemon = try RunningDaemon(
      state: TemporaryDirectory(),
      catalogues: ["a": repository.toml, "b": repository.toml + "set = \"x\"\n"])
    let result = try daemon.ctl("pause", "a", "nowhere", "b")
    #expect(result.status == 4, "\(result)")
    #expect(result.output.contains("a: ") && result.output.contains("b: "), "\(result.output)")
    #expect(result.errors.contains("There is no catalogue “nowhere”"), "\(result.errors)")
    for name in ["a", "b"] {
      let state = try daemon.json("catalogues", name)["state"] as? [String: Any]
      #expect(state?["name"] as? String == "paused", "\(name)")
    }
  }
}
