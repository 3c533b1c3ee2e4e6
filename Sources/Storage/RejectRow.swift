/// What could not be read, without its bytes.
public struct RejectRow: Sendable {
  public var number: Int64
  public var catalogue: Int64
  public var run: Int64
  /// The record's upstream identifier, where it could be read.
  public var identifier: String?
  /// Where it stood in its page: bytes from 0, or lines from 1 for tables and lists of references.
  public var place: Int64
  public var reason: String
  /// When it was heard last, in seconds since 1970.
  public var at: Int64

  /// How many bytes the record has.
  public var size: Int

  static let columns = "id, catalogue, run, identifier, place, reason, at, length(bytes)"

  init(_ row: PreparedStatement) {
    number = row.int(0)
    catalogue = row.int(1)
    run = row.int(2)
    identifier = row.optionalText(3)
    place = row.int(4)
    reason = row.text(5)
    at = row.int(6)
    size = Int(row.int(7))
  }
}

/// Everything of a reject that is kept when it is made.
public struct NewReject: Sendable {
  public var identifier: String?
  public var place: Int64
  public var reason: String
  public var hash: RawHash
  public var context: [UInt8]
  public var bytes: [UInt8]

  public init(
    identifier: String?, place: Int64, reason: String, hash: RawHash, context: [UInt8], bytes: [UInt8]
  ) {
    self.identifier = identifier
    self.place = place
    self.reason = reason
    self.hash = hash
    self.context = context
    self.bytes = bytes
  }
}

extension Connection {
  /// Sets a record aside. The same bytes again only move the reject to the newer run.
  public func addReject(_ reject: NewReject, _ arrival: Arrival) throws(StorageError) {
    try prepared(
      """
      INSERT INTO reject(catalogue, run, identifier, place, reason, hash, context, bytes, at)
      VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT(catalogue, hash) DO UPDATE
      SET run = excluded.run, place = excluded.place, reason = excluded.reason, at = excluded.at
      """
    ).bind(0, arrival.catalogue).bind(1, arrival.run).bind(2, reject.identifier).bind(3, reject.place)
      .bind(4, reject.reason).bind(5, blob: reject.hash.bytes).bind(6, blob: reject.context)
      .bind(7, blob: reject.bytes).bind(8, arrival.at).run()
  }

  /// Drops the rejects of an identifier that could be read at last.
  public func settleRejects(catalogue: Int64, identifier: String) throws(StorageError) {
    try prepared("DELETE FROM reject WHERE catalogue = ? AND identifier = ?")
      .bind(0, catalogue).bind(1, identifier).run()
  }

  public func dropReject(_ number: Int64) throws(StorageError) {
    try prepared("DELETE FROM reject WHERE id = ?").bind(0, number).run()
  }

  public func rejectCount(catalogue: Int64) throws(StorageError) -> Int {
    Int(
      try prepared("SELECT count(*) FROM reject WHERE catalogue = ?").bind(0, catalogue).first { $0.int(0) }
        ?? 0)
  }

  /// The oldest first, those with a number above `after`, of one catalogue or of all.
  public func rejects(catalogue: Int64?, after: Int64, limit: Int) throws(StorageError) -> [RejectRow] {
    try prepared(
      "SELECT \(RejectRow.columns) FROM reject WHERE (?1 IS NULL OR catalogue = ?1) AND id > ?2 ORDER BY id LIMIT ?3"
    ).bind(0, catalogue).bind(1, after).bind(2, Int64(limit)).all(RejectRow.init)
  }

  /// The newest first, those with a number below `before`, of one catalogue or of all.
  public func rejects(catalogue: Int64?, before: Int64, limit: Int) throws(StorageError) -> [RejectRow] {
    try prepared(
      """
      SELECT \(RejectRow.columns) FROM reject WHERE (?1 IS NULL OR catalogue = ?1) AND id < ?2
      ORDER BY id DESC LIMIT ?3
      """
    ).bind(0, catalogue).bind(1, before).bind(2, Int64(limit)).all(RejectRow.init)
  }

  /// A reject with the bytes that could not be read and the context that they need.
  public func reject(_ number: Int64) throws(StorageError) -> (
    row: RejectRow, context: [UInt8], bytes: [UInt8]
  )? {
    try prepared("SELECT \(RejectRow.columns), context, bytes FROM reject WHERE id = ?").bind(0, number)
      .first { (RejectRow($0), $0.blob(8), $0.blob(9)) }
  }
}
