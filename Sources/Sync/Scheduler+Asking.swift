import CatalogueFormats
import Library

/// What became of a person's wish for a run.
public enum RefreshStart: Sendable {
  /// It begins as soon as there is room; `after` is the last run's number before it.
  case queued(after: Int64)
  /// A run that writes nothing begins as soon as there is room, under this number, below zero.
  case rehearsing(Int64)
  /// One is going on already.
  case running(Int64)
  case unknown
}

/// What became of a person's decision.
public enum DecisionOutcome<Result: Sendable>: Sendable {
  case done(Result)
  /// It waits for the close of the open run.
  case waits
}

extension Scheduler {
  /// Every configured catalogue, by name.
  public func situations() -> [CatalogueSituation] {
    desk.withLock { desk in
      desk.entries.values.sorted { $0.settings.name < $1.settings.name }.map { Self.situation($0) }
    }
  }

  public func situation(_ name: String) -> CatalogueSituation? {
    desk.withLock { desk in desk.entries[name].map(Self.situation) }
  }

  private static func situation(_ entry: Desk.Entry) -> CatalogueSituation {
    let state: CatalogueSituation.State
    if let run = entry.run {
      state = .running(run.progress)
    } else if entry.asked != nil {
      state = .queued
    } else if !entry.settings.enabled {
      state = .disabled
    } else {
      state = .idle
    }
    let scheduled = entry.run == nil && entry.settings.enabled && entry.nextRun < .max
    return CatalogueSituation(
      settings: entry.settings, number: entry.number, state: state,
      nextRun: scheduled ? (entry.nextRun, entry.because) : nil, movedTo: entry.movedTo,
      failure: entry.failure)
  }

  /// Asks for a run of a catalogue now, whatever its schedule says.
  public func refresh(_ name: String, _ request: RunRequest) throws(LibraryError) -> RefreshStart {
    guard let number = desk.withLock({ $0.entries[name]?.number }) else { return .unknown }
    let last = try library.runs(catalogue: number, before: nil, limit: 1).items.first?.number ?? 0
    return desk.withLock { desk in
      guard let entry = desk.entries[name] else { return .unknown }
      if let run = entry.run, !request.rehearsal {
        // One that has heard nothing yet has no number; it will have the next.
        let number = run.progress.run
        return number > 0 ? .running(number) : .queued(after: last)
      }
      if request.rehearsal {
        desk.lastRehearsal -= 1
        let progress = RunProgress(run: desk.lastRehearsal, isRehearsal: true, begun: library.now())
        desk.rehearsals[desk.lastRehearsal] = (name, progress, nil, nil)
        desk.entries[name]?.asked = request
        return .rehearsing(desk.lastRehearsal)
      }
      let full = request.full || entry.asked?.full == true
      desk.entries[name]?.asked = RunRequest(full: full)
      return .queued(after: last)
    }
  }

  /// A run that wrote nothing, by its number below zero.
  public func rehearsal(_ number: Int64)
    -> (catalogue: String, progress: RunProgress, outcome: RunOutcome?, ended: Int64?)?
  {
    desk.withLock { desk in
      guard var found = desk.rehearsals[number] else { return nil }
      if found.outcome == nil, let run = desk.entries[found.catalogue]?.run { found.progress = run.progress }
      return found
    }
  }

  /// Applies the held deletions that a person sees now; waits for the close of an open run (rule 7).
  public func approve(_ name: String) throws(LibraryError) -> DecisionOutcome<Int> {
    let number = try catalogueNumber(name)
    let saw = try library.held(catalogue: number)
    guard !saw.isEmpty else { throw .refused("nothing of “\(name)” is held") }
    let library = library
    return try decide(name) { () throws(LibraryError) in try library.approve(catalogue: number, saw: saw) }
  }

  /// Refuses to believe the held deletions; waits for the close of an open run (rule 7).
  public func reject(_ name: String) throws(LibraryError) -> DecisionOutcome<Int> {
    let number = try catalogueNumber(name)
    guard try library.waiting(catalogue: number).held > 0 else {
      throw .refused("nothing of “\(name)” is held")
    }
    let library = library
    return try decide(name) { () throws(LibraryError) in try library.reject(catalogue: number) }
  }

  /// Reads a catalogue's kept bytes again; waits for the close of an open run (rule 2).
  public func reparse(_ name: String) throws(LibraryError) -> DecisionOutcome<ReparseResult> {
    let number = try catalogueNumber(name)
    guard let settings = situation(name)?.settings else {
      throw .notFound("there is no catalogue “\(name)” in the configuration")
    }
    let found = try library.catalogue(number).takenFor?.format
    let formatName = settings.harvest.isAutomatic ? found ?? "" : settings.harvest.format
    guard let format = CatalogueFormat.named(formatName) else {
      throw .refused("the format of “\(name)” is not known yet: no run of it has closed")
    }
    let library = library
    return try decide(name) { () throws(LibraryError) in
      try library.reparse(
        catalogue: number, parser: format.parser(settings.harvest), settings: settings.arrivals)
    }
  }

  private func catalogueNumber(_ name: String) throws(LibraryError) -> Int64 {
    guard let number = situation(name)?.number else {
      throw .notFound("there is no catalogue “\(name)” in the configuration")
    }
    return number
  }

  /// Does what a person decided; while a run of the catalogue is open, after its close.
  private func decide<Result: Sendable>(
    _ name: String, _ action: @escaping @Sendable () throws(LibraryError) -> Result
  ) throws(LibraryError) -> DecisionOutcome<Result> {
    let tell = tell
    let waits = desk.withLock { desk in
      guard let run = desk.entries[name]?.run, !run.progress.isRehearsal else { return false }
      desk.entries[name]?.afterClose.append {
        do throws(LibraryError) {
          _ = try action()
        } catch {
          tell(.trouble(catalogue: name, message: error.message))
        }
      }
      return true
    }
    if waits { return .waits }
    return .done(try action())
  }
}
