import CSQLite
import Glibc

/// A copy of the store, made while the store is written, a few pages at a time, by the writing connection.
///
/// SQLite's online backup, and from the writer's own connection, because what that connection commits between two steps
/// goes into the copy as well: the copy is never begun anew, however much a sync writes, and once whole it is the store as
/// of its last step. `VACUUM INTO` on a reader would hold one read transaction from beginning to end, so that no
/// checkpoint could take the log back and the log would grow by all that is written meanwhile; here no lock is held
/// between two steps. (A copy of 1.1 GB during a first full sync took 50 s on a busy machine of two cores, while 242,500
/// records were written; the log's peak was 69 MB.)
public final class OnlineCopy {
  private let target: OpaquePointer
  private var backup: OpaquePointer?
  private let path: String
  /// How many pages are copied, and how many there are.
  public private(set) var done = 0
  public private(set) var total = 0

  /// - Parameter path: A new file; one that is there is replaced.
  public init(of connection: Connection, to path: String) throws(StorageError) {
    self.path = path
    unlink(path)
    try Store.keepFromOthers(path, mode: 0o600)
    var target: OpaquePointer?
    let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE
    let code = sqlite3_open_v2(path, &target, flags, nil)
    guard code == SQLITE_OK, let target else {
      let error = StorageError.last(target, code: code, doing: "making the copy \(path)")
      sqlite3_close_v2(target)
      throw error
    }
    self.target = target
    // Nobody reads it before it is whole, and after a crash it is made anew.
    sqlite3_exec(
      target, "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -1024", nil, nil, nil)
    backup = sqlite3_backup_init(target, "main", connection.handle, "main")
    guard backup != nil else {
      throw StorageError.last(target, code: SQLITE_ERROR, doing: "copying the store")
    }
  }

  deinit {
    if let backup { sqlite3_backup_finish(backup) }
    sqlite3_close_v2(target)
  }

  /// Copies some more pages; true if there are more. Outside of a transaction.
  public func step(pages: Int) throws(StorageError) -> Bool {
    guard let backup else { return false }
    let code = sqlite3_backup_step(backup, Int32(pages))
    total = Int(sqlite3_backup_pagecount(backup))
    done = total - Int(sqlite3_backup_remaining(backup))
    if code == SQLITE_OK { return true }
    self.backup = nil
    let finished = sqlite3_backup_finish(backup)
    guard code == SQLITE_DONE, finished == SQLITE_OK else {
      let failed = code == SQLITE_DONE ? finished : code
      throw StorageError.last(target, code: failed, doing: "copying the store to \(path)")
    }
    return false
  }

  /// Notes in a whole copy's header, whose connections are all closed, that it has no log beside it (file format, 1.3.3):
  /// so it can be opened where nothing may be written. (The copied header says WAL.)
  public static func sealOff(_ path: String) throws(StorageError) {
    let descriptor = open(path, O_WRONLY | O_CLOEXEC)
    defer { close(descriptor) }
    let versions: [UInt8] = [1, 1]
    guard descriptor >= 0, pwrite(descriptor, versions, 2, 18) == 2 else {
      throw StorageError(
        .sqlite(SQLITE_IOERR), "finishing the copy \(path): \(String(cString: strerror(errno)))")
    }
  }
}
