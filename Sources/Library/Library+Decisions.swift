import Reconciliation
import Storage

extension Library {
  /// What is held of a catalogue, as a person sees it; to be given back to `approve` where that had to wait.
  public func held(catalogue: Int64) throws(LibraryError) -> DeletionSet {
    try reading { (connection) throws(StorageError) in DeletionSet(try connection.held(catalogue: catalogue))
    }
  }

  /// Applies what is left of the held deletions that a person saw (rule 7). Not while a run of the catalogue is open.
  ///
  /// - Parameter saw: What the person saw, where the decision had to wait; nil for what is held now.
  /// - Returns: How many records were deleted.
  public func approve(catalogue: Int64, saw: DeletionSet?) throws(LibraryError) -> Int {
    try decide(catalogue) { (room) throws(StorageError) in
      let held = DeletionSet(try room.connection.held(catalogue: catalogue))
      let (agreed, left) = held.approved(saw: saw)
      let run = try room.connection.runs(catalogue: catalogue, limit: 1).first?.number ?? 0
      let arrival = Storage.Arrival(catalogue: catalogue, run: run, at: room.now())
      var kept: [(HeldRow, DeletionBytes)] = []
      for (number, reason) in left {
        let bytes = try room.connection.deletionBytes(run: nil, catalogue: catalogue, record: number)
        kept.append((HeldRow(number, reason), bytes))
      }
      let gone = try room.bury(agreed, run: nil, arrival)
      for (row, bytes) in kept { try room.connection.hold(row, catalogue: catalogue, bytes) }
      return gone
    }
  }

  /// Refuses to believe the held deletions, and remembers them (rule 7). Not while a run of the catalogue is open.
  ///
  /// - Returns: How many deletions were refused.
  public func reject(catalogue: Int64) throws(LibraryError) -> Int {
    try decide(catalogue) { (room) throws(StorageError) in
      let held = try room.connection.held(catalogue: catalogue)
      try room.connection.refuse(held, catalogue: catalogue)
      try room.connection.refuse(
        held.lazy.filter { !$0.isAbsent }.map { HeldRow(record: $0.record, isAbsent: true, datestamp: nil) },
        catalogue: catalogue)
      try room.connection.prepared("DELETE FROM held WHERE catalogue = ?").bind(0, catalogue).run()
      return held.count
    }
  }

  /// A person's decision: one transaction that is on the disk before it is answered.
  private func decide<T: Sendable>(
    _ catalogue: Int64, _ body: @escaping @Sendable (WriterThread.Room) throws(StorageError) -> T
  ) throws(LibraryError) -> T {
    try writer.perform { (room) throws(LibraryError) in
      try room.refuseWhileOpen(catalogue)
      return try room.durably { () throws(StorageError) in try body(room) }
    }
  }
}

extension WriterThread.Room {
  /// One transaction that is on the disk before this returns.
  func durableTransaction<T>(_ body: () throws(LibraryError) -> T) throws(LibraryError) -> T {
    try Library.store { () throws(StorageError) in try connection.execute("PRAGMA synchronous = FULL") }
    defer { try? connection.execute("PRAGMA synchronous = NORMAL") }
    return try transaction(body)
  }

  /// The same for what only writes the store.
  func durably<T>(_ body: () throws(StorageError) -> T) throws(LibraryError) -> T {
    try durableTransaction { () throws(LibraryError) in
      try Library.store { () throws(StorageError) in try body() }
    }
  }
}
