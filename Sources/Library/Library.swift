import Catalogue
import CatalogueFormats
import Storage
import Threads

// What the library's answers are made of, so that nobody above needs to know the rooms below.
@_exported import struct Reconciliation.ArrivalSettings
@_exported import struct Reconciliation.DeletionSet
@_exported import enum Reconciliation.FullRunReason
@_exported import struct Reconciliation.LastClose
@_exported import struct Storage.CatalogueOverview
@_exported import struct Storage.CatalogueRow
@_exported import enum Storage.ChangeKind
@_exported import struct Storage.ChangeRow
@_exported import struct Storage.KeptValidators
@_exported import struct Storage.PendingRow
@_exported import struct Storage.PurgeCount
@_exported import struct Storage.RecentRun
@_exported import struct Storage.RejectRow
@_exported import struct Storage.ReportRecordRow
@_exported import struct Storage.ReportRow
@_exported import struct Storage.RevisionRow
@_exported import struct Storage.RunCounts
@_exported import struct Storage.RunRow
@_exported import enum Storage.RunState
@_exported import struct Storage.SalvageResult
@_exported import struct Storage.SearchRow
@_exported import struct Storage.TakenFor
@_exported import struct Storage.ToldRow
@_exported import struct Storage.UnchangedPoll

/// Everything that can be asked of the store, and the only way to change it.
///
/// All methods may block; none is to be called from Swift's cooperative pool.
public final class Library: Sendable {
  let store: Store
  let writer: WriterThread
  /// Seconds since 1970.
  public let now: @Sendable () -> Int64
  /// Whether a copy is being made or is there.
  let isCopying = Monitor(false)
  let stopping = Monitor(false)
  /// The catalogues whose records are being removed now.
  let purging = Monitor<Set<Int64>>([])
  let counts = ReportCounts()
  /// What ails the store, as far as it was noticed.
  let ailments: HealthNotes

  /// Opens the store at `path`, and makes it where there is none.
  ///
  /// - Parameter now: The clock: seconds since 1970.
  public init(path: String, now: @escaping @Sendable () -> Int64) throws(LibraryError) {
    self.now = now
    do throws(StorageError) {
      store = try Store(path: path)
      ailments = HealthNotes(path)
      writer = try WriterThread(store, ailments, now)
    } catch { throw .store(error) }
    removeLeftovers()
    if store.hasLostLog {
      noteHealth(
        StorageError(
          .damaged,
          "the store \(path) was not closed, and its log \(path)-wal is gone: what was committed last is lost. "
            + "cataloguectl verify says whether the rest is sound; if it is not, restore a backup"))
    }
  }

  /// Ends the writer after what waits for it, and lets go of the store. Nothing can be written afterwards.
  public func stop() {
    giveUpLongWork()
    // A copy is a file of ours, and its maker still asks the writer.
    isCopying.wait { $0 ? nil : () }
    // The last connection to close takes the log into the file: a copy of the file alone is then whole.
    store.closeReaders()
    writer.stop()
    store.release()
  }

  /// Whether the program is about to end: who does long work is to give it up.
  public var isStopping: Bool { stopping.withLock { $0 } }

  /// Lets checks and backups end at their next step.
  public func giveUpLongWork() { stopping.withLock { $0 = true } }

  /// Reads on a connection of the pool.
  func reading<T>(_ body: (Connection) throws(StorageError) -> T) throws(LibraryError) -> T {
    do throws(StorageError) { return try store.read(body) } catch {
      noteHealth(error)
      throw .store(error)
    }
  }

  func addDictionary(_ bytes: [UInt8], catalogue: Int64) throws(LibraryError) -> Int64 {
    try writer.perform { (room) throws(LibraryError) in
      try Library.store { () throws(StorageError) in
        try room.connection.addDictionary(bytes, catalogue: catalogue)
      }
    }
  }

  /// Turns the store's errors into the library's.
  static func store<T>(_ body: () throws(StorageError) -> T) throws(LibraryError) -> T {
    do throws(StorageError) { return try body() } catch { throw .store(error) }
  }

  /// What the parsing thread of a run needs.
  ///
  /// - Parameter rehearsing: Whether nothing of it is to be kept.
  public func preparer(catalogue: Int64, parser: any RecordParser, rehearsing: Bool = false)
    throws(LibraryError) -> RecordPreparer
  {
    try RecordPreparer(self, catalogue: catalogue, parser: parser, rehearsing: rehearsing)
  }

  /// Does a piece of the upkeep that waits for a quiet moment: merging the full-text index. True if there is more.
  public func tidy() throws(LibraryError) -> Bool {
    try writer.performInTurn { (room) throws(LibraryError) in
      try Library.store { () throws(StorageError) in try room.connection.mergeIndex() }
    }
  }

  /// Frees what is cached of the store and can be read again: for a quiet moment.
  public func releaseMemory() {
    store.closeIdleReaders()
    _ = try? writer.performInTurn { (room) throws(LibraryError) in room.connection.releaseMemory() }
  }
}
