import Catalogue

/// A report as it is found: its number, whether it is withdrawn, and what it shows.
public struct ReportRow: Sendable {
  public var number: Int64
  public var isWithdrawn: Bool
  public var report: Report
}

/// A record of a report.
public struct ReportRecordRow: Sendable {
  public var record: Int64
  public var catalogue: Int64
  public var identifier: String
  public var isLive: Bool
  public var datestamp: Datestamp?
  public var revisions: Int
}

/// A hit of a search.
public struct SearchRow: Sendable {
  public var number: Int64
  /// The catalogues that carry it: first the one that supplies it, then the others by priority.
  public var catalogues: [Int64]
  public var isWithdrawn: Bool
  public var report: Report
  /// The part of the text that matches, its matches between U+0001 and U+0002.
  public var snippet: String
}

extension Connection {
  /// Reports in order of their numbers, with the number of the catalogue that supplies each; none below `first`.
  ///
  /// - Parameter catalogue: Only those that it carries.
  public func reports(catalogue: Int64?, from first: Int64, limit: Int) throws(StorageError) -> [SearchRow] {
    let statement = try prepared(
      """
      SELECT report.id, record.catalogue, report.withdrawn, v.body, v.dictionary, report.patch, ''
      FROM report JOIN record ON record.id = report.supplier JOIN revision AS v ON v.id = record.live_revision
      WHERE (?1 IS NULL OR \(Self.isCarried(by: "?1"))) AND report.id >= ?2 ORDER BY report.id LIMIT ?3
      """)
    statement.bind(0, catalogue).bind(1, first).bind(2, Int64(limit))
    return try hits(statement)
  }

  /// Whether a record of the catalogue is of the report.
  static func isCarried(by catalogue: String, report: String = "report.id") -> String {
    """
    (EXISTS(SELECT 1 FROM record AS own WHERE own.id = \(report) AND own.catalogue = \(catalogue)) OR
      EXISTS(SELECT 1 FROM record AS joined WHERE joined.report = \(report) AND joined.report IS NOT joined.id
        AND joined.catalogue = \(catalogue)))
    """
  }

  func hits(_ statement: PreparedStatement) throws(StorageError) -> [SearchRow] {
    defer { statement.reset() }
    var rows: [SearchRow] = []
    while try statement.step() {
      let report = try report(statement, body: 3, dictionary: 4, patch: 5)
      rows.append(
        SearchRow(
          number: statement.int(0), catalogues: [statement.int(1)], isWithdrawn: statement.int(2) != 0,
          report: report,
          snippet: statement.text(6)))
    }
    for place in rows.indices { rows[place].catalogues += try otherCatalogues(of: rows[place]) }
    return rows
  }

  private func otherCatalogues(of row: SearchRow) throws(StorageError) -> [Int64] {
    try prepared(
      """
      SELECT DISTINCT catalogue.id FROM (
        SELECT catalogue FROM record WHERE id = ?1
        UNION SELECT catalogue FROM record WHERE report = ?1 AND report IS NOT id) AS carried
      JOIN catalogue ON catalogue.id = carried.catalogue ORDER BY priority, name
      """
    ).bind(0, row.number).all { $0.int(0) }.filter { !row.catalogues.contains($0) }
  }

  /// The report that a record's number addresses (rule 9).
  public func report(addressedBy number: Int64) throws(StorageError) -> ReportRow? {
    let statement = try prepared(
      """
      SELECT report.id, report.withdrawn, v.body, v.dictionary, report.patch
      FROM record AS asked JOIN report ON report.id = asked.report JOIN record ON record.id = report.supplier
      JOIN revision AS v ON v.id = record.live_revision WHERE asked.id = ?
      """
    ).bind(0, number)
    defer { statement.reset() }
    guard try statement.step() else { return nil }
    let report = try report(statement, body: 2, dictionary: 3, patch: 4)
    return ReportRow(number: statement.int(0), isWithdrawn: statement.int(1) != 0, report: report)
  }

  /// The records of a report, by number.
  public func records(ofReport number: Int64) throws(StorageError) -> [ReportRecordRow] {
    try prepared(
      """
      WITH RECURSIVE chain(record, revision) AS (
        SELECT id, revision FROM record WHERE id = ?1 AND report = ?1 OR report = ?1 AND report IS NOT id
        UNION ALL
        SELECT chain.record, revision.previous FROM chain JOIN revision ON revision.id = chain.revision
        WHERE revision.previous IS NOT NULL)
      SELECT record.id, catalogue, identifier, live, datestamp, count(*) FROM chain
      JOIN record ON record.id = chain.record GROUP BY record.id ORDER BY record.id
      """
    ).bind(0, number).all {
      ReportRecordRow(
        record: $0.int(0), catalogue: $0.int(1), identifier: $0.text(2), isLive: $0.int(3) != 0,
        datestamp: $0.optionalInt(4).map(Datestamp.init(seconds:)), revisions: Int($0.int(5)))
    }
  }

  /// The numbers of the records that state an identifier: the live ones first, and of these those of the catalogue with
  /// the lowest priority number.
  public func records(stating identifier: Identifier, limit: Int) throws(StorageError) -> [Int64] {
    try prepared(
      """
      SELECT record.id FROM identifier JOIN record ON record.id = identifier.record
      JOIN catalogue ON catalogue.id = record.catalogue
      WHERE scheme = ? AND value = ? ORDER BY record.live DESC, catalogue.priority, record.id LIMIT ?
      """
    ).bind(0, Int64(identifier.scheme.rawValue)).bind(1, identifier.value).bind(2, Int64(limit)).all {
      $0.int(0)
    }
  }

  /// The numbers of the records that an upstream knows by this identifier, the lowest priority number first.
  public func records(upstream identifier: String, limit: Int) throws(StorageError) -> [Int64] {
    var found: [Int64] = []
    for catalogue in try catalogues().sorted(by: { $0.priority < $1.priority }) where found.count < limit {
      found += try prepared("SELECT id FROM record WHERE catalogue = ? AND identifier = ?")
        .bind(0, catalogue.number).bind(1, identifier).all { $0.int(0) }
    }
    return found
  }

  /// The number of reports that a catalogue carries, or of all.
  public func reportCount(catalogue: Int64?) throws(StorageError) -> Int {
    guard let catalogue else { return try reportCounts().all }
    return Int(
      try prepared(
        "SELECT count(DISTINCT report) FROM record WHERE catalogue = ?"
      )
      .bind(0, catalogue).first { $0.int(0) } ?? 0)
  }

  /// The number of reports in the store, and of those that are withdrawn.
  public func reportCounts() throws(StorageError) -> (all: Int, withdrawn: Int) {
    try prepared("SELECT (SELECT count(*) FROM report), (SELECT count(*) FROM report WHERE withdrawn = 1)")
      .first { (Int($0.int(0)), Int($0.int(1))) } ?? (0, 0)
  }
}
