import Foundation
import Testing

@Suite("The pseudo-terminal that other tests use")
struct TerminalTests {
  private func picture(_ text: String, columns: Int = 10, rows: Int = 4) -> TerminalPicture {
    var whole = TerminalPicture(columns: columns, rows: rows)
    whole.feed(Array(text.utf8))
    whole.finish()
    var parts = TerminalPicture(columns: columns, rows: rows)
    for byte in text.utf8 { parts.feed([byte]) }
    parts.finish()
    #expect(whole.text == parts.text && whole.faults == parts.faults)
    return whole
  }

  @Test(arguments: [
    ("one\r\ntwo", "one\ntwo"), ("12345\rab", "ab345"), ("12345\rab\u{1B}[K", "ab"),
    ("one\r\ntwo\r\nthree\u{1B}[2A\rX", "Xne\ntwo\nthree"),
    ("one\r\ntwo\r\nthree\u{1B}[A\r\u{1B}[J", "one\n"),
    ("\u{1B}[1mbold\u{1B}[0m", "bold"), ("東京e\u{301}x\r12", "12京e\u{301}x"),
    ("1234567890\r\n1", "1234567890\n1"),
  ])
  func obeys(_ bytes: String, _ text: String) {
    let picture = picture(bytes)
    #expect(picture.text == text && picture.faults == [])
  }

  @Test(arguments: [
    "12345678901", "東京東京東a", "\u{1B}[2J", "\u{1B}]0;t\u{7}", "\u{1B}c", "\t", "\u{7}", "\u{1B}[A", "\u{1B}[",
    "1\r\n2\r\n3\r\n4\r\n5\u{1B}[4A",
  ])
  func complains(_ bytes: String) { #expect(picture(bytes).faults != []) }

  @Test("a program has the terminal's size and its keys, and is told of another size")
  func program() throws {
    let script =
      "trap 'echo now $(stty size)' WINCH; trap 'echo key; exit 3' INT; stty size; while :; do sleep 0.02; done"
    let terminal = try PseudoTerminal("/bin/bash", ["-c", script], columns: 40, rows: 12)
    try terminal.wait { $0.text.contains("12 40") }
    terminal.resize(columns: 30, rows: 10)
    try terminal.wait { $0.text.contains("now 10 30") }
    terminal.type("\u{3}")
    #expect(try terminal.end() == 3)
    #expect(terminal.picture.faults == [])
    #expect(terminal.picture.screen.contains("key") || terminal.picture.text.contains("^Ckey"))
  }
}
