import Catalogue

/// Joins the rows of a KBART list that are of one report: its own row, those of its chapters, and further rows of the
/// same title (KBART, 6.4: one for each gap in its coverage).
///
/// A chapter is known by its identifier (`resrep05373.4`) or by its `parent_publication_title_id`, unless the parent is
/// a serial. Rows that lie beside each other are joined, in whichever order: lists are read as they come and may be of
/// any length, so that a report cannot wait for chapters that may stand anywhere behind it. A chapter whose report is
/// not beside it is therefore a record of its own, under its own identifier, and counted; it is never lost, and never
/// takes the place of its report.
struct KBARTRows: TableRows {
  /// A report with more rows, or larger ones, ends here; its further chapters are records of their own.
  static let limits = (rows: 5000, bytes: RowScanner.rowLimit)

  private let columns: KBARTColumns
  private let context: [UInt8]
  private let lineEnd: UInt8
  let about: [AboutFact]
  private(set) var records = 0
  private(set) var repairs: [String: Int] = [:]

  /// The report whose rows are being joined, its own row first.
  private var report: Group?
  /// Chapters in whose front no report stood: it may come behind them.
  private var chapters: [Row] = []
  private var chapterBytes = 0
  /// What they are chapters of.
  private var expected = ""

  private struct Row {
    var id: String
    var bytes: [UInt8]
    var line: Int64
  }

  private struct Group {
    var id: String
    var bytes: [UInt8]
    var line: Int64
    var rows = 1
    var isSerial: Bool
  }

  init(_ head: TableHead, _ columns: KBARTColumns) {
    self.columns = columns
    context = head.context
    lineEnd = head.dialect.lineEnd
    var about = [AboutFact(name: "Kind of list", value: "KBART Phase II (NISO RP-9-2014)")]
    func tell(_ name: String, _ columns: [String]) {
      let list = columns.joined(separator: ", ")
      if !list.isEmpty { about.append(AboutFact(name: name, value: Printable.line(list, limit: 2000))) }
    }
    tell("Missing columns", columns.missing.map(\.name))
    tell("Columns of its own", columns.added)
    self.about = about
  }

  mutating func take(
    _ row: Bytes, _ cells: RowCells, fits: Bool, line: Int64, _ sink: (RecordBytes) -> Void
  ) {
    guard fits, let id = columns.identifier(cells, in: row) else {
      // A reject; what stands around it still belongs together.
      give(Array(row), nil, line, sink)
      return
    }
    let parent = columns.parent(cells, in: row)
    if report != nil {
      if joins(id, parent), hasRoom(row.count) {
        report?.bytes.append(lineEnd)
        report?.bytes.append(contentsOf: row)
        report?.rows += 1
        return
      }
      giveReport(sink)
    }
    let next = Row(id: id, bytes: Array(row), line: line)
    if !chapters.isEmpty {
      if id == expected, !columns.isSerial(cells, in: row) {
        begin(next, with: chapters)
        return
      }
      if isPart(id, parent, of: expected), hasRoomForChapter(row.count) {
        chapters.append(next)
        chapterBytes += row.count
        return
      }
      giveChapters(sink)
    }
    if let report = KBARTChapter.report(id).map(String.init) ?? parent, report != id {
      expected = report
      chapters = [next]
      chapterBytes = row.count
    } else {
      report = Group(id: id, bytes: next.bytes, line: line, isSerial: columns.isSerial(cells, in: row))
    }
  }

  mutating func finish(_ sink: (RecordBytes) -> Void) {
    giveReport(sink)
    giveChapters(sink)
  }

  // MARK: What belongs together

  private func joins(_ id: String, _ parent: String?) -> Bool {
    guard let report else { return false }
    return id == report.id || (!report.isSerial && isPart(id, parent, of: report.id))
  }

  private func isPart(_ id: String, _ parent: String?, of report: String) -> Bool {
    if parent == report { return true }
    // Most identifiers are as long as the one before.
    guard id.utf8.count > report.utf8.count + 1, let (stem, _) = KBARTChapter.parts(id) else { return false }
    return stem == report
  }

  private func hasRoom(_ size: Int) -> Bool {
    guard let report else { return true }
    return report.rows < Self.limits.rows && report.bytes.count + size < Self.limits.bytes
  }

  private func hasRoomForChapter(_ size: Int) -> Bool {
    chapters.count < Self.limits.rows && chapterBytes + size < Self.limits.bytes
  }

  /// A report begins whose chapters came before it.
  private mutating func begin(_ row: Row, with earlier: [Row]) {
    var report = Group(id: row.id, bytes: row.bytes, line: row.line, isSerial: false)
    for chapter in earlier {
      report.bytes.append(lineEnd)
      report.bytes += chapter.bytes
    }
    report.rows += earlier.count
    report.line = earlier.first?.line ?? row.line
    self.report = report
    chapters = []
  }

  // MARK: Giving

  private mutating func giveReport(_ sink: (RecordBytes) -> Void) {
    guard let report else { return }
    self.report = nil
    give(report.bytes, report.id, report.line, sink)
  }

  private mutating func giveChapters(_ sink: (RecordBytes) -> Void) {
    for chapter in chapters {
      if KBARTChapter.report(chapter.id) != nil {
        repairs["chapter without its report beside it kept as a record", default: 0] += 1
      }
      give(chapter.bytes, chapter.id, chapter.line, sink)
    }
    chapters = []
  }

  private mutating func give(
    _ bytes: [UInt8], _ identifier: String?, _ line: Int64, _ sink: (RecordBytes) -> Void
  ) {
    records += 1
    sink(RecordBytes(bytes: bytes, context: context, identifier: identifier, place: line))
  }
}
