import Foundation

/// The loopback server's threads and what they share.
///
/// Sendable: everything that changes is in `state`, behind its lock.
final class ServerCore: Sendable {
  struct State {
    var log: [LoopbackServer.Request] = []
    var connections = 0
    var open: Set<Int32> = []
    var running = 0
    var peak = 0
    var endings: [(request: Int, time: Double)] = []
    var bytesSent = 0
    var isStopped = false
  }
  let state = Locked(State())
  private let listener: Int32
  private let handler: LoopbackServer.Handler

  init(listener: Int32, handler: @escaping LoopbackServer.Handler) {
    self.listener = listener
    self.handler = handler
  }

  func acceptOnThread() {
    Thread.detachNewThread { [self] in
      while true {
        let client = accept(listener, nil, nil)
        guard client >= 0 else { break }
        _ = fcntl(client, F_SETFD, FD_CLOEXEC)
        let number: Int? = state.withLock {
          guard !$0.isStopped else { return nil }
          $0.connections += 1
          $0.open.insert(client)
          return $0.connections
        }
        guard let number else {
          close(client)
          break
        }
        Thread.detachNewThread { [self] in serve(client, number) }
      }
      close(listener)
    }
  }

  func stop() {
    state.withLock {
      guard !$0.isStopped else { return }
      $0.isStopped = true
      shutdown(listener, Int32(SHUT_RDWR))
      for client in $0.open { shutdown(client, Int32(SHUT_RDWR)) }
    }
  }

  private func serve(_ client: Int32, _ number: Int) {
    var yes: Int32 = 1
    setsockopt(client, Int32(IPPROTO_TCP), TCP_NODELAY, &yes, socklen_t(MemoryLayout<Int32>.size))
    var reader = RequestReader(client)
    while var request = reader.next() {
      request.connection = number
      request.time = ProcessInfo.processInfo.systemUptime
      state.withLock {
        request.number = $0.log.count
        $0.log.append(request)
        $0.running += 1
        $0.peak = max($0.peak, $0.running)
      }
      let reply = handler(request)
      // Counted as over before its last byte can be read: the client may come again at once.
      let writer = ReplyWriter(client, self) { [self] in
        state.withLock {
          $0.running -= 1
          $0.endings.append((request.number, ProcessInfo.processInfo.systemUptime))
        }
      }
      guard writer.send(reply, isHead: request.method == "HEAD"), !reply.closes,
        request.header("connection")?.lowercased() != "close"
      else { break }
    }
    state.withLock { _ = $0.open.remove(client) }
    shutdown(client, Int32(SHUT_RDWR))
    close(client)
  }

  /// Waits, unless the server stops; says whether it goes on.
  func pause(_ seconds: Double) -> Bool {
    let end = ProcessInfo.processInfo.systemUptime + seconds
    while !state.withLock({ $0.isStopped }) {
      let left = end - ProcessInfo.processInfo.systemUptime
      if left <= 0 { return true }
      Thread.sleep(forTimeInterval: min(left, 0.02))
    }
    return false
  }
}

/// A value behind a lock.
///
/// Sendable: `value` is touched only while `lock` is held.
public final class Locked<Value>: @unchecked Sendable {
  private let lock = NSLock()
  private var value: Value

  public init(_ value: sending Value) { self.value = value }

  public func withLock<Result>(_ body: (inout Value) throws -> Result) rethrows -> Result {
    lock.lock()
    defer { lock.unlock() }
    return try body(&value)
  }
}
