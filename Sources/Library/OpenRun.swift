import Catalogue
import Reconciliation
import Storage

/// A run that is going on, as the writer knows it.
final class OpenRun {
  let number: Int64
  let catalogue: Int64
  let settings: ArrivalSettings
  let scope: String
  var memory: RunMemory
  var counts: RunCounts
  var repairs: [String: Int]
  /// How many pages, or parts of large ones, were committed.
  var pages: Int

  init(
    number: Int64, catalogue: Int64, settings: ArrivalSettings, scope: String, memory: RunMemory,
    counts: RunCounts,
    repairs: [String: Int], pages: Int
  ) {
    self.number = number
    self.catalogue = catalogue
    self.settings = settings
    self.scope = scope
    self.memory = memory
    self.counts = counts
    self.repairs = repairs
    self.pages = pages
  }
}

extension DeletionSet {
  init(_ rows: [HeldRow]) {
    self.init(rows.lazy.map { ($0.record, $0.isAbsent ? .absent : .stated($0.datestamp)) })
  }
}

extension HeldRow {
  init(_ record: RecordNumber, _ reason: DeletionReason) {
    switch reason {
    case .absent: self.init(record: record, isAbsent: true, datestamp: nil)
    case .stated(let datestamp): self.init(record: record, isAbsent: false, datestamp: datestamp)
    }
  }
}

extension RejectedDeletions {
  /// What the store remembers of refused deletions.
  init(_ rows: [HeldRow]) {
    self.init(rows.lazy.map { ($0.record, $0.isAbsent ? .absent : .stated($0.datestamp)) })
  }
}

extension RecordRow {
  var state: RecordState { RecordState(number: number, isLive: isLive, datestamp: datestamp, missed: missed) }
}
