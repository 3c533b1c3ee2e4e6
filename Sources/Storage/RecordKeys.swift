import Catalogue

/// What records are found by, and find each other by (rule 9): identifiers, and what makes live ones alike. Used inside a
/// transaction, by the writer's thread alone.
final class RecordKeys {
  private let insertIdentifier, deleteIdentifier, findIdentifier: PreparedStatement
  private let insertLikeness, deleteLikeness, findLikeness: PreparedStatement

  init(_ connection: Connection) throws(StorageError) {
    insertIdentifier = try connection.prepared(
      "INSERT INTO identifier VALUES(?, ?, ?) ON CONFLICT DO NOTHING")
    deleteIdentifier = try connection.prepared(
      "DELETE FROM identifier WHERE scheme = ? AND value = ? AND record = ?")
    findIdentifier = try connection.prepared(
      "SELECT 1 FROM identifier WHERE scheme = ? AND value = ? AND record IS NOT ? LIMIT 1")
    insertLikeness = try connection.prepared("INSERT INTO likeness VALUES(?, ?) ON CONFLICT DO NOTHING")
    deleteLikeness = try connection.prepared("DELETE FROM likeness WHERE hash = ? AND record = ?")
    findLikeness = try connection.prepared(
      "SELECT 1 FROM likeness WHERE hash = ? AND record IS NOT ? LIMIT 1")
  }

  /// Writes down what a record is found by; whether that leads to any other record, too.
  func add(_ report: EncodedReport, of record: Int64, live isLive: Bool = true) throws(StorageError) -> Bool {
    var findsOthers = false
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
      try insertLikeness.bind(0, Int64(bitPattern: hash)).bind(1, record).run()
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
      for hash in report.likenesses {
        try insertLikeness.bind(0, Int64(bitPattern: hash)).bind(1, record.number).run()
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
    }
  }
}
