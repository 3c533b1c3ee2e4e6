extension RunMemory {
  /// Rules 5 to 7: the list ended as its protocol says it must.
  ///
  /// - Parameter live: Gives every live record of the catalogue with its count of lists that it was missing from, in any
  ///   order. Called only where absences count, and then once, so that a million records pass without an array.
  /// - Throws: What `live` throws.
  public func close<Failure: Error>(
    _ facts: CloseFacts,
    live: ((_ number: RecordNumber, _ missed: Int) -> Void) throws(Failure) -> Void
  ) throws(Failure) -> CloseDecision {
    var after = self
    let (older, revived) = after.putOlder()
    var missing = NumberSet()
    var deletions = after.held
    if full && complete {
      // A complete list restates the absences: only what was said stays held without being said again.
      deletions.removeAbsences()
      try live { number, missed in
        guard !seen.contains(number) else { return }
        missing.insert(number)
        if missed + 1 >= facts.settings.missingAfter, !deletions.contains(number) {
          deletions[number] = .absent
        }
      }
    }
    deletions.merge(after.staged)
    deletions.subtract(after.rejected)
    let peak = GuardEntry(begun: begun, count: facts.liveRecords + revived)
    let stops = !deletions.isEmpty && (deletions.intersects(wasHeld) || facts.stops(deletions.count, peak))
    return CloseDecision(
      older: older, missing: missing, outcome: stops ? .held(deletions) : .applied(deletions), peak: peak)
  }

  /// The older statements apply, and older deletions of live records join the staged. `revived` counts the tombstones
  /// that came back to life.
  private mutating func putOlder() -> (puts: [CloseDecision.OlderPut], revived: Int) {
    var puts: [CloseDecision.OlderPut] = []
    var revived = 0
    for (number, kept) in older.sorted(by: { $0.key < $1.key }) {
      if kept.statement.heard == .deleted, kept.ofLiveRecord {
        staged[number] = .stated(kept.statement.datestamp)
      } else {
        let arrival = put(kept.statement, number: number, isLive: kept.ofLiveRecord)
        if arrival.decision == .revive { revived += 1 }
        puts.append(CloseDecision.OlderPut(number: number, arrival: arrival))
      }
    }
    return (puts, revived)
  }
}

extension CloseFacts {
  /// The guard (rule 7): whether so many deletions are too many to be believed.
  func stops(_ deletions: Int, _ peak: GuardEntry) -> Bool {
    let since = peak.begun - Self.window
    let recent = gone.reduce(0) { $1.begun > since ? $0 + $1.count : $0 }
    let most = peaks.reduce(peak.count) { $1.begun > since ? max($0, $1.count) : $0 }
    let limit = max(Double(settings.guardCount), settings.guardShare * Double(most))
    return Double(deletions + recent) > limit || deletions == peak.count
  }
}
