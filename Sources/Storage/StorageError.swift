import CSQLite
import Glibc

/// Why the store could not do something.
public struct StorageError: Error, Hashable, Sendable {
  public enum Kind: Hashable, Sendable {
    /// The disk, or the limit set for the store, is full. Nothing of the transaction was kept, everything before was.
    case full
    /// The file was written by a newer release.
    case newerSchema
    /// Another process has the store open for writing.
    case inUse
    /// The file is no store of ours, or is damaged.
    case damaged
    /// A rule of the schema was broken (SQLite's extended code).
    case constraint
    /// Anything else that SQLite reports, with its extended result code.
    case sqlite(Int32)
  }

  public var kind: Kind
  /// What was being done, what is wrong, and what to do.
  public var message: String

  public init(_ kind: Kind, _ message: String) {
    self.kind = kind
    self.message = message
  }

  /// Whether `Connection.breakOff` ended it.
  public var isBreakOff: Bool { kind == .sqlite(SQLITE_INTERRUPT) }

  /// The error that `database` reports now, while doing what `doing` says.
  ///
  /// - Parameter sql: Said only where it is at fault itself, which no person can mend.
  static func last(_ database: OpaquePointer?, code: Int32, doing: String, sql: String? = nil) -> StorageError
  {
    let extended = database.map { sqlite3_extended_errcode($0) } ?? code
    let text = String(cString: database.map { sqlite3_errmsg($0) } ?? sqlite3_errstr(code))
    switch extended & 0xff {
    case SQLITE_FULL:
      return StorageError(.full, "\(doing): the disk is full (\(text)); free some space, nothing is lost")
    case SQLITE_IOERR where extended == SQLITE_IOERR | 3 << 8:  // SQLITE_IOERR_WRITE, a macro
      return StorageError(.full, "\(doing): the disk cannot be written (\(text)); nothing is lost")
    case SQLITE_CORRUPT, SQLITE_NOTADB:
      let file =
        database.flatMap { sqlite3_db_filename($0, "main") }.map { String(cString: $0) } ?? "the file"
      return StorageError(
        .damaged,
        "\(doing): \(file) is damaged or is not a store (\(text)). Stop the daemon, move the file away, and save what "
          + "reads into a new store with catalogued --salvage; or restore a backup with catalogued --restore")
    case SQLITE_INTERRUPT:
      // Only the daemon's end breaks anything off, and what was begun is rolled back.
      return StorageError(
        .sqlite(extended), "the daemon is stopping; nothing was changed; ask again when it has started")
    case SQLITE_ERROR:
      return StorageError(
        .sqlite(extended), "\(doing): \(text)\(sql.map { " (in “\($0.prefix(200))”)" } ?? "")")
    case SQLITE_CONSTRAINT:
      return StorageError(.constraint, "\(doing): \(text)")
    case SQLITE_CANTOPEN where [EMFILE, ENFILE].contains(database.map { sqlite3_system_errno($0) } ?? 0):
      return StorageError(
        .sqlite(extended),
        "\(doing): too many files are open at once; raise LimitNOFILE=, or ask fewer hosts at once")
    default:
      return StorageError(.sqlite(extended), "\(doing): \(text) (SQLite code \(extended))")
    }
  }
}
