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

  /// What scripts may look for: broken to fit a terminal, whole in a pipe.
  mutating func say(_ line: Line, behind first: Line = "") {
    if screen.isTerminal { add(wrapped: line, behind: first) } else { add(first + line) }
  }

  /// A text from outside, which may have paragraphs.
  mutating func add(text: String, indent: Int = 0) {
    for paragraph in text.split(whereSeparator: \.isNewline) {
      add(wrapped: Line(String(paragraph)), behind: .spaces(indent))
    }
  }

  /// Names with what they stand for, the values under each other. A name that would leave them little room stands on a
  /// line of its own.
  mutating func add(facts: [(name: String, value: String)], indent: Int = 0) {
    let names = facts.map(\.name.withoutControls)
    let width = names.map(\.columns).filter { $0 <= screen.textWidth / 3 }.max() ?? 0
    for (name, fact) in zip(names, facts) {
      if name.columns > width {
        add(wrapped: "\(name)", behind: .spaces(indent))
        add(wrapped: "\(fact.value)", behind: .spaces(indent + width + 2))
      } else {
        add(wrapped: "\(fact.value)", behind: .spaces(indent) + "\(name.padded(to: width))  ")
      }
    }
  }

  mutating func add(_ table: Table) { lines += table.lines(width: screen.width) }

  func print() { for line in lines { screen.print(line) } }

  /// All of it, as it is printed.
  var text: String { lines.map { screen.render($0) + "\n" }.joined() }
}
