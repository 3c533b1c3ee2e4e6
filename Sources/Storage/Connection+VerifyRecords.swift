import Catalogue

/// What a check of some records found.
public struct RecordCheck: Sendable {
  public var problems: [String] = []
  /// The records that something is wrong with.
  public var faulty: [Int64] = []
  /// How many identifiers the records are found by.
  public var identifiers = 0
  /// How many likenesses the live ones of them have.
  public var likenesses = 0
  /// The number of the last record; nil behind the end.
  public var last: Int64?
}

extension Connection {
  /// Checks the records above `after`: bodies that cannot be read, revisions that are gone or do not say what the record
  /// says, identifiers that it is not found by. All of them as they stand at one moment.
  ///
  /// - Parameter hash: As records are hashed when they arrive.
  public func checkRecords(
    after: Int64, limit: Int, hash: (_ raw: [UInt8], _ context: [UInt8]) -> RawHash
  ) throws(StorageError) -> RecordCheck {
    try execute("BEGIN")
    defer { try? execute("COMMIT") }
    var check = RecordCheck()
    let rows = try prepared("SELECT \(RecordRow.columns) FROM record WHERE id > ? ORDER BY id LIMIT ?")
      .bind(0, after).bind(1, Int64(limit)).all(RecordRow.init)
    for record in rows {
      let before = check.problems.count
      try self.check(record, hash, &check)
      if check.problems.count > before { check.faulty.append(record.number) }
    }
    check.last = rows.last?.number
    return check
  }

  private func check(
    _ record: RecordRow, _ hash: ([UInt8], [UInt8]) -> RawHash, _ check: inout RecordCheck
  ) throws(StorageError) {
    if record.isLive, record.liveRevision != record.revision {
      check.problems.append("record \(record.number) is live and its last revision is not")
    }
    var sawLive = record.liveRevision == nil
    var next: Int64? = record.revision
    while let number = next {
      let row = try prepared(
        "SELECT record, previous, datestamp, dictionary, body FROM revision WHERE id = ?"
      )
      .bind(0, number)
      .first { ($0.int(0), $0.optionalInt(1), $0.optionalInt(2), $0.int(3), $0.blob(4)) }
      guard let (owner, previous, datestamp, dictionary, packed) = row, owner == record.number,
        (previous ?? 0) < number
      else {
        check.problems.append("revision \(number) of record \(record.number) is gone")
        return
      }
      next = previous
      let body: KeptBody
      do throws(StorageError) {
        body = try unpack(packed, dictionary: dictionary)
      } catch {
        guard error.kind == .damaged else { throw error }
        check.problems.append("revision \(number) of record \(record.number) cannot be read")
        if number == record.liveRevision { sawLive = true }
        continue
      }
      if number == record.liveRevision {
        sawLive = true
        try checkIdentifiers(of: record, body.report, &check)
      }
      guard number == record.revision else { continue }
      if (body.report != nil) != record.isLive {
        check.problems.append("record \(record.number) and its last revision differ in whether it is deleted")
      }
      if datestamp != record.datestamp?.seconds {
        check.problems.append("record \(record.number) and its last revision differ in their datestamps")
      }
      // Of an absence there are no bytes.
      if !packed.isEmpty, hash(body.raw, body.context) != record.hash {
        check.problems.append("the kept bytes of record \(record.number) are not those that came")
      }
    }
    if !sawLive { check.problems.append("record \(record.number) has lost its last live revision") }
  }

  private func checkIdentifiers(of record: RecordRow, _ report: Report?, _ check: inout RecordCheck)
    throws(StorageError)
  {
    for (identifier, _) in report?.keys ?? [] {
      check.identifiers += 1
      let known = try prepared("SELECT 1 FROM identifier WHERE scheme = ? AND value = ? AND record = ?")
        .bind(0, Int64(identifier.scheme.rawValue)).bind(1, identifier.value).bind(2, record.number).first {
          _ in true
        }
      if known == nil {
        check.problems.append("record \(record.number) is not found by its identifier \(identifier.value)")
      }
    }
    guard record.isLive, let report else { return }
    for hash in report.likenesses {
      check.likenesses += 1
      let known = try prepared("SELECT 1 FROM likeness_all WHERE hash = ? AND record = ?")
        .bind(0, Int64(bitPattern: hash)).bind(1, record.number).first { _ in true }
      if known == nil {
        check.problems.append("record \(record.number) is not found by what makes it like others")
      }
    }
  }
}
