import Catalogue
import Configuration
import ControlAPI
import ControlServer
import Library
import Sync

/// What the configuration says of names, and what persons decide about them.
extension DaemonService {
  /// A catalogue that the store knows, configured or not.
  func row(_ name: String) throws(Problem) -> CatalogueRow {
    let rows = try asking { () throws(LibraryError) in try library.catalogues() }
    if let row = rows.first(where: { $0.name == name }) { return row }
    throw .noSuchCatalogue(name, known: rows.map(\.name) + scheduler.undecided().map(\.settings.name))
  }

  /// Throws what stands in the way of asking a catalogue.
  func known(_ name: String) throws(Problem) {
    if scheduler.situation(name) == nil { throw notAsked(name) }
  }

  /// Why a catalogue is not asked.
  func notAsked(_ name: String) -> Problem {
    if let (_, like) = scheduler.undecided().first(where: { $0.settings.name == name }) {
      return Problem(status: 409, code: .held, detail: Self.reason(name, like))
    }
    do throws(Problem) { _ = try row(name) } catch { return error }
    let fault = configuration.problems.first { $0.catalogue == name }
    return Problem(
      status: 409, code: .conflict,
      detail: fault.map { "\($0)" }
        ?? "“\(name)” is not configured any more: no file in catalogues.d names it.")
  }

  static func reason(_ name: String, _ like: [String]) -> String {
    guard let old = like.first else {
      return "its records of before are being purged: it begins when that is done"
    }
    return
      "its address is that of “\(old)”, which has no file any more: say whether it goes by another name now "
      + "(cataloguectl rename \(old) \(name)) or is another catalogue (cataloguectl rename \(old) \(name) --another)"
  }

  // MARK: Answers

  /// Why a catalogue that the store knows is not asked; nil where no file names it and nothing was said of it.
  private func reason(unconfigured row: CatalogueRow) -> String? {
    if configuration.problems.contains(where: { $0.catalogue == row.name }) {
      return "its file cannot be understood"
    }
    switch row.forgotten {
    case .no: return nil
    case .purging: return "its records are being purged"
    case .kept:
      return row.live + row.withdrawn == 0
        ? "no file names it, and it has no records"
        : "no file names it, and it is forgotten; its records still show"
    }
  }

  func answer(unconfigured row: CatalogueRow, _ overview: CatalogueOverview) -> CatalogueStatus {
    let lastRun = overview.lastRun.map { answer($0, [row.number: row.name]) }
    return CatalogueStatus(
      name: row.name, title: row.title, url: address(row), format: row.takenFor?.format ?? "",
      priority: row.priority, interval: 0,
      state: .unconfigured(because: reason(unconfigured: row)),
      inStep: overview.inStep.map(Timestamp.init(seconds:)),
      lastRun: lastRun, recentRuns: answer(overview.recent, lastRun),
      counts: CatalogueStatus.Counts(
        records: row.live + row.withdrawn, live: row.live, withdrawn: row.withdrawn),
      about: AboutText.decode(row.about).map { Fact(name: $0.name, value: $0.value) },
      rejects: overview.rejects)
  }

  private func address(_ row: CatalogueRow) -> String {
    String(row.source?.prefix { $0 != "\u{1f}" } ?? "").withoutUserinfo
  }

  func answer(undecided settings: CatalogueSettings, _ like: [String]) -> CatalogueStatus {
    CatalogueStatus(
      name: settings.name, title: settings.title, url: settings.harvest.url.withoutUserinfo,
      format: settings.harvest.format, priority: settings.priority, interval: settings.interval,
      state: .waiting(until: nil, because: Self.reason(settings.name, like)))
  }

  // MARK: Decisions

  func reload(by peer: Peer) throws(Problem) -> ReloadAnswer {
    log.write(.info, "user \(peer.user) reads the configuration again")
    return configuration.reload()
  }

  func forget(_ catalogue: String, _ request: ForgetRequest, by peer: Peer) throws(Problem) -> ForgetAnswer {
    let row = try row(catalogue)
    guard !scheduler.isActive(catalogue) || scheduler.situation(catalogue) != nil else {
      throw Problem(
        status: 409, code: .conflict, detail: "The last run of “\(catalogue)” is still ending: ask again.")
    }
    let count = try asking { () throws(LibraryError) in
      guard !row.isConfigured else {
        throw .refused(
          "“\(catalogue)” is configured: only what has no file any more is forgotten; take its file away, and reload"
        )
      }
      let count = try library.purgeCount(catalogue)
      if !request.dryRun, request.purge { try library.purge(catalogue, by: User.name(peer.user)) }
      if !request.dryRun, !request.purge { try library.forget(catalogue) }
      return count
    }
    if !request.dryRun {
      let what = request.purge ? "purged \(counted(count.records, "record")) of" : "forgot"
      log.write(.warning, "user \(peer.user) \(what) \(catalogue)")
    }
    // A file that waited for a decision about this name waits no longer.
    if !request.dryRun { try again { () throws(Problem) in } }
    return ForgetAnswer(
      catalogue: catalogue, purge: request.purge, done: !request.dryRun, reports: count.shown,
      withdrawn: count.withdrawn, records: count.records, rejects: count.rejects,
      decisions: count.decisions, handedOver: count.handedOver)
  }

  func rename(_ catalogue: String, _ request: RenameRequest, by peer: Peer) throws(Problem) -> RenameAnswer {
    guard Configuration.isName(request.to) else {
      throw Problem(
        status: 400, code: .badRequest,
        detail:
          "“\(request.to)” cannot be a catalogue's name: letters, digits, -, _ and dots, at most 64, and no number."
      )
    }
    let row = try row(catalogue)
    try again { () throws(Problem) in
      try asking { () throws(LibraryError) in
        if request.another { return try scheduler.separate(request.to) }
        try scheduler.rename(catalogue, to: request.to)
      }
    }
    let records = request.another ? 0 : row.live + row.withdrawn
    let message =
      request.another
      ? "\(request.to) is another catalogue; \(catalogue) keeps its records"
      : "\(counted(records, "record")) of \(catalogue) belong to \(request.to) now"
    log.write(.warning, "user \(peer.user) decided: \(message)")
    return RenameAnswer(catalogue: catalogue, to: request.to, records: records, message: message)
  }

  private func again(_ body: () throws(Problem) -> Void) throws(Problem) {
    try configuration.afterwards(body) {
      Problem(status: 500, code: .failed, detail: $0.message)
    }
  }
}
