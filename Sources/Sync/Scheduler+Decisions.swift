import CatalogueFormats
import Library

/// What became of a person's decision.
public enum DecisionOutcome<Result: Sendable>: Sendable {
  case done(Result)
  /// It waits for the close of the open run. It is on the disk, and outlives the daemon.
  case waits
}

extension Scheduler {
  /// Applies the held deletions that a person sees now; waits for the close of an open run (rule 7).
  public func approve(_ name: String) throws(LibraryError) -> DecisionOutcome<Int> {
    let entry = try entry(name)
    let saw = try library.held(catalogue: entry.number)
    guard !saw.isEmpty else { throw .refused("nothing of “\(name)” is held") }
    if try waits(entry, .approve) { return .waits }
    return .done(try library.approve(catalogue: entry.number, saw: saw))
  }

  /// Refuses to believe the held deletions; waits for the close of an open run (rule 7).
  public func reject(_ name: String) throws(LibraryError) -> DecisionOutcome<Int> {
    let entry = try entry(name)
    guard try library.waiting(catalogue: entry.number).held > 0 else {
      throw .refused("nothing of “\(name)” is held")
    }
    if try waits(entry, .reject) { return .waits }
    return .done(try library.reject(catalogue: entry.number))
  }

  /// Reads a catalogue's kept bytes again; waits for the close of an open run (rule 2).
  public func reparse(_ name: String) throws(LibraryError) -> DecisionOutcome<ReparseResult> {
    let entry = try entry(name)
    let format = try format(of: entry)
    if try waits(entry, .reparse) { return .waits }
    return .done(try reparse(entry, format))
  }

  /// Lets a catalogue be asked no more by itself until `resume`, also over restarts. A run that is going on stops at a
  /// page's end. A person's refresh runs all the same.
  ///
  /// - Returns: Whether a run is stopped by it.
  public func pause(_ name: String) throws(LibraryError) -> Bool {
    let entry = try entry(name)
    try library.pause(catalogue: entry.number, true)
    return desk.withLock { desk in
      desk[name]?.isPaused = true
      desk[name]?.asked = nil
      guard let run = desk[name]?.run, !run.progress.isRehearsal else { return false }
      run.pause()
      return true
    }
  }

  /// Ends a pause. A run that it stopped goes on at once; else the catalogue is asked when it is due.
  public func resume(_ name: String) throws(LibraryError) {
    let entry = try entry(name)
    try library.pause(catalogue: entry.number, false)
    let isOpen = try library.interruptedRun(catalogue: entry.number) != nil
    desk.withLock { desk in
      desk[name]?.isPaused = false
      desk[name]?.run?.unpause()
      if isOpen, desk[name]?.run == nil { desk[name]?.schedule((library.now(), "the pause is over")) }
    }
  }

  private func entry(_ name: String) throws(LibraryError) -> Desk.Entry {
    guard let entry = desk.withLock({ $0[name] }) else {
      throw .notFound("there is no catalogue “\(name)” in the configuration")
    }
    return entry
  }

  private func format(of entry: Desk.Entry) throws(LibraryError) -> CatalogueFormat {
    let harvest = entry.settings.harvest
    let found = try library.catalogue(entry.number).takenFor?.format
    guard let format = CatalogueFormat.named(harvest.isAutomatic ? found ?? "" : harvest.format) else {
      throw .refused("the format of “\(entry.settings.name)” is not known yet: no run of it has closed")
    }
    return format
  }

  private func reparse(_ entry: Desk.Entry, _ format: CatalogueFormat) throws(LibraryError) -> ReparseResult {
    try library.reparse(
      catalogue: entry.number, parser: format.parser(entry.settings.harvest),
      settings: entry.settings.arrivals)
  }

  /// Whether a decision has to wait, and is kept for then.
  private func waits(_ entry: Desk.Entry, _ kind: PendingRow.Kind) throws(LibraryError) -> Bool {
    let name = entry.settings.name
    let isRunning = desk.withLock { desk in
      guard let run = desk[name]?.run, !run.progress.isRehearsal else { return false }
      desk[name]?.hasPending = true
      return true
    }
    if !isRunning {
      guard let open = try library.interruptedRun(catalogue: entry.number) else { return false }
      guard entry.isScheduled else {
        // Nobody would go on with it.
        try library.abandon(
          run: open.number,
          message: "interrupted, and the catalogue is \(entry.isPaused ? "paused" : "switched off")")
        return false
      }
      desk.withLock { $0[name]?.hasPending = true }
    }
    try library.postpone(kind, catalogue: entry.number)
    // The run may have ended meanwhile.
    if isRunning, desk.withLock({ $0[name]?.run == nil }) { decideWhatWaited(name) }
    return true
  }

  /// Carries out the decisions that waited for a run's end. What still has to wait stays.
  func decideWhatWaited(_ name: String) {
    guard let entry = desk.withLock({ $0[name] }), entry.hasPending else { return }
    do throws(LibraryError) {
      if try library.interruptedRun(catalogue: entry.number) != nil { return }
      desk.withLock { $0[name]?.hasPending = false }
      for decision in try library.pending(catalogue: entry.number) {
        switch decision.kind {
        case .approve: _ = try library.approve(catalogue: entry.number, saw: decision.saw)
        case .reject: _ = try library.reject(catalogue: entry.number)
        case .reparse: _ = try reparse(entry, try format(of: entry))
        }
        try library.dropPending(decision.number)
      }
    } catch {
      tell(.trouble(catalogue: name, message: "carrying out a decision that waited: \(error.message)"))
    }
  }
}
