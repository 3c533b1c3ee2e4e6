/// Lines that belong together, laid out for one screen.
struct Page {
  let screen: Screen
  private(set) var lines: [Line] = []

  init(_ screen: Screen) { self.screen = screen }

  mutating func add(_ line: Line = "") { lines.append(line) }

  /// A paragraph, broken to fit.
  mutating func add(wrapped line: Line, behind first: Line = "") {
    lines += line.wrapped(to: screen.textWidth, behind: first)
  }

  /// A text from outside, which may have paragraphs.
  mutating func add(text: String, indent: Int = 0) {
    for paragraph in text.split(whereSeparator: \.isNewline) {
      add(wrapped: Line(String(paragraph)), behind: .spaces(indent))
    }
  }

  /// Names with what they stand for, the values under each other.
  mutating func add(facts: [(name: String, value: String)], indent: Int = 0) {
    let width = facts.map { $0.name.withoutControls.columns }.max() ?? 0
    for (name, value) in facts {
      let name = name.withoutControls.padded(to: width)
      add(wrapped: Line(value), behind: .spaces(indent) + "\(name)  ")
    }
  }

  mutating func add(_ table: Table) { lines += table.lines(width: screen.width) }

  func print() { for line in lines { screen.print(line) } }

  /// All of it, as it is printed.
  var text: String { lines.map { screen.render($0) + "\n" }.joined() }
}
