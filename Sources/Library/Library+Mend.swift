import Reconciliation
import Storage
import Threads

/// What is looked at again in the background.
public struct Mending: Hashable, Sendable {
  /// The catalogue whose terms changed; nil for all records.
  public var catalogue: Int64?
  /// Whether by what records find each other is written down first: the store is of an earlier release.
  public var notesKeys: Bool
  /// How much of it is done, from 0 to 1.
  public var share: Double
}

extension Library {
  /// So long, in seconds, records are looked at in one transaction: pages and decisions pass in between.
  private static let mendSlice = 0.03
  /// Records that are looked at in one transaction, at most.
  private static let mendBatch = 2000

  /// Whether records wait to be looked at again, because the terms of their catalogue changed, or the store is of an
  /// earlier release.
  public func isMending() throws(LibraryError) -> Bool {
    try reading { (connection) throws(StorageError) in try connection.nextMend() != nil }
  }

  /// What is looked at again now, and how far that is; nil where nothing waits.
  public func mending() throws(LibraryError) -> Mending? {
    try reading { (connection) throws(StorageError) in
      guard let mend = try connection.nextMend() else { return nil }
      let last = max(1, try connection.lastRecord())
      return Mending(
        catalogue: mend.catalogue, notesKeys: mend.notesKeys, share: min(1, Double(mend.after) / Double(last))
      )
    }
  }

  /// Does a piece of what waits in the background, in turn with the pages of runs: looks at some records again, and makes
  /// what the library shows follow from them. How far it is, is kept with it, so that a kill loses nothing.
  ///
  /// - Returns: Whether there is more.
  public func mend() throws(LibraryError) -> Bool {
    guard try isMending() else { return false }
    let asked = monotonicSeconds()
    let (isMore, began) = try writer.performInTurn { (room) throws(LibraryError) in
      let began = monotonicSeconds()
      let isMore = try room.transaction { () throws(LibraryError) in
        try Library.store { () throws(StorageError) in
          try room.mend(until: began + Self.mendSlice, limit: Self.mendBatch)
        }
      }
      return (isMore, began)
    }
    if began - asked > 0.002 {
      // Others write: they get the writer for as long.
      _ = stopping.wait(until: monotonicSeconds() + (monotonicSeconds() - began)) { $0 ? true : nil }
    }
    return isMore
  }
}

extension WriterThread.Room {
  fileprivate func mend(until end: Double, limit: Int) throws(StorageError) -> Bool {
    guard let mend = try connection.nextMend() else { return false }
    let rows = try connection.records(after: mend.after, limit: limit)
    var touched: [Int64] = []
    var last: Int64?
    for (place, row) in rows.enumerated() {
      last = row.number
      if mend.catalogue == nil || mend.catalogue == row.catalogue, row.liveRevision != nil {
        let findsOthers = mend.notesKeys ? try records.noteKeys(of: row) : false
        let isInvolved = findsOthers ? true : try records.isInvolved(row)
        if isInvolved { touched.append(row.number) }
      }
      // Settling takes longer than looking.
      if touched.count >= 200 || place % 50 == 49 && monotonicSeconds() > end { break }
    }
    try settle(touched: touched, because: .terms)
    try connection.note(mend, after: last)
    if last != nil { return true }
    return try connection.nextMend() != nil
  }
}
