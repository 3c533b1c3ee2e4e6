/// Rows under headings, in columns that fit the screen: the widest columns of text give way, and their cells take more
/// lines. Where that is not enough, each row becomes a paragraph.
struct Table {
  private var headings: [String]
  private var rows: [[Line]] = []
  /// Columns that stand at their right: numbers.
  private var numbers: Set<Int>
  /// What a column of text shrinks to at most.
  private static let least = 8
  /// How many lines a cell takes at most.
  private static let mostLines = 3

  init(_ headings: String..., numbers: Set<Int> = []) {
    self.headings = headings
    self.numbers = numbers
  }

  mutating func add(_ cells: Line...) { rows.append(cells) }

  /// - Parameter width: Columns of the screen; nil: as wide as it is.
  func lines(width: Int?) -> [Line] {
    let width = width ?? .max
    guard let widths = fitted(to: width) else { return rows.flatMap { paragraph($0, width) } }
    return [row(headings.map { "\(bold: $0)" }, widths)] + rows.flatMap { lines(of: $0, widths) }
  }

  /// The columns' widths; nil where they cannot be narrow enough.
  private func fitted(to width: Int) -> [Int]? {
    var widths = headings.map(\.columns)
    for row in rows {
      for (index, cell) in row.enumerated() { widths[index] = max(widths[index], cell.columns) }
    }
    // The first column says what a row is about: it gives way last.
    let text = widths.indices.filter { !numbers.contains($0) && widths[$0] > Self.least }
    for columns in [text.filter { $0 > 0 }, text] {
      while widths.reduce(0, +) + 2 * (widths.count - 1) > width {
        guard let widest = columns.max(by: { widths[$0] < widths[$1] }), widths[widest] > Self.least else {
          break
        }
        widths[widest] -= 1
      }
    }
    return widths.reduce(0, +) + 2 * (widths.count - 1) > width ? nil : widths
  }

  /// A row, whose cells may take several lines.
  private func lines(of cells: [Line], _ widths: [Int]) -> [Line] {
    let parts = zip(cells, widths).map { (cell, width) -> [Line] in
      guard cell.columns > width else { return [cell] }
      let lines = cell.wrapped(to: width)
      guard lines.count > Self.mostLines else { return lines }
      return lines.prefix(Self.mostLines - 1) + [lines[Self.mostLines - 1] + "…"]
    }
    return (0..<(parts.map(\.count).max() ?? 1)).map { index in
      row(parts.map { index < $0.count ? $0[index] : "" }, widths)
    }
  }

  private func row(_ cells: [Line], _ widths: [Int]) -> Line {
    var line = Line()
    // What would stand behind the last cell that says something is left away.
    let last = cells.lastIndex { !$0.isEmpty } ?? 0
    for index in 0...last {
      let cell = cells[index].cut(to: widths[index])
      let space = Line.spaces(widths[index] - cell.columns)
      if index > 0 { line.append("  ") }
      if numbers.contains(index) { line.append(space) }
      line.append(cell)
      if !numbers.contains(index), index < last { line.append(space) }
    }
    return line
  }

  /// The first cell, and below it the others behind their headings; those that say nothing are left away.
  private func paragraph(_ cells: [Line], _ width: Int) -> [Line] {
    var rest = Line()
    for (heading, cell) in zip(headings, cells).dropFirst() where !cell.isEmpty && cell.plain != "—" {
      rest.append(rest.isEmpty ? "" : ", ")
      rest.append("\(heading.lowercased()) " + cell)
    }
    return [cells[0].cut(to: width)] + rest.wrapped(to: width, behind: "  ").map { $0.cut(to: width) }
  }
}
