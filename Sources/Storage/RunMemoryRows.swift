import Catalogue

/// A statement that waits for its run's close, with its bytes.
public struct WaitingRow: Sendable {
  public var record: Int64
  public var isLive: Bool
  public var datestamp: Datestamp?
  public var hash: RawHash
  public var dictionary: Int64
  public var body: [UInt8]
}

/// The bytes of a statement that a record is deleted.
public struct DeletionBytes: Sendable {
  public var hash: RawHash
  public var tombstone: EncodedTombstone

  public init(hash: RawHash, tombstone: EncodedTombstone) {
    self.hash = hash
    self.tombstone = tombstone
  }

  /// Of an absence: no bytes say so.
  public static let none = DeletionBytes(
    hash: RawHash(high: 0, low: 0), tombstone: EncodedTombstone(dictionary: 0, body: []))
}

/// A deletion that waits for a person, or that a person refused.
public struct HeldRow: Hashable, Sendable {
  public var record: Int64
  /// Whether the record was missing from complete lists, rather than stated as deleted.
  public var isAbsent: Bool
  public var datestamp: Datestamp?

  public init(record: Int64, isAbsent: Bool, datestamp: Datestamp?) {
    self.record = record
    self.isAbsent = isAbsent
    self.datestamp = datestamp
  }

  init(_ row: PreparedStatement) {
    record = row.int(0)
    isAbsent = row.int(1) != 0
    datestamp = row.optionalInt(2).map(Datestamp.init(seconds:))
  }
}

extension Connection {
  // MARK: What an open run has seen

  public func addPage(run: Int64, page: Int, pass: Int, memory: [UInt8]) throws(StorageError) {
    try prepared("INSERT INTO run_page VALUES(?, ?, ?, ?)")
      .bind(0, run).bind(1, Int64(page)).bind(2, Int64(pass)).bind(3, blob: memory).run()
  }

  public func pages(run: Int64) throws(StorageError) -> [(page: Int, pass: Int, memory: [UInt8])] {
    try prepared("SELECT page, pass, memory FROM run_page WHERE run = ? ORDER BY page")
      .bind(0, run).all { (Int($0.int(0)), Int($0.int(1)), $0.blob(2)) }
  }

  // MARK: Statements that wait for the close

  /// Stages a deletion, in the place of one staged before.
  public func stage(run: Int64, record: Int64, datestamp: Datestamp?, _ deletion: DeletionBytes)
    throws(StorageError)
  {
    try prepared("INSERT OR REPLACE INTO run_staged VALUES(?, ?, ?, ?, ?, ?)")
      .bind(0, run).bind(1, record).bind(2, datestamp?.seconds).bind(3, blob: deletion.hash.bytes)
      .bind(4, deletion.tombstone.dictionary).bind(5, blob: deletion.tombstone.body).run()
  }

  public func unstage(run: Int64, record: Int64) throws(StorageError) {
    try prepared("DELETE FROM run_staged WHERE run = ? AND record = ?").bind(0, run).bind(1, record).run()
  }

  public func staged(run: Int64) throws(StorageError) -> [(record: Int64, datestamp: Datestamp?)] {
    try prepared("SELECT record, datestamp FROM run_staged WHERE run = ?").bind(0, run)
      .all { ($0.int(0), $0.optionalInt(1).map(Datestamp.init(seconds:))) }
  }

  /// Keeps an older live statement, in the place of one kept before.
  public func keepOlder(
    run: Int64, record: Int64, datestamp: Datestamp?, hash: RawHash, live report: EncodedReport
  ) throws(StorageError) {
    let body = report.with(report.body) { [UInt8]($0) }
    try keepOlder(run: run, record, true, datestamp, hash, report.dictionary, body)
  }

  /// Keeps an older deletion, in the place of one kept before.
  public func keepOlder(
    run: Int64, record: Int64, datestamp: Datestamp?, _ deletion: DeletionBytes
  ) throws(StorageError) {
    let tombstone = deletion.tombstone
    try keepOlder(run: run, record, false, datestamp, deletion.hash, tombstone.dictionary, tombstone.body)
  }

  private func keepOlder(
    run: Int64, _ record: Int64, _ isLive: Bool, _ datestamp: Datestamp?, _ hash: RawHash,
    _ dictionary: Int64,
    _ body: [UInt8]
  ) throws(StorageError) {
    try prepared("INSERT OR REPLACE INTO run_older VALUES(?, ?, ?, ?, ?, ?, ?)")
      .bind(0, run).bind(1, record).bind(2, isLive ? 1 : 0).bind(3, datestamp?.seconds)
      .bind(4, blob: hash.bytes).bind(5, dictionary).bind(6, blob: body).run()
  }

  public func dropOlder(run: Int64, record: Int64) throws(StorageError) {
    try prepared("DELETE FROM run_older WHERE run = ? AND record = ?").bind(0, run).bind(1, record).run()
  }

  /// The older statements without their bodies.
  public func older(run: Int64) throws(StorageError) -> [(record: Int64, isLive: Bool, datestamp: Datestamp?)]
  {
    try prepared("SELECT record, live, datestamp FROM run_older WHERE run = ? ORDER BY record").bind(0, run)
      .all { ($0.int(0), $0.int(1) != 0, $0.optionalInt(2).map(Datestamp.init(seconds:))) }
  }

  public func older(run: Int64, record: Int64) throws(StorageError) -> WaitingRow? {
    try prepared(
      "SELECT record, live, datestamp, hash, dictionary, body FROM run_older WHERE run = ? AND record = ?"
    ).bind(0, run).bind(1, record).first {
      WaitingRow(
        record: $0.int(0), isLive: $0.int(1) != 0, datestamp: $0.optionalInt(2).map(Datestamp.init(seconds:)),
        hash: $0.withBlob(3) { RawHash($0) }, dictionary: $0.int(4), body: $0.blob(5))
    }
  }

  // MARK: Deletions that wait for a person (rule 7)

  public func wasHeld(run: Int64) throws(StorageError) -> [Int64] {
    try prepared("SELECT record FROM run_was_held WHERE run = ?").bind(0, run).all { $0.int(0) }
  }

  public func held(catalogue: Int64) throws(StorageError) -> [HeldRow] {
    try prepared("SELECT record, absent, datestamp FROM held WHERE catalogue = ? ORDER BY record")
      .bind(0, catalogue).all(HeldRow.init)
  }

  public func heldCount(catalogue: Int64) throws(StorageError) -> Int {
    Int(
      try prepared("SELECT count(*) FROM held WHERE catalogue = ?").bind(0, catalogue).first { $0.int(0) }
        ?? 0)
  }

  /// Of how many configured catalogues deletions are held.
  public func heldCatalogues() throws(StorageError) -> Int {
    Int(
      try prepared(
        "SELECT count(*) FROM catalogue WHERE configured AND EXISTS (SELECT 1 FROM held WHERE catalogue = catalogue.id)"
      )
      .first { $0.int(0) } ?? 0)
  }

  public func release(catalogue: Int64, record: Int64) throws(StorageError) {
    try prepared("DELETE FROM held WHERE catalogue = ? AND record = ?").bind(0, catalogue).bind(1, record)
      .run()
  }

  /// Holds a deletion, in the place of one held before.
  public func hold(_ row: HeldRow, catalogue: Int64, _ deletion: DeletionBytes) throws(StorageError) {
    try prepared("INSERT OR REPLACE INTO held VALUES(?, ?, ?, ?, ?, ?, ?)")
      .bind(0, catalogue).bind(1, row.record).bind(2, row.isAbsent ? 1 : 0).bind(3, row.datestamp?.seconds)
      .bind(4, blob: deletion.hash.bytes).bind(5, deletion.tombstone.dictionary)
      .bind(6, blob: deletion.tombstone.body).run()
  }

  /// The bytes of a deletion that this run staged, or kept as older, or that is held from before; none for an absence.
  public func deletionBytes(run: Int64?, catalogue: Int64, record: Int64) throws(StorageError)
    -> DeletionBytes
  {
    try prepared(
      """
      SELECT hash, dictionary, body FROM run_staged WHERE run = ?1 AND record = ?3
      UNION ALL SELECT hash, dictionary, body FROM run_older WHERE run = ?1 AND record = ?3 AND live = 0
      UNION ALL SELECT hash, dictionary, body FROM held WHERE catalogue = ?2 AND record = ?3 LIMIT 1
      """
    ).bind(0, run ?? 0).bind(1, catalogue).bind(2, record).first {
      DeletionBytes(
        hash: $0.withBlob(0) { RawHash($0) },
        tombstone: EncodedTombstone(dictionary: $0.int(1), body: $0.blob(2)))
    } ?? .none
  }

  // MARK: Deletions that a person refused (rule 7)

  public func refused(catalogue: Int64) throws(StorageError) -> [HeldRow] {
    try prepared("SELECT record, absent, datestamp FROM refused WHERE catalogue = ?")
      .bind(0, catalogue).all(HeldRow.init)
  }

  public func refuse(_ rows: some Sequence<HeldRow>, catalogue: Int64) throws(StorageError) {
    try forgetRefused(rows, catalogue: catalogue)  // NULLs are distinct to the table's UNIQUE
    let insert = try prepared("INSERT INTO refused VALUES(?, ?, ?, ?)")
    for row in rows {
      try insert.bind(0, catalogue).bind(1, row.record).bind(2, row.isAbsent ? 1 : 0)
        .bind(3, row.datestamp?.seconds).run()
    }
  }

  public func forgetRefused(_ rows: some Sequence<HeldRow>, catalogue: Int64) throws(StorageError) {
    let delete = try prepared(
      "DELETE FROM refused WHERE catalogue = ? AND record = ? AND absent = ? AND datestamp IS ?")
    for row in rows {
      try delete.bind(0, catalogue).bind(1, row.record).bind(2, row.isAbsent ? 1 : 0)
        .bind(3, row.datestamp?.seconds).run()
    }
  }

  // MARK: Absences (rule 6)

  /// Live records of a catalogue, by number, each with the number of complete lists that it was missing from.
  public func forEachLive(
    catalogue: Int64, _ body: (_ record: Int64, _ missed: Int) throws(StorageError) -> Void
  ) throws(StorageError) {
    // The index on (catalogue, identifier) would find them in the order of identifiers; the table's own is faster.
    let statement = try prepared(
      "SELECT id, missed FROM record WHERE +catalogue = ? AND live = 1 ORDER BY id")
    statement.bind(0, catalogue)
    defer { statement.reset() }
    while try statement.step() { try body(statement.int(0), Int(statement.int(1))) }
  }

  public func setMissed(_ record: Int64, _ missed: Int) throws(StorageError) {
    try prepared("UPDATE record SET missed = ? WHERE id = ?").bind(0, Int64(missed)).bind(1, record).run()
  }
}
