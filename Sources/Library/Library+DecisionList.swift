import Reconciliation
import Storage

/// A decision as it is listed.
public struct NotedDecision: Sendable {
  public var row: DecisionRow
  /// Whether a later one took it back.
  public var isUndone: Bool
  /// Whether it counts no more although nobody took it back.
  public var isFallen: Bool
  /// The report that it concerns, by its first record; nil where that was purged.
  public var report: ReportRow?
  /// The decision that it takes back.
  public var undoes: DecisionRow?
  /// The name of the catalogue whose record it, or the decision that it takes back, pins a field to.
  public var catalogue: String?
}

/// Where a revision came from.
public struct RevisionOrigin: Hashable, Sendable {
  public var run: Int64
  /// When it was taken, in seconds since 1970.
  public var at: Int64
}

extension Library {
  /// What persons decided, of one report or all, the latest first; `before` continues a list.
  public func notedDecisions(of reference: String?, before: DecisionNumber?, limit: Int)
    throws(LibraryError) -> AnswerPage<NotedDecision>
  {
    let records = try reference.map { (reference) throws(LibraryError) in
      try report(reference).records.map(\.record)
    }
    let rows = try reading { (connection) throws(StorageError) -> [DecisionRow] in
      guard let records else { return try connection.decisions(before: before ?? .max, limit: limit + 1) }
      let all = try connection.decisions(touching: records)
      return all.reversed().filter { $0.number < before ?? .max }.prefix(limit + 1).map { $0 }
    }
    let page = AnswerPage(rows, limit: limit, place: \.number)
    var noted = AnswerPage<NotedDecision>([], limit: limit, place: \.row.number)
    noted.items = try self.noted(page.items)
    noted.next = page.next
    return noted
  }

  /// Decisions with what is to be said of them, in the order of their numbers as they are asked for.
  public func notedDecisions(_ numbers: [DecisionNumber]) throws(LibraryError) -> [NotedDecision] {
    let rows = try reading { (connection) throws(StorageError) in
      var rows: [DecisionRow] = []
      for number in numbers { if let row = try connection.decision(number) { rows.append(row) } }
      return rows
    }
    return try noted(rows)
  }

  private func noted(_ rows: [DecisionRow]) throws(LibraryError) -> [NotedDecision] {
    let (undone, fallen) = try ended(rows)
    return try reading { (connection) throws(StorageError) in
      let reader = try ViewReader(connection)
      return try rows.map { (row) throws(StorageError) in
        var noted = NotedDecision(
          row: row, isUndone: undone.contains(row.number), isFallen: fallen.contains(row.number))
        if case .undo(let number) = row.decision { noted.undoes = try connection.decision(number) }
        if case .pin(_, let record) = (noted.undoes ?? row).decision {
          noted.catalogue = try reader.record(record)?.catalogue
        }
        for record in try connection.records(touchedBy: row.number) where noted.report == nil {
          noted.report = try connection.report(addressedBy: record)
        }
        return noted
      }
    }
  }

  /// From which runs revisions came, by their numbers.
  public func origins(ofRevisions numbers: Set<Int64>) throws(LibraryError) -> [Int64: RevisionOrigin] {
    try reading { (connection) throws(StorageError) in
      var origins: [Int64: RevisionOrigin] = [:]
      for number in numbers {
        if let (run, at) = try connection.origin(ofRevision: number) {
          origins[number] = RevisionOrigin(run: run, at: at)
        }
      }
      return origins
    }
  }
}
