import Reconciliation
import Storage
import Threads

/// What `trim` removes.
public struct TrimCount: Hashable, Sendable {
  /// Records of which states go.
  public var records = 0
  public var revisions = 0

  public init() {}
}

extension Library {
  /// So long, in seconds, records are thinned out in one transaction.
  private static let trimSlice = 0.05

  /// Thins out what is kept of a catalogue's records: of the states that were taken before a moment the last stays, as
  /// what was shown then, and all that anything still leads to (the last state and the last live one, those that open
  /// conflicts are about). The others go for good, with their bytes.
  ///
  /// - Parameters:
  ///   - moment: Seconds since 1970.
  ///   - isRehearsal: Only says what would go.
  public func trim(catalogue: Int64, before moment: Int64, isRehearsal: Bool) throws(LibraryError)
    -> TrimCount
  {
    var total = TrimCount()
    var after: Int64? = 0
    while let last = after {
      guard !isStopping else { throw .refused("the daemon is stopping; trim again when it has started") }
      let (count, next) =
        isRehearsal
        ? try reading { (connection) throws(StorageError) in
          try connection.trim(catalogue, before: moment, after: last, isRehearsal: true, until: .infinity)
        }
        : try writer.performInTurn { (room) throws(LibraryError) in
          try room.transaction { () throws(LibraryError) in
            try Library.store { () throws(StorageError) in
              try room.connection.trim(
                catalogue, before: moment, after: last, isRehearsal: false,
                until: monotonicSeconds() + Self.trimSlice)
            }
          }
        }
      total.records += count.records
      total.revisions += count.revisions
      after = next
    }
    return total
  }
}

extension Connection {
  /// Trims records above `after`; says up to which, nil behind the end.
  fileprivate func trim(
    _ catalogue: Int64, before moment: Int64, after: Int64, isRehearsal: Bool, until end: Double
  ) throws(StorageError) -> (TrimCount, Int64?) {
    var count = TrimCount()
    var last: Int64?
    for row in try records(after: after, limit: 1000) {
      last = row.number
      if row.catalogue == catalogue {
        let gone = try trim(row, before: moment, isRehearsal: isRehearsal)
        count.revisions += gone
        count.records += gone > 0 ? 1 : 0
      }
      if monotonicSeconds() > end { break }
    }
    return (count, last)
  }

  private func trim(_ row: RecordRow, before moment: Int64, isRehearsal: Bool) throws(StorageError) -> Int {
    var isOlder = false
    var gone = 0
    var newer: Int64?
    for state in try revisions(of: row) {
      var isNeeded = state.number == row.revision || state.number == row.liveRevision
      if isOlder, !isNeeded { isNeeded = try hasOpenConflict(about: state.number) }
      if isOlder, !isNeeded {
        gone += 1
        if !isRehearsal { try removeRevision(state.number, newer: newer, previous: state.previous) }
      } else {
        newer = state.number
      }
      if state.at < moment { isOlder = true }
    }
    return gone
  }
}
