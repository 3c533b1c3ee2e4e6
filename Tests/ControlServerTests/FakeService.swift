import Catalogue
import ControlAPI
import ControlServer
import Glibc
import Threads

/// A service with one catalogue, `polar`, that answers from memory, notes what it was asked, and can be held up.
final class FakeService: ControlService {
  struct State: Sendable {
    var asked: [String] = []
    /// Whether a backup's digest is of something else.
    var isBroken = false
    /// Whether answers wait.
    var isHeld = false
    /// Whose members may change things.
    var group: UInt32?
    var waiting = 0
  }

  let state = Monitor(State())
  let started = Timestamp(seconds: 1_700_000_000)

  var asked: [String] { state.withLock { $0.asked } }
  func hold() { state.withLock { $0.isHeld = true } }
  func letGo() { state.withLock { $0.isHeld = false } }

  /// Blocks until so many requests wait.
  func awaitWaiting(_ count: Int) -> Bool {
    state.wait(until: monotonicSeconds() + 5) { $0.waiting >= count ? true : nil } ?? false
  }

  private func note(_ question: String, holds: Bool = true) {
    state.withLock { state in
      state.asked.append(question)
      state.waiting += 1
    }
    if holds { state.wait { $0.isHeld ? nil : () } }
    state.withLock { $0.waiting -= 1 }
  }

  private func known(_ name: String) throws(Problem) {
    guard name == "polar" else { throw .noSuchCatalogue(name, known: ["polar"]) }
  }

  private var polar: CatalogueStatus {
    CatalogueStatus(
      name: "polar", title: "Polar reports", url: "https://polar.example/oai", format: "oai-pmh",
      priority: 100,
      interval: 3600, state: .idle)
  }

  private func made(_ id: Int64) -> RunInfo {
    RunInfo(id: id, catalogue: "polar", state: .done, full: false, dryRun: id < 0, began: started)
  }

  func status() throws(Problem) -> Status {
    note("status", holds: false)
    return Status(
      version: "0", state: .running, started: started, uptime: 1,
      store: Status.Store(path: "/s", bytes: 1, reports: 1, withdrawn: 0, records: 1, lastChange: 1),
      catalogues: [],
      needsPerson: [])
  }

  func catalogues() throws(Problem) -> [CatalogueStatus] {
    note("catalogues")
    return [polar]
  }

  func catalogue(_ name: String) throws(Problem) -> CatalogueStatus {
    note("catalogue \(name)")
    try known(name)
    return polar
  }

  func refresh(_ names: [String]?, _ request: RefreshRequest, by peer: Peer) throws(Problem) -> RefreshAnswer
  {
    note("refresh \(names?.joined(separator: ",") ?? "*") \(request.full) \(request.dryRun) by \(peer.user)")
    for name in names ?? [] { try known(name) }
    return RefreshAnswer(runs: [RefreshAnswer.Start(catalogue: "polar", after: 1)])
  }

  func runs(of catalogue: String?, limit: Int, cursor: String?) throws(Problem) -> Listing<RunInfo> {
    note("runs \(catalogue ?? "*") \(limit) \(cursor ?? "-")")
    return Listing(items: [made(2), made(1)], next: "1")
  }

  func run(_ id: Int64) throws(Problem) -> RunInfo {
    note("run \(id)")
    guard id < 3 else { throw .noSuchThing("There is no run \(id).") }
    return made(id)
  }

  func search(
    _ query: String, catalogue: String?, limit: Int, cursor: String?,
    _ isAwaited: @escaping @Sendable () -> Bool
  ) throws(Problem) -> SearchResult {
    note("search [\(query)] \(catalogue ?? "*") \(limit) \(cursor ?? "-")")
    return SearchResult(hits: [], total: 0)
  }

  func report(_ reference: String, at past: PastTime?) throws(Problem) -> ReportDocument {
    note("report [\(reference)]" + (past.map { " at \($0.text)" } ?? ""))
    return ReportDocument(number: 7, withdrawn: false, report: Report(title: "T"), records: [])
  }

  func approve(_ catalogue: String, by peer: Peer) throws(Problem) -> DecisionAnswer {
    note("approve \(catalogue)")
    return DecisionAnswer(catalogue: catalogue, deletions: 3, done: true, message: "3 applied")
  }

  func reject(_ catalogue: String, by peer: Peer) throws(Problem) -> DecisionAnswer {
    note("reject \(catalogue)")
    throw Problem(status: 409, code: .nothingHeld, detail: "Nothing is held.")
  }

  func rejects(of catalogue: String?, limit: Int, cursor: String?) throws(Problem) -> Listing<RejectInfo> {
    note("rejects \(catalogue ?? "*") \(limit) \(cursor ?? "-")")
    return Listing(items: [])
  }

  func rejectedRecord(_ id: Int64) throws(Problem) -> RejectInfo {
    note("reject \(id)")
    return RejectInfo(
      id: id, catalogue: "polar", run: 1, place: 9, reason: "no title", at: started, size: 2,
      bytes: .text("<a"))
  }

  func reparse(_ catalogue: String, by peer: Peer) throws(Problem) -> ReparseAnswer {
    note("reparse \(catalogue)")
    return ReparseAnswer(catalogue: catalogue, records: 5)
  }

  func reload(by peer: Peer) throws(Problem) -> ReloadAnswer {
    note("reload")
    return ReloadAnswer(added: ["new"], unchanged: 3)
  }

  func forget(_ catalogue: String, _ request: ForgetRequest, by peer: Peer) throws(Problem) -> ForgetAnswer {
    note("forget \(catalogue) \(request.purge) \(request.dryRun)")
    return ForgetAnswer(
      catalogue: catalogue, purge: request.purge, done: !request.dryRun, reports: 1, withdrawn: 0, records: 1,
      rejects: 0)
  }

  func rename(_ catalogue: String, _ request: RenameRequest, by peer: Peer) throws(Problem) -> RenameAnswer {
    note("rename \(catalogue) \(request.to) \(request.another)")
    return RenameAnswer(catalogue: catalogue, to: request.to, records: 1, message: "renamed")
  }

  func backup(by peer: Peer, _ isAwaited: () -> Bool) throws(Problem) -> SentFile {
    note("backup")
    let bytes = [UInt8](repeating: 7, count: 3 << 20)
    let digest = FileDigest()
    if state.withLock({ !$0.isBroken }) { bytes.withUnsafeBytes { digest.add($0) } }
    var name = Array("/tmp/catalogued-test.XXXXXX".utf8CString)
    let file = mkstemp(&name)
    unlink(name)
    _ = write(file, bytes, bytes.count)
    return SentFile(descriptor: file, size: Int64(bytes.count), digest: digest.finish())
  }

  func check() throws(Problem) -> CheckStatus {
    note("check")
    return CheckStatus(number: 1, state: .sound)
  }

  func beginCheck(by peer: Peer) throws(Problem) -> CheckStatus {
    note("begin check")
    return CheckStatus(number: 2, state: .running)
  }

  func compact(by peer: Peer) throws(Problem) -> CompactAnswer {
    note("compact")
    return CompactAnswer(before: 2, after: 1)
  }

  func mayChange(_ peer: Peer) -> Bool {
    peer.isOwner || state.withLock { $0.group }.map(peer.isIn) == true
  }

  func pause(_ catalogue: String, by peer: Peer) throws(Problem) -> PauseAnswer {
    note("pause \(catalogue)")
    try known(catalogue)
    return PauseAnswer(catalogue: catalogue, paused: true, message: "paused")
  }

  func resume(_ catalogue: String, by peer: Peer) throws(Problem) -> PauseAnswer {
    note("resume \(catalogue)")
    try known(catalogue)
    return PauseAnswer(catalogue: catalogue, paused: false, message: "resumed")
  }

  func changes(since: Since?, catalogue: String?, limit: Int, cursor: String?) throws(Problem)
    -> Listing<ChangeInfo>
  {
    note("changes \(since?.text ?? "*") \(catalogue ?? "*") \(limit) \(cursor ?? "-")")
    return Listing(items: [ChangeInfo(number: 1, kind: .new, report: 7, title: "T", at: started)])
  }

  func history(of reference: String, limit: Int, cursor: String?) throws(Problem) -> Listing<HistoryEntry> {
    note("history [\(reference)] \(limit) \(cursor ?? "-")")
    return Listing(items: [
      HistoryEntry(
        kind: .revision, at: started, what: "polar has it", revision: 3, catalogue: "polar", identifier: "i",
        run: 1)
    ])
  }

  func records(of reference: String) throws(Problem) -> [RecordStatement] {
    note("records [\(reference)]")
    return []
  }

  func citation(of reference: String, _ request: CitationRequest) throws(Problem) -> [UInt8] {
    note("citation \(reference) \(request.format.rawValue) \(request.style.rawValue)")
    return Array("{\(request.format.rawValue)}\n".utf8)
  }

  /// A million lines, and perhaps no end.
  func export(_ request: ExportRequest) throws(Problem) -> SentPieces {
    let sections = request.sections ? " sections" : ""
    note("export \(request.query) \(request.format.rawValue) \(request.since?.text ?? "-")\(sections)")
    let line = Monitor(0)
    return SentPieces(change: 17) { [self] () throws(Problem) -> [UInt8]? in
      let number = line.withLock { line in
        line += 1
        return line
      }
      if number == 500, state.withLock({ $0.isBroken }) {
        throw Problem(status: 500, code: .failed, detail: "The store is damaged.")
      }
      return number > 1000 ? nil : [UInt8](repeating: 0x61, count: 1000)
    }
  }

  func purge(_ reference: String, _ request: PurgeRequest, by peer: Peer) throws(Problem) -> PurgeAnswer {
    note("purge [\(reference)] \(request.dryRun) by \(peer.user)")
    return PurgeAnswer(
      report: 7, title: "T", catalogues: ["polar"], records: 1, revisions: 2, decisions: 0,
      done: !request.dryRun, message: "removed")
  }

  func trim(_ request: TrimRequest, by peer: Peer) throws(Problem) -> TrimAnswer {
    note("trim \(request.olderThan.seconds) \(request.catalogue ?? "*") \(request.dryRun) by \(peer.user)")
    return TrimAnswer(before: started, catalogues: [], skipped: ["polar"], done: !request.dryRun)
  }

  func exportDecisions(limit: Int, cursor: String?) throws(Problem) -> Listing<PortableDecisionInfo> {
    note("export \(limit) \(cursor ?? "-")")
    return Listing(items: [])
  }

  func importDecisions(_ request: ImportRequest, by peer: Peer) throws(Problem) -> ImportAnswer {
    note("import \(request.decisions.map(\.number)) \(request.numbers) by \(peer.user)")
    return ImportAnswer(numbers: request.numbers, added: request.decisions.count)
  }

  func provenance(of reference: String) throws(Problem) -> ProvenanceInfo {
    note("provenance [\(reference)]")
    return ProvenanceInfo(number: 7, title: "T", fields: [])
  }

  private func decided(_ what: String, by peer: Peer) -> EditAnswer {
    note("\(what) by \(peer.user)")
    return EditAnswer(report: 7, decisions: [12], message: "done")
  }

  func edit(_ reference: String, _ request: ReportEdit, by peer: Peer) throws(Problem) -> EditAnswer {
    func list(_ texts: [String]?) -> String { texts?.joined(separator: ",") ?? "-" }
    return decided(
      "edit [\(reference)] \(list(request.set)) \(list(request.clear)) \(request.from?.title ?? "-") "
        + "\(request.to?.title ?? "-") \(request.reason ?? "-")", by: peer)
  }

  func undoEdits(_ reference: String, field: String?, by peer: Peer) throws(Problem) -> EditAnswer {
    decided("undo edits [\(reference)] \(field ?? "*")", by: peer)
  }

  func pin(_ reference: String, _ request: PinRequest, by peer: Peer) throws(Problem) -> EditAnswer {
    decided(
      "pin [\(reference)] \(request.field) \(request.catalogue) \(request.reason ?? "-")", by: peer)
  }

  func merge(_ reference: String, _ request: MergeRequest, by peer: Peer) throws(Problem) -> EditAnswer {
    decided("merge [\(reference)] [\(request.with)] \(request.reason ?? "-")", by: peer)
  }

  func keepApart(_ reference: String, _ request: KeepApartRequest, by peer: Peer) throws(Problem)
    -> EditAnswer
  {
    decided("keep apart [\(reference)] [\(request.from)] \(request.reason ?? "-")", by: peer)
  }

  func decisions(of reference: String?, limit: Int, cursor: String?) throws(Problem) -> Listing<DecisionInfo>
  {
    note("decisions \(reference ?? "*") \(limit) \(cursor ?? "-")")
    return Listing(items: [
      DecisionInfo(number: 12, at: started, by: "ann", kind: "edit", report: 7, text: "title: “A” → “B”")
    ])
  }

  func undo(_ decision: Int64, _ request: UndoRequest, by peer: Peer) throws(Problem) -> EditAnswer {
    decided(
      "undo \(([decision] + (request.also ?? [])).map(String.init).joined(separator: "+")) \(request.reason ?? "-")",
      by: peer)
  }

  func suggestions(limit: Int, cursor: String?) throws(Problem) -> Listing<SuggestionInfo> {
    note("suggestions \(limit) \(cursor ?? "-")")
    return Listing(items: [])
  }

  func probe(_ request: ProbeRequest, by peer: Peer, _ isAwaited: @escaping () -> Bool) throws(Problem)
    -> ProbeAnswer
  {
    note("probe \(request.url) \(request.name ?? "-") by \(peer.user)")
    return ProbeAnswer(url: request.url, address: request.url)
  }

  func metrics() throws(Problem) -> String {
    note("metrics")
    return "# TYPE a info\na_info 1\n# EOF\n"
  }

  func conflicts(_ query: ConflictQuery, limit: Int, cursor: String?) throws(Problem) -> Listing<ConflictInfo>
  {
    note(
      "conflicts \(query.isAll ? "all" : "open") \(query.catalogue ?? "*") \(query.kind?.rawValue ?? "*") "
        + "\(query.report ?? "*") \(limit) \(cursor ?? "-")")
    return Listing(items: [conflict])
  }

  func conflict(_ number: Int64) throws(Problem) -> ConflictInfo {
    note("conflict \(number)")
    guard number == 3 else { throw .noSuchThing("There is no conflict \(number).") }
    return conflict
  }

  func resolve(_ number: Int64, _ request: ResolutionRequest, by peer: Peer) throws(Problem)
    -> ResolutionAnswer
  {
    note(
      "resolve \(number) \(request.take.rawValue) \(request.value ?? "-") \(request.reason ?? "-") by \(peer.user)"
    )
    return ResolutionAnswer(conflict: conflict, decision: 12, report: 7, withdrawn: false)
  }

  func resolveAll(_ request: ResolutionsRequest, by peer: Peer) throws(Problem) -> ResolutionsAnswer {
    note(
      "resolve all \(request.take.rawValue) \(request.catalogue ?? "*") \(request.kind?.rawValue ?? "*") "
        + "\(request.field ?? "*") \(request.dryRun)")
    return ResolutionsAnswer(done: !request.dryRun, conflicts: [ResolutionsAnswer.Item(conflict)])
  }

  private var conflict: ConflictInfo {
    ConflictInfo(number: 3, report: 7, kind: .changed, field: "title", opened: started)
  }
}
