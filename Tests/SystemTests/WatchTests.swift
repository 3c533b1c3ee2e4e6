import Foundation
import TestSupport
import Testing

@Suite("What happens is followed from a terminal and from a pipe", .serialized)
struct WatchTests {
  private func repository(_ records: Int = 200) -> Repository { Repository(records: records, page: 10) }

  /// A daemon whose first run of each catalogue is over; the next ones are slow.
  private func daemon(_ repositories: [String: Repository], delay: Double = 0.1) throws -> RunningDaemon {
    let daemon = try RunningDaemon(state: TemporaryDirectory(), catalogues: repositories.mapValues(\.toml))
    #expect(try daemon.ctl("refresh", "--wait").status == 0)
    for repository in repositories.values { repository.change { $0.delay = delay } }
    return daemon
  }

  // MARK: Pipes

  @Test("in a pipe, a run's beginning and its end are a line each, and so is its progress")
  func pipe() throws {
    let repository = repository()
    defer { repository.stop() }
    let daemon = try daemon(["test": repository], delay: 0.2)
    repository.change { $0.version = 1 }
    let early = try Following(daemon, "watch")
    try early.wait(for: "watches 1 catalogue\n")
    _ = try daemon.ctl("refresh", "test", "--full")
    try early.wait(for: " began, asks for everything")
    usleep(700_000)
    let late = try Following(daemon, "watch", "test")
    try late.wait(for: " of 200 heard (")
    for watch in [early, late] {
      try watch.wait(for: "test: done, 200 heard, ")
      if watch === early { try watch.wait(for: "the library: ") }
      watch.process.interrupt()
      #expect(watch.end() == 0)
      #expect(occurrences(of: "done, ", in: watch.output) == 1, "\(watch.output)")
      #expect(watch.errors == "" && !watch.output.contains("\u{1B}"))
      for line in watch.output.split(separator: "\n") where !line.hasPrefix("  ") {
        #expect(line.wholeMatch(of: #/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ .*/#) != nil, "\(line)")
      }
    }
    #expect(late.output.contains("watches test\n"))
  }

  @Test("a restart is told once, and no end of a run is missed")
  func restart() throws {
    let repository = repository()
    defer { repository.stop() }
    let daemon = try daemon(["test": repository], delay: 0.15)
    let watch = try Following(daemon, "watch")
    try watch.wait(for: "watches ")
    _ = try daemon.ctl("refresh", "test", "--full")
    try watch.wait(for: " began, asks for everything")
    usleep(500_000)
    daemon.kill()
    // So long that the run may end before anybody listens again.
    usleep(2_500_000)
    repository.change { $0.delay = 0 }
    try daemon.start()
    try watch.wait(for: "test: done, 200 heard")
    _ = try daemon.ctl("refresh", "test", "--wait")
    try watch.wait(for: " began, asks for what changed")
    watch.process.terminate()
    #expect(watch.end() == 143)
    #expect(occurrences(of: "test: done, 200 heard", in: watch.output) == 1, "\(watch.output)")
    #expect(
      watch.errors
        == "cataloguectl: the daemon is gone; waits for its return\ncataloguectl: the daemon answers again\n")
  }

  @Test("many kills, at any moment: a run's end is told once, and who waits for it learns it")
  func kills() throws {
    let repository = repository(600)
    defer { repository.stop() }
    let daemon = try daemon(["test": repository], delay: 0.1)
    let watch = try Following(daemon, "watch")
    try watch.wait(for: "watches ")
    let refresh = try Following(daemon, "refresh", "test", "--full", "--wait")
    for pause in [900, 300, 40, 700, 5, 500, 150, 1100] {
      usleep(UInt32(pause) * 1000)
      daemon.kill()
      if pause > 600 { usleep(400_000) }
      try daemon.start()
    }
    #expect(refresh.end() == 0 && occurrences(of: "test: done, 600 heard", in: refresh.output) == 1)
    try watch.wait(for: "test: done, 600 heard")
    usleep(500_000)
    #expect(watch.process.isRunning)
    watch.process.interrupt()
    #expect(watch.end() == 0)
    #expect(occurrences(of: "test: done, ", in: watch.output) == 1, "\(watch.output)\(watch.errors)")
    #expect(occurrences(of: " began, ", in: watch.output) == 1, "\(watch.output)")
  }

  @Test("what is amiss with a catalogue is told, and that it is in order again")
  func trouble() throws {
    let repository = repository(30)
    let other = self.repository(10)
    defer {
      repository.stop()
      other.stop()
    }
    let daemon = try daemon(["test": repository, "other": other], delay: 0)
    let watch = try Following(daemon, "watch", "test")
    try watch.wait(for: "watches ")
    repository.change { $0.isGone = true }
    _ = try daemon.ctl("refresh", "--wait")
    try watch.wait(for: "test: is failing")
    repository.change { $0.isGone = false }
    _ = try daemon.ctl("refresh", "--wait")
    try watch.wait(for: "test: is in order again")
    _ = try daemon.ctl("pause", "test")
    try watch.wait(for: "test: paused")
    #expect(!watch.output.contains("other"))
  }

  @Test("--json prints each event as a line")
  func json() throws {
    let repository = repository(30)
    defer { repository.stop() }
    let daemon = try daemon(["test": repository])
    let watch = try Following(daemon, "watch", "--json")
    usleep(500_000)
    _ = try daemon.ctl("refresh", "test", "--full", "--wait")
    try watch.wait(for: "\"state\":\"done\"")
    watch.process.interrupt()
    #expect(watch.end() == 0)
    var names: Set<String> = []
    for line in watch.output.split(separator: "\n") {
      let object = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
      names.insert(try #require(object["event"] as? String))
      #expect(object["id"] is String && object["data"] is [String: Any] && object.count == 3)
    }
    #expect(names.isSuperset(of: ["run", "catalogue"]))
  }

  @Test("who is not there, and what is not known, is said at once")
  func refused() throws {
    let folder = TemporaryDirectory()
    let alone = try Programs.run("cataloguectl", ["--socket", folder.file("none"), "watch"])
    #expect(alone.status == 3 && alone.errors.contains("no daemon answers on"))
    let repository = repository()
    defer { repository.stop() }
    let daemon = try daemon(["zenodo": repository])
    let wrong = try daemon.ctl("watch", "zenod")
    #expect(wrong.status == 4 && wrong.errors.contains("Did you mean zenodo?"), "\(wrong.errors)")
  }

  // MARK: A refresh that is waited for

  @Test("Ctrl-C leaves the run going on, and says so")
  func interrupt() throws {
    let repository = repository()
    defer { repository.stop() }
    let daemon = try daemon(["test": repository])
    let refresh = try Following(daemon, "refresh", "test", "--full", "--wait")
    usleep(700_000)
    refresh.process.interrupt()
    #expect(refresh.end() == 130)
    #expect(refresh.errors.contains("test: the run goes on; cataloguectl watch test follows it\n"))
    let other = try Following(daemon, "refresh", "test", "--full", "--wait")
    usleep(300_000)
    other.process.terminate()
    #expect(other.end() == 143 && other.errors.contains("the run goes on"))
    let again = try Following(daemon, "refresh", "test", "--full", "--wait")
    #expect(again.end() == 0)
    #expect(again.output.contains("test: done, 200 heard"), "\(again.output)")
    #expect(try daemon.json("runs")["items"].map { "\($0)" }?.contains("interrupted") == false)
  }

  @Test("a daemon that is stopped keeps nobody from leaving")
  func stopped() throws {
    let repository = repository()
    defer { repository.stop() }
    let daemon = try daemon(["test": repository])
    let refresh = try Following(daemon, "refresh", "test", "--full", "--wait")
    usleep(500_000)
    kill(daemon.identifier, SIGSTOP)
    defer { kill(daemon.identifier, SIGCONT) }
    usleep(500_000)
    refresh.process.interrupt()
    let begun = Date()
    #expect(refresh.end() == 130)
    #expect(Date().timeIntervalSince(begun) < 3)
  }

  // MARK: Terminals

  @Test(
    "runs that are waited for are drawn together, whatever the terminal's width",
    arguments: [24, 40, 80, 200])
  func drawnTogether(_ columns: Int) throws {
    let repositories = ["one": repository(), "a-rather-long-name": repository()]
    defer { for repository in repositories.values { repository.stop() } }
    let daemon = try daemon(repositories, delay: 0.2)
    let terminal = try PseudoTerminal(
      "cataloguectl", ["--socket", daemon.socket, "refresh", "--full", "--wait"], columns: columns, rows: 10)
    try terminal.wait { $0.screen.filter { $0.contains(" %") }.count == 2 }
    if columns == 200 {
      try terminal.wait {
        $0.text.contains("█") && $0.text.contains("nearly done") && $0.text.contains("/s  ")
      }
    }
    #expect(try terminal.end() == 0)
    let picture = terminal.picture
    #expect(picture.faults == [] && picture.redrawn == 2)
    #expect(occurrences(of: "done,", in: picture.text) == 2 && !picture.text.contains("%"), "\(picture.text)")
  }

  @Test("Ctrl-C takes the drawn lines away")
  func interruptedOnATerminal() throws {
    let repository = repository()
    defer { repository.stop() }
    let daemon = try daemon(["test": repository])
    let terminal = try PseudoTerminal(
      "cataloguectl", ["--socket", daemon.socket, "refresh", "--full", "--wait"], columns: 100)
    try terminal.wait { $0.text.contains(" %") }
    terminal.type("\u{3}")
    #expect(try terminal.end() == 130)
    #expect(terminal.picture.faults == [])
    #expect(
      terminal.picture.text
        == "cataloguectl: test: the run goes on; cataloguectl watch test follows it\n")
  }

  @Test("watch draws what goes on below what has happened, also when its terminal changes its size")
  func resized() throws {
    let repository = repository(600)
    defer { repository.stop() }
    let daemon = try daemon(["test": repository])
    let terminal = try PseudoTerminal(
      "cataloguectl", ["--socket", daemon.socket, "watch"], columns: 200, rows: 24)
    try terminal.wait { $0.text.contains("no run goes on") }
    _ = try daemon.ctl("refresh", "test", "--full")
    try terminal.wait { $0.text.contains("█") && $0.text.contains(" began, ") }
    for (columns, rows) in [(40, 24), (120, 5), (30, 2), (30, 1), (100, 24)] {
      terminal.resize(columns: columns, rows: rows)
      usleep(400_000)
      #expect(terminal.picture.faults == [])
    }
    try terminal.wait { $0.text.contains("test: done, 600 heard") && $0.text.contains("no run goes on") }
    terminal.type("\u{3}")
    #expect(try terminal.end() == 0)
    for picture in [terminal.picture, terminal.picture(reflows: true)] {
      #expect(picture.faults == [] && !picture.text.contains("%"), "\(picture.text)")
    }
  }

  @Test("what is told is broken at spaces in a narrow terminal", arguments: [24, 40])
  func narrow(_ columns: Int) throws {
    let repository = repository(30)
    defer { repository.stop() }
    let daemon = try daemon(["test": repository], delay: 0)
    let terminal = try PseudoTerminal(
      "cataloguectl", ["--socket", daemon.socket, "watch", "test"], columns: columns, rows: 10)
    try terminal.wait { $0.text.contains("no run goes on") }
    repository.change { $0.isGone = true }
    _ = try daemon.ctl("refresh", "test", "--wait")
    try terminal.wait { $0.text.contains("is failing") }
    daemon.kill()
    try terminal.wait { $0.screen.contains { $0.hasPrefix("no daemon answers") } }
    try daemon.start()
    try terminal.wait { $0.screen.contains { $0.hasPrefix("no run goes on") } }
    terminal.type("\u{3}")
    #expect(try terminal.end() == 0)
    #expect(terminal.picture.text.contains("test: failed,"))
    #expect(
      terminal.picture.faults == [] && !terminal.picture.text.contains("nothin…"), "\(terminal.picture.text)")
  }

  @Test("there are never more drawn lines than the terminal has rows")
  func manyRuns() throws {
    let repository = repository(100)
    defer { repository.stop() }
    let names = (1...9).map { "c\($0)" }
    // None of them is over before all are drawn.
    repository.change { $0.delay = 2 }
    let daemon = try RunningDaemon(
      state: TemporaryDirectory(),
      catalogues: Dictionary(uniqueKeysWithValues: names.map { ($0, repository.toml + "set = \"\($0)\"\n") }))
    let terminal = try PseudoTerminal(
      "cataloguectl", ["--socket", daemon.socket, "refresh", "--full", "--wait"], columns: 40, rows: 5)
    try terminal.wait { $0.text.contains("… and 6 more") }
    repository.change { $0.delay = 0 }
    #expect(try terminal.end() == 0)
    let picture = terminal.picture
    #expect(picture.faults == [] && picture.redrawn == 4)
    #expect(occurrences(of: "done,", in: picture.text) == 9, "\(picture.text)")
  }
}
