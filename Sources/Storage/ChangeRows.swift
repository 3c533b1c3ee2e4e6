import Catalogue

/// A change of what the library shows, as the log has it.
public struct ChangeRow: Sendable {
  public var number: Int64
  public var kind: ChangeKind
  public var report: Int64
  /// As it is now; nil where the report is gone.
  public var title: String?
  /// Of the revision that made it; nil where that was purged, and where a person did it.
  public var catalogue: Int64?
  public var run: Int64?
  /// Seconds since 1970.
  public var at: Int64?
  /// The other report of a join or split, the decision of an edit, the conflict of a conflict.
  public var other: Int64?
  /// The user whose decision made it.
  public var by: String?
}

/// A state that a record has had.
public struct RevisionRow: Sendable {
  public var number: Int64
  public var catalogue: Int64
  public var identifier: String
  public var run: Int64
  /// Seconds since 1970.
  public var at: Int64
  public var datestamp: Datestamp?
  /// Nil for a tombstone.
  public var report: Report?
}

extension Connection {
  /// The changes behind number `after`, in order.
  public func changes(after: Int64, limit: Int) throws(StorageError) -> [ChangeRow] {
    try prepared(
      """
      SELECT change.number, change.kind, change.report, catalogued_text(shown.body, shown.dictionary, report.patch, 0),
        record.catalogue, made.run, coalesce(change.at, made.at), change.other, decision.by
      FROM change
      LEFT JOIN decision ON decision.number = change.other AND change.kind IN (3, 4, 8)
      LEFT JOIN revision AS made ON made.id = change.revision LEFT JOIN record ON record.id = made.record
      LEFT JOIN report ON report.id = change.report LEFT JOIN record AS supplier ON supplier.id = report.supplier
      LEFT JOIN revision AS shown ON shown.id = supplier.live_revision
      WHERE change.number > ? ORDER BY change.number LIMIT ?
      """
    ).bind(0, after).bind(1, Int64(limit)).all {
      ChangeRow(
        number: $0.int(0), kind: ChangeKind(rawValue: $0.int(1)) ?? .changed, report: $0.int(2),
        title: $0.optionalText(3), catalogue: $0.optionalInt(4), run: $0.optionalInt(5),
        at: $0.optionalInt(6),
        other: $0.optionalInt(7), by: $0.optionalText(8))
    }
  }

  /// The last change that was made before a moment, in seconds since 1970; 0 where none was. Found by halving: the log
  /// is in the order of time, as far as the machine's clock was.
  public func lastChange(before moment: Int64) throws(StorageError) -> Int64 {
    let find = try prepared(
      """
      SELECT change.number, coalesce(change.at, revision.at) FROM change
      LEFT JOIN revision ON revision.id = change.revision
      WHERE change.number >= ? AND coalesce(change.at, revision.at) IS NOT NULL ORDER BY change.number LIMIT 1
      """)
    var low: Int64 = 0  // made before, as far as there is such a change
    var high = (try prepared("SELECT max(number) FROM change").first { $0.int(0) } ?? 0) + 1
    while low + 1 < high {
      let middle = low + (high - low) / 2
      let found = try find.bind(0, middle).first { ($0.int(0), $0.int(1)) }
      if let found, found.1 < moment {
        low = max(found.0, middle)
      } else {
        high = middle
      }
    }
    return low
  }

  /// The states that a report's records have had, the latest first; those with a number below `before`.
  public func history(ofReport number: Int64, before: Int64, limit: Int) throws(StorageError) -> [RevisionRow]
  {
    let rows = try prepared(
      """
      WITH RECURSIVE chain(record, revision) AS (
        SELECT id, revision FROM record WHERE id = ?1 AND report = ?1 OR report = ?1 AND report IS NOT id
        UNION ALL
        SELECT chain.record, revision.previous FROM chain JOIN revision ON revision.id = chain.revision
        WHERE revision.previous IS NOT NULL)
      SELECT revision.id, record.catalogue, record.identifier, run, at, revision.datestamp, body, dictionary
      FROM chain JOIN revision ON revision.id = chain.revision JOIN record ON record.id = chain.record
      WHERE revision.id < ?2 ORDER BY revision.id DESC LIMIT ?3
      """
    ).bind(0, number).bind(1, before).bind(2, Int64(limit)).all { row in
      (
        RevisionRow(
          number: row.int(0), catalogue: row.int(1), identifier: row.text(2), run: row.int(3), at: row.int(4),
          datestamp: row.optionalInt(5).map(Datestamp.init(seconds:))), row.blob(6), row.int(7)
      )
    }
    var result: [RevisionRow] = []
    for (row, body, dictionary) in rows {
      var row = row
      row.report = try unpack(body, dictionary: dictionary).report
      result.append(row)
    }
    return result
  }

  /// The run that took a revision, and when, in seconds since 1970.
  public func origin(ofRevision number: Int64) throws(StorageError) -> (run: Int64, at: Int64)? {
    try prepared("SELECT run, at FROM revision WHERE id = ?").bind(0, number).first { ($0.int(0), $0.int(1)) }
  }

  /// The report as a record's last live state says it.
  public func statement(ofRecord number: Int64) throws(StorageError) -> Report? {
    let found = try prepared(
      "SELECT body, dictionary FROM record JOIN revision ON revision.id = record.live_revision WHERE record.id = ?"
    ).bind(0, number).first { ($0.blob(0), $0.int(1)) }
    return try found.flatMap { (body, dictionary) throws(StorageError) in
      try unpack(body, dictionary: dictionary).report
    }
  }
}
