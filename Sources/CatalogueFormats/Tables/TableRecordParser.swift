import Catalogue

/// Reads one row of a table, by its header and the mapping in the catalogue's file. Used by one thread.
final class TableRecordParser: RecordParser {
  private var list: ListContext<TableColumns>
  private var reading = RowReading()

  init(_ settings: HarvestSettings) {
    let mapping = settings.fields
    list = ListContext { (head) throws(ColumnFault) in try TableColumns(mapping, head) }
  }

  func parse(_ bytes: [UInt8], context: [UInt8], repairs: inout [String: Int]) throws(RecordFault)
    -> Statement
  {
    let (head, columns) = try list.read(context)
    return try reading.statement(bytes, head, columns, &repairs)
  }
}

/// The reading of one row.
private struct RowReading {
  private var cells = RowCells()
  private var builder = ReportBuilder()
  private var isOwn = false

  mutating func statement(
    _ bytes: [UInt8], _ head: TableHead, _ columns: TableColumns, _ repairs: inout [String: Int]
  ) throws(RecordFault) -> Statement {
    try bytes.withUnsafeBufferPointer { (row) throws(RecordFault) in
      try RowFault.check(row, head, &cells) { columns.firstIdentifier($0, in: row) }
      if columns.isOwn != isOwn {
        isOwn = columns.isOwn
        builder = ReportBuilder(isOwn ? .plain : .markup)
      }
      fill(columns.identifier, row, &repairs)
      for place in columns.places { fill(place, row, &repairs) }
    }
    return try builder.statement(&repairs)
  }

  private mutating func fill(_ place: TableColumns.Place, _ row: Bytes, _ repairs: inout [String: Int]) {
    for alternative in place.alternatives {
      var isFilled = false
      for column in alternative {
        guard let text = cells.text(column, in: row, &repairs), !ReportBuilder.isVoid(text) else { continue }
        isFilled = true
        guard !isOwn else {
          addOwn(place.field, OwnExport.unguarded(text))
          continue
        }
        // DSpace parts the values of a cell so.
        if text.utf8.contains(UInt8(ascii: "|")), text.contains("||") {
          for part in text.split(separator: "||") { builder.add(place.field, String(part)) }
        } else {
          builder.add(place.field, text)
        }
      }
      if isFilled { return }
    }
  }
}

extension RowReading {
  /// Takes a cell of a table that Catalogued wrote.
  private mutating func addOwn(_ field: ReportField, _ text: String) {
    switch field {
    case .authors, .editors, .contributors:
      for name in OwnExport.values(in: text) { builder.add(name: name, to: field) }
    case .subjects:
      for value in OwnExport.values(in: text).map(PlainText.clean) where !value.isEmpty {
        builder.report.add(subject: value)
      }
    case .reportNumber, .series, .seriesNumber, .rights, .types:
      for value in OwnExport.values(in: text) { builder.add(field, value) }
    // What the report is called stands in columns of its own: a chapter's address may be its book's DOI.
    case .landingPage where Self.namesWork(text): builder.report.add(link: text, .landingPage)
    case .fullText where Self.namesWork(text): builder.report.add(link: text, .fullText)
    default: builder.add(field, text)
    }
  }

  private static func namesWork(_ address: String) -> Bool {
    WebText.isAddress(address) && Identifier.recognise(address)?.scheme.isStrong == true
  }
}

/// What a record's context says; worked out once, because it is nearly always that of the record before.
struct ListContext<Columns> {
  private let columns: (TableHead) throws(ColumnFault) -> Columns
  private var context: [UInt8] = []
  private var known: Result<(head: TableHead, columns: Columns), ColumnFault>?

  init(_ columns: @escaping (TableHead) throws(ColumnFault) -> Columns) { self.columns = columns }

  mutating func read(_ context: [UInt8]) throws(RecordFault) -> (head: TableHead, columns: Columns) {
    if known == nil || context != self.context {
      self.context = context
      known = Result { () throws(ColumnFault) in
        guard let head = TableHead(context: context) else { throw ColumnFault("the row's header is lost") }
        return (head, try columns(head))
      }
    }
    do throws(ColumnFault) {
      guard let known else { throw ColumnFault("the row's header is lost") }
      return try known.get()
    } catch { throw RecordFault(reason: error.message, identifier: nil) }
  }
}

/// Why a row is none of its table.
enum RowFault {
  /// Splits a row into `cells`; throws where it does not fit the header.
  static func check(
    _ row: Bytes, _ head: TableHead, _ cells: inout RowCells, _ identifier: (RowCells) -> String?
  ) throws(RecordFault) {
    guard row.count <= RowScanner.rowLimit else {
      throw RecordFault(reason: "the row is longer than 1 MiB", identifier: nil)
    }
    cells.split(row, separator: head.dialect.separator)
    guard head.shape.fits(cells, of: row) else {
      throw RecordFault(
        reason: "the row has \(cells.count) cells, the header \(head.names.count)",
        identifier: identifier(cells))
    }
  }
}
