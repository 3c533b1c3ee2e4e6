import CSQLite

extension Connection {
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
