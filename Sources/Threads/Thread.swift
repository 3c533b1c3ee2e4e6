import Glibc

/// A thread of our own, for what blocks: C calls, disk, waiting.
public struct Thread: Sendable {
  private let handle: pthread_t

  /// Starts a thread that runs `body` to its end.
  ///
  /// - Parameters:
  ///   - name: As `ps -L` and debuggers show it; 15 bytes at most are kept.
  ///   - stack: Bytes of stack.
  ///   - nice: How far it steps back for the others (nice(2); Linux takes it for the thread alone).
  public init(_ name: String, stack: Int = 1 << 20, nice: Int32 = 0, _ body: @escaping @Sendable () -> Void) {
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    pthread_attr_setstacksize(&attributes, stack)
    defer { pthread_attr_destroy(&attributes) }
    let start = Unmanaged.passRetained(
      Start(name: String(name.utf8.prefix(15)) ?? name, nice: nice, body: body))
    var handle = pthread_t()
    let code = pthread_create(
      &handle, &attributes,
      { argument in
        guard let argument else { return nil }
        let start = Unmanaged<Start>.fromOpaque(argument).takeRetainedValue()
        nameThread(start.name)
        blockSignals()
        if start.nice > 0 { _ = Glibc.nice(start.nice) }
        start.body()
        return nil
      }, start.toOpaque())
    // Only where the machine has no memory or no thread left: nothing could go on without it.
    precondition(code == 0, "no thread could be started for \(name): \(String(cString: strerror(code)))")
    self.handle = handle
  }

  /// Blocks until the thread has ended. To be called exactly once, or `detach` instead.
  public func join() { pthread_join(handle, nil) }

  /// Lets the thread's end go unnoticed.
  public func detach() { pthread_detach(handle) }

  private final class Start {
    let name: String
    let nice: Int32
    let body: @Sendable () -> Void

    init(name: String, nice: Int32, body: @escaping @Sendable () -> Void) {
      self.name = name
      self.nice = nice
      self.body = body
    }
  }
}

/// Signals are for the main thread; a SIGPIPE of this one (OpenSSL may cause it) stays pending for ever. Threads that a
/// library starts from here inherit the mask.
private func blockSignals() {
  var all = sigset_t()
  sigfillset(&all)
  pthread_sigmask(SIG_BLOCK, &all, nil)
}

/// Names the calling thread. (`pthread_setname_np` is hidden from Swift, `prctl` is variadic.)
private func nameThread(_ name: String) {
  let file = open("/proc/thread-self/comm", O_WRONLY | O_CLOEXEC)
  guard file >= 0 else { return }
  let bytes = [UInt8](name.utf8)
  _ = write(file, bytes, bytes.count)
  close(file)
}
