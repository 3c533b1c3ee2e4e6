import CSQLite

extension Connection {
  /// Opens a store that nobody else has open, and that may be damaged, to be checked.
  public convenience init(checking path: String) throws(StorageError) {
    try self.init(path: path, access: .writing)
    // FTS5's check begins to write, and then does not.
    try execute(
      "PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF; PRAGMA cache_size = -4096; PRAGMA temp_store = MEMORY"
    )
  }

  /// Takes the log of such a store into its file, as far as that goes, without a look at what is in it.
  public static func takeLog(of path: String) {
    guard let connection = try? Connection(path: path, access: .writing) else { return }
    sqlite3_wal_checkpoint_v2(connection.handle, nil, SQLITE_CHECKPOINT_TRUNCATE, nil, nil)
  }

  /// Whether its tables can be listed, and are not those of a store of ours.
  public var isOfAnotherProgram: Bool {
    let count = try? prepared(
      """
      SELECT count(*) FROM sqlite_schema
      WHERE type = 'table' AND name IN ('catalogue', 'dictionary', 'record', 'revision', 'report_index', 'run_staged')
      """
    ).first { $0.int(0) }
    return count.map { $0 != 6 } ?? false
  }

  /// Brings the schema of such a store up to date; refuses a newer one, and another program's, by the name of `path`.
  public func migrate(called path: String) throws(StorageError) { try Migrator.migrate(self, path: path) }

  /// When the last run ended, in seconds since 1970.
  public func lastRunEnd() throws(StorageError) -> Int64? {
    try prepared("SELECT max(ended) FROM run").first { $0.optionalInt(0) } ?? nil
  }

  /// What SQLite finds wrong with its pages, without a look at what indexes hold.
  public func quickPageProblems() throws(StorageError) -> [String] {
    try prepared("PRAGMA quick_check(100)").all { $0.text(0) }.filter { $0 != "ok" }
  }

  /// How many records there are, by their greatest number.
  public func recordCount() throws(StorageError) -> Int {
    Int(try prepared("SELECT ifnull(max(id), 0) FROM record").first { $0.int(0) } ?? 0)
  }

  /// What SQLite finds wrong with its pages and with the references between tables.
  public func pageProblems() throws(StorageError) -> [String] {
    let pages = try prepared("PRAGMA integrity_check(100)").all { $0.text(0) }.filter { $0 != "ok" }
    let keys = try prepared("PRAGMA foreign_key_check").all {
      "a row of \($0.text(0)) refers to nothing in \($0.text(2))"
    }
    return pages + keys
  }

  /// Counts that are kept beside the rows.
  public func countProblems() throws(StorageError) -> [String] {
    try prepared(
      """
      SELECT name, catalogue.live, withdrawn, total(record.live), count(record.id) - total(record.live)
      FROM catalogue LEFT JOIN record ON record.catalogue = catalogue.id GROUP BY catalogue.id
      HAVING catalogue.live <> total(record.live) OR withdrawn <> count(record.id) - total(record.live)
      """
    ).all {
      "\($0.text(0)) counts \($0.int(1)) live and \($0.int(2)) withdrawn records; there are \($0.int(3)) and \($0.int(4))"
    }
  }

  /// What the library shows, against its records, as far as that can be told without computing it.
  public func viewProblems() throws(StorageError) -> [String] {
    try prepared(
      """
      SELECT record.id, 'record ' || record.id || ' has no report' FROM record LEFT JOIN report ON report.id = record.report
        WHERE live_revision IS NOT NULL AND report.id IS NULL
      UNION ALL SELECT report.id, 'report ' || report.id || ' has no record that supplies it' FROM report
        LEFT JOIN record ON record.id = supplier WHERE record.live_revision IS NULL OR record.report IS NOT report.id
      UNION ALL SELECT record, 'an identifier belongs to record ' || record || ', which has no report' FROM identifier
        LEFT JOIN record ON record.id = identifier.record WHERE record.live_revision IS NULL
      UNION ALL SELECT touch.record, 'decision ' || touch.decision || ' is not there, and yet concerns record ' || touch.record
        FROM decision_record AS touch LEFT JOIN decision ON decision.number = touch.decision WHERE decision.number IS NULL
      LIMIT 1000
      """
    ).all { $0.text(1) }
  }

  /// What FTS5 finds wrong with the full-text index, its own structure and against what is shown.
  public func indexProblems() throws(StorageError) -> [String] {
    do throws(StorageError) {
      try prepared("INSERT INTO report_index(report_index, rank) VALUES('integrity-check', 1)").run()
      return []
    } catch {
      guard error.kind == .damaged else { throw error }
      return ["the full-text index does not hold what the reports say"]
    }
  }

  /// Rows that belong to nothing, and numbers that were never given out.
  public func strayProblems() throws(StorageError) -> [String] {
    try prepared(
      """
      SELECT 'revision ' || v.id || ' belongs to record ' || v.record || ', which is not there' FROM revision AS v
        LEFT JOIN record ON record.id = v.record WHERE record.id IS NULL
      UNION ALL SELECT 'change ' || number || ' tells of report ' || change.report || ', which is not there' FROM change
        LEFT JOIN record ON record.id = change.report WHERE record.id IS NULL AND NOT EXISTS(
          SELECT 1 FROM change AS purge WHERE purge.kind = 5 AND purge.report = change.report) AND NOT EXISTS(
          SELECT 1 FROM change AS joined WHERE joined.kind = 6 AND joined.other = change.report)
      UNION ALL SELECT 'a deletion of record ' || held.record || ' is held, which is not live' FROM held
        LEFT JOIN record ON record.id = held.record WHERE record.live IS NOT 1
      UNION ALL SELECT 'a refused deletion is of record ' || refused.record || ', which is not there' FROM refused
        LEFT JOIN record ON record.id = refused.record WHERE record.id IS NULL
      UNION ALL SELECT 'run ' || s.run || ' is not open, and yet a deletion waits for its close' FROM run_staged AS s
        LEFT JOIN run ON run.id = s.run WHERE run.state IS NOT 1
      UNION ALL SELECT 'the store has not counted up to its last record, revision, change, decision or conflict' FROM counter
        WHERE counter.record < (SELECT ifnull(max(id), 0) FROM record)
        OR counter.revision < (SELECT ifnull(max(id), 0) FROM revision)
        OR counter.change < (SELECT ifnull(max(number), 0) FROM change)
        OR counter.decision < (SELECT ifnull(max(number), 0) FROM decision)
        OR counter.conflict < (SELECT ifnull(max(number), 0) FROM conflict)
      LIMIT 1000
      """
    ).all { $0.text(0) }
  }

  /// The change log's last number given out.
  public func lastChange() throws(StorageError) -> Int64 {
    try prepared("SELECT change FROM counter").first { $0.int(0) } ?? 0
  }

  /// The number that the last record got.
  public func lastRecord() throws(StorageError) -> Int64 {
    try prepared("SELECT record FROM counter").first { $0.int(0) } ?? 0
  }

  /// How many rows the tables have by which records are found.
  public func keyCounts() throws(StorageError) -> (identifiers: Int, likenesses: Int) {
    try prepared("SELECT (SELECT count(*) FROM identifier), (SELECT count(*) FROM likeness_all)").first {
      (Int($0.int(0)), Int($0.int(1)))
    } ?? (0, 0)
  }
}
