import CCurl
import Glibc
import Threads

/// The engine's thread: owns the multi handle and every hop, and never parses, decodes or waits for a reader.
final class EngineLoop {
  private let multi: Multi
  private let mailbox: Mailbox
  private let surroundings: Surroundings
  private var budget = HostBudget()
  private var journeys: [Exchange.ID: Journey] = [:]
  private var hops: [Exchange.ID: Hop] = [:]
  private var lastTick = monotonicSeconds()

  /// What the engine takes from around it.
  struct Surroundings: Sendable {
    var product: String
    var proxies: ProxyChoice
    var isPublic: @Sendable (IPAddress) -> Bool
  }

  init(_ multi: Multi, _ mailbox: Mailbox, _ surroundings: Surroundings) {
    self.multi = multi
    self.mailbox = mailbox
    self.surroundings = surroundings
  }

  /// Returns when it is told to stop, with everything freed.
  func run() {
    var isStopping = false
    while !isStopping {
      for command in mailbox.take() { isStopping = obey(command) || isStopping }
      startWhatMay()
      var running: Int32 = 0
      curl_multi_perform(multi.pointer, &running)
      for hop in hops.values { hop.deliver() }
      collectFinished()
      tick()
      startWhatMay()
      if !isStopping { curl_multi_poll(multi.pointer, nil, 0, pollTime, nil) }
    }
    for command in mailbox.close() { _ = obey(command) }
    for id in journeys.keys { give(up: id) }
    multi.free()
    mailbox.end()
  }

  private func obey(_ command: Command) -> Bool {
    switch command {
    case .start(let exchange):
      let journey = Journey(exchange, isPublic: surroundings.isPublic)
      journeys[exchange.id] = journey
      enqueue(journey)
    case .cancel(let id): give(up: id)
    case .resume(let id): hops[id]?.resume()
    case .stop: return true
    }
    return false
  }

  /// No request waits in line for a host that asked to wait for longer than this: it would hold its run for hours.
  private static let longestWait = 30.0

  /// How long to sleep, in milliseconds, if curl has no reason to wake up earlier.
  private var pollTime: Int32 {
    let now = monotonicSeconds()
    var wake = hops.isEmpty ? now + 60 : lastTick + 1
    for hop in hops.values { wake = min(wake, hop.started + hop.journey.timeLeft) }
    if let start = budget.nextStart { wake = min(wake, start) }
    return Int32(max((wake - now) * 1000, 0).rounded(.up))
  }

  // MARK: Starting

  private func enqueue(_ journey: Journey) {
    let settings = journey.exchange.settings
    budget.enqueue(
      journey.exchange.id, host: journey.address.hostKey, limit: settings.requestsPerHost, gap: settings.gap)
    turnAway(journey)
  }

  /// Ends a journey that waits in line for a host which asked to wait for long.
  private func turnAway(_ journey: Journey) {
    let host = journey.address.hostKey
    let wait = budget.closedFor(host: host, at: monotonicSeconds())
    guard wait > Self.longestWait else { return }
    budget.withdraw(journey.exchange.id, host: host)
    journeys[journey.exchange.id] = nil
    journey.exchange.fail(.hostClosed(journey.address.shown, for: wait))
  }

  private func startWhatMay() {
    var tickets = budget.startable(at: monotonicSeconds())
    // A start that fails at once makes room for the next one.
    while !tickets.isEmpty {
      for ticket in tickets { if let journey = journeys[ticket] { start(journey) } }
      tickets = budget.startable(at: monotonicSeconds())
    }
  }

  private func start(_ journey: Journey) {
    let id = journey.exchange.id
    do throws(TransferError) {
      let hop = try Hop(
        journey,
        proxy: surroundings.proxies.proxy(for: journey.address, configured: journey.exchange.settings.proxy),
        product: surroundings.product, isPublic: surroundings.isPublic)
      hops[id] = hop
      curl_multi_add_handle(multi.pointer, hop.easy)
    } catch {
      end(journey, error)
    }
  }

  // MARK: Ending

  private func collectFinished() {
    var left: Int32 = 0
    while let message = curl_multi_info_read(multi.pointer, &left) {
      guard message.pointee.msg == CURLMSG_DONE, let easy = message.pointee.easy_handle else { continue }
      let code = message.pointee.data.result
      if let (id, hop) = hops.first(where: { $0.value.easy == easy }) { finish(hop, id, code) }
    }
  }

  private func finish(_ hop: Hop, _ id: Exchange.ID, _ code: CURLcode) {
    let journey = hop.journey
    let host = journey.address.hostKey
    journey.hasBeenPublic = hop.wasPublic || journey.hasBeenPublic
    remove(id)
    if let wait = hop.retryAfter {
      budget.close(host: host, until: monotonicSeconds() + wait)
      for journey in journeys.values where hops[journey.exchange.id] == nil && journey !== hop.journey {
        turnAway(journey)
      }
    }
    if let failure = hop.failure(code) { return end(journey, failure) }
    guard let redirect = hop.redirect else { return end(journey, nil) }
    do throws(TransferError) {
      try journey.follow(status: redirect.status, location: redirect.location)
    } catch {
      budget.end(host: host, at: monotonicSeconds())
      journeys[id] = nil
      return journey.exchange.fail(error)
    }
    journey.timeLeft = max(journey.timeLeft - (monotonicSeconds() - hop.started), 0.001)
    if journey.address.hostKey == host {
      // Still the same request, in the same turn.
      start(journey)
    } else {
      budget.end(host: host, at: monotonicSeconds())
      enqueue(journey)
    }
  }

  /// Once a second, or when a hop's time is over.
  private func tick() {
    let now = monotonicSeconds()
    let isSecond = now - lastTick >= 1
    if isSecond { lastTick = now }
    for (id, hop) in hops {
      if isSecond { hop.measureSpeed() }
      hop.checkTime(now)
      if let failure = hop.failure {
        remove(id)
        end(hop.journey, failure)
      }
    }
  }

  /// A running journey is over.
  private func end(_ journey: Journey, _ failure: TransferError?) {
    budget.end(host: journey.address.hostKey, at: monotonicSeconds())
    journeys[journey.exchange.id] = nil
    if let failure { journey.exchange.fail(failure) } else { journey.exchange.finish() }
  }

  private func give(up id: Exchange.ID) {
    guard let journey = journeys[id] else { return }
    let failure = TransferError.cancelled(journey.exchange.address.shown)
    if hops[id] != nil {
      remove(id)
      end(journey, failure)
    } else {
      budget.withdraw(id, host: journey.address.hostKey)
      journeys[id] = nil
      journey.exchange.fail(failure)
    }
  }

  private func remove(_ id: Exchange.ID) {
    guard let hop = hops.removeValue(forKey: id) else { return }
    curl_multi_remove_handle(multi.pointer, hop.easy)
  }
}
