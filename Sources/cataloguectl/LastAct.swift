import Glibc

/// What is still done when a signal ends the program: one file is removed.
enum LastAct {
  /// Read by the handler, on the only thread; it outlives the file, since a signal may be looking at it.
  nonisolated(unsafe) private static var path: UnsafeMutablePointer<CChar>?

  /// Takes every signal that would end the program and that it may take. One that is ignored (nohup) stays so.
  static func prepare() {
    forget()
    var action = sigaction()
    // Only what signal-safety(7) allows: the signal is blocked in here, and ends the program after it, as it would have.
    action.__sigaction_handler.sa_handler = { signal in
      if let path = LastAct.path { unlink(path) }
      raise(signal)
    }
    action.sa_flags = Int32(bitPattern: UInt32(SA_RESETHAND))
    // Blocked is what a parent's threads block, and hand down without meaning it.
    var taken = sigset_t()
    sigemptyset(&taken)
    for signal in [SIGHUP, SIGINT, SIGQUIT, SIGPIPE, SIGTERM, SIGXFSZ] {
      var before = sigaction()
      sigaction(signal, nil, &before)
      let isIgnored = unsafeBitCast(before.__sigaction_handler.sa_handler, to: Int.self) == 1  // SIG_IGN
      if !isIgnored { sigaction(signal, &action, nil) }
      sigaddset(&taken, signal)
    }
    sigprocmask(SIG_UNBLOCK, &taken, nil)
  }

  /// From now on, this file is removed.
  static func remove(_ file: String) { path = strdup(file) }

  static func forget() { path = nil }

  /// Runs `body` while signals wait: what it makes, and the promise to remove it, come together.
  static func undisturbed<Result>(_ body: () -> Result) -> Result {
    var all = sigset_t()
    var before = sigset_t()
    sigfillset(&all)
    sigprocmask(SIG_BLOCK, &all, &before)
    defer { sigprocmask(SIG_SETMASK, &before, nil) }
    return body()
  }
}
