/// What an export reads: reports in the order of their numbers, without what lists show of them besides.
extension Connection {
  /// Reports that are not withdrawn, from number `first` on: as many as `size` bytes of the store hold, at least one.
  ///
  /// - Parameter numbers: Only these.
  public func exported(from first: Int64, only numbers: [Int64]? = nil, size: Int) throws(StorageError)
    -> [ReportRow]
  {
    let isAmong = numbers == nil ? "?2 IS NULL" : "report.id IN (SELECT value FROM json_each(?2))"
    let statement = try prepared(
      """
      SELECT report.id, v.body, v.dictionary, report.patch
      FROM report CROSS JOIN record ON record.id = report.supplier
        CROSS JOIN revision AS v ON v.id = record.live_revision
      WHERE report.id >= ?1 AND \(isAmong) AND report.withdrawn = 0 ORDER BY report.id
      """
    ).bind(0, first).bind(1, numbers.map(Self.list))
    defer { statement.reset() }
    var rows: [ReportRow] = []
    var read = 0
    while read < size, try statement.step() {
      read += statement.withBlob(1) { $0.count }
      let report = try report(statement, body: 1, dictionary: 2, patch: 3)
      rows.append(ReportRow(number: statement.int(0), isWithdrawn: false, report: report))
    }
    return rows
  }

  /// The numbers of reports that match, in ascending order, behind `number`.
  ///
  /// - Parameter expression: FTS5's own syntax, made by `SearchExpression`.
  public func matching(_ expression: String, after number: Int64, limit: Int) throws(StorageError) -> [Int64]
  {
    try prepared(
      "SELECT rowid FROM report_index WHERE report_index MATCH ? AND rowid > ? ORDER BY rowid LIMIT ?",
      doing: "searching"
    ).bind(0, expression).bind(1, number).bind(2, Int64(limit)).all { $0.int(0) }
  }

  /// Which of these numbers are reports', and whether they are withdrawn.
  public func withdrawn(among numbers: [Int64]) throws(StorageError) -> [Int64: Bool] {
    let rows = try prepared(
      "SELECT id, withdrawn FROM report WHERE id IN (SELECT value FROM json_each(?))"
    ).bind(0, Self.list(numbers)).all { ($0.int(0), $0.int(1) != 0) }
    return Dictionary(uniqueKeysWithValues: rows)
  }

  /// The reports whose showing the changes behind number `after`, up to `last`, changed: in the log's order, with the
  /// number of the change. Conflicts change nothing that is shown.
  public func changedReports(after: Int64, upTo last: Int64, limit: Int) throws(StorageError)
    -> [(change: Int64, report: Int64, other: Int64?)]
  {
    try prepared(
      """
      SELECT number, report, CASE WHEN kind IN (6, 7) THEN other END FROM change
      WHERE number > ? AND number <= ? AND kind NOT IN (9, 10) ORDER BY number LIMIT ?
      """
    ).bind(0, after).bind(1, last).bind(2, Int64(limit)).all { ($0.int(0), $0.int(1), $0.optionalInt(2)) }
  }

  private static func list(_ numbers: [Int64]) -> String {
    "[\(numbers.map(String.init).joined(separator: ","))]"
  }
}
