import Catalogue
import Reconciliation

/// A change of what the library shows, as the log has it.
public struct ChangeRow: Sendable {
  public var number: Int64
  public var kind: ChangeKind
  public var report: Int64
  /// As it is now; nil where the report is gone.
  public var title: String?
  /// Of the revision that made it or that shows now, or of the conflict; nil where that was purged, and where a person
  /// did it.
  public var catalogue: Int64?
  /// The run that made it, or whose revision opened the conflict.
  public var run: Int64?
  /// Seconds since 1970; where its revision was removed, when the log has next.
  public var at: Int64?
  /// The other report of a join or split, the conflict of a conflict.
  public var other: Int64?
  /// The decision that made it, and the user who decided it or wanted the purge.
  public var decision: DecisionNumber?
  public var by: String?
  /// Who brought the decision from another store.
  public var imported: DecisionRow.Import?
  /// How the conflict ended then; nil in what releases wrote that did not note it.
  public var ending: ConflictRow.Ending?
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
  public var record: Int64
  /// The record's revision before.
  public var previous: Int64?
  /// Nil for a tombstone.
  public var report: Report?
}

extension Connection {
  /// When a `change` was made, whose revision is `made`: where that was trimmed or purged, when the log has next.
  static let changeTime = """
    coalesce(change.at, made.at,
      (SELECT coalesce(next.at, later.at) FROM change AS next LEFT JOIN revision AS later ON later.id = next.revision
       WHERE next.number > change.number AND next.number <= change.number + 10000
         AND coalesce(next.at, later.at) IS NOT NULL ORDER BY next.number LIMIT 1))
    """

  private static let changeColumns = """
    change.number, change.kind, change.report, catalogued_text(shown.body, shown.dictionary, report.patch, -1),
      coalesce(conflict.catalogue, record.catalogue),
      -- What has a time of its own was not made by its revision's run, but for conflicts that no person opened or ended.
      CASE WHEN change.at IS NULL OR change.kind IN (9, 10) AND change.decision IS NULL THEN made.run END,
      \(changeTime), change.other, decision.number, coalesce(change.by, decision.by), change.ending,
      decision.imported_at, decision.imported_by
    FROM change
    LEFT JOIN conflict ON conflict.number = change.other AND change.kind IN (9, 10)
    LEFT JOIN decision ON decision.number = change.decision
    LEFT JOIN revision AS made ON made.id = change.revision LEFT JOIN record ON record.id = made.record
    LEFT JOIN report ON report.id = change.report LEFT JOIN record AS supplier ON supplier.id = report.supplier
    LEFT JOIN revision AS shown ON shown.id = supplier.live_revision
    """

  private func changes(_ statement: PreparedStatement) throws(StorageError) -> [ChangeRow] {
    try statement.all {
      ChangeRow(
        number: $0.int(0), kind: ChangeKind(rawValue: $0.int(1)) ?? .changed, report: $0.int(2),
        title: $0.optionalText(3), catalogue: $0.optionalInt(4), run: $0.optionalInt(5),
        at: $0.optionalInt(6), other: $0.optionalInt(7), decision: $0.optionalInt(8),
        by: $0.optionalText(9), imported: DecisionRow.Import($0, at: 11),
        ending: $0.optionalText(10).flatMap(ConflictRow.Ending.init))
    }
  }

  /// The changes behind number `after`, up to `last`, in order.
  ///
  /// - Parameter catalogue: Only those that its records made, and its conflicts. The log is not kept by catalogue: all of
  ///   it up to `last` may have to be looked at.
  public func changes(after: Int64, upTo last: Int64 = .max, catalogue: Int64? = nil, limit: Int)
    throws(StorageError) -> [ChangeRow]
  {
    try changes(
      try prepared(
        """
        SELECT \(Self.changeColumns)
        WHERE change.number > ?1 AND change.number <= ?4
          AND (?2 IS NULL OR coalesce(conflict.catalogue, record.catalogue) = ?2)
        ORDER BY change.number LIMIT ?3
        """
      ).bind(0, after).bind(1, catalogue).bind(2, Int64(limit)).bind(3, last))
  }

  /// One change of the log.
  public func change(_ number: Int64) throws(StorageError) -> ChangeRow? {
    try changes(
      try prepared("SELECT \(Self.changeColumns) WHERE change.number = ?").bind(0, number)
    ).first
  }

  /// The conflicts of which the changes behind number `after`, up to `last`, tell: in their order, each once.
  public func conflicts(changedAfter after: Int64, upTo last: Int64, limit: Int) throws(StorageError)
    -> [Int64]
  {
    try prepared(
      """
      SELECT other FROM change WHERE number > ? AND number <= ? AND kind IN (9, 10) AND other IS NOT NULL
      GROUP BY other ORDER BY max(number) DESC LIMIT ?
      """
    ).bind(0, after).bind(1, last).bind(2, Int64(limit)).all { $0.int(0) }.reversed()
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

  /// The run that took a revision, and when, in seconds since 1970.
  public func origin(ofRevision number: Int64) throws(StorageError) -> (run: Int64, at: Int64)? {
    try prepared("SELECT run, at FROM revision WHERE id = ?").bind(0, number).first { ($0.int(0), $0.int(1)) }
  }

  /// The report as a record's last live state says it.
  public func statement(ofRecord number: Int64) throws(StorageError) -> Report? {
    let find = try prepared(
      "SELECT body, dictionary FROM record JOIN revision ON revision.id = record.live_revision WHERE record.id = ?"
    )
    return try statement(in: find.bind(0, number))
  }

  /// The report as a live revision says it.
  public func statement(ofRevision number: Int64) throws(StorageError) -> Report? {
    try statement(in: try prepared("SELECT body, dictionary FROM revision WHERE id = ?").bind(0, number))
  }

  private func statement(in find: PreparedStatement) throws(StorageError) -> Report? {
    guard try find.step() else { return nil }
    defer { find.reset() }
    let dictionary = find.int(1)
    return try find.withBlob(0) { (body) throws(StorageError) in
      try report(body, dictionary: dictionary)
    }
  }
}
