import Catalogue
import CatalogueFormats
import Library
import Transfer

/// One run of one catalogue.
struct Job {
  let runner: Runner
  var settings: CatalogueSettings
  /// The catalogue as the store knew it when the run began.
  let known: CatalogueRow
  let monitor: RunMonitor
  /// What a run asks for, as text: a change of it makes the next run full (rule 8).
  private(set) var scope = ""
  /// What `format = "auto"` took the address for.
  var takenFor: TakenFor?
  var opening: Incoming?

  init(runner: Runner, settings: CatalogueSettings, known: CatalogueRow, monitor: RunMonitor) {
    self.runner = runner
    self.settings = settings
    self.known = known
    self.monitor = monitor
  }

  var library: Library { runner.library }

  /// Settles what is asked, in which format and where; nil if it can be asked, else how the run ended at once.
  mutating func prepare() -> (format: CatalogueFormat?, failure: CatalogueRun.Ending?) {
    let configured = settings.harvest.url
    if let failure = recognise() { return (nil, failure) }
    scope = settings.harvest.scope
    // Where requests were moved for good, and that has held, it is asked there at once.
    settings.harvest.url = PollingTerms(known.polling).address(configured: configured, now: library.now())
    guard let format = CatalogueFormat.named(settings.harvest.format) else {
      let fault = HarvestFault(.malformed, "the format “\(settings.harvest.format)” is not known")
      return (nil, .brokenOff(fault))
    }
    return (format, nil)
  }

  // MARK: Real runs

  mutating func carryOut(full wantsFull: Bool) throws(LibraryError) -> RunOutcome {
    let (format, failure) = prepare()
    guard let format else { return try end(failure ?? .stopped, run: nil, wantsFull: wantsFull) }
    var isFull = wantsFull
    while true {
      let plan = try plan(format, full: isFull)
      if plan.open == nil { try readAgain(format) }
      let sink = sink(plan, format)
      let run = CatalogueRun(
        settings, harvest: plan.harvest, sink: sink, plan: plan.keeping, library: library,
        engine: runner.engine,
        monitor: monitor, backoff: runner.backoff, tell: runner.tell)
      opening = nil
      let ending: CatalogueRun.Ending
      do throws(LibraryError) {
        ending = try run.converse()
        try sink.handle?.drain()
        if case .whole(let facts) = ending {
          if try isNothing(facts, plan, sink) {
            return try noteUnchanged(run, "nothing is newer than the last run", upTo: facts.responseDate)
          }
          return outcome(try sink.opened().close(runEnd(facts, run, format)), run)
        }
      } catch {
        return fail(sink.run, error)
      }
      if case .unchanged = ending {
        return try noteUnchanged(run, "nothing has changed since the last run (HTTP 304)")
      }
      guard case .clockWentBack = ending else { return try end(ending, run: sink.run, wantsFull: isFull) }
      try library.abandon(
        run: sink.run, message: "the upstream's clock went back; everything is asked for again")
      isFull = true
    }
  }

  /// Where the configuration maps fields otherwise than when the records were read, their kept bytes are read again: the
  /// upstream need not be asked for that.
  private func readAgain(_ format: CatalogueFormat) throws(LibraryError) {
    guard known.scope != nil, known.fields != settings.harvest.fields.text else { return }
    let result = try library.reparse(
      catalogue: known.number, parser: format.parser(settings.harvest), settings: settings.arrivals)
    try library.noteFields(settings.harvest.fields.text, catalogue: known.number)
    runner.tell(.readAgain(catalogue: settings.name, records: result.revisions, changed: result.changed))
  }

  struct Plan {
    var harvest: any Harvest
    var isFull: Bool
    var because: String
    /// The run that it goes on with, if one was interrupted.
    var open: RunRow?
    var keeping: RunPlan
  }

  private func plan(_ format: CatalogueFormat, full wantsFull: Bool) throws(LibraryError) -> Plan {
    let last = known.lastClose
    var keeping = RunPlan(
      takenFor: takenFor?.format, polling: PollingTerms(known.polling), about: known.about, opening: opening)
    if let open = try library.interruptedRun(catalogue: known.number) {
      if open.scope == scope, open.isFull || !wantsFull {
        if !open.isFull { keeping.clockMayNotBeBefore = last?.responseDate }
        let harvest =
          format.resume(asked(all: false), open.checkpoint)
          ?? format.begin(asked(all: wantsFull), harvestScope(full: open.isFull))
        return Plan(
          harvest: harvest, isFull: open.isFull, because: "it was interrupted", open: open, keeping: keeping)
      }
      try library.abandon(run: open.number, message: "what is asked for has changed")
    }
    let reason = requiredReason()
    let harvest = format.begin(
      asked(all: wantsFull || reason == .scopeChanged), harvestScope(full: wantsFull || reason != nil))
    let isFull = harvest.facts.full
    if !isFull { keeping.clockMayNotBeBefore = last?.responseDate }
    // An answer of 304 counts for nothing where all is to be heard again from time to time.
    let isOld = last.map { library.now() - $0.lastFull >= settings.arrivals.fullEvery } ?? false
    if !wantsFull, !isOld { keeping.validators = validators(for: format) }
    // A feed or a table gives no date to go on from: that does not make each run of it the first.
    let isRepeated = reason == nil || (reason == .first && last != nil)
    let usual = isFull ? "it is always read whole" : "what changed since the last run"
    return Plan(
      harvest: harvest, isFull: isFull,
      because: wantsFull ? "everything was asked for" : isRepeated ? usual : reason?.text ?? usual, open: nil,
      keeping: keeping)
  }

  func requiredReason() -> FullRunReason? {
    FullRunReason.required(
      last: known.lastClose, scope: scope, responseDate: nil, promisesTombstones: known.promisesTombstones,
      now: library.now(), settings: settings.arrivals)
  }

  /// What is asked for, with what the harvest of pages has to know of this run.
  func asked(all: Bool) -> HarvestSettings {
    var harvest = settings.harvest
    harvest.crawl.asksAll = all
    harvest.crawl.askedAgainAfter = settings.arrivals.fullEvery
    return harvest
  }

  func harvestScope(full: Bool) -> HarvestScope {
    if !full, let date = known.lastClose?.responseDate { return .since(date) }
    return .full
  }

  /// The kept validators, if they are of this very request and parser.
  func validators(for format: CatalogueFormat) -> Validators? {
    guard let kept = known.validators, kept.of == validatorsOf(format) else { return nil }
    return Validators(etag: kept.etag, lastModified: kept.lastModified)
  }

  func validatorsOf(_ format: CatalogueFormat) -> String {
    "\(format.name) \(format.version) \(settings.harvest.url) \(scope)"
  }

  private func sink(_ plan: Plan, _ format: CatalogueFormat) -> WritingSink {
    let (library, runner, monitor, settings, number, scope) = (
      library, runner, monitor, settings, known.number, scope
    )
    return WritingSink(
      library, catalogue: number, parser: format.parser(settings.harvest), interrupted: plan.open?.number
    ) { () throws(LibraryError) in
      let start =
        if let open = plan.open {
          try library.resumeRun(open.number, settings: settings.arrivals)
        } else {
          try library.beginRun(
            catalogue: number, full: plan.isFull, complete: plan.harvest.facts.complete, scope: scope,
            settings: settings.arrivals)
        }
      monitor.update {
        $0.run = start.number
        $0.isFull = plan.isFull
        $0.counts = start.counts
      }
      runner.tell(
        .began(
          catalogue: settings.name, run: start.number, full: plan.isFull, resumed: plan.open != nil,
          because: plan.because))
      return start
    }
  }
}
