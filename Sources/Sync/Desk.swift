import Threads

/// A run that is to begin now.
struct Due: Sendable {
  var settings: CatalogueSettings
  var number: Int64
  var request: RunRequest
  var monitor: RunMonitor
}

/// What the scheduler has on its desk: every catalogue, when it is due, and what runs.
struct Desk: Sendable {
  struct Entry: Sendable {
    var settings: CatalogueSettings
    var number: Int64
    /// Whom its requests burden; nil for a file.
    var host: String?
    /// Seconds since 1970, and what decided it.
    var nextRun: Int64
    var because: String
    /// What a person asked for, to run as soon as there is room: a run, and rehearsals in their order.
    var asked: RunRequest?
    var rehearsals: [RunRequest] = []
    var run: RunMonitor?
    /// Where requests were moved for good.
    var movedTo: String?
    var failure: (since: Int64, times: Int, message: String)?
    /// Whether persons' decisions wait in the store for the close of the open run.
    var hasPending = false

    /// What it would run now, if there were room.
    func next(now: Int64) -> RunRequest? {
      guard run == nil else { return nil }
      return asked ?? rehearsals.first ?? (settings.enabled && nextRun <= now ? RunRequest() : nil)
    }
  }

  var entries: [String: Entry] = [:]
  var running = 0
  var isStopped = false
  var isTurning = false
  /// Runs that wrote nothing get numbers below zero; the last few are kept.
  var rehearsals: [Int64: (catalogue: String, progress: RunProgress, outcome: RunOutcome?, ended: Int64?)] =
    [:]
  var lastRehearsal: Int64 = 0

  /// When the next catalogue becomes due. Those that are due already start when there is room, which is not a matter of
  /// time.
  func nextDate(after now: Int64) -> Int64 {
    entries.values.filter { $0.settings.enabled && $0.run == nil && $0.nextRun > now }.map(\.nextRun).min()
      ?? now + 3600
  }

  /// Whether something runs, or would if there were room.
  func isBusy(now: Int64) -> Bool {
    running > 0 || entries.values.contains { $0.next(now: now) != nil }
  }

  /// Takes the catalogue that is due longest, those that a person asked for first.
  mutating func takeDue(now: Int64, limit: Int) -> Due? {
    guard running < limit else { return nil }
    var onHost: [String: Int] = [:]
    for entry in entries.values where entry.run != nil {
      if let host = entry.host { onHost[host, default: 0] += 1 }
    }
    // A host that is slow or dead never holds more than half of the room.
    let ready = entries.values.filter {
      $0.next(now: now) != nil && $0.host.map { onHost[$0, default: 0] < max(limit / 2, 1) } ?? true
    }
    let first = ready.min {
      ($0.asked == nil ? 1 : 0, $0.nextRun) < ($1.asked == nil ? 1 : 0, $1.nextRun)
    }
    guard let first, let request = first.next(now: now) else { return nil }
    let name = first.settings.name
    if request.rehearsal { entries[name]?.rehearsals.removeFirst() } else { entries[name]?.asked = nil }
    let monitor = RunMonitor(RunProgress(run: request.number, isRehearsal: request.rehearsal, begun: now))
    entries[name]?.run = monitor
    running += 1
    return Due(settings: first.settings, number: first.number, request: request, monitor: monitor)
  }

  mutating func note(
    _ outcome: RunOutcome, of due: Due, now: Int64, _ backoff: Backoff, _ polling: PollingTerms
  ) {
    guard var entry = entries[due.settings.name] else { return }
    if due.request.rehearsal {
      let number = due.request.number
      rehearsals[number] = (due.settings.name, due.monitor.progress, outcome, now)
      for old in rehearsals.keys.sorted().dropLast(20).reversed() where rehearsals.count > 20 {
        rehearsals[old] = nil
      }
      return
    }
    entry.movedTo = polling.movedTo
    if outcome.isGood {
      entry.failure = nil
      (entry.nextRun, entry.because) = polling.next(
        after: now, interval: entry.settings.interval, jitter: Double.random(in: 0.95...1.05))
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
          now + Int64(min(backoff.delay(attempt: times), Double(max(entry.settings.interval, 60)) * 1.25))
        entry.because = times == 1 ? "the last run failed" : "the last \(times) runs failed"
      }
    }
    entries[due.settings.name] = entry
  }
}
