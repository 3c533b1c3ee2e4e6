import Foundation
import TestSupport
import Testing

/// A section of README with a session in it, to be played: each command is typed in a terminal, and prints what stands
/// there. Invisible comments say what moves the world between the commands.
///
/// Where that has changed, `CATALOGUED_WRITE_README=1 swift test --filter 'SessionTests'` writes it anew.
final class Session {
  let daemon: RunningDaemon
  /// What is at /srv/backup in README.
  let scratch = TemporaryDirectory()
  private static let path = Programs.root + "/README.md"
  private let columns: Int
  /// What stands in README for an address of these tests' own: both are as long, so that lines break alike.
  private let addresses: [String: String]

  /// - Parameters:
  ///   - columns: Of the terminal. Where a cell of a table has to be broken, the width of a span ("9 s ago") decides where:
  ///     so many that none is.
  ///   - addresses: What README says, and what is meant by it here.
  init(columns: Int, addresses: [String: String] = [:], main: String = "") throws {
    self.columns = columns
    self.addresses = addresses
    daemon = try RunningDaemon(state: TemporaryDirectory(), catalogues: [:], main: main)
  }

  /// Types a command, and gives what the terminal shows of it.
  private func type(_ line: String) throws -> String {
    var words = Self.words(of: line).dropFirst(2).map { $0 }
    words = words.map { $0.replacingOccurrences(of: "/srv/backup", with: scratch.path) }
    for (shown, own) in addresses { words = words.map { $0.replacingOccurrences(of: shown, with: own) } }
    let terminal = try PseudoTerminal(
      "cataloguectl", words, columns: columns, rows: 90,
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
    var text = picture.text
    for (shown, own) in addresses { text = text.replacingOccurrences(of: own, with: shown) }
    return text.replacingOccurrences(
      of: daemon.state + "/catalogues.d/", with: "/etc/catalogued/catalogues.d/"
    )
    .replacingOccurrences(of: daemon.state + "/", with: "/var/lib/catalogued/")
    .replacingOccurrences(of: scratch.path, with: "/srv/backup")
    // Whoever plays it is called anna there.
    .replacingOccurrences(of: "\\b\(NSUserName())\\b", with: "anna", options: .regularExpression)
  }

  /// As a shell parts a line: what stands between quotes is one word.
  private static func words(of line: String) -> [String] {
    var words: [String] = []
    var word: String?
    var quote: Character?
    for character in line {
      if character == quote {
        quote = nil
      } else if quote == nil, character == "\"" || character == "'" {
        quote = character
        word = word ?? ""
      } else if quote == nil, character == " " {
        if let done = word { words.append(done) }
        word = nil
      } else {
        word = (word ?? "") + String(character)
      }
    }
    return words + (word.map { [$0] } ?? [])
  }

  /// Without what differs from one time to the next: moments, spans and sizes, and how lines are filled.
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

  /// Plays the section of that heading; says how many commands it has.
  ///
  /// - Parameter direct: Does what a comment says.
  func play(_ heading: String, _ direct: (String) throws -> Void) throws -> Int {
    var lines = try String(contentsOfFile: Self.path, encoding: .utf8).components(separatedBy: "\n")
    let start = try #require(lines.firstIndex(of: heading))
    let end = try #require(lines[(start + 1)...].firstIndex { $0.hasPrefix("## ") })
    var written: [String] = []
    var commands = 0
    var index = start
    while index < end {
      let line = lines[index]
      index += 1
      written.append(line)
      if line.hasPrefix("<!-- ") { try direct(String(line.dropFirst(5).dropLast(4))) }
      guard line.hasPrefix("    $ cataloguectl") else { continue }
      commands += 1
      var stands: [String] = []
      while index < end, lines[index].isEmpty || lines[index].hasPrefix("    "),
        !lines[index].hasPrefix("    $")
      {
        stands.append(String(lines[index].dropFirst(4)))
        index += 1
      }
      let printed = try type(line.trimmingCharacters(in: .whitespaces))
      #expect(Self.essence(printed) == Self.essence(stands.joined(separator: "\n")), "\(line)")
      written += printed.split(separator: "\n", omittingEmptySubsequences: false).map {
        $0.isEmpty ? "" : "    " + $0
      }
      while written.last == "" { written.removeLast() }
      // A block's end.
      if index == end || !lines[index].hasPrefix("    $") { written.append("") }
    }
    if ProcessInfo.processInfo.environment["CATALOGUED_WRITE_README"] != nil {
      lines.replaceSubrange(start..<end, with: written)
      try lines.joined(separator: "\n").write(toFile: Self.path, atomically: true, encoding: .utf8)
    }
    return commands
  }

  /// Waits until no run is going on, and each catalogue was asked.
  func waitForStillness() throws {
    let end = Date() + 20
    repeat { usleep(50_000) } while try Date() < end && !isStill
  }

  private var isStill: Bool {
    get throws {
      let catalogues = try daemon.json("catalogues")["items"] as? [[String: Any]] ?? []
      return catalogues.allSatisfy { catalogue in
        let state = (catalogue["state"] as? [String: Any])?["name"] as? String
        return state != "running" && (catalogue["last_run"] != nil || state == "waiting")
      }
    }
  }
}
