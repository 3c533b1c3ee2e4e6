import Glibc
import Storage

/// A copy of the store, as of one moment. Its file goes with the last reference.
public final class StoreCopy: Sendable {
  public let path: String
  private let library: Library

  fileprivate init(_ library: Library) {
    self.library = library
    path = library.copyPath
  }

  deinit {
    unlink(path)
    library.isCopying.withLock { $0 = false }
  }
}

extension Library {
  /// Where copies are made: beside the store, so that nobody else may read them.
  var copyPath: String { store.path + ".copy" }

  /// At most so many pages are copied before others may write: 4 MB, some milliseconds.
  private static let copyStep = 512

  /// Copies the store while it is written. One copy at a time; it needs as much room as the store.
  ///
  /// - Parameter goesOn: Told how many pages are copied of how many; false gives up.
  public func copy(_ goesOn: (_ done: Int, _ total: Int) -> Bool = { _, _ in true }) throws(LibraryError)
    -> StoreCopy
  {
    let isFree = isCopying.withLock { isCopying in
      defer { isCopying = true }
      return !isCopying
    }
    guard isFree else {
      throw .refused("a backup or a check is being made already; ask again when it has ended")
    }
    let copy = StoreCopy(self)
    try refuseWithoutRoom(for: "a copy of the store", times: 1)
    defer { try? writer.performInTurn { (room) in room.copy = nil } }
    try writer.performInTurn { (room) throws(LibraryError) in
      try Library.store { () throws(StorageError) in
        room.copy = try OnlineCopy(of: room.connection, to: copy.path)
      }
    }
    while true {
      // In turn: between two steps a sync takes its pages.
      let (isMore, done, total) = try writer.performInTurn { (room) throws(LibraryError) in
        guard let copy = room.copy else { return (false, 0, 0) }
        let isMore = try Library.store { () throws(StorageError) in try copy.step(pages: Self.copyStep) }
        if !isMore { room.copy = nil }
        return (isMore, copy.done, copy.total)
      }
      guard isMore else { break }
      guard goesOn(done, total) else { throw .refused("nobody waits for the copy any more") }
    }
    try Library.store { () throws(StorageError) in try OnlineCopy.sealOff(copy.path) }
    return copy
  }

  /// A copy to be kept elsewhere: one whose pages are sound.
  public func backup(_ goesOn: (_ done: Int, _ total: Int) -> Bool) throws(LibraryError) -> StoreCopy {
    let copy = try copy(goesOn)
    let problems = try Library.store { () throws(StorageError) in
      try Connection(checking: copy.path).quickPageProblems()
    }
    if let first = problems.first {
      let error = StorageError(
        .damaged,
        "the store \(store.path) is damaged (\(first)): no backup was made of it. \(StoreProblem.salvage(store.path))"
      )
      noteHealth(error)
      throw .store(error)
    }
    return copy
  }

  /// Refuses what would fill the disk: `times` the store's size, and something for the syncs that go on.
  func refuseWithoutRoom(for what: String, times: Int64) throws(LibraryError) {
    let folder = String(store.path[..<(store.path.lastIndex(of: "/") ?? store.path.startIndex)])
    var facts = statvfs()
    guard statvfs(folder, &facts) == 0 else { return }
    let free = Int64(facts.f_bavail) * Int64(facts.f_frsize)
    let needed = bytesOnDisk * times + (16 << 20)
    guard free < needed else { return }
    throw .refused(
      "\(what) needs \(needed >> 20) MB below \(folder), and \(free >> 20) MB are free; make room first")
  }

  /// Removes what a copy left that a crash cut short.
  func removeLeftovers() {
    for suffix in ["", "-journal", "-wal", "-shm"] { unlink(copyPath + suffix) }
  }
}
