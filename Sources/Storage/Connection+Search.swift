/// Reports that match a search, as far down as they were looked for.
public struct SearchBand: Sendable {
  /// The numbers of the reports, the best first.
  public var numbers: [Int64]
  /// The highest and the lowest of them.
  public var range: ClosedRange<Int64>?
  /// Whether lower numbers were not looked at: there were too many, or it took too long.
  public var isCut: Bool
}

extension Connection {
  /// Ranks the reports that match, those with the highest numbers first: so what is newest is never left out, and a search
  /// for words that most reports hold costs no more in a large store than in a small one.
  ///
  /// Where it is broken off (`breakOff`) after some were found, these are the answer.
  ///
  /// - Parameters:
  ///   - expression: FTS5's own syntax, made by `SearchExpression`.
  ///   - bottom: The lowest number that is looked at.
  ///   - top: Only lower numbers are looked at.
  ///   - limit: How many are ranked at most.
  public func ranked(
    _ expression: String, catalogue: Int64?, from bottom: Int64, below top: Int64, limit: Int
  ) throws(StorageError) -> SearchBand {
    let statement = try prepared(
      """
      SELECT rowid, catalogued_rank(report_index) FROM report_index
      WHERE report_index MATCH ?1 AND rowid < ?3 AND rowid >= ?4 AND (?2 IS NULL OR \(Self.isCarried(by: "?2", report: "report_index.rowid")))
      ORDER BY rowid DESC LIMIT ?5
      """, doing: "searching"
    ).bind(0, expression).bind(1, catalogue).bind(2, top).bind(3, bottom).bind(4, Int64(limit) + 1)
    var found: [(number: Int64, rank: Double)] = []
    var isCut = false
    do throws(StorageError) {
      while try statement.step() { found.append((statement.int(0), statement.double(1))) }
      isCut = found.count > limit
      if isCut { found.removeLast() }
    } catch {
      guard error.isBreakOff, !found.isEmpty else { throw error }
      isCut = true
    }
    var range: ClosedRange<Int64>?
    if let first = found.first, let last = found.last { range = last.number...first.number }
    found.sort { ($0.rank, $0.number) < ($1.rank, $1.number) }
    return SearchBand(numbers: found.map(\.number), range: range, isCut: isCut)
  }

  /// What is shown of reports that were found, in the order of `numbers`. Those that match no longer are left out.
  public func hits(_ numbers: [Int64], _ expression: String) throws(StorageError) -> [SearchRow] {
    guard let lowest = numbers.min(), let highest = numbers.max() else { return [] }
    // One walk through what matches: looking up the matches of each report anew merges those of a word's beginning each
    // time. The plus sign keeps SQLite from doing so.
    let statement = try prepared(
      """
      SELECT report.id, record.catalogue, report.withdrawn, v.body, v.dictionary, report.patch,
        snippet(report_index, -1, char(1), char(2), '…', 24)
      FROM report_index CROSS JOIN report ON report.id = report_index.rowid
        CROSS JOIN record ON record.id = report.supplier CROSS JOIN revision AS v ON v.id = record.live_revision
      WHERE report_index MATCH ?1 AND report_index.rowid BETWEEN ?2 AND ?3
        AND +report_index.rowid IN (SELECT value FROM json_each(?4))
      """, doing: "searching"
    ).bind(0, expression).bind(1, lowest).bind(2, highest)
      .bind(3, "[\(numbers.map(String.init).joined(separator: ","))]")
    let rows = try hits(statement)
    let byNumber = Dictionary(rows.map { ($0.number, $0) }) { first, _ in first }
    return numbers.compactMap { byNumber[$0] }
  }
}
