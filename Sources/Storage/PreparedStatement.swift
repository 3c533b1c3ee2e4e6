import CSQLite

/// One compiled SQL statement; owns its handle. Parameters and columns are numbered from 0 here.
public final class PreparedStatement {
  private let handle: OpaquePointer
  private let database: OpaquePointer
  /// What it is for, in words for a person.
  private let doing: String

  init(_ database: OpaquePointer, _ sql: String, doing: String?) throws(StorageError) {
    var handle: OpaquePointer?
    let code = sqlite3_prepare_v3(database, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &handle, nil)
    guard code == SQLITE_OK, let handle else {
      throw StorageError.last(database, code: code, doing: doing ?? "reading the store", sql: sql)
    }
    self.doing = doing ?? (sqlite3_stmt_readonly(handle) != 0 ? "reading the store" : "writing the store")
    self.handle = handle
    self.database = database
  }

  deinit { sqlite3_finalize(handle) }

  // MARK: Parameters

  @discardableResult
  public func bind(_ index: Int32, _ value: Int64?) -> Self {
    if let value {
      sqlite3_bind_int64(handle, index + 1, value)
    } else {
      sqlite3_bind_null(handle, index + 1)
    }
    return self
  }

  @discardableResult
  public func bind(_ index: Int32, _ value: String?) -> Self {
    guard var value else { return bind(index, Int64?.none) }
    value.withUTF8 { bytes in
      bytes.withMemoryRebound(to: CChar.self) { characters in
        _ = sqlite3_bind_text(
          handle, index + 1, characters.baseAddress, Int32(characters.count), catalogued_sqlite_transient())
      }
    }
    return self
  }

  @discardableResult
  public func bind(_ index: Int32, blob: [UInt8]?) -> Self {
    guard let blob else { return bind(index, Int64?.none) }
    _ = blob.withUnsafeBytes { bytes in
      bytes.isEmpty
        ? sqlite3_bind_zeroblob(handle, index + 1, 0)
        : sqlite3_bind_blob(
          handle, index + 1, bytes.baseAddress, Int32(bytes.count), catalogued_sqlite_transient())
    }
    return self
  }

  /// Binds bytes without copying them: they must outlive the next `run` or `reset`.
  func bind(_ index: Int32, borrowedText bytes: UnsafeRawBufferPointer) {
    guard let base = bytes.baseAddress, !bytes.isEmpty else {
      sqlite3_bind_text(handle, index + 1, "", 0, nil)
      return
    }
    sqlite3_bind_text(
      handle, index + 1, base.assumingMemoryBound(to: CChar.self), Int32(bytes.count), nil)
  }

  /// Binds bytes without copying them: they must outlive the next `run` or `reset`.
  func bind(_ index: Int32, borrowedBlob bytes: UnsafeRawBufferPointer) {
    if bytes.isEmpty {
      sqlite3_bind_zeroblob(handle, index + 1, 0)
    } else {
      sqlite3_bind_blob(handle, index + 1, bytes.baseAddress, Int32(bytes.count), nil)
    }
  }

  /// Binds a pointer for a function of SQLite's that asks for it by this name; it must outlive the next `run` or `reset`.
  func bind(_ index: Int32, pointer: UnsafeMutableRawPointer, named name: StaticString) {
    name.withUTF8Buffer { bytes in
      bytes.withMemoryRebound(to: CChar.self) {
        _ = sqlite3_bind_pointer(handle, index + 1, pointer, $0.baseAddress, nil)
      }
    }
  }

  /// Binds the columns of another statement's current row, as they are.
  func bind(row: PreparedStatement, columns: Int) -> Self {
    for column in 0..<Int32(columns) {
      sqlite3_bind_value(handle, column + 1, sqlite3_column_value(row.handle, column))
    }
    return self
  }

  // MARK: Running

  /// Makes one step; true if there is a row. A step that fails or ends resets the statement.
  public func step() throws(StorageError) -> Bool {
    let code = sqlite3_step(handle)
    if code == SQLITE_ROW { return true }
    guard code == SQLITE_DONE else {
      let error = StorageError.last(
        database, code: code, doing: doing, sql: String(cString: sqlite3_sql(handle)))
      sqlite3_reset(handle)
      throw error
    }
    sqlite3_reset(handle)
    return false
  }

  /// Runs the statement to its end, without looking at rows.
  public func run() throws(StorageError) {
    while try step() {}
  }

  /// The first row's value as `read` makes it, or nil without a row.
  public func first<T>(_ read: (PreparedStatement) -> T) throws(StorageError) -> T? {
    guard try step() else { return nil }
    defer { reset() }
    return read(self)
  }

  /// Every row's value as `read` makes it.
  public func all<T>(_ read: (PreparedStatement) -> T) throws(StorageError) -> [T] {
    var rows: [T] = []
    while try step() { rows.append(read(self)) }
    return rows
  }

  public func reset() { sqlite3_reset(handle) }

  // MARK: Columns of the current row

  public func isNull(_ column: Int32) -> Bool { sqlite3_column_type(handle, column) == SQLITE_NULL }

  public func int(_ column: Int32) -> Int64 { sqlite3_column_int64(handle, column) }

  public func double(_ column: Int32) -> Double { sqlite3_column_double(handle, column) }

  public func optionalInt(_ column: Int32) -> Int64? { isNull(column) ? nil : int(column) }

  public func text(_ column: Int32) -> String {
    guard let start = sqlite3_column_text(handle, column) else { return "" }
    let count = Int(sqlite3_column_bytes(handle, column))
    return String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
  }

  public func optionalText(_ column: Int32) -> String? { isNull(column) ? nil : text(column) }

  public func blob(_ column: Int32) -> [UInt8] { withBlob(column) { [UInt8]($0) } }

  /// Lends the column's bytes, which are gone after the next step.
  public func withBlob<T, E: Error>(_ column: Int32, _ body: (UnsafeRawBufferPointer) throws(E) -> T)
    throws(E) -> T
  {
    let start = sqlite3_column_blob(handle, column)
    return try body(UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, column))))
  }
}
