import Foundation
import TestSupport
import Testing

@Suite("Exports, with both real programs", .serialized)
struct ExportTests {
  private final class World {
    let repository: Repository
    let daemon: RunningDaemon

    init(records: Int) throws {
      repository = Repository(records: records, page: 1000)
      daemon = try RunningDaemon(state: TemporaryDirectory(), catalogues: ["test": repository.toml])
      try refresh()
    }

    deinit { repository.stop() }

    func refresh() throws {
      let run = try daemon.ctl("refresh", "test", "--full", "--wait")
      #expect(run.status == 0, "\(run)")
    }

    func shell(_ command: String) throws -> Programs.Result {
      try Programs.run(
        "/bin/bash",
        [
          "-o", "pipefail", "-c",
          command.replacingOccurrences(
            of: "ctl", with: "\(Programs.folder)/cataloguectl --socket \(daemon.socket)"),
        ])
    }
  }

  /// The reports that an export of JSON lines holds, and those that it says are gone.
  private func lines(_ text: String) throws -> (reports: Set<Int>, gone: Set<Int>) {
    var (reports, gone): (Set<Int>, Set<Int>) = ([], [])
    for line in text.split(separator: "\n") {
      let object = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
      let number = try #require(object["number"] as? Int)
      let isNew = object["gone"] == nil ? reports.insert(number).inserted : gone.insert(number).inserted
      #expect(isNew, "\(number) comes twice")
      #expect((object["report"] == nil) == (object["gone"] != nil))
    }
    return (reports, gone)
  }

  /// The number that an export says to go on from.
  private func change(_ result: Programs.Result) throws -> String {
    let words = result.errors.components(separatedBy: "--since ")
    return try #require(words.last?.split(separator: " ").first.map(String.init), "\(result)")
  }

  private static let live = (0..<2000).count { $0 % 19 != 0 }

  @Test("every format holds every report, and ends as it should")
  func formats() throws {
    let world = try World(records: 2000)
    for (format, mark, end) in [
      ("jsonl", "{\"number\":", "}\n"), ("ris", "TY  - RPRT\r\n", "ER  - \r\n\r\n"),
      ("bibtex", "@techreport{", "}\n\n"),
      ("csl-json", "\"type\": \"report\"", "\n]\n"), ("kbart", "\tmonograph\t", "\n"),
      ("csv", ",\"Report ", "\r\n"),
      ("marcxml", "<leader>", "</collection>\n"), ("oai-dc", "<record>", "</OAI-PMH>\n"),
    ] {
      let result = try world.daemon.ctl("export", "--format", format)
      #expect(result.status == 0 && result.errors.contains("up to change "), "\(format): \(result.errors)")
      #expect(result.output.components(separatedBy: mark).count == Self.live + 1, "\(format)")
      #expect(result.output.hasSuffix(end), "\(format)")
    }
    let some = try lines(try world.daemon.ctl("export", "\"report 17\"", "--format", "jsonl").output)
    let found = try world.daemon.json("search", "\"report 17\"")["hits"] as? [[String: Any]] ?? []
    let numbers = found.compactMap { ($0["report"] as? [String: Any])?["number"] as? Int }
    #expect(some.reports == Set(numbers) && numbers.count == 1)
    #expect(try world.daemon.ctl("export", "?!", "--format", "jsonl").status == 2)
  }

  @Test("10,000 reports through a pipe that is closed early: nothing is said, and the daemon goes on")
  func pipe() throws {
    let world = try World(records: 10_000)
    let head = try world.shell("ctl export --format jsonl | head -n 2")
    #expect(head.errors.isEmpty && head.output.split(separator: "\n").count == 2, "\(head)")
    let all = try world.shell("ctl export --format jsonl | wc -l")
    #expect(all.status == 0 && all.output.contains("\((0..<10_000).count { $0 % 19 != 0 })"), "\(all)")
    // One that breaks off is no whole one.
    let broken = try world.shell(
      "ctl export --format csv | { read -r line; kill -9 \(world.daemon.identifier); cat; } | wc -l")
    #expect(broken.status == 1 && broken.errors.contains("what came is not all of it"), "\(broken)")
    try world.daemon.start()
    let folder = TemporaryDirectory()
    let file = try world.daemon.ctl("export", "--format", "ris", "--output", folder.file("all.ris"))
    #expect(file.status == 0 && file.output.contains("--since"), "\(file)")
    let text = try String(contentsOfFile: folder.file("all.ris"), encoding: .utf8)
    #expect(text.components(separatedBy: "ER  - \r\n").count == (0..<10_000).count { $0 % 19 != 0 } + 1)
    #expect(try world.daemon.ctl("export", "--format", "ris", "--output", folder.file("all.ris")).status == 1)
  }

  @Test("a file whose export breaks off is what it was before, and nothing is left beside it")
  func brokenFile() throws {
    let world = try World(records: 1000)
    let folder = TemporaryDirectory()
    let file = folder.file("all.ris")
    #expect(try world.daemon.ctl("export", "--format", "ris", "--output", file).status == 0)
    let before = try Data(contentsOf: URL(fileURLWithPath: file))
    let relay = SocketRelay(folder.file("relay"), to: world.daemon.socket, limit: before.count / 2)
    defer { relay.close() }
    for place in [[file, "--force"], [folder.file("other.ris")]] {
      let broken = try Programs.run(
        "cataloguectl", ["--socket", relay.path, "export", "--format", "ris", "--output"] + place)
      #expect(broken.status == 1 && broken.output.isEmpty, "\(broken)")
      #expect(broken.errors.contains("what came is not all of it; ask again"), "\(broken)")
    }
    #expect(try Data(contentsOf: URL(fileURLWithPath: file)) == before)
    let left = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    #expect(Set(left) == ["all.ris", "relay"])
  }

  @Test("--since gives what the change log says has changed, and tells what is gone")
  func since() throws {
    let world = try World(records: 1000)
    let first = try change(try world.daemon.ctl("export", "--format", "jsonl"))
    let nothing = try world.daemon.ctl("export", "--format", "jsonl", "--since", first)
    #expect(nothing.status == 0 && nothing.output.isEmpty, "\(nothing)")
    world.repository.change { $0.version = 3 }
    try world.refresh()
    let second = try world.daemon.ctl("export", "--format", "jsonl", "--since", first)
    var (changed, withdrawn): (Set<Int>, Set<Int>) = ([], [])
    let log =
      try world.daemon.json("changes", "--since", first, "--limit", "1000")["items"] as? [[String: Any]] ?? []
    for change in log {
      let number = try #require(change["report"] as? Int)
      if change["kind"] as? String == "withdrawn" { withdrawn.insert(number) } else { changed.insert(number) }
    }
    let (reports, gone) = try lines(second.output)
    #expect(reports == changed && gone == withdrawn && !changed.isEmpty && !withdrawn.isEmpty)
    #expect(
      try lines(try world.daemon.ctl("export", "--format", "jsonl", "--since", try change(second)).output)
        .reports.isEmpty)
    for (format, mark) in [
      ("csv", ",yes,"), ("marcxml", "<leader>00000d"), ("oai-dc", "<header status=\"deleted\">"),
      ("ris", "TY  - GONE"),
    ] {
      let output = try world.daemon.ctl("export", "--format", format, "--since", first).output
      #expect(
        output.components(separatedBy: mark).count == (format == "ris" ? 1 : withdrawn.count + 1), "\(format)"
      )
    }
    // A full export has nothing of what is gone.
    #expect(try lines(try world.daemon.ctl("export", "--format", "jsonl").output).gone.isEmpty)
  }

  @Test("with words, --since tells also what changed and is not found by them now")
  func sinceOfQuery() throws {
    let world = try World(records: 1000)
    let words = ["export", "\"version 0\"", "--format", "jsonl"]
    let first = try world.daemon.ctl(words)
    let before = try lines(first.output).reports
    world.repository.change { $0.version = 3 }
    try world.refresh()
    let second = try lines(try world.daemon.ctl(words + ["--since", try change(first)]).output)
    let after = try lines(try world.daemon.ctl(words).output).reports
    #expect(!before.isEmpty && before != after)
    #expect(before.union(second.reports).subtracting(second.gone) == after)
  }

  @Test(
    "a number beyond the last change is refused: it is of another store, or of this one before it was restored"
  )
  func beyond() throws {
    let world = try World(records: 10)
    let last = try #require(Int(try change(try world.daemon.ctl("export", "--format", "jsonl"))))
    let refused = try world.daemon.ctl("export", "--format", "jsonl", "--since", "\(last + 1)")
    #expect(
      refused.status == 2 && refused.output.isEmpty
        && refused.errors.contains("beyond the last change, \(last)"))
    #expect(try world.daemon.ctl("export", "--format", "jsonl", "--since", "\(last)").status == 0)
  }

  @Test("a file of reports is for those whom the umask lets read it")
  func mode() throws {
    let world = try World(records: 10)
    let folder = TemporaryDirectory()
    for (mask, mode) in [("022", "644"), ("077", "600"), ("002", "664")] {
      let file = folder.file("\(mask).ris")
      let result = try world.shell(
        "umask \(mask); ctl export --format ris --output \(file) >/dev/null; stat -c %a \(file)")
      #expect(result.output == "\(mode)\n", "\(result)")
    }
  }

  @Test("chapters go out behind their report only where they are asked for, and where the format has them")
  func sections() throws {
    let folder = TemporaryDirectory()
    let world = try RunningDaemon(
      state: TemporaryDirectory(), catalogues: ["rich": try ReadBack.rich(folder)])
    #expect(try world.ctl("refresh", "rich", "--wait").status == 0)
    #expect(try !world.ctl("export", "--format", "ris").output.contains("CHAP"))
    let all = try world.ctl("export", "--format", "ris", "--sections").output
    #expect(
      all.components(separatedBy: "TY  - CHAP").count == 4 && all.components(separatedBy: "TY  - ").count == 7
    )
    #expect(try world.ctl("export", "--format", "csv", "--sections").status == 2)
  }
}
