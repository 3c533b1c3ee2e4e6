import Catalogue

/// A table's header row, and what it tells of the table.
struct TableHead: Hashable, Sendable {
  let dialect: TableDialect
  /// The header row's own bytes.
  let header: [UInt8]
  /// The columns' names, as printed; empty where a column has none.
  let names: [String]
  let shape: TableShape

  static let columnLimit = 2000
  /// Every record carries its header.
  static let byteLimit = 16 << 10

  init(_ dialect: TableDialect, header: Bytes) {
    self.dialect = dialect
    self.header = Array(header)
    names = Self.names(header, dialect.separator)
    let named = names.lastIndex { !$0.isEmpty }.map { $0 + 1 } ?? 0
    shape = TableShape(columns: names.count, named: named)
  }

  /// A row as names of columns.
  static func names(_ row: Bytes, _ separator: UInt8) -> [String] {
    var cells = RowCells()
    var repairs: [String: Int] = [:]
    cells.split(row, separator: separator)
    return (0..<cells.count).map { PlainText.clean(cells.text($0, in: row, &repairs) ?? "") }
  }

  // MARK: As a record's context

  /// What must stand before a row for it to be read alone: the separator in Excel's own way, the line end, and the
  /// header row.
  var context: [UInt8] { Array("sep=".utf8) + [dialect.separator, dialect.lineEnd] + header }

  /// Nil for what is no such context.
  init?(context: [UInt8]) {
    guard context.count > 6, context.starts(with: "sep=".utf8) else { return nil }
    let dialect = TableDialect(separator: context[4], lineEnd: context[5])
    self = context.withUnsafeBufferPointer { TableHead(dialect, header: $0.part(6..<$0.count)) }
  }

  // MARK: For messages

  /// The columns' names in one line.
  var columnList: String {
    let list = names.prefix(40).map { $0.isEmpty ? "(no name)" : Printable.line($0, limit: 40) }
    return list.joined(separator: ", ") + (names.count > 40 ? ", …" : "")
  }
}
