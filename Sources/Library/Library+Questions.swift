import Catalogue
import Storage

/// A page of a longer answer; `next` continues it.
public struct AnswerPage<Item: Sendable>: Sendable {
  public var items: [Item]
  public var next: Int64?

  /// - Parameters:
  ///   - found: One more than the page takes, where there are more.
  ///   - place: Where the page behind an item begins.
  init(_ found: [Item], limit: Int, place: (Item) -> Int64) {
    items = Array(found.prefix(limit))
    next = found.count > limit ? items.last.map(place) : nil
  }
}

/// A report with the records that it is made of.
public struct ReportAnswer: Sendable {
  public var report: ReportRow
  public var records: [ReportRecordRow]
}

extension Library {
  /// Every catalogue that was ever configured, by name.
  public func catalogues() throws(LibraryError) -> [CatalogueRow] {
    try reading { (connection) throws(StorageError) in try connection.catalogues() }
  }

  /// How each catalogue stands, or the one of that number, by its number.
  public func overviews(of one: Int64? = nil) throws(LibraryError) -> [Int64: CatalogueOverview] {
    writeUnchanged()
    return try reading { (connection) throws(StorageError) in try connection.overviews(of: one) }
  }

  /// How many deletions are held of a catalogue, and how many records are set aside.
  public func waiting(catalogue: Int64) throws(LibraryError) -> (held: Int, rejects: Int) {
    try reading { (connection) throws(StorageError) in
      (try connection.heldCount(catalogue: catalogue), try connection.rejectCount(catalogue: catalogue))
    }
  }

  /// Of how many configured catalogues deletions are held.
  public func heldCatalogues() throws(LibraryError) -> Int {
    try reading { (connection) throws(StorageError) in try connection.heldCatalogues() }
  }

  /// The newest runs first; `before` continues a list.
  public func runs(catalogue: Int64?, before: Int64?, limit: Int) throws(LibraryError) -> AnswerPage<RunRow> {
    writeUnchanged()
    let rows = try reading { (connection) throws(StorageError) in
      try connection.runs(catalogue: catalogue, before: before ?? .max, limit: limit + 1)
    }
    return AnswerPage(rows, limit: limit, place: \.number)
  }

  public func run(_ number: Int64) throws(LibraryError) -> RunRow? {
    writeUnchanged()
    return try reading { (connection) throws(StorageError) in try connection.run(number) }
  }

  /// A report by its number or any of its records', or by an identifier in any form that it is printed in, or by the
  /// upstream's own.
  public func report(_ reference: String) throws(LibraryError) -> ReportAnswer {
    let (found, heir) = try reading { (connection) throws(StorageError) -> (ReportAnswer?, Int64?) in
      for number in try Library.candidates(reference, connection) {
        guard let report = try connection.report(addressedBy: number) else { continue }
        let records = try connection.records(ofReport: report.number)
        return (ReportAnswer(report: report, records: records), nil)
      }
      return (nil, try Library.heir(of: reference, connection))
    }
    guard let found else { throw .noReport(reference, now: heir) }
    return found
  }

  /// The report that others' records went on as when the record was purged that a report had its number from.
  static func heir(of reference: String, _ connection: Connection) throws(StorageError) -> Int64? {
    guard let number = Int64(reference) else { return nil }
    for other in try connection.reports(everOneWith: number) {
      if let report = try connection.report(addressedBy: other) { return report.number }
    }
    return nil
  }

  /// Numbers of records that a reference may mean, the likeliest first.
  static func candidates(_ reference: String, _ connection: Connection) throws(StorageError)
    -> [Int64]
  {
    var numbers: [Int64] = []
    if let number = Int64(reference) { numbers.append(number) }
    // Ten digits are a number, too, before they are an ISBN.
    let identifier = Identifier.recognise(reference) ?? Identifier(scheme: .isbn, normalising: reference)
    if let identifier { numbers += try connection.records(stating: identifier, limit: 8) }
    if let handle = Identifier(scheme: .handle, normalising: reference), handle != identifier {
      numbers += try connection.records(stating: handle, limit: 8)
    }
    // As it is given, too: a DOI may hold what looks like percent-encoding.
    for scheme in [Identifier.Scheme.doi, .reportNumber, .stableURL, .upstream] {
      numbers += try connection.records(stating: Identifier(scheme: scheme, value: reference), limit: 8)
    }
    numbers += try connection.records(upstream: reference, limit: 8)
    // One that only a person gave it.
    guard let identifier else { return numbers }
    for number in try connection.records(given: identifier, limit: 8) {
      let shown = try connection.report(addressedBy: number)?.report
      if shown?.identifiers.contains(identifier) == true { numbers.append(number) }
    }
    return numbers
  }

  /// What could not be read, the newest first; `before` continues a list.
  public func rejects(catalogue: Int64?, before: Int64?, limit: Int) throws(LibraryError) -> AnswerPage<
    RejectRow
  > {
    let rows = try reading { (connection) throws(StorageError) in
      try connection.rejects(catalogue: catalogue, before: before ?? .max, limit: limit + 1)
    }
    return AnswerPage(rows, limit: limit, place: \.number)
  }

  /// A reject with the bytes that could not be read.
  public func reject(number: Int64) throws(LibraryError) -> (row: RejectRow, bytes: [UInt8]) {
    let found = try reading { (connection) throws(StorageError) in try connection.reject(number) }
    guard let found else { throw .notFound("there is no reject \(number)") }
    return (found.row, found.bytes)
  }

  /// How much there is: reports shown, reports withdrawn, records, and the change log's last number.
  public func size() throws(LibraryError) -> (reports: Int, withdrawn: Int, records: Int, lastChange: Int64) {
    try reading { (connection) throws(StorageError) in
      let lastChange = try connection.lastChange()
      let reports = try counts.current(lastChange, of: connection)
      let records = try connection.catalogues().reduce(0) { $0 + $1.live + $1.withdrawn }
      return (reports.all - reports.withdrawn, reports.withdrawn, records, lastChange)
    }
  }

  /// The change log's last number: by it, one can tell at little cost whether anything has changed.
  public func lastChange() throws(LibraryError) -> Int64 {
    try reading { (connection) throws(StorageError) in try connection.lastChange() }
  }

  /// Bytes on disk, the log included.
  public var bytesOnDisk: Int64 { store.sizes.file + store.sizes.log }
}
