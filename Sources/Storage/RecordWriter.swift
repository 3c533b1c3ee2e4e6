import Catalogue

import typealias Reconciliation.DecisionNumber

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

/// Writes records, their revisions, what they are found by and the change log. Used inside a transaction, by the writer's
/// thread alone.
///
/// It writes the report that a record makes, too, as long as nothing leads from the record to another: nearly all do. The
/// others are left in `unsettled`: with which records they make which reports is decided before the transaction ends.
public final class RecordWriter {
  private let connection: Connection
  private let insertRecord, insertRevision, insertReport, insertChange, findDecision,
    findJoined: PreparedStatement
  private let updateRecord, replaceBody, updateReport, readRevision, saveCounters: PreparedStatement
  private let keys: RecordKeys
  /// What of reports can be searched for.
  public let index: ReportIndex
  private var counters = Counters()
  /// The last revision of before this transaction.
  private var lastRevision: Int64 = 0
  /// The records whose reports have to be settled together with others'.
  private var unsettled = UnsettledRecords()

  private struct Counters {
    var record: Int64 = 0
    var revision: Int64 = 0
    var change: Int64 = 0
    var decision: Int64 = 0
    var conflict: Int64 = 0
  }

  public init(_ connection: Connection) throws(StorageError) {
    self.connection = connection
    insertRecord = try connection.prepared(
      """
      INSERT INTO record(id, catalogue, identifier, report, live, datestamp, hash, revision, live_revision)
      VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
      """)
    insertRevision = try connection.prepared("INSERT INTO revision VALUES(?, ?, ?, ?, ?, ?, ?, ?)")
    insertReport = try connection.prepared("INSERT INTO report VALUES(?, ?, ?, NULL)")
    insertChange = try connection.prepared("INSERT INTO change VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?)")
    findDecision = try connection.prepared("SELECT 1 FROM decision_record WHERE record = ? LIMIT 1")
    findJoined = try connection.prepared("SELECT 1 FROM record WHERE report = ? AND report IS NOT id LIMIT 1")
    keys = try RecordKeys(connection)
    index = try ReportIndex(connection)
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
      "UPDATE counter SET record = ?, revision = ?, change = ?, decision = ?, conflict = ? WHERE id = 1")
    try loadCounters()
  }

  /// The highest record number given out so far.
  public var lastRecord: Int64 { counters.record }
  /// The highest change number given out so far.
  public var lastChange: Int64 { counters.change }
  /// Whether a person ever decided anything.
  public var hasDecisions: Bool { counters.decision > 0 }
  /// Whether there ever was a conflict.
  public var hasConflicts: Bool { counters.conflict > 0 }

  /// Whether this transaction wrote a revision: what it makes to show has its time.
  public func isNew(revision: Int64) -> Bool { revision > lastRevision }

  /// Gives out a decision's number.
  public func newDecision() -> Int64 {
    counters.decision += 1
    return counters.decision
  }

  /// Gives out a conflict's number.
  public func newConflict() -> Int64 {
    counters.conflict += 1
    return counters.conflict
  }

  /// To be called at the start of each transaction: a transaction that was rolled back took its numbers with it.
  public func loadCounters() throws(StorageError) {
    unsettled = UnsettledRecords()
    let row = try connection.prepared("SELECT record, revision, change, decision, conflict FROM counter")
      .first {
        Counters(
          record: $0.int(0), revision: $0.int(1), change: $0.int(2), decision: $0.int(3), conflict: $0.int(4))
      }
    counters = row ?? Counters()
    lastRevision = counters.revision
  }

  /// To be called at the end of each transaction that wrote records.
  public func storeCounters() throws(StorageError) {
    try keys.tidy()
    saveCounters.bind(0, counters.record).bind(1, counters.revision).bind(2, counters.change)
    try saveCounters.bind(3, counters.decision).bind(4, counters.conflict).run()
  }

  /// Hands over the records whose reports have to be settled together with others'.
  public func takeUnsettled() -> UnsettledRecords {
    defer { unsettled = UnsettledRecords() }
    return unsettled
  }

  // MARK: Rule 1

  /// Inserts a record with its first, live revision and the report that it makes. Nil if the identifier is taken.
  ///
  /// - Parameter other: The report that it seems to join. Which it is of is settled in any case; mostly it is this one, and
  ///   need not be written again.
  public func insert(
    _ identifier: String, datestamp: Datestamp?, hash: RawHash, _ report: EncodedReport,
    joining other: Int64? = nil, _ arrival: Arrival
  ) throws(StorageError) -> Int64? {
    let number = counters.record + 1
    let revision = counters.revision + 1
    guard
      try insert(
        number, identifier, report: other ?? number, live: true, datestamp, hash, revision: revision,
        live: revision, arrival)
    else { return nil }
    counters.record = number
    try report.with(report.body) { (body) throws(StorageError) in
      try add(
        revision, of: number, previous: nil, datestamp, dictionary: report.dictionary, body: body, arrival)
    }
    if try keys.add(report, of: number, finds: other != nil) {
      unsettled.before[number] = .unknown
      let row = RecordRow(
        inserted: number, catalogue: arrival.catalogue, report: other ?? number, datestamp: datestamp,
        hash: hash,
        revision: revision)
      unsettled.inserted[number] = InsertedRecord(row, report)
    } else {
      try show(report, of: number, report: number)
      try log(.added, report: number, revision: revision)
    }
    return number
  }

  /// A record makes a report alone, for the first time.
  private func show(_ encoded: EncodedReport, of record: Int64, report: Int64) throws(StorageError) {
    try insertReport.bind(0, report).bind(1, 0).bind(2, record).run()
    try index.add(encoded, report: report)
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
      try withReport(of: record) { (old) throws(StorageError) in report.withReport { $0.isSame(as: old) } }
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
    let kind: ChangeKind = record.liveRevision == nil ? .added : record.isLive ? .changed : .returned
    let number = record.report ?? record.number
    let old = try said(by: record)
    try update(record, report: number, live: true, datestamp, hash, revision, revision)
    let isAlone = try self.isAlone(record, saying: old)
    if let old { try keys.remove(old, of: record.number) }
    let findsOthers = try keys.add(report, of: record.number)
    guard isAlone, !findsOthers, unsettled.before[record.number] == nil else {
      unsettle(record, old)
      return kind
    }
    if let old {
      if !same {
        try index.remove(old, report: number)
        try index.add(report, report: number)
      }
      if !record.isLive { try updateReport.bind(0, 0).bind(1, number).run() }
    } else {
      try show(report, of: record.number, report: number)
    }
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
    guard let number = record.report, let old = try said(by: record) else { return nil }
    let isAlone = try self.isAlone(record, saying: old)
    try keys.removeLikenesses(old, of: record.number)
    if isAlone, unsettled.before[record.number] == nil {
      try updateReport.bind(0, 1).bind(1, number).run()
      try log(.withdrawn, report: number, revision: revision)
    } else {
      unsettle(record, old)
    }
    return .withdrawn
  }

  /// Puts another parse of the same kept bytes in a live revision's place (`reparse`). `showing` is the report that the
  /// revision is shown by, if it is its record's last live one.
  public func replaceParse(_ revision: Int64, of record: RecordRow, by report: EncodedReport, at now: Int64)
    throws(StorageError)
  {
    let shown = record.liveRevision == revision ? record.report : nil
    let old = shown == nil ? nil : try said(by: record)
    try report.with(report.body) { (body) throws(StorageError) in
      let statement = try connection.prepared("UPDATE revision SET dictionary = ?, body = ? WHERE id = ?")
      statement.bind(0, report.dictionary)
      statement.bind(1, borrowedBlob: body)
      try statement.bind(2, revision).run()
    }
    guard let shown, let old else { return }
    let isAlone = try self.isAlone(record, saying: old)
    try keys.remove(old, of: record.number)
    let findsOthers = try keys.add(report, of: record.number, live: record.isLive)
    guard isAlone, !findsOthers, unsettled.before[record.number] == nil else { return unsettle(record, old) }
    try index.remove(old, report: shown)
    try index.add(report, report: shown)
    try log(.changed, report: shown, revision: revision, at: now)
  }

  // MARK: Purge

  /// Removes a record with all that was kept of it, and the report that only it makes. Its numbers are never given out
  /// again.
  ///
  /// - Parameters:
  ///   - user: Who wants that; nil where it is not known any more.
  ///   - now: Seconds since 1970.
  public func purge(_ record: RecordRow, by user: String?, at now: Int64) throws(StorageError) {
    if let number = record.report, let old = try said(by: record) {
      let isAlone = try self.isAlone(record, saying: old)
      try keys.remove(old, of: record.number)
      if isAlone, unsettled.before[record.number] == nil {
        try index.remove(old, report: number)
        try connection.prepared("DELETE FROM report WHERE id = ?").bind(0, number).run()
        try log(.purged, report: number, revision: 0, by: user, at: now)
      } else {
        unsettle(record, old)
      }
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

  /// Whether nothing that a record says, nor any decision or join, leads to another record.
  private func isAlone(_ record: RecordRow, saying report: Report?) throws(StorageError) -> Bool {
    guard let report else { return true }
    if try isInvolved(record) { return false }
    return try !keys.findOthers(record.number, saying: report)
  }

  /// Whether a record is of a report with others, or a decision concerns it.
  public func isInvolved(_ record: RecordRow) throws(StorageError) -> Bool {
    if record.report != record.number { return true }
    if hasDecisions, try findDecision.bind(0, record.number).first({ _ in true }) ?? false { return true }
    return try findJoined.bind(0, record.number).first { _ in true } ?? false
  }

  /// Writes down what a record is found by, for a record of before a release that noted all of it; whether that leads to
  /// any other record, too.
  public func noteKeys(of record: RecordRow) throws(StorageError) -> Bool {
    guard let report = try said(by: record) else { return false }
    return try keys.add(report, of: record)
  }

  /// Leaves a record to be settled; what it was at first stays noted.
  private func unsettle(_ record: RecordRow, _ said: Report?) {
    unsettled.inserted[record.number] = nil
    guard unsettled.before[record.number] == nil else { return }
    unsettled.before[record.number] =
      said.map {
        .known(
          catalogue: record.catalogue, isLive: record.isLive, report: record.report, said: $0)
      } ?? .unknown
  }

  /// What a record's last live revision says; nil where it never was live.
  private func said(by record: RecordRow) throws(StorageError) -> Report? {
    guard let revision = record.liveRevision, try readRevision.bind(0, revision).step() else { return nil }
    defer { readRevision.reset() }
    let dictionary = readRevision.int(1)
    let connection = connection
    return try readRevision.withBlob(0) { (compressed) throws(StorageError) in
      try connection.report(compressed, dictionary: dictionary)
    }
  }

  /// Writes a change into the log.
  ///
  /// - Parameters:
  ///   - revision: The one that made it, or 0.
  ///   - other: The other report of a join or split, the conflict of a conflict.
  ///   - decision: The one that made it.
  ///   - user: Who decided that, or wants a purge.
  ///   - ending: How a conflict ended.
  ///   - at: When it is written, in seconds since 1970; nil where that is when its revision was taken.
  public func log(
    _ kind: ChangeKind, report: Int64, revision: Int64, other: Int64? = nil, decision: DecisionNumber? = nil,
    by user: String? = nil, ending: ConflictRow.Ending? = nil, at: Int64? = nil
  ) throws(StorageError) {
    counters.change += 1
    insertChange.bind(0, counters.change).bind(1, kind.rawValue).bind(2, report).bind(3, revision)
    insertChange.bind(4, other).bind(5, decision).bind(6, at).bind(7, user)
    try insertChange.bind(8, ending?.rawValue).run()
  }
}
