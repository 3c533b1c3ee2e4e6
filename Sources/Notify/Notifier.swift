import ControlAPI
import Glibc
import Library
import Sync
import Threads

/// What became of telling.
public enum NotifyEvent: Sendable {
  case told(subject: String)
  /// Told again after so many seconds.
  case failed(subject: String, reason: String, retryAfter: Double)
}

/// Tells a person by a command when something needs one: on a thread of its own, one thing at a time, so that no run ever
/// waits for it.
///
/// Nothing is queued. What holds is compared with what was told, which the store remembers: only a change of state is
/// told, a restart tells nothing again, and what is over before it could be told is not told. A kill between the command's
/// end and the store's note tells one thing twice; nothing is ever lost.
public final class Notifier: Sendable {
  struct State: Sendable {
    var settings = NotifySettings()
    var isStopped = false
    var isRunning = false
    /// Something happened that may be worth telling.
    var isAwake = true
    /// A run has closed since the searches were asked last.
    var hasClosed = true
    /// Why the command does not do what it should, since when.
    var failure: (since: Int64, message: String)?
  }

  let library: Library
  let scheduler: Scheduler
  /// Where the store is: whose disk is watched.
  let directory: String
  private let backoff: Backoff
  private let tell: @Sendable (NotifyEvent) -> Void
  let state = Monitor(State())

  /// How long nothing that happens without a run's end (a disk that fills up) goes unnoticed, in seconds.
  private static let tick = 60.0

  /// - Parameters:
  ///   - backoff: How long to wait after the command failed.
  ///   - tell: Hears what becomes of it, on the notifier's thread.
  public init(
    _ library: Library, _ scheduler: Scheduler, directory: String,
    backoff: Backoff = Backoff(first: 10, cap: 3600), tell: @escaping @Sendable (NotifyEvent) -> Void
  ) {
    self.library = library
    self.scheduler = scheduler
    self.directory = directory
    self.backoff = backoff
    self.tell = tell
  }

  // MARK: Life

  /// Puts settings into force; the thread starts with the first that name a command. A search that is new begins with
  /// the reports that are added from now on.
  public func use(_ settings: NotifySettings) {
    if !settings.command.isEmpty { begin(settings.searches) }
    let isNew = state.withLock { state in
      if state.settings.command != settings.command { state.failure = nil }
      state.settings = settings
      state.isAwake = true
      let isNew = !state.isRunning && !state.isStopped && !settings.command.isEmpty
      if isNew { state.isRunning = true }
      return isNew
    }
    guard isNew else { return }
    let me = self
    Thread("notify", stack: 512 << 10) { me.turn() }.detach()
  }

  /// Hears what happens; never blocks for long.
  public func hear(_ event: SyncEvent) {
    guard case .ended(_, _, let outcome) = event else { return }
    state.withLock { state in
      state.isAwake = true
      if outcome.isGood { state.hasClosed = true }
    }
  }

  /// Ends the thread, and with it, after a second at most, the command that is running.
  public func stop() {
    state.withLock { $0.isStopped = true }
    state.wait { $0.isRunning ? nil : () }
  }

  /// Why persons are not told, if the command fails, and since when (seconds since 1970).
  public var failure: (since: Int64, message: String)? { state.withLock { $0.failure } }

  private func begin(_ searches: [SavedSearch]) {
    do throws(LibraryError) {
      let told = try library.told()
      let last = try library.lastChange()
      let new = searches.map(Self.topic).filter { told[$0] == nil }
      note(Dictionary(new.map { ($0, last) }, uniquingKeysWith: { first, _ in first }))
    } catch {
      tell(.failed(subject: "beginning to look for new reports", reason: error.message, retryAfter: 0))
    }
  }

  static func topic(_ search: SavedSearch) -> String { "search:" + search.name }

  private func turn() {
    defer { state.withLock { $0.isRunning = false } }
    signal(SIGCHLD, SIG_DFL)  // or there would be no exit status to read
    var attempts: [String: Int] = [:]
    var failures = 0
    var rest = 0.0
    var look = Self.tick
    while true {
      // While the command fails, only time counts.
      let deadline = monotonicSeconds() + max(rest, failures > 0 ? rest : look)
      let isStopped = state.wait(until: deadline) { state -> Bool? in
        if state.isStopped { return true }
        // Another command is tried at once.
        return state.isAwake && (failures == 0 || state.failure == nil) ? false : nil
      }
      if isStopped == true { return }
      // Runs that end together are looked at together.
      if state.wait(until: monotonicSeconds() + 0.2, { $0.isStopped ? true : nil }) == true { return }
      if state.withLock({ $0.failure == nil }) { failures = 0 }
      let settings = state.withLock { state in
        state.isAwake = false
        return state.settings
      }
      guard !settings.command.isEmpty else { continue }
      let known = survey(settings)
      look = min(Self.tick, known.nextLook)
      // What failed least comes first, so that one document that the command never takes holds up no other.
      let order = known.due.sorted { (attempts[$0.key] ?? 0, $0.key) < (attempts[$1.key] ?? 0, $1.key) }
      attempts = attempts.filter { topic, _ in known.due.contains { $0.key == topic } }
      rest = 0
      for due in order {
        do throws(CommandRun.Failure) {
          try deliver(due.notice, settings)
          note(due.topics)
          failures = 0
          attempts[due.key] = nil
        } catch {
          if state.withLock({ $0.isStopped }) { return }
          failures += 1
          attempts[due.key, default: 0] += 1
          rest = backoff.delay(attempt: failures)
          let now = library.now()
          state.withLock { $0.failure = ($0.failure?.since ?? now, error.message) }
          tell(.failed(subject: due.notice.subject, reason: error.message, retryAfter: rest))
          break
        }
        if state.withLock({ $0.isStopped }) { return }
      }
      if order.isEmpty { failures = 0 }
    }
  }

  private func deliver(_ notice: Notice, _ settings: NotifySettings) throws(CommandRun.Failure) {
    let document: [UInt8]
    do { document = try JSON.encode(notice) + [0x0A] } catch {
      throw CommandRun.Failure(message: "the document cannot be written: \(error)")
    }
    let state = state
    try CommandRun(command: settings.command, input: document, timeout: settings.timeout)
      .run { state.withLock { $0.isStopped } }
    state.withLock { $0.failure = nil }
    tell(.told(subject: notice.subject))
  }

  func note(_ topics: [String: Int64?]) {
    guard !topics.isEmpty else { return }
    do throws(LibraryError) {
      try library.noteTold(topics)
    } catch {
      tell(.failed(subject: "noting what was told", reason: error.message, retryAfter: 0))
    }
  }
}
