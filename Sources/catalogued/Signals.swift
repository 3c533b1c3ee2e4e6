import Glibc
import Threads

/// The signals that are for the daemon: blocked in every thread, and taken by one that does nothing else.
final class Signals: Sendable {
  enum Wish { case end, reload }

  private struct State {
    var wishes: [Wish] = []
    /// Whether somebody will take the wishes.
    var isHeeded = false
  }

  private let state = Monitor(State())

  /// To be made before any other thread is.
  init() {
    signal(SIGPIPE, SIG_IGN)  // a client that goes away is an error of that write
    var mine = sigset_t()
    sigemptyset(&mine)
    for signal in [SIGTERM, SIGINT, SIGHUP] { sigaddset(&mine, signal) }
    pthread_sigmask(SIG_BLOCK, &mine, nil)
    let set = mine
    Thread("signals", stack: 128 << 10) { [state] in
      var set = set
      var signal: Int32 = 0
      while true { if sigwait(&set, &signal) == 0 { Self.take(signal, state) } }
    }.detach()
  }

  private static func take(_ number: Int32, _ state: Monitor<State>) {
    let isHeeded = state.withLock { state in
      state.wishes.append(number == SIGHUP ? .reload : .end)
      return state.isHeeded
    }
    guard !isHeeded, number != SIGHUP else { return }
    // Nobody heeds it yet: a store is brought up to date, say, for minutes. That ends as any program does, which loses
    // nothing.
    signal(number, SIG_DFL)
    var one = sigset_t()
    sigemptyset(&one)
    sigaddset(&one, number)
    pthread_sigmask(SIG_UNBLOCK, &one, nil)
    raise(number)
  }

  /// From now on a wish to end waits for `next`.
  func heed() { state.withLock { $0.isHeeded = true } }

  /// Blocks until something is wished. An end goes before all else.
  func next() -> Wish { state.wait { Self.pop(&$0) } }

  /// What is wished within so many seconds; nil if nothing is.
  func next(within seconds: Double) -> Wish? {
    state.wait(until: monotonicSeconds() + seconds) { Self.pop(&$0) }
  }

  private static func pop(_ state: inout State) -> Wish? {
    if state.wishes.contains(.end) { return .end }
    // Many reloads that wait are one.
    defer { state.wishes = [] }
    return state.wishes.first
  }
}
