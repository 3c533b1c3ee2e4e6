import Catalogue

/// What records are found by, and find each other by (rule 9): identifiers, and what makes live ones alike. Used inside a
/// transaction, by the writer's thread alone.
final class RecordKeys {
  private let insertIdentifier, deleteIdentifier, findIdentifier: PreparedStatement
  private let insertLikeness, deleteLikeness, deleteNewLikeness, findLikeness: PreparedStatement
  private let connection: Connection
  /// How many likenesses were inserted since they were last put among the others, at most.
  private var newLikenesses: Int64

  /// A page of records then changes few pages of `likeness_new`, and each page of `likeness` seldom.
  private static let newLikenessLimit: Int64 = 16_384

  init(_ connection: Connection) throws(StorageError) {
    insertIdentifier = try connection.prepared(
      "INSERT INTO identifier VALUES(?, ?, ?) ON CONFLICT DO NOTHING")
    deleteIdentifier = try connection.prepared(
      "DELETE FROM identifier WHERE scheme = ? AND value = ? AND record = ?")
    findIdentifier = try connection.prepared(
      "SELECT 1 FROM identifier WHERE scheme = ? AND value = ? AND record IS NOT ? LIMIT 1")
    self.connection = connection
    insertLikeness = try connection.prepared("INSERT INTO likeness_new VALUES(?, ?) ON CONFLICT DO NOTHING")
    deleteLikeness = try connection.prepared("DELETE FROM likeness WHERE hash = ? AND record = ?")
    deleteNewLikeness = try connection.prepared("DELETE FROM likeness_new WHERE hash = ? AND record = ?")
    findLikeness = try connection.prepared(
      "SELECT 1 FROM likeness_all WHERE hash = ? AND record IS NOT ? LIMIT 1")
    newLikenesses = try connection.prepared("SELECT count(*) FROM likeness_new").first { $0.int(0) } ?? 0
  }

  /// Writes down what a record is found by; whether that leads to any other record, too.
  ///
  /// - Parameter isFound: Whether it is known already that it does.
  func add(_ report: EncodedReport, of record: Int64, live isLive: Bool = true, finds isFound: Bool = false)
    throws(StorageError) -> Bool
  {
    var findsOthers = isFound
    let (insert, find) = (insertIdentifier, findIdentifier)
    try report.bytes.lend { (all) throws(StorageError) in
      for key in report.keys {
        let value = UnsafeRawBufferPointer(rebasing: all[key.value])
        insert.bind(0, Int64(key.scheme.rawValue)).bind(2, record)
        insert.bind(1, borrowedText: value)
        try insert.run()
        guard key.links, !findsOthers else { continue }
        find.bind(0, Int64(key.scheme.rawValue)).bind(2, record)
        find.bind(1, borrowedText: value)
        findsOthers = try find.first { _ in true } ?? false
      }
    }
    guard isLive else { return findsOthers }
    for hash in report.likenesses {
      try note(hash, record)
      if !findsOthers { findsOthers = try findsAlike(hash, record) }
    }
    return findsOthers
  }

  /// The same for what a record says already.
  func add(_ report: Report, of record: RecordRow) throws(StorageError) -> Bool {
    for (identifier, _) in report.keys {
      insertIdentifier.bind(0, Int64(identifier.scheme.rawValue)).bind(1, identifier.value)
      try insertIdentifier.bind(2, record.number).run()
    }
    if record.isLive {
      // Part of it may be written down already, in either table.
      try removeLikenesses(report, of: record.number)
      for hash in report.likenesses {
        try note(hash, record.number)
      }
    }
    return try findOthers(record.number, saying: report)
  }

  /// Whether what a record says leads to another record.
  func findOthers(_ record: Int64, saying report: Report) throws(StorageError) -> Bool {
    for (identifier, links) in report.keys where links {
      findIdentifier.bind(0, Int64(identifier.scheme.rawValue)).bind(1, identifier.value)
      if try findIdentifier.bind(2, record).first({ _ in true }) ?? false { return true }
    }
    for hash in report.likenesses where try findsAlike(hash, record) { return true }
    return false
  }

  private func note(_ likeness: UInt64, _ record: Int64) throws(StorageError) {
    try insertLikeness.bind(0, Int64(bitPattern: likeness)).bind(1, record).run()
    newLikenesses += 1
  }

  /// Puts the new likenesses among the others where there are many. To be called at the end of a transaction.
  func tidy() throws(StorageError) {
    guard newLikenesses >= Self.newLikenessLimit else { return }
    try connection.prepared(
      "INSERT INTO likeness SELECT hash, record FROM likeness_new WHERE true ORDER BY hash, record ON CONFLICT DO NOTHING"
    ).run()
    try connection.prepared("DELETE FROM likeness_new").run()
    newLikenesses = 0
  }

  private func findsAlike(_ hash: UInt64, _ record: Int64) throws(StorageError) -> Bool {
    try findLikeness.bind(0, Int64(bitPattern: hash)).bind(1, record).first { _ in true } ?? false
  }

  func remove(_ report: Report, of record: Int64) throws(StorageError) {
    for (identifier, _) in report.keys {
      deleteIdentifier.bind(0, Int64(identifier.scheme.rawValue))
      try deleteIdentifier.bind(1, identifier.value).bind(2, record).run()
    }
    try removeLikenesses(report, of: record)
  }

  /// Only live records are alike.
  func removeLikenesses(_ report: Report, of record: Int64) throws(StorageError) {
    for hash in report.likenesses {
      try deleteLikeness.bind(0, Int64(bitPattern: hash)).bind(1, record).run()
      try deleteNewLikeness.bind(0, Int64(bitPattern: hash)).bind(1, record).run()
    }
  }
}
