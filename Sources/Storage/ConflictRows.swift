import Reconciliation

/// A conflict as it is kept: open, or how it ended.
public struct ConflictRow: Hashable, Sendable {
  /// How a conflict ended. The raw values are kept in stores.
  public enum Ending: String, Sendable, Codable, CaseIterable {
    /// A person settled it: the edit stands, the upstream's value shows, or a third value does.
    case local, upstream, value
    /// Another decision made an end of it: a new edit, an undo, a merge.
    case decision
    /// The upstream went back, or says what the person wants.
    case agreed
    /// The upstream says yet something else: another conflict stands in its place.
    case superseded
    /// The configuration decided so.
    case policy
    /// What it was about was purged.
    case purged
  }

  public var number: Int64
  public var report: Int64
  /// Whose upstream it is.
  public var catalogue: Int64
  public var conflict: Conflict
  /// Seconds since 1970.
  public var opened: Int64
  public var closed: Int64?
  public var ending: Ending?
  /// By which it ended, where a person ended it.
  public var decision: DecisionNumber?
  /// The run whose revision opened it.
  public var run: Int64?

  public init(
    number: Int64, report: Int64, catalogue: Int64, conflict: Conflict, opened: Int64, closed: Int64? = nil,
    ending: Ending? = nil, decision: DecisionNumber? = nil, run: Int64? = nil
  ) {
    self.number = number
    self.report = report
    self.catalogue = catalogue
    self.conflict = conflict
    self.opened = opened
    self.closed = closed
    self.ending = ending
    self.decision = decision
    self.run = run
  }
}

/// Which conflicts are asked for.
public struct ConflictFilter: Sendable {
  /// Those that wait for a person; else those that ended, too.
  public var isOpen = true
  public var catalogue: Int64?
  public var kind: Conflict.Kind?
  public var report: Int64?

  public init() {}
}

extension Connection {
  private static let conflictColumns = """
    conflict.number, report, catalogue, said, opened, closed, ending, decision, revision.run
    """
  private static let conflictTables = "conflict LEFT JOIN revision ON revision.id = conflict.revision"

  private func conflicts(_ statement: PreparedStatement) throws(StorageError) -> [ConflictRow] {
    let rows = try statement.all { row in
      (
        row.int(0), row.int(1), row.int(2), row.text(3), row.int(4), row.optionalInt(5), row.optionalText(6),
        row.optionalInt(7), row.optionalInt(8)
      )
    }
    return try rows.map { (row) throws(StorageError) in
      let conflict: Conflict
      do { conflict = try Conflict(json: row.3) } catch {
        throw StorageError(.damaged, "reading conflict \(row.0): \(error)")
      }
      return ConflictRow(
        number: row.0, report: row.1, catalogue: row.2, conflict: conflict, opened: row.4, closed: row.5,
        ending: row.6.flatMap(ConflictRow.Ending.init), decision: row.7, run: row.8)
    }
  }

  public func conflict(_ number: Int64) throws(StorageError) -> ConflictRow? {
    try conflicts(
      try prepared(
        "SELECT \(Self.conflictColumns) FROM \(Self.conflictTables) WHERE conflict.number = ?"
      ).bind(0, number)
    ).first
  }

  public func conflict(_ identity: String) throws(StorageError) -> ConflictRow? {
    try conflicts(
      try prepared(
        "SELECT \(Self.conflictColumns) FROM \(Self.conflictTables) WHERE identity = ?"
      ).bind(0, identity)
    ).first
  }

  /// Those with numbers below one, the latest first.
  public func conflicts(_ filter: ConflictFilter, before: Int64, limit: Int) throws(StorageError)
    -> [ConflictRow]
  {
    try conflicts(
      try prepared(
        """
        SELECT \(Self.conflictColumns) FROM \(Self.conflictTables)
        WHERE conflict.number < ?1 \(filter.isOpen ? "AND closed IS NULL" : "") AND (?2 IS NULL OR catalogue = ?2)
          AND (?3 IS NULL OR kind = ?3) AND (?4 IS NULL OR report = ?4)
        ORDER BY conflict.number DESC LIMIT ?5
        """
      ).bind(0, before).bind(1, filter.catalogue).bind(2, filter.kind?.rawValue).bind(3, filter.report)
        .bind(4, Int64(limit)))
  }

  /// The conflicts of a report that wait for a person.
  public func openConflicts(ofReport number: Int64) throws(StorageError) -> [ConflictRow] {
    try conflicts(
      try prepared(
        "SELECT \(Self.conflictColumns) FROM \(Self.conflictTables) WHERE report = ? AND closed IS NULL"
      ).bind(0, number))
  }

  public func put(_ row: ConflictRow) throws(StorageError) {
    try prepared("INSERT OR REPLACE INTO conflict VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)").bind(
      0, row.number
    )
    .bind(1, row.conflict.identity).bind(2, row.report).bind(3, row.conflict.kind.rawValue)
    .bind(4, row.catalogue).bind(5, row.conflict.revision).bind(6, row.conflict.json).bind(7, row.opened)
    .bind(8, row.closed).bind(9, row.ending?.rawValue).bind(10, row.decision).run()
  }
}
