/// Something that the notify command was told, and that still holds.
public struct ToldRow: Hashable, Sendable {
  public var value: Int64
  /// When it was told, in seconds since 1970.
  public var at: Int64
}

extension Connection {
  /// What was told, by topic.
  public func told() throws(StorageError) -> [String: ToldRow] {
    let rows = try prepared("SELECT topic, value, at FROM told").all {
      ($0.text(0), ToldRow(value: $0.int(1), at: $0.int(2)))
    }
    return Dictionary(uniqueKeysWithValues: rows)
  }

  public func noteTold(_ topic: String, value: Int64, at: Int64) throws(StorageError) {
    try prepared("INSERT OR REPLACE INTO told VALUES(?, ?, ?)").bind(0, topic).bind(1, value).bind(2, at)
      .run()
  }

  public func forgetTold(_ topic: String) throws(StorageError) {
    try prepared("DELETE FROM told WHERE topic = ?").bind(0, topic).run()
  }

  /// How many deletions are held of each catalogue that has some.
  public func heldCounts() throws(StorageError) -> [Int64: Int] {
    let rows = try prepared("SELECT catalogue, count(*) FROM held GROUP BY catalogue").all {
      ($0.int(0), Int($0.int(1)))
    }
    return Dictionary(uniqueKeysWithValues: rows)
  }

  /// The reports that were added by the changes in a range and match, in order of their numbers; and how many there are.
  ///
  /// - Parameter expression: FTS5's own syntax, made by `SearchExpression`.
  public func additions(
    _ expression: String, catalogue: Int64?, changes: Range<Int64>, limit: Int
  ) throws(StorageError) -> (rows: [SearchRow], total: Int) {
    let matches = """
      FROM report_index JOIN report ON report.id = report_index.rowid JOIN record ON record.id = report.supplier
      WHERE report_index MATCH ?1 AND report_index.rowid IN (
        SELECT report FROM change WHERE number >= ?3 AND number < ?4 AND kind = 1)
      AND report.withdrawn = 0 AND (?2 IS NULL OR \(Self.isCarried(by: "?2")))
      """
    func bound(_ sql: String) throws(StorageError) -> PreparedStatement {
      let statement = try prepared(sql)
      statement.bind(0, expression).bind(1, catalogue).bind(2, changes.lowerBound).bind(3, changes.upperBound)
      return statement
    }
    let total = try bound("SELECT count(*) \(matches)").first { Int($0.int(0)) } ?? 0
    guard total > 0 else { return ([], 0) }
    let statement = try bound(
      """
      SELECT hit.id, hit.catalogue, 0, v.body, v.dictionary, hit.patch, '' FROM (
        SELECT report.id AS id, record.catalogue AS catalogue, record.live_revision AS revision,
          report.patch AS patch \(matches)
        ORDER BY report.id LIMIT ?5) AS hit
      JOIN revision AS v ON v.id = hit.revision ORDER BY hit.id
      """)
    statement.bind(4, Int64(limit))
    return (try hits(statement), total)
  }
}
