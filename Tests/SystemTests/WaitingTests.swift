import Foundation
import TestSupport
import Testing

@Suite("Who waits for a run is told what it waits for itself", .serialized)
struct WaitingTests {
  /// A daemon of one catalogue, whose first run is over and whose second one goes on for as long as its pages are late.
  ///
  /// - Returns: It, and what who waits for that run is told.
  private func busyDaemon(_ repository: Repository) throws -> (RunningDaemon, waiting: String) {
    let daemon = try RunningDaemon(state: TemporaryDirectory(), catalogues: ["test": repository.toml])
    #expect(try daemon.ctl("refresh", "--wait").status == 0)
    repository.change { $0.delay = 1 }
    _ = try daemon.ctl("refresh", "test", "--full")
    while true {
      let runs = try daemon.json("runs")["items"] as? [[String: Any]] ?? []
      if let run = runs.first, run["state"] as? String == "running", let number = run["id"] {
        return (daemon, "waits for run \(number) to end")
      }
      usleep(20_000)
    }
  }

  @Test("a dry run behind another run, in a pipe")
  func pipe() throws {
    let repository = Repository(records: 200, page: 10)
    defer { repository.stop() }
    let (daemon, waiting) = try busyDaemon(repository)
    let dry = try Following(daemon, "refresh", "test", "--dry-run")
    try dry.wait(for: "test: \(waiting)\n")
    // The same once more is the same.
    let same = try Following(daemon, "refresh", "test", "--dry-run")
    try same.wait(for: "test: a dry run of it is asked for already, and \(waiting)\n")
    repository.change { $0.delay = 0 }
    for follower in [dry, same] {
      #expect(follower.end() == 0)
      #expect(follower.output.contains("test: a dry run, nothing was written; "), "\(follower.output)")
      #expect(follower.errors == "")
    }
    #expect(try daemon.ctl("runs", "-2").status != 0, "there was one")
  }

  @Test("a dry run behind another run, in a terminal of 40 columns")
  func narrow() throws {
    let repository = Repository(records: 200, page: 10)
    defer { repository.stop() }
    let (daemon, waiting) = try busyDaemon(repository)
    let terminal = try PseudoTerminal(
      "cataloguectl", ["--socket", daemon.socket, "refresh", "test", "--dry-run"], columns: 40, rows: 10)
    try terminal.wait { $0.screen.contains { $0 == "test  \(waiting)" } }
    repository.change { $0.delay = 0 }
    #expect(try terminal.end() == 0)
    #expect(terminal.picture.faults == [])
    #expect(
      terminal.picture.text.hasPrefix("test: a dry run, nothing was written;")
        && !terminal.picture.text.contains("waits"), "\(terminal.picture.text)")
  }

  @Test("a dry run behind another run is left to itself by Ctrl-C, and its result can be asked for")
  func interrupted() throws {
    let repository = Repository(records: 200, page: 10)
    defer { repository.stop() }
    let (daemon, waiting) = try busyDaemon(repository)
    let dry = try Following(daemon, "refresh", "test", "--dry-run")
    try dry.wait(for: "test: \(waiting)")
    dry.process.interrupt()
    #expect(dry.end() == 130)
    #expect(
      dry.errors == "cataloguectl: test: the dry run goes on; cataloguectl runs -1 shows its result\n")
    repository.change { $0.delay = 0 }
    var result = try daemon.ctl("runs", "-1")
    let end = Date() + 20
    while Date() < end, !result.output.contains("Run -1 of test: done") {
      usleep(20_000)
      result = try daemon.ctl("runs", "-1")
    }
    #expect(result.output.contains("Run -1 of test: done"), "\(result.output)\(result.errors)")
  }

  @Test("in 60 columns there is room for why an upstream is asked again")
  func retry() throws {
    let repository = Repository(records: 200, page: 10)
    defer { repository.stop() }
    let daemon = try RunningDaemon(state: TemporaryDirectory(), catalogues: ["test": repository.toml])
    #expect(try daemon.ctl("refresh", "--wait").status == 0)
    repository.change { $0.isBusy = true }
    let terminal = try PseudoTerminal(
      "cataloguectl", ["--socket", daemon.socket, "refresh", "test", "--full", "--wait"], columns: 60,
      rows: 10)
    try terminal.wait { picture in
      picture.screen.contains { $0.wholeMatch(of: #/test +5 %  .*503.*; asks again in \d+ s/#) != nil }
    }
    repository.change { $0.isBusy = false }
    #expect(try terminal.end() == 0)
    #expect(terminal.picture.faults == [])
    #expect(
      terminal.picture.text.hasPrefix("test: done, 200 heard")
        && !terminal.picture.text.contains("asks again"),
      "\(terminal.picture.text)")
  }
}
