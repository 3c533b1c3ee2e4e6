import Catalogue
import Reconciliation
import Storage

/// What a run begins with, or goes on with.
public struct RunStart: Sendable {
  public var number: Int64
  /// Where it goes on; empty if it begins.
  public var checkpoint: String
  public var counts: RunCounts
}

extension Library {
  /// A catalogue as the store knows it.
  public func catalogue(_ number: Int64) throws(LibraryError) -> CatalogueRow {
    let row = try reading { (connection) throws(StorageError) in try connection.catalogue(number) }
    guard let row else { throw .notFound("there is no catalogue \(number)") }
    return row
  }

  /// Notes by which mapping of fields the catalogue's kept bytes were read.
  public func noteFields(_ mapping: String, catalogue: Int64) throws(LibraryError) {
    try writer.performInTurn { (room) throws(LibraryError) in
      try Library.store { () throws(StorageError) in try room.connection.noteFields(catalogue, mapping) }
    }
  }

  /// The catalogue's run that is open in the store: it was interrupted by the end of the program, and is to be resumed
  /// or abandoned.
  public func interruptedRun(catalogue: Int64) throws(LibraryError) -> RunRow? {
    try reading { (connection) throws(StorageError) in try connection.openRun(catalogue: catalogue) }
  }

  /// Begins a run. One that is open is abandoned: it broke off (rule 5).
  public func beginRun(
    catalogue: Int64, full: Bool, complete: Bool, scope: String, settings: ArrivalSettings
  ) throws(LibraryError) -> RunStart {
    let now = now()
    return try writer.performInTurn { (room) throws(LibraryError) in
      let run = try room.transaction { () throws(LibraryError) in
        try Library.store { () throws(StorageError) in
          while let open = try room.connection.openRun(catalogue: catalogue) {
            try room.end(open, .abandoned, "another run took its place", at: now)
          }
          return try room.begin(
            catalogue: catalogue, full: full, complete: complete, scope: scope, settings, at: now)
        }
      }
      room.runs[run.number] = run
      return RunStart(number: run.number, checkpoint: "", counts: RunCounts())
    }
  }

  /// Goes on with an interrupted run, with all that was committed of it.
  public func resumeRun(_ number: Int64, settings: ArrivalSettings) throws(LibraryError) -> RunStart {
    try writer.performInTurn { (room) throws(LibraryError) in
      let row = try Library.store { () throws(StorageError) in try room.connection.run(number) }
      guard let row else { throw .notFound("there is no run \(number)") }
      guard row.state == .open else { throw .refused("run \(number) has ended") }
      return try Library.store { () throws(StorageError) in try room.load(row, settings: settings) }
    }
  }

  /// Ends a run that did not close: nothing is deleted, and the next one begins from the same `from` (rule 5).
  public func breakOff(run number: Int64, message: String) throws(LibraryError) {
    try end(run: number, .brokenOff, message)
  }

  /// Ends a run that is of no more use: what it asks for has changed.
  public func abandon(run number: Int64, message: String) throws(LibraryError) {
    try end(run: number, .abandoned, message)
  }

  private func end(run number: Int64, _ state: RunState, _ message: String) throws(LibraryError) {
    let now = now()
    try writer.performInTurn { (room) throws(LibraryError) in
      try room.transaction { () throws(LibraryError) in
        try Library.store { () throws(StorageError) in
          guard let row = try room.connection.run(number), row.state == .open else { return }
          try room.end(row, state, message, at: now)
        }
      }
    }
  }

  /// A handle for the pages of an open run.
  public func handle(run number: Int64) -> RunHandle { RunHandle(self, run: number) }
}

extension WriterThread.Room {
  /// A new run's row and memory. It joins `runs` once its transaction has committed.
  func begin(
    catalogue: Int64, full: Bool, complete: Bool, scope: String, _ settings: ArrivalSettings, at now: Int64
  ) throws(StorageError) -> OpenRun {
    let number = try connection.beginRun(
      catalogue: catalogue, full: full, complete: complete, scope: scope, at: now)
    let memory = RunMemory(
      begun: now, full: full, complete: complete,
      held: DeletionSet(try connection.held(catalogue: catalogue)),
      rejected: RejectedDeletions(try connection.refused(catalogue: catalogue)))
    return OpenRun(
      number: number, catalogue: catalogue, settings: settings, scope: scope, memory: memory,
      counts: RunCounts(),
      repairs: [:], pages: 0)
  }

  /// A run that waits to be resumed is as open as one that goes on: what persons decide waits for its close.
  func refuseWhileOpen(_ catalogue: Int64) throws(LibraryError) {
    let open = try Library.store { () throws(StorageError) in try connection.openRun(catalogue: catalogue) }
    guard open == nil else {
      throw .refused(
        "a run of the catalogue is open; refresh the catalogue, and decide after the run's close")
    }
  }

  func end(_ run: RunRow, _ state: RunState, _ message: String, at now: Int64) throws(StorageError) {
    let counts = runs[run.number]?.counts ?? run.counts
    try connection.endRun(run.number, state: state, message: message, at: now, counts, guarded: nil)
    runs[run.number] = nil
  }

  func load(_ row: RunRow, settings: ArrivalSettings) throws(StorageError) -> RunStart {
    let number = row.number
    let pages = try connection.pages(run: number)
    let staged = try connection.staged(run: number).map { ($0.record, DeletionReason.stated($0.datestamp)) }
    var older: [RecordNumber: OlderStatement] = [:]
    for kept in try connection.older(run: number) {
      let isLive = try lookup.record(kept.record)?.isLive ?? false
      older[kept.record] = OlderStatement(
        HeardStatement(kept.isLive ? .live : .deleted, datestamp: kept.datestamp), ofLiveRecord: isLive)
    }
    let memory = RunMemory(
      begun: row.begun, full: row.isFull, complete: row.isComplete,
      wasHeld: NumberSet(try connection.wasHeld(run: number)),
      held: DeletionSet(try connection.held(catalogue: row.catalogue)),
      rejected: RejectedDeletions(try connection.refused(catalogue: row.catalogue)),
      staged: DeletionSet(staged), older: older, pages: pages.compactMap { PageMemory(bytes: $0.memory) })
    runs[number] = OpenRun(
      number: number, catalogue: row.catalogue, settings: settings, scope: row.scope, memory: memory,
      counts: row.counts, repairs: Tallies.decode(row.repairs), pages: (pages.last?.page ?? 0))
    return RunStart(number: number, checkpoint: row.checkpoint, counts: row.counts)
  }
}

extension CatalogueRow {
  /// What the next run is to ask for, as far as the store knows (rule 8); nil before any run closed.
  public var lastClose: LastClose? {
    scope.map {
      LastClose(
        scope: $0, responseDate: responseDate.map(Datestamp.init(seconds:)), lastFull: fullClosed ?? 0)
    }
  }
}
