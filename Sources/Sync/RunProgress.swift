import Library
import Threads

/// How a run that is going on stands; read by whoever asks, written by the run's thread.
public struct RunProgress: Sendable {
  public var run: Int64
  public var isFull = false
  public var isRehearsal = false
  /// Whether a person asked for it.
  var isAsked = false
  /// Seconds since 1970.
  public var begun: Int64
  public var counts = RunCounts()
  public var expected: Int?
  /// What it is waiting for, for people.
  public var waitingFor: String?
}

/// A run's progress, and the wish that it should stop.
public final class RunMonitor: Sendable {
  struct State {
    var progress: RunProgress
    var isStopped = false
    /// When the run may ask for more; nil: at any time.
    var window: DailyWindow?
    /// Whether a person wants it.
    var isWanted = false
    /// Whether a person wants it to stop at a page's end.
    var isPaused = false
    /// Since when it does nothing but wait for its upstream, on the clock of `monotonicSeconds`; nil while it works.
    var waitsSince: Double?
    var cancel: (@Sendable () -> Void)?
  }
  let state: Monitor<State>

  init(_ progress: RunProgress, window: DailyWindow? = nil, isWanted: Bool = true) {
    state = Monitor(State(progress: progress, window: window, isWanted: isWanted))
  }

  public var progress: RunProgress { state.withLock { $0.progress } }

  func update(_ change: (inout RunProgress) -> Void) { state.withLock { change(&$0.progress) } }

  var isStopped: Bool { state.withLock { $0.isStopped } }

  /// Whether the run may ask for another page now. One that may not ends, and goes on when its hours come again.
  func mayGoOn(_ now: Int64) -> Bool { state.withLock { !$0.isPaused && $0.window?.contains(now) ?? true } }

  /// Whether a person wants it to stop at a page's end.
  var isPaused: Bool { state.withLock { $0.isPaused } }

  func pause() { state.withLock { $0.isPaused = true } }

  func unpause() { state.withLock { $0.isPaused = false } }

  /// A person wants the run now, whatever its hours.
  func forgetHours() {
    state.withLock { state in
      state.window = nil
      state.isWanted = true
      state.isPaused = false
    }
  }

  /// The hours to keep to from now on, unless a person wants the run.
  func followHours(_ window: DailyWindow?) {
    state.withLock { state in
      if !state.isWanted { state.window = window }
    }
  }

  /// Asks the run to stop at once; what is committed stays, and it goes on from there when it is resumed.
  func stop() {
    let cancel = state.withLock { state in
      state.isStopped = true
      return state.cancel
    }
    cancel?()
  }

  /// Notes how to end what the run is waiting for; does so at once if it was stopped already.
  func cancelBy(_ cancel: (@Sendable () -> Void)?) {
    let now = state.withLock { state in
      state.cancel = cancel
      return state.isStopped
    }
    if now { cancel?() }
  }

  /// Waits some seconds; false if the run was stopped meanwhile.
  func sleep(_ seconds: Double, because reason: String) -> Bool {
    update { $0.waitingFor = reason }
    let stopped = waiting { state.wait(until: monotonicSeconds() + seconds) { $0.isStopped ? true : nil } }
    update { $0.waitingFor = nil }
    return stopped == nil
  }

  /// Does what blocks until the upstream says something, and takes nobody else's room meanwhile.
  func waiting<T, E: Error>(_ body: () throws(E) -> T) throws(E) -> T {
    state.withLock { $0.waitsSince = monotonicSeconds() }
    defer { state.withLock { $0.waitsSince = nil } }
    return try body()
  }

  /// Whether it has only waited for so many seconds.
  func hasWaited(_ seconds: Double) -> Bool {
    state.withLock { state in state.waitsSince.map { monotonicSeconds() - $0 >= seconds } ?? false }
  }
}
