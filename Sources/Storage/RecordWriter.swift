import Catalogue

/// What a change of the change log says. The raw values are kept in stores.
public enum ChangeKind: Int64, Sendable, CaseIterable {
  case added = 1
  case changed = 2
  case withdrawn = 3
  case returned = 4
  /// Removed for good, by a person. What the log says of the report before leads to nothing any more.
  case purged = 5
}

/// Where and when a revision came from.
public struct Arrival: Sendable {
  public var catalogue: Int64
  public var run: Int64
  /// Seconds since 1970.
  public var at: Int64

  public init(catalogue: Int64, run: Int64, at: Int64) {
    self.catalogue = catalogue
    self.run = run
    self.at = at
  }
}

/// Writes records, their revisions, the reports that they make, the full-text index and the change log. Used inside a
/// transaction, by the writer's thread alone.
public final class RecordWriter {
  private let connection: Connection
  private let insertRecord, insertRevision, insertReport, insertChange, insertKey,
    deleteKey: PreparedStatement
  private let index, unindex, updateRecord, replaceBody, updateReport, readRevision,
    saveCounters: PreparedStatement
  private var counters = (record: Int64(0), revision: Int64(0), change: Int64(0))

  public init(_ connection: Connection) throws(StorageError) {
    self.connection = connection
    insertRecord = try connection.prepared(
      """
      INSERT INTO record(id, catalogue, identifier, report, live, datestamp, hash, revision, live_revision)
      VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
      """)
    insertRevision = try connection.prepared("INSERT INTO revision VALUES(?, ?, ?, ?, ?, ?, ?, ?)")
    insertReport = try connection.prepared("INSERT INTO report VALUES(?, ?, ?)")
    insertChange = try connection.prepared("INSERT INTO change VALUES(?, ?, ?, ?)")
    insertKey = try connection.prepared("INSERT INTO identifier VALUES(?, ?, ?) ON CONFLICT DO NOTHING")
    deleteKey = try connection.prepared(
      "DELETE FROM identifier WHERE scheme = ? AND value = ? AND record = ?")
    index = try connection.prepared(
      "INSERT INTO report_index(rowid, title, contributors, subjects, abstract, sections) VALUES(?, ?, ?, ?, ?, ?)"
    )
    unindex = try connection.prepared(
      """
      INSERT INTO report_index(rowid, title, contributors, subjects, abstract, sections, report_index)
      VALUES(?, ?, ?, ?, ?, ?, 'delete')
      """)
    updateRecord = try connection.prepared(
      """
      UPDATE record SET report = ?, live = ?, datestamp = ?, missed = 0, hash = ?, revision = ?, live_revision = ?
      WHERE id = ?
      """)
    replaceBody = try connection.prepared(
      "UPDATE revision SET dictionary = ?, body = ?, datestamp = ? WHERE id = ?")
    updateReport = try connection.prepared("UPDATE report SET withdrawn = ? WHERE id = ?")
    readRevision = try connection.prepared("SELECT body, dictionary FROM revision WHERE id = ?")
    saveCounters = try connection.prepared(
      "UPDATE counter SET record = ?, revision = ?, change = ? WHERE id = 1")
    try loadCounters()
  }

  /// The highest record number given out so far.
  public var lastRecord: Int64 { counters.record }
  /// The highest change number given out so far.
  public var lastChange: Int64 { counters.change }

  /// To be called at the start of each transaction: a transaction that was rolled back took its numbers with it.
  public func loadCounters() throws(StorageError) {
    let row = try connection.prepared("SELECT record, revision, change FROM counter").first {
      ($0.int(0), $0.int(1), $0.int(2))
    }
    counters = row ?? (0, 0, 0)
  }

  /// To be called at the end of each transaction that wrote records.
  public func storeCounters() throws(StorageError) {
    try saveCounters.bind(0, counters.record).bind(1, counters.revision).bind(2, counters.change).run()
  }

  // MARK: Rule 1

  /// Inserts a record with its first, live revision and the report that it makes. Nil if the identifier is taken.
  public func insert(
    _ identifier: String, datestamp: Datestamp?, hash: RawHash, _ report: EncodedReport, _ arrival: Arrival
  ) throws(StorageError) -> Int64? {
    let number = counters.record + 1
    let revision = counters.revision + 1
    guard
      try insert(
        number, identifier, report: number, live: true, datestamp, hash, revision: revision, live: revision,
        arrival)
    else { return nil }
    counters.record = number
    try report.with(report.body) { (body) throws(StorageError) in
      try add(
        revision, of: number, previous: nil, datestamp, dictionary: report.dictionary, body: body, arrival)
    }
    try insertReport.bind(0, number).bind(1, 0).bind(2, number).run()
    try addKeys(report, of: number)
    try fill(index, report: number, report)
    try log(.added, report: number, revision: revision)
    return number
  }

  /// Inserts a record that was deleted before it was ever heard of: it makes no report. Nil if the identifier is taken.
  public func insertTombstone(
    _ identifier: String, datestamp: Datestamp?, hash: RawHash, _ tombstone: EncodedTombstone,
    _ arrival: Arrival
  ) throws(StorageError) -> Int64? {
    let number = counters.record + 1
    let revision = counters.revision + 1
    guard
      try insert(
        number, identifier, report: nil, live: false, datestamp, hash, revision: revision, live: nil, arrival)
    else { return nil }
    counters.record = number
    try add(
      revision, of: number, previous: nil, datestamp, dictionary: tombstone.dictionary, body: tombstone.body,
      arrival)
    return number
  }

  // MARK: Rules 2 and 4

  /// The canonical bytes of a record's last live revision, lent.
  public func withReport<T>(
    of record: RecordRow, _ body: (UnsafeRawBufferPointer) throws(StorageError) -> T
  ) throws(StorageError) -> T? {
    guard let revision = record.liveRevision else { return nil }
    guard try readRevision.bind(0, revision).step() else { return nil }
    defer { readRevision.reset() }
    let connection = connection
    let dictionary = readRevision.int(1)
    return try readRevision.withBlob(0) { (compressed) throws(StorageError) in
      try connection.withBody(compressed, dictionary: dictionary) { (report, _, _) throws(StorageError) in
        try body(report)
      }
    }
  }

  /// Writes a live state: a new revision if state or content differ, else only the newer bytes and datestamp (rule 2).
  public func put(
    _ report: EncodedReport, on record: RecordRow, datestamp: Datestamp?, hash: RawHash, _ arrival: Arrival
  ) throws(StorageError) -> ChangeKind? {
    let same =
      try withReport(of: record) { (old) throws(StorageError) in report.withReport { equal($0, old) } }
      ?? false
    if record.isLive, same {
      try report.with(report.body) { (body) throws(StorageError) in
        replaceBody.bind(0, report.dictionary)
        replaceBody.bind(1, borrowedBlob: body)
        try replaceBody.bind(2, datestamp?.seconds).bind(3, record.revision).run()
      }
      try update(
        record, report: record.report, live: true, datestamp, hash, record.revision, record.liveRevision)
      return nil
    }
    let revision = counters.revision + 1
    try report.with(report.body) { (body) throws(StorageError) in
      try add(
        revision, of: record.number, previous: record.revision, datestamp, dictionary: report.dictionary,
        body: body,
        arrival)
    }
    let kind: ChangeKind
    let number = record.report ?? record.number
    if record.liveRevision == nil {
      kind = .added
      try insertReport.bind(0, number).bind(1, 0).bind(2, record.number).run()
      try addKeys(report, of: record.number)
      try fill(index, report: number, report)
    } else {
      kind = record.isLive ? .changed : .returned
      if !same {
        try forget(record, report: number)
        try addKeys(report, of: record.number)
        try fill(index, report: number, report)
      }
      if !record.isLive { try updateReport.bind(0, 0).bind(1, number).run() }
    }
    try update(record, report: number, live: true, datestamp, hash, revision, revision)
    try log(kind, report: number, revision: revision)
    return kind
  }

  /// Writes a deleted state: a tombstone revision on a live record, else only the newer bytes and datestamp.
  public func bury(
    _ record: RecordRow, datestamp: Datestamp?, hash: RawHash, _ tombstone: EncodedTombstone,
    _ arrival: Arrival
  ) throws(StorageError) -> ChangeKind? {
    guard record.isLive else {
      try tombstone.body.lend { (body) throws(StorageError) in
        replaceBody.bind(0, tombstone.dictionary)
        replaceBody.bind(1, borrowedBlob: body)
        try replaceBody.bind(2, datestamp?.seconds).bind(3, record.revision).run()
      }
      try update(
        record, report: record.report, live: false, datestamp, hash, record.revision, record.liveRevision)
      return nil
    }
    let revision = counters.revision + 1
    try add(
      revision, of: record.number, previous: record.revision, datestamp, dictionary: tombstone.dictionary,
      body: tombstone.body, arrival)
    try update(record, report: record.report, live: false, datestamp, hash, revision, record.liveRevision)
    guard let number = record.report else { return nil }
    try updateReport.bind(0, 1).bind(1, number).run()
    try log(.withdrawn, report: number, revision: revision)
    return .withdrawn
  }

  /// Puts another parse of the same kept bytes in a live revision's place (`reparse`). `showing` is the report that the
  /// revision is shown by, if it is its record's last live one.
  public func replaceParse(_ revision: Int64, of record: RecordRow, by report: EncodedReport)
    throws(StorageError)
  {
    let shown = record.liveRevision == revision ? record.report : nil
    if let shown { try forget(record, report: shown) }
    try report.with(report.body) { (body) throws(StorageError) in
      let statement = try connection.prepared("UPDATE revision SET dictionary = ?, body = ? WHERE id = ?")
      statement.bind(0, report.dictionary)
      statement.bind(1, borrowedBlob: body)
      try statement.bind(2, revision).run()
    }
    if let shown {
      try addKeys(report, of: record.number)
      try fill(index, report: shown, report)
      try log(.changed, report: shown, revision: revision)
    }
  }

  // MARK: Purge

  /// Removes a record with all that was kept of it, and the report that only it makes. Its numbers are never given out
  /// again.
  public func purge(_ record: RecordRow) throws(StorageError) {
    if let number = record.report {
      try forget(record, report: number)
      try connection.prepared("DELETE FROM report WHERE id = ? AND supplier = ?").bind(0, number).bind(
        1, record.number
      ).run()
      try log(.purged, report: number, revision: 0)
    }
    var next: Int64? = record.revision
    while let revision = next {
      next = try connection.prepared("SELECT previous FROM revision WHERE id = ?").bind(0, revision).first {
        $0.optionalInt(0)
      }?.flatMap { $0 }
      try connection.prepared("DELETE FROM revision WHERE id = ?").bind(0, revision).run()
    }
    try connection.prepared("DELETE FROM record WHERE id = ?").bind(0, record.number).run()
  }

  // MARK: Pieces

  private func equal(_ a: UnsafeRawBufferPointer, _ b: UnsafeRawBufferPointer) -> Bool {
    a.count == b.count && a.elementsEqual(b)
  }

  private func insert(
    _ number: Int64, _ identifier: String, report: Int64?, live isLive: Bool, _ datestamp: Datestamp?,
    _ hash: RawHash, revision: Int64, live: Int64?, _ arrival: Arrival
  ) throws(StorageError) -> Bool {
    insertRecord.bind(0, number).bind(1, arrival.catalogue).bind(2, identifier).bind(3, report)
    insertRecord.bind(4, isLive ? 1 : 0).bind(5, datestamp?.seconds).bind(7, revision).bind(8, live)
    let insertRecord = insertRecord
    try hash.withBytes { (bytes) throws(StorageError) in
      insertRecord.bind(6, borrowedBlob: bytes)
      try insertRecord.run()
    }
    return connection.changes == 1
  }

  private func add(
    _ revision: Int64, of record: Int64, previous: Int64?, _ datestamp: Datestamp?, dictionary: Int64,
    body: [UInt8], _ arrival: Arrival
  ) throws(StorageError) {
    try body.lend { (bytes) throws(StorageError) in
      try add(
        revision, of: record, previous: previous, datestamp, dictionary: dictionary, body: bytes, arrival)
    }
  }

  private func add(
    _ revision: Int64, of record: Int64, previous: Int64?, _ datestamp: Datestamp?, dictionary: Int64,
    body: UnsafeRawBufferPointer, _ arrival: Arrival
  ) throws(StorageError) {
    counters.revision = revision
    insertRevision.bind(0, revision).bind(1, record).bind(2, previous).bind(3, arrival.run).bind(
      4, arrival.at)
    insertRevision.bind(5, datestamp?.seconds).bind(6, dictionary)
    insertRevision.bind(7, borrowedBlob: body)
    try insertRevision.run()
  }

  private func update(
    _ record: RecordRow, report: Int64?, live: Bool, _ datestamp: Datestamp?, _ hash: RawHash,
    _ revision: Int64,
    _ liveRevision: Int64?
  ) throws(StorageError) {
    updateRecord.bind(0, report).bind(1, live ? 1 : 0).bind(2, datestamp?.seconds).bind(4, revision)
    updateRecord.bind(5, liveRevision).bind(6, record.number)
    let updateRecord = updateRecord
    try hash.withBytes { (bytes) throws(StorageError) in
      updateRecord.bind(3, borrowedBlob: bytes)
      try updateRecord.run()
    }
  }

  private func addKeys(_ report: EncodedReport, of record: Int64) throws(StorageError) {
    let insertKey = insertKey
    try report.bytes.lend { (all) throws(StorageError) in
      for key in report.keys {
        insertKey.bind(0, Int64(key.scheme)).bind(2, record)
        insertKey.bind(1, borrowedText: UnsafeRawBufferPointer(rebasing: all[key.value]))
        try insertKey.run()
      }
    }
  }

  private func fill(_ statement: PreparedStatement, report number: Int64, _ report: EncodedReport)
    throws(StorageError)
  {
    try report.bytes.lend { (all) throws(StorageError) in
      statement.bind(0, number)
      for (column, range) in report.columns.enumerated() {
        statement.bind(Int32(column + 1), borrowedText: UnsafeRawBufferPointer(rebasing: all[range]))
      }
      try statement.run()
    }
  }

  /// Takes a record's last live revision out of the full-text index and the table of identifiers.
  private func forget(_ record: RecordRow, report number: Int64) throws(StorageError) {
    guard let revision = record.liveRevision, try readRevision.bind(0, revision).step() else { return }
    let dictionary = readRevision.int(1)
    let connection = connection
    let decoded: Result<Report, StorageError> = readRevision.withBlob(0) { compressed in
      do throws(StorageError) {
        return .success(try connection.report(compressed, dictionary: dictionary))
      } catch {
        return .failure(error)
      }
    }
    readRevision.reset()
    let old = try decoded.get()
    unindex.bind(0, number)
    var columns: [[UInt8]] = []
    for column in EncodedReport.Column.allCases {
      var text: [UInt8] = []
      SearchText.append(column, of: old, to: &text)
      columns.append(text)
      unindex.bind(Int32(column.rawValue + 1), String(decoding: text, as: UTF8.self))
    }
    try unindex.run()
    for identifier in old.identifiers {
      deleteKey.bind(0, Int64(identifier.scheme.rawValue))
      try deleteKey.bind(1, identifier.value).bind(2, record.number).run()
    }
  }

  private func log(_ kind: ChangeKind, report: Int64, revision: Int64) throws(StorageError) {
    counters.change += 1
    try insertChange.bind(0, counters.change).bind(1, kind.rawValue).bind(2, report).bind(3, revision).run()
  }
}
