import CSQLite

/// One connection to the store's file; owns its handle and its compiled statements. Used by one thread at a time.
public final class Connection {
  let handle: OpaquePointer
  private var statements: [String: PreparedStatement] = [:]
  /// Undoes compression; kept with the connection since dictionaries are loaded once.
  let bodies: BodyReader
  /// What hears that a statement gets on, and may break it off.
  let progress = Progress()
  /// What hears of commits.
  let commits = Commits()

  /// Without counts of its memory, SQLite's allocations take no lock. Must come before its first use in the process.
  private static let isConfigured = catalogued_sqlite_config_memstatus(0) == SQLITE_OK

  enum Access { case writing, reading }

  init(path: String, access: Access) throws(StorageError) {
    _ = Self.isConfigured
    var handle: OpaquePointer?
    let flags =
      SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE
      | (access == .writing ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY)
    let code = sqlite3_open_v2(path, &handle, flags, nil)
    guard code == SQLITE_OK, let handle else {
      let error = StorageError.last(handle, code: code, doing: "opening the store \(path)")
      sqlite3_close_v2(handle)
      throw error
    }
    self.handle = handle
    bodies = BodyReader()
    sqlite3_busy_timeout(handle, 10_000)
    _ = catalogued_sqlite_db_config_flag(handle, SQLITE_DBCONFIG_DEFENSIVE, 1)
    _ = catalogued_sqlite_db_config_flag(handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0)
    try registerTextFunction()
    try SearchRank.register(self)
  }

  deinit {
    statements.removeAll()
    bodies.forget()
    sqlite3_close_v2(handle)
  }

  /// The compiled form of `sql`, made once. Not for two uses at the same time.
  ///
  /// - Parameter doing: What it is for, in words that an error begins with ("searching").
  public func prepared(_ sql: String, doing: String? = nil) throws(StorageError) -> PreparedStatement {
    if let statement = statements[sql] { return statement }
    let statement = try PreparedStatement(handle, sql, doing: doing)
    statements[sql] = statement
    return statement
  }

  /// Runs statements without parameters, separated by semicolons.
  ///
  /// - Parameter doing: What they are for, in words that an error begins with.
  public func execute(_ sql: String, doing: String = "writing the store") throws(StorageError) {
    let code = sqlite3_exec(handle, sql, nil, nil, nil)
    guard code == SQLITE_OK else {
      throw StorageError.last(handle, code: code, doing: doing, sql: sql)
    }
  }

  /// How many rows the last statement changed.
  public var changes: Int { Int(sqlite3_changes64(handle)) }

  /// Runs `body` as one transaction: all of it is kept, or nothing.
  public func transaction<T, E: Error>(
    wrap: (StorageError) -> E, _ body: () throws(E) -> T
  ) throws(E) -> T {
    do throws(StorageError) { try prepared("BEGIN IMMEDIATE").run() } catch { throw wrap(error) }
    do throws(E) {
      let result = try body()
      do throws(StorageError) { try prepared("COMMIT").run() } catch { throw wrap(error) }
      return result
    } catch {
      if sqlite3_get_autocommit(handle) == 0 { sqlite3_exec(handle, "ROLLBACK", nil, nil, nil) }
      throw error
    }
  }

  /// Runs `body` as one transaction: all of it is kept, or nothing.
  public func transaction<T>(_ body: () throws(StorageError) -> T) throws(StorageError) -> T {
    try transaction(wrap: { $0 }, body)
  }
}
