import CatalogueFormats
import Glibc
import Library

/// What a configuration changed.
public struct ConfigurationChange: Sendable {
  /// Names of catalogues, sorted.
  public var added: [String] = []
  public var changed: [String] = []
  public var removed: [String] = []
  public var unchanged = 0
  /// New names that wait for a person, with the names that they may be another name of; with none, for the end of a purge.
  public var undecided: [String: [String]] = [:]
}

extension Scheduler {
  /// Puts the configured catalogues into force, at the start and whenever the configuration was read again.
  ///
  /// A run that is going on ends under the settings that it began with, unless what it asks for has changed: then it
  /// stops, and the next one begins at once. One whose file is gone stops, and keeps its records. A catalogue that is not
  /// running is scheduled anew: an interrupted run goes on at once, another when its interval has passed since the last
  /// one's end.
  ///
  /// - Parameters:
  ///   - catalogues: All of them, each name once.
  ///   - faulty: Names whose files cannot be understood: what is in force of them stays.
  public func configure(_ catalogues: [CatalogueSettings], faulty: Set<String> = []) throws(LibraryError)
    -> ConfigurationChange
  {
    tzset()  // the machine may have moved to another zone
    let known = try library.configure(catalogues.map(ConfiguredCatalogue.init), faulty: faulty)
    var change = ConfigurationChange(undecided: known.undecided)
    desk.withLock { $0.undecided = [:] }
    for settings in catalogues {
      guard let number = known.numbers[settings.name] else {
        let like = known.undecided[settings.name] ?? []
        desk.withLock { $0.undecided[settings.name] = Desk.Undecided(settings: settings, like: like) }
        continue
      }
      switch try configure(Desk.Configured(settings, number: number)) {
      case .added: change.added.append(settings.name)
      case .changed: change.changed.append(settings.name)
      case .unchanged: change.unchanged += 1
      }
      decideWhatWaited(settings.name)
    }
    let names = Set(catalogues.map(\.name)).subtracting(known.undecided.keys).union(faulty)
    let removed = desk.withLock { desk in
      desk.entries.filter { !names.contains($0.settings.name) && !$0.isLeaving }.map(\.settings.name).sorted()
    }
    for name in removed { remove(name) }
    change.removed = removed
    change.added.sort()
    change.changed.sort()
    return change
  }

  private enum Effect { case added, changed, unchanged }

  private func configure(_ catalogue: Desk.Configured) throws(LibraryError) -> Effect {
    let name = catalogue.settings.name
    let before = desk.withLock { $0[name] }
    if let before, before.settings == catalogue.settings, before.number == catalogue.number, !before.isLeaving
    {
      return .unchanged
    }
    let fresh = try entry(catalogue)
    return desk.withLock { desk in
      guard var entry = desk[name] else {
        desk[name] = fresh
        return .added
      }
      let old = entry.catalogue
      let asksOtherwise =
        old.settings.harvest.scope != catalogue.settings.harvest.scope || old.number != catalogue.number
      // Whoever mends a file wants to see whether that helps.
      let isMended =
        asksOtherwise
        || entry.failure != nil
          && (old.settings.harvest != catalogue.settings.harvest
            || old.settings.transfer != catalogue.settings.transfer)
      entry.catalogue = catalogue
      entry.isLeaving = false
      entry.hasPending = fresh.hasPending
      entry.isPaused = fresh.isPaused
      if old.settings.harvest.url != catalogue.settings.harvest.url { entry.polling = fresh.polling }
      if isMended {
        entry.schedule((library.now(), "its configuration has changed"))
      } else if entry.failure == nil || entry.nextRun == .max {
        entry.schedule(like: fresh)
      } else {
        entry.keepHours()
      }
      if let run = entry.run, !run.progress.isRehearsal {
        run.followHours(catalogue.settings.between)
        if asksOtherwise { run.stop() }
      }
      desk[name] = entry
      return .changed
    }
  }

  /// A catalogue as it comes to the desk, by what the store knows of it.
  private func entry(_ catalogue: Desk.Configured) throws(LibraryError) -> Desk.Entry {
    let number = catalogue.number
    let now = library.now()
    var entry = Desk.Entry(catalogue, nextRun: now, because: "it was never asked")
    let last = try library.runs(catalogue: number, before: nil, limit: 1).items.first
    let ended = (last?.ended).map { min($0, now) }  // the clock may have been set back meanwhile
    let known = try library.catalogue(number)
    entry.polling = PollingTerms(known.polling)
    entry.failure = try library.failures(catalogue: number)
    if try library.interruptedRun(catalogue: number) != nil {
      entry.schedule((now, "the last run was interrupted"))
    } else if let failure = entry.failure, let ended {
      entry.schedule(
        Desk.afterFailure(
          failure.times, at: ended, interval: catalogue.settings.interval, settings.withLock { $0.failure }))
    } else if known.lastClose != nil, let ended {
      entry.schedule(entry.polling.next(after: ended, interval: catalogue.settings.interval))
    }
    entry.isPaused = known.isPaused
    entry.hasPending = try !library.pending(catalogue: number).isEmpty
    return entry
  }

  /// Takes a catalogue that has no file any more off the desk, once its run has stopped.
  private func remove(_ name: String) {
    let run = desk.withLock { desk -> RunMonitor? in
      guard let run = desk[name]?.run else {
        desk.remove(name)
        return nil
      }
      desk[name]?.isLeaving = true
      return run
    }
    run?.stop()
  }

  // MARK: What a person decides about names

  /// Whether a catalogue of that name is asked, or its last run is still ending.
  public func isActive(_ name: String) -> Bool { desk.withLock { $0[name] != nil } }

  /// Says that the records of a catalogue that has no file any more belong to another name.
  public func rename(_ old: String, to new: String) throws(LibraryError) {
    let (isConfigured, isBusy) = desk.withLock { desk in
      (desk[old].map { !$0.isLeaving } ?? false, desk[new]?.run != nil || desk[old]?.run != nil)
    }
    // What waiting cannot help is said first.
    guard !isConfigured else { throw .refused(Library.isConfigured(old)) }
    guard !isBusy else { throw .refused("a run is going on; ask again when it has ended") }
    try library.rename(old, to: new)
    desk.withLock { if $0[new]?.run == nil { $0.remove(new) } }
  }

  /// Says that a catalogue whose address is that of one that vanished is another one all the same.
  public func separate(_ new: String) throws(LibraryError) {
    guard let undecided = desk.withLock({ $0.undecided[new] }), !undecided.like.isEmpty else {
      throw .refused("nothing is to be decided about “\(new)”: see cataloguectl status")
    }
    try library.separate(ConfiguredCatalogue(undecided.settings))
  }

  /// The new names that wait for a person, sorted, with the names that each may be another name of; with none, for the end
  /// of a purge.
  public func undecided() -> [(settings: CatalogueSettings, like: [String])] {
    desk.withLock { $0.undecided.values.map { ($0.settings, $0.like) } }
      .sorted { $0.0.name < $1.0.name }
  }
}

extension ConfiguredCatalogue {
  init(_ settings: CatalogueSettings) {
    self.init(
      settings.name, title: settings.title, priority: settings.priority, source: settings.harvest.source,
      policies: settings.policies)
  }
}

extension HarvestSettings {
  /// What is asked for and where, whatever the format and the mapping: two files that agree in it are one catalogue.
  public var source: String {
    [url, set ?? "", query ?? ""].joined(separator: "\u{1f}")
  }
}
