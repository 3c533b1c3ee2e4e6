import Glibc
import Threads

/// The signals that are for the daemon, blocked in every thread and waited for in one.
struct Signals: @unchecked Sendable {  // a plain value of the C library; never changed after init
  enum Wish { case end, reload }

  private var set = sigset_t()

  /// To be made before any thread is.
  init() {
    signal(SIGPIPE, SIG_IGN)  // a client that goes away is an error of that write
    sigemptyset(&set)
    for signal in [SIGTERM, SIGINT, SIGHUP] { sigaddset(&set, signal) }
    pthread_sigmask(SIG_BLOCK, &set, nil)
  }

  /// Blocks until something is wished.
  func next() -> Wish {
    var set = set
    var signal: Int32 = 0
    while sigwait(&set, &signal) != 0 {}
    return signal == SIGHUP ? .reload : .end
  }

  /// What is wished within so many seconds; nil if nothing is.
  func next(within seconds: Double) -> Wish? {
    var set = set
    let end = monotonicSeconds() + seconds
    while true {
      let left = max(0, end - monotonicSeconds())
      var time = timespec(tv_sec: Int(left), tv_nsec: Int((left - left.rounded(.down)) * 1e9))
      switch sigtimedwait(&set, nil, &time) {
      case SIGHUP: return .reload
      case 1...: return .end
      default: if errno != EINTR { return nil }
      }
    }
  }
}
