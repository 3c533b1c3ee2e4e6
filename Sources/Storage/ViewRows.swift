import Catalogue
import Reconciliation

/// A report as it is kept, without what it shows.
public struct ShownRow: Hashable, Sendable {
  public var number: Int64
  public var isWithdrawn: Bool
  /// The record that supplies it.
  public var supplier: Int64
  /// What of it is not what the supplier says.
  public var patch: [UInt8]?

  public init(number: Int64, isWithdrawn: Bool, supplier: Int64, patch: [UInt8]?) {
    self.number = number
    self.isWithdrawn = isWithdrawn
    self.supplier = supplier
    self.patch = patch
  }

  /// What it shows.
  ///
  /// - Parameter supplier: What the supplier's last live revision says.
  public func shown(_ supplier: Report) throws(StorageError) -> Report {
    guard let patch else { return supplier }
    return try patch.lend { (bytes) throws(StorageError) in try ReportPatch.apply(bytes, to: supplier) }
  }
}

extension PreparedStatement {
  fileprivate func bind(_ row: ShownRow) -> Self {
    bind(0, row.number).bind(1, row.isWithdrawn ? 1 : 0).bind(2, row.supplier).bind(3, blob: row.patch)
  }
}

extension Connection {
  // MARK: What records find each other by

  /// The numbers of records that bear a key now, at most so many.
  public func bearers(_ key: LinkKey, limit: Int) throws(StorageError) -> [Int64] {
    let statement: PreparedStatement
    switch key {
    case .identifier(let identifier):
      statement = try prepared("SELECT record FROM identifier WHERE scheme = ? AND value = ? LIMIT ?")
      statement.bind(0, Int64(identifier.scheme.rawValue)).bind(1, identifier.value).bind(2, Int64(limit))
    case .likeness(let hash):
      statement = try prepared("SELECT record FROM likeness_all WHERE hash = ? LIMIT ?")
      statement.bind(0, Int64(bitPattern: hash)).bind(1, Int64(limit))
    }
    return try statement.all { $0.int(0) }
  }

  // MARK: Reports

  public func shownRow(_ number: Int64) throws(StorageError) -> ShownRow? {
    try prepared("SELECT id, withdrawn, supplier, patch FROM report WHERE id = ?").bind(0, number).first {
      ShownRow(
        number: $0.int(0), isWithdrawn: $0.int(1) != 0, supplier: $0.int(2),
        patch: $0.isNull(3) ? nil : $0.blob(3))
    }
  }

  public func put(_ row: ShownRow) throws(StorageError) {
    try prepared("UPDATE report SET withdrawn = ?2, supplier = ?3, patch = ?4 WHERE id = ?1").bind(row).run()
    if changes == 0 { try prepared("INSERT INTO report VALUES(?, ?, ?, ?)").bind(row).run() }
  }

  public func dropReport(_ number: Int64) throws(StorageError) {
    try prepared("DELETE FROM report WHERE id = ?").bind(0, number).run()
  }

  /// Notes of which report a record is.
  public func note(record: Int64, ofReport report: Int64) throws(StorageError) {
    try prepared("UPDATE record SET report = ? WHERE id = ?").bind(0, report).bind(1, record).run()
  }

  /// The numbers of the records of a report, itself among them.
  public func members(ofReport number: Int64) throws(StorageError) -> [Int64] {
    try prepared(
      """
      SELECT id FROM record WHERE id = ?1 AND report = ?1
      UNION ALL SELECT id FROM record WHERE report = ?1 AND report IS NOT id ORDER BY 1
      """
    ).bind(0, number).all { $0.int(0) }
  }

  /// The numbers of the records of a report, but for the one that it has its number from.
  public func joined(toReport number: Int64) throws(StorageError) -> [Int64] {
    try prepared("SELECT id FROM record WHERE report = ? AND report IS NOT id").bind(0, number)
      .all { $0.int(0) }
  }

  // MARK: Suggestions

  public func hasSuggestions() throws(StorageError) -> Bool {
    try prepared("SELECT 1 FROM suggestion LIMIT 1").first { _ in true } ?? false
  }

  /// Forgets the suggestions about a record.
  public func dropSuggestions(about record: Int64) throws(StorageError) {
    try prepared("DELETE FROM suggestion WHERE a = ?").bind(0, record).run()
    try prepared("DELETE FROM suggestion WHERE b = ?").bind(0, record).run()
  }

  public func add(_ suggestion: Suggestion) throws(StorageError) {
    try prepared("INSERT OR REPLACE INTO suggestion VALUES(?, ?, ?)").bind(0, suggestion.pair.a)
      .bind(1, suggestion.pair.b).bind(2, suggestion.likeness.rawValue).run()
  }

  /// Suggestions in the order of their pairs, behind one.
  public func suggestions(after pair: RecordPair?, limit: Int) throws(StorageError) -> [Suggestion] {
    try prepared("SELECT a, b, kind FROM suggestion WHERE (a, b) > (?, ?) ORDER BY a, b LIMIT ?")
      .bind(0, pair?.a ?? 0).bind(1, pair?.b ?? 0).bind(2, Int64(limit)).all {
        Suggestion(
          pair: RecordPair($0.int(0), $0.int(1)), likeness: Likeness.Kind(rawValue: $0.text(2)) ?? .title)
      }
  }

  /// The suggestions about some records, in the order of their pairs.
  public func suggestions(about records: [Int64]) throws(StorageError) -> [Suggestion] {
    try prepared(
      """
      SELECT a, b, kind FROM suggestion WHERE a IN (SELECT value FROM json_each(?1))
      UNION SELECT a, b, kind FROM suggestion WHERE b IN (SELECT value FROM json_each(?1)) ORDER BY a, b
      """
    ).bind(0, "[\(records.map(String.init).joined(separator: ","))]").all {
      Suggestion(
        pair: RecordPair($0.int(0), $0.int(1)), likeness: Likeness.Kind(rawValue: $0.text(2)) ?? .title)
    }
  }

  /// How many suggestions wait for a person.
  public func suggestionCount() throws(StorageError) -> Int {
    Int(try prepared("SELECT count(*) FROM suggestion").first { $0.int(0) } ?? 0)
  }

  // MARK: What is to be looked at again

  /// Records that are to be looked at again in the background.
  public struct MendRow: Sendable {
    public var number: Int64
    /// Nil for those of all catalogues.
    public var catalogue: Int64?
    /// Those up to this one are done.
    public var after: Int64
    /// Whether what they are found by has to be written down first.
    public var notesKeys: Bool
  }

  public func nextMend() throws(StorageError) -> MendRow? {
    try prepared("SELECT id, catalogue, after, keys FROM mend ORDER BY id LIMIT 1").first {
      MendRow(number: $0.int(0), catalogue: $0.optionalInt(1), after: $0.int(2), notesKeys: $0.int(3) != 0)
    }
  }

  /// Leaves the records of a catalogue, or of all, to be looked at again from the first on.
  public func leaveMend(catalogue: Int64?, notesKeys: Bool = false) throws(StorageError) {
    try prepared("DELETE FROM mend WHERE catalogue IS ? AND keys = ?").bind(0, catalogue)
      .bind(1, notesKeys ? 1 : 0).run()
    try prepared("INSERT INTO mend(catalogue, after, keys) VALUES(?, 0, ?)").bind(0, catalogue)
      .bind(1, notesKeys ? 1 : 0).run()
  }

  /// Notes how far it is; nil: it is done.
  public func note(_ mend: MendRow, after: Int64?) throws(StorageError) {
    if let after {
      try prepared("UPDATE mend SET after = ? WHERE id = ?").bind(0, after).bind(1, mend.number).run()
    } else {
      try prepared("DELETE FROM mend WHERE id = ?").bind(0, mend.number).run()
    }
  }

  /// Records above `after`, in order.
  public func records(after: Int64, limit: Int) throws(StorageError) -> [RecordRow] {
    try prepared("SELECT \(RecordRow.columns) FROM record WHERE id > ? ORDER BY id LIMIT ?")
      .bind(0, after).bind(1, Int64(limit)).all(RecordRow.init)
  }
}
