import Foundation
import TestSupport
import Testing

/// README's session, played: each command is typed in a terminal of 100 columns, and prints what stands there.
///
/// Where that has changed, `CATALOGUED_WRITE_README=1 swift test --filter SessionTests` writes it anew.
@Suite("README's session") struct SessionTests {
  private static let path = Programs.root + "/README.md"
  private static let columns = 100

  /// What moves the world between the commands: README's invisible comments.
  private static func direct(_ daemon: RunningDaemon, _ scratch: TemporaryDirectory, _ direction: String)
    throws
  {
    func add(_ demo: String, as name: String) throws {
      let path = "\(Programs.root)/Config/demo/catalogues.d/\(demo).toml"
      daemon.write(
        try String(contentsOfFile: path, encoding: .utf8).replacingOccurrences(
          of: "file:../", with: "file:\(scratch.path)/"), to: name)
    }
    switch direction {
    case "polar.toml is there": try add("polar", as: "polar")
    case "riverbank.toml is there": try add("riverbank", as: "riverbank")
    case "riverbank.toml is called audits.toml now":
      daemon.write(nil, to: "riverbank")
      try add("riverbank", as: "audits")
    case "polar.toml is gone": daemon.write(nil, to: "polar")
    case "polar deletes everything":
      let list = try String(contentsOfFile: scratch.file("polar.xml"), encoding: .utf8)
      scratch.write(
        list.replacingOccurrences(of: "<header>", with: "<header status=\"deleted\">")
          .replacingOccurrences(of: "<datestamp>2026-10", with: "<datestamp>2026-11"), to: "polar.xml")
    case "all is still":
      let end = Date() + 20
      repeat { usleep(50_000) } while try Date() < end && !isStill(daemon)
    default: Issue.record("README's session: nobody knows what “\(direction)” means")
    }
  }

  private static func isStill(_ daemon: RunningDaemon) throws -> Bool {
    let catalogues = try daemon.json("catalogues")["items"] as? [[String: Any]] ?? []
    return catalogues.allSatisfy { catalogue in
      let state = (catalogue["state"] as? [String: Any])?["name"] as? String
      return state != "running" && (catalogue["last_run"] != nil || state == "waiting")
    }
  }

  /// Types a command, and gives what the terminal shows of it.
  private static func type(_ line: String, _ daemon: RunningDaemon, _ scratch: TemporaryDirectory) throws
    -> String
  {
    var words = line.split(separator: " ").dropFirst(2).map(String.init)
    words = words.map { $0.replacingOccurrences(of: "/srv/backup", with: scratch.path) }
    let terminal = try PseudoTerminal(
      "cataloguectl", words, columns: columns, rows: 60,
      environment: ["NO_COLOR": "1", "CATALOGUED_SOCKET": daemon.socket])
    if words.first == "watch" {
      // Somebody else asks for a run; then the one who watches has seen enough.
      try terminal.wait { !$0.text.isEmpty }
      _ = try daemon.ctl("refresh", "riverbank", "--wait")
      try terminal.wait { $0.text.contains("done") }
      terminal.type("\u{3}")
    }
    _ = try terminal.end()
    let picture = terminal.picture
    #expect(picture.faults == [], "\(line)")
    return picture.text.replacingOccurrences(of: daemon.state + "/", with: "/var/lib/catalogued/")
      .replacingOccurrences(of: scratch.path, with: "/srv/backup")
  }

  /// Without what differs from one time to the next: moments, spans and sizes, and how lines are filled and broken.
  private static func essence(_ text: String) -> String {
    var text = text
    for (pattern, mark) in [
      (#"\s+"#, " "),
      (#"\d{4}-\d\d-\d\dT[\d:]+Z"#, "MOMENT"), (#"\b\d\d:\d\d:\d\d\b"#, "CLOCK"),
      (#"\b(\d+ (s|min|h|d)( ago)?|now)(?![\w-])"#, "TIME"),
      (#"\b[\d.]+ (bytes|kB|MB)"#, "SIZE"), (#"(bytes|store)=\d+B?"#, "SIZE"),
    ] {
      text = text.replacingOccurrences(of: pattern, with: mark, options: .regularExpression)
    }
    return text.trimmingCharacters(in: .whitespaces)
  }

  @Test func printsWhatStandsThere() throws {
    var lines = try String(contentsOfFile: Self.path, encoding: .utf8).components(separatedBy: "\n")
    let start = try #require(lines.firstIndex(of: "## A session"))
    let end = try #require(lines[(start + 1)...].firstIndex { $0.hasPrefix("## ") })
    let (state, scratch) = (TemporaryDirectory(), TemporaryDirectory())
    for file in ["polar.xml", "riverbank.xml"] {
      try FileManager.default.copyItem(
        atPath: "\(Programs.root)/Config/demo/\(file)", toPath: scratch.file(file))
    }
    let daemon = try RunningDaemon(state: state, catalogues: [:])
    var written: [String] = []
    var commands = 0
    var index = start
    while index < end {
      let line = lines[index]
      index += 1
      written.append(line)
      if line.hasPrefix("<!-- ") {
        try Self.direct(daemon, scratch, String(line.dropFirst(5).dropLast(4)))
      }
      guard line.hasPrefix("    $ cataloguectl") else { continue }
      commands += 1
      var stands: [String] = []
      while index < end, lines[index].isEmpty || lines[index].hasPrefix("    "),
        !lines[index].hasPrefix("    $")
      {
        stands.append(String(lines[index].dropFirst(4)))
        index += 1
      }
      let printed = try Self.type(line.trimmingCharacters(in: .whitespaces), daemon, scratch)
      #expect(Self.essence(printed) == Self.essence(stands.joined(separator: "\n")), "\(line)")
      written += printed.split(separator: "\n", omittingEmptySubsequences: false).map {
        $0.isEmpty ? "" : "    " + $0
      }
      while written.last == "" { written.removeLast() }
      // A block's end.
      if index == end || !lines[index].hasPrefix("    $") { written.append("") }
    }
    #expect(commands > 15)
    if ProcessInfo.processInfo.environment["CATALOGUED_WRITE_README"] != nil {
      lines.replaceSubrange(start..<end, with: written)
      try lines.joined(separator: "\n").write(toFile: Self.path, atomically: true, encoding: .utf8)
    }
  }
}
