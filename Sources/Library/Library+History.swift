import Catalogue
import Reconciliation
import Storage

/// Something that a report's history tells.
public enum HistoryItem: Sendable {
  /// A state that one of its records had, and the one before.
  case revision(RevisionRow, previous: RevisionRow?)
  /// What a person decided, whether that was taken back, and the catalogue that a field is pinned to.
  case decision(DecisionRow, isUndone: Bool, pinnedTo: Int64?)
  /// A join, a split, a conflict or the end of one.
  case change(ChangeRow, ConflictRow?)
}

extension Library {
  /// All that has come to pass with a report, the latest first: what its records said, what persons decided, and what
  /// followed. In the order of time; within a second in that in which it was done.
  ///
  /// - Parameter cursor: What the page before gave.
  public func history(of reference: String, after cursor: HistoryCursor?, limit: Int) throws(LibraryError)
    -> (
      items: [HistoryItem], next: HistoryCursor?
    )
  {
    let answer = try report(reference)
    let records = answer.records.map(\.record)
    return try reading { (connection) throws(StorageError) in
      var places = try connection.historyPlaces(ofRecords: records)
      if let cursor { places.removeAll { $0 >= cursor.place } }
      places.sort(by: >)
      let page = places.prefix(limit)
      let undone = try Self.undone(page, connection)
      var items: [HistoryItem] = []
      for place in page {
        switch place.kind {
        case .revision:
          guard let row = try connection.revision(place.number) else { continue }
          let previous = try row.previous.flatMap { (number) throws(StorageError) in
            try connection.revision(number)
          }
          items.append(.revision(row, previous: previous))
        case .decision:
          guard let row = try connection.decision(place.number) else { continue }
          var catalogue: Int64?
          if case .pin(_, let record) = row.decision {
            catalogue = try connection.identity(ofRecord: record)?.catalogue
          }
          items.append(.decision(row, isUndone: undone.contains(place.number), pinnedTo: catalogue))
        case .change, .consequence:
          guard var row = try connection.change(place.number) else { continue }
          row.at = row.at ?? place.at
          let number = row.kind == .conflict || row.kind == .settled ? row.other : nil
          let conflict = try number.flatMap { (number) throws(StorageError) in try connection.conflict(number)
          }
          items.append(.change(row, conflict))
        }
      }
      return (items, places.count > limit ? page.last.map(HistoryCursor.init) : nil)
    }
  }

  private static func undone(_ places: some Collection<HistoryPlace>, _ connection: Connection)
    throws(StorageError) -> Set<DecisionNumber>
  {
    var touched: Set<Int64> = []
    for place in places where place.kind == .decision {
      touched.formUnion(try connection.records(touchedBy: place.number))
    }
    guard !touched.isEmpty else { return [] }
    let all = try connection.decisions(touching: touched)
    return Standing.undone(all.map { NumberedDecision($0.number, $0.decision) })
  }
}
