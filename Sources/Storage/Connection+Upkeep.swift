import CSQLite

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

  /// Makes anew what follows from the rest (the full-text index, the catalogues' counts), and writes the file without its
  /// gaps. Each of the three is one transaction: a kill leaves the store as it was before, or after.
  ///
  /// - Parameter folder: Where SQLite may put a file as large as the store; it is gone even after a kill, since SQLite
  ///   removes its name as soon as it is open.
  public func compact(temporaryFilesIn folder: String) throws(StorageError) {
    try makeAnewWhatFollows()
    // Not in memory, as the few temporary tables otherwise: it would be the whole store.
    catalogued_sqlite_temp_directory(folder)
    try execute("PRAGMA temp_store = FILE")
    defer { try? execute("PRAGMA temp_store = MEMORY") }
    try execute("VACUUM", doing: "compacting the store")
    try checkpoint()
  }

  /// Makes anew what follows from the records: the catalogues' counts, and the full-text index.
  func makeAnewWhatFollows() throws(StorageError) {
    try execute(
      """
      UPDATE catalogue SET
        live = (SELECT count(*) FROM record WHERE catalogue = catalogue.id AND record.live = 1),
        withdrawn = (SELECT count(*) FROM record WHERE catalogue = catalogue.id AND record.live = 0)
      """)
    try execute(
      "INSERT INTO report_index(report_index) VALUES('rebuild')", doing: "making the full-text index anew")
  }

  /// Frees what is cached and can be read again.
  public func releaseMemory() {
    bodies.forget()
    sqlite3_db_release_memory(handle)
  }
}
