import Threads
import Transfer

/// A run that is to begin now.
struct Due: Sendable {
  var settings: CatalogueSettings
  var number: Int64
  var request: RunRequest
  var monitor: RunMonitor
}

/// What the scheduler has on its desk: every catalogue, when it is due, and what runs.
struct Desk: Sendable {
  /// What does not change while a catalogue is on the desk: shared, since every entry is looked at again and again.
  final class Configured: Sendable {
    let settings: CatalogueSettings
    let number: Int64
    /// Whom its requests burden; nil for a file.
    let host: String?

    init(_ settings: CatalogueSettings, number: Int64) {
      self.settings = settings
      self.number = number
      host = TransferEngine.host(of: settings.harvest.url)
    }
  }

  struct Entry: Sendable {
    let catalogue: Configured
    var settings: CatalogueSettings { catalogue.settings }
    var number: Int64 { catalogue.number }
    /// Seconds since 1970, and what decided it.
    var nextRun: Int64
    var because: String
    /// What a person asked for, to run as soon as there is room: a run, and rehearsals in their order.
    var asked: RunRequest?
    var rehearsals: [RunRequest] = []
    var run: RunMonitor?
    /// How often the upstream wants to be asked, and where it has moved.
    var polling = PollingTerms()
    var failure: (since: Int64, times: Int, message: String)?
    /// The number of its host; nil for a file.
    fileprivate(set) var host: Int?
    /// Whether persons' decisions wait in the store for the close of the open run.
    var hasPending = false

    init(_ catalogue: Configured, nextRun: Int64, because: String) {
      self.catalogue = catalogue
      self.nextRun = nextRun
      self.because = because
    }

    /// Whether it would run now, if there were room.
    func isReady(now: Int64) -> Bool {
      run == nil
        && (asked != nil || !rehearsals.isEmpty || catalogue.settings.enabled && nextRun <= now)
    }
  }

  /// Seconds after which a run that met a full disk is tried again.
  private static let untilThereMayBeRoom: Int64 = 20

  private(set) var entries: [Entry] = []
  private var places: [String: Int] = [:]
  /// How many runs are going on, in all and with each host.
  private(set) var running = 0
  private var onHost: [Int] = []
  /// The hosts' numbers in `onHost`.
  private var hosts: [String: Int] = [:]
  var isStopped = false
  var isTurning = false
  /// Runs that wrote nothing get numbers below zero; the last few are kept.
  var rehearsals: [Int64: (catalogue: String, progress: RunProgress, outcome: RunOutcome?, ended: Int64?)] =
    [:]
  var lastRehearsal: Int64 = 0

  /// The catalogue of that name. Setting an entry adds the catalogue, or takes the place of the one before.
  subscript(name: String) -> Entry? {
    get { places[name].map { entries[$0] } }
    set {
      guard var newValue else { return }
      newValue.host = newValue.catalogue.host.map { number(of: $0) }
      if let place = places[name] {
        entries[place] = newValue
      } else {
        places[name] = entries.count
        entries.append(newValue)
      }
    }
  }

  private mutating func number(of host: String) -> Int {
    if let known = hosts[host] { return known }
    hosts[host] = onHost.count
    onHost.append(0)
    return onHost.count - 1
  }

  /// The two clocks as they were looked at last: seconds since 1970, and seconds that nobody can set.
  private var clocks: (now: Int64, steady: Double)?
  /// A clock that was set by less than this many seconds is left to be noticed by nobody.
  private static let clockTolerance = 30.0

  /// Looks at the clocks. Where the one that can be set was set, dates go with it, so that a day's jump neither makes all
  /// catalogues due at once nor lets them wait for a day. (A machine that slept is no such case: `steady` goes on then.)
  ///
  /// - Returns: By how many seconds it was set, where it was.
  mutating func look(now: Int64, steady: Double) -> Int64? {
    defer { clocks = (now, steady) }
    guard let clocks else { return nil }
    let jump = Double(now - clocks.now) - (steady - clocks.steady)
    guard abs(jump) > Self.clockTolerance else { return nil }
    let seconds = Int64(jump.rounded())
    for place in entries.indices where entries[place].nextRun < .max {
      entries[place].nextRun += seconds
    }
    return seconds
  }

  /// When the next catalogue becomes due. Those that are due already start when there is room, which is not a matter of
  /// time.
  func nextDate(after now: Int64) -> Int64 {
    var date = now + 3600
    for place in entries.indices where entries[place].nextRun > now && entries[place].nextRun < date {
      if entries[place].run == nil, entries[place].catalogue.settings.enabled {
        date = entries[place].nextRun
      }
    }
    return date
  }

  /// Whether something runs, or would if there were room.
  func isBusy(now: Int64) -> Bool { running > 0 || entries.contains { $0.isReady(now: now) } }

  /// Takes the catalogue that is due longest, those that a person asked for first, and before both those whose host has
  /// nothing to do: at a host that is busy, a run would mostly wait for its turn, and keep others from theirs.
  mutating func takeDue(now: Int64, limit: Int) -> Due? {
    guard running < limit else { return nil }
    var first: Int?
    for place in entries.indices where entries[place].isReady(now: now) {
      if let best = first, !isBefore(place, best) { continue }
      // A host that is slow or dead never holds more than half of the room.
      if let host = entries[place].host, onHost[host] >= max(limit / 2, 1) { continue }
      first = place
    }
    guard let first else { return nil }
    let catalogue = entries[first].catalogue
    var request = RunRequest()
    if let asked = entries[first].asked {
      request = asked
      request.isAsked = true
      entries[first].asked = nil
    } else if !entries[first].rehearsals.isEmpty {
      request = entries[first].rehearsals.removeFirst()
    }
    var progress = RunProgress(run: request.number, isRehearsal: request.rehearsal, begun: now)
    progress.isAsked = request.isAsked
    let monitor = RunMonitor(progress)
    entries[first].run = monitor
    running += 1
    if let host = entries[first].host { onHost[host] += 1 }
    return Due(settings: catalogue.settings, number: catalogue.number, request: request, monitor: monitor)
  }

  private func isBefore(_ a: Int, _ b: Int) -> Bool {
    let isFree = (a: isFree(a), b: isFree(b))
    if isFree.a != isFree.b { return isFree.a }
    let isAsked = (a: entries[a].asked != nil, b: entries[b].asked != nil)
    return isAsked.a == isAsked.b ? entries[a].nextRun < entries[b].nextRun : isAsked.a
  }

  private func isFree(_ place: Int) -> Bool { entries[place].host.map { onHost[$0] == 0 } ?? true }

  /// A run of the catalogue is over, and makes room.
  mutating func leave(_ name: String) {
    guard let place = places[name] else { return }
    entries[place].run = nil
    running -= 1
    if let host = entries[place].host { onHost[host] -= 1 }
  }

  mutating func note(_ outcome: RunOutcome, of due: Due, now: Int64, _ backoff: Backoff) {
    guard var entry = self[due.settings.name] else { return }
    if due.request.rehearsal {
      let number = due.request.number
      rehearsals[number] = (due.settings.name, due.monitor.progress, outcome, now)
      for old in rehearsals.keys.sorted().dropLast(20).reversed() where rehearsals.count > 20 {
        rehearsals[old] = nil
      }
      return
    }
    if let polling = outcome.polling { entry.polling = polling }
    if outcome.isGood {
      entry.failure = nil
      (entry.nextRun, entry.because) = entry.polling.next(
        after: now, interval: entry.catalogue.settings.interval, jitter: Double.random(in: 0.95...1.05))
    } else if outcome.isDiskFull {
      // No fault of the catalogue's: it goes on soon after there is room again.
      entry.failure = (entry.failure?.since ?? now, (entry.failure?.times ?? 0) + 1, outcome.message)
      entry.nextRun = now + Self.untilThereMayBeRoom
      entry.because = "the disk is full"
    } else if outcome.state != .stopped {
      let times = (entry.failure?.times ?? 0) + 1
      entry.failure = (entry.failure?.since ?? now, times, outcome.message)
      if outcome.isGone {
        entry.nextRun = .max  // until a person asks for it, or the daemon starts again
      } else if let wait = outcome.retryAfter {
        entry.nextRun = now + Int64(wait.rounded(.up))
        entry.because = "the server asked to wait (Retry-After)"
      } else {
        entry.nextRun =
          now
          + Int64(
            min(backoff.delay(attempt: times), Double(max(entry.catalogue.settings.interval, 60)) * 1.25))
        entry.because = times == 1 ? "the last run failed" : "the last \(times) runs failed"
      }
    }
    self[due.settings.name] = entry
  }
}
