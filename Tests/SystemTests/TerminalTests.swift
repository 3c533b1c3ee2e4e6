import Foundation
import TestSupport
import Testing

/// Every command that shows something, in terminals of 40 and of 200 columns, over what upstreams send at worst.
@Suite("In a terminal") struct TerminalTests {
  private static let titles = [
    "東京湾の水質と港の将来についての報告書：十年間の観測と市民の声、そして次の一歩",
    "E\u{301}tude sur les e\u{301}cluses a\u{300} mare\u{301}e du co\u{302}te\u{301} ouest, et leurs gardiens",
    "Red\u{1b}[31m alert\u{7} and \u{202e}reversed\u{9b}2J words\u{1b}]0;owned\u{7}",
    "การจัดการน้ำในลุ่มแม่น้ำเจ้าพระยา บทเรียนจากอุทกภัย",
    "Donaudampfschifffahrtsgesellschaftskapitänsmützenverordnungsentwurfsbegründung",
    "👩‍👩‍👧‍👦 Families 🇳🇱 on the move", "한국의 항만 정책", "עברית וגם עוד מילים רבות מאוד בשורה אחת",
  ]

  private static let lines = [
    "status", "catalogues", "catalogues worst", "runs", "runs worst", "runs 1", "search a* --limit 50",
    "search ports", "show 1", "show 2", "show 3", "show 5", "changes", "changes --since run:1", "rejects",
    "rejects 1", "refresh worst --wait", "refresh worst --full --dry-run", "reparse worst", "pause worst",
    "resume worst", "reload", "verify", "--help", "status --help", "search --help", "show 999",
    "catalogues wrost",
    "refresh dead --wait", "approve worst", "--socket /nonexistent/socket status",
  ]

  private static func daemon() throws -> RunningDaemon {
    let state = TemporaryDirectory()
    var table = "id,title,authors,abstract\n"
    for (number, title) in titles.enumerated() {
      table += "w\(number),\"\(title)\",\"Ōe, Kenzaburō\",\"About ports. \(title) \(title)\"\n"
    }
    table += ",no identifier,,\n"
    state.write(table, to: "worst.csv")
    let daemon = try RunningDaemon(
      state: state,
      catalogues: [
        "worst":
          "title = \"Worst 東京\"\nurl = \"file:\(state.path)/worst.csv\"\nformat = \"table\"\ninterval = \"1h\"\n",
        "dead": "title = \"D\"\nurl = \"http://127.0.0.2:1/x\"\nformat = \"feed\"\n",
      ])
    _ = try daemon.ctl("refresh", "worst", "--wait")
    return daemon
  }

  /// What a terminal breaks itself: a word that is wider than it, as addresses and paths are, stays whole so that it can
  /// be copied.
  private static func isOneWord(_ fault: String, _ columns: Int) -> Bool {
    fault.split(separator: " ").last.map { $0.contains("/") || $0.count > columns - 15 } ?? false
  }

  @Test(
    "nothing reaches beyond the width, and nothing that a terminal obeys comes through", arguments: [40, 200])
  func fits(_ columns: Int) throws {
    let daemon = try Self.daemon()
    for line in Self.lines {
      let words = line.split(separator: " ").map(String.init)
      let terminal = try PseudoTerminal(
        "cataloguectl", (words.first == "--socket" ? [] : ["--socket", daemon.socket]) + words,
        columns: columns,
        rows: 50)
      _ = try terminal.end()
      let picture = terminal.picture
      let faults = picture.faults.filter { !Self.isOneWord($0, columns) }
      #expect(faults == [], "\(line) in \(columns) columns:\n\(picture.text)")
      #expect(!picture.text.isEmpty, "\(line)")
    }
  }

  @Test("colours only on a terminal that shows them, and where NO_COLOR does not forbid them")
  func colours() throws {
    let daemon = try Self.daemon()
    func output(_ environment: [String: String]) throws -> String {
      let terminal = try PseudoTerminal(
        "cataloguectl", ["--socket", daemon.socket, "status"], columns: 100, environment: environment)
      _ = try terminal.end()
      return String(decoding: terminal.output, as: UTF8.self)
    }
    #expect(try output([:]).contains("\u{1b}[1m"))
    #expect(try !output(["NO_COLOR": "1"]).contains("\u{1b}"))
    #expect(try !output(["TERM": "dumb"]).contains("\u{1b}"))
    #expect(try !daemon.ctl("status").output.contains("\u{1b}"), "a pipe")
  }
}
