import Catalogue
import CatalogueFormats
import Reconciliation
import Storage

extension WriterThread.Room {
  /// Takes a page: its records, the run's memory, the checkpoint and the counters, in one transaction.
  ///
  /// - Parameter settling: Whether a record that can be read makes what was set aside of its identifier void.
  func take(_ page: ArrivalPage, run number: Int64, at now: Int64, settling: Bool = true) throws(LibraryError)
    -> PageReceipt
  {
    guard let run = runs[number] else { throw .refused("run \(number) has ended") }
    // On copies, which are kept once the transaction has committed.
    let before = (run.memory, run.counts, run.repairs)
    ahead = page.ahead
    defer { ahead = [] }
    do throws(LibraryError) {
      let receipt = try transaction { () throws(LibraryError) in
        if page.pass != run.memory.pass { run.memory.beginPass(page.pass) }
        if !page.isComplete { run.memory.loseCompleteness() }
        let arrival = Storage.Arrival(catalogue: run.catalogue, run: number, at: now)
        var hasRejects = try Library.store { () throws(StorageError) in
          try connection.rejectCount(catalogue: run.catalogue) > 0
        }
        var live = 0
        var withdrawn = 0
        for record in page.records {
          let change = try take(record, run, arrival)
          live += change.live
          withdrawn += change.withdrawn
          if case .rejected = record.content {
            hasRejects = true
          } else if hasRejects, settling {
            try settle(record, run)
          }
        }
        for identifier in page.news.present { try hearPresent(identifier, run, arrival) }
        return try Library.store { () throws(StorageError) in
          try connection.count(run.catalogue, live: live, withdrawn: withdrawn)
          for note in page.news.notes {
            try connection.notePage(note, of: run.catalogue, run: run.number, at: now)
          }
          return try finish(page, run)
        }
      }
      run.pages += 1
      return receipt
    } catch {
      (run.memory, run.counts, run.repairs) = before
      throw error
    }
  }

  private func finish(_ page: ArrivalPage, _ run: OpenRun) throws(StorageError) -> PageReceipt {
    let memory = run.memory.endPage()
    for (name, count) in page.repairs { run.repairs[name, default: 0] += count }
    run.counts.requests += page.requests
    run.counts.bytes += page.bytes
    if page.checkpoint != nil { run.counts.pages += page.answers }
    if !page.records.isEmpty || !page.news.present.isEmpty || memory.pass > 0 {
      try connection.addPage(run: run.number, page: run.pages + 1, pass: memory.pass, memory: memory.bytes)
    }
    try connection.progress(
      run.number, checkpoint: page.checkpoint, pass: run.memory.pass, complete: run.memory.complete,
      repairs: Tallies.encode(run.repairs), expected: page.expected, run.counts)
    if let about = page.about { try connection.noteAbout(run.catalogue, about) }
    return PageReceipt(records: page.records.count, newInPass: memory.newInPass, counts: run.counts)
  }

  /// How the catalogue's counts of live records and tombstones change.
  private typealias Change = (live: Int, withdrawn: Int)

  private func take(_ record: PreparedRecord, _ run: OpenRun, _ arrival: Storage.Arrival) throws(LibraryError)
    -> Change
  {
    run.counts.heard += 1
    if case .rejected(let reject) = record.content { return try setAside(reject, run, arrival) }
    // What the parsing thread looked up holds unless this run has heard the record since. But of which report the record
    // is, any record can have changed.
    var row = record.known
    if let known = row, run.memory.seen.contains(known.number) || !record.content.isKnown {
      row = try Library.store { () throws(StorageError) in try lookup.record(known.number) }
    }
    if row == nil, let change = try insert(record, run, arrival) { return change }
    if row == nil {
      row = try Library.store { () throws(StorageError) in
        try lookup.record(catalogue: run.catalogue, identifier: record.identifier)
      }
    }
    guard let row else { throw .refused("record \(record.identifier) can be neither inserted nor found") }
    if case .sameBytes = record.content, row.hash != record.hash {
      throw .refused("record \(record.identifier) changed while it was looked up")
    }
    let heard: HeardStatement.Heard =
      switch record.content {
      case .sameBytes: row.isLive ? .live : .deleted
      case .live: .live
      case .deleted, .rejected: .deleted
      }
    let heardOf = run.memory.hear(HeardStatement(heard, datestamp: record.datestamp), record: row.state)
    return try Library.store { () throws(StorageError) in
      try apply(heardOf.effects, to: row, run)
      return try apply(heardOf.decision, record, to: row, run, arrival)
    }
  }

  /// A record is there, and as it was: no bytes of it came. One of which something was heard already needs no more.
  private func hearPresent(_ identifier: String, _ run: OpenRun, _ arrival: Storage.Arrival)
    throws(LibraryError)
  {
    let row = try Library.store { () throws(StorageError) in
      try lookup.record(catalogue: run.catalogue, identifier: identifier)
    }
    guard let row, row.isLive, !run.memory.seen.contains(row.number) else { return }
    _ = try take(
      PreparedRecord(
        identifier: identifier, datestamp: row.datestamp, hash: row.hash, known: row, content: .sameBytes),
      run, arrival)
  }

  /// Rule 1. Nil if the identifier is known.
  private func insert(_ record: PreparedRecord, _ run: OpenRun, _ arrival: Storage.Arrival)
    throws(LibraryError)
    -> Change?
  {
    try Library.store { () throws(StorageError) in
      switch record.content {
      case .live(let report):
        guard
          let number = try records.insert(
            record.identifier, datestamp: record.datestamp, hash: record.hash, report, joining: record.joins,
            arrival)
        else { return nil }
        run.memory.inserted(number)
        run.counts.added += 1
        return (1, 0)
      case .deleted(let tombstone):
        guard
          let number = try records.insertTombstone(
            record.identifier, datestamp: record.datestamp, hash: record.hash, tombstone, arrival)
        else { return nil }
        run.memory.inserted(number)
        run.counts.unchanged += 1
        return (0, 1)
      case .sameBytes, .rejected:
        return nil
      }
    }
  }

  private func apply(_ effects: ArrivalEffects, to row: RecordRow, _ run: OpenRun) throws(StorageError) {
    guard !effects.isEmpty else { return }
    let absent = HeldRow(record: row.number, isAbsent: true, datestamp: nil)
    let undated = HeldRow(record: row.number, isAbsent: false, datestamp: nil)
    if effects.contains(.resetMissed) { try connection.setMissed(row.number, 0) }
    if effects.contains(.forgetRejectedAbsence) {
      try connection.forgetRefused(CollectionOfOne(absent), catalogue: run.catalogue)
    }
    if effects.contains(.forgetRejectedUndated) {
      try connection.forgetRefused(CollectionOfOne(undated), catalogue: run.catalogue)
    }
    if effects.contains(.leaveHeld) { try connection.release(catalogue: run.catalogue, record: row.number) }
    if effects.contains(.unstage) { try connection.unstage(run: run.number, record: row.number) }
    if effects.contains(.dropOlder) { try connection.dropOlder(run: run.number, record: row.number) }
  }

  private func apply(
    _ decision: ArrivalDecision, _ record: PreparedRecord, to row: RecordRow, _ run: OpenRun,
    _ arrival: Storage.Arrival
  ) throws(StorageError) -> Change {
    switch (decision, record.content) {
    case (.put, .live(let report)), (.revive, .live(let report)):
      let kind = try records.put(report, on: row, datestamp: record.datestamp, hash: record.hash, arrival)
      return note(kind, run)
    case (.restateTombstone, .deleted(let tombstone)):
      _ = try records.bury(row, datestamp: record.datestamp, hash: record.hash, tombstone, arrival)
      run.counts.unchanged += 1
    case (.stage, .deleted(let tombstone)):
      try connection.stage(
        run: run.number, record: row.number, datestamp: record.datestamp,
        DeletionBytes(hash: record.hash, tombstone: tombstone))
    case (.keepOlder, .live(let report)):
      try connection.keepOlder(
        run: run.number, record: row.number, datestamp: record.datestamp, hash: record.hash, live: report)
    case (.keepOlder, .deleted(let tombstone)):
      try connection.keepOlder(
        run: run.number, record: row.number, datestamp: record.datestamp,
        DeletionBytes(hash: record.hash, tombstone: tombstone))
    case (.stale, _):
      run.counts.stale += 1
    case (.duplicate, _):
      run.counts.duplicate += 1
    default:  // equal bytes: there is nothing to write
      run.counts.unchanged += 1
    }
    return (0, 0)
  }

  private func note(_ kind: ChangeKind?, _ run: OpenRun) -> Change {
    switch kind {
    case .added:
      run.counts.added += 1
      return (1, -1)
    case .returned:
      run.counts.changed += 1
      return (1, -1)
    case .changed:
      run.counts.changed += 1
    default:
      run.counts.unchanged += 1
    }
    return (0, 0)
  }

  // MARK: What cannot be read

  private func setAside(_ reject: NewReject, _ run: OpenRun, _ arrival: Storage.Arrival) throws(LibraryError)
    -> Change
  {
    run.counts.rejected += 1
    try Library.store { () throws(StorageError) in
      try connection.addReject(reject, arrival)
      guard let identifier = reject.identifier, !identifier.isEmpty else {
        run.memory.loseCompleteness()
        return
      }
      guard let row = try lookup.record(catalogue: run.catalogue, identifier: identifier) else { return }
      let heard = run.memory.hear(HeardStatement(.broken), record: row.state)
      try apply(heard.effects, to: row, run)
    }
    return (0, 0)
  }

  /// A record that was set aside before could be read at last.
  private func settle(_ record: PreparedRecord, _ run: OpenRun) throws(LibraryError) {
    try Library.store { () throws(StorageError) in
      try connection.settleRejects(catalogue: run.catalogue, identifier: record.identifier)
    }
  }
}
