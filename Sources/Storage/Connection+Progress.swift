import CSQLite

extension Connection {
  /// Who hears of commits, on the connection's thread.
  final class Commits {
    var note: ((_ database: OpaquePointer, _ pages: Int) -> Void)?
  }

  /// Lets `note` be called after each commit, with how many pages the log has. It may take the log into the file.
  func afterCommit(_ note: @escaping (_ database: OpaquePointer, _ pages: Int) -> Void) {
    commits.note = note
    sqlite3_wal_hook(
      handle,
      { context, database, _, pages in
        guard let context, let database else { return SQLITE_OK }
        Unmanaged<Commits>.fromOpaque(context).takeUnretainedValue().note?(database, Int(pages))
        return SQLITE_OK
      }, Unmanaged.passUnretained(commits).toOpaque())
  }

  /// Who hears of a statement's progress, on the connection's thread.
  final class Progress {
    var note: (@Sendable () -> Void)?
    var isEnough: (@Sendable () -> Bool)?
  }

  /// Lets `note` be called again and again while a statement works: a transaction of minutes is then told from one that
  /// hangs. Some hundred times a second; it must be cheap, and may not use the connection.
  public func whileWorking(_ note: @escaping @Sendable () -> Void) {
    progress.note = note
    hearProgress()
  }

  /// Breaks off what the connection does as soon as `isEnough` says so; nil: nothing is broken off.
  public func breakOff(when isEnough: (@Sendable () -> Bool)?) {
    progress.isEnough = isEnough
    hearProgress()
  }

  private func hearProgress() {
    guard progress.note != nil || progress.isEnough != nil else {
      return sqlite3_progress_handler(handle, 0, nil, nil)
    }
    // So many steps of SQLite's machine take a millisecond or two. The handler goes with the connection.
    sqlite3_progress_handler(
      handle, 50_000,
      { context in
        guard let context else { return 0 }
        let progress = Unmanaged<Progress>.fromOpaque(context).takeUnretainedValue()
        progress.note?()
        return progress.isEnough?() == true ? 1 : 0
      }, Unmanaged.passUnretained(progress).toOpaque())
  }
}
