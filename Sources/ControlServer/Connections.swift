import ControlAPI
import Glibc
import Threads

/// The open connections: whose they are, and until when each must have said what it wants.
///
/// libmicrohttpd counts a connection as alive with every byte, and by the peer's address, which a Unix socket has none
/// of: so who drips bytes would stay for ever, and one user could take all connections.
final class Connections: Sendable {
  private struct Entry {
    var user: UInt32
    /// Turned away: what it says is not heard any more.
    var isRefused = false
    /// When its request has to be complete (`monotonicSeconds`); nil while it is worked on and answered.
    var deadline: Double?
    /// The target of the request that has begun, as it was sent.
    var target: String?
  }

  private struct State {
    /// By descriptor. libmicrohttpd says that a connection closes before it closes the descriptor.
    var entries: [Int32: Entry] = [:]
    /// How many each user has, refused ones left out.
    var users: [UInt32: Int] = [:]
    var refused = 0
    var isWatching = false

    var admitted: Int { entries.count - refused }
  }

  private let state = Monitor(State())
  private let isOver = Monitor(false)
  private let settings: ControlServerSettings
  let shares: ConnectionShares

  init(_ settings: ControlServerSettings) {
    self.settings = settings
    shares = ConnectionShares(settings.maxConnections, descriptors: ConnectionShares.descriptors)
  }

  // MARK: What the epoll thread says

  /// Somebody has connected. Who finds no room is told so.
  func open(_ descriptor: Int32) {
    let peer = Peer.of(descriptor)
    let now = monotonicSeconds()
    state.withLock { state in
      let own = state.users[peer.user] ?? 0
      var entry = Entry(user: peer.user, deadline: now + Double(settings.requestTimeout))
      if shares.admits(isOwner: peer.isOwner, open: state.admitted, own: own) {
        state.users[peer.user] = own + 1
      } else {
        entry.isRefused = true
        entry.deadline = now + 1
        state.refused += 1
        let isBrief = state.refused > shares.refused
        Self.dismiss(descriptor, .tooManyConnections, at: Int32(isBrief ? SHUT_RDWR : SHUT_WR))
      }
      state.entries[descriptor] = entry
      if !state.isWatching {
        state.isWatching = true
        Thread("api deadlines", stack: 128 << 10) { [weak self] in self?.watch() }.detach()
      }
    }
  }

  func close(_ descriptor: Int32) {
    state.withLock { state in
      guard let entry = state.entries.removeValue(forKey: descriptor) else { return }
      if entry.isRefused {
        state.refused -= 1
      } else if let own = state.users[entry.user] {
        state.users[entry.user] = own == 1 ? nil : own - 1
      }
    }
  }

  /// A request's first line has come.
  func begin(_ descriptor: Int32, target: String) {
    let deadline = monotonicSeconds() + Double(settings.requestTimeout)
    let isTooMuch = target.utf8.count { $0 == UInt8(ascii: "&") } >= Self.mostArguments
    change(descriptor) { entry in
      entry.target = target
      if let before = entry.deadline { entry.deadline = min(before, deadline) }
      guard isTooMuch, !entry.isRefused else { return }
      // libmicrohttpd would run out of room for them, say nothing and wait.
      entry.isRefused = true
      Self.dismiss(descriptor, .tooManyArguments, at: Int32(SHUT_RDWR))
    }
  }

  /// The target of the request that has begun; nil where its client has been turned away.
  func target(_ descriptor: Int32) -> String? {
    state.withLock { $0.entries[descriptor].flatMap { $0.isRefused ? nil : $0.target } }
  }

  /// The request is complete, or refused: from now on it is our turn.
  func complete(_ descriptor: Int32) { change(descriptor) { $0.deadline = nil } }

  /// The answer has been sent: another request may come.
  func rest(_ descriptor: Int32) {
    let deadline = monotonicSeconds() + Double(settings.idleTimeout + settings.requestTimeout)
    change(descriptor) { entry in
      entry.deadline = deadline
      entry.target = nil
    }
  }

  private func change(_ descriptor: Int32, _ body: (inout Entry) -> Void) {
    state.withLock { state in
      guard var entry = state.entries[descriptor] else { return }
      body(&entry)
      state.entries[descriptor] = entry
    }
  }

  // MARK: Deadlines

  /// Hangs up on who is late, as long as anybody is there.
  private func watch() {
    let pace = min(1, Double(settings.requestTimeout) / 4)
    while isOver.wait(until: monotonicSeconds() + pace, { $0 ? true : nil }) == nil {
      let now = monotonicSeconds()
      let isAlone = state.withLock { state in
        for (descriptor, entry) in state.entries where entry.deadline.map({ $0 <= now }) == true {
          state.entries[descriptor]?.deadline = nil
          if entry.isRefused {
            shutdown(descriptor, Int32(SHUT_RDWR))
          } else {
            Self.dismiss(descriptor, .tooSlow, at: Int32(SHUT_RDWR))
          }
        }
        state.isWatching = !state.entries.isEmpty
        return state.entries.isEmpty
      }
      if isAlone { return }
    }
  }

  /// Hangs up on all, and waits until libmicrohttpd has seen it, for two seconds at most. While it is stopped, it (0.9.75)
  /// reads an answer that is not there where it refuses a request by itself.
  func hangUp() {
    state.withLock { state in
      for descriptor in state.entries.keys { shutdown(descriptor, Int32(SHUT_RDWR)) }
    }
    _ = state.wait(until: monotonicSeconds() + 2) { $0.entries.isEmpty ? true : nil }
  }

  func stop() { isOver.withLock { $0 = true } }

  /// Says why past libmicrohttpd, which is not sending anything on this connection, and then hangs up.
  private static func dismiss(_ descriptor: Int32, _ problem: Problem, at ends: Int32) {
    let body = ((try? JSON.encode(problem)) ?? []) + [0x0A]
    let head =
      "HTTP/1.1 \(problem.status) \(problem.title)\r\nContent-Type: application/problem+json\r\n"
      + "Content-Length: \(body.count)\r\nCache-Control: no-store\r\nConnection: close\r\n\r\n"
    let bytes = Array(head.utf8) + body
    _ = send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL | MSG_DONTWAIT))
    shutdown(descriptor, ends)
  }

  /// More than any route knows of, and less than libmicrohttpd has room for.
  private static let mostArguments = 100
}

extension Problem {
  fileprivate static let tooManyConnections = Problem(
    status: 503, code: .unavailable, detail: "Too many connections are open already; try again.")
  fileprivate static let tooManyArguments = Problem(
    status: 414, code: .tooLarge, detail: "The query has too many arguments.")
  fileprivate static let tooSlow = Problem(
    status: 408, code: .tooSlow, detail: "The request has not come to its end in time.")
}
