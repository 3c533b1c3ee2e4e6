/// Who may ask which host when: politeness, over all catalogues. In turn for each host; time is given from outside.
struct HostBudget {
  typealias Ticket = UInt64

  private struct Turn {
    var ticket: Ticket
    /// How many requests this one allows at once to its host, itself among them.
    var limit: Int
    /// The least time after the end of the host's last request.
    var gap: Double
  }

  private struct Host {
    var waiting: [Turn] = []
    var running = 0
    var lastEnd = -Double.infinity
    /// What `Retry-After` said.
    var closedUntil = -Double.infinity
    /// The largest gap that was asked for, for knowing when the host can be forgotten.
    var gap = 0.0

    func start(of turn: Turn) -> Double { max(lastEnd + turn.gap, closedUntil) }
  }
  private var hosts: [String: Host] = [:]

  mutating func enqueue(_ ticket: Ticket, host: String, limit: Int, gap: Double) {
    let turn = Turn(ticket: ticket, limit: max(limit, 1), gap: max(gap, 0))
    var state = hosts[host] ?? Host()
    state.waiting.append(turn)
    state.gap = max(state.gap, turn.gap)
    hosts[host] = state
  }

  /// Takes the tickets whose turn has come. They count as running until `end`.
  mutating func startable(at now: Double) -> [Ticket] {
    var tickets: [Ticket] = []
    for key in hosts.keys {
      guard var host = hosts[key] else { continue }
      while let turn = host.waiting.first, host.running < turn.limit, host.start(of: turn) <= now {
        host.waiting.removeFirst()
        host.running += 1
        tickets.append(turn.ticket)
      }
      let isForgettable =
        host.running == 0 && host.waiting.isEmpty && max(host.lastEnd + host.gap, host.closedUntil) <= now
      hosts[key] = isForgettable ? nil : host
    }
    return tickets
  }

  /// A running request is over.
  mutating func end(host: String, at now: Double) {
    hosts[host]?.running -= 1
    hosts[host]?.lastEnd = now
  }

  /// A waiting request is given up; nothing happens if it does not wait.
  mutating func withdraw(_ ticket: Ticket, host: String) {
    hosts[host]?.waiting.removeAll { $0.ticket == ticket }
  }

  /// Nobody starts with the host before `time`.
  mutating func close(host: String, until time: Double) {
    var state = hosts[host] ?? Host()
    state.closedUntil = max(state.closedUntil, time)
    hosts[host] = state
  }

  /// How many seconds the host still asks to wait.
  func closedFor(host: String, at now: Double) -> Double { max((hosts[host]?.closedUntil ?? now) - now, 0) }

  /// When `startable` is to be asked again, if nothing ends before.
  var nextStart: Double? {
    hosts.values.compactMap { host in
      host.waiting.first.flatMap { host.running < $0.limit ? host.start(of: $0) : nil }
    }.min()
  }
}
