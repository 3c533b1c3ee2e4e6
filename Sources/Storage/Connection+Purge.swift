import typealias Reconciliation.DecisionNumber

/// What a purge removes.
public struct PurgeCount: Sendable {
  /// Reports that only this catalogue carries and that are shown, and those that are withdrawn.
  public var shown = 0
  public var withdrawn = 0
  /// All its records, tombstones included.
  public var records = 0
  /// What could not be read and is set aside.
  public var rejects = 0
  /// What persons decided over its records alone, and goes with them; and what goes on over other catalogues' records.
  public var decisions = 0
  public var handedOver = 0

  public init() {}
}

extension Connection {
  /// What only a catalogue carries, decisions apart; in time as its records are many.
  public func purgeCount(catalogue: Int64) throws(StorageError) -> PurgeCount {
    var count = PurgeCount()
    let records = try prepared(
      """
      SELECT count(*), count(report.id), total(report.withdrawn) FROM record
      LEFT JOIN report ON report.id = record.report AND report.supplier = record.id
        AND NOT EXISTS(SELECT 1 FROM record AS first WHERE first.id = report.id AND first.catalogue <> record.catalogue)
        AND NOT EXISTS(SELECT 1 FROM record AS joined WHERE joined.report = report.id AND joined.report IS NOT joined.id
          AND joined.catalogue <> record.catalogue)
      WHERE record.catalogue = ?
      """
    ).bind(0, catalogue).first { (Int($0.int(0)), Int($0.int(1)), Int($0.int(2))) }
    if let (all, reports, withdrawn) = records {
      count.records = all
      count.shown = reports - withdrawn
      count.withdrawn = withdrawn
    }
    count.rejects = try rejectCount(catalogue: catalogue)
    return count
  }

  /// The decisions that concern a catalogue's records, and whether they concern another's, too.
  public func decisions(aboutCatalogue catalogue: Int64) throws(StorageError)
    -> [(decision: DecisionNumber, goesOn: Bool)]
  {
    try prepared(
      """
      SELECT decision_record.decision, max(record.catalogue <> ?1) FROM decision_record
      JOIN record ON record.id = decision_record.record
      WHERE decision_record.decision IN (
        SELECT mine.decision FROM decision_record AS mine JOIN record ON record.id = mine.record
        WHERE record.catalogue = ?1)
      GROUP BY decision_record.decision
      """
    ).bind(0, catalogue).all { ($0.int(0), $0.int(1) != 0) }
  }

  /// The records of a catalogue that any decision concerns.
  public func decidedRecords(catalogue: Int64) throws(StorageError) -> [RecordRow] {
    try prepared(
      """
      SELECT \(RecordRow.columns) FROM record WHERE catalogue = ? AND id IN (SELECT record FROM decision_record) ORDER BY id
      """
    ).bind(0, catalogue).all(RecordRow.init)
  }

  /// The numbers of a catalogue's records, in no order.
  public func eachRecord(catalogue: Int64, _ body: (Int64) -> Void) throws(StorageError) {
    let numbers = try prepared("SELECT id FROM record WHERE catalogue = ?").bind(0, catalogue)
    while try numbers.step() { body(numbers.int(0)) }
  }

  /// Drops so many of a catalogue's rejects, which have their bytes with them; false once none is left.
  public func dropRejects(catalogue: Int64, limit: Int) throws(StorageError) -> Bool {
    try prepared("DELETE FROM reject WHERE id IN (SELECT id FROM reject WHERE catalogue = ? LIMIT ?)")
      .bind(0, catalogue).bind(1, Int64(limit)).run()
    return changes > 0
  }

  /// Removes everything else that is kept of a catalogue. Its row stays, and so does the list of its runs: their numbers
  /// are never given out twice.
  public func purgeRest(catalogue: Int64) throws(StorageError) {
    for sql in [
      "DELETE FROM held WHERE catalogue = ?", "DELETE FROM refused WHERE catalogue = ?",
      "DELETE FROM pending_saw WHERE pending IN (SELECT id FROM pending WHERE catalogue = ?)",
      "DELETE FROM pending WHERE catalogue = ?", "DELETE FROM page WHERE catalogue = ?",
      "UPDATE dictionary SET bytes = x'' WHERE catalogue = ?",
      "UPDATE dictionary_copy SET bytes = x'' WHERE id IN (SELECT id FROM dictionary WHERE catalogue = ?)",
      """
      UPDATE catalogue SET live = 0, withdrawn = 0, scope = NULL, response_date = NULL, full_closed = NULL,
        promises_tombstones = 0, about = '', etag = NULL, last_modified = NULL, validators_of = NULL, polling = '',
        taken_for = NULL, taken_for_at = NULL, fields = '', source = NULL, forgotten = 1 WHERE id = ?
      """,
    ] { try prepared(sql).bind(0, catalogue).run() }
  }

  /// Whether nothing of a catalogue was ever kept.
  public func isBlank(_ catalogue: CatalogueRow) throws(StorageError) -> Bool {
    let rejects = try rejectCount(catalogue: catalogue.number)
    return catalogue.live + catalogue.withdrawn + rejects == 0
  }
}
