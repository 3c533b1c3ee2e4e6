import Catalogue
import Reconciliation

/// A decision as it is kept.
public struct DecisionRow: Sendable {
  public var number: DecisionNumber
  /// Seconds since 1970.
  public var at: Int64
  /// The user who decided.
  public var by: String
  public var reason: String?
  public var decision: Decision
  /// Who brought it from another store; nil where it was decided here.
  public var imported: Import?

  /// Since when it counts here, in seconds since 1970: since it was made, or imported.
  public var since: Int64 { max(at, imported?.at ?? at) }

  /// How a decision came from another store.
  public struct Import: Hashable, Sendable {
    /// Seconds since 1970.
    public var at: Int64
    /// The user who imported it.
    public var by: String

    public init(at: Int64, by: String) {
      self.at = at
      self.by = by
    }

    /// From `imported_at` and `imported_by`, which are nothing where it was decided here.
    init?(_ row: PreparedStatement, at column: Int32) {
      guard let at = row.optionalInt(column), let by = row.optionalText(column + 1) else { return nil }
      self.init(at: at, by: by)
    }
  }

  public init(
    number: DecisionNumber, at: Int64, by: String, reason: String?, decision: Decision,
    imported: Import? = nil
  ) {
    self.number = number
    self.at = at
    self.by = by
    self.reason = reason
    self.decision = decision
    self.imported = imported
  }
}

extension Connection {
  private static let decisionColumns = "decision.number, at, by, reason, decision, imported_at, imported_by"

  private func decisions(_ statement: PreparedStatement) throws(StorageError) -> [DecisionRow] {
    let rows = try statement.all {
      (
        $0.int(0), $0.int(1), $0.text(2), $0.optionalText(3), $0.text(4), DecisionRow.Import($0, at: 5)
      )
    }
    return try rows.map { (row) throws(StorageError) in
      DecisionRow(
        number: row.0, at: row.1, by: row.2, reason: row.3, decision: try Self.decode(row.4, row.0),
        imported: row.5)
    }
  }

  private static func decode(_ json: String, _ number: Int64) throws(StorageError) -> Decision {
    do { return try Decision(json: json) } catch {
      throw StorageError(.damaged, "reading decision \(number): \(error)")
    }
  }

  /// Keeps a decision with the records that it concerns, and with what was numbered last when its transaction began.
  public func add(_ row: DecisionRow, touching records: [Int64]) throws(StorageError) {
    try prepared("INSERT INTO decision SELECT ?, ?, ?, ?, ?, revision, change, ?, ? FROM counter")
      .bind(0, row.number).bind(1, row.at).bind(2, row.by).bind(3, row.reason).bind(4, row.decision.json)
      .bind(5, row.imported?.at).bind(6, row.imported?.by).run()
    try note(row.number, touches: records)
  }

  func note(_ decision: DecisionNumber, touches records: [Int64]) throws(StorageError) {
    for record in records {
      try prepared("INSERT INTO decision_record VALUES(?, ?) ON CONFLICT DO NOTHING").bind(0, record)
        .bind(1, decision).run()
    }
  }

  public func decision(_ number: DecisionNumber) throws(StorageError) -> DecisionRow? {
    try decisions(
      try prepared("SELECT \(Self.decisionColumns) FROM decision WHERE number = ?").bind(0, number)
    ).first
  }

  /// The numbers of the decisions that were made at that moment by that user, and say the same, in order.
  public func decisions(at moment: Int64, by user: String, _ decision: Decision) throws(StorageError)
    -> [DecisionNumber]
  {
    try prepared("SELECT number FROM decision WHERE at = ? AND by = ? AND decision = ? ORDER BY number")
      .bind(0, moment).bind(1, user).bind(2, decision.json).all { $0.int(0) }
  }

  /// Records of reports to which a person gave an identifier; whether it stands is for the reader to see.
  public func records(given identifier: Identifier, limit: Int) throws(StorageError) -> [Int64] {
    try prepared(
      """
      SELECT record FROM decision_record JOIN decision ON decision.number = decision_record.decision
      WHERE instr(decision.decision, ?) > 0 ORDER BY decision.number DESC LIMIT ?
      """
    ).bind(0, "\"\(identifier.value)\"").bind(1, Int64(limit)).all { $0.int(0) }
  }

  /// Whether a person ever decided anything.
  public func hasDecisions() throws(StorageError) -> Bool {
    try prepared("SELECT decision > 0 FROM counter").first { $0.int(0) != 0 } ?? false
  }

  /// The records that a decision concerns, in order.
  public func records(touchedBy decision: DecisionNumber) throws(StorageError) -> [Int64] {
    try prepared("SELECT record FROM decision_record WHERE decision = ? ORDER BY record").bind(0, decision)
      .all {
        $0.int(0)
      }
  }

  /// The records that any decision concerns together with this one.
  public func records(decidedWith record: Int64) throws(StorageError) -> [Int64] {
    try prepared(
      """
      SELECT DISTINCT other.record FROM decision_record AS mine
      JOIN decision_record AS other ON other.decision = mine.decision WHERE mine.record = ?
      """
    ).bind(0, record).all { $0.int(0) }
  }

  /// All decisions that concern one of the records, in order.
  public func decisions(touching records: some Collection<Int64>) throws(StorageError) -> [DecisionRow] {
    let list = "[\(records.map(String.init).joined(separator: ","))]"
    return try decisions(
      try prepared(
        """
        SELECT \(Self.decisionColumns) FROM decision WHERE number IN (
          SELECT decision FROM decision_record WHERE record IN (SELECT value FROM json_each(?))) ORDER BY number
        """
      ).bind(0, list))
  }

  /// Decisions below a number, the latest first.
  public func decisions(before: DecisionNumber, limit: Int) throws(StorageError) -> [DecisionRow] {
    try decisions(
      try prepared(
        "SELECT \(Self.decisionColumns) FROM decision WHERE number < ? ORDER BY number DESC LIMIT ?"
      ).bind(0, before).bind(1, Int64(limit)))
  }

  /// Decisions above a number, the earliest first.
  public func decisions(after: DecisionNumber, limit: Int) throws(StorageError) -> [DecisionRow] {
    try decisions(
      try prepared("SELECT \(Self.decisionColumns) FROM decision WHERE number > ? ORDER BY number LIMIT ?")
        .bind(0, after).bind(1, Int64(limit)))
  }

  /// Removes decisions for good, as a purge does.
  public func dropDecisions(_ numbers: some Collection<DecisionNumber>) throws(StorageError) {
    for number in numbers {
      try prepared("DELETE FROM decision WHERE number = ?").bind(0, number).run()
      try prepared("DELETE FROM decision_record WHERE decision = ?").bind(0, number).run()
    }
  }
}
