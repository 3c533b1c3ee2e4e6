import ControlAPI
import Testing

@testable import cataloguectl

@Suite("Tables fit the screen")
struct TableTests {
  private var table: Table {
    var table = Table("NAME", "N", "WHY", numbers: [1])
    table.add("polar", "7", "the host asked to wait for an hour, and then some")
    table.add("東京", "12345", "")
    return table
  }

  @Test func whole() {
    #expect(
      table.lines(width: nil).map(\.plain) == [
        "NAME       N  WHY",
        "polar      7  the host asked to wait for an hour, and then some",
        "東京   12345",
      ])
  }

  @Test(arguments: [30, 40, 60, 80])
  func narrow(_ width: Int) {
    let lines = table.lines(width: width)
    #expect(lines.allSatisfy { $0.columns <= width }, "\(lines.map(\.plain))")
    #expect(lines.last?.plain.contains("12345") == true, "numbers are never cut")
  }

  @Test("where the columns do not fit, each row becomes a paragraph, without what says nothing")
  func tooNarrow() {
    var table = Table("NAME", "N", "FIRST", "SECOND", numbers: [1])
    table.add("polar", "12345", "\(warning: "one thing")", "—")
    table.add("東京", "7", "", "and another thing")
    #expect(
      table.lines(width: 26).map(\.plain) == [
        "polar", "  n 12345, first one thing", "東京", "  n 7, second and another", "  thing",
      ])
  }

  @Test("a cell takes three lines at most")
  func tall() {
    var table = Table("NAME", "WHY")
    table.add("polar", "one two three four five six seven eight nine ten eleven twelve")
    #expect(
      table.lines(width: 20).map(\.plain) == [
        "NAME   WHY", "polar  one two three", "       four five six", "       seven eight…",
      ])
  }

  @Test("cells keep their styles")
  func styles() {
    var table = Table("NAME", "STATE", "N", numbers: [2])
    table.add("polar", "\(warning: "failing for long")", "7")
    let screen = Screen(width: 24, hasColour: true)
    #expect(
      table.lines(width: 24).map(screen.render) == [
        "\u{1b}[1mNAME\u{1b}[0m   \u{1b}[1mSTATE\u{1b}[0m           \u{1b}[1mN\u{1b}[0m",
        "polar  \u{1b}[33mfailing for\u{1b}[0m     7", "       \u{1b}[33mlong\u{1b}[0m",
      ])
  }

  @Test("the last runs are drawn, a column each")
  func picture() {
    let runs: [(RunInfo.State, Int)] = [
      (.done, 0), (.done, 1), (.doneWithRejects, 9), (.done, 10), (.done, 384_000), (.done, .max),
      (.failed, 3),
      (.held, 0), (.doneEmpty, 0), (.interrupted, 4), (.running, 5),
    ]
    let drawn = RunPicture.draw(
      runs.enumerated().map { CatalogueStatus.RecentRun(id: Int64($0), state: $1.0, changes: $1.1) })
    #expect(drawn.plain == "·▁▁▂▆█✗?✗~…")
  }

  @Test("hostile cells keep to their row")
  func hostile() {
    var table = Table("A", "B")
    table.add("\("x\ny")", "\("\u{1b}[2J")")
    #expect(table.lines(width: 80).map(\.plain) == ["A    B", "x y  [2J"])
  }
}
