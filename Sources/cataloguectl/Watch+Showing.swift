import Catalogue
import ControlAPI
import ControlClient
import Glibc

extension Watch {
  /// Says what has happened, and draws what goes on.
  func show() throws(Failure) {
    do throws(Failure) {
      if isBehind, !isLost { try survey() }
      try askForCatalogues()
      // Whatever became of an event: nothing is shown as going on that has long been over.
      for id in story.silent(for: 15, at: clock.seconds) { try askFor(id) }
    } catch {
      // The daemon went; it is told as soon as the events end, too, and all is asked for anew.
      guard error.code == .noDaemon, !isFirst else { throw error }
      isBehind = true
      return
    }
    guard !isFirst else { return }
    tellChanges()
    if live.isLive {
      let runs = story.runs
      let width = runs.map(\.run.catalogue.columns).max() ?? 0
      let now = clock.seconds
      let lines = runs.map { $0.line(at: now, width: live.width, names: width) }
      let idle: Line = isLost ? RunsWatch.lost : story.idle(now: Int64(time(nil)))
      live.draw(lines.isEmpty || isLost ? [idle] : lines)
    } else if !isLost {
      tellProgress()
    }
  }

  /// Says a thing that happened.
  func say(_ happening: WatchStory.Happening?) {
    guard let happening else { return }
    live.say(happening, behind: stamp())
  }

  /// When it happened: for people at a terminal on their own clock, in a pipe as everywhere else.
  private func stamp() -> Line {
    var now = time(nil)
    guard live.isLive else { return "\(Timestamp(seconds: Int64(now))) " }
    var local = tm()
    localtime_r(&now, &local)
    func two(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let seconds = live.width < 60 ? "" : ":" + two(local.tm_sec)
    return "\(two(local.tm_hour)):\(two(local.tm_min))\(seconds) "
  }

  private func tellChanges() {
    // They come by the second while a run goes on: its end is early enough, or a minute.
    let now = clock.seconds
    let isQuiet = story.running.isEmpty && now - changed > 1.5
    guard names.isEmpty, change > toldChange, isQuiet || now > changesDue else { return }
    let count = Int(clamping: change - toldChange)
    say([
      "the library: \(counted(count, "change")); cataloguectl changes --since \(toldChange) shows what"
    ])
    toldChange = change
    changesDue = now + 60
  }

  private func tellProgress() {
    let now = clock.seconds
    due = due.filter { story.running[$0.key] != nil }
    for progress in story.runs where due[progress.run.id, default: now + RunsWatch.silence] <= now {
      say([progress.line(at: now)])
      due[progress.run.id] = now + RunsWatch.silence
    }
    for id in story.running.keys where due[id] == nil { due[id] = now + RunsWatch.silence }
  }

  // MARK: Asking

  /// Asks how everything stands: at the beginning, and whenever something may have been missed.
  private func survey() throws(Failure) {
    for id in story.open { try askFor(id) }
    try askForMissedRuns()
    let listed =
      names.isEmpty
      ? try context.get(Listing<CatalogueStatus>.self, "catalogues").items
      : try names.sorted().map { (name) throws(Failure) in
        try context.get(CatalogueStatus.self, Self.path(name))
      }
    for catalogue in listed {
      say(story.hear(catalogue, isFirst: isFirst))
      if case .running(let run?) = catalogue.state, story.running[run] == nil { try askFor(run) }
      if let run = catalogue.lastRun, run.state == .interrupted {
        say(story.hear(run, at: clock.seconds, isFirst: true))
      }
    }
    let present = Set(listed.map(\.name))
    for name in story.catalogues.keys where !present.contains(name) { say(story.forget(name)) }
    change = try context.get(Status.self, "status").store.lastChange
    isBehind = false
    guard isFirst else { return }
    isFirst = false
    story.begin()
    toldChange = change
    let what = names.isEmpty ? counted(listed.count, "catalogue") : names.sorted().joined(separator: ", ")
    say(
      ["watches \(what)" + (live.isLive ? "; Ctrl-C ends it" : "")]
        + (story.trouble.map { ["  " + $0] } ?? []))
    for id in story.running.keys { due[id] = clock.seconds }
  }

  /// Runs that began and ended while nobody heard, the oldest first.
  private func askForMissedRuns() throws(Failure) {
    var missed: [RunInfo] = []
    var cursor: String?
    repeat {
      let behind = cursor.map { "&cursor=" + ControlClient.encode($0) } ?? ""
      let page = try context.get(Listing<RunInfo>.self, "runs?limit=\(isFirst ? 1 : 100)" + behind)
      let new = page.items.filter { isFirst || $0.id > story.newest }
      missed += new
      cursor = new.count == page.items.count && !isFirst && missed.count < 10_000 ? page.next : nil
    } while cursor != nil
    for run in missed.reversed() {
      if isWatched(run.catalogue) {
        say(story.hear(run, at: clock.seconds, isFirst: isFirst))
      } else {
        story.skip(run.id)
      }
    }
  }

  private func askFor(_ id: Int64) throws(Failure) {
    do throws(Failure) {
      let run = try context.get(RunInfo.self, "runs/\(id)")
      say(story.hear(run, at: clock.seconds, isFirst: isFirst))
    } catch {
      guard error.code == .notFound else { throw error }
      say(story.forget(run: id))
    }
  }

  private func askForCatalogues() throws(Failure) {
    while Interruption.code == nil, let name = asked.first {
      do throws(Failure) {
        say(story.hear(try context.get(CatalogueStatus.self, Self.path(name))))
      } catch {
        guard error.code == .notFound else { throw error }
        say(story.forget(name))
      }
      asked.remove(name)
    }
  }
}
