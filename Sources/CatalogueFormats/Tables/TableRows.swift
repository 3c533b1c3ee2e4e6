import Catalogue

/// What becomes of a table's rows: one record each, or records of several.
protocol TableRows: Sendable {
  /// What is said of the columns, for people.
  var about: [AboutFact] { get }
  var records: Int { get }
  var repairs: [String: Int] { get }
  /// Takes the next row, whose cells are split already. `fits`: whether they are the header's.
  mutating func take(
    _ row: Bytes, _ cells: RowCells, fits: Bool, line: Int64, _ sink: (RecordBytes) -> Void)
  /// There are no more rows.
  mutating func finish(_ sink: (RecordBytes) -> Void)
}

/// The kinds of tables: what their header must hold, and what their rows become.
enum TableKind: Sendable {
  /// A row is a record; the catalogue's file, or the columns' common names, say what the columns mean.
  case mapped(FieldMapping)
  /// KBART Phase II.
  case kbart

  /// How many of a row's cells are names of columns that are wanted.
  func score(_ names: [String]) -> Int {
    switch self {
    case .kbart: return KBARTColumns.score(names)
    case .mapped(let mapping) where mapping.sources.isEmpty: return CommonNames.score(names)
    case .mapped(let mapping):
      let named = mapping.sources.values.flatMap(\.alternatives).filter { !$0.hasPrefix("#") }
      let wanted = Set(named.map(ColumnNames.fold))
      return names.count { wanted.contains(ColumnNames.fold($0)) && !ColumnNames.fold($0).isEmpty }
    }
  }

  func rows(_ head: TableHead) throws(ColumnFault) -> any TableRows {
    switch self {
    case .mapped(let mapping): MappedRows(head, try TableColumns(mapping, head))
    case .kbart: KBARTRows(head, try KBARTColumns(head))
    }
  }
}

/// Every row is a record.
struct MappedRows: TableRows {
  private let columns: TableColumns
  private let context: [UInt8]
  let about: [AboutFact]
  private(set) var records = 0
  private(set) var repairs: [String: Int] = [:]
  private let isMarkdown: Bool

  init(_ head: TableHead, _ columns: TableColumns) {
    self.columns = columns
    isMarkdown = head.dialect.separator == UInt8(ascii: "|")
    context = head.context
    let unread = columns.unread(head).joined(separator: ", ")
    about =
      [AboutFact(name: "Read", value: Printable.line(columns.description(head), limit: 2000))]
      + (unread.isEmpty ? [] : [AboutFact(name: "Not read", value: Printable.line(unread, limit: 2000))])
  }

  mutating func take(
    _ row: Bytes, _ cells: RowCells, fits: Bool, line: Int64, _ sink: (RecordBytes) -> Void
  ) {
    if isMarkdown, records == 0, Self.isRule(row) {
      repairs["Markdown's rule below the header passed over", default: 0] += 1
      return
    }
    let identifier = fits ? columns.identifier(cells, in: row) : columns.firstIdentifier(cells, in: row)
    records += 1
    sink(RecordBytes(bytes: Array(row), context: context, identifier: identifier, place: line))
  }

  mutating func finish(_ sink: (RecordBytes) -> Void) {}

  /// What Markdown draws between the header and the rows: "|---|:-:|".
  private static func isRule(_ row: Bytes) -> Bool {
    row.contains(UInt8(ascii: "-")) && row.allSatisfy { $0 == 0x20 || "-:|".utf8.contains($0) }
  }
}
