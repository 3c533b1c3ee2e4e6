import Storage

extension Library {
  /// Makes anew what follows from the records (the full-text index, the counts) and writes the file without its gaps. Runs
  /// wait meanwhile; a kill leaves the store as it was before, or after. Refused where there is no room.
  ///
  /// - Returns: The bytes on disk before and after.
  public func compact() throws(LibraryError) -> (before: Int64, after: Int64) {
    // The file is written beside itself, and then goes through the log.
    try refuseWithoutRoom(for: "compacting", times: 2)
    let before = bytesOnDisk
    let folder = String(store.path[..<(store.path.lastIndex(of: "/") ?? store.path.startIndex)])
    let isFree = isCopying.withLock { isCopying in
      defer { isCopying = true }
      return !isCopying
    }
    guard isFree else { throw .refused("a backup or a check is going on; ask again when it has ended") }
    defer { isCopying.withLock { $0 = false } }
    try writer.performInTurn { [self] (room) throws(LibraryError) in
      // The program's end does not wait.
      room.connection.breakOff { self.isStopping }
      defer { room.connection.breakOff(when: nil) }
      try Library.store { () throws(StorageError) in try room.connection.compact(temporaryFilesIn: folder) }
    }
    ailments.noteCompact()
    return (before, bytesOnDisk)
  }
}
