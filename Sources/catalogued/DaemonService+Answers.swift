import Catalogue
import ControlAPI
import Library
import Notify
import Sync

/// From what the rooms below say to the messages of the control API.
extension DaemonService {
  /// Turns the library's errors into problem documents.
  func asking<T>(_ body: () throws(LibraryError) -> T) throws(Problem) -> T {
    do throws(LibraryError) {
      return try body()
    } catch {
      switch error {
      case .notFound(let what): throw .noSuchThing(what.asSentence)
      case .refused(let why): throw Problem(status: 409, code: .conflict, detail: why.asSentence)
      case .invalid(let why): throw Problem(status: 400, code: .badRequest, detail: why.asSentence)
      case .tooLong(let why): throw Problem(status: 503, code: .unavailable, detail: why.asSentence)
      case .store(let error): throw Problem(status: 500, code: .failed, detail: error.message.asSentence)
      }
    }
  }

  /// The number of a catalogue that the store knows, configured or not.
  func number(_ name: String) throws(Problem) -> Int64 { try row(name).number }

  /// The names of all catalogues by their numbers.
  func names() throws(Problem) -> [Int64: String] {
    let rows = try asking { () throws(LibraryError) in try library.catalogues() }
    return Dictionary(uniqueKeysWithValues: rows.map { ($0.number, $0.name) })
  }

  /// The place in a list that a cursor means.
  func place(_ cursor: String?, of list: ListMark) throws(Problem) -> Int64? {
    guard let cursor else { return nil }
    guard let number = list.place(cursor).flatMap({ Int64($0) }), number >= 0 else { throw .noCursor }
    return number
  }

  // MARK: Catalogues

  func answer(_ situation: CatalogueSituation, _ row: CatalogueRow, _ overview: CatalogueOverview)
    -> CatalogueStatus
  {
    let settings = situation.settings
    let state: CatalogueState
    switch situation.state {
    case .running(let progress):
      state = .running(run: progress.run == 0 ? nil : progress.run)
    case .queued:
      state = .waiting(until: nil, because: "other runs are going on")
    case .postponed where overview.held == 0:
      let next = situation.nextRun
      state = .waiting(
        until: next.map { Timestamp(seconds: $0.at) }, because: next?.because ?? "the server asked to wait")
    case .disabled where overview.held == 0:
      state = .disabled
    case .paused where overview.held == 0:
      state = .paused
    case .idle, .disabled, .paused, .postponed:
      if overview.held > 0 {
        state = .held(deletions: overview.held)
      } else if let failure = situation.failure {
        state = .failing(
          since: Timestamp(seconds: failure.since), times: failure.times, error: failure.message)
      } else {
        state = .idle
      }
    }
    let lastRun = overview.lastRun.map { answer($0, [row.number: row.name]) }
    let isAutomatic = settings.harvest.isAutomatic
    return CatalogueStatus(
      name: row.name, title: settings.title, url: settings.harvest.url.withoutUserinfo,
      format: isAutomatic ? row.takenFor?.format ?? settings.harvest.format : settings.harvest.format,
      formatIsFound: isAutomatic && row.takenFor != nil ? true : nil,
      movedTo: situation.movedTo?.withoutUserinfo,
      priority: settings.priority, interval: settings.interval, state: state,
      inStep: overview.inStep.map(Timestamp.init(seconds:)),
      lastRun: lastRun, recentRuns: answer(overview.recent, lastRun),
      nextRun: situation.nextRun.map {
        CatalogueStatus.NextRun(at: Timestamp(seconds: $0.at), because: $0.because)
      },
      counts: CatalogueStatus.Counts(
        records: row.live + row.withdrawn, live: row.live, withdrawn: row.withdrawn),
      about: AboutText.decode(row.about).map { Fact(name: $0.name, value: $0.value) },
      held: overview.held == 0
        ? nil
        : CatalogueStatus.Held(
          deletions: overview.held, of: row.live, since: Timestamp(seconds: overview.holder?.ended ?? 0),
          run: overview.holder?.run ?? 0),
      rejects: overview.rejects, repairs: overview.lastRun.map { Tally.list($0.repairsByName) } ?? [],
      lastError: situation.failure.map {
        CatalogueStatus.Failure(at: Timestamp(seconds: $0.since), times: $0.times, message: $0.message)
      })
  }

  // MARK: Runs

  func answer(_ row: RunRow, _ names: [Int64: String]) -> RunInfo {
    let name = names[row.catalogue] ?? ""
    var counts = row.counts
    var message: String? = row.message.isEmpty ? nil : row.message
    var state = RunInfo.State(row.state, heard: counts.heard)
    if row.state == .open {
      if case .running(let progress) = scheduler.situation(name)?.state, progress.run == row.number {
        state = .running
        if progress.counts.heard > counts.heard { counts = progress.counts }
        message = progress.waitingFor ?? message
      } else {
        message = message ?? scheduler.situation(name)?.nextRun.map { "goes on later: \($0.because)" }
      }
    }
    return RunInfo(
      id: row.number, catalogue: name, state: state, full: row.isFull, began: Timestamp(seconds: row.begun),
      ended: row.ended.map(Timestamp.init(seconds:)), counters: RunCounters(counts),
      repairs: Tally.list(row.repairsByName), expected: row.expected, message: message)
  }

  /// The last runs in few words; of the last one more is known than what the store has.
  func answer(_ recent: [RecentRun], _ last: RunInfo?) -> [CatalogueStatus.RecentRun] {
    recent.map { run in
      guard let last, last.id == run.number else {
        return CatalogueStatus.RecentRun(
          id: run.number, state: RunInfo.State(run.state, heard: run.heard), changes: run.changes)
      }
      let counters = last.counters
      return CatalogueStatus.RecentRun(
        id: last.id, state: last.state, changes: counters.new + counters.changed + counters.gone)
    }
  }

  func answer(
    _ id: Int64, _ rehearsal: (catalogue: String, progress: RunProgress, outcome: RunOutcome?, ended: Int64?)
  ) -> RunInfo {
    let state: RunInfo.State =
      switch rehearsal.outcome?.state {
      case nil: .running
      case .rehearsed: .done
      default: .failed
      }
    let counts = rehearsal.outcome?.counts ?? rehearsal.progress.counts
    let message = rehearsal.outcome?.message ?? rehearsal.progress.waitingFor
    return RunInfo(
      id: id, catalogue: rehearsal.catalogue, state: state, full: rehearsal.progress.isFull, dryRun: true,
      began: Timestamp(seconds: rehearsal.progress.begun),
      ended: rehearsal.ended.map(Timestamp.init(seconds:)),
      counters: RunCounters(counts), expected: rehearsal.progress.expected,
      message: message?.isEmpty == false ? message : nil,
      preview: rehearsal.outcome?.rehearsal.map(DryRunReport.init))
  }

  // MARK: Reports

  func answer(_ row: SearchRow, _ names: [Int64: String]) -> SearchResult.Hit {
    SearchResult.Hit(
      report: ReportSummary(row, names), snippet: Snippet(marked: row.snippet, open: "\u{1}", close: "\u{2}"))
  }

  func answer(_ found: ReportAnswer, _ names: [Int64: String]) -> ReportDocument {
    ReportDocument(
      number: found.report.number, withdrawn: found.report.isWithdrawn, report: found.report.report,
      records: found.records.map { ReportDocument.Record($0, names) })
  }

  func answer(_ row: RejectRow, _ names: [Int64: String], bytes: [UInt8]?) -> RejectInfo {
    RejectInfo(
      id: row.number, catalogue: names[row.catalogue] ?? "", run: row.run, identifier: row.identifier,
      place: row.place, reason: row.reason, at: Timestamp(seconds: row.at), size: row.size,
      bytes: bytes.map { RejectInfo.Bytes($0) })
  }

  func answer(_ outcome: DecisionOutcome<Int>, _ catalogue: String, done: String, waits: String)
    -> DecisionAnswer
  {
    switch outcome {
    case .done(let number):
      DecisionAnswer(
        catalogue: catalogue, deletions: number, done: true, message: "\(counted(number, "deletion")) \(done)"
      )
    case .waits:
      DecisionAnswer(catalogue: catalogue, deletions: 0, done: false, message: waits)
    }
  }
}

extension Problem {
  static let noCursor = Problem(
    status: 400, code: .badRequest, detail: "That is no cursor that an answer to this question gave.")
}

extension RunCounters {
  init(_ counts: RunCounts) {
    self.init(
      requests: counts.requests, bytes: Int64(counts.bytes), pages: counts.pages, records: counts.heard,
      new: counts.added, changed: counts.changed, unchanged: counts.unchanged, gone: counts.gone,
      held: counts.held,
      stale: counts.stale, duplicate: counts.duplicate, rejects: counts.rejected)
  }
}

extension DryRunReport {
  init(_ result: RehearsalResult) {
    func change(_ change: RehearsalResult.Change) -> Change {
      Change(
        count: change.count,
        samples: change.samples.map { Sample(identifier: $0.identifier, title: $0.title) })
    }
    self.init(
      new: change(result.new), changed: change(result.changed), gone: change(result.gone),
      wouldHold: result.wouldHold)
  }
}

extension String {
  /// With a capital, and an end. What begins with something that was typed (contributors[2]) stays as it is.
  var asSentence: String {
    let end = last.map { ".!?)”".contains($0) } == true ? "" : "."
    let isTyped = prefix { $0 != " " }.contains { "[=_:".contains($0) }
    return (isTyped ? self : prefix(1).uppercased() + dropFirst()) + end
  }

  /// An address without user and password.
  var withoutUserinfo: String {
    guard let scheme = firstRange(of: "://"), let at = self[scheme.upperBound...].firstIndex(of: "@"),
      !self[scheme.upperBound..<at].contains("/")
    else { return self }
    return self[..<scheme.upperBound] + String(self[index(after: at)...])
  }

  private func firstRange(of text: String) -> Range<Index>? {
    var at = startIndex
    while at < endIndex {
      if self[at...].hasPrefix(text) { return at..<index(at, offsetBy: text.count) }
      formIndex(after: &at)
    }
    return nil
  }
}

extension RunInfo.State {
  /// An open run is one that was interrupted, unless the scheduler knows better.
  init(_ state: RunState, heard: Int) {
    switch state {
    case .open: self = .interrupted
    case .done: self = .done
    case .doneWithRejects: self = .doneWithRejects
    case .doneEmpty: self = .doneEmpty
    case .held: self = .held
    case .brokenOff: self = heard == 0 ? .failed : .brokenOff
    case .abandoned: self = .abandoned
    }
  }
}
