import Reconciliation
import Storage
import Threads

extension Library {
  /// So long, in seconds, records are removed in one transaction: pages of other catalogues and decisions pass in between.
  private static let purgeSlice = 0.05
  /// Where others write, a purge leaves them so many times the writer's time that it takes.
  private static let purgePatience = 3.0

  /// A person wants a catalogue that has no file any more to be listed no longer; its records go on showing. On the disk
  /// before it is answered. It is listed again when a file of its name comes back.
  public func forget(_ name: String) throws(LibraryError) {
    let now = now()
    try writer.perform { (room) throws(LibraryError) in
      let row = try Self.unconfigured(name, room)
      guard row.forgotten != .purging else { throw .refused("“\(name)” is being purged") }
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
      var count = try connection.purgeCount(catalogue: row.number)
      var handedOver: Set<DecisionNumber> = []
      for record in try connection.decidedRecords(catalogue: row.number) {
        for decided in try HandOver(of: record, connection).decisions { handedOver.insert(decided.number) }
      }
      for (decision, goesOn) in try connection.decisions(aboutCatalogue: row.number) {
        if goesOn || handedOver.contains(decision) { count.handedOver += 1 } else { count.decisions += 1 }
      }
      return count
    } ?? PurgeCount()
  }

  /// A person wants all that only a catalogue carries to be removed for good: reports, revisions, kept bytes. The wish is
  /// on the disk before anything goes, and outlives a kill. The change log tells of each report that it was purged. Runs
  /// stay listed: their numbers are never given out twice.
  ///
  /// - Parameter user: Who wants that.
  public func purge(_ name: String, by user: String) throws(LibraryError) {
    let now = now()
    let number = try writer.perform { (room) throws(LibraryError) in
      let row = try Self.unconfigured(name, room)
      try room.durably { () throws(StorageError) in
        try room.abandon(row.number, at: now)
        try room.connection.noteForgotten(row.number, .purging)
      }
      return row.number
    }
    try finishPurge(number, name, by: user)
  }

  /// Goes on with the purges that the program's end has interrupted. Files with the names of such catalogues wait
  /// meanwhile. Who wanted them is not known any more.
  ///
  /// - Returns: The names whose purge was finished.
  public func finishPurges() throws(LibraryError) -> [String] {
    var finished: [String] = []
    for row in try catalogues() where row.forgotten == .purging {
      try finishPurge(row.number, row.name, by: nil)
      finished.append(row.name)
    }
    return finished
  }

  private func finishPurge(_ number: Int64, _ name: String, by user: String?) throws(LibraryError) {
    let isFirst = purging.withLock { $0.insert(number).inserted }
    guard isFirst else { throw .refused("“\(name)” is being purged already") }
    defer { purging.withLock { _ = $0.remove(number) } }
    repeat {
      // By their numbers, as they lie in the file; the index that knows a catalogue's records has them by identifier.
      let records = try reading { (connection) throws(StorageError) in
        var numbers = NumberSet()
        try connection.eachRecord(catalogue: number) { numbers.insert($0) }
        return numbers
      }
      var left = records.makeIterator()
      var batch: [Int64] = []
      while true {
        while batch.count < 1000, let number = left.next() { batch.append(number) }
        guard !batch.isEmpty else { break }
        let numbers = batch
        batch.removeFirst(
          try purgeTurn(name) { (room, end) throws(StorageError) in
            try room.purgeSome(numbers, of: number, by: user, until: end)
          })
      }
    } while try !purgeTurn(name, { (room, _) throws(StorageError) in try room.purgeRest(number) })
  }

  /// One transaction of a purge, in turn, and the rest that others may need after it.
  private func purgeTurn<T: Sendable>(
    _ name: String,
    _ body: @escaping @Sendable (WriterThread.Room, _ end: Double) throws(StorageError) -> T
  ) throws(LibraryError) -> T {
    guard !isStopping else {
      throw .refused("the daemon is stopping; what is left of “\(name)” is purged after its next start")
    }
    let asked = monotonicSeconds()
    let (result, began, ended) = try writer.performInTurn { (room) throws(LibraryError) in
      let began = monotonicSeconds()
      let result = try room.transaction { () throws(LibraryError) in
        try Library.store { () throws(StorageError) in try body(room, began + Self.purgeSlice) }
      }
      return (result, began, monotonicSeconds())
    }
    if began - asked > 0.002 {
      let patience = (ended - began) * Self.purgePatience
      _ = stopping.wait(until: monotonicSeconds() + patience) { $0 ? true : nil }
    }
    return result
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

  /// Removes a record, and the decisions that concern no record that is left.
  ///
  /// - Parameter isWhole: Whether its whole report goes; else what persons decided over it goes on over what other
  ///   catalogues' records say.
  func purge(_ row: RecordRow, isWhole: Bool, by user: String?, at now: Int64) throws(StorageError) {
    if !isWhole { try handOver(row) }
    try records.purge(row, by: user, at: now)
    guard records.hasDecisions else { return }
    for decision in try connection.decisions(touching: [row.number]) {
      var isLeft = false
      for record in try connection.records(touchedBy: decision.number) where try lookup.record(record) != nil
      {
        isLeft = true
      }
      if !isLeft { try connection.dropDecisions([decision.number]) }
    }
  }

  /// Removes records of a catalogue until that moment, at least one; returns how many of the numbers are done.
  func purgeSome(_ numbers: [Int64], of catalogue: Int64, by user: String? = nil, until end: Double)
    throws(StorageError) -> Int
  {
    var (done, live, withdrawn) = (0, 0, 0)
    for number in numbers {
      done += 1
      if let row = try lookup.record(number), row.catalogue == catalogue {
        try forgetDeletions(of: row)
        try purge(row, isWhole: false, by: user, at: now())
        if row.isLive { live += 1 } else { withdrawn += 1 }
      }
      guard monotonicSeconds() < end else { break }
    }
    try connection.count(catalogue, live: -live, withdrawn: -withdrawn)
    try settle(because: .purge(by: user))
    return done
  }

  /// Removes what is kept of a catalogue beside its records; false while there is more.
  func purgeRest(_ catalogue: Int64) throws(StorageError) -> Bool {
    if try connection.dropRejects(catalogue: catalogue, limit: 200) { return false }
    var isEmpty = true
    try connection.eachRecord(catalogue: catalogue) { _ in isEmpty = false }
    guard isEmpty else { return false }
    try connection.purgeRest(catalogue: catalogue)
    return true
  }
}
