import CatalogueFormats
import Library

extension Job {
  /// Fetches as a real run would, and says what it would change.
  mutating func rehearse(full wantsFull: Bool) throws(LibraryError) -> RunOutcome {
    let (format, failure) = prepare()
    guard let format else { return Self.outcome(failure ?? .stopped, RehearsalResult()) }
    let number = monitor.progress.run
    let harvest = format.begin(
      asked(all: wantsFull), harvestScope(full: wantsFull || requiredReason() != nil))
    let rehearsal = try library.rehearse(
      catalogue: known.number, full: harvest.facts.full, complete: harvest.facts.complete,
      settings: settings.arrivals)
    let sink = RehearsingSink(
      run: number, rehearsal: rehearsal,
      preparer: try library.preparer(
        catalogue: known.number, parser: format.parser(settings.harvest), rehearsing: true))
    let run = CatalogueRun(
      settings, harvest: harvest, sink: sink,
      plan: RunPlan(validators: wantsFull ? nil : validators(for: format), opening: opening),
      library: library,
      engine: runner.engine, monitor: monitor, backoff: runner.backoff, tell: runner.tell)
    opening = nil
    monitor.update { $0.isFull = harvest.facts.full }
    let ending = try run.converse()
    guard case .whole = ending else { return Self.outcome(ending, rehearsal.result) }
    let result = try rehearsal.close()
    return RunOutcome(state: .rehearsed, counts: result.counts, message: "", rehearsal: result)
  }

  private static func outcome(_ ending: CatalogueRun.Ending, _ result: RehearsalResult) -> RunOutcome {
    switch ending {
    case .unchanged:
      RunOutcome(
        state: .rehearsed, counts: result.counts,
        message: "nothing has changed since the last run (HTTP 304)",
        rehearsal: result)
    case .brokenOff(let fault), .postponed(_, let fault):
      RunOutcome(state: .failed, counts: result.counts, message: fault.message, rehearsal: result)
    case .whole, .clockWentBack, .outOfHours, .stopped:
      RunOutcome(state: .stopped, counts: result.counts, message: "the daemon stopped")
    }
  }
}
