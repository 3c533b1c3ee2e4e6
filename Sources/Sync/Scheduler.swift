import CatalogueFormats
import Library
import Threads
import Transfer

/// How runs are scheduled over all catalogues.
public struct SchedulerSettings: Hashable, Sendable {
  /// How many catalogues may run at once.
  public var concurrentRuns: Int
  /// The wait after a failed request.
  public var retry: Backoff
  /// The wait after a failed run.
  public var failure: Backoff

  public init(
    concurrentRuns: Int = 16, retry: Backoff = Backoff(first: 2, cap: 300),
    failure: Backoff = Backoff(first: 300, cap: 24 * 3600)
  ) {
    self.concurrentRuns = concurrentRuns
    self.retry = retry
    self.failure = failure
  }
}

/// Runs every catalogue when it is due: one thread that waits for the next date, and one for each run that is going on.
public final class Scheduler: Sendable {
  let library: Library
  private let engine: TransferEngine
  let settings: Monitor<SchedulerSettings>
  let tell: @Sendable (SyncEvent) -> Void
  /// Seconds on a clock that nobody can set, and that goes on while the machine sleeps.
  private let steady: @Sendable () -> Double
  let desk: Monitor<Desk>
  let turnCount = Turns()

  /// - Parameters:
  ///   - steady: Seconds on a clock that nobody can set, and that goes on while the machine sleeps.
  ///   - tell: Hears what happens, on the threads where it happens; must not block.
  public init(
    _ library: Library, _ engine: TransferEngine, _ settings: SchedulerSettings = SchedulerSettings(),
    steady: @escaping @Sendable () -> Double = bootSeconds, tell: @escaping @Sendable (SyncEvent) -> Void
  ) {
    self.steady = steady
    self.library = library
    self.engine = engine
    self.settings = Monitor(settings)
    self.tell = tell
    desk = Monitor(Desk())
  }

  // MARK: Life

  /// How many catalogues may run at once, from now on.
  public func allow(concurrentRuns: Int) {
    settings.withLock { $0.concurrentRuns = concurrentRuns }
    desk.withLock { _ in }  // the thread that starts runs looks again
  }

  /// Starts the thread that starts the runs.
  public func start() {
    let me = self
    Thread("scheduler") { me.turn() }.detach()
  }

  /// Stops every run as soon as its last page is committed, and blocks until all have ended.
  public func stop() {
    let monitors = desk.withLock { desk in
      desk.isStopped = true
      return desk.entries.compactMap(\.run)
    }
    for monitor in monitors { monitor.stop() }
    desk.wait { desk in desk.running == 0 && !desk.isTurning ? () : nil }
  }

  private enum Turn {
    case begin(Due)
    case stop
    /// Something is due earlier than was known.
    case wakeEarlier
  }

  private func turn() {
    desk.withLock { $0.isTurning = true }
    defer { desk.withLock { $0.isTurning = false } }
    let (library, steady, tell) = (library, steady, tell)
    while true {
      let now = library.now()
      let limit = settings.withLock { $0.concurrentRuns }
      let wake = desk.withLock { $0.nextDate(after: now, limit: limit) }
      // At most a minute, so that a clock that is set is noticed.
      let wait = min(max(Double(wake - now), 0.01), 60)
      let turn = desk.wait(until: monotonicSeconds() + wait) { desk -> Turn? in
        turnCount.note()
        if desk.isStopped { return .stop }
        let now = library.now()
        if let jump = desk.look(now: now, steady: steady()) { tell(.clockSet(seconds: jump)) }
        if let due = desk.takeDue(now: now, limit: limit) { return .begin(due) }
        return desk.soonest < wake ? .wakeEarlier : nil
      }
      switch turn {
      case .begin(let due): begin(due)
      case .stop: return
      case .wakeEarlier, nil: continue
      }
    }
  }

  private func begin(_ due: Due) {
    let me = self
    Thread("run", stack: 2 << 20) {
      let runner = Runner(
        library: me.library, engine: me.engine, backoff: me.settings.withLock { $0.retry }, tell: me.tell)
      // What is due besides is carried out by the same thread: hundreds of small runs need few of them.
      var next: Due? = due
      while let due = next {
        let outcome = runner.run(due.settings, catalogue: due.number, due.request, due.monitor)
        next = me.ended(due, outcome)
      }
    }.detach()
  }

  /// Notes how a run ended, and takes the next one that is due.
  private func ended(_ due: Due, _ outcome: RunOutcome) -> Due? {
    let now = library.now()
    let number = due.monitor.progress.run
    let (failureBackoff, limit) = settings.withLock { ($0.failure, $0.concurrentRuns) }
    let name = due.settings.name
    desk.withLock { $0.note(outcome, of: due, now: now, failureBackoff) }
    tell(.ended(catalogue: name, run: number, outcome: outcome))
    // Before the next run can begin.
    decideWhatWaited(name)
    let jump = desk.withLock { $0.look(now: library.now(), steady: steady()) }
    if let jump { tell(.clockSet(seconds: jump)) }
    let (next, hasPending) = desk.withLock { desk in
      desk.leave(name)
      if desk[name]?.isLeaving == true { desk.remove(name) }
      return (
        desk.isStopped ? nil : desk.takeDue(now: library.now(), limit: limit), desk[name]?.hasPending == true
      )
    }
    if hasPending { decideWhatWaited(name) }
    return next
  }

  /// Whether no run is going on or due now: time for upkeep.
  public var isQuiet: Bool {
    let now = library.now()
    return desk.withLock { !$0.isBusy(now: now) }
  }

  /// "6 h", "90 s", "2 d".
  static func words(_ seconds: Int64) -> String {
    for (unit, name) in [(Int64(86400), "d"), (3600, "h"), (60, "min")]
    where seconds >= unit && seconds % unit == 0 {
      return "\(seconds / unit) \(name)"
    }
    return "\(seconds) s"
  }
}
