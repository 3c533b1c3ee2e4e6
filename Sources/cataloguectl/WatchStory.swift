import Catalogue
import ControlAPI

/// What a person who watches is told: it hears how runs and catalogues stand, in any order and more than once, and
/// says each thing that happens once.
struct WatchStory {
  /// A thing that happened: a line, and what belongs below it.
  typealias Happening = [Line]

  /// The runs that go on, by number.
  private(set) var running: [Int64: RunProgress] = [:]
  /// Runs that are to go on later.
  private var interrupted: Set<Int64> = []
  /// Runs whose end was told, as far back as one can be heard of again.
  private var ended: [Int64] = []
  /// The highest number of a run that was heard of.
  private(set) var newest: Int64 = 0
  /// The highest number when one began to watch: what is still to be heard of such a run's beginning is no news.
  private var oldest: Int64 = 0
  private(set) var catalogues: [String: CatalogueStatus] = [:]
  /// How a catalogue stood when it was last at rest.
  private var rest: [String: CatalogueState] = [:]
  /// Catalogues whose run's end was told, but that have not been heard of since.
  private var toldOf: Set<String> = []
  /// When each running run was last heard of.
  private var heard: [Int64: Double] = [:]

  /// Runs that are not over.
  var open: [Int64] { Array(running.keys) + interrupted }

  /// The running ones, oldest first.
  var runs: [RunProgress] {
    running.values.sorted { ($0.run.began, abs($0.run.id)) < ($1.run.began, abs($1.run.id)) }
  }

  /// Running ones that nothing has been heard of for so long.
  func silent(for seconds: Double, at time: Double) -> [Int64] {
    heard.filter { time - $0.value > seconds }.map(\.key)
  }

  /// How a run stands.
  ///
  /// - Parameter isFirst: When one begins to watch: what is found then has not happened just now.
  mutating func hear(_ run: RunInfo, at time: Double, isFirst: Bool = false) -> Happening? {
    guard !ended.contains(run.id) else { return nil }
    newest = max(newest, run.id)
    switch run.state {
    case .running: return goOn(run, time, isFirst)
    case .interrupted:
      let wasRunning = running.removeValue(forKey: run.id) != nil
      heard[run.id] = nil
      interrupted.insert(run.id)
      guard wasRunning, !isFirst else { return nil }
      let why: Line = run.message.map { ": \($0)" } ?? ""
      return ["\(run.catalogue): run \(run.id) was interrupted" + why]
    default:
      running[run.id] = nil
      heard[run.id] = nil
      interrupted.remove(run.id)
      ended.append(run.id)
      if ended.count > 2000 { ended.removeFirst(1000) }
      guard !isFirst else { return nil }
      toldOf.insert(run.catalogue)
      var page = Page(Screen())
      page.add(outcomeOf: run)
      return page.lines
    }
  }

  private mutating func goOn(_ run: RunInfo, _ time: Double, _ isFirst: Bool) -> Happening? {
    let isKnown = running[run.id] != nil
    let wasInterrupted = interrupted.remove(run.id) != nil
    running[run.id, default: RunProgress(run)].update(run, at: time)
    heard[run.id] = time
    if isKnown || isFirst { return nil }
    if wasInterrupted { return ["\(run.catalogue): run \(run.id) goes on"] }
    if !run.dryRun, run.id <= oldest { return nil }
    let what = run.full ? "asks for everything" : "asks for what changed"
    return run.dryRun
      ? ["\(run.catalogue): a dry run began, \(what)"] : ["\(run.catalogue): run \(run.id) began, \(what)"]
  }

  /// All was asked for once: what happens from now on is news.
  mutating func begin() { oldest = newest }

  /// A run that nobody wants to hear of; those before it have been looked at.
  mutating func skip(_ id: Int64) { newest = max(newest, id) }

  /// A run that the daemon knows no more: a dry run of before its start, or one of a catalogue that was removed.
  mutating func forget(run id: Int64) -> Happening? {
    interrupted.remove(id)
    heard[id] = nil
    guard let run = running.removeValue(forKey: id)?.run else { return nil }
    return ["\(run.catalogue): the daemon has forgotten \(id < 0 ? "the dry run" : "run \(id)")"]
  }

  /// The daemon was away: how fast runs are is measured anew.
  mutating func measureAnew() {
    for id in running.keys { running[id]?.meter = RunMeter() }
  }

  /// The daemon was started again: it numbers dry runs anew.
  mutating func forgetDryRuns() { ended.removeAll { $0 < 0 } }

  /// How a catalogue stands.
  mutating func hear(_ catalogue: CatalogueStatus, isFirst: Bool = false) -> Happening? {
    let name = catalogue.name
    let isNew = catalogues.updateValue(catalogue, forKey: name) == nil
    let isTold = toldOf.remove(name) != nil
    let state = catalogue.state
    if isNew, !isFirst { return ["\(name): a new catalogue"] }
    switch state {
    // What it comes from is not yet over.
    case .running, .waiting, .other: return nil
    default: break
    }
    let before = rest.updateValue(state, forKey: name)
    guard !isFirst, state != before else { return nil }
    switch state {
    case .failing(_, let times, let error):
      let next: Line = catalogue.nextRun.map { ", asked again \(Words.relative($0.at))" } ?? ""
      if before?.name == state.name { return isTold ? nil : ["\(name): failed again (\(times)×): \(error)"] }
      return isTold ? ["\(name): is failing" + next] : ["\(name): is failing" + next, "  \(error)"]
    case .held(let deletions):
      guard !isTold else { return nil }
      return [
        "\(name): \(counted(deletions, "deletion")) wait for a person's decision",
        "  cataloguectl approve \(name), or cataloguectl reject \(name)",
      ]
    case .paused: return ["\(name): paused; cataloguectl resume \(name) goes on"]
    case .disabled: return ["\(name): switched off"]
    case .unconfigured(let because): return ["\(name): \(because ?? "no file names it any more")"]
    default: break
    }
    switch before {
    case .failing: return ["\(name): is in order again"]
    case .held: return ["\(name): nothing waits for a decision any more"]
    case .paused: return ["\(name): is no longer paused"]
    case .disabled, .unconfigured: return ["\(name): is switched on again"]
    default: return nil
    }
  }

  /// A catalogue that is no longer listed.
  mutating func forget(_ name: String) -> Happening? {
    rest[name] = nil
    toldOf.remove(name)
    return catalogues.removeValue(forKey: name) == nil ? nil : ["\(name): is no longer listed"]
  }

  /// The catalogues that are not in order, in a line; nil where all are.
  var trouble: Line? {
    let failing = catalogues.values.filter { $0.state.name == "failing" }.map(\.name).sorted()
    let held = catalogues.values.filter { $0.state.name == "held" }.map(\.name).sorted()
    var parts: [Line] = []
    if let first = failing.first {
      parts.append(failing.count == 1 ? "\(first) is failing" : "\(failing.count) are failing")
    }
    if let first = held.first {
      parts.append(
        held.count == 1 ? "\(first) waits for a decision" : "\(held.count) wait for decisions")
    }
    guard let first = parts.first else { return nil }
    return parts.dropFirst().reduce(first) { $0 + ", " + $1 } + "; cataloguectl status says more"
  }

  /// What there is to say while nothing goes on.
  func idle(now: Int64) -> Line {
    let next = catalogues.values.compactMap { status in status.nextRun.map { (status.name, $0.at) } }
      .min { $0.1 < $1.1 }
    guard let (name, at) = next else { return "no run goes on" }
    return "no run goes on; the next: \(name), \(Words.relative(at, now: now))"
  }
}
