import Catalogue

/// Cuts a table into records as its bytes come: tells the charset, finds the header, and gives every row.
struct TableSplitter: DocumentSplitter {
  private enum State: Sendable {
    case beginning
    case rows(RowScanner, TableHead)
    case over
  }

  private let kind: TableKind
  private let separator: UInt8?
  private var state = State.beginning
  private var input = TextInput()
  /// The beginning, until the header is known.
  private var pending: [UInt8] = []
  private var cells = RowCells()
  private var rows: (any TableRows)?
  private var ownRepairs: [String: Int] = [:]

  var records: Int { rows?.records ?? 0 }
  var repairs: [String: Int] { ownRepairs.merging(rows?.repairs ?? [:]) { $0 + $1 } }
  /// What the table says of itself, once its header is known.
  private(set) var about: [AboutFact] = []
  /// Whether the last row has neither a line end nor the header's cells: the table may have been cut off. (It has no
  /// end of its own that could be missed.)
  private(set) var breaksOff = false
  private var lastFits = true
  /// Whether what was thrown comes from the catalogue's file: asking again cannot help.
  private(set) var isMisconfigured = false

  /// `separator`: what stands between the columns; nil: found out.
  init(_ kind: TableKind, separator: UInt8?) {
    self.kind = kind
    self.separator = separator
  }

  mutating func feed(_ bytes: Bytes, _ sink: (RecordBytes) -> Void) throws(HarvestFault) {
    try input.take(bytes).read(bytes) { (text) throws(HarvestFault) in try take(text, sink) }
  }

  mutating func finish(_ sink: (RecordBytes) -> Void) throws(HarvestFault) {
    try input.finish().read(Bytes(start: nil, count: 0)) { (text) throws(HarvestFault) in try take(text, sink)
    }
    if case .beginning = state { try findHead(isWhole: true, sink) }
    guard case .rows(var scanner, let head) = state else { return }
    state = .over
    let isOpen = scanner.isInLine
    scanner.finish { give($0, $1, head, sink) }
    rows?.finish(sink)
    breaksOff = isOpen && !lastFits
  }

  // MARK: Header

  private mutating func take(_ bytes: [UInt8], _ sink: (RecordBytes) -> Void) throws(HarvestFault) {
    try bytes.withUnsafeBufferPointer { (bytes) throws(HarvestFault) in try take(bytes, sink) }
  }

  private mutating func take(_ bytes: Bytes, _ sink: (RecordBytes) -> Void) throws(HarvestFault) {
    switch state {
    case .over: break
    case .beginning:
      pending.append(contentsOf: bytes)
      if pending.count >= HeadSearch.limit { try findHead(isWhole: false, sink) }
    case .rows(var scanner, let head):
      state = .over
      scanner.feed(bytes) { give($0, $1, head, sink) }
      state = .rows(scanner, head)
    }
  }

  private mutating func findHead(isWhole: Bool, _ sink: (RecordBytes) -> Void) throws(HarvestFault) {
    var start: [UInt8] = []
    swap(&start, &pending)
    let found = try start.withUnsafeBufferPointer { (start) throws(HarvestFault) in
      // What is looked at must not depend on how the bytes came.
      let part = start.part(0..<min(start.count, HeadSearch.limit))
      if let what = Stranger.kind(of: part) { throw what }
      let search = HeadSearch(separator: separator, score: kind.score)
      guard let found = search.find(in: part, isWhole: isWhole && part.count == start.count) else {
        throw HarvestFault(
          .malformed, "the answer is no table: no line of it ends within its first 64 KiB; nothing changed")
      }
      return found
    }
    let head = found.head
    guard head.names.count <= TableHead.columnLimit, head.header.count <= TableHead.byteLimit else {
      throw HarvestFault(
        .malformed,
        "the table's header has more than \(TableHead.columnLimit) columns or 16 KiB; nothing changed")
    }
    do throws(ColumnFault) {
      rows = try kind.rows(head)
    } catch {
      isMisconfigured = true
      throw HarvestFault(.malformed, error.message)
    }
    describe(found)
    if found.skipped.count > 0 {
      ownRepairs["line before the header passed over", default: 0] += found.skipped.count
    }
    state = .rows(RowScanner(head.dialect, head.shape, line: found.line), head)
    try take(Array(start[found.next...]), sink)
  }

  private mutating func describe(_ found: HeadSearch.Found) {
    let head = found.head
    func tell(_ name: String, _ value: String) {
      if !value.isEmpty { about.append(AboutFact(name: name, value: Printable.line(value, limit: 2000))) }
    }
    tell("Columns", "\(head.names.count), separated by \(head.dialect.separatorName): \(head.columnList)")
    if let charset = input.charset { tell("Character encoding", charset.name) }
    if found.skipped.count > 0 {
      let markdown = found.skipped.first.hasPrefix("#") ? " (Markdown or comments)" : ""
      tell("Before the header", "\(found.skipped.count) lines\(markdown), the first “\(found.skipped.first)”")
    }
    about += rows?.about ?? []
  }

  // MARK: Rows

  private mutating func give(
    _ row: Bytes, _ line: Int64, _ head: TableHead, _ sink: (RecordBytes) -> Void
  ) {
    // Tables that were glued together repeat their header.
    if row.count == head.header.count, row.has(head.header, at: 0) {
      ownRepairs["repeated header passed over", default: 0] += 1
      return
    }
    cells.split(row, separator: head.dialect.separator)
    lastFits = head.shape.fits(cells, of: row)
    rows?.take(row, cells, fits: lastFits, line: line, sink)
  }
}
