extension Desk {
  /// Seconds after which a run that met a full disk is tried again.
  private static let untilThereMayBeRoom: Int64 = 20

  /// Notes how a run ended, and when the next one is due.
  mutating func note(_ outcome: RunOutcome, of due: Due, now: Int64, _ backoff: Backoff) {
    let name = due.settings.name
    guard var entry = self[name] else { return }
    if due.request.rehearsal {
      noteRehearsal(outcome, of: due, now: now)
      return
    }
    if let polling = outcome.polling { entry.polling = polling }
    switch outcome.state {
    case .stopped:
      // It goes on when the daemon does; or at once, where it was stopped because something else is asked for now.
      entry.nextRun = min(entry.nextRun, now)
      entry.keepHours()
    case .paused:
      entry.schedule((now, entry.isPaused ? "it was paused" : "its hours were over"))
    case _ where outcome.isGood:
      entry.failure = nil
      entry.postponements = 0
      entry.isRefused = false
      entry.schedule(
        entry.polling.next(
          after: now, interval: entry.settings.interval, jitter: Double.random(in: 0.95...1.05)))
    case _ where outcome.isDiskFull:
      // No fault of the catalogue's: it goes on soon after there is room again.
      entry.failure = (entry.failure?.since ?? now, (entry.failure?.times ?? 0) + 1, outcome.message)
      entry.schedule((now + Self.untilThereMayBeRoom, "the disk is full"))
    case .postponed where entry.postponements < Self.patience:
      // Flow control, and no fault of anybody's; but who never lets a run close is not healthy.
      entry.postponements += 1
      entry.schedule(Self.afterPostponement(outcome, at: now))
    default:
      let times = (entry.failure?.times ?? 0) + 1
      entry.failure = (entry.failure?.since ?? now, times, outcome.message)
      entry.isRefused = outcome.isRefused
      if outcome.isGone {
        entry.nextRun = .max  // until a person asks for it, or the daemon starts again
      } else if outcome.retryAfter != nil {
        entry.schedule(Self.afterPostponement(outcome, at: now))
      } else {
        entry.schedule(Self.afterFailure(times, at: now, interval: entry.settings.interval, backoff))
      }
    }
    self[name] = entry
  }

  /// How often in a row an upstream may ask to wait before that counts as a failure.
  private static let patience = 5

  private static func afterPostponement(_ outcome: RunOutcome, at now: Int64) -> (at: Int64, because: String)
  {
    (now + Int64((outcome.retryAfter ?? 60).rounded(.up)), "the server asked to wait (Retry-After)")
  }

  /// When a catalogue is asked again whose runs fail: later from time to time, and never much later than it would be if
  /// all were well.
  static func afterFailure(_ times: Int, at now: Int64, interval: Int64, _ backoff: Backoff)
    -> (at: Int64, because: String)
  {
    let wait = min(backoff.delay(attempt: times), Double(max(interval, 60)) * 1.25)
    return (now + Int64(wait), times == 1 ? "the last run failed" : "the last \(times) runs failed")
  }

  /// How many runs that wrote nothing can be asked for after their end.
  private static let keptRehearsals = 20

  private mutating func noteRehearsal(_ outcome: RunOutcome, of due: Due, now: Int64) {
    rehearsals[due.request.number] = (due.settings.name, due.monitor.progress, outcome, now)
    // Their numbers fall: the newest come first.
    let over = rehearsals.filter { $0.value.outcome != nil }.keys.sorted()
    for old in over.dropFirst(Self.keptRehearsals) { rehearsals[old] = nil }
  }
}
