import CSQLite

extension Connection {
  /// What SQLite calls on its way.
  final class Progress {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }

  /// Lets `body` be called again and again while a statement works, on the connection's thread: a transaction of minutes
  /// is then told from one that hangs. Some hundred times a second; it must be cheap, and may not use the connection.
  public func whileWorking(_ body: @escaping @Sendable () -> Void) {
    let progress = Progress(body)
    self.progress = progress
    // So many steps of SQLite's machine take a few milliseconds.
    sqlite3_progress_handler(
      handle, 100_000,
      { progress in
        if let progress { Unmanaged<Progress>.fromOpaque(progress).takeUnretainedValue().body() }
        return 0  // go on
      }, Unmanaged.passUnretained(progress).toOpaque())
  }
}
