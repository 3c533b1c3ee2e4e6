import Reconciliation
import Storage

extension Library {
  /// An export of what `query` finds, or of everything where it is empty; withdrawn reports are left out.
  ///
  /// - Parameter since: Only what has changed behind this change of the log; and which reports are gone since then.
  /// - Throws: `.invalid` where the query cannot be searched for.
  public func export(_ query: String, since: Int64?) throws(LibraryError) -> ReportExport {
    let expression = try Self.expression(query)
    guard expression != nil || query.allSatisfy(\.isWhitespace) else {
      throw .invalid("there is no letter and no digit in “\(query)”")
    }
    return ReportExport(self, expression, since: since, upTo: try lastChange())
  }

  func exported(from first: Int64, only numbers: [Int64]?, size: Int) throws(LibraryError) -> [ReportRow] {
    try reading { (connection) throws(StorageError) in
      try connection.exported(from: first, only: numbers, size: size)
    }
  }

  func matching(_ expression: String, after number: Int64, limit: Int) throws(LibraryError) -> [Int64] {
    try reading { (connection) throws(StorageError) in
      connection.breakOff { [self] in isStopping }
      defer { connection.breakOff(when: nil) }
      return try connection.matching(expression, after: number, limit: limit)
    }
  }

  /// What of these is not shown any more; and, where words were searched for, what is not among what they `found`.
  func gone(among numbers: [Int64], found: NumberSet?) throws(LibraryError) -> [ReportExport.Item] {
    try reading { (connection) throws(StorageError) in
      let known = try connection.withdrawn(among: numbers)
      return numbers.compactMap { number in
        guard let isWithdrawn = known[number] else { return .removed(number) }
        if isWithdrawn { return .withdrawn(number) }
        return found.map { $0.contains(number) } ?? true ? nil : .unmatched(number)
      }
    }
  }

  /// The numbers of the reports that changed, read from the log a piece at a time.
  func changedReports(since: Int64, upTo last: Int64) throws(LibraryError) -> NumberSet {
    var changed = NumberSet()
    var after = since
    while after < last, !isStopping {
      let from = after
      let rows = try reading { (connection) throws(StorageError) in
        try connection.changedReports(after: from, upTo: last, limit: 10_000)
      }
      for row in rows {
        changed.insert(row.report)
        if let other = row.other { changed.insert(other) }
      }
      guard let end = rows.last else { break }
      after = end.change
    }
    return changed
  }
}
