import Catalogue
import CatalogueFormats
import Library

extension Job {
  func runEnd(_ facts: ListFacts, _ run: CatalogueRun, _ format: CatalogueFormat) -> RunEnd {
    var kept: KeptValidators?
    if facts.isConditional, let found = run.validators, found.etag != nil || found.lastModified != nil {
      kept = KeptValidators(etag: found.etag, lastModified: found.lastModified, of: validatorsOf(format))
    }
    return RunEnd(
      responseDate: facts.responseDate, promisesTombstones: facts.promisesTombstones, validators: kept,
      polling: run.polling.encode(), takenFor: takenFor, fields: settings.harvest.fields.text,
      remark: facts.remark)
  }

  /// Whether the upstream had nothing to say since the last run, so that no run need be begun and closed to note it.
  func isNothing(_ facts: ListFacts, _ plan: Plan, _ sink: WritingSink) throws(LibraryError) -> Bool {
    guard !sink.isOpen, plan.open == nil, !plan.isFull, !facts.isConditional else { return false }
    guard known.scope == scope, known.promisesTombstones == facts.promisesTombstones,
      takenFor == known.takenFor
    else { return false }
    // What is held is looked at again at every close.
    return try library.waiting(catalogue: known.number).held == 0
  }

  /// Notes a run that found nothing, together with others of its kind.
  func noteUnchanged(_ run: CatalogueRun, _ message: String, upTo date: Datestamp? = nil) throws(LibraryError)
    -> RunOutcome
  {
    let number = try library.noteUnchanged(
      UnchangedPoll(
        catalogue: known.number, scope: scope, begun: monitor.progress.begun, message: message,
        polling: run.polling.encode(), counts: run.cost, since: known.responseDate, upTo: date?.seconds),
      isAwaited: monitor.progress.isAsked)
    if let number { monitor.update { $0.run = number } }
    return RunOutcome(state: .done, counts: run.cost, message: message, polling: run.polling)
  }

  /// Ends a run that does not close. One that never began is noted as a run all the same, so that a person finds why.
  func end(_ ending: CatalogueRun.Ending, run number: Int64?, wantsFull: Bool) throws(LibraryError)
    -> RunOutcome
  {
    switch ending {
    case .brokenOff(let fault):
      var number = number ?? 0
      if number == 0 {
        number = try library.beginRun(
          catalogue: known.number, full: wantsFull, complete: false, scope: scope, settings: settings.arrivals
        ).number
        monitor.update { [number] in $0.run = number }
      }
      try library.breakOff(run: number, message: fault.message)
      let counts = try library.run(number)?.counts ?? RunCounts()
      var outcome = RunOutcome(
        state: counts.heard == 0 ? .failed : .brokenOff, counts: counts, message: fault.message)
      outcome.isGone = fault.kind == .transfer(status: 410)
      outcome.isRefused = isRefusal(fault)
      return outcome
    case .postponed(let wait, let fault):
      return RunOutcome(
        state: .postponed, counts: monitor.progress.counts, message: fault.message, retryAfter: wait)
    case .outOfHours:
      return RunOutcome(
        state: .paused, counts: monitor.progress.counts,
        message: monitor.isPaused
          ? "a person paused it; it goes on after cataloguectl resume"
          : "its hours are over; it goes on in the next ones")
    case .stopped, .whole, .unchanged, .clockWentBack:
      return RunOutcome(
        state: .stopped, counts: monitor.progress.counts, message: "the daemon stopped; it goes on from there"
      )
    }
  }

  /// Whether the upstream does not take the credentials that it was shown (RFC 9110, 15.5.2 and 15.5.4).
  private func isRefusal(_ fault: HarvestFault) -> Bool {
    settings.transfer.credentials != .none
      && (fault.kind == .transfer(status: 401) || fault.kind == .transfer(status: 403))
  }

  /// The store failed. The run ends with that reason; where not even that can be written, it stays open, and the next
  /// one goes on from what was committed.
  func fail(_ number: Int64, _ error: LibraryError) -> RunOutcome {
    try? library.breakOff(run: number, message: error.message)
    return RunOutcome(failed: error, monitor.progress.counts)
  }

  func outcome(_ close: RunClose, _ run: CatalogueRun) -> RunOutcome {
    let state: RunOutcome.State =
      switch close.state {
      case .doneWithRejects: .doneWithRejects
      case .doneEmpty: .doneEmpty
      case .held: .held
      default: .done
      }
    return RunOutcome(state: state, counts: close.counts, message: close.message, polling: run.polling)
  }
}
