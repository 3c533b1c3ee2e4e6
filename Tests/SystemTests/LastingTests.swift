import Foundation
import Storage
import TestSupport
import Testing

@Suite("What removes for good, and edits that go to another store", .serialized)
struct LastingTests {
  private let repository = Repository(records: 40, page: 50)

  private func daemon(_ catalogues: [String: String]) throws -> RunningDaemon {
    let daemon = try RunningDaemon(state: TemporaryDirectory(), catalogues: catalogues)
    for name in catalogues.keys.sorted() { #expect(try daemon.ctl("refresh", name, "--wait").status == 0) }
    return daemon
  }

  private func reports(_ daemon: RunningDaemon) throws -> Int {
    try #require((daemon.json("status")["store"] as? [String: Any])?["reports"] as? Int)
  }

  // MARK: purge

  @Test("a report goes for good, once somebody has said yes, and comes back as another")
  func purge() throws {
    defer { repository.stop() }
    let daemon = try daemon(["one": repository.toml])
    let number = try #require(try daemon.json("show", "10.5555/test.33")["number"] as? Int)
    let rehearsal = try daemon.ctl("purge", "10.5555/test.33", "--dry-run")
    #expect(
      rehearsal.status == 0
        && rehearsal.output.hasPrefix(
          "would remove report \(number), “Report 33, version 0”: 1 record of one with 1 revision, and 0 decisions"
        ),
      "\(rehearsal)")
    let unasked = try daemon.ctl("purge", "10.5555/test.33")
    #expect(unasked.status == 2 && unasked.errors.contains("say --yes where nobody"), "\(unasked)")
    let terminal = try PseudoTerminal(
      "cataloguectl", ["--socket", daemon.socket, "purge", "10.5555/test.33"], columns: 80)
    try terminal.wait { $0.text.contains("Type yes to go on:") }
    #expect(terminal.picture.text.contains("brings it back"))
    terminal.type("y\n")
    #expect(try terminal.end() == 1)
    #expect(try daemon.json("show", "10.5555/test.33")["number"] as? Int == number)

    let agreed = try PseudoTerminal(
      "cataloguectl", ["--socket", daemon.socket, "purge", "10.5555/test.33"], columns: 80)
    try agreed.wait { $0.text.contains("Type yes to go on:") }
    agreed.type("yes\n")
    #expect(try agreed.end() == 0)
    #expect(agreed.picture.text.contains("removed report \(number)"))
    #expect(try daemon.ctl("show", "10.5555/test.33").status == 4)
    #expect(daemon.log.contains("user \(geteuid()) purged report \(number), “Report 33, version 0”"))
    #expect(try daemon.json("purge", "10.5555/test.34", "--yes")["done"] as? Bool == true)

    #expect(try daemon.ctl("refresh", "one", "--full", "--wait").status == 0)
    #expect(try #require(try daemon.json("show", "10.5555/test.33")["number"] as? Int) > number)
    #expect(try daemon.ctl("verify").status == 0)
  }

  @Test(arguments: [
    (["nothing", "--yes"], Int32(4), "nothing"), ([], 2, "say which report"),
    (["7", "--catalogue", "one"], 2, "exclude each other"), (["7", "8"], 2, "one word too many"),
    (["--catalogue", "two", "--yes"], 4, "two"), (["--catalogue", "one", "--yes"], 1, "is configured"),
  ])
  func purgeIsRefused(_ arguments: [String], _ status: Int32, _ words: String) throws {
    defer { repository.stop() }
    let daemon = try daemon(["one": repository.toml])
    let result = try Programs.run("cataloguectl", ["--socket", daemon.socket, "purge"] + arguments)
    #expect(result.status == status && result.errors.contains(words), "\(result)")
    #expect(try reports(daemon) == 37)
  }

  @Test("purge --catalogue is what forget --purge is")
  func purgeCatalogue() throws {
    defer { repository.stop() }
    let daemon = try daemon(["one": repository.toml])
    daemon.write(nil, to: "one")
    _ = try daemon.ctl("reload")
    let rehearsal = try daemon.ctl("purge", "--catalogue", "one", "--dry-run")
    #expect(
      rehearsal.status == 0 && rehearsal.output.hasPrefix("one: would remove 37 reports"), "\(rehearsal)")
    #expect(try reports(daemon) == 37)
    let purged = try daemon.ctl("purge", "--catalogue", "one", "--yes")
    #expect(purged.status == 0 && purged.output.hasPrefix("one: removed 37 reports"), "\(purged)")
    #expect(try reports(daemon) == 0)
  }

  // MARK: trim

  @Test("old revisions go where the configuration allows it, and nowhere else")
  func trim() throws {
    let other = Repository(records: 4, page: 50)
    defer { for repository in [repository, other] { repository.stop() } }
    let daemon = try daemon(["one": repository.toml, "two": other.toml])
    for version in 1...5 {
      repository.change { $0.version = version }
      #expect(try daemon.ctl("refresh", "one", "--full", "--wait").status == 0)
    }
    // As if all that were long ago.
    daemon.stop()
    try age(daemon.state + "/catalogued.sqlite", days: 90)
    try daemon.start()

    let all = try daemon.ctl("trim", "--older-than", "30d", "--yes")
    #expect(all.status == 1 && all.errors.contains("set trim = true"), "\(all)")
    let refused = try daemon.ctl("trim", "--older-than", "30d", "one", "--yes")
    #expect(refused.status == 1 && refused.errors.contains("“one” keeps every state"), "\(refused)")
    #expect(try daemon.ctl("trim", "--older-than", "30d", "on", "--yes").status == 4)
    #expect(try daemon.ctl("trim", "--older-than", "2y", "--yes").status == 2)
    #expect(try daemon.ctl("trim", "--yes").status == 2)

    daemon.write(repository.toml + "trim = true\n", to: "one")
    #expect(try daemon.ctl("reload").status == 0)
    let history = try #require(try daemon.json("show", "10.5555/test.5")["records"] as? [[String: Any]])
    let before = try #require(history[0]["revisions"] as? Int)
    #expect(before > 1)
    let rehearsal = try daemon.ctl("trim", "--older-than", "30d", "--dry-run")
    #expect(rehearsal.status == 0 && rehearsal.output.contains("one: would remove "), "\(rehearsal)")
    #expect(rehearsal.output.contains("do not say trim = true: two"))
    let none = try daemon.ctl("trim", "--older-than", "100d")
    #expect(none.status == 0 && none.output.hasPrefix("one: nothing that old goes"), "\(none)")
    let unasked = try daemon.ctl("trim", "--older-than", "30d")
    #expect(unasked.status == 2 && unasked.errors.contains("of one, older than 30d, would be"), "\(unasked)")

    let trimmed = try daemon.ctl("trim", "--older-than", "30d", "--yes")
    #expect(trimmed.status == 0, "\(trimmed)")
    #expect(trimmed.output == rehearsal.output.replacingOccurrences(of: "would remove", with: "removed"))
    let records = try #require(try daemon.json("show", "10.5555/test.5")["records"] as? [[String: Any]])
    #expect(records[0]["revisions"] as? Int == 1)
    #expect(daemon.log.contains("trimmed one: removed"))
    #expect(try daemon.ctl("verify").status == 0)
  }

  /// As if all that a store holds had been taken so many days earlier.
  private func age(_ path: String, days: Int64) throws {
    let store = try Store(path: path)
    defer { store.release() }
    try store.openWriter().execute("UPDATE revision SET at = at - \(days * 86_400)")
  }

  // MARK: export and import

  /// As `export --edits` writes them: titles of 250 records, the first taken back by the last.
  private func edits(of catalogue: String, records: Range<Int>) -> String {
    var lines = records.map { record in
      #"{"at":\#(1_764_000_000 + record),"by":"ann","decision":{"anchor":\#(record),"base":"B","decision":"edit","#
        + #""field":"title","local":"Title \#(record)"},"number":\#(record),"reason":"the title page","records":"#
        + #"[{"catalogue":"\#(catalogue)","identifier":"oai:test.example:\#(record)","number":\#(record)}]}"#
    }
    lines.append(
      #"{"at":1765000000,"by":"bob","decision":{"decision":"undo","undoes":\#(records.lowerBound)},"#
        + #""number":999,"records":[]}"#)
    return lines.joined(separator: "\n") + "\n"
  }

  private func title(_ record: Int, _ daemon: RunningDaemon) throws -> String? {
    let shown = try daemon.json("show", "10.5555/test.\(record)")
    return (shown["report"] as? [String: Any])?["title"] as? String
  }

  @Test("what persons decided in one store is taken by another, once")
  func carried() throws {
    let (many, few) = (Repository(records: 300, page: 100), Repository(records: 240, page: 100))
    let second = Repository(records: 20, page: 50)
    defer { for repository in [many, few, second, repository] { repository.stop() } }
    let folder = TemporaryDirectory()
    let one = try daemon(["one": many.toml])
    let made = folder.write(edits(of: "one", records: 21..<271), to: "made")
    // Every nineteenth record is a tombstone that this store has never seen live: nothing of it is shown.
    let first = try one.ctl("import", "--edits", made)
    #expect(first.status == 0, "\(first)")
    #expect(first.output == "251 decisions added, 0 known already, 0 refused\n")
    #expect(try title(22, one) == "Title 22" && title(21, one) == "Report 21, version 0")
    #expect(one.log.contains("user \(geteuid()) imported 200 decisions; 0 were here already, 0 were refused"))

    let file = folder.file("edits.ndjson")
    let export = try one.ctl("export", "--edits", file)
    #expect(export.status == 0 && export.output == "251 decisions in \(file)\n", "\(export)")
    let text = try String(contentsOfFile: file, encoding: .utf8)
    #expect(try one.ctl("export", "--edits").output == text)
    #expect(text.split(separator: "\n").count == 251)
    #expect(try one.ctl("export", "--edits", file).status == 1, "it is there already")
    #expect(try one.ctl("export", "--edits", file, "--force").status == 0)
    #expect(try one.ctl("export").status == 2 && one.ctl("import", file).status == 2)

    // Another store: other numbers of records, and some that it has not.
    let other = try daemon(["a": second.toml, "one": few.toml])
    let taken = try other.ctl("import", "--edits", file)
    #expect(taken.status == 1, "\(taken)")
    #expect(taken.output == "220 decisions added, 0 known already, 31 refused\n")
    let refusals = taken.errors.split(separator: "\n")
    #expect(refusals.count == 31, "\(taken.errors)")
    #expect(
      refusals.first
        == "cataloguectl: \(file):220: decision 220 is refused: a record or an earlier decision that it names is not here",
      "\(taken.errors)")
    #expect(try title(22, other) == "Title 22" && title(21, other) == "Report 21, version 0")
    let again = try other.json("import", "--edits", file)
    #expect(again["added"] as? Int == 0 && again["known"] as? Int == 220)
    #expect(try other.ctl("verify").status == 0)
  }

  @Test("a line that is none is named before anything is taken")
  func faulty() throws {
    defer { repository.stop() }
    let daemon = try daemon(["one": repository.toml])
    let folder = TemporaryDirectory()
    let good = edits(of: "one", records: 3..<4)
    let file = folder.write(good + "\n{\"number\": 1}\n", to: "bad")
    let bad = try daemon.ctl("import", "--edits", file)
    #expect(bad.status == 1 && bad.errors.contains("\(file):4: there is no “"), "\(bad)")
    #expect(try daemon.ctl("export", "--edits").output == "")
    #expect(try daemon.ctl("import", "--edits", folder.file("none")).errors.contains("No such file"))
    let program = "\(Programs.folder)/cataloguectl --socket \(daemon.socket)"
    let piped = try Programs.run(
      "/bin/sh",
      ["-c", "\(program) import --edits - <\(folder.write(good, to: "good")) && \(program) export --edits"])
    #expect(piped.status == 0, "\(piped)")
    #expect(piped.output.hasPrefix("2 decisions added"))
    // What this release cannot read is refused, and the others are taken.
    let unknown = good.replacingOccurrences(of: "\"edit\"", with: "\"frob\"")
    let refused = try daemon.ctl("import", "--edits", folder.write(unknown, to: "unknown"))
    #expect(refused.status == 1 && refused.errors.contains("this release cannot read what it decides"))
    #expect(
      refused.output.hasSuffix("1 known already, 1 refused\n") || refused.output.hasSuffix("2 refused\n"))
  }
}
