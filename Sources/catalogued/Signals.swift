import Glibc

/// The signals that end the daemon, blocked in every thread and waited for in one.
struct Signals: @unchecked Sendable {  // a plain value of the C library; never changed after init
  private var set = sigset_t()

  /// To be made before any thread is.
  init() {
    signal(SIGPIPE, SIG_IGN)  // a client that goes away is an error of that write
    sigemptyset(&set)
    for signal in [SIGTERM, SIGINT] { sigaddset(&set, signal) }
    pthread_sigmask(SIG_BLOCK, &set, nil)
  }

  /// Blocks until the daemon is to end.
  func waitForEnd() {
    var set = set
    var signal: Int32 = 0
    while sigwait(&set, &signal) != 0 {}
  }
}
