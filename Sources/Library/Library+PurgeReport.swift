import Catalogue
import Reconciliation
import Storage

/// What the purge of one report removes.
public struct ReportPurge: Hashable, Sendable {
  public var report: Int64
  public var title: String
  /// The catalogues whose records it has.
  public var catalogues: [Int64]
  public var records = 0
  /// All states of these records, with the bytes that were kept of them.
  public var revisions = 0
  /// Edits and other decisions that concern no record besides.
  public var decisions = 0
}

extension Library {
  /// What `purge(report:)` would remove.
  public func purgeCount(report reference: String) throws(LibraryError) -> ReportPurge {
    let found = try report(reference)
    return try reading { (connection) throws(StorageError) in try connection.purgeCount(found) }
  }

  /// A person wants a report to be removed for good: its records, all their revisions, and the decisions that concern
  /// nothing else. On the disk before it is answered. An upstream that goes on listing it brings it back, as a new one.
  /// Not while a run of one of its catalogues is open.
  ///
  /// - Parameter user: Who wants that.
  public func purge(report reference: String, by user: String) throws(LibraryError) -> ReportPurge {
    let found = try report(reference)
    return try writer.perform { (room) throws(LibraryError) in
      for catalogue in Set(found.records.map(\.catalogue)).sorted() { try room.refuseWhileOpen(catalogue) }
      return try room.durably { () throws(StorageError) in
        let count = try room.connection.purgeCount(found)
        for record in try room.connection.members(ofReport: found.report.number) {
          guard let row = try room.lookup.record(record) else { continue }
          try room.forgetDeletions(of: row)
          try room.purge(row, isWhole: true, by: user, at: room.now())
          try room.connection.count(row.catalogue, live: row.isLive ? -1 : 0, withdrawn: row.isLive ? 0 : -1)
        }
        try room.settle(because: .purge(by: user))
        return count
      }
    }
  }
}

extension WriterThread.Room {
  /// Nothing is held or refused any more of a record that goes.
  func forgetDeletions(of row: RecordRow) throws(StorageError) {
    for table in ["held", "refused"] {
      try connection.prepared("DELETE FROM \(table) WHERE catalogue = ? AND record = ?").bind(
        0, row.catalogue
      )
      .bind(1, row.number).run()
    }
  }
}

extension Connection {
  fileprivate func purgeCount(_ found: ReportAnswer) throws(StorageError) -> ReportPurge {
    var count = ReportPurge(
      report: found.report.number, title: found.report.report.title,
      catalogues: Set(found.records.map(\.catalogue)).sorted(), records: found.records.count,
      revisions: found.records.reduce(0) { $0 + $1.revisions })
    let records = Set(found.records.map(\.record))
    for decision in try decisions(touching: records) {
      if records.isSuperset(of: try self.records(touchedBy: decision.number)) { count.decisions += 1 }
    }
    return count
  }
}
