import Catalogue
import Configuration
import ControlAPI
import ControlServer
import Library
import Notify
import Sync
import Threads
import Transfer

/// Answers the control API from the library and the scheduler.
struct DaemonService: ControlService {
  let library: Library
  let scheduler: Scheduler
  let configuration: ActiveConfiguration
  let notifier: Notifier
  let engine: TransferEngine
  let events: EventSource
  let log: Log
  /// Seconds since 1970.
  let started: Int64
  /// The same on a clock that nobody can set.
  private let startedSteady = bootSeconds()
  let storeCheck: StoreCheck
  /// Whether an address is being looked at: one at a time.
  let isProbing = Monitor(false)

  init(
    library: Library, scheduler: Scheduler, configuration: ActiveConfiguration, notifier: Notifier,
    engine: TransferEngine, events: EventSource, log: Log, started: Int64
  ) {
    self.library = library
    self.scheduler = scheduler
    self.configuration = configuration
    self.notifier = notifier
    self.engine = engine
    self.events = events
    self.log = log
    self.started = started
    storeCheck = StoreCheck(library)
  }

  func mayChange(_ peer: Peer) -> Bool {
    peer.isOwner || configuration.inForce.daemon.controlGroup.flatMap(Group.number).map(peer.isIn) == true
  }

  func metrics() throws(Problem) -> String {
    let all = try catalogues()
    return Metric.text(status(all), all)
  }

  func status() throws(Problem) -> Status { status((try? catalogues()) ?? []) }

  private func status(_ all: [CatalogueStatus]) -> Status {
    // Also of a store that cannot be read there is something to say: that it cannot.
    let size = (try? library.size()) ?? (reports: 0, withdrawn: 0, records: 0, lastChange: 0)
    let waiting = (try? library.waitingForPersons()) ?? (conflicts: [:], suggestions: 0)
    var counts: [String: Int] = [:]
    for catalogue in all { counts[catalogue.state.name, default: 0] += 1 }
    return Status(
      version: Version.current, state: .running, started: Timestamp(seconds: started),
      uptime: Int64(bootSeconds() - startedSteady),
      store: Status.Store(
        path: configuration.inForce.daemon.stateDirectory + "/catalogued.sqlite", bytes: library.bytesOnDisk,
        reports: size.reports, withdrawn: size.withdrawn, records: size.records, lastChange: size.lastChange),
      catalogues: counts.sorted { $0.key < $1.key }.map { Status.StateCount(state: $0.key, count: $0.value) },
      needsPerson: needs(all, waiting.conflicts),
      openConflicts: waiting.conflicts.values.reduce(0) { $0 + $1.count }, suggestions: waiting.suggestions,
      background: background)
  }

  private var background: Status.Background? {
    guard let mending = try? library.mending() else { return nil }
    return Status.Background(
      kind: mending.notesKeys ? .joins : .terms,
      catalogue: mending.catalogue.flatMap { number in (try? names())?[number] },
      done: Int(mending.share * 100))
  }

  private func needs(_ catalogues: [CatalogueStatus], _ conflicts: [Int64: OpenConflicts]) -> [Need] {
    var needs = storeNeeds()
    for catalogue in catalogues {
      if let held = catalogue.held {
        needs.append(
          Need(
            kind: .held, catalogue: catalogue.name, since: held.since,
            message:
              "\(counted(held.deletions, "deletion")) of \(counted(held.of, "live record")) for a person to decide",
            command: "cataloguectl approve \(catalogue.name)"))
      }
    }
    for catalogue in catalogues {
      if let failure = catalogue.lastError {
        let isRefused = scheduler.situation(catalogue.name)?.isRefused == true
        needs.append(
          Need(
            kind: isRefused ? .credentials : .failing, catalogue: catalogue.name, since: failure.at,
            message: failure.message,
            command: "cataloguectl runs \(catalogue.name)"))
      }
    }
    if let need = need(conflicts, (try? names()) ?? [:]) { needs.append(need) }
    let daemon = configuration.inForce.daemon
    if let room = DiskFloor.Room(of: daemon.stateDirectory), daemon.notify.disk.isNearlyFull(room) {
      needs.append(
        Need(
          kind: .disk, message: "the disk is nearly full: \(room.words(of: daemon.stateDirectory))",
          command: "df -h \(daemon.stateDirectory)"))
    }
    if let failure = notifier.failure {
      needs.append(
        Need(
          kind: .notify, since: Timestamp(seconds: failure.since),
          message: "nobody is told: the notify command fails: \(failure.message)"))
    }
    for (settings, like) in scheduler.undecided() where !like.isEmpty {
      needs.append(
        Need(
          kind: .rename, catalogue: settings.name, message: Self.reason(settings.name, like),
          command: "cataloguectl rename \(like.first ?? "OLD") \(settings.name)"))
    }
    for problem in configuration.problems {
      needs.append(
        Need(
          kind: .configuration, catalogue: problem.catalogue, message: problem.description,
          command: "catalogued --check"))
    }
    return needs
  }

  func catalogues() throws(Problem) -> [CatalogueStatus] {
    let rows = try asking { () throws(LibraryError) in try library.catalogues() }
    let numbered = Dictionary(uniqueKeysWithValues: rows.map { ($0.number, $0) })
    // Where runs cannot be read any more, the catalogues are still there; `status` says what ails the store.
    let overviews = (try? library.overviews()) ?? [:]
    let conflicts = (try? library.waitingForPersons().conflicts) ?? [:]
    var result: [CatalogueStatus] = []
    var shown: Set<Int64> = []
    for situation in scheduler.situations() {
      guard let row = numbered[situation.number] else { continue }
      shown.insert(row.number)
      result.append(answer(situation, row, overviews[row.number] ?? CatalogueOverview()))
    }
    for (settings, like) in scheduler.undecided() { result.append(answer(undecided: settings, like)) }
    for row in rows where !shown.contains(row.number) && row.forgotten != .kept {
      // A name whose records of before are being purged, and that has a file, waits above.
      guard !result.contains(where: { $0.name == row.name }) else { continue }
      result.append(answer(unconfigured: row, overviews[row.number] ?? CatalogueOverview()))
    }
    let numbers = Dictionary(uniqueKeysWithValues: rows.map { ($0.name, $0.number) })
    for place in result.indices {
      result[place].openConflicts = numbers[result[place].name].flatMap { conflicts[$0]?.count } ?? 0
    }
    return result.sorted { $0.name < $1.name }
  }

  func catalogue(_ name: String) throws(Problem) -> CatalogueStatus {
    if let (settings, like) = scheduler.undecided().first(where: { $0.settings.name == name }) {
      var status = answer(undecided: settings, like)
      status.openConflicts = 0
      return status
    }
    let row = try row(name)
    return try asking { () throws(LibraryError) in
      let overview = try library.overviews(of: row.number)[row.number] ?? CatalogueOverview()
      var status =
        if let situation = scheduler.situation(name) {
          answer(situation, row, overview)
        } else {
          answer(unconfigured: row, overview)
        }
      status.openConflicts = try library.waitingForPersons().conflicts[row.number]?.count ?? 0
      return status
    }
  }

  func refresh(_ names: [String]?, _ request: RefreshRequest, by peer: Peer) throws(Problem) -> RefreshAnswer
  {
    var runs: [RefreshAnswer.Start] = []
    let wish = RunRequest(full: request.full, rehearsal: request.dryRun)
    for name in names ?? scheduler.situations().filter(\.settings.enabled).map(\.settings.name) {
      switch try asking({ () throws(LibraryError) in try scheduler.refresh(name, wish) }) {
      case .unknown: throw notAsked(name)
      case .queued(let after): runs.append(RefreshAnswer.Start(catalogue: name, after: after))
      case .rehearsing(let number, let wait):
        runs.append(RefreshAnswer.Start(catalogue: name, run: number, message: wait))
      case .rehearsalWaits(let number, let wait):
        runs.append(
          RefreshAnswer.Start(
            catalogue: name, run: number, already: true,
            message: "a dry run of it is asked for already, and \(wait)"))
      case .running(let number):
        runs.append(
          RefreshAnswer.Start(
            catalogue: name, run: number, already: true, message: "a run of it is going on already"))
      }
    }
    return RefreshAnswer(runs: runs)
  }

  func runs(of catalogue: String?, limit: Int, cursor: String?) throws(Problem) -> Listing<RunInfo> {
    let number = try catalogue.map { (name) throws(Problem) in try self.number(name) }
    let list = ListMark(.runs, catalogue)
    let before = try place(cursor, of: list)
    let page = try asking { () throws(LibraryError) in
      try library.runs(catalogue: number, before: before, limit: limit)
    }
    let names = try names()
    return Listing(items: page.items.map { answer($0, names) }, next: page.next.map { list.cursor("\($0)") })
  }

  func run(_ id: Int64) throws(Problem) -> RunInfo {
    if id < 0, let rehearsal = scheduler.rehearsal(id) { return answer(id, rehearsal) }
    let row = try asking { () throws(LibraryError) in try library.run(id) }
    guard let row else { throw .noSuchThing("There is no run \(id).") }
    return answer(row, try names())
  }

  func search(
    _ query: String, catalogue: String?, limit: Int, cursor: String?,
    _ isAwaited: @escaping @Sendable () -> Bool
  ) throws(Problem) -> SearchResult {
    let number = try catalogue.map { (name) throws(Problem) in try self.number(name) }
    let list = ListMark(.reports, query, catalogue)
    let after = try cursor.map { (text) throws(Problem) in
      guard let cursor = list.place(text).flatMap({ SearchCursor($0) }) else { throw Problem.noCursor }
      return cursor
    }
    let library = library
    let found = try asking { () throws(LibraryError) in
      try library.search(query, catalogue: number, after: after, limit: limit) {
        isAwaited() && !library.isStopping
      }
    }
    let names = try names()
    return SearchResult(
      hits: found.hits.map { answer($0, names) }, total: found.total, totalIsEstimate: found.isMore,
      next: found.next.map { list.cursor($0.text) })
  }

  func report(_ reference: String, at past: PastTime?) throws(Problem) -> ReportDocument {
    if let past { return try report(reference, past: past) }
    let found = try asking { () throws(LibraryError) in try library.report(reference) }
    return answer(found, try names())
  }

  func approve(_ catalogue: String, by peer: Peer) throws(Problem) -> DecisionAnswer {
    try known(catalogue)
    return answer(
      try asking { () throws(LibraryError) in try scheduler.approve(catalogue) }, catalogue,
      done: "applied", waits: "the held deletions are applied when the open run has closed")
  }

  func reject(_ catalogue: String, by peer: Peer) throws(Problem) -> DecisionAnswer {
    try known(catalogue)
    return answer(
      try asking { () throws(LibraryError) in try scheduler.reject(catalogue) }, catalogue,
      done: "refused; the records stay",
      waits: "the held deletions are refused when the open run has closed")
  }

  func rejects(of catalogue: String?, limit: Int, cursor: String?) throws(Problem) -> Listing<RejectInfo> {
    let number = try catalogue.map { (name) throws(Problem) in try self.number(name) }
    let list = ListMark(.rejects, catalogue)
    let before = try place(cursor, of: list)
    let page = try asking { () throws(LibraryError) in
      try library.rejects(catalogue: number, before: before, limit: limit)
    }
    let names = try names()
    return Listing(
      items: page.items.map { answer($0, names, bytes: nil) }, next: page.next.map { list.cursor("\($0)") })
  }

  func rejectedRecord(_ id: Int64) throws(Problem) -> RejectInfo {
    let found = try asking { () throws(LibraryError) in try library.reject(number: id) }
    return answer(found.row, try names(), bytes: found.bytes)
  }

  func reparse(_ catalogue: String, by peer: Peer) throws(Problem) -> ReparseAnswer {
    try known(catalogue)
    switch try asking({ () throws(LibraryError) in try scheduler.reparse(catalogue) }) {
    case .waits:
      return ReparseAnswer(
        catalogue: catalogue, done: false, message: "the kept bytes are read when the open run has closed")
    case .done(let result):
      return ReparseAnswer(
        catalogue: catalogue, records: result.revisions, changed: result.changed, mended: result.mended,
        rejects: result.rejects)
    }
  }
}
