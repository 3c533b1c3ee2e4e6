import Glibc

/// Ctrl-C and SIGTERM, while a command follows what goes on: they are noted, and the command ends by itself.
enum Interruption {
  /// Written by the handler alone.
  nonisolated(unsafe) private static var caught: sig_atomic_t = 0

  /// From now on signals are noted. What a parent has had ignored (nohup) stays ignored; a second signal ends the
  /// program as it would have without this.
  static func prepare() {
    var action = sigaction()
    action.__sigaction_handler.sa_handler = { Interruption.caught = $0 }
    // Without SA_RESTART: whatever is being waited for is interrupted.
    action.sa_flags = Int32(bitPattern: UInt32(SA_RESETHAND))
    var taken = sigset_t()
    sigemptyset(&taken)
    for signal in [SIGINT, SIGTERM] {
      var before = sigaction()
      sigaction(signal, nil, &before)
      let isIgnored = unsafeBitCast(before.__sigaction_handler.sa_handler, to: Int.self) == 1  // SIG_IGN
      if !isIgnored { sigaction(signal, &action, nil) }
      sigaddset(&taken, signal)
    }
    sigprocmask(SIG_UNBLOCK, &taken, nil)
  }

  /// How to end, once a signal has come.
  static var code: ExitCode? {
    switch caught {
    case 0: nil
    case SIGTERM: .terminated
    default: .interrupted
    }
  }
}
