import Reconciliation

extension Salvage {
  /// Writes down again which records each decision concerns.
  func noteTouched() throws(StorageError) {
    var touched: [Int64: [Int64]] = [:]
    var after: Int64 = 0
    while true {
      let rows = try target.decisions(after: after, limit: 500)
      guard let last = rows.last else { return }
      after = last.number
      try target.transaction { () throws(StorageError) in
        for row in rows {
          let records = row.decision.touched { touched[$0] ?? [] }
          touched[row.number] = records
          try target.note(row.number, touches: records)
        }
      }
    }
  }
}
