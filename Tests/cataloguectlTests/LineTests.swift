import Testing

@testable import cataloguectl

@Suite("Nothing from outside is printed raw")
struct LineTests {
  @Test(
    "what a terminal would obey is taken out",
    arguments: [
      ("\u{1b}[31mred\u{1b}[0m", "[31mred[0m"),
      ("\u{1b}]0;title\u{7}", "]0;title"),
      ("\u{9b}31m", "31m"),
      ("a\r\nb\tc", "a b c"),
      ("a\nb\tc\u{2028}d", "a b c d"),
      ("a\u{8}\u{0}\u{7f}b", "ab"),
      ("\u{202e}evil\u{202c} \u{2066}x\u{2069}\u{200f}\u{61c}", "evil x"),
      ("\u{feff}a\u{e0041}", "a"),
      ("ɑ̈ 東京 é 👩‍🔬", "ɑ̈ 東京 é 👩‍🔬"),
    ])
  func cleaning(_ text: String, _ clean: String) {
    #expect("\(text)" as Line == Line(stringLiteral: clean))
    #expect(("\(bold: text)" as Line).plain == clean)
    #expect(Line(text).plain == clean)
  }

  @Test("the program's own words and styles stay")
  func styles() {
    let line: Line = "\(bold: "All")\(warning: "!") \(3) of \("x\u{1b}")"
    #expect(line.plain == "All! 3 of x")
    #expect(
      Screen(width: 80, hasColour: true).render(line) == "\u{1b}[1mAll\u{1b}[0m\u{1b}[33m!\u{1b}[0m 3 of x")
    #expect(Screen(width: 80, hasColour: false).render(line) == "All! 3 of x")
  }

  @Test(
    "columns are counted as a terminal draws them",
    arguments: [
      ("", 0), ("abc", 3), ("é", 1), ("e\u{301}", 1), ("東京", 4), ("ﬁ", 1), ("Ａ", 2), ("한국", 4), ("각", 2),
      ("👍", 2), ("ไทย", 3), ("עברית", 5), ("\u{200b}", 0),
    ])
  func columns(_ text: String, _ count: Int) { #expect(text.columns == count) }

  @Test(arguments: [
    ("abc", 3, "abc"), ("abcd", 3, "ab…"), ("東京都", 5, "東京…"), ("東京都", 4, "東…"),
    ("e\u{301}xy", 2, "e\u{301}…"),
  ])
  func cutting(_ text: String, _ width: Int, _ cut: String) {
    let line = Line(text).cut(to: width)
    #expect(line.plain == cut && line.columns <= width)
  }

  @Test("lines break at spaces, behind their indent")
  func wrapping() {
    let line: Line = "\(bold: "The Shanghai")\(" Cooperation Organisation, towards a full-grown alliance")"
    let lines = line.wrapped(to: 30, behind: " 7. ")
    #expect(
      lines.map(\.plain) == [
        " 7. The Shanghai Cooperation", "    Organisation, towards a", "    full-grown alliance",
      ])
    #expect(lines.allSatisfy { $0.columns <= 30 })
    #expect(lines[0].spans[1] == Line.Span(text: "The Shanghai", style: .bold))
    #expect(
      ("東京湾の水質（十年間の観測）、そして報告" as Line).wrapped(to: 24, behind: "  ").map(\.plain) == [
        "  東京湾の水質（十年間の", "  観測）、そして報告",
      ])
    #expect(("" as Line).wrapped(to: 30).map(\.plain) == [""])
    let address = "https://repository.example.org/a/very/long/address"
    #expect(("see \(address) there" as Line).wrapped(to: 20).map(\.plain) == ["see", address, "there"])
  }
}
