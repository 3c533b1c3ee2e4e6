/// A person's decision that waits for the close of an open run.
public struct PendingRow: Hashable, Sendable {
  /// What was decided. The raw values are kept in stores.
  public enum Kind: String, Sendable { case approve, reject, reparse }

  public var number: Int64
  public var kind: Kind
  /// What was held when the person decided.
  public var saw: [HeldRow]
}

extension Connection {
  /// Keeps a decision, with what is held now: that is what the person saw.
  public func addPending(_ kind: PendingRow.Kind, catalogue: Int64, at: Int64) throws(StorageError) {
    let number =
      try prepared("INSERT INTO pending(catalogue, kind, at) VALUES(?, ?, ?) RETURNING id")
      .bind(0, catalogue).bind(1, kind.rawValue).bind(2, at).first { $0.int(0) } ?? 0
    try prepared("INSERT INTO pending_saw SELECT ?, record, absent, datestamp FROM held WHERE catalogue = ?")
      .bind(0, number).bind(1, catalogue).run()
  }

  /// What waits, in the order of decision.
  public func pending(catalogue: Int64) throws(StorageError) -> [PendingRow] {
    let rows = try prepared("SELECT id, kind FROM pending WHERE catalogue = ? ORDER BY id").bind(0, catalogue)
      .all { ($0.int(0), $0.text(1)) }
    var result: [PendingRow] = []
    for (number, kind) in rows {
      guard let kind = PendingRow.Kind(rawValue: kind) else { continue }
      let saw = try prepared(
        "SELECT record, absent, datestamp FROM pending_saw WHERE pending = ? ORDER BY record"
      )
      .bind(0, number).all(HeldRow.init)
      result.append(PendingRow(number: number, kind: kind, saw: saw))
    }
    return result
  }

  public func dropPending(_ number: Int64) throws(StorageError) {
    try prepared("DELETE FROM pending_saw WHERE pending = ?").bind(0, number).run()
    try prepared("DELETE FROM pending WHERE id = ?").bind(0, number).run()
  }
}
