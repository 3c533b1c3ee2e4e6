import Catalogue

/// What was saved of a damaged store.
public struct SalvageResult: Hashable, Sendable {
  public var catalogues = 0
  /// Records that are as they were.
  public var records = 0
  /// Records whose last revision cannot be read: they are as an earlier revision has them.
  public var setBack = 0
  /// Records that cannot be read, as far as the store's own counts tell.
  public var lost = 0
  public var revisions = 0
  /// Revisions of saved records that cannot be read.
  public var revisionsLost = 0
  public var runs = 0
  public var rejects = 0

  public init() {}
  /// Whether all of it could be read.
  public var isWhole: Bool { setBack == 0 && lost == 0 && revisionsLost == 0 }
}

/// Reads a damaged store row by row, and writes what reads, and is what it says it is, into a new one. Numbers stay; what
/// follows from the records (reports, identifiers, the full-text index, counts) is made anew. What an open run remembered
/// is not taken over: such a run counts as abandoned.
///
/// Rows are read through SQLite's own trees, never from loose pages: those may hold what was deleted long ago.
public final class Salvage {
  private let source: Connection
  private let target: Connection
  private let hash: ([UInt8], [UInt8]) -> RawHash
  public private(set) var result = SalvageResult()
  private var catalogues: Set<Int64> = []
  /// The second copies of dictionaries, as far as they read; and the catalogues of those that had to serve.
  private var copies: [Int64: [UInt8]] = [:]
  private var served: [Int64: Int64] = [:]
  /// What the catalogues counted.
  private var counted: Int64 = 0
  /// Rows a transaction.
  private static let batch = 1000

  /// - Parameters:
  ///   - source: Opened by `Connection(checking:)`.
  ///   - target: A fresh store.
  ///   - hash: As records are hashed when they arrive.
  public init(
    from source: Connection, into target: Connection, hash: @escaping ([UInt8], [UInt8]) -> RawHash
  ) {
    self.source = source
    self.target = target
    self.hash = hash
  }

  /// Does all of it.
  ///
  /// - Parameter now: Seconds since 1970.
  public func run(now: Int64) throws(StorageError) {
    // References are to rows that come later, or never.
    try target.execute("PRAGMA foreign_keys = OFF")
    result.catalogues = try copy("catalogue")
    for row in try target.catalogues() {
      catalogues.insert(row.number)
      counted += Int64(row.live + row.withdrawn)
    }
    _ = try copy("dictionary")
    readCopies()
    result.runs = try copy("run")
    try target.prepared(
      "UPDATE run SET state = 6, ended = ?, message = 'interrupted; the store was salvaged' WHERE state = 1"
    ).bind(0, now).run()
    try copyRecords()
    try keepServed()
    result.rejects = try copy("reject")
    for table in ["held", "refused", "change"] { _ = try copy(table) }
    try settle()
    try target.execute("PRAGMA foreign_keys = ON")
  }

  // MARK: Rows as they are

  /// Copies what reads of a table; returns how many rows.
  private func copy(_ table: String) throws(StorageError) -> Int {
    let columns = try columns(of: table)
    guard !columns.isEmpty else { return 0 }
    let names = columns.joined(separator: ", ")
    let read = "SELECT \(names) FROM \(table) WHERE rowid = ?"
    let write = try target.prepared(
      "INSERT OR IGNORE INTO \(table)(\(names)) VALUES(?\(String(repeating: ", ?", count: columns.count - 1)))"
    )
    var copied = 0
    try inBatches(of: table) { (row) throws(StorageError) in
      guard let found = try? self.source.prepared(read).bind(0, row).step(), found else { return }
      defer { (try? self.source.prepared(read))?.reset() }
      try write.bind(row: try self.source.prepared(read), columns: columns.count).run()
      copied += self.target.changes
    }
    return copied
  }

  /// Those that both releases know.
  private func columns(of table: String) throws(StorageError) -> [String] {
    let new = try target.prepared("SELECT name FROM pragma_table_info('\(table)')").all { $0.text(0) }
    let old =
      (try? source.prepared("SELECT name FROM pragma_table_info('\(table)')").all { $0.text(0) }) ?? []
    return new.filter { old.contains($0) }
  }

  private func inBatches(of table: String, _ body: (Int64) throws(StorageError) -> Void) throws(StorageError)
  {
    let rows = rows(of: table)
    var start = rows.startIndex
    while start < rows.endIndex {
      let end = min(start + Self.batch, rows.endIndex)
      try target.transaction { () throws(StorageError) in
        for row in rows[start..<end] { try body(row) }
      }
      start = end
    }
  }

  /// The numbers of the rows that may be read: from the front as far as that goes, from the back as far as that goes, and,
  /// where something between them is damaged, all that may lie there.
  private func rows(of table: String) -> [Int64] {
    let (front, isWhole) = walk("SELECT rowid FROM \(table) ORDER BY rowid")
    if isWhole { return front }
    let (back, _) = walk("SELECT rowid FROM \(table) ORDER BY rowid DESC")
    let first = (front.last ?? 0) + 1
    let last = (back.last ?? first) - 1
    // As many as a store may well have; beyond that, the number itself is damage.
    guard first <= last, last - first < 50_000_000 else {
      return front + back.reversed().filter { $0 >= first }
    }
    return front + Array(first...last) + back.reversed()
  }

  private func walk(_ sql: String) -> (rows: [Int64], isWhole: Bool) {
    var rows: [Int64] = []
    do throws(StorageError) {
      let statement = try source.prepared(sql)
      while try statement.step() { rows.append(statement.int(0)) }
      return (rows, true)
    } catch { return (rows, false) }
  }

  // MARK: Dictionaries

  /// A copy is known to the source under the dictionary's number, negated.
  private func readCopies() {
    for number in rows(of: "dictionary_copy") {
      let sql = "SELECT bytes FROM dictionary_copy WHERE id = ?"
      guard let bytes = try? source.prepared(sql).bind(0, number).first({ $0.blob(0) }) else { continue }
      copies[number] = bytes
      source.bodies.add(-number, bytes)
    }
  }

  /// A kept body, by its dictionary or, where that does not serve, by the dictionary's copy.
  private func unpack(_ packed: [UInt8], dictionary: Int64, catalogue: Int64) -> KeptBody? {
    if let body = try? source.unpack(packed, dictionary: dictionary) { return body }
    guard dictionary != 0, let body = try? source.unpack(packed, dictionary: -dictionary) else { return nil }
    served[dictionary] = catalogue
    return body
  }

  /// The copies that had to serve take their dictionaries' places.
  private func keepServed() throws(StorageError) {
    for (number, catalogue) in served {
      try target.prepared("INSERT OR REPLACE INTO dictionary(id, catalogue, bytes) VALUES(?, ?, ?)")
        .bind(0, number).bind(1, catalogue).bind(2, blob: copies[number] ?? []).run()
    }
  }

  // MARK: Records

  private struct Revision {
    var number: Int64
    var run: Int64
    var at: Int64
    var datestamp: Int64?
    var dictionary: Int64
    var packed: [UInt8]
    var body: KeptBody
  }

  private func copyRecords() throws(StorageError) {
    try inBatches(of: "record") { (number) throws(StorageError) in
      guard let row = self.record(number), self.catalogues.contains(row.record.catalogue) else { return }
      try self.save(row.record, row.identifier)
    }
    result.lost = max(0, Int(counted) - result.records - result.setBack)
  }

  private func record(_ number: Int64) -> (record: RecordRow, identifier: String)? {
    let sql = "SELECT \(RecordRow.columns), identifier FROM record WHERE id = ?"
    return try? source.prepared(sql).bind(0, number).first { (RecordRow($0), $0.text(9)) }
  }

  /// The revisions that can be read, the last first; and how many cannot.
  private func revisions(of record: RecordRow) -> (kept: [Revision], lost: Int) {
    var kept: [Revision] = []
    var lost = 0
    var next: Int64? = record.revision
    let sql = "SELECT record, previous, run, at, datestamp, dictionary, body FROM revision WHERE id = ?"
    while let number = next {
      let row = try? source.prepared(sql).bind(0, number).first {
        (
          owner: $0.int(0), previous: $0.optionalInt(1), run: $0.int(2), at: $0.int(3),
          datestamp: $0.optionalInt(4), dictionary: $0.int(5), packed: $0.blob(6)
        )
      }
      guard let row, row.owner == record.number, (row.previous ?? 0) < number else {
        // What came before it cannot be found any more. The last live one may be known by itself.
        lost += 1
        if let live = record.liveRevision, live < number, !kept.contains(where: { $0.body.report != nil }) {
          next = live
          continue
        }
        break
      }
      next = row.previous
      guard let body = unpack(row.packed, dictionary: row.dictionary, catalogue: record.catalogue) else {
        lost += 1
        continue
      }
      kept.append(
        Revision(
          number: number, run: row.run, at: row.at, datestamp: row.datestamp, dictionary: row.dictionary,
          packed: row.packed, body: body))
    }
    return (kept, lost)
  }

  private func save(_ record: RecordRow, _ identifier: String) throws(StorageError) {
    let (kept, lost) = revisions(of: record)
    guard let last = kept.first else { return }
    let live = kept.first { $0.body.report != nil }
    let isAsItWas =
      last.number == record.revision && live?.number == record.liveRevision
      && (last.packed.isEmpty || hash(last.body.raw, last.body.context) == record.hash)
    let proof = isAsItWas || last.packed.isEmpty ? record.hash : hash(last.body.raw, last.body.context)
    let report = live == nil ? nil : record.report ?? record.number
    try target.prepared(
      """
      INSERT OR IGNORE INTO record(id, catalogue, identifier, report, live, datestamp, missed, hash, revision, live_revision)
      VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """
    ).bind(0, record.number).bind(1, record.catalogue).bind(2, identifier).bind(3, report)
      .bind(4, last.body.report == nil ? 0 : 1).bind(5, last.datestamp).bind(6, Int64(record.missed))
      .bind(7, blob: proof.bytes).bind(8, last.number).bind(9, live?.number).run()
    guard target.changes == 1 else { return }
    for (place, revision) in kept.enumerated() {
      let previous = place + 1 < kept.count ? kept[place + 1].number : nil
      try target.prepared("INSERT OR REPLACE INTO revision VALUES(?, ?, ?, ?, ?, ?, ?, ?)").bind(
        0, revision.number
      )
      .bind(1, record.number).bind(2, previous).bind(3, revision.run).bind(4, revision.at)
      .bind(5, revision.datestamp).bind(6, revision.dictionary).bind(7, blob: revision.packed).run()
    }
    if let report {
      try target.prepared("INSERT OR IGNORE INTO report VALUES(?, ?, ?)").bind(0, report)
        .bind(1, last.body.report == nil ? 1 : 0).bind(2, record.number).run()
    }
    for identifier in live?.body.report?.identifiers ?? [] {
      try target.prepared("INSERT INTO identifier VALUES(?, ?, ?) ON CONFLICT DO NOTHING")
        .bind(0, Int64(identifier.scheme.rawValue)).bind(1, identifier.value).bind(2, record.number).run()
    }
    result.revisions += kept.count
    result.revisionsLost += lost
    if isAsItWas { result.records += 1 } else { result.setBack += 1 }
  }

  // MARK: What follows from the rest

  private func settle() throws(StorageError) {
    try target.execute(
      """
      DELETE FROM change WHERE report NOT IN (SELECT id FROM report);
      DELETE FROM held WHERE record NOT IN (SELECT id FROM record WHERE live = 1);
      DELETE FROM refused WHERE record NOT IN (SELECT id FROM record);
      DELETE FROM run WHERE catalogue NOT IN (SELECT id FROM catalogue);
      DELETE FROM dictionary WHERE catalogue NOT IN (SELECT id FROM catalogue);
      """)
    // None is given out twice, not even one whose record is lost.
    let known = try? source.prepared("SELECT record, revision, change FROM counter").first {
      ($0.int(0), $0.int(1), $0.int(2))
    }
    try target.prepared(
      """
      UPDATE counter SET record = max(?, (SELECT ifnull(max(id), 0) FROM record)),
        revision = max(?, (SELECT ifnull(max(id), 0) FROM revision)),
        change = max(?, (SELECT ifnull(max(number), 0) FROM change))
      """
    ).bind(0, known?.0 ?? 0).bind(1, known?.1 ?? 0).bind(2, known?.2 ?? 0).run()
    // The next run of each catalogue asks for everything: it brings what was lost.
    try target.execute(
      "UPDATE catalogue SET scope = NULL, etag = NULL, last_modified = NULL, validators_of = NULL, fields = ''"
    )
    try target.makeAnewWhatFollows()
  }
}
