/// Rows under headings, in columns that fit the terminal: the widest text column gives way.
struct Table {
  var headings: [String]
  var rows: [[String]] = []
  /// Columns that stand at the right of theirs: numbers.
  var numbers: Set<Int> = []

  init(_ headings: String..., numbers: Set<Int> = []) {
    self.headings = headings
    self.numbers = numbers
  }

  mutating func add(_ cells: String...) { rows.append(cells.map(Terminal.clean)) }

  func print(width: Int = Terminal.width) {
    var widths = headings.map(Terminal.columns)
    for row in rows { for (index, cell) in row.enumerated() { widths[index] = max(widths[index], Terminal.columns(cell)) } }
    while widths.reduce(0, +) + 2 * (widths.count - 1) > width {
      let text = widths.indices.filter { !numbers.contains($0) }
      guard let widest = text.max(by: { widths[$0] < widths[$1] }), widths[widest] > 8 else { break }
      widths[widest] -= 1
    }
    Terminal.line(Terminal.bold(line(headings, widths)))
    for row in rows { Terminal.line(line(row, widths)) }
  }

  private func line(_ cells: [String], _ widths: [Int]) -> String {
    var parts: [String] = []
    for (index, cell) in cells.enumerated() {
      let cut = Self.cut(cell, widths[index])
      let space = String(repeating: " ", count: max(0, widths[index] - Terminal.columns(cut)))
      parts.append(numbers.contains(index) ? space + cut : cut + space)
    }
    var line = parts.joined(separator: "  ")
    while line.hasSuffix(" ") { line.removeLast() }
    return line
  }

  static func pad(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - Terminal.columns(text)))
  }

  /// The text in at most `width` columns.
  static func cut(_ text: String, _ width: Int) -> String {
    guard Terminal.columns(text) > width else { return text }
    var result = ""
    var used = 0
    for character in text {
      let columns = Terminal.columns(String(character))
      guard used + columns < width else { break }
      result.append(character)
      used += columns
    }
    return result + "…"
  }
}
