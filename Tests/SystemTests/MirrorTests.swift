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

  @Test func aSecondDaemonIsRefused() throws {
    let daemon = try RunningDaemon(state: TemporaryDirectory(), catalogues: [:])
    let second = try Programs.run(
      "catalogued",
      ["--config", daemon.state + "/catalogued.toml", "--state", daemon.state, "--socket", daemon.socket])
    #expect(second.status == 1)
    #expect(second.errors.contains("\(daemon.identifier)"), "\(second.errors)")
  }
}
