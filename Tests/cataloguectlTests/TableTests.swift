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
    #expect(lines[2].plain.contains("12345"), "numbers are never cut")
  }

  @Test("hostile cells keep to their row")
  func hostile() {
    var table = Table("A", "B")
    table.add("x\ny", "\u{1b}[2J")
    #expect(table.lines(width: 80).map(\.plain) == ["A    B", "x y  [2J"])
  }
}
