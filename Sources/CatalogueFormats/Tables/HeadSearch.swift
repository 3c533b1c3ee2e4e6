import Catalogue

/// Finds the header row in a table's beginning, and with it the separator.
///
/// Files open with titles, comments and blank lines (a "CSV" that opens with Markdown), or with Excel's `sep=;`. The
/// header is the row in which most of the wanted names stand; where none are, the first row that has as many cells as
/// the next.
struct HeadSearch {
  /// How much of a table is looked at.
  static let limit = 64 << 10
  private static let rowLimit = 100

  struct Found {
    var head: TableHead
    /// Where the row behind the header begins, and the number of its line.
    var next: Int
    var line: Int64
    /// How many lines with something in them stand before the header, and the first of them.
    var skipped: (count: Int, first: String)
  }

  /// What separates the columns, where it is known.
  var separator: UInt8?
  /// How many of a row's cells are names that are wanted.
  var score: ([String]) -> Int

  private struct Row {
    var bytes: Bytes
    var next: Int
    var line: Int64
    var nextLine: Int64
  }

  /// - Parameter isWhole: Whether nothing follows: the last line may then be without an end.
  func find(in start: Bytes, isWhole: Bool) -> Found? {
    let lineEnd = TableDialect.lineEnd(of: start)
    var rows = rows(of: start, lineEnd, isWhole)
    let stated = rows.first.flatMap { Self.statedSeparator($0.bytes) }
    if stated != nil { rows.removeFirst() }
    let separators = (separator ?? stated).map { [$0] } ?? TableDialect.separators
    guard let (index, separator) = best(rows, separators) ?? regular(rows, separators) else { return nil }
    let row = rows[index]
    let before = rows[..<index].filter { !Self.isBlank($0.bytes) }
    return Found(
      head: TableHead(TableDialect(separator: separator, lineEnd: lineEnd), header: row.bytes),
      next: row.next,
      line: row.nextLine,
      skipped: (before.count, before.first.map { Printable.line($0.bytes, limit: 80) } ?? ""))
  }

  /// The row with most of the wanted names; the first of several.
  private func best(_ rows: [Row], _ separators: [UInt8]) -> (Int, UInt8)? {
    var best: (index: Int, separator: UInt8, score: Int)?
    for (index, row) in rows.enumerated() {
      for separator in separators {
        let score = score(TableHead.names(row.bytes, separator))
        if score > (best?.score ?? 0) { best = (index, separator, score) }
      }
    }
    return best.map { ($0.index, $0.separator) }
  }

  /// The first row that has several cells, and as many as the next.
  private func regular(_ rows: [Row], _ separators: [UInt8]) -> (Int, UInt8)? {
    let filled = rows.indices.filter { !Self.isBlank(rows[$0].bytes) }
    for (place, index) in filled.enumerated() {
      var widest: (separator: UInt8, count: Int)?
      for separator in separators {
        let count = TableHead.names(rows[index].bytes, separator).count
        let isLast = place + 1 == filled.count
        let next = isLast ? count : TableHead.names(rows[filled[place + 1]].bytes, separator).count
        if count > max(1, widest?.count ?? 0), next == count { widest = (separator, count) }
      }
      if let widest { return (index, widest.separator) }
    }
    // One column.
    return filled.first.map { ($0, separators[0]) }
  }

  /// The lines, those joined within whose quotes a line ends.
  private func rows(of p: Bytes, _ lineEnd: UInt8, _ isWhole: Bool) -> [Row] {
    var rows: [Row] = []
    var start = 0
    var line: Int64 = 1
    while start < p.count, rows.count < Self.rowLimit {
      guard let found = p.place(of: lineEnd, from: start) ?? (isWhole ? p.count : nil) else { break }
      var (end, lines) = (found, Int64(1))
      // A name in the header may have a line end in it.
      while Self.isOpen(p.part(start..<end)), lines < 10,
        let further = p.place(of: lineEnd, from: end + 1) ?? (isWhole && end < p.count ? p.count : nil)
      {
        end = further
        lines += 1
      }
      if Self.isOpen(p.part(start..<end)) { (end, lines) = (found, 1) }
      let next = min(end + 1, p.count)
      if lineEnd == TableDialect.lineFeed, end > start, p[end - 1] == TableDialect.carriageReturn { end -= 1 }
      rows.append(Row(bytes: p.part(start..<end), next: next, line: line, nextLine: line + lines))
      start = next
      line += lines
    }
    return rows
  }

  /// Whether a quoted cell is open at the end: the quotes are odd, and one of them opens a cell. (Titles of things that
  /// are 5" wide stand before tables, too.)
  private static func isOpen(_ row: Bytes) -> Bool {
    var quotes = 0
    var opens = false
    for at in row.indices where row[at] == TableDialect.quote {
      quotes += 1
      opens = opens || at == 0 || TableDialect.separators.contains(row[at - 1])
    }
    return opens && quotes % 2 == 1
  }

  private static func isBlank(_ row: Bytes) -> Bool {
    row.allSatisfy { $0 <= 0x20 || $0 == TableDialect.quote || TableDialect.separators.contains($0) }
  }

  /// Excel's first line: `sep=;`.
  private static func statedSeparator(_ line: Bytes) -> UInt8? {
    var line = line
    if line.count == 7, line[0] == TableDialect.quote, line[6] == TableDialect.quote {
      line = line.part(1..<6)
    }
    guard line.count == 5, line.has("sep=", at: 0) || line.has("SEP=", at: 0), line[4] < 0x80 else {
      return nil
    }
    return line[4]
  }
}
