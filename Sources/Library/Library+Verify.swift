import Catalogue
import Storage

extension Library {
  /// After so many, the rest is not looked at.
  private static let problemLimit = 1000

  /// Checks the whole store: SQLite's pages and keys, the full-text index, every kept body, and what the library shows
  /// against what its records say (rule 10). Reads a little at a time, so that memory does not grow. Pages of an open run
  /// wait while the full-text index is checked.
  ///
  /// - Returns: What is wrong, in words; empty for a sound store.
  public func verify() throws(LibraryError) -> [String] {
    var problems = try reading { (connection) throws(StorageError) in try connection.pageProblems() }
    // Nothing can be said of rows whose pages are damaged.
    guard problems.isEmpty else { return problems }
    problems = try reading { (connection) throws(StorageError) in
      try connection.countProblems() + connection.viewProblems() + connection.strayProblems()
    }
    // FTS5's own check writes to the table's shadow, so that only the writer may run it.
    let (index, stored) = try writer.performInTurn { (room) throws(LibraryError) in
      try Library.store { () throws(StorageError) in
        (try room.connection.indexProblems(), try room.connection.lastChange())
      }
    }
    problems += index
    let digest = Digest()
    var after: Int64 = 0
    var identifiers = 0
    while problems.count < Self.problemLimit {
      let last = after
      let check = try reading { (connection) throws(StorageError) in
        try connection.checkRecords(after: last, limit: 200) { digest.hash($0, context: $1) }
      }
      problems += check.problems
      identifiers += check.identifiers
      guard let end = check.last else { break }
      after = end
    }
    let (rows, change) = try reading { (connection) throws(StorageError) in
      (try connection.identifierCount(), try connection.lastChange())
    }
    // The numbers can be compared only if nothing was written between them.
    if problems.isEmpty, change == stored, rows != identifiers {
      problems.append("\(rows - identifiers) identifiers lead to records that do not state them")
    }
    return problems
  }
}
