import Catalogue
import CatalogueFormats
import Library
import Transfer

/// Begins, resumes, carries out and closes one run. Used by the run's thread.
struct Runner {
  let library: Library
  let engine: TransferEngine
  let backoff: Backoff
  let tell: @Sendable (SyncEvent) -> Void

  /// Carries a run to its end. Never throws: whatever happens is an outcome.
  func run(_ settings: CatalogueSettings, catalogue: Int64, _ request: RunRequest, _ monitor: RunMonitor)
    -> RunOutcome
  {
    guard let format = CatalogueFormat.named(settings.harvest.format) else {
      return RunOutcome(
        state: .failed, counts: RunCounts(), message: "the format “\(settings.harvest.format)” is not known")
    }
    let job = Job(runner: self, settings: settings, catalogue: catalogue, format: format, monitor: monitor)
    do throws(LibraryError) {
      let outcome =
        request.rehearsal ? try job.rehearse(full: request.full) : try job.carryOut(full: request.full)
      monitor.update { $0.counts = outcome.counts }
      return outcome
    } catch {
      return RunOutcome(state: .failed, counts: monitor.progress.counts, message: error.message)
    }
  }
}

extension CatalogueSettings {
  /// What a run asks for, as text: a change of it makes the next run full (rule 8).
  var scope: String {
    [
      harvest.format, harvest.url, harvest.metadataPrefix ?? "", harvest.set ?? "",
      "\(harvest.from?.seconds ?? 0)",
    ]
    .joined(separator: " ")
  }
}

private struct Job {
  let runner: Runner
  let settings: CatalogueSettings
  let catalogue: Int64
  let format: CatalogueFormat
  let monitor: RunMonitor

  private var library: Library { runner.library }

  // MARK: Real runs

  func carryOut(full: Bool) throws(LibraryError) -> RunOutcome {
    var wantsFull = full
    while true {
      let plan = try begin(full: wantsFull)
      monitor.update {
        $0.run = plan.start.number
        $0.isFull = plan.isFull
        $0.counts = plan.start.counts
      }
      runner.tell(
        .began(
          catalogue: settings.name, run: plan.start.number, full: plan.isFull, resumed: plan.isResumed,
          because: plan.because))
      let handle = library.handle(run: plan.start.number)
      let ending: CatalogueRun.Ending
      do throws(LibraryError) {
        let run = try conversation(
          plan.start.number, plan.harvest, WritingSink(handle: handle), limit: plan.isFull ? nil : plan.last)
        ending = try run.converse()
        try handle.drain()
      } catch {
        return fail(plan.start.number, error)
      }
      switch ending {
      case .whole(let facts):
        do throws(LibraryError) {
          return outcome(
            try handle.close(
              RunEnd(responseDate: facts.responseDate, promisesTombstones: facts.promisesTombstones)))
        } catch {
          return fail(plan.start.number, error)
        }
      case .brokenOff(let fault):
        try library.breakOff(run: plan.start.number, message: fault.message)
        let counts = try library.run(plan.start.number)?.counts ?? RunCounts()
        return RunOutcome(
          state: counts.heard == 0 ? .failed : .brokenOff, counts: counts, message: fault.message)
      case .clockWentBack:
        try library.abandon(
          run: plan.start.number, message: "the upstream's clock went back; everything is asked for again")
        wantsFull = true
      case .stopped:
        return RunOutcome(
          state: .stopped, counts: monitor.progress.counts,
          message: "the daemon stopped; it goes on from there")
      }
    }
  }

  private struct Plan {
    var start: RunStart
    var harvest: any Harvest
    var isFull: Bool
    var isResumed: Bool
    var because: String
    /// The last closed run's first `responseDate`.
    var last: Datestamp?
  }

  private func begin(full wantsFull: Bool) throws(LibraryError) -> Plan {
    let last = try library.lastClose(catalogue: catalogue)
    if let open = try library.interruptedRun(catalogue: catalogue) {
      if open.scope == settings.scope, open.isFull || !wantsFull {
        let harvest =
          format.resume(settings.harvest, open.checkpoint)
          ?? format.begin(settings.harvest, scope(full: open.isFull, last))
        return Plan(
          start: try library.resumeRun(open.number, settings: settings.arrivals), harvest: harvest,
          isFull: open.isFull, isResumed: true, because: "it was interrupted", last: last?.responseDate)
      }
      try library.abandon(run: open.number, message: "what is asked for has changed")
    }
    let reason = FullRunReason.required(
      last: last, scope: settings.scope, responseDate: nil,
      promisesTombstones: try library.promisesTombstones(catalogue: catalogue), now: library.now(),
      settings: settings.arrivals)
    let isFull = wantsFull || reason != nil
    let harvest = format.begin(settings.harvest, scope(full: isFull, last))
    let start = try library.beginRun(
      catalogue: catalogue, full: isFull, complete: isFull, scope: settings.scope, settings: settings.arrivals
    )
    return Plan(
      start: start, harvest: harvest, isFull: isFull, isResumed: false,
      because: wantsFull ? "everything was asked for" : reason?.text ?? "what changed since the last run",
      last: last?.responseDate)
  }

  private func scope(full: Bool, _ last: LastClose?) -> HarvestScope {
    if !full, let date = last?.responseDate { return .since(date) }
    return .full
  }

  private func conversation(
    _ number: Int64, _ harvest: any Harvest, _ sink: any PageSink, limit: Datestamp?
  ) throws(LibraryError) -> CatalogueRun {
    CatalogueRun(
      settings, number: number, format: format, harvest: harvest, sink: sink,
      preparer: try library.preparer(catalogue: catalogue, parser: format.parser(settings.harvest)),
      library: library, engine: runner.engine, monitor: monitor, backoff: runner.backoff,
      clockMayNotBeBefore: limit, tell: runner.tell)
  }

  /// The store failed. The run ends with that reason; where not even that can be written, it stays open, and the next
  /// one goes on from what was committed.
  private func fail(_ number: Int64, _ error: LibraryError) -> RunOutcome {
    try? library.breakOff(run: number, message: error.message)
    return RunOutcome(state: .failed, counts: monitor.progress.counts, message: error.message)
  }

  private func outcome(_ close: RunClose) -> RunOutcome {
    let state: RunOutcome.State =
      switch close.state {
      case .doneWithRejects: .doneWithRejects
      case .doneEmpty: .doneEmpty
      case .held: .held
      default: .done
      }
    return RunOutcome(state: state, counts: close.counts, message: close.message)
  }

  // MARK: Rehearsals

  func rehearse(full wantsFull: Bool) throws(LibraryError) -> RunOutcome {
    let last = try library.lastClose(catalogue: catalogue)
    let reason = FullRunReason.required(
      last: last, scope: settings.scope, responseDate: nil,
      promisesTombstones: try library.promisesTombstones(catalogue: catalogue), now: library.now(),
      settings: settings.arrivals)
    let isFull = wantsFull || reason != nil
    let number = monitor.progress.run
    let rehearsal = try library.rehearse(
      catalogue: catalogue, full: isFull, complete: isFull, settings: settings.arrivals)
    let run = try conversation(
      number, format.begin(settings.harvest, scope(full: isFull, last)), RehearsingSink(rehearsal: rehearsal),
      limit: nil)
    monitor.update { $0.isFull = isFull }
    switch try run.converse() {
    case .whole:
      let result = try rehearsal.close()
      return RunOutcome(state: .rehearsed, counts: result.counts, message: "", rehearsal: result)
    case .brokenOff(let fault):
      return RunOutcome(
        state: .failed, counts: rehearsal.result.counts, message: fault.message, rehearsal: rehearsal.result)
    case .clockWentBack, .stopped:
      return RunOutcome(state: .stopped, counts: rehearsal.result.counts, message: "the daemon stopped")
    }
  }
}

extension FullRunReason {
  /// For people.
  var text: String {
    switch self {
    case .first: "the first run"
    case .scopeChanged: "what is asked for has changed"
    case .clockWentBack: "the upstream's clock went back"
    case .due: "a full run is due"
    }
  }
}
