extension Connection {
  /// Merges a little of the full-text index; true if there may be more to merge. (FTS5's own merging during a harvest is
  /// its largest cost, so it is put off.) With nothing left to merge, the log is taken into the file and truncated.
  public func mergeIndex() throws(StorageError) -> Bool {
    let before = try prepared("SELECT total_changes()").first { $0.int(0) } ?? 0
    try prepared("INSERT INTO report_index(report_index, rank) VALUES('merge', 400)").run()
    let after = try prepared("SELECT total_changes()").first { $0.int(0) } ?? 0
    let isMore = after - before >= 2
    if !isMore { try checkpoint() }
    return isMore
  }

  /// Takes the log into the file, as far as no reader needs it.
  public func checkpoint() throws(StorageError) {
    _ = try prepared("PRAGMA wal_checkpoint(TRUNCATE)").first { $0.int(0) }
  }
}
