import Storage

extension Library {
  /// So many records are removed in one transaction: pages of other catalogues and questions pass in between.
  private static let purgeBatch = 200

  /// A person wants a catalogue that has no file any more to be listed no longer; its records go on showing. On the disk
  /// before it is answered. It is listed again when a file of its name comes back.
  public func forget(_ name: String) throws(LibraryError) {
    let now = now()
    try writer.perform { (room) throws(LibraryError) in
      let row = try Self.unconfigured(name, room)
      try room.durably { () throws(StorageError) in
        try room.abandon(row.number, at: now)
        try room.connection.noteForgotten(row.number, .kept)
      }
    }
  }

  /// What `purge` would remove.
  public func purgeCount(_ name: String) throws(LibraryError) -> PurgeCount {
    try reading { (connection) throws(StorageError) -> PurgeCount? in
      guard let row = try connection.catalogue(named: name) else { return nil }
      return try connection.purgeCount(catalogue: row.number)
    } ?? PurgeCount()
  }

  /// A person wants all that only a catalogue carries to be removed for good: reports, revisions, kept bytes. The wish is
  /// on the disk before anything goes, and outlives a kill. The change log tells of each report that it was purged. Runs
  /// stay listed: their numbers are never given out twice.
  ///
  /// - Returns: What was removed.
  public func purge(_ name: String) throws(LibraryError) -> PurgeCount {
    let now = now()
    let (number, count) = try writer.perform { (room) throws(LibraryError) -> (Int64, PurgeCount) in
      let row = try Self.unconfigured(name, room)
      return try room.durably { () throws(StorageError) in
        try room.abandon(row.number, at: now)
        try room.connection.noteForgotten(row.number, .purging)
        return (row.number, try room.connection.purgeCount(catalogue: row.number))
      }
    }
    try finishPurge(number)
    return count
  }

  /// Goes on with the purges that a kill has interrupted. To be called before catalogues are configured.
  public func finishPurges() throws(LibraryError) {
    for row in try catalogues() where row.forgotten == .purging { try finishPurge(row.number) }
  }

  private func finishPurge(_ number: Int64) throws(LibraryError) {
    var isMore = true
    while isMore {
      isMore = try writer.performInTurn { (room) throws(LibraryError) in
        try room.transaction { () throws(LibraryError) in
          try Library.store { () throws(StorageError) in try room.purgeSome(number, limit: Self.purgeBatch) }
        }
      }
    }
  }

  /// The catalogue of that name, which no file names.
  private static func unconfigured(_ name: String, _ room: WriterThread.Room) throws(LibraryError)
    -> CatalogueRow
  {
    let row = try Library.store { () throws(StorageError) in try room.connection.catalogue(named: name) }
    guard let row else { throw .notFound("there is no catalogue “\(name)”") }
    guard !row.isConfigured else {
      throw .refused(
        "“\(name)” is configured: only what has no file any more is forgotten; take its file away, and reload"
      )
    }
    return row
  }
}

extension WriterThread.Room {
  /// Nobody goes on with the run of a catalogue that is not configured.
  func abandon(_ catalogue: Int64, at now: Int64) throws(StorageError) {
    guard let open = try connection.openRun(catalogue: catalogue) else { return }
    try end(open, .abandoned, "the catalogue is not configured any more", at: now)
  }

  /// False once nothing is left.
  func purgeSome(_ catalogue: Int64, limit: Int) throws(StorageError) -> Bool {
    let rows = try connection.someRecords(catalogue: catalogue, limit: limit)
    guard !rows.isEmpty else {
      try connection.purgeRest(catalogue: catalogue)
      return false
    }
    for row in rows {
      for table in ["held", "refused"] {
        try connection.prepared("DELETE FROM \(table) WHERE catalogue = ? AND record = ?").bind(0, catalogue)
          .bind(1, row.number).run()
      }
      try records.purge(row)
    }
    let live = rows.lazy.filter(\.isLive).count
    try connection.count(catalogue, live: -live, withdrawn: live - rows.count)
    return true
  }
}
