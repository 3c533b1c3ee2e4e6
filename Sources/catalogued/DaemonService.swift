import Catalogue
import Configuration
import ControlAPI
import ControlServer
import Library
import Sync

/// Answers the control API from the library and the scheduler.
struct DaemonService: ControlService {
  let library: Library
  let scheduler: Scheduler
  let configuration: LoadedConfiguration
  /// Seconds since 1970.
  let started: Int64
  let storeCheck: StoreCheck

  init(library: Library, scheduler: Scheduler, configuration: LoadedConfiguration, started: Int64) {
    self.library = library
    self.scheduler = scheduler
    self.configuration = configuration
    self.started = started
    storeCheck = StoreCheck(library)
  }

  func status() throws(Problem) -> Status {
    // Also of a store that cannot be read there is something to say: that it cannot.
    let size = (try? library.size()) ?? (reports: 0, withdrawn: 0, records: 0, lastChange: 0)
    let all = (try? catalogues()) ?? []
    var counts: [String: Int] = [:]
    for catalogue in all { counts[catalogue.state.name, default: 0] += 1 }
    return Status(
      version: Version.current, state: .running, started: Timestamp(seconds: started),
      uptime: library.now() - started,
      store: Status.Store(
        path: configuration.daemon.stateDirectory + "/catalogued.sqlite", bytes: library.bytesOnDisk,
        reports: size.reports, withdrawn: size.withdrawn, records: size.records, lastChange: size.lastChange),
      catalogues: counts.sorted { $0.key < $1.key }.map { Status.StateCount(state: $0.key, count: $0.value) },
      needsPerson: needs(all))
  }

  private func needs(_ catalogues: [CatalogueStatus]) -> [Need] {
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
        needs.append(
          Need(
            kind: .failing, catalogue: catalogue.name, since: failure.at, message: failure.message,
            command: "cataloguectl runs \(catalogue.name)"))
      }
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
    // Where runs cannot be read any more, the catalogues are still there; `status` says what ails the store.
    let overviews = (try? library.overviews()) ?? [:]
    let byNumber = Dictionary(uniqueKeysWithValues: rows.map { ($0.number, $0) })
    return scheduler.situations().compactMap { situation in
      byNumber[situation.number].map { answer(situation, $0, overviews[$0.number] ?? CatalogueOverview()) }
    }
  }

  func catalogue(_ name: String) throws(Problem) -> CatalogueStatus {
    guard let situation = scheduler.situation(name) else { throw unknown(name) }
    return try asking { () throws(LibraryError) in
      let row = try library.catalogue(situation.number)
      return answer(situation, row, try library.overviews(of: row.number)[row.number] ?? CatalogueOverview())
    }
  }

  func refresh(_ names: [String]?, _ request: RefreshRequest, by peer: Peer) throws(Problem) -> RefreshAnswer
  {
    var runs: [RefreshAnswer.Start] = []
    let wish = RunRequest(full: request.full, rehearsal: request.dryRun)
    for name in names ?? scheduler.situations().filter(\.settings.enabled).map(\.settings.name) {
      switch try asking({ () throws(LibraryError) in try scheduler.refresh(name, wish) }) {
      case .unknown: throw unknown(name)
      case .queued(let after): runs.append(RefreshAnswer.Start(catalogue: name, after: after))
      case .rehearsing(let number): runs.append(RefreshAnswer.Start(catalogue: name, run: number))
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
    let before = try self.cursor(cursor)
    let page = try asking { () throws(LibraryError) in
      try library.runs(catalogue: number, before: before, limit: limit)
    }
    let names = try names()
    return Listing(items: page.items.map { answer($0, names) }, next: page.next.map(String.init))
  }

  func run(_ id: Int64) throws(Problem) -> RunInfo {
    if id < 0, let rehearsal = scheduler.rehearsal(id) { return answer(id, rehearsal) }
    let row = try asking { () throws(LibraryError) in try library.run(id) }
    guard let row else { throw .noSuchThing("There is no run \(id).") }
    return answer(row, try names())
  }

  func search(_ query: String, catalogue: String?, limit: Int, cursor: String?) throws(Problem)
    -> SearchResult
  {
    let number = try catalogue.map { (name) throws(Problem) in try self.number(name) }
    let after = try self.cursor(cursor)
    let found = try asking { () throws(LibraryError) in
      try library.search(query, catalogue: number, after: after, limit: limit)
    }
    let names = try names()
    return SearchResult(
      hits: found.hits.map { answer($0, names) }, total: found.total, totalIsEstimate: found.total >= 10_000,
      next: found.next.map(String.init))
  }

  func report(_ reference: String) throws(Problem) -> ReportDocument {
    let found = try asking { () throws(LibraryError) in try library.report(reference) }
    return answer(found, try names())
  }

  func approve(_ catalogue: String, by peer: Peer) throws(Problem) -> DecisionAnswer {
    _ = try number(catalogue)
    return answer(
      try asking { () throws(LibraryError) in try scheduler.approve(catalogue) }, catalogue,
      done: "applied", waits: "the held deletions are applied when the open run has closed")
  }

  func reject(_ catalogue: String, by peer: Peer) throws(Problem) -> DecisionAnswer {
    _ = try number(catalogue)
    return answer(
      try asking { () throws(LibraryError) in try scheduler.reject(catalogue) }, catalogue,
      done: "refused; the records stay",
      waits: "the held deletions are refused when the open run has closed")
  }

  func rejects(of catalogue: String?, limit: Int, cursor: String?) throws(Problem) -> Listing<RejectInfo> {
    let number = try catalogue.map { (name) throws(Problem) in try self.number(name) }
    let before = try self.cursor(cursor)
    let page = try asking { () throws(LibraryError) in
      try library.rejects(catalogue: number, before: before, limit: limit)
    }
    let names = try names()
    return Listing(items: page.items.map { answer($0, names, bytes: nil) }, next: page.next.map(String.init))
  }

  func rejectedRecord(_ id: Int64) throws(Problem) -> RejectInfo {
    let found = try asking { () throws(LibraryError) in try library.reject(number: id) }
    return answer(found.row, try names(), bytes: found.bytes)
  }

  func reparse(_ catalogue: String, by peer: Peer) throws(Problem) -> ReparseAnswer {
    _ = try number(catalogue)
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
