import Catalogue

extension Connection {
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

  /// What the library shows, against its records: while one record makes one report (rules 9, 10 and 12).
  public func viewProblems() throws(StorageError) -> [String] {
    try prepared(
      """
      SELECT record.id, 'record ' || record.id || ' has no report' FROM record LEFT JOIN report ON report.id = record.report
        WHERE live_revision IS NOT NULL AND report.id IS NULL
      UNION ALL SELECT report.id, 'report ' || report.id || ' is shown as ' || iif(withdrawn, 'withdrawn', 'live') ||
        ' and its record is not' FROM report JOIN record ON record.id = supplier WHERE withdrawn = record.live
      UNION ALL SELECT report.id, 'report ' || report.id || ' has no record that supplies it' FROM report
        LEFT JOIN record ON record.id = supplier WHERE record.live_revision IS NULL
      UNION ALL SELECT record, 'an identifier belongs to record ' || record || ', which has no report' FROM identifier
        LEFT JOIN record ON record.id = identifier.record WHERE record.live_revision IS NULL
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

  /// Bodies that cannot be read, revisions that are gone, and identifiers that differ from what the records state; of
  /// the records above `after`. `last` is nil behind the end.
  public func recordProblems(after: Int64, limit: Int) throws(StorageError) -> (
    problems: [String], last: Int64?
  ) {
    var problems: [String] = []
    let rows = try prepared(
      "SELECT id, revision, live_revision, live FROM record WHERE id > ? ORDER BY id LIMIT ?"
    )
    .bind(0, after).bind(1, Int64(limit)).all { ($0.int(0), $0.int(1), $0.optionalInt(2), $0.int(3) != 0) }
    for (record, revision, liveRevision, isLive) in rows {
      if isLive, liveRevision != revision {
        problems.append("record \(record) is live and its last revision is not")
      }
      var next: Int64? = revision
      while let number = next {
        let row = try prepared("SELECT record, previous, dictionary, body FROM revision WHERE id = ?").bind(
          0, number
        )
        .first { ($0.int(0), $0.optionalInt(1), $0.int(2), $0.blob(3)) }
        guard let row, row.0 == record, (row.1 ?? 0) < number else {
          problems.append("revision \(number) of record \(record) is gone")
          break
        }
        do throws(StorageError) {
          let body = try unpack(row.3, dictionary: row.2)
          if number == liveRevision { problems += try identifierProblems(record, body.report) }
        } catch {
          guard error.kind == .damaged else { throw error }
          problems.append("revision \(number) of record \(record) cannot be read")
        }
        next = row.1
      }
    }
    return (problems, rows.last?.0)
  }

  private func identifierProblems(_ record: Int64, _ report: Report?) throws(StorageError) -> [String] {
    var problems: [String] = []
    for identifier in Set(report?.identifiers ?? []) {
      let known = try prepared("SELECT 1 FROM identifier WHERE scheme = ? AND value = ? AND record = ?")
        .bind(0, Int64(identifier.scheme.rawValue)).bind(1, identifier.value).bind(2, record).first { _ in
          true
        }
      if known == nil {
        problems.append("record \(record) is not found by its identifier \(identifier.value)")
      }
    }
    return problems
  }
}
