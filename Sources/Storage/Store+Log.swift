import CSQLite

extension Store {
  /// To take the log into the file waits for the disk, so it is done whenever it has grown by so many pages only.
  static let logPages = 5000
  /// How long writing waits for those who read, in seconds.
  private static let patience = 0.05

  /// Takes the log into the file from time to time, in the place of SQLite's own way of doing it.
  ///
  /// The log begins anew only at a moment at which nobody reads from it. With many readers there is none: SQLite would let
  /// the log grow, and would then wait for the disk after every commit. Here readers are held back for that moment.
  func keepLogShort(_ writer: Connection, pages step: Int) {
    var next = step
    writer.afterCommit { [weak self] database, pages in
      // After a checkpoint the log has begun anew.
      if pages < next - step { next = step }
      guard let self, pages >= next else { return }
      let taken = {
        var (all, done) = (Int32(0), Int32(0))
        sqlite3_wal_checkpoint_v2(database, nil, SQLITE_CHECKPOINT_PASSIVE, &all, &done)
        return all == done
      }
      // Most of it while the others read on.
      _ = taken()
      var isWhole = false
      _ = self.whileNobodyReads(patience: Self.patience) { isWhole = taken() }
      next = isWhole ? step : pages + step
    }
  }
}
