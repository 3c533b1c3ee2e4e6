import ControlAPI
import Glibc
import Threads

/// The threads that make answers, and the requests that wait for them.
final class Workers: Sendable {
  private struct State {
    var lanes: Lanes<Pending>
    /// Waiting or worked on: their connections are suspended.
    var suspended: [ObjectIdentifier: Pending] = [:]
    /// Begun and not yet answered to the last byte.
    var open = 0
    var bodyBytes = 0
    var isStopping = false
  }

  private let state: Monitor<State>
  private let router: Router
  private let settings: ControlServerSettings

  init(_ router: Router, _ settings: ControlServerSettings) {
    state = Monitor(State(lanes: Lanes(workers: settings.workers)))
    self.router = router
    self.settings = settings
  }

  func start() {
    // Many questions at once take what the syncs leave of the processors, and little more.
    for _ in 0..<settings.workers { Thread("api worker", nice: 10) { [self] in work() }.detach() }
  }

  // MARK: What the epoll thread says

  func begin() { state.withLock { $0.open += 1 } }

  func end(_ pending: Pending) {
    // Where the client had gone before it was sent, nobody else says so.
    pending.response?.pieces?.breakOff()
    state.withLock { state in
      state.open -= 1
      state.bodyBytes -= pending.request.body.count
    }
  }

  /// Makes room for a piece of a body; false where all bodies together would be too large.
  func reserve(_ bytes: Int) -> Bool {
    state.withLock { state in
      guard state.bodyBytes + bytes <= settings.maxBodyBytesInAll else { return false }
      state.bodyBytes += bytes
      return true
    }
  }

  func giveBack(_ bytes: Int) { state.withLock { $0.bodyBytes -= bytes } }

  /// Suspends the request's connection until there is an answer; false when the server is stopping.
  func submit(_ pending: Pending) -> Bool {
    state.withLock { state in
      guard !state.isStopping else { return false }
      pending.isSubmitted = true
      pending.suspend()
      state.suspended[ObjectIdentifier(pending)] = pending
      state.lanes.add(pending, of: pending.request.peer.user, to: pending.request.lane)
      return true
    }
  }

  // MARK: Work

  private func work() {
    while let turn = next() {
      let pending = turn.item
      let begun = monotonicSeconds() - processorSeconds()
      let response = router.answer(pending.request)
      state.withLock { state in
        // Gone where a stop has answered it already.
        guard state.suspended.removeValue(forKey: ObjectIdentifier(pending)) != nil else { return }
        pending.response = response
        pending.resume()
      }
      if turn.lane == .search { makeWay(monotonicSeconds() - processorSeconds() - begun) }
      state.withLock { $0.lanes.done(turn) }
    }
  }

  /// Rests after a search that had to wait for the processor or the disk: somebody else wants them, and many searches in a
  /// row would slow down a sync even on threads that step back. Where nothing else goes on, none waits.
  private func makeWay(_ waited: Double) {
    guard waited > 0.001 else { return }
    usleep(UInt32(min(2 * waited, 0.2) * 1e6))
  }

  /// What to work on; nil when there is to be no more work.
  private func next() -> Lanes<Pending>.Turn? {
    state.wait { state -> Lanes<Pending>.Turn?? in
      if let next = state.lanes.next() { return .some(next) }
      return state.isStopping ? .some(nil) : nil
    }
  }

  // MARK: The end

  /// Takes no more, and waits for the answers; those that take too long become 503. After it no connection is
  /// suspended, and none will be.
  func stop() {
    state.withLock { $0.isStopping = true }
    let grace = settings.stopGrace
    _ = state.wait(until: monotonicSeconds() + grace) { $0.suspended.isEmpty ? true : nil }
    state.withLock { state in
      for pending in state.suspended.values {
        pending.response = .problem(.stopping)
        pending.resume()
      }
      state.suspended = [:]
      state.lanes.removeAll()
    }
    _ = state.wait(until: monotonicSeconds() + grace) { $0.open == 0 ? true : nil }
  }
}

extension Problem {
  /// For nobody.
  static let hungUp = Problem(status: 503, code: .unavailable, detail: "The client has hung up.")
  static let stopping = Problem(status: 503, code: .unavailable, detail: "The daemon is stopping.")
}
