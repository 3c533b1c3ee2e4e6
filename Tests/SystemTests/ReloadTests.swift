import Foundation
import Synchronization
import TestSupport
import Testing

@Suite("The configuration is read again while the daemon runs")
struct ReloadTests {
  private func live(_ daemon: RunningDaemon, _ name: String) throws -> Int? {
    (try daemon.json("catalogues", name)["counts"] as? [String: Any])?["live"] as? Int
  }

  private func state(_ daemon: RunningDaemon, _ name: String) throws -> String? {
    (try daemon.json("catalogues", name)["state"] as? [String: Any])?["name"] as? String
  }

  private func needs(_ daemon: RunningDaemon) throws -> [[String: Any]] {
    try daemon.json("status")["needs_person"] as? [[String: Any]] ?? []
  }

  /// Waits until something holds.
  private func wait(_ seconds: Double = 20, _ holds: () throws -> Bool) throws {
    let end = Date() + seconds
    while try !holds() {
      guard Date() < end else { throw RunningDaemon.Failure(message: "waited in vain") }
      usleep(20_000)
    }
  }

  @Test func filesComeChangeAndGo() throws {
    let (one, two) = (Repository(records: 40, page: 50), Repository(records: 20, page: 50))
    defer { for repository in [one, two] { repository.stop() } }
    let daemon = try RunningDaemon(state: TemporaryDirectory(), catalogues: ["one": one.toml])
    try wait { try live(daemon, "one") == 37 }
    daemon.write(two.toml, to: "two")
    daemon.write(one.toml.replacingOccurrences(of: "Test repository", with: "First"), to: "one")
    let reload = try daemon.ctl("reload")
    #expect(reload.status == 0, "\(reload.errors)")
    #expect(reload.output == "1 added (two), 1 changed (one), 0 unchanged\n")
    try wait { try live(daemon, "two") == 18 }
    #expect(try daemon.json("catalogues", "one")["title"] as? String == "First")
    #expect(try daemon.json("runs", "one")["items"] as? [[String: Any]] != nil)
    #expect((try daemon.json("runs", "one")["items"] as? [Any])?.count == 1, "a title asks for nothing")

    daemon.write(nil, to: "one")
    #expect(try daemon.ctl("reload").output == "1 removed (one), 1 unchanged\n")
    #expect(try state(daemon, "one") == "unconfigured")
    #expect(try live(daemon, "one") == 37)
    #expect(try daemon.ctl("search", "\"Report 33\"").output.contains("Report 33"))
    let refresh = try daemon.ctl("refresh", "one")
    #expect(refresh.status == 1 && refresh.errors.contains("not configured"), "\(refresh.errors)")
    daemon.stop()
    try daemon.start()
    #expect(try state(daemon, "one") == "unconfigured")
    // It comes back, and goes on where it was.
    daemon.write(one.toml, to: "one")
    #expect(try daemon.ctl("reload").output == "1 added (one), 1 unchanged\n")
    #expect(try state(daemon, "one") == "idle")
    #expect(try live(daemon, "one") == 37)
  }

  @Test func aBadFileLeavesWhatIsInForce() throws {
    let repository = Repository(records: 20, page: 50)
    defer { repository.stop() }
    let daemon = try RunningDaemon(
      state: TemporaryDirectory(), catalogues: ["one": repository.toml + "priority = 7\n"])
    _ = try daemon.ctl("refresh", "one", "--wait")
    daemon.write(repository.toml + "priority = 8\nintervall = \"1d\"\n", to: "one")
    let reload = try daemon.ctl("reload")
    #expect(reload.status == 1)
    #expect(
      reload.errors.contains("one.toml:7:1: there is no key \"intervall\": did you mean \"interval\"?"),
      "\(reload.errors)")
    #expect(try daemon.json("catalogues", "one")["priority"] as? Int == 7)
    #expect(try state(daemon, "one") == "idle")
    let need = try #require(try needs(daemon).first { $0["kind"] as? String == "configuration" })
    #expect(need["catalogue"] as? String == "one")
    #expect((need["message"] as? String)?.contains(":7:1:") == true)
    #expect(try daemon.ctl("refresh", "one", "--wait").status == 0, "the old one is in force")
    // It cannot be forgotten: its file is there.
    #expect(try daemon.ctl("forget", "one", "--purge", "--yes").status == 1)
    daemon.write(repository.toml + "priority = 8\n", to: "one")
    #expect(try daemon.ctl("reload").status == 0)
    #expect(try needs(daemon).isEmpty)
    #expect(try daemon.json("catalogues", "one")["priority"] as? Int == 8)

    // Nor does a folder that is not there any more.
    let folder = String(daemon.configuration.dropLast("catalogued.toml".count)) + "catalogues.d"
    try FileManager.default.moveItem(atPath: folder, toPath: folder + ".away")
    let lost = try daemon.ctl("reload")
    #expect(lost.status == 1 && lost.errors.contains("catalogues.d: the folder was there"), "\(lost.errors)")
    #expect(try state(daemon, "one") == "idle")
    #expect(try needs(daemon).contains { ($0["message"] as? String)?.contains("catalogues.d") == true })
    try FileManager.default.moveItem(atPath: folder + ".away", toPath: folder)
    #expect(try daemon.ctl("reload").status == 0)
    #expect(try needs(daemon).isEmpty)

    // A fault in catalogued.toml changes nothing at all.
    daemon.write("concurrent_runs = 0\n", to: nil)
    daemon.write(nil, to: "one")
    #expect(try daemon.ctl("reload").status == 1)
    #expect(try state(daemon, "one") == "idle")
  }

  @Test func aRunEndsUnderItsOldSettingsUnlessWhatItAsksForHasChanged() throws {
    let repository = Repository(records: 60, page: 10)
    defer { repository.stop() }
    repository.change { $0.delay = 0.3 }
    let daemon = try RunningDaemon(state: TemporaryDirectory(), catalogues: ["one": repository.toml])
    try wait { try (live(daemon, "one") ?? 0) > 5 }
    daemon.write(repository.toml + "priority = 3\n", to: "one")
    #expect(try daemon.ctl("reload").status == 0)
    #expect(try state(daemon, "one") == "running")
    try wait { try state(daemon, "one") == "idle" }
    #expect(repository.requests == 9, "nothing was asked twice: \(repository.requests)")
    #expect((try daemon.json("runs", "one")["items"] as? [Any])?.count == 1)
    // Another prefix is another list.
    _ = try daemon.ctl("refresh", "one", "--full")
    try wait { try state(daemon, "one") == "running" }
    daemon.write(repository.toml + "priority = 3\nset = \"x\"\n", to: "one")
    #expect(try daemon.ctl("reload").status == 0)
    try wait {
      let runs = try daemon.json("runs", "one")["items"] as? [[String: Any]] ?? []
      return runs.count == 3 && runs[0]["state"] as? String == "done"
        && runs[1]["state"] as? String == "abandoned"
    }
  }

  @Test func whatIsForgottenIsGoneFromTheListOrFromTheStore() throws {
    let (one, two) = (Repository(records: 40, page: 50), Repository(records: 20, page: 50, name: "other"))
    defer { for repository in [one, two] { repository.stop() } }
    one.change { $0.broken = [7] }
    let daemon = try RunningDaemon(
      state: TemporaryDirectory(), catalogues: ["one": one.toml, "two": two.toml])
    for name in ["one", "two"] { _ = try daemon.ctl("refresh", name, "--wait") }
    #expect(try daemon.ctl("forget", "one", "--keep").status == 1, "it is configured")
    daemon.write(nil, to: "one")
    daemon.write(nil, to: "two")
    _ = try daemon.ctl("reload")
    #expect(try daemon.ctl("forget", "one").status == 2, "keep or purge is the person's choice")
    #expect(try daemon.ctl("forget", "nothing", "--keep").status == 4)

    let kept = try daemon.ctl("forget", "one", "--keep")
    #expect(kept.status == 0, "\(kept.errors)")
    let listed = try daemon.json("catalogues")["items"] as? [[String: Any]] ?? []
    #expect(listed.map { $0["name"] as? String } == ["two"])
    #expect(try daemon.ctl("show", "10.5555/test.33").status == 0)
    let said = try daemon.ctl("catalogues", "one").output
    #expect(
      said.contains("it is forgotten; its records still show") && !said.contains("--keep or"), "\(said)")

    let asked = try daemon.ctl("forget", "two", "--purge")
    #expect(asked.status == 2 && asked.errors.contains("18 reports"), "\(asked.errors)")
    #expect(try live(daemon, "two") == 18, "nothing goes unasked")
    // On a terminal the name must be typed.
    for (typed, status) in [("y", Int32(1)), ("one", 1)] {
      let line = "\(Programs.folder)/cataloguectl --socket \(daemon.socket) forget two --purge"
      let terminal = try Programs.run(
        "/bin/sh", ["-c", "(sleep 1; echo \(typed); sleep 1) | script -qec '\(line)' /dev/null"])
      #expect(terminal.output.contains("Type the catalogue's name"), "\(terminal.output)")
      #expect(terminal.status == status)
      #expect(try live(daemon, "two") == 18)
    }
    let before = try #require(try daemon.json("status")["store"] as? [String: Any])
    let purged = try daemon.ctl("forget", "two", "--purge", "--yes")
    #expect(purged.status == 0 && purged.output.contains("18 reports"), "\(purged.output) \(purged.errors)")
    let after = try #require(try daemon.json("status")["store"] as? [String: Any])
    #expect((before["reports"] as? Int ?? 0) - (after["reports"] as? Int ?? 0) == 18)
    #expect((after["last_change"] as? Int ?? 0) - (before["last_change"] as? Int ?? 0) == 18)
    // A purge of what was forgotten before, and everything comes back under new numbers.
    #expect(try daemon.ctl("forget", "one", "--purge", "--yes").status == 0)
    #expect(try daemon.ctl("show", "10.5555/test.33").status == 4)
    #expect(try daemon.ctl("catalogues", "one").output.contains("it has no records"))
    #expect(try daemon.ctl("rejects").output.contains("oai:test.example:7") == false)
    daemon.write(one.toml, to: "one")
    _ = try daemon.ctl("reload")
    try wait { try live(daemon, "one") == 36 && state(daemon, "one") == "idle" }
    let runs = try #require(try daemon.json("runs", "one")["items"] as? [[String: Any]])
    #expect(runs.count > 1 && runs[0]["full"] as? Bool == true, "everything is asked for")
  }

  @Test func aFileWithAnotherNameWaitsForAPerson() throws {
    let repository = Repository(records: 40, page: 50)
    defer { repository.stop() }
    let daemon = try RunningDaemon(state: TemporaryDirectory(), catalogues: ["old": repository.toml])
    _ = try daemon.ctl("refresh", "old", "--wait")
    daemon.write(nil, to: "old")
    daemon.write(repository.toml, to: "new")
    let reload = try daemon.ctl("reload")
    #expect(reload.status == 6, "\(reload.output)")
    for round in 0..<2 {
      #expect(try state(daemon, "new") == "waiting", "\(round)")
      #expect(try state(daemon, "old") == "unconfigured")
      let need = try #require(try needs(daemon).first)
      #expect(need["kind"] as? String == "rename")
      #expect(need["command"] as? String == "cataloguectl rename old new")
      #expect(try daemon.ctl("refresh", "new").status == 6)
      daemon.stop()
      try daemon.start()
    }
    let requests = repository.requests
    let renamed = try daemon.ctl("rename", "old", "new")
    #expect(
      renamed.status == 0 && renamed.output.contains("40 records"), "\(renamed.output) \(renamed.errors)")
    daemon.kill()  // a decision that was answered is on the disk
    try daemon.start()
    #expect(try live(daemon, "new") == 37)
    #expect(try daemon.ctl("catalogues", "old").status == 4)
    #expect(try needs(daemon).isEmpty)
    #expect(repository.requests == requests, "it goes on as if nothing had happened")

    // The other answer.
    daemon.write(nil, to: "new")
    daemon.write(repository.toml, to: "third")
    #expect(try daemon.ctl("reload").status == 6)
    let another = try daemon.ctl("rename", "new", "third", "--another")
    #expect(another.status == 0, "\(another.errors)")
    try wait { try live(daemon, "third") == 37 }
    #expect(try live(daemon, "new") == 37)
    #expect(try state(daemon, "new") == "unconfigured")
    #expect(try daemon.ctl("rename", "new", "third").status == 1, "both have records now")
    #expect(try daemon.ctl("forget", "new", "--purge", "--yes").status == 0)
    #expect(try live(daemon, "third") == 37)
  }

  /// Reading again under load: no question is lost, no page asked twice, and the last configuration is in force.
  @Test func manyReloadsDuringARunLoseNothing() throws {
    let repository = Repository(records: 100, page: 10)
    defer { repository.stop() }
    repository.change { $0.delay = 0.1 }
    let daemon = try RunningDaemon(state: TemporaryDirectory(), catalogues: ["one": repository.toml])
    // Clients that ask all the while are answered, each of them.
    let socket = daemon.socket
    let answers = Mutex((asked: 0, good: 0, isOver: false))
    for _ in 0..<3 {
      Thread.detachNewThread {
        while !answers.withLock({ $0.isOver }) {
          let isGood = Self.ask(socket, "/v1/status").hasPrefix("HTTP/1.1 200 ")
          answers.withLock { $0 = ($0.asked + 1, $0.good + (isGood ? 1 : 0), $0.isOver) }
        }
      }
    }
    for round in 1...10 {
      daemon.write(repository.toml + "priority = \(round)\n", to: "one")
      #expect(try daemon.ctl("reload").status == 0)
    }
    try wait { try state(daemon, "one") == "idle" }
    answers.withLock { $0.isOver = true }
    #expect(answers.withLock { $0.asked == $0.good && $0.asked > 100 }, "\(answers.withLock { $0 })")
    #expect(try daemon.json("catalogues", "one")["priority"] as? Int == 10)
    #expect(repository.requests == 13, "\(repository.requests)")
    #expect((try daemon.json("runs", "one")["items"] as? [Any])?.count == 1)
  }

  /// The beginning of an answer; without a program for each question, so that there can be many.
  private static func ask(_ socket: String, _ path: String) -> String {
    let descriptor = Glibc.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    guard withUnixAddress(socket, { connect(descriptor, $0, $1) }) == 0 else { return "" }
    let request = Array("GET \(path) HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".utf8)
    send(descriptor, request, request.count, Int32(MSG_NOSIGNAL))
    var bytes = [UInt8](repeating: 0, count: 1 << 16)
    let count = recv(descriptor, &bytes, bytes.count, 0)
    return String(decoding: bytes[..<max(0, count)], as: UTF8.self)
  }

  /// One catalogue's dead host or broken file delays no other, and what fails is asked again, later and later.
  @Test func aDeadHostAndABrokenFileDelayNobody() throws {
    let repository = Repository(records: 40, page: 50)
    defer { repository.stop() }
    let silent = LoopbackServer { _ in .xml("").delayed(30) }
    defer { silent.stop() }
    let daemon = try RunningDaemon(
      state: TemporaryDirectory(),
      catalogues: [
        "broken": "url = ",
        "dead": repository.toml.replacingOccurrences(of: repository.url, with: "http://127.0.0.2:1/oai"),
        "silent": repository.toml.replacingOccurrences(of: repository.url, with: silent.url("/oai")),
        "test": repository.toml,
      ])
    try wait(5) { try live(daemon, "test") == 37 }
    try wait { try state(daemon, "dead") == "failing" }
    let dead = try daemon.json("catalogues", "dead")
    let next = try #require(dead["next_run"] as? [String: Any])
    #expect((next["because"] as? String)?.contains("failed") == true, "it is asked again, and why is said")
    #expect(try daemon.ctl("catalogues", "broken").status == 4, "it was never known")
    #expect(try needs(daemon).contains { $0["catalogue"] as? String == "broken" })
    // A restart forgets neither.
    daemon.stop()
    try daemon.start()
    #expect(try state(daemon, "dead") == "failing")
  }

  /// What is removed while it runs ends soon, and its records stay.
  @Test func aCatalogueThatGoesWhileItRunsStopsAndKeepsWhatCame() throws {
    let repository = Repository(records: 100, page: 10)
    defer { repository.stop() }
    repository.change { $0.delay = 0.3 }
    let daemon = try RunningDaemon(state: TemporaryDirectory(), catalogues: ["one": repository.toml])
    try wait { try (live(daemon, "one") ?? 0) > 5 }
    daemon.write(nil, to: "one")
    #expect(try daemon.ctl("reload").status == 0)
    #expect(try state(daemon, "one") == "unconfigured")
    usleep(500_000)
    let kept = try #require(try live(daemon, "one"))
    let asked = repository.requests
    usleep(700_000)
    #expect(try live(daemon, "one") == kept && kept < 94)
    #expect(repository.requests == asked)
    // It comes back in mid-list, and goes on from there.
    daemon.write(repository.toml, to: "one")
    #expect(try daemon.ctl("reload").status == 0)
    try wait { try live(daemon, "one") == 94 }
    let runs = try #require(try daemon.json("runs", "one")["items"] as? [[String: Any]])
    #expect(runs.count == 1)
  }
}
