import Catalogue
import Storage

extension Library {
  /// Checks the whole store: SQLite's pages and keys, the full-text index, every kept body, and what the library shows
  /// against what its records say (rule 10). Reads a little at a time, so that memory does not grow.
  ///
  /// - Returns: What is wrong, in words; empty for a sound store.
  public func verify() throws(LibraryError) -> [String] {
    var problems = try reading { (connection) throws(StorageError) in
      try connection.pageProblems() + connection.countProblems() + connection.viewProblems()
    }
    // FTS5's own check writes to the table's shadow, so that only the writer may run it.
    problems += try writer.performInTurn { (room) throws(LibraryError) in
      try Library.store { () throws(StorageError) in try room.connection.indexProblems() }
    }
    var after: Int64 = 0
    while problems.count < 1000 {
      let last = after
      let (found, end) = try reading { (connection) throws(StorageError) in
        try connection.recordProblems(after: last, limit: 500)
      }
      problems += found
      guard let end else { break }
      after = end
    }
    return problems
  }
}
