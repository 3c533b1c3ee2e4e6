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
  /// Whether pages were read to which no tree leads any more.
  public var readLoosePages = false
  /// Why something was lost, in words.
  public var reasons: [String] = []

  public init() {}
  /// Whether all of it could be read.
  public var isWhole: Bool { setBack == 0 && lost == 0 && revisionsLost == 0 && reasons.isEmpty }
}

/// Reads a damaged store row by row, and writes what reads, and is what it says it is, into a new one. Numbers stay; what
/// follows from the records (reports, identifiers, the full-text index, counts) is made anew. What an open run remembered
/// is not taken over: such a run counts as abandoned.
///
/// Rows are read through SQLite's own trees. Where these do not read, the file's leaf pages are gone through one by one.
/// They may hold what was deleted long ago, so nothing is taken from them that a tree gave, nor of a catalogue that counts
/// no records; and what is older than the upstream's, the next run brings up to date.
public final class Salvage {
  /// Where rows come from: the trees, where they read at all, and then the loose pages.
  private var sources: [Connection]
  private let trees: Connection?
  let target: Connection
  let dictionaries = SalvagedDictionaries()
  private let hash: ([UInt8], [UInt8]) -> RawHash
  public internal(set) var result = SalvageResult()
  private var catalogues: Set<Int64> = []
  /// Those of them that may have records on loose pages.
  private var filled: Set<Int64> = []
  private var loose: LooseRows?
  /// What the catalogues counted.
  private var counted: Int64 = 0
  /// Rows a transaction.
  private static let batch = 1000

  /// - Parameters:
  ///   - source: Opened by `Connection(checking:)`; nil where that cannot be.
  ///   - target: A fresh store.
  ///   - hash: As records are hashed when they arrive.
  public init(
    from source: Connection?, into target: Connection, hash: @escaping ([UInt8], [UInt8]) -> RawHash
  ) {
    trees = source
    sources = source.map { [$0] } ?? []
    self.target = target
    self.hash = hash
  }

  /// Does all of it.
  ///
  /// - Parameters:
  ///   - path: The damaged file, for what the trees do not give.
  ///   - now: Seconds since 1970.
  public func run(_ path: String, now: Int64) throws(StorageError) {
    // References are to rows that come later, or never.
    try target.execute("PRAGMA foreign_keys = OFF")
    try readLoosePages(path)
    result.catalogues = try copy("catalogue")
    for row in try target.catalogues() {
      catalogues.insert(row.number)
      counted += Int64(row.live + row.withdrawn)
      if row.live + row.withdrawn > 0 { filled.insert(row.number) }
    }
    try readDictionaries()
    result.runs = try copy("run")
    try target.prepared(
      "UPDATE run SET state = 6, ended = ?, message = 'interrupted; the store was salvaged' WHERE state = 1"
    ).bind(0, now).run()
    try copyRecords()
    try dictionaries.write(to: target)
    result.rejects = try copy("reject")
    for table in ["held", "refused", "change", "decision", "conflict"] { _ = try copy(table) }
    try noteTouched()
    try settle()
    try dropFaulty()
    try countLost()
    try target.makeAnewWhatFollows()
    try target.execute("PRAGMA foreign_keys = ON")
  }

  /// Goes through the file's pages if a tree does not give all its rows.
  private func readLoosePages(_ path: String) throws(StorageError) {
    if let trees {
      let isWhole = LooseRows.tables.allSatisfy { table in
        columns(of: table, trees).isEmpty == false
          && walk(trees, "SELECT rowid FROM \(table) ORDER BY rowid").isWhole
      }
      if isWhole { return }
    }
    guard let pages = LoosePages(path) else { return }
    let loose = try LooseRows(pages, at: path + ".loose", like: target)
    self.loose = loose
    sources.append(loose.connection)
    result.readLoosePages = true
  }

  // MARK: Rows as they are

  /// Copies what reads of a table; returns how many rows.
  private func copy(_ table: String) throws(StorageError) -> Int {
    var copied = 0
    for source in sources {
      let columns = columns(of: table, source)
      guard !columns.isEmpty else { continue }
      let names = columns.joined(separator: ", ")
      let read = "SELECT \(names) FROM \(table) WHERE rowid = ?"
      let write = try target.prepared(
        "INSERT OR IGNORE INTO \(table)(\(names)) VALUES(?\(String(repeating: ", ?", count: columns.count - 1)))"
      )
      try inBatches(rows(of: table, source)) { (row) throws(StorageError) in
        guard let found = try? source.prepared(read).bind(0, row).step(), found else { return }
        defer { (try? source.prepared(read))?.reset() }
        do throws(StorageError) {
          try write.bind(row: try source.prepared(read), columns: columns.count).run()
        } catch {
          // A value that damage has made another kind of.
          guard error.kind == .constraint else { throw error }
          return
        }
        copied += self.target.changes
      }
    }
    return copied
  }

  /// Those that both know.
  private func columns(of table: String, _ source: Connection) -> [String] {
    func names(_ connection: Connection) -> [String] {
      (try? connection.prepared("SELECT name FROM pragma_table_info('\(table)')").all { $0.text(0) }) ?? []
    }
    let old = names(source)
    return names(target).filter { old.contains($0) }
  }

  private func inBatches(_ rows: [Int64], _ body: (Int64) throws(StorageError) -> Void) throws(StorageError) {
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
  private func rows(of table: String, _ source: Connection) -> [Int64] {
    let (front, isWhole) = walk(source, "SELECT rowid FROM \(table) ORDER BY rowid")
    if isWhole { return front }
    let (back, _) = walk(source, "SELECT rowid FROM \(table) ORDER BY rowid DESC")
    let first = (front.last ?? 0) + 1
    let last = (back.last ?? first) - 1
    // As many as a store may well have; beyond that, the number itself is damage.
    guard first <= last, last - first < 50_000_000 else {
      return front + back.reversed().filter { $0 >= first }
    }
    return front + Array(first...last) + back.reversed()
  }

  private func walk(_ source: Connection, _ sql: String) -> (rows: [Int64], isWhole: Bool) {
    var rows: [Int64] = []
    do throws(StorageError) {
      let statement = try source.prepared(sql)
      while try statement.step() { rows.append(statement.int(0)) }
      return (rows, true)
    } catch { return (rows, false) }
  }

  // MARK: Dictionaries

  /// Makes known every version of each dictionary that can be read, and finds the one that serves.
  private func readDictionaries() throws(StorageError) {
    for source in sources {
      for number in rows(of: "dictionary", source) {
        let row = try? source.prepared("SELECT catalogue, bytes FROM dictionary WHERE id = ?").bind(0, number)
          .first { ($0.int(0), $0.blob(1)) }
        if let (catalogue, bytes) = row { dictionaries.add(number, bytes, catalogue: catalogue) }
      }
      for number in rows(of: "dictionary_copy", source) {
        let bytes = try? source.prepared("SELECT bytes FROM dictionary_copy WHERE id = ?").bind(0, number)
          .first { $0.blob(0) }
        if let bytes { dictionaries.add(number, bytes, catalogue: nil) }
      }
    }
    for number in dictionaries.doubtful {
      var samples: [[UInt8]] = []
      for source in sources {
        let found = try? source.prepared(
          "SELECT body FROM revision WHERE dictionary = ? AND length(body) > 0 LIMIT 500"
        )
        .bind(0, number)
        while samples.count < 500, (try? found?.step()) == true { samples.append(found?.blob(0) ?? []) }
        found?.reset()
      }
      dictionaries.choose(number, by: samples)
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
    for source in sources {
      let known = source === loose?.connection ? filled : catalogues
      let sql = "SELECT \(RecordRow.columns), identifier FROM record WHERE id = ?"
      try inBatches(rows(of: "record", source)) { (number) throws(StorageError) in
        let row = try? source.prepared(sql).bind(0, number).first { (RecordRow($0), $0.text(9)) }
        guard let (record, identifier) = row, known.contains(record.catalogue) else { return }
        try self.save(record, identifier)
      }
    }
  }

  /// The revisions that can be read, the last first; and how many cannot.
  private func revisions(of record: RecordRow) -> (kept: [Revision], lost: Int) {
    var kept: [Revision] = []
    var lost = 0
    var next: Int64? = record.revision
    let sql = "SELECT record, previous, run, at, datestamp, dictionary, body FROM revision WHERE id = ?"
    while let number = next {
      let row = sources.lazy.compactMap { source in
        try? source.prepared(sql).bind(0, number).first {
          (
            owner: $0.int(0), previous: $0.optionalInt(1), run: $0.int(2), at: $0.int(3),
            datestamp: $0.optionalInt(4), dictionary: $0.int(5), packed: $0.blob(6)
          )
        }
      }.first { $0.owner == record.number }
      guard let row, (row.previous ?? 0) < number else {
        // What came before it cannot be found any more. The last live one may be known by itself.
        lost += 1
        if let live = record.liveRevision, live < number, !kept.contains(where: { $0.body.report != nil }) {
          next = live
          continue
        }
        break
      }
      next = row.previous
      guard let (body, packed) = dictionaries.unpack(row.packed, dictionary: row.dictionary) else {
        lost += 1
        continue
      }
      kept.append(
        Revision(
          number: number, run: row.run, at: row.at, datestamp: row.datestamp, dictionary: row.dictionary,
          packed: packed, body: body))
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
    // Those of several are put together again when the store is opened.
    let report = live == nil ? nil : record.number
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
      try target.prepared("INSERT OR IGNORE INTO report VALUES(?, ?, ?, NULL)").bind(0, report)
        .bind(1, last.body.report == nil ? 1 : 0).bind(2, record.number).run()
    }
    for (identifier, _) in live?.body.report?.keys ?? [] {
      try target.prepared("INSERT INTO identifier VALUES(?, ?, ?) ON CONFLICT DO NOTHING")
        .bind(0, Int64(identifier.scheme.rawValue)).bind(1, identifier.value).bind(2, record.number).run()
    }
    if last.body.report != nil {
      for hash in live?.body.report?.likenesses ?? [] {
        try target.prepared("INSERT INTO likeness VALUES(?, ?) ON CONFLICT DO NOTHING")
          .bind(0, Int64(bitPattern: hash)).bind(1, record.number).run()
      }
    }
    result.revisions += kept.count
    result.revisionsLost += lost
    if !isAsItWas { result.setBack += 1 }
  }

  // MARK: What follows from the rest

  /// Whatever is still wrong with a record costs that record, never the rest.
  private func dropFaulty() throws(StorageError) {
    var after: Int64 = 0
    while true {
      let check = try target.checkRecords(after: after, limit: 200, hash: hash)
      if !check.faulty.isEmpty {
        try target.transaction { () throws(StorageError) in
          for record in check.faulty {
            for sql in [
              "DELETE FROM report WHERE id = ? OR supplier = ?1", "DELETE FROM identifier WHERE record = ?",
              "DELETE FROM likeness WHERE record = ?", "DELETE FROM likeness_new WHERE record = ?",
              "DELETE FROM held WHERE record = ?", "DELETE FROM refused WHERE record = ?",
              "DELETE FROM change WHERE kind <> 5 AND report = ?", "DELETE FROM revision WHERE record = ?",
              "DELETE FROM record WHERE id = ?",
            ] { try target.prepared(sql).bind(0, record).run() }
          }
        }
        result.reasons += check.problems.prefix(max(0, 10 - result.reasons.count))
      }
      guard let last = check.last else { return }
      after = last
    }
  }

  private func countLost() throws(StorageError) {
    let saved = Int(try target.prepared("SELECT count(*) FROM record").first { $0.int(0) } ?? 0)
    result.records = max(0, saved - result.setBack)
    result.lost = max(0, Int(counted) - saved)
    for reason in dictionaries.reasons { result.reasons.append(reason) }
  }

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
    try target.execute(
      """
      UPDATE counter SET decision = (SELECT ifnull(max(number), 0) FROM decision),
        conflict = (SELECT ifnull(max(number), 0) FROM conflict)
      """)
    try target.leaveMend(catalogue: nil, notesKeys: true)
    let counter = try? trees?.prepared("SELECT record, revision, change FROM counter").first {
      ($0.int(0), $0.int(1), $0.int(2))
    }
    let known = (counter ?? nil) ?? loose?.counter
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
  }
}
