import Foundation
import TestSupport
import Testing

@Suite("Edits, pins, merges and where values come from, with both real programs", .serialized)
struct EditTests {
  /// Two catalogues, `a` before `b`, each a JSON file that a test can change.
  private final class Branches {
    let folder: TemporaryDirectory
    let daemon: RunningDaemon

    init(a: [[String: Any]], b: [[String: Any]], edits: String = "") throws {
      let toml = """
        format = "json"
        interval = "30d"
        gap = "0s"
        complete = true

        [list]
        items = "/items"

        [fields]
        identifier = "/id"
        title = "/title"
        authors = { each = "/authors", name = "/name" }
        date = "/date"
        doi = "/doi"
        abstract = "/abstract"
        subjects = "/subjects"

        """
      let folder = TemporaryDirectory()
      self.folder = folder
      func file(_ name: String, _ priority: Int) -> String {
        "title = \"\(name)\"\nurl = \"file:\(folder.file(name + ".json"))\"\npriority = \(priority)\n" + edits
          + toml
      }
      // One after the other, so that records have the numbers that the tests know.
      try Self.write(a, to: "a", in: folder)
      daemon = try RunningDaemon(state: TemporaryDirectory(), catalogues: ["a": file("a", 1)])
      try refresh("a")
      try Self.write(b, to: "b", in: folder)
      daemon.write(file("b", 2), to: "b")
      #expect(try daemon.ctl("reload").status == 0)
      try refresh("b")
    }

    private static func write(_ items: [[String: Any]], to name: String, in folder: TemporaryDirectory) throws
    {
      let data = try JSONSerialization.data(withJSONObject: ["items": items])
      folder.write(String(decoding: data, as: UTF8.self), to: name + ".json")
    }

    private func refresh(_ name: String) throws {
      let run = try daemon.ctl("refresh", name, "--full", "--wait")
      #expect(run.status == 0, "\(run)")
    }

    /// What an upstream says now, and is asked.
    func say(_ name: String, _ items: [[String: Any]]) throws {
      try Self.write(items, to: name, in: folder)
      try refresh(name)
    }

    func title(_ id: String) throws -> String? {
      (try daemon.json("show", id)["report"] as? [String: Any])?["title"] as? String
    }

    /// Runs cataloguectl with an editor.
    func edit(_ editor: String, _ arguments: String...) throws -> Programs.Result {
      try Programs.run(
        "/usr/bin/env",
        [
          "-u", "VISUAL", "EDITOR=\(editor)", "TMPDIR=\(folder.path)", Programs.folder + "/cataloguectl",
          "--socket", daemon.socket, "edit",
        ] + arguments)
    }

    /// The files that editors left.
    var left: [String] {
      let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
      return names.filter { $0.hasPrefix("cataloguectl-") }.map { folder.file($0) }
    }
  }

  private static func item(
    _ id: String, _ title: String, doi: String? = "10.5555/x", abstract: String? = nil,
    authors: [String] = ["Okafor, Ngozi", "Haas, Marcel de"]
  ) -> [String: Any] {
    var item: [String: Any] = [
      "id": id, "title": title, "authors": authors.map { ["name": $0] }, "date": "2020-01-02",
      "subjects": ["water"],
    ]
    item["doi"] = doi
    item["abstract"] = abstract
    return item
  }

  private func branches(edits: String = "") throws -> Branches {
    try Branches(
      a: [Self.item("1", "Dikes of the delta")],
      b: [Self.item("x", "The dikes of the Delta", abstract: "Of dikes.")], edits: edits)
  }

  private let user = (try? Programs.run("/usr/bin/id", ["-un"]).output)?.filter { $0 != "\n" } ?? ""

  @Test("an edit shows, says how it is taken back, is listed, and outlives the upstream's next word")
  func edits() throws {
    let branches = try branches()
    let daemon = branches.daemon
    let edit = try daemon.ctl(
      "edit", "10.5555/x", "title=Dikes of the Delta", "contributors[2].role=editor", "subjects+=dikes",
      "--clear", "abstract", "--reason", "the title page")
    #expect(edit.status == 0, "\(edit)")
    #expect(edit.output.hasPrefix("report 1 shows title “Dikes of the Delta”, contributors “"))
    #expect(edit.output.contains("(editor)”, no abstract, subjects “water; dikes” now\n"), "\(edit)")
    #expect(edit.output.hasSuffix("  to take it back: cataloguectl undo 1 2 3 4\n"))
    let again = try daemon.ctl("edit", "1", "title=Dikes of the Delta")
    #expect(
      again.status == 0 && again.output == "report 1 shows that already: nothing was changed\n", "\(again)")

    try branches.say(
      "a", [Self.item("1", "Dikes of the delta", authors: ["Okafor, Ngozi", "Haas, Marcel de", "Li, Wei"])])
    #expect(try branches.title("1") == "Dikes of the Delta")
    let shown = try daemon.ctl("show", "1")
    #expect(
      shown.output.contains("Marcel de Haas (editor)") || shown.output.contains("Haas, Marcel de (editor)"))
    #expect(shown.output.contains("Li"), "\(shown)")

    let list = try daemon.ctl("edits", "1")
    for part in [
      "title: “Dikes of the delta” → “Dikes of the Delta”", "subjects: +“dikes”", "the title page", user,
    ] {
      #expect(list.output.contains(part), "\(list)")
    }
    #expect(daemon.log.contains("decided: title: “Dikes of the delta” → “Dikes of the Delta”"))

    let undo = try daemon.ctl("undo", "2", "--reason", "no")
    #expect(undo.status == 0, "\(undo)")
    let decisions = try #require(try daemon.json("edits")["items"] as? [[String: Any]])
    #expect(decisions.map { $0["number"] as? Int } == [5, 4, 3, 2, 1])
    #expect(decisions[0]["kind"] as? String == "undo" && decisions[3]["undone"] as? Bool == true)
    #expect(decisions.allSatisfy { $0["by"] as? String == user && $0["report"] as? Int == 1 })
    #expect(try daemon.ctl("edits").output.contains("(undone)"))
    #expect(try daemon.ctl("undo", "2").status == 1, "undone already")
    #expect(try daemon.ctl("undo", "99").status == 4)
    let back = try daemon.ctl("undo", "5")
    #expect(back.output.hasPrefix("report 1 shows title “Dikes of the Delta” now\n"), "an undo can be undone")
  }

  @Test(
    "what cannot be is refused, and nothing of it is done",
    arguments: [
      (["1", "titel=x"], 2, "did you mean title?"),
      (["1", "title=New", "published=2007-13"], 2, "no such day"),
      (["1", "title=New", "contributors[7].role=editor"], 2, "counted from 1"),
      (["1", "title"], 2, "is no edit"), (["nothing-like-this", "title=x"], 4, "no report"),
      (["1", "contributors[1].role=bishop"], 2, "none of author"),
      (["1", "--clear", "title,abstrakt"], 2, "abstract"),
      (["1"], 2, "no terminal"),
    ] as [([String], Int32, String)])
  func refused(_ arguments: [String], _ status: Int32, _ words: String) throws {
    let branches = try branches()
    let result = try Programs.run(
      "/bin/sh",
      [
        "-c", "unset VISUAL EDITOR; exec \"$@\" </dev/null", "sh", Programs.folder + "/cataloguectl",
        "--socket", branches.daemon.socket, "edit",
      ] + arguments)
    #expect(result.status == status && result.errors.contains(words), "\(result)")
    #expect(try branches.title("1") == "Dikes of the delta")
    #expect((try branches.daemon.json("edits")["items"] as? [Any])?.isEmpty == true)
  }

  @Test("in an editor: what was changed is changed, and what cannot be read is kept")
  func editor() throws {
    let branches = try branches()
    let edit = try branches.edit("sed -i s/Dikes/Dams/", "1", "--reason", "why")
    #expect(
      edit.status == 0 && edit.output.hasPrefix("report 1 shows title “Dams of the delta” now\n"), "\(edit)")
    #expect(branches.left.isEmpty)
    let nothing = try branches.edit("true", "1")
    #expect(nothing.status == 0 && nothing.output == "report 1: nothing was changed\n", "\(nothing)")
    #expect(branches.left.isEmpty)
    for (editor, words) in [
      ("sed -i s/{/[/", "line 2, column 10: a comma or ] should stand here"),
      ("sed -i 's/\"title\"/\"titel\"/'", "did you mean title?"),
      ("sed -i 's/^{/{\"title\": \"Mine\",/'", "this name stands in its object a second time"),
      (
        "sed -i 's/\"2020-01-02\"/\"2020-13-01\"/;s/\"month\": 1/\"month\": 13/;s/\"month\" : 1/\"month\" : 13/'",
        "no such day"
      ),
      ("sed -i 's/\"role\"/\"rolle\"/'", "no place for “contributors[1].rolle”"),
      ("sed -i 's/\"author\"/\"auhtor\"/'", "contributors[1].role: “auhtor” is none of author, editor"),
    ] {
      let before = Set(branches.left)
      let result = try branches.edit(editor, "1")
      let kept = Set(branches.left).subtracting(before)
      #expect(result.status == 1 && result.errors.contains(words), "\(editor): \(result)")
      #expect(kept.count == 1 && result.errors.contains(kept.first ?? "none"), "\(result)")
    }
    // Who takes all out wants to stop, and not to blank each field.
    let emptied = try branches.edit("sh -c 'echo {} > \"$0\"'", "1")
    #expect(emptied.status == 1 && emptied.errors.contains("nothing was changed"), "\(emptied)")
    #expect(try branches.title("1") == "Dams of the delta")
    // Where nothing was written, nothing is kept.
    let before = branches.left
    for (editor, words) in [("false", "did not end well"), ("rm", "cannot be read")] {
      let result = try branches.edit(editor, "1")
      #expect(result.status == 1 && result.errors.contains(words), "\(editor): \(result)")
      #expect(!result.errors.contains("what you wrote") && branches.left == before, "\(result)")
    }
    #expect(try branches.title("1") == "Dams of the delta")

    let parts = try branches.edit("sed -i 's/\"family\" *: *\"Okafor\"/\"family\": \"Okonkwo\"/'", "1")
    #expect(parts.status == 0 && parts.output.contains("Okonkwo, Ngozi"), "a changed part counts: \(parts)")
  }

  @Test("what changed while a person was at the editor is not written over")
  func editedMeanwhile() throws {
    let branches = try branches()
    let daemon = branches.daemon
    let script = branches.folder.write(
      """
      #!/bin/sh
      '\(Programs.folder)/cataloguectl' --socket '\(daemon.socket)' edit 1 title=Theirs >/dev/null
      sed -i s/Dikes/Mine/ "$1"

      """, to: "editor")
    chmod(script, 0o755)
    let edit = try branches.edit(script, "1")
    #expect(edit.status == 1 && edit.errors.contains("has changed since you began"), "\(edit)")
    #expect(branches.left.count == 1)
    #expect(try branches.title("1") == "Theirs")
  }

  @Test("provenance says of each value where it comes from and what the others say; a pin changes that")
  func provenance() throws {
    let branches = try branches()
    let daemon = branches.daemon
    _ = try daemon.ctl("edit", "1", "subjects+=dikes", "--reason", "of course")
    let page = try daemon.ctl("show", "1", "--provenance")
    #expect(page.status == 0, "\(page)")
    for part in [
      "\ntitle\n  Dikes of the delta\n    from a, record 1, revision 1, run ",
      "\n    b, record 2 says: The dikes of the Delta\n",
      "\nabstract\n  Of dikes.\n    from b, record 2, revision 2, run ",
      "\n    a, record 1 says nothing\n", "\n  dikes\n    by \(user), decision 1, 20", ": of course\n",
    ] {
      #expect(page.output.contains(part), "\(page.output)")
    }
    let pin = try daemon.ctl("pin", "1", "title", "b")
    #expect(pin.status == 0, "\(pin)")
    #expect(
      pin.output
        == "report 1 shows title “The dikes of the Delta” now\n  to take it back: cataloguectl undo 2\n")
    #expect(try daemon.ctl("show", "1", "--provenance").output.contains("title, pinned to b (decision 2)"))
    let fields = try #require(try daemon.json("show", "1", "--provenance")["fields"] as? [[String: Any]])
    let title = try #require(fields.first { $0["field"] as? String == "title" })
    #expect((title["pin"] as? [String: Any])?["catalogue"] as? String == "b")
    #expect((title["voices"] as? [[String: Any]])?.map { $0["agrees"] as? Bool } == [false, true])
    #expect(try daemon.ctl("pin", "1", "title", "c").status == 4)
    #expect(try daemon.ctl("pin", "1", "links", "a").status == 2)
  }

  @Test("an edited affiliation is told, though a contributor is printed without")
  func affiliation() throws {
    let branches = try branches()
    _ = try branches.daemon.ctl("edit", "1", "contributors[1].affiliation=Delft")
    let list = try branches.daemon.ctl("edits", "1").output
    #expect(list.contains("contributors: “Okafor, Ngozi”: affiliation — → “Delft”"), "\(list)")
  }

  @Test("provenance names the edit that gives way where the configuration lets the upstream's word count")
  func overruled() throws {
    let branches = try branches(edits: "edits = { abstract = \"upstream\" }\n")
    let daemon = branches.daemon
    _ = try daemon.ctl("edit", "1", "abstract=Of dams.")
    #expect(try !daemon.ctl("show", "1", "--provenance").output.contains("gives way"))
    try branches.say("b", [Self.item("x", "The dikes of the Delta", abstract: "Of locks.")])
    let page = try daemon.ctl("show", "1", "--provenance").output
    #expect(
      page.contains("\nabstract\n  Of locks.\n    from b, record 2")
        && page.contains("\n    decision 1 gives way, as the configuration has it"), "\(page)")
  }

  @Test("reports that look alike are suggested; merged, parted and kept apart; and all is taken back")
  func merging() throws {
    let branches = try Branches(
      a: [Self.item("1", "Dikes of the delta", doi: nil), Self.item("2", "Locks", doi: "10.5555/l")],
      b: [Self.item("x", "Dikes of the Delta", doi: nil)])
    let daemon = branches.daemon
    let found = try daemon.ctl("suggestions")
    #expect(
      found.output.contains("title, year and first contributor:")
        && found.output.contains("cataloguectl merge 1 3, or cataloguectl keep-apart 1 3"), "\(found)")
    let merge = try daemon.ctl("merge", "1", "3", "--reason", "the same")
    #expect(
      merge.status == 0
        && merge.output == "they are one report now: 1\n  to take it back: cataloguectl undo 1\n", "\(merge)")
    #expect(try daemon.json("show", "3")["number"] as? Int == 1)
    #expect(try daemon.ctl("merge", "1", "3").status == 1)
    let undo = try daemon.ctl("undo", "1")
    #expect(undo.output.hasPrefix("they are reports 1 and 3 now\n"), "\(undo)")
    let apart = try daemon.ctl("keep-apart", "1", "3")
    #expect(apart.status == 0 && apart.output.hasPrefix("they are reports 1 and 3 now\n"), "\(apart)")
    #expect(try daemon.ctl("suggestions").output == "No two reports look alike.\n")
    #expect(try daemon.ctl("undo", "3").output.hasPrefix("they are reports 1 and 3 now\n"))
    #expect(try daemon.ctl("merge", "1", "3").status == 0)
    #expect(try daemon.ctl("edit", "1", "title=Dykes", "subjects+=dams").status == 0)
    let parted = try daemon.ctl("keep-apart", "1", "3")
    #expect(
      parted.output.hasPrefix(
        "they are reports 1 and 3 now; what decisions 6 and 7 changed is with report 1\n"), "\(parted)")
    #expect(try daemon.ctl("keep-apart", "1", "1").status == 2)
    #expect(try daemon.ctl("merge", "1", "99").status == 4)
  }

  @Test("DELETE takes all edits back, those that later ones replaced included, or those of one field")
  func undoEdits() throws {
    let branches = try branches()
    let daemon = branches.daemon
    for title in ["One", "Two"] { _ = try daemon.ctl("edit", "1", "title=\(title)") }
    _ = try daemon.ctl("edit", "1", "subjects+=dikes", "abstract=Mine.")
    func delete(_ query: String) throws -> String {
      try Programs.run(
        "/usr/bin/curl",
        [
          "-sX", "DELETE", "--unix-socket", daemon.socket,
          "http://localhost/v1/reports/10.5555%2Fx/edits\(query)",
        ]
      ).output
    }
    #expect(try delete("?field=title").contains("\"decisions\":[5,6]"))
    #expect(try branches.title("1") == "Dikes of the delta")
    let all = try delete("")
    #expect(all.contains("\"decisions\":[7,8]") && all.contains("Of dikes."), "\(all)")
    #expect(try delete("").contains("\"decisions\":[]"))
    #expect(try delete("?field=titel").contains("did you mean title?"))

    // The same by the companion.
    #expect(try daemon.ctl("edit", "1", "title=Three", "subjects+=locks").status == 0)
    let one = try daemon.ctl("undo", "--edits", "10.5555/x", "--field", "title")
    #expect(
      one.status == 0 && one.output.hasPrefix("report 1 shows title “Dikes of the delta” now\n"), "\(one)")
    #expect(try daemon.ctl("undo", "--edits", "1").output.hasPrefix("report 1 shows subjects “water” now\n"))
    #expect(
      try daemon.ctl("undo", "--edits", "1").output == "report 1 shows that already: nothing was changed\n")
    #expect(try daemon.ctl("undo", "--edits", "99").status == 4)
    for wrong in [[], ["--field", "title"], ["1", "--edits", "1"], ["--edits", "1", "--reason", "x"]] {
      let result = try Programs.run("cataloguectl", ["--socket", daemon.socket, "undo"] + wrong)
      #expect(result.status == 2, "\(wrong): \(result)")
    }

    // What was added and taken out again was never there for an upstream.
    #expect(try daemon.ctl("edit", "1", "contributors+=Li, Wei").status == 0)
    #expect(try daemon.ctl("edit", "1", "--clear", "contributors[3]").status == 0)
    let list = try daemon.ctl("edits", "1", "--limit", "1").output
    #expect(list.contains("contributors: “author:") && list.contains("is taken out again"), "\(list)")
    let many = (1...300).map { "topic number \($0)" }.joined(separator: "; ")
    #expect(try daemon.ctl("edit", "1", "subjects=\(many)").status == 0)
    let cut = try daemon.ctl("edits", "1", "--limit", "1").output
    #expect(cut.utf8.count < 1000 && cut.contains(" more"), "\(cut)")
    #expect(String(describing: try daemon.json("edits", "1", "--limit", "1")).contains("topic number 299"))
  }

  @Test("only who may change things decides", .enabled(if: geteuid() == 0))
  func rights() throws {
    let branches = try branches()
    chmod(URL(fileURLWithPath: branches.daemon.socket).deletingLastPathComponent().path, 0o755)
    let result = try Programs.run(
      "/usr/bin/env",
      [
        "setpriv", "--reuid=65534", "--regid=0", "--clear-groups", Programs.folder + "/cataloguectl",
        "--socket",
        branches.daemon.socket, "edit", "1", "title=x",
      ])
    #expect(result.status == 5, "\(result)")
  }
}
