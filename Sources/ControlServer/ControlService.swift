import ControlAPI

/// What the daemon fulfils: one method a route of the control API.
///
/// The methods may block: they are called on the server's worker threads, several at a time. A `Problem` that they
/// throw is the answer. Names of catalogues and references come from outside, percent-decoded and valid UTF-8, but
/// otherwise unchecked. `limit` is at least 1 and at most 1,000; `cursor` is what an earlier answer gave, or
/// something made up (`Problem.badRequest`).
public protocol ControlService: Sendable {
  /// Whether the peer may change things; everybody who can open the socket may read.
  func mayChange(_ peer: Peer) -> Bool
  /// `GET /v1/status`
  func status() throws(Problem) -> Status
  /// `GET /v1/catalogues`: all of them, by name.
  func catalogues() throws(Problem) -> [CatalogueStatus]
  /// `GET /v1/catalogues/{name}`
  func catalogue(_ name: String) throws(Problem) -> CatalogueStatus
  /// `POST /v1/catalogues/{name}/refresh`; `names` is nil for `POST /v1/refresh`: all that are enabled. Returns at
  /// once.
  func refresh(_ names: [String]?, _ request: RefreshRequest, by peer: Peer) throws(Problem) -> RefreshAnswer
  /// `GET /v1/runs?catalogue=&limit=&cursor=`: the latest first.
  func runs(of catalogue: String?, limit: Int, cursor: String?) throws(Problem) -> Listing<RunInfo>
  /// `GET /v1/runs/{id}`
  func run(_ id: Int64) throws(Problem) -> RunInfo
  /// `GET /v1/reports?q=&catalogue=&limit=&cursor=`; an empty `query` lists all. `isAwaited` says
  /// whether the client is still there.
  func search(
    _ query: String, catalogue: String?, limit: Int, cursor: String?,
    _ isAwaited: @escaping @Sendable () -> Bool
  ) throws(Problem) -> SearchResult
  /// `GET /v1/reports/{reference}`: a report's number, or an identifier in any form that it is printed in (a DOI,
  /// a URL, the upstream's own). `?at=` asks how it was.
  func report(_ reference: String, at past: PastTime?) throws(Problem) -> ReportDocument
  /// `POST /v1/catalogues/{name}/approve`: applies the held deletions.
  func approve(_ catalogue: String, by peer: Peer) throws(Problem) -> DecisionAnswer
  /// `POST /v1/catalogues/{name}/reject`: throws the held deletions away.
  func reject(_ catalogue: String, by peer: Peer) throws(Problem) -> DecisionAnswer
  /// `GET /v1/rejects?catalogue=&limit=&cursor=`: the latest first, without their bytes.
  func rejects(of catalogue: String?, limit: Int, cursor: String?) throws(Problem) -> Listing<RejectInfo>
  /// `GET /v1/rejects/{id}`, with its bytes.
  func rejectedRecord(_ id: Int64) throws(Problem) -> RejectInfo
  /// `POST /v1/catalogues/{name}/reparse`: reads the kept bytes again.
  func reparse(_ catalogue: String, by peer: Peer) throws(Problem) -> ReparseAnswer
  /// `POST /v1/reload`: reads the configuration again.
  func reload(by peer: Peer) throws(Problem) -> ReloadAnswer
  /// `POST /v1/catalogues/{name}/forget`: lists a catalogue that has no file any more no longer, or purges it.
  func forget(_ catalogue: String, _ request: ForgetRequest, by peer: Peer) throws(Problem) -> ForgetAnswer
  /// `POST /v1/catalogues/{name}/rename`: says under which name a catalogue goes on that has no file any more.
  func rename(_ catalogue: String, _ request: RenameRequest, by peer: Peer) throws(Problem) -> RenameAnswer
  /// `GET /v1/backup`: the whole store, as of one moment. `isAwaited` says whether the client is still there.
  func backup(by peer: Peer, _ isAwaited: () -> Bool) throws(Problem) -> SentFile
  /// `GET /v1/verify`: the check that is going on, or the last one.
  func check() throws(Problem) -> CheckStatus
  /// `POST /v1/verify`: begins a check, unless one is going on. Returns at once.
  func beginCheck(by peer: Peer) throws(Problem) -> CheckStatus
  /// `POST /v1/compact`: writes the store's file without its gaps.
  func compact(by peer: Peer) throws(Problem) -> CompactAnswer
  /// `POST /v1/catalogues/{name}/pause`: asks its upstream no more until `resume`.
  func pause(_ catalogue: String, by peer: Peer) throws(Problem) -> PauseAnswer
  /// `POST /v1/catalogues/{name}/resume`
  func resume(_ catalogue: String, by peer: Peer) throws(Problem) -> PauseAnswer
  /// `GET /v1/changes?since=&catalogue=&limit=&cursor=`: in the order of the log.
  func changes(since: Since?, catalogue: String?, limit: Int, cursor: String?) throws(Problem)
    -> Listing<ChangeInfo>
  /// `GET /v1/reports/{id}/history?limit=&cursor=`: the latest first.
  func history(of reference: String, limit: Int, cursor: String?) throws(Problem) -> Listing<HistoryEntry>
  /// `GET /v1/reports/{id}/records`
  func records(of reference: String) throws(Problem) -> [RecordStatement]
  /// `GET /v1/reports/{id}/citation`: as a document of the format that is asked for.
  func citation(of reference: String, _ request: CitationRequest) throws(Problem) -> [UInt8]
  /// `GET /v1/export`. Returns at once; the pieces are asked for one by one.
  func export(_ request: ExportRequest) throws(Problem) -> SentPieces
  /// `POST /v1/reports/{id}/purge`: removes a report for good.
  func purge(_ reference: String, _ request: PurgeRequest, by peer: Peer) throws(Problem) -> PurgeAnswer
  /// `POST /v1/trim`: removes old states of records for good.
  func trim(_ request: TrimRequest, by peer: Peer) throws(Problem) -> TrimAnswer
  /// `GET /v1/decisions/export?limit=&cursor=`: the first first.
  func exportDecisions(limit: Int, cursor: String?) throws(Problem) -> Listing<PortableDecisionInfo>
  /// `POST /v1/decisions/import`: takes decisions of another store.
  func importDecisions(_ request: ImportRequest, by peer: Peer) throws(Problem) -> ImportAnswer
  /// `GET /v1/reports/{id}/provenance`
  func provenance(of reference: String) throws(Problem) -> ProvenanceInfo
  /// `PATCH /v1/reports/{id}/edits`: all that is asked for, or nothing.
  func edit(_ reference: String, _ request: ReportEdit, by peer: Peer) throws(Problem) -> EditAnswer
  /// `DELETE /v1/reports/{id}/edits?field=`: takes all edits back, or those of one field.
  func undoEdits(_ reference: String, field: String?, by peer: Peer) throws(Problem) -> EditAnswer
  /// `POST /v1/reports/{id}/pin`
  func pin(_ reference: String, _ request: PinRequest, by peer: Peer) throws(Problem) -> EditAnswer
  /// `POST /v1/reports/{id}/merge`
  func merge(_ reference: String, _ request: MergeRequest, by peer: Peer) throws(Problem) -> EditAnswer
  /// `POST /v1/reports/{id}/keep-apart`
  func keepApart(_ reference: String, _ request: KeepApartRequest, by peer: Peer) throws(Problem)
    -> EditAnswer
  /// `GET /v1/decisions?report=&limit=&cursor=`: the latest first.
  func decisions(of reference: String?, limit: Int, cursor: String?) throws(Problem) -> Listing<DecisionInfo>
  /// `POST /v1/decisions/{number}/undo`
  func undo(_ decision: Int64, _ request: UndoRequest, by peer: Peer) throws(Problem) -> EditAnswer
  /// `GET /v1/suggestions?limit=&cursor=`
  func suggestions(limit: Int, cursor: String?) throws(Problem) -> Listing<SuggestionInfo>
  /// `GET /metrics`: OpenMetrics text.
  func metrics() throws(Problem) -> String
  /// `GET /v1/conflicts?state=&catalogue=&kind=&report=&limit=&cursor=`: the latest first.
  func conflicts(_ query: ConflictQuery, limit: Int, cursor: String?) throws(Problem) -> Listing<ConflictInfo>
  /// `GET /v1/conflicts/{id}`
  func conflict(_ number: Int64) throws(Problem) -> ConflictInfo
  /// `POST /v1/conflicts/{id}/resolution`
  func resolve(_ number: Int64, _ request: ResolutionRequest, by peer: Peer) throws(Problem)
    -> ResolutionAnswer
  /// `POST /v1/conflicts/resolution`: settles all open ones that match.
  func resolveAll(_ request: ResolutionsRequest, by peer: Peer) throws(Problem) -> ResolutionsAnswer
}
