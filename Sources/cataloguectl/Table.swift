/// Rows under headings, in columns that fit the screen: the widest columns of text give way.
struct Table {
  private var headings: [String]
  private(set) var rows: [[String]] = []
  /// Columns that stand at their right: numbers.
  private var numbers: Set<Int>

  init(_ headings: String..., numbers: Set<Int> = []) {
    self.headings = headings
    self.numbers = numbers
  }

  mutating func add(_ cells: String...) { rows.append(cells.map(\.withoutControls)) }

  /// - Parameter width: Columns of the screen; nil: as wide as it is.
  func lines(width: Int?) -> [Line] {
    let width = width ?? .max
    let widths = fitted(to: width)
    let lines = [Line(row(headings, widths), .bold)] + rows.map { Line(row($0, widths)) }
    return lines.map { $0.cut(to: width) }
  }

  private func fitted(to width: Int) -> [Int] {
    var widths = headings.map(\.columns)
    for row in rows {
      for (index, cell) in row.enumerated() { widths[index] = max(widths[index], cell.columns) }
    }
    // The first column says what a row is about: it gives way last.
    let text = widths.indices.filter { !numbers.contains($0) && widths[$0] > 8 }
    for columns in [text.filter { $0 > 0 }, text] {
      while widths.reduce(0, +) + 2 * (widths.count - 1) > width {
        guard let widest = columns.max(by: { widths[$0] < widths[$1] }), widths[widest] > 8 else { break }
        widths[widest] -= 1
      }
    }
    return widths
  }

  private func row(_ cells: [String], _ widths: [Int]) -> String {
    let parts = cells.indices.map { index in
      Line(cells[index]).cut(to: widths[index]).plain.padded(
        to: widths[index], atStart: numbers.contains(index))
    }
    let line = parts.joined(separator: "  ")
    return String(line.reversed().drop { $0 == " " }.reversed())
  }
}
