import Catalogue

/// Reads a record of a KBART list: a report's row, and behind it those of its chapters and further rows of the same
/// title. Used by one thread.
///
/// `publication_title`, `first_author`, `first_editor`, `publisher_name` and `publication_type` are what they are
/// called. `print_identifier` and `online_identifier` are ISBNs, or ISSNs for serials. `title_url` is the landing page,
/// and a DOI in it the report's. The earlier of the monograph's dates is that of publication; for serials that of the
/// first issue. `access_type` F is open, P needs a login. Coverage, embargo, volume, edition and notes have no place in
/// a report: they stay in the record's bytes, as columns do that the publisher added.
final class KBARTRecordParser: RecordParser {
  private var list = ListContext(KBARTColumns.init)
  private var reading = KBARTReading()

  func parse(_ bytes: [UInt8], context: [UInt8], repairs: inout [String: Int]) throws(RecordFault)
    -> Statement
  {
    let (head, columns) = try list.read(context)
    return try reading.statement(bytes, head, columns, &repairs)
  }
}

/// The reading of one record.
private struct KBARTReading {
  private var cells = RowCells()
  private var builder = ReportBuilder()
  private var chapters: [(number: Int, section: Section)] = []

  mutating func statement(
    _ bytes: [UInt8], _ head: TableHead, _ columns: KBARTColumns, _ repairs: inout [String: Int]
  ) throws(RecordFault) -> Statement {
    chapters.removeAll(keepingCapacity: true)
    var fault: RecordFault?
    bytes.withUnsafeBufferPointer { record in
      Self.forEachRow(of: record, head) { row in
        guard fault == nil else { return }
        do throws(RecordFault) { try read(row, head, columns, &repairs) } catch { fault = error }
      }
    }
    if let fault {
      builder = ReportBuilder()
      throw fault
    }
    if !chapters.isEmpty {
      // By their numbers, however the rows lie.
      let order = chapters.indices.sorted { (chapters[$0].number, $0) < (chapters[$1].number, $1) }
      builder.report.sections = order.map { chapters[$0].section }
    }
    return try builder.statement(&repairs)
  }

  private static func forEachRow(of record: Bytes, _ head: TableHead, _ body: (Bytes) -> Void) {
    guard record.place(of: head.dialect.lineEnd, from: 0) != nil, record.count <= RowScanner.rowLimit else {
      return body(record)
    }
    var scanner = RowScanner(head.dialect, head.shape, line: 1)
    scanner.feed(record) { row, _ in body(row) }
    scanner.finish { row, _ in body(row) }
  }

  private mutating func read(
    _ row: Bytes, _ head: TableHead, _ columns: KBARTColumns, _ repairs: inout [String: Int]
  ) throws(RecordFault) {
    try RowFault.check(row, head, &cells) { _ in nil }
    guard let id = columns.identifier(cells, in: row) else {
      throw RecordFault(reason: "the row has neither a title_id nor an address or number", identifier: nil)
    }
    let isChapter = builder.identifier != nil && builder.identifier != id
    if isChapter {
      chapters.append(chapter(id, row, columns, &repairs))
    } else {
      readTitle(id, row, columns, &repairs)
    }
  }

  // MARK: A report

  private mutating func readTitle(
    _ id: String, _ row: Bytes, _ columns: KBARTColumns, _ repairs: inout [String: Int]
  ) {
    func text(_ column: KBARTColumn) -> String? {
      columns[column].flatMap { cells.text($0, in: row, &repairs) }
    }
    func add(_ field: ReportField, _ column: KBARTColumn) {
      if let text = text(column) { builder.add(field, text) }
    }
    let isFirst = builder.identifier == nil
    builder.add(.identifier, id)
    add(.title, .publicationTitle)
    if isFirst {
      add(.authors, .firstAuthor)
      add(.editors, .firstEditor)
    }
    add(.publisher, .publisherName)
    let type = text(.publicationType)
    if let type { builder.add(.types, type) }
    let isSerial = type.map(KBARTColumns.isSerial) ?? false
    for column in [KBARTColumn.printIdentifier, .onlineIdentifier] {
      if let number = text(column), !ReportBuilder.isVoid(number) { addNumber(number, isSerial) }
    }
    add(.landingPage, .titleURL)
    let dates = isSerial ? [text(.dateFirstIssueOnline)] : [text(.datePrint), text(.dateOnline)]
    if let date = earliest(dates) { builder.add(.date, date) }
    add(.access, .accessType)
  }

  /// An ISBN, or an ISSN (ISO 3297) of what the title is, or is a part of.
  private mutating func addNumber(_ text: String, _ isSerial: Bool) {
    let schemes: [Identifier.Scheme] = isSerial ? [.issn, .isbn] : [.isbn, .issn]
    for scheme in schemes {
      if let number = Identifier(scheme: scheme, normalising: text) {
        builder.report.add(number)
        return
      }
    }
    builder.count("unreadable ISBN or ISSN left out")
  }

  private func earliest(_ dates: [String?]) -> String? {
    let printed = dates.compactMap { $0 }
    guard printed.count > 1 else { return printed.first }
    return PartialDate.published(among: printed)?.printed ?? printed.first
  }

  // MARK: A chapter

  private func chapter(
    _ id: String, _ row: Bytes, _ columns: KBARTColumns, _ repairs: inout [String: Int]
  ) -> (Int, Section) {
    func text(_ column: KBARTColumn) -> String? {
      columns[column].flatMap { cells.text($0, in: row, &repairs) }.map(FieldText.line).flatMap {
        $0.isEmpty ? nil : $0
      }
    }
    let number = KBARTChapter.parts(id).map { String($0.number) }
    // The number puts it in its place. It is no label: ".3" may be chapter 1, behind a preface and a summary.
    let label = number == nil ? text(.monographVolume) : nil
    var section = Section(label: label, title: text(.publicationTitle) ?? "")
    if let author = text(.firstAuthor) { section.contributors += Contributor.parse(author, role: .author) }
    if let editor = text(.firstEditor) { section.contributors += Contributor.parse(editor, role: .editor) }
    // What has no number stays behind those that have.
    return (number.flatMap { Int($0) } ?? Int.max, section)
  }
}
