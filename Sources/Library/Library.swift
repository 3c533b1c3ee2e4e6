import Catalogue
import CatalogueFormats
import Storage

// What the library's answers are made of, so that nobody above needs to know the rooms below.
@_exported import struct Reconciliation.ArrivalSettings
@_exported import struct Reconciliation.DeletionSet
@_exported import enum Reconciliation.FullRunReason
@_exported import struct Reconciliation.LastClose
@_exported import struct Storage.CatalogueRow
@_exported import struct Storage.KeptValidators
@_exported import struct Storage.PendingRow
@_exported import struct Storage.PurgeCount
@_exported import struct Storage.RejectRow
@_exported import struct Storage.ReportRecordRow
@_exported import struct Storage.ReportRow
@_exported import struct Storage.RunCounts
@_exported import struct Storage.RunRow
@_exported import enum Storage.RunState
@_exported import struct Storage.SearchRow
@_exported import struct Storage.TakenFor
@_exported import struct Storage.ToldRow

/// Everything that can be asked of the store, and the only way to change it.
///
/// All methods may block; none is to be called from Swift's cooperative pool.
public final class Library: Sendable {
  let store: Store
  let writer: WriterThread
  /// Seconds since 1970.
  public let now: @Sendable () -> Int64

  /// Opens the store at `path`, and makes it where there is none.
  ///
  /// - Parameter now: The clock: seconds since 1970.
  public init(path: String, now: @escaping @Sendable () -> Int64) throws(LibraryError) {
    self.now = now
    do throws(StorageError) {
      store = try Store(path: path)
      writer = try WriterThread(store)
    } catch { throw .store(error) }
  }

  /// Ends the writer after what waits for it, and lets go of the store. Nothing can be written afterwards.
  public func stop() {
    // The last connection to close takes the log into the file: a copy of the file alone is then whole.
    store.closeReaders()
    writer.stop()
    store.release()
  }

  /// Reads on a connection of the pool.
  func reading<T>(_ body: (Connection) throws(StorageError) -> T) throws(LibraryError) -> T {
    do throws(StorageError) { return try store.read(body) } catch { throw .store(error) }
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
  public func preparer(catalogue: Int64, parser: any RecordParser) throws(LibraryError) -> RecordPreparer {
    try RecordPreparer(self, catalogue: catalogue, parser: parser)
  }

  /// Does a piece of the upkeep that waits for a quiet moment: merging the full-text index. True if there is more.
  public func tidy() throws(LibraryError) -> Bool {
    try writer.performInTurn { (room) throws(LibraryError) in
      try Library.store { () throws(StorageError) in try room.connection.mergeIndex() }
    }
  }
}
