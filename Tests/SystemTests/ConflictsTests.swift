import Foundation
import Library
import TestSupport
import Testing

/// A person's edit against what an upstream says later, with both real programs.
@Suite("Conflicts, from the first sight to the last", .serialized)
struct ConflictsTests {
  private let repository = Repository(records: 9, page: 5)

  /// A daemon in whose store a person has edited the titles of the reports 1 and 2.
  private func edited(_ state: TemporaryDirectory) throws -> RunningDaemon {
    let daemon = try RunningDaemon(state: state, catalogues: ["test": repository.toml])
    _ = try daemon.ctl("refresh", "test", "--wait")
    daemon.stop()
    let library = try Library(path: state.file("catalogued.sqlite")) { Int64(Date().timeIntervalSince1970) }
    for number in [1, 2] {
      _ = try library.edit(
        "10.5555/test.\(number)", [try EditRequest(typed: "title=Reports, volume \(number)")],
        Decider("ann", reason: "the title page says so"))
    }
    library.stop()
    try daemon.start()
    return daemon
  }

  /// Lets the upstream change all titles.
  private func quarrel(_ daemon: RunningDaemon) throws {
    repository.change { $0.version = 4 }
    #expect(try daemon.ctl("refresh", "test", "--full", "--wait").status == 0)
  }

  @Test("a conflict is told, shown, settled and gone")
  func story() throws {
    defer { repository.stop() }
    let state = TemporaryDirectory()
    let daemon = try edited(state)
    #expect(try daemon.ctl("conflicts").output == "There is no open conflict.\n")

    // Who listens hears of it.
    let heard = state.write("", to: "heard")
    let listener = Process()
    listener.executableURL = URL(fileURLWithPath: "/usr/bin/curl")
    listener.arguments = ["-sN", "--unix-socket", daemon.socket, "http://localhost/v1/events"]
    listener.standardOutput = FileHandle(forWritingAtPath: heard)
    try listener.run()
    defer { listener.terminate() }
    func awaitEvent(_ text: String) -> Bool {
      let end = Date() + 20
      while Date() < end {
        if (try? String(contentsOfFile: heard, encoding: .utf8))?.contains(text) == true { return true }
        usleep(20_000)
      }
      return false
    }
    #expect(awaitEvent(":"))
    try quarrel(daemon)
    #expect(awaitEvent("event: conflict\n"))

    // Report 1 has changed at version 4; report 2 at 3.
    let list = try daemon.json("conflicts")
    let items = try #require(list["items"] as? [[String: Any]])
    #expect(items.count == 2 && items.allSatisfy { $0["kind"] as? String == "changed" })
    let first = try #require(items.last)
    #expect(first["number"] as? Int == 1 && first["closed"] == nil && first["field"] as? String == "title")

    let status = try daemon.ctl("status")
    #expect(
      status.output.contains("test: 2 conflicts between upstreams and what persons decided"), "\(status)")
    #expect(status.output.contains("    cataloguectl conflicts\n"))
    #expect(try daemon.json("status")["open_conflicts"] as? Int == 2)
    #expect(try daemon.json("catalogues", "test")["open_conflicts"] as? Int == 2)
    let metrics = try Programs.run(
      "/usr/bin/curl", ["-s", "--unix-socket", daemon.socket, "http://localhost/metrics"])
    #expect(metrics.output.contains("\ncatalogued_open_conflicts{catalogue=\"test\"} 2\n"))
    #expect(metrics.output.contains("\ncatalogued_suggestions 0\n"))

    let shown = try daemon.ctl("conflicts", "show", "1")
    for part in [
      "Conflict 1: test changed the title that was edited\n", ", by run ",
      "\nBASE\n  Report 1, version 0\n",
      "\nLOCAL\n  ", "\nUPSTREAM\n  Report 1, version [-0-] {+4+}\n", "cataloguectl resolve 1 --take local ",
    ] { #expect(shown.output.contains(part), "\(part)\n\(shown)") }
    #expect(try daemon.ctl("conflicts", "1").output == shown.output)

    let settled = try daemon.ctl("resolve", "1", "--value", "Report 1, at last", "--reason", "both are wrong")
    #expect(settled.status == 0)
    let decision = try #require(try daemon.json("conflicts", "1")["decision"] as? Int)
    #expect(
      settled.output == """
        Report \(first["report"] ?? 0) shows as its title now: Report 1, at last
        Conflict 1 is settled. To take that back: cataloguectl undo \(decision)

        """)
    #expect(try daemon.ctl("show", "10.5555/test.1").output.hasPrefix("Report 1, at last\n"))
    #expect(try daemon.json("conflicts", "1")["ending"] as? String == "value")
    #expect(try daemon.json("conflicts", "1")["by"] as? String == NSUserName())
    #expect(awaitEvent("\"ending\":\"value\""))
    // Once is enough.
    let again = try daemon.ctl("resolve", "1", "--take", "local")
    #expect(again.status == 1 && again.errors.contains("closed already"), "\(again)")
    #expect(try daemon.ctl("conflicts", "--all").output.contains("another value"))
    #expect(daemon.stop() == 0)
  }

  @Test("all at once, tried first")
  func all() throws {
    defer { repository.stop() }
    let daemon = try edited(TemporaryDirectory())
    try quarrel(daemon)
    let tried = try daemon.ctl("resolve", "--all", "--take", "upstream", "--dry-run")
    #expect(
      tried.output.hasSuffix(
        "2 conflicts would be settled, each for upstream: nothing was done (--dry-run).\n"))
    #expect(try daemon.json("status")["open_conflicts"] as? Int == 2)
    let none = try daemon.ctl("resolve", "--all", "--take", "upstream", "--field", "abstract")
    #expect(none.status == 0 && none.output == "No open conflict matches.\n")
    let done = try daemon.ctl(
      "resolve", "--all", "--take", "upstream", "--catalogue", "test", "--kind", "changed")
    #expect(
      done.output.contains("2 conflicts settled, each for upstream. To take one back: cataloguectl undo "))
    #expect(try daemon.json("status")["open_conflicts"] as? Int == 0)
    #expect(try daemon.ctl("show", "10.5555/test.1").output.hasPrefix("Report 1, version 4\n"))
    #expect(try daemon.ctl("conflicts").output == "There is no open conflict.\n")
  }

  @Test("history, diff, and how a report was")
  func past() throws {
    defer { repository.stop() }
    let daemon = try edited(TemporaryDirectory())
    let before = try #require(try daemon.json("show", "10.5555/test.1")["number"] as? Int)
    try quarrel(daemon)
    _ = try daemon.ctl("resolve", "1", "--take", "local")
    let entries = try #require(try daemon.json("history", "10.5555/test.1")["items"] as? [[String: Any]])
    let kinds = entries.compactMap { $0["kind"] as? String }
    #expect(Set(kinds) == ["settled", "resolve", "conflict", "revision", "edit"] && kinds.last == "revision")
    let told = try daemon.ctl("history", "10.5555/test.1")
    for part in [
      "test has it", "test changed title", "conflict 1 opened over title",
      "“Report 1, version 0” → “Reports, volume 1” (the title page",
      "conflict 1 over title is settled: the person's", "ann",
    ] { #expect(told.output.contains(part), "\(part)\n\(told)") }

    let revisions = entries.compactMap { $0["revision"] as? Int }.sorted().map(String.init)
    #expect(revisions.count == 2)
    let diff = try daemon.ctl("diff", "\(before)", revisions[0], revisions[1])
    #expect(diff.output.hasSuffix("\n\ntitle\n  Report 1, version [-0-] {+4+}\n"), "\(diff)")
    let pair = try JSONSerialization.jsonObject(
      with: Data(
        try Programs.run(
          "cataloguectl",
          ["--socket", daemon.socket, "--json", "diff", "\(before)", revisions[0], revisions[1]]
        ).output.utf8))
    #expect((pair as? [[String: Any]])?.count == 2)
    let old = try daemon.ctl("show", "\(before)", "--at", revisions[0])
    #expect(
      old.output.contains("As it was: revision \(revisions[0]), as test said it\n\nReport 1, version 0\n"))
    let today = try daemon.ctl("show", "\(before)", "--at", "9999-01-01")
    #expect(today.output.contains("\n\nReports, volume 1\n"), "\(today)")

    let changes = try daemon.ctl("changes", "--since", "run:2", "--catalogue", "test")
    #expect(changes.output.contains("conflict 1 settled by \(NSUserName())"), "\(changes)")
    #expect(changes.output.contains("In all: ") && changes.output.contains("2 conflict, 1 settled."))
  }

  @Test(
    "what is wrong is said, with the exit status that it has",
    arguments: [
      (["conflicts", "99"], 4, "no conflict 99"),
      (["conflicts", "--catalogue", "tset"], 4, "Did you mean test?"),
      (["conflicts", "--kind", "chnaged"], 2, "changed"), (["conflicts", "--open", "--all"], 2, "--all"),
      (["conflicts", "hide", "1"], 2, "conflicts show 3"),
      (["conflicts", "--report", "nothing"], 4, "nothing"),
      (["resolve", "99", "--take", "local"], 4, "no conflict 99"), (["resolve", "1"], 2, "--take"),
      (["resolve", "--take", "local"], 2, "--all"),
      (["resolve", "1", "--take", "mine"], 2, "local or upstream"),
      (["resolve", "1", "--take", "local", "--dry-run"], 2, "--all"),
      (["resolve", "--all", "--value", "x"], 2, "--take local"),
      (["resolve", "1", "--all", "--take", "local"], 2, "not both"),
      (["resolve", "--all", "--take", "local", "--field", "titel"], 2, "did you mean title?"),
      (["history", "nothing"], 4, "nothing"), (["diff", "1", "2"], 2, "diff"),
      (["diff", "10.5555/test.1", "98", "99"], 4, "98"),
      (["show", "10.5555/test.1", "--at", "1999-01-01"], 4, "was not there yet"),
      (["show", "1", "--at", "then"], 2, "--at takes"),
      (["show", "10.5555/test.1", "--at", "99"], 4, "no revision 99"),
      (["changes", "--catalogue", "tset"], 4, "test"),
    ])
  func wrong(_ arguments: [String], _ status: Int32, _ words: String) throws {
    defer { repository.stop() }
    let daemon = try RunningDaemon(state: TemporaryDirectory(), catalogues: ["test": repository.toml])
    _ = try daemon.ctl("refresh", "test", "--wait")
    let result = try Programs.run("cataloguectl", ["--socket", daemon.socket] + arguments)
    #expect(result.status == status && result.errors.contains(words), "\(result)")
  }
}
