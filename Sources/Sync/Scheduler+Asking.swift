import CatalogueFormats
import Library

/// What became of a person's wish for a run.
public enum RefreshStart: Sendable {
  /// It begins as soon as there is room; `after` is the last run's number before it.
  case queued(after: Int64)
  /// A run that writes nothing begins as soon as there is room, under this number, below zero. What it waits for where
  /// that is another run of the catalogue, for people.
  case rehearsing(Int64, waitsFor: String?)
  /// A run that writes nothing and asks for the same waits already, under this number; what it waits for, for people.
  case rehearsalWaits(Int64, for: String)
  /// One is going on already.
  case running(Int64)
  case unknown
}

extension Scheduler {
  /// Every configured catalogue, by name.
  public func situations() -> [CatalogueSituation] {
    let now = library.now()
    return desk.withLock { desk in
      desk.entries.filter { !$0.isLeaving }.sorted { $0.settings.name < $1.settings.name }.map {
        Self.situation($0, now)
      }
    }
  }

  /// The numbers of the runs that are going on and have heard something.
  public func runs() -> [Int64] {
    desk.withLock { desk in
      desk.running == 0 ? [] : desk.entries.compactMap { $0.run?.progress.run }.filter { $0 != 0 }
    }
  }

  public func situation(_ name: String) -> CatalogueSituation? {
    let now = library.now()
    return desk.withLock { desk in desk[name].flatMap { $0.isLeaving ? nil : Self.situation($0, now) } }
  }

  private static func situation(_ entry: Desk.Entry, _ now: Int64) -> CatalogueSituation {
    let state: CatalogueSituation.State
    if let run = entry.run {
      state = .running(run.progress)
    } else if entry.isWanted {
      state = .queued
    } else if !entry.settings.enabled {
      state = .disabled
    } else if entry.isPaused {
      state = .paused
    } else if entry.postponements > 0, entry.failure == nil {
      state = .postponed
    } else if entry.failure == nil, entry.isLate(now: now) {
      state = .queued
    } else {
      state = .idle
    }
    let scheduled = entry.run == nil && entry.isScheduled && entry.nextRun < .max
    return CatalogueSituation(
      settings: entry.settings, number: entry.number, state: state,
      nextRun: scheduled ? (entry.nextRun, entry.because) : nil, movedTo: entry.polling.movedTo,
      failure: entry.failure, isRefused: entry.isRefused)
  }

  /// Asks for a run of a catalogue now, whatever its schedule says.
  public func refresh(_ name: String, _ request: RunRequest) throws(LibraryError) -> RefreshStart {
    guard let number = desk.withLock({ $0[name]?.number }) else { return .unknown }
    let last = try library.runs(catalogue: number, before: nil, limit: 1).items.first?.number ?? 0
    return desk.withLock { desk in
      guard let entry = desk[name] else { return .unknown }
      if request.rehearsal {
        // It would say the same: so they never queue without end.
        if let waiting = entry.rehearsals.first(where: { $0.full == request.full }) {
          return .rehearsalWaits(waiting.number, for: entry.wait)
        }
        desk.lastRehearsal -= 1
        var request = request
        request.number = desk.lastRehearsal
        var progress = RunProgress(run: request.number, isRehearsal: true, begun: library.now())
        progress.isFull = request.full
        desk.rehearsals[request.number] = (name, progress, nil, nil)
        desk[name]?.rehearsals.append(request)
        return .rehearsing(request.number, waitsFor: entry.run == nil && !entry.isWanted ? nil : entry.wait)
      }
      if let progress = entry.run?.progress, !progress.isRehearsal {
        entry.run?.forgetHours()
        // One that has heard nothing yet has no number; it will have the next.
        return progress.run > 0 ? .running(progress.run) : .queued(after: last)
      }
      desk[name]?.asked = RunRequest(full: request.full || entry.asked?.full == true)
      return .queued(after: last)
    }
  }

  /// A run that wrote nothing, by its number below zero.
  public func rehearsal(_ number: Int64)
    -> (catalogue: String, progress: RunProgress, outcome: RunOutcome?, ended: Int64?)?
  {
    desk.withLock { desk in
      guard var found = desk.rehearsals[number] else { return nil }
      guard found.outcome == nil, let entry = desk[found.catalogue] else { return found }
      if let run = entry.run?.progress, run.run == number {
        found.progress = run
      } else {
        found.progress.waitingFor = entry.wait
      }
      return found
    }
  }
}
