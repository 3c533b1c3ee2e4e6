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
    var catalogue: Configured
    var settings: CatalogueSettings { catalogue.settings }
    var number: Int64 { catalogue.number }
    /// Seconds since 1970, and what decided it.
    var nextRun: Int64
    var because: String
    /// What a person asked for, to run as soon as there is room: a run, and behind it rehearsals in their order.
    var asked: RunRequest?
    var rehearsals: [RunRequest] = []
    var run: RunMonitor?
    /// How often the upstream wants to be asked, and where it has moved.
    var polling = PollingTerms()
    var failure: (since: Int64, times: Int, message: String)?
    /// Whether the last failure was that the upstream refused the credentials.
    var isRefused = false
    /// The number of its host; nil for a file.
    fileprivate(set) var host: Int?
    /// The host that the run that is going on burdens: the address may have been configured anew since.
    fileprivate var burdened: Int?
    /// Whether it is no longer configured, and waits for its run's end to leave the desk.
    var isLeaving = false
    /// How often in a row the upstream asked to wait for long, without a run that closed.
    var postponements = 0
    /// Whether a person wants it to be asked no more for the time being.
    var isPaused = false
    /// Whether persons' decisions wait in the store for the close of the open run.
    var hasPending = false
    /// Whether it only waits for its hours, and was due before.
    private(set) var waitsForHours = false

    init(_ catalogue: Configured, nextRun: Int64, because: String) {
      self.catalogue = catalogue
      self.nextRun = nextRun
      self.because = because
      keepHours()
    }

    /// A catalogue that has hours of its own is not due outside them.
    mutating func keepHours() {
      guard let window = settings.between, nextRun < .max, !window.contains(nextRun) else { return }
      nextRun = window.opening(from: nextRun)
      because = window.because
      waitsForHours = true
    }

    mutating func schedule(_ next: (at: Int64, because: String)) {
      (nextRun, because) = next
      waitsForHours = false
      keepHours()
    }

    /// Takes over when another is due, and why.
    mutating func schedule(like other: Entry) {
      (nextRun, because, waitsForHours) = (other.nextRun, other.because, other.waitsForHours)
    }

    /// The clock was set by so many seconds.
    mutating func move(by seconds: Int64, now: Int64) {
      guard nextRun < .max else { return }
      if waitsForHours {
        schedule((now, because))  // for the same hours of the new clock
      } else {
        nextRun += seconds
        keepHours()
      }
    }

    /// Whether it was due some seconds ago, and nothing but other runs keeps it.
    func isLate(now: Int64) -> Bool {
      isReady(now: now - 5) && settings.between?.contains(now) != false
    }

    /// Whether a person asked for it.
    var isWanted: Bool { asked != nil || !rehearsals.isEmpty }

    /// What keeps a rehearsal from beginning, for people.
    var wait: String {
      guard let progress = run?.progress else { return "waits for its turn" }
      if progress.isRehearsal { return "waits for the dry run before it" }
      return "waits for \(progress.run > 0 ? "run \(progress.run)" : "a run of it") to end"
    }

    /// Whether it is asked by itself.
    var isScheduled: Bool { catalogue.settings.enabled && !isPaused }

    /// Whether it would run now, if there were room.
    func isReady(now: Int64) -> Bool {
      run == nil && !isLeaving && (isWanted || isScheduled && nextRun <= now)
    }
  }

  /// A new name that waits for a person: its address is that of catalogues that have no file any more.
  struct Undecided: Sendable {
    var settings: CatalogueSettings
    var like: [String]
  }

  private(set) var entries: [Entry] = []
  var undecided: [String: Undecided] = [:]
  private var places: [String: Int] = [:]
  /// How many runs are going on, in all and with each host.
  private(set) var running = 0
  private var onHost: [Int] = []
  /// The hosts' numbers in `onHost`.
  private var hosts: [String: Int] = [:]
  var isStopped = false
  var isTurning = false
  /// When the first of the catalogues becomes due that were given another date since `nextDate` looked at all of them.
  private(set) var soonest = Int64.max
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
      if newValue.nextRun > clocks?.now ?? 0 { soonest = min(soonest, newValue.nextRun) }
      if let place = places[name] {
        entries[place] = newValue
      } else {
        places[name] = entries.count
        entries.append(newValue)
      }
    }
  }

  /// Takes a catalogue off the desk; its run must have ended.
  mutating func remove(_ name: String) {
    guard let place = places.removeValue(forKey: name) else { return }
    entries.remove(at: place)
    for (name, other) in places where other > place { places[name] = other - 1 }
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
    for place in entries.indices { entries[place].move(by: seconds, now: now) }
    soonest = now
    return seconds
  }

  /// When to look at the desk again: when the next catalogue becomes due. Those that are due already start when there is
  /// room, which a run makes that ends, or that has waited for long enough.
  mutating func nextDate(after now: Int64, limit: Int) -> Int64 {
    soonest = .max
    if running >= limit, entries.contains(where: { $0.isReady(now: now) }) { return now + 1 }
    var date = now + 3600
    for place in entries.indices where entries[place].nextRun > now && entries[place].nextRun < date {
      if entries[place].run == nil, entries[place].isScheduled {
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
    guard hasRoom(limit) else { return nil }
    var first: Int?
    for place in entries.indices where entries[place].isReady(now: now) {
      if !entries[place].isWanted, let window = entries[place].settings.between, !window.contains(now) {
        // It was due while the machine slept, or while there was no room.
        entries[place].schedule((now, ""))
        continue
      }
      if let best = first, !isBefore(place, best) { continue }
      // A host that is slow never holds more than half of the room.
      if let host = entries[place].host, onHost[host] >= max(limit / 2, 1) { continue }
      first = place
    }
    guard let first else { return nil }
    let catalogue = entries[first].catalogue
    var request = RunRequest.scheduled
    if let asked = entries[first].asked {
      request = asked
      entries[first].asked = nil
    } else if !entries[first].rehearsals.isEmpty {
      request = entries[first].rehearsals.removeFirst()
    }
    var progress = RunProgress(run: request.number, isRehearsal: request.rehearsal, begun: now)
    progress.isAsked = !request.isScheduled
    let monitor = RunMonitor(
      progress, window: request.isScheduled ? catalogue.settings.between : nil, isWanted: !request.isScheduled
    )
    entries[first].run = monitor
    running += 1
    entries[first].burdened = entries[first].host
    if let host = entries[first].host { onHost[host] += 1 }
    return Due(settings: catalogue.settings, number: catalogue.number, request: request, monitor: monitor)
  }

  /// Whether one more run may begin. Those that do nothing but wait for a slow or dead host take no room from others; but
  /// each is a thread and a connection, and so they are not without number.
  private func hasRoom(_ limit: Int) -> Bool {
    if running < limit { return true }
    guard running < limit * 16 else { return false }
    return running - entries.count { $0.run?.hasWaited(Self.longWait) == true } < limit
  }

  /// A run that has waited for so many seconds makes room.
  private static let longWait = 3.0

  private func isBefore(_ a: Int, _ b: Int) -> Bool {
    let isFree = (a: isFree(a), b: isFree(b))
    if isFree.a != isFree.b { return isFree.a }
    let isAsked = (a: entries[a].asked != nil, b: entries[b].asked != nil)
    if isAsked.a != isAsked.b { return isAsked.a }
    let isWell = (a: entries[a].failure == nil, b: entries[b].failure == nil)
    if isWell.a != isWell.b { return isWell.a }
    return entries[a].nextRun < entries[b].nextRun
  }

  private func isFree(_ place: Int) -> Bool { entries[place].host.map { onHost[$0] == 0 } ?? true }

  /// A run of the catalogue is over, and makes room.
  mutating func leave(_ name: String) {
    guard let place = places[name] else { return }
    entries[place].run = nil
    // `nextDate` passes over who runs: it may have been asked since the next date was noted.
    soonest = min(soonest, entries[place].nextRun)
    running -= 1
    if let host = entries[place].burdened { onHost[host] -= 1 }
    entries[place].burdened = nil
  }
}
