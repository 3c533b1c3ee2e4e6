import Foundation
import TestSupport
import Testing

@Suite("Changes, pauses and checks, with both real programs", .serialized)
struct ChangesTests {
  private func items(_ daemon: RunningDaemon, _ path: String) throws -> [[String: Any]] {
    let result = try Programs.run(
      "/usr/bin/curl", ["-s", "--unix-socket", daemon.socket, "http://localhost/v1/\(path)"])
    let object = try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any]
    return object?["items"] as? [[String: Any]] ?? []
  }

  @Test("the change log is told since a number, a run and a day; history and records of a report")
  func changes() throws {
    let repository = Repository(records: 40, page: 20)
    defer { repository.stop() }
    let daemon = try RunningDaemon(state: TemporaryDirectory(), catalogues: ["one": repository.toml])
    #expect(try daemon.ctl("refresh", "one", "--wait").status == 0)
    let all = try items(daemon, "changes?limit=1000")
    #expect(
      all.count == 37
        && all.allSatisfy { $0["kind"] as? String == "new" && $0["catalogue"] as? String == "one" })
    #expect(try items(daemon, "changes?since=30").count == 7)
    #expect(try items(daemon, "changes?since=run:1").count == 37)
    #expect(try items(daemon, "changes?since=2000-01-01&limit=10").count == 10)
    #expect(try items(daemon, "changes?since=2100-01-01").isEmpty)
    let table = try daemon.ctl("changes", "--since", "35")
    #expect(table.status == 0 && table.output.hasSuffix("In all: 2 new.\n"), "\(table.output)")
    #expect(try daemon.ctl("changes", "--since", "yesterday").status == 2)
    #expect(try daemon.ctl("changes", "--since", "run:99").status == 4)
    let report = try #require(all[0]["report"] as? Int)
    let history = try items(daemon, "reports/\(report)/history")
    #expect(history.count == 1 && (history[0]["report"] as? [String: Any])?["title"] != nil)
    let records = try items(daemon, "reports/\(report)/records")
    #expect((records.first?["record"] as? [String: Any])?["catalogue"] as? String == "one")
  }

  @Test("a pause outlives a restart, stops a run at its page's end, and the run goes on after it")
  func pause() throws {
    let repository = Repository(records: 60, page: 10)
    defer { repository.stop() }
    repository.change { $0.delay = 0.2 }
    let daemon = try RunningDaemon(state: TemporaryDirectory(), catalogues: ["one": repository.toml])
    func state() throws -> String? {
      (try daemon.json("catalogues", "one")["state"] as? [String: Any])?["name"] as? String
    }
    func live() throws -> Int {
      (try daemon.json("catalogues", "one")["counts"] as? [String: Any])?["live"] as? Int ?? 0
    }
    func wait(_ what: String, _ isTrue: () throws -> Bool) throws {
      let end = Date() + 20
      while try !isTrue() {
        guard Date() < end else { throw RunningDaemon.Failure(message: "in vain: \(what)") }
        usleep(50_000)
      }
    }
    try wait("the first page") { try live() > 5 }
    #expect(try daemon.ctl("pause", "one").status == 0)
    try wait("it is paused") { try state() == "paused" }
    let paused = try live()
    #expect(paused < 50)
    daemon.stop()
    try daemon.start()
    usleep(500_000)
    #expect(try state() == "paused")
    #expect(try live() == paused)
    #expect(try daemon.ctl("resume", "one").status == 0)
    try wait("all is there") { try state() == "idle" && live() > 50 }
    #expect((try daemon.json("runs", "one")["items"] as? [Any])?.count == 1, "the same run")
    #expect(try daemon.ctl("pause", "nothing").status == 4)
  }

  @Test(
    "who waits for a run that is paused is told so, and a paused catalogue is asked when a person wants it")
  func waitingForAPause() throws {
    let repository = Repository(records: 60, page: 10)
    defer { repository.stop() }
    repository.change { $0.delay = 0.3 }
    let daemon = try RunningDaemon(
      state: TemporaryDirectory(), catalogues: ["one": repository.toml + "enabled = true\n"])
    let client = Process()
    client.executableURL = URL(fileURLWithPath: Programs.folder + "/cataloguectl")
    client.arguments = ["--socket", daemon.socket, "refresh", "one", "--wait"]
    let said = Pipe()
    client.standardError = said
    client.standardOutput = FileHandle.nullDevice
    try client.run()
    usleep(900_000)
    #expect(try daemon.ctl("pause", "one").status == 0)
    client.waitUntilExit()
    let text = String(decoding: said.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    #expect(client.terminationStatus == 6 && text.contains("cataloguectl resume one"), "\(text)")
    let again = try daemon.ctl("refresh", "one", "--wait")
    #expect(again.status == 0, "\(again)")
    let state = try daemon.json("catalogues", "one")["state"] as? [String: Any]
    #expect(state?["name"] as? String == "paused", "the pause outlives it")
  }

  @Test(
    "the members of control_group may change things, others of the socket's group may not",
    .enabled(if: geteuid() == 0))
  func group() throws {
    let repository = Repository(records: 20, page: 20)
    defer { repository.stop() }
    let folder = TemporaryDirectory()
    chmod(folder.path, 0o755)
    let daemon = try RunningDaemon(
      state: folder, catalogues: ["one": repository.toml], main: "control_group = \"games\"\n")
    func refresh(_ group: String) throws -> Programs.Result {
      try Programs.run(
        "/usr/bin/env",
        [
          "setpriv", "--reuid=65534", "--regid=0", "--groups=\(group)", Programs.folder + "/cataloguectl",
          "--socket",
          daemon.socket, "refresh", "one",
        ])
    }
    let refused = try refresh("12")
    #expect(refused.status == 5 && refused.errors.contains("you may read"), "\(refused)")
    #expect(try refresh("60").status == 0)  // Debian's group "games", in base-passwd
    daemon.write("control_group = \"nobody-has-this\"\n", to: nil)
    _ = try daemon.ctl("reload")
    #expect(try refresh("60").status == 5)
  }

  @Test("status --check answers as monitoring plugins do; /metrics ends as OpenMetrics must")
  func monitoring() throws {
    let repository = Repository(records: 40, page: 20)
    defer { repository.stop() }
    let daemon = try RunningDaemon(state: TemporaryDirectory(), catalogues: ["one": repository.toml])
    _ = try daemon.ctl("refresh", "one", "--wait")
    let good = try daemon.ctl("status", "--check")
    #expect(
      good.status == 0 && good.output.hasPrefix("CATALOGUED OK - 1 catalogue, 37 reports | needs=0"),
      "\(good.output)")
    repository.change { $0.isGone = true }
    _ = try daemon.ctl("refresh", "one", "--wait")
    let failing = try daemon.ctl("status", "--check")
    #expect(
      failing.status == 1 && failing.output.hasPrefix("CATALOGUED WARNING - one: "), "\(failing.output)")
    let metrics = try Programs.run(
      "/usr/bin/curl", ["-si", "--unix-socket", daemon.socket, "http://localhost/metrics"]
    ).output
    #expect(metrics.contains("Content-Type: application/openmetrics-text; version=1.0.0"))
    #expect(metrics.contains("\ncatalogued_catalogue_live_records{catalogue=\"one\"} 37\n"))
    #expect(metrics.contains("\ncatalogued_needs_person{kind=\"failing\"} 1\n"))
    #expect(metrics.hasSuffix("\n# EOF\n"))
    daemon.stop()
    #expect(try daemon.ctl("status", "--check").status == 3)
  }
}
