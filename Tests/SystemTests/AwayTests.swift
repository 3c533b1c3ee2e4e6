import Foundation
import TestSupport
import Testing

@Suite("Who follows a run outlasts a daemon that is away", .serialized)
struct AwayTests {
  private static let gone = "the daemon is gone; waits for its return"
  private static let back = "the daemon answers again"

  /// A daemon of one catalogue, whose first run is over, and whose next ones take long.
  private func daemon(_ repository: Repository) throws -> RunningDaemon {
    let daemon = try RunningDaemon(state: TemporaryDirectory(), catalogues: ["test": repository.toml])
    #expect(try daemon.ctl("refresh", "--wait").status == 0)
    repository.change { $0.delay = 1 }
    return daemon
  }

  @Test(
    "away twice, watch and refresh --wait say so twice, and tell the end once", arguments: [SIGKILL, SIGTERM])
  func twice(_ signal: Int32) throws {
    let repository = Repository(records: 200, page: 10)
    defer { repository.stop() }
    let daemon = try daemon(repository)
    let watch = try Following(daemon, "watch")
    try watch.wait(for: "watches ")
    let refresh = try Following(daemon, "refresh", "test", "--full", "--wait")
    try watch.wait(for: " began, asks for everything")
    for time in 1...2 {
      if signal == SIGKILL { daemon.kill() } else { #expect(daemon.stop() == 0) }
      for follower in [watch, refresh] { try follower.wait(forComplaint: Self.gone, times: time) }
      try daemon.start()
      for follower in [watch, refresh] { try follower.wait(forComplaint: Self.back, times: time) }
    }
    repository.change { $0.delay = 0 }
    #expect(refresh.end() == 0)
    try watch.wait(for: "test: done, 200 heard")
    watch.process.interrupt()
    #expect(watch.end() == 0)
    for follower in [watch, refresh] {
      #expect(occurrences(of: "test: done, 200 heard", in: follower.output) == 1, "\(follower.output)")
      let complaint = "cataloguectl: \(Self.gone)\ncataloguectl: \(Self.back)\n"
      #expect(follower.errors == complaint + complaint)
    }
    #expect(occurrences(of: " began, ", in: watch.output) == 1, "\(watch.output)")
  }

  @Test(
    "how fast a run is, is measured anew when the daemon is back",
    arguments: [["refresh", "--full", "--wait"], ["watch"]])
  func measuredAnew(_ command: [String]) throws {
    let repository = Repository(records: 2000, page: 10)
    defer { repository.stop() }
    let daemon = try RunningDaemon(state: TemporaryDirectory(), catalogues: ["test": repository.toml])
    #expect(try daemon.ctl("refresh", "--wait").status == 0)
    repository.change { $0.delay = 0.1 }
    if command == ["watch"] { _ = try daemon.ctl("refresh", "--full") }
    let terminal = try PseudoTerminal(
      "cataloguectl", ["--socket", daemon.socket] + command, columns: 200, rows: 10)
    try terminal.wait { $0.screen.contains { $0.contains(" %") && $0.contains("/s") } }
    daemon.kill()
    try terminal.wait { $0.screen.contains { $0.hasPrefix("no daemon answers") } }
    try daemon.start()
    try terminal.wait { $0.text.contains(Self.back) && $0.screen.contains { $0.contains(" %") } }
    let behind =
      String(decoding: terminal.output, as: UTF8.self).components(separatedBy: Self.back).last ?? ""
    // What is drawn first: a line ends where the next drawing begins.
    let first = try #require(behind.components(separatedBy: "\r").first { $0.contains(" %") })
    #expect(!first.contains("/s") && !first.contains(" left"), "\(first)")
    terminal.type("\u{3}")
    #expect(try terminal.end() == (command == ["watch"] ? 0 : 130))
  }

  @Test("a dry run is waited for until the daemon is back, which has forgotten it then")
  func dryRunForgotten() throws {
    let repository = Repository(records: 200, page: 10)
    defer { repository.stop() }
    let daemon = try daemon(repository)
    let refresh = try Following(daemon, "refresh", "test", "--full", "--dry-run")
    while try daemon.json("catalogues", "test")["state"].map({ "\($0)".contains("running") }) != true {
      usleep(20_000)
    }
    daemon.kill()
    try refresh.wait(forComplaint: Self.gone)
    // Many questions in vain.
    usleep(1_500_000)
    #expect(refresh.process.isRunning && !refresh.errors.contains("started again"), "\(refresh.errors)")
    try daemon.start()
    #expect(refresh.end() == 1)
    #expect(
      refresh.errors
        == """
        cataloguectl: \(Self.gone)
        cataloguectl: test: the daemon was started again, and has forgotten the dry run; ask again

        """)
  }

  @Test("a daemon that only could not be reached has forgotten no dry run")
  func dryRunRemembered() throws {
    let repository = Repository(records: 200, page: 10)
    defer { repository.stop() }
    let folder = TemporaryDirectory()
    let daemon = try daemon(repository)
    let relay = SocketRelay(folder.file("relay.sock"), to: daemon.socket)
    let refresh = try Following(daemon, "refresh", "test", "--full", "--dry-run", by: relay.path)
    while try daemon.json("catalogues", "test")["state"].map({ "\($0)".contains("running") }) != true {
      usleep(20_000)
    }
    relay.close()
    try refresh.wait(forComplaint: Self.gone)
    relay.open()
    try refresh.wait(forComplaint: Self.back)
    repository.change { $0.delay = 0 }
    #expect(refresh.end() == 0)
    #expect(refresh.output.contains("test: a dry run, nothing was written; 200 heard"), "\(refresh.output)")
    #expect(refresh.errors == "cataloguectl: \(Self.gone)\ncataloguectl: \(Self.back)\n")
  }
}
