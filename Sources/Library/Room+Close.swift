import Catalogue
import Reconciliation
import Storage

/// What a run's end says, besides what the store knows.
public struct RunEnd: Sendable {
  /// The list's first `responseDate`: where the next run begins (rule 8).
  public var responseDate: Datestamp?
  /// Whether the upstream promises to keep tombstones.
  public var promisesTombstones: Bool
  /// The validators of the list's only answer, where it has some.
  public var validators: KeptValidators?
  /// How often the upstream wants to be asked, as `Sync` writes it.
  public var polling: String
  /// What the answers were taken for, where the configuration leaves that open.
  public var takenFor: TakenFor?
  /// The mapping of fields by which its records were read.
  public var fields: String
  /// What a person should know of it, where it went well.
  public var remark: String?

  public init(
    responseDate: Datestamp?, promisesTombstones: Bool, validators: KeptValidators? = nil,
    polling: String = "",
    takenFor: TakenFor? = nil, fields: String = "", remark: String? = nil
  ) {
    self.responseDate = responseDate
    self.promisesTombstones = promisesTombstones
    self.validators = validators
    self.polling = polling
    self.takenFor = takenFor
    self.fields = fields
    self.remark = remark
  }
}

/// How a run ended.
public struct RunClose: Sendable {
  public var state: RunState
  public var counts: RunCounts
  public var message: String
}

extension WriterThread.Room {
  /// Closes a run (rules 5 to 8), in one transaction.
  ///
  /// - Parameter end: Nil for the small run in which `reparse` hears rejects that can be read now. Its deletions pass the
  ///   guard like any others, but it is no list: the next run begins where it would have.
  func close(_ number: Int64, _ end: RunEnd?, at now: Int64) throws(LibraryError) -> RunClose {
    guard let run = runs[number] else { throw .refused("run \(number) has ended") }
    let before = (run.memory, run.counts)
    do throws(LibraryError) {
      let result = try transaction { () throws(LibraryError) in
        try Library.store { () throws(StorageError) in try close(run, end, at: now) }
      }
      runs[number] = nil
      return result
    } catch {
      (run.memory, run.counts) = before
      throw error
    }
  }

  private func close(_ run: OpenRun, _ end: RunEnd?, at now: Int64) throws(StorageError) -> RunClose {
    let liveBefore = try connection.catalogue(run.catalogue)?.live ?? 0
    let decision = try decide(run, liveBefore)
    let arrival = Storage.Arrival(catalogue: run.catalogue, run: run.number, at: now)
    for older in decision.older { try apply(older, run, arrival) }
    for number in decision.missing {
      if let row = try lookup.record(number) { try connection.setMissed(number, row.missed + 1) }
    }
    var gone = 0
    var state = RunState.done
    var message = ""
    switch decision.outcome {
    case .applied(let deletions):
      gone = try bury(deletions, run: run.number, arrival)
      run.counts.gone += gone
    case .held(let deletions):
      try hold(deletions, run)
      run.counts.held = deletions.count
      state = .held
      message =
        "\(counted(deletions.count, "deletion")) of \(counted(decision.peak.count, "live record")) are too many to be believed: "
        + "nothing was deleted; approve or reject them"
    }
    if state == .done, run.counts.rejected > 0 {
      state = .doneWithRejects
      message = "set aside as unreadable: \(counted(run.counts.rejected, "record"))"
    }
    if state == .done, run.memory.full, run.counts.heard == 0, liveBefore > 0 {
      state = .doneEmpty
      message = "the list was empty, though \(counted(liveBefore, "record")) stood there before; nothing goes"
    }
    if run.memory.full, run.memory.complete {
      try connection.prepared("DELETE FROM reject WHERE catalogue = ? AND run <> ? AND identifier IS NULL")
        .bind(0, run.catalogue).bind(1, run.number).run()
    }
    try connection.copyDictionaries(catalogue: run.catalogue)
    if let end {
      try connection.noteClose(
        run.catalogue, scope: run.scope, responseDate: end.responseDate?.seconds,
        fullClosed: run.memory.full ? run.memory.begun : nil, promisesTombstones: end.promisesTombstones)
      // A 304 counts for nothing (rule 6). While records are missing from the list, but not often enough to be gone, the
      // list is asked for whole, or they would never go.
      try connection.noteValidators(run.catalogue, decision.isSettled ? end.validators : nil)
      try connection.notePolling(run.catalogue, end.polling)
      try connection.noteFields(run.catalogue, end.fields)
      if let found = end.takenFor { try connection.noteTakenFor(run.catalogue, found) }
      if message.isEmpty, let remark = end.remark { message = remark }
      try connection.forgetPages(catalogue: run.catalogue, before: now - Self.pagesForgottenAfter)
    } else if message.isEmpty {
      message = "read again from kept bytes"
    }
    try connection.endRun(
      run.number, state: state, message: message, at: now, run.counts, guarded: (decision.peak.count, gone))
    if state == .done, end != nil, run.counts.wroteNothing {
      try connection.noteQuiet(run: run.number, of: run.catalogue, guarded: now - CloseFacts.window)
    }
    return RunClose(state: state, counts: run.counts, message: message)
  }

  /// What is known of a page that no list has named for so many seconds says nothing any more.
  private static let pagesForgottenAfter: Int64 = 400 * 86_400

  private func decide(_ run: OpenRun, _ liveBefore: Int) throws(StorageError) -> CloseDecision {
    let closes = try connection.closes(
      catalogue: run.catalogue, begunAfter: run.memory.begun - CloseFacts.window)
    let facts = CloseFacts(
      settings: run.settings, liveRecords: liveBefore,
      gone: closes.map { GuardEntry(begun: $0.begun, count: $0.gone) },
      peaks: closes.map { GuardEntry(begun: $0.begun, count: $0.live) })
    let connection = connection
    return try run.memory.close(facts) { (absence) throws(StorageError) in
      try connection.forEachLive(catalogue: run.catalogue) { (number, missed) throws(StorageError) in
        absence(number, missed)
      }
    }
  }

  /// An older statement, kept for the close, applies.
  private func apply(_ older: CloseDecision.OlderPut, _ run: OpenRun, _ arrival: Storage.Arrival)
    throws(StorageError)
  {
    guard let row = try lookup.record(older.number),
      let kept = try connection.older(run: run.number, record: older.number)
    else { return }
    if older.arrival.effects.contains(.leaveHeld) {
      try connection.release(catalogue: run.catalogue, record: row.number)
    }
    if older.arrival.effects.contains(.forgetRejectedUndated) {
      let undated = HeldRow(record: row.number, isAbsent: false, datestamp: nil)
      try connection.forgetRefused(CollectionOfOne(undated), catalogue: run.catalogue)
    }
    let body = try connection.unpack(kept.body, dictionary: kept.dictionary)
    guard let bodies = BodyWriter(dictionary: nil) else { return }
    switch older.arrival.decision {
    case .put, .revive:
      guard let report = body.report else { return }
      let encoded = EncodedReport(report, context: body.context, raw: body.raw, with: bodies)
      let kind = try records.put(encoded, on: row, datestamp: kept.datestamp, hash: kept.hash, arrival)
      if kind == .changed || kind == .returned { run.counts.changed += 1 }
      if kind == .added { run.counts.added += 1 }
      if !row.isLive { try connection.count(run.catalogue, live: 1, withdrawn: -1) }
    default:
      let tombstone = EncodedTombstone(context: body.context, raw: body.raw, with: bodies)
      _ = try records.bury(row, datestamp: kept.datestamp, hash: kept.hash, tombstone, arrival)
    }
  }

  /// Deletions apply: each live record gets a tombstone. Nothing is held any more.
  func bury(_ deletions: DeletionSet, run: Int64?, _ arrival: Storage.Arrival) throws(StorageError) -> Int {
    var gone = 0
    for (number, reason) in deletions {
      guard let row = try lookup.record(number), row.isLive else { continue }
      var bytes = try connection.deletionBytes(run: run, catalogue: arrival.catalogue, record: number)
      var datestamp = row.datestamp
      switch reason {
      case .absent: bytes = .none
      case .stated(let stated): datestamp = stated
      }
      _ = try records.bury(row, datestamp: datestamp, hash: bytes.hash, bytes.tombstone, arrival)
      gone += 1
    }
    try connection.count(arrival.catalogue, live: -gone, withdrawn: gone)
    try connection.prepared("DELETE FROM held WHERE catalogue = ?").bind(0, arrival.catalogue).run()
    return gone
  }

  /// The set becomes what is held, in place of the one before.
  private func hold(_ deletions: DeletionSet, _ run: OpenRun) throws(StorageError) {
    for row in try connection.held(catalogue: run.catalogue) where !deletions.contains(row.record) {
      try connection.release(catalogue: run.catalogue, record: row.record)
    }
    for (number, reason) in deletions {
      var bytes = DeletionBytes.none
      if reason != .absent {
        bytes = try connection.deletionBytes(run: run.number, catalogue: run.catalogue, record: number)
      }
      try connection.hold(HeldRow(number, reason), catalogue: run.catalogue, bytes)
    }
  }
}
