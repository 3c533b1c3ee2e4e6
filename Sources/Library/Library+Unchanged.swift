import Storage

extension Library {
  /// Notes that the upstream was asked and had nothing to say: a run that is over at once. Writes no record.
  ///
  /// - Parameter isAwaited: Whether a person waits for it: then it is written before this returns. Else it is written
  ///   together with others some seconds later, or as soon as anybody asks for runs; a kill meanwhile loses no more than
  ///   that the catalogue was asked.
  /// - Returns: The run's number; nil where it has none yet.
  public func noteUnchanged(_ poll: UnchangedPoll, isAwaited: Bool) throws(LibraryError) -> Int64? {
    let now = now()
    guard isAwaited else {
      writer.leave { (connection) throws(StorageError) in
        _ = try connection.addUnchangedRun(poll, ended: now)
      }
      return nil
    }
    return try writer.performInTurn { (room) throws(LibraryError) in
      try room.transaction { () throws(LibraryError) in
        try Library.store { () throws(StorageError) in
          try room.connection.addUnchangedRun(poll, ended: now)
        }
      }
    }
  }

  /// Writes what was left to be written together, so that who asks for runs sees them all.
  func writeUnchanged() { writer.writeNotes() }
}
