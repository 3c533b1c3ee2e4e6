import Foundation
import TestSupport
import Testing

@Suite("Both programs, end to end")
struct MirrorTests {
  @Test func mirrorsAndAnswers() throws {
    let repository = Repository(records: 400, page: 50)
    defer { repository.stop() }
    let daemon = try RunningDaemon(state: TemporaryDirectory(), catalogues: ["test": repository.toml])
    let refresh = try daemon.ctl("refresh", "test", "--wait")
    #expect(refresh.status == 0, "\(refresh.output) \(refresh.errors)")
    let status = try daemon.ctl("status")
    #expect(status.status == 0)
    let counts = try #require(try daemon.json("catalogues", "test")["counts"] as? [String: Any])
    #expect(counts["live"] as? Int == 378)
    #expect(counts["withdrawn"] as? Int == 22)
    let search = try daemon.ctl("search", "\"Report 77\"")
    #expect(search.output.contains("Report 77, version 0"))
    let show = try daemon.ctl("show", "https://doi.org/10.5555/TEST.77")
    #expect(show.output.contains("Report 77, version 0"))
    #expect(show.output.contains("10.5555/test.77"))
    #expect(try daemon.ctl("show", "nothing-like-this").status == 4)
    #expect(daemon.stop() == 0)
  }

  /// An upstream with nothing new costs its requests, and no write of a record.
  @Test func nothingNewCostsRequestsOnly() throws {
    let repository = Repository(records: 100, page: 50)
    defer { repository.stop() }
    let daemon = try RunningDaemon(state: TemporaryDirectory(), catalogues: ["test": repository.toml])
    _ = try daemon.ctl("refresh", "test", "--wait")
    let before = repository.requests
    let change = try daemon.json("status")["store"] as? [String: Any]
    #expect(try daemon.ctl("refresh", "test", "--wait").status == 0)
    #expect(repository.requests - before == 2, "Identify and ListRecords")
    let after = try daemon.json("status")["store"] as? [String: Any]
    #expect(change?["last_change"] as? Int == after?["last_change"] as? Int)
  }

  /// A list that suddenly is empty deletes nothing before a person says so (rules 6 and 7).
  @Test func anEmptyListIsHeldAndRejected() throws {
    let repository = Repository(records: 100, page: 50)
    defer { repository.stop() }
    repository.change { $0.deletedRecord = "no" }
    let toml = repository.toml + "missing_after = 1\n"
    let daemon = try RunningDaemon(state: TemporaryDirectory(), catalogues: ["test": toml])
    _ = try daemon.ctl("refresh", "test", "--wait")
    repository.change { $0.count = 1 }
    #expect(try daemon.ctl("refresh", "test", "--full", "--wait").status == 6)
    let status = try daemon.ctl("status")
    #expect(status.output.contains("approve"), "\(status.output)")
    let dry = try daemon.ctl("refresh", "test", "--full", "--dry-run")
    #expect(dry.output.contains("94 would be gone"), "\(dry.output)")
    #expect(try daemon.ctl("reject", "test").status == 0)
    #expect(try daemon.ctl("reject", "test").status != 0)
    #expect(try daemon.ctl("refresh", "test", "--full", "--wait").status == 0)
    let counts = try #require(try daemon.json("catalogues", "test")["counts"] as? [String: Any])
    #expect(counts["live"] as? Int == 94)
  }

  /// Neither many failures nor `reparse` change when the catalogue was last in step; what is held is held since the first
  /// run that held it.
  @Test func inStepIsTheLastClose() throws {
    let repository = Repository(records: 30, page: 50)
    defer { repository.stop() }
    repository.change { $0.deletedRecord = "no" }
    let toml = repository.toml + "missing_after = 1\n"
    let daemon = try RunningDaemon(state: TemporaryDirectory(), catalogues: ["test": toml])
    _ = try daemon.ctl("refresh", "test", "--wait")
    repository.change { $0.count = 1 }
    for _ in 0..<2 { #expect(try daemon.ctl("refresh", "test", "--full", "--wait").status == 6) }
    let runs = try #require(try daemon.json("runs", "test")["items"] as? [[String: Any]])
    let holder = runs.last { $0["state"] as? String == "held" }?["id"] as? Int
    let step = try daemon.json("catalogues", "test")["in_step"] as? String
    #expect(step != nil)
    _ = try daemon.ctl("reparse", "test")
    repository.change { $0.isGone = true }
    for _ in 0..<21 { #expect(try daemon.ctl("refresh", "test", "--wait").status == 1) }
    let catalogue = try daemon.json("catalogues", "test")
    #expect(catalogue["in_step"] as? String == step)
    #expect((catalogue["held"] as? [String: Any])?["run"] as? Int == holder)
  }

  @Test func whatCannotBeReadIsSetAsideAndMendedLater() throws {
    let repository = Repository(records: 60, page: 50)
    defer { repository.stop() }
    repository.change { $0.broken = [7] }
    let daemon = try RunningDaemon(state: TemporaryDirectory(), catalogues: ["test": repository.toml])
    let refresh = try daemon.ctl("refresh", "test", "--wait")
    #expect(refresh.status == 0)
    #expect(try daemon.ctl("runs", "test").output.contains("done with rejects"))
    #expect(try daemon.ctl("rejects", "test").output.contains("oai:test.example:7"))
    let reparse = try daemon.ctl("reparse", "test")
    #expect(reparse.status == 0, "\(reparse.output) \(reparse.errors)")
    repository.change { $0.broken = [] }
    _ = try daemon.ctl("refresh", "test", "--full", "--wait")
    #expect(!(try daemon.ctl("rejects", "test").output.contains("oai:test.example:7")))
    #expect(try daemon.ctl("show", "10.5555/test.7").status == 0)
  }

  /// A refresh that is waited for outlives the daemon: the next one goes on with the run.
  @Test func waitingOutlivesARestart() throws {
    let repository = Repository(records: 200, page: 10)
    defer { repository.stop() }
    repository.change { $0.delay = 0.15 }
    let daemon = try RunningDaemon(state: TemporaryDirectory(), catalogues: ["test": repository.toml])
    let waiting = Process()
    let output = Pipe()
    waiting.executableURL = URL(fileURLWithPath: Programs.folder + "/cataloguectl")
    waiting.arguments = ["--socket", daemon.socket, "refresh", "test", "--wait"]
    waiting.standardOutput = output
    waiting.standardError = FileHandle.nullDevice
    try waiting.run()
    usleep(1_000_000)
    daemon.kill()
    usleep(500_000)
    try daemon.start()
    waiting.waitUntilExit()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    #expect(waiting.terminationStatus == 0, "\(text)")
    #expect(text.contains("test: done, "), "\(text)")
    let runs = try #require(try daemon.json("runs", "test")["items"] as? [[String: Any]])
    #expect(runs.count == 1)
  }

  @Test func aReportIsAskedForByAnyWord() throws {
    let daemon = try RunningDaemon(state: TemporaryDirectory(), catalogues: [:])
    for word in [".", "..", "a/../b", "%2e", "?", "#", " ", "\u{1F600}"] {
      let shown = try daemon.ctl("show", "--", word)
      #expect(shown.status == 4 && shown.errors.contains("There is no report"), "\(word): \(shown.errors)")
    }
  }

  @Test func aDamagedStoreIsNamed() throws {
    let state = TemporaryDirectory()
    let store = state.write(String(repeating: "This is no store. ", count: 1000), to: "catalogued.sqlite")
    state.write("", to: "catalogued.toml")
    let started = try Programs.run(
      "catalogued",
      ["--config", state.file("catalogued.toml"), "--state", state.path, "--socket", state.file("s")])
    #expect(started.status == 1)
    #expect(started.errors.hasPrefix("opening the store \(store): "), "\(started.errors)")
    #expect(started.errors.contains("damaged"), "\(started.errors)")
  }

  @Test func aSecondDaemonIsRefused() throws {
    let daemon = try RunningDaemon(state: TemporaryDirectory(), catalogues: [:])
    let second = try Programs.run(
      "catalogued",
      ["--config", daemon.state + "/catalogued.toml", "--state", daemon.state, "--socket", daemon.socket])
    #expect(second.status == 1)
    #expect(second.errors.contains("\(daemon.identifier)"), "\(second.errors)")
  }
}
