import Storage

extension Library {
  /// Notes that the upstream was asked and said that nothing has changed (HTTP 304): a run that is over at once. Writes
  /// no record.
  ///
  /// - Parameter isAwaited: Whether a person waits for it: then it is written before this returns. Else it is written
  ///   together with others some seconds later, or as soon as anybody asks for runs; a kill meanwhile loses no more than
  ///   that the catalogue was asked.
  /// - Returns: The run's number; nil where it has none yet.
  public func noteUnchanged(
    catalogue: Int64, scope: String, begun: Int64, message: String, polling: String, _ counts: RunCounts,
    isAwaited: Bool
  ) throws(LibraryError) -> Int64? {
    let now = now()
    let note: @Sendable (Connection) throws(StorageError) -> Int64 = { (connection) throws(StorageError) in
      try connection.notePolling(catalogue, polling)
      return try connection.addUnchangedRun(
        catalogue: catalogue, scope: scope, begun: begun, ended: now, message: message, counts)
    }
    guard isAwaited else {
      writer.leave { (connection) throws(StorageError) in _ = try note(connection) }
      return nil
    }
    return try writer.performInTurn { (room) throws(LibraryError) in
      try room.transaction { () throws(LibraryError) in
        try Library.store { () throws(StorageError) in try note(room.connection) }
      }
    }
  }

  /// Writes what was left to be written together, so that who asks for runs sees them all.
  func writeUnchanged() { writer.writeNotes() }
}
