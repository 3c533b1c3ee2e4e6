import ControlAPI

extension Page {
  /// Narrower columns are hard to read: the sides then stand below each other.
  private static let leastColumn = 30
  private static let gap = 2

  /// Values side by side where there is room, else below each other. In the second and further ones the differences from
  /// the first are marked.
  mutating func add(sides: [(name: String, values: [ValueInfo])]) {
    guard let first = sides.first else { return }
    let lines = sides.enumerated().map { index, side in
      self.side(side.values, against: index == 0 ? nil : first.values)
    }
    let width = ((screen.width ?? 0) - Self.gap * (sides.count - 1)) / sides.count
    guard width >= Self.leastColumn else {
      for (side, lines) in zip(sides, lines) {
        add("\(bold: side.name)")
        for line in lines { add(wrapped: line, behind: "  ") }
      }
      return
    }
    var columns = zip(sides, lines).map { side, lines in
      ["\(bold: side.name)"] + lines.flatMap { $0.wrapped(to: width) }
    }
    for place in columns.indices { columns[place] = columns[place].map { $0.cut(to: width) } }
    for row in 0..<(columns.map(\.count).max() ?? 0) {
      var line = Line()
      for (place, column) in columns.enumerated() where row < column.count {
        line.append(.spaces(place * (width + Self.gap) - line.columns))
        line.append(column[row])
      }
      add(line)
    }
  }

  /// The lines of a side: of each value one, in the old order of those that are in both.
  private func side(_ values: [ValueInfo], against old: [ValueInfo]?) -> [Line] {
    func lines(_ texts: [String]) -> [Line] { texts.isEmpty ? ["(nothing)"] : texts.map { Line($0) } }
    let texts = values.map(\.text)
    guard let old = old?.map(\.text) else { return lines(texts) }
    if old.isEmpty || texts.isEmpty { return lines(texts) }
    return ValuesDiff.lines(old, texts, hasColour: screen.hasColour)
  }
}

/// What of two lists of values is the same and what is not.
enum ValuesDiff {
  /// A line for each value: the words of one that has changed, and those that only one has as a whole.
  static func lines(_ old: [String], _ new: [String], hasColour: Bool) -> [Line] {
    if old.count == 1, new.count == 1 { return [Line(WordDiff(old[0], new[0]), hasColour: hasColour)] }
    var lines: [Line] = []
    var removed: [String] = []
    var added: [String] = []
    // What went and what came in the same place belongs together, pair by pair.
    func flush() {
      for place in 0..<max(removed.count, added.count) {
        let pair = WordDiff(
          place < removed.count ? removed[place] : "", place < added.count ? added[place] : "")
        lines.append(Line(pair, hasColour: hasColour))
      }
      removed = []
      added = []
    }
    let difference = new.difference(from: old)
    let gone = Set(difference.removals.map(\.offset))
    let came = Set(difference.insertions.map(\.offset))
    var (i, j) = (0, 0)
    while i < old.count || j < new.count {
      if i < old.count, gone.contains(i) {
        removed.append(old[i])
        i += 1
      } else if j < new.count, came.contains(j) {
        added.append(new[j])
        j += 1
      } else {
        flush()
        lines.append(Line(new[j]))
        (i, j) = (i + 1, j + 1)
      }
    }
    flush()
    return lines
  }
}

extension CollectionDifference.Change {
  fileprivate var offset: Int {
    switch self {
    case .insert(let offset, _, _), .remove(let offset, _, _): offset
    }
  }
}
