/// Cuts a table's bytes into rows as they come, and never lets one bad row swallow the next.
///
/// Written by hand, because libraries (libcsv, Python's `csv`) give cells, not a row's own bytes, and trust every
/// quote: one that is never closed costs them the rest of the file.
///
/// A row ends with its line, unless a quoted cell is open there. Such a row is only believed if the quote closes
/// before a separator or a line's end within `lookAhead` bytes, if the row then has the header's number of cells, and
/// if the lines within it do not look like rows themselves. Else the row is its first line alone, its quote is text,
/// and the next row begins at the next line. So a wrong quote costs its own row at most, and looking for its end costs
/// a bounded number of bytes.
struct RowScanner: Sendable {
  /// No row is longer; of one that is, one byte more than this is given, and the rest of its line passed over.
  static let rowLimit = 1 << 20
  /// How far behind a row's beginning the end of a quoted cell is looked for.
  static let lookAhead = 256 << 10

  let dialect: TableDialect
  let shape: TableShape
  /// The number of the line that begins next, from 1.
  private(set) var line: Int64
  private var buffer: [UInt8] = []
  /// Where the row begins that is being read, and its line that is.
  private var rowStart = 0
  private var lineStart = 0
  /// Up to here the line has no end.
  private var searched = 0
  /// The end of the row's first line, and where the second begins; set while a quote is open.
  private var first: (end: Int, next: Int) = (0, 0)
  /// The rest of a line that is too long is being passed over.
  private var isSkipping = false
  private var cells = RowCells()

  init(_ dialect: TableDialect, _ shape: TableShape, line: Int64) {
    self.dialect = dialect
    self.shape = shape
    self.line = line
  }

  /// Whether the bytes so far end within a line.
  var isInLine: Bool { isSkipping || lineStart < buffer.count }

  /// Gives every row that is whole, without its line end, and the number of its first line. The bytes must not leave
  /// the closure. Lines without content are passed over.
  mutating func feed(_ bytes: Bytes, _ row: (Bytes, Int64) -> Void) {
    var pending: [UInt8] = []
    swap(&pending, &buffer)
    pending.append(contentsOf: bytes)
    pending.withUnsafeBufferPointer { scan($0, isEnd: false, row) }
    if rowStart > 0 {
      pending.removeFirst(rowStart)
      lineStart -= rowStart
      searched -= rowStart
      first = (first.end - rowStart, first.next - rowStart)
      rowStart = 0
    }
    swap(&pending, &buffer)
  }

  /// The table is over; its last line may have no end.
  mutating func finish(_ row: (Bytes, Int64) -> Void) {
    var pending: [UInt8] = []
    swap(&pending, &buffer)
    pending.withUnsafeBufferPointer { scan($0, isEnd: true, row) }
    (rowStart, lineStart, searched) = (0, 0, 0)
  }

  private mutating func scan(_ p: Bytes, isEnd: Bool, _ row: (Bytes, Int64) -> Void) {
    while true {
      guard lineStart < p.count else {
        guard isEnd, rowStart < lineStart else { return }
        distrust(p, row)
        continue
      }
      let found = p.place(of: dialect.lineEnd, from: max(searched, lineStart))
      guard found != nil || isEnd else {
        searched = p.count
        guard isSkipping || p.count - rowStart > Self.rowLimit else { return }
        if rowStart < lineStart {
          distrust(p, row)
          continue
        }
        if !isSkipping { row(p.part(rowStart..<rowStart + Self.rowLimit + 1), line) }
        isSkipping = true
        (rowStart, lineStart) = (p.count, p.count)
        return
      }
      let end = found ?? p.count
      let next = min(end + 1, p.count)
      searched = next
      if isSkipping {
        isSkipping = false
        advance(to: next, lines: 1)
      } else if rowStart == lineStart {
        takeFirstLine(p, end, next, row)
      } else {
        takeFurtherLine(p, end, next, row)
      }
    }
  }

  private mutating func takeFirstLine(_ p: Bytes, _ end: Int, _ next: Int, _ row: (Bytes, Int64) -> Void) {
    guard end - rowStart <= Self.rowLimit else {
      row(p.part(rowStart..<rowStart + Self.rowLimit + 1), line)
      advance(to: next, lines: 1)
      return
    }
    let bytes = p.part(rowStart..<withoutReturn(p, end))
    if bytes.place(of: TableDialect.quote, from: 0) != nil, walk(bytes, isQuoted: false) == .open {
      first = (rowStart + bytes.count, next)
      lineStart = next
      return
    }
    if !isBlank(bytes) { row(bytes, line) }
    advance(to: next, lines: 1)
  }

  /// A line that begins within quotes.
  private mutating func takeFurtherLine(_ p: Bytes, _ end: Int, _ next: Int, _ row: (Bytes, Int64) -> Void) {
    guard end - rowStart <= Self.lookAhead else { return distrust(p, row) }
    let bytes = p.part(lineStart..<withoutReturn(p, end))
    switch walk(bytes, isQuoted: true) {
    case .open: lineStart = next
    case .goesOn: distrust(p, row)
    case .closed:
      let whole = p.part(rowStart..<lineStart + bytes.count)
      guard let lines = believed(whole) else { return distrust(p, row) }
      row(whole, line)
      advance(to: next, lines: lines)
    }
  }

  /// The quote that opened on the row's first line is text.
  private mutating func distrust(_ p: Bytes, _ row: (Bytes, Int64) -> Void) {
    let bytes = p.part(rowStart..<first.end)
    if !isBlank(bytes) { row(bytes, line) }
    advance(to: first.next, lines: 1)
  }

  private mutating func advance(to next: Int, lines: Int64) {
    line += lines
    (rowStart, lineStart, searched) = (next, next, next)
  }

  // MARK: Quotes

  private enum Ending {
    /// No cell is open at the line's end.
    case closed
    case open
    /// A cell that was open before the line goes on behind its closing quote.
    case goesOn
  }

  /// Walks over the cells of a line. `isQuoted`: whether a quoted cell is open at its beginning.
  private func walk(_ line: Bytes, isQuoted: Bool) -> Ending {
    var at = 0
    if isQuoted {
      guard let close = line.closingQuote(from: 0) else { return .open }
      at = line.skippingBlanks(from: close + 1)
      if at == line.count { return .closed }
      guard line[at] == dialect.separator else { return .goesOn }
      at += 1
    }
    while true {
      let opening = line.skippingBlanks(from: at)
      if opening < line.count, line[opening] == TableDialect.quote {
        guard let close = line.closingQuote(from: opening + 1) else { return .open }
        at = close + 1
      }
      guard let separator = line.place(of: dialect.separator, from: at) else { return .closed }
      at = separator + 1
    }
  }

  /// How many lines a row has that spans several; nil where it cannot be believed: it has not the header's number of
  /// cells, or its lines have, each by itself. (Of those within it three in four are enough. Prose has as many commas
  /// as a row now and then: at least eight separators must speak for it.)
  private mutating func believed(_ whole: Bytes) -> Int64? {
    cells.split(whole, separator: dialect.separator)
    guard shape.fits(cells, of: whole) else { return nil }
    var lines: Int64 = 0
    var fitting = 0
    var (firstFits, lastFits) = (false, false)
    var start = 0
    while start <= whole.count {
      let end = whole.place(of: dialect.lineEnd, from: start) ?? whole.count
      let line = whole.part(start..<withoutReturn(whole, end))
      cells.split(line, separator: dialect.separator)
      lastFits = cells.count == shape.columns
      if lines == 0 { firstFits = lastFits }
      if lastFits { fitting += 1 }
      lines += 1
      start = end + 1
    }
    let within = Int(lines) - 2
    let fittingWithin = fitting - (firstFits ? 1 : 0) - (lastFits ? 1 : 0)
    func speaks(_ rows: Int) -> Bool { rows * (shape.columns - 1) >= 8 }
    if fitting == lines, speaks(fitting) { return nil }
    if within > 0, fittingWithin * 4 >= within * 3, speaks(fittingWithin) { return nil }
    return lines
  }

  // MARK: Lines

  private func withoutReturn(_ p: Bytes, _ end: Int) -> Int {
    let has = dialect.lineEnd == TableDialect.lineFeed && end > 0 && p[end - 1] == TableDialect.carriageReturn
    return has ? end - 1 : end
  }

  /// Whether nothing stands in a line: a spreadsheet's emptied rows still have their separators.
  private func isBlank(_ line: Bytes) -> Bool {
    line.allSatisfy { $0 <= 0x20 || $0 == dialect.separator || $0 == TableDialect.quote }
  }
}
