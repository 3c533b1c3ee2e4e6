import ControlAPI

/// Finds the service's method for a request, and checks what a client may send.
struct Router: Sendable {
  let service: any ControlService
  let events: EventHub
  var pieces = PieceStreams()

  /// Arguments that routes know.
  static let arguments = Set(Operation.allCases.flatMap { $0.route.parameters.map(\.name) }).sorted()

  func answer(_ request: Request) -> Response {
    do throws(Problem) {
      return try route(request)
    } catch {
      return .problem(error)
    }
  }

  private func route(_ request: Request) throws(Problem) -> Response {
    guard let match = RouteMatch(request.path) else {
      throw Problem(
        status: 404, code: .noSuchPath,
        detail: "There is nothing at this path; /v1/openapi.json says what there is.")
    }
    guard let operation = match.operations.first(where: { $0.methods.contains(request.method) }) else {
      let allow = match.operations.flatMap(\.methods).joined(separator: ", ")
      return .problem(
        Problem(status: 405, code: .noSuchMethod, detail: "This path is asked with \(allow)."), allow: allow)
    }
    let route = operation.route
    let types = try format(request, route).map { [$0.mediaType] } ?? route.answer.types
    guard let type = MediaRange.best(of: types, for: request.accept) else {
      throw Problem(
        status: 406, code: .notAcceptable,
        detail: "This path answers in \(types.joined(separator: " or ")) only.")
    }
    if route.isRestricted { try permit(request, route) }
    return try answer(operation, match.name, request, in: type)
  }

  private func permit(_ request: Request, _ route: Route) throws(Problem) {
    guard !service.mayChange(request.peer) else { return }
    let what =
      route.method == "GET"
      ? "take a backup: it holds addresses as configured, with what passwords are in them"
      : "change anything; you may read"
    throw Problem(
      status: 403, code: .notPermitted,
      detail: "Only root, the daemon's own user and the group that control_group names may \(what).")
  }

  private func answer(_ operation: Operation, _ name: String, _ request: Request, in type: String)
    throws(Problem) -> Response
  {
    let peer = request.peer
    switch operation {
    case .status: return .json(try service.status(), for: request)
    case .catalogues: return .json(Listing(items: try service.catalogues()), for: request)
    case .catalogue: return .json(try service.catalogue(name), for: request)
    case .refreshAll: return .begun(try service.refresh(nil, try refreshRequest(request), by: peer))
    case .refresh: return .begun(try service.refresh([name], try refreshRequest(request), by: peer))
    case .pause: return .json(try service.pause(name, by: peer))
    case .resume: return .json(try service.resume(name, by: peer))
    case .approve: return .json(try service.approve(name, by: peer))
    case .reject: return .json(try service.reject(name, by: peer))
    case .reparse: return .json(try service.reparse(name, by: peer))
    case .forget:
      let wish =
        request.body.isEmpty
        ? ForgetRequest() : try body(request, ForgetRequest.self, "{\"purge\": false, \"dry_run\": false}")
      return .json(try service.forget(name, wish, by: peer))
    case .rename:
      let wish = try body(request, RenameRequest.self, "{\"to\": \"NAME\", \"another\": false}")
      return .json(try service.rename(name, wish, by: peer))
    case .purge:
      let wish =
        request.body.isEmpty
        ? PurgeRequest() : try body(request, PurgeRequest.self, "{\"dry_run\": false}")
      return .json(try service.purge(name, wish, by: peer))
    case .trim:
      let wish = try body(
        request, TrimRequest.self,
        "{\"older_than\": \"730d\", \"catalogue\": \"NAME\", \"dry_run\": false} (d is days, w weeks)")
      return .json(try service.trim(wish, by: peer))
    case .exportDecisions:
      let (limit, cursor) = try page(request)
      return .json(try service.exportDecisions(limit: limit, cursor: cursor), for: request)
    case .importDecisions:
      let wish = try body(
        request, ImportRequest.self, "{\"decisions\": [items of /v1/decisions/export], \"numbers\": {}}")
      return .json(try service.importDecisions(wish, by: peer))
    case .reload: return .json(try service.reload(by: peer))
    case .runs:
      let (limit, cursor) = try page(request)
      return .json(
        try service.runs(of: request.query["catalogue"], limit: limit, cursor: cursor), for: request)
    case .run: return .json(try service.run(try number(name, "run")), for: request)
    case .reports:
      let (limit, cursor) = try page(request)
      guard request.lane != .search || request.isAwaited else { throw Problem.hungUp }
      return .json(
        try service.search(
          request.query["q"] ?? "", catalogue: request.query["catalogue"], limit: limit, cursor: cursor
        ) { request.isAwaited },
        for: request)
    case .report: return .json(try service.report(name, at: try past(request)), for: request)
    case .history:
      let (limit, cursor) = try page(request)
      return .json(try service.history(of: name, limit: limit, cursor: cursor), for: request)
    case .records: return .json(Listing(items: try service.records(of: name)), for: request)
    case .citation:
      let wish = try citationRequest(request, in: type)
      return Response(status: 200, type: type, body: try service.citation(of: name, wish))
    case .export:
      let wish = try exportRequest(request, in: type)
      return .pieces(try pieces.begin(try service.export(wish), for: peer), type: type)
    case .changes:
      let (limit, cursor) = try page(request)
      return .json(
        try service.changes(
          since: try since(request), catalogue: request.query["catalogue"], limit: limit, cursor: cursor),
        for: request)
    case .provenance: return .json(try service.provenance(of: name), for: request)
    case .edit:
      let wish = try body(request, ReportEdit.self, "{\"set\": [\"title=…\"], \"clear\": [\"abstract\"]}")
      return .json(try service.edit(name, wish, by: peer))
    case .undoEdits:
      return .json(try service.undoEdits(name, field: request.query["field"], by: peer))
    case .pin:
      let wish = try body(
        request, PinRequest.self, "{\"field\": \"title\", \"catalogue\": \"NAME\"}")
      return .json(try service.pin(name, wish, by: peer))
    case .merge:
      return .json(
        try service.merge(name, try body(request, MergeRequest.self, "{\"with\": \"ID\"}"), by: peer))
    case .keepApart:
      return .json(
        try service.keepApart(name, try body(request, KeepApartRequest.self, "{\"from\": \"ID\"}"), by: peer))
    case .decisions:
      let (limit, cursor) = try page(request)
      return .json(
        try service.decisions(of: request.query["report"], limit: limit, cursor: cursor), for: request)
    case .undo:
      let wish =
        request.body.isEmpty ? UndoRequest() : try body(request, UndoRequest.self, "{\"reason\": \"…\"}")
      return .json(try service.undo(try number(name, "decision"), wish, by: peer))
    case .suggestions:
      let (limit, cursor) = try page(request)
      return .json(try service.suggestions(limit: limit, cursor: cursor), for: request)
    case .rejects:
      let (limit, cursor) = try page(request)
      return .json(
        try service.rejects(of: request.query["catalogue"], limit: limit, cursor: cursor), for: request)
    case .rejectedRecord:
      return .json(try service.rejectedRecord(try number(name, "reject")), for: request)
    case .backup: return .file(try service.backup(by: peer) { request.isAwaited })
    case .check: return .json(try service.check(), for: request)
    case .beginCheck: return .begun(try service.beginCheck(by: peer))
    case .compact: return .json(try service.compact(by: peer))
    case .events: return .stream(try events.subscribe(after: request.lastEventID))
    case .openapi:
      guard let document = try? OpenAPIDocument.encode() else { throw Problem.notWritten }
      return .bytes(document, for: request)
    case .metrics:
      let text = try service.metrics()
      return Response(
        status: 200, type: type,
        body: Array((type == operation.route.answer.type ? text : Self.withoutNewTypes(text)).utf8))
    case .conflicts:
      let (limit, cursor) = try page(request)
      return .json(
        try service.conflicts(try conflictQuery(request), limit: limit, cursor: cursor), for: request)
    case .conflict: return .json(try service.conflict(try number(name, "conflict")), for: request)
    case .resolve:
      let form = "{\"take\": \"local|upstream|value\", \"value\": \"TEXT\", \"reason\": \"TEXT\"}"
      let wish = try body(request, ResolutionRequest.self, form)
      return .json(try service.resolve(try number(name, "conflict"), wish, by: peer))
    case .resolveAll:
      let wish = try body(
        request, ResolutionsRequest.self, "{\"take\": \"local|upstream\", \"dry_run\": false}")
      return .json(try service.resolveAll(wish, by: peer))
    case .probe:
      let wish = try body(request, ProbeRequest.self, "{\"url\": \"https://…\", \"name\": \"NAME\"}")
      return .json(try service.probe(wish, by: peer) { request.isAwaited })
    }
  }

  /// OpenMetrics as the form before it has it: that knows no metrics of the type `info`, and wants no others named so.
  private static func withoutNewTypes(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false)
      .filter { !($0.hasPrefix("# TYPE ") && $0.hasSuffix(" info")) }.joined(separator: "\n")
  }

  // MARK: What clients send

  private func page(_ request: Request) throws(Problem) -> (limit: Int, cursor: String?) {
    guard let text = request.query["limit"] else { return (50, request.query["cursor"]) }
    guard let limit = Int(text), (1...1000).contains(limit) else {
      throw Problem(status: 400, code: .badRequest, detail: "limit is a number from 1 to 1000.")
    }
    return (limit, request.query["cursor"])
  }

  func since(_ request: Request) throws(Problem) -> Since? {
    guard let text = request.query["since"] else { return nil }
    guard let since = Since(text) else {
      throw Problem(
        status: 400, code: .badRequest,
        detail: "since is a change's number, a day (2026-11-24), a moment (2026-11-24T06:00:00Z) or run:17.")
    }
    return since
  }

  private func past(_ request: Request) throws(Problem) -> PastTime? {
    guard let text = request.query["at"] else { return nil }
    guard let past = PastTime(text) else {
      throw Problem(
        status: 400, code: .badRequest,
        detail: "at is a day (2026-11-24), a moment (2026-11-24T06:00:00Z) or a revision's number.")
    }
    return past
  }

  private func conflictQuery(_ request: Request) throws(Problem) -> ConflictQuery {
    var query = ConflictQuery()
    switch request.query["state"] {
    case nil, "open": break
    case "all": query.isAll = true
    default: throw Problem(status: 400, code: .badRequest, detail: "state is open or all.")
    }
    query.catalogue = request.query["catalogue"]
    query.report = request.query["report"]
    query.kind = request.query["kind"].map(ConflictInfo.Kind.init(rawValue:))
    return query
  }

  private func number(_ text: String, _ what: String) throws(Problem) -> Int64 {
    guard let number = Int64(text) else { throw .noSuchThing("There is no \(what) of that number.") }
    return number
  }

  private func refreshRequest(_ request: Request) throws(Problem) -> RefreshRequest {
    guard !request.body.isEmpty else { return RefreshRequest() }
    return try body(request, RefreshRequest.self, "{\"full\": false, \"dry_run\": false}")
  }

  private func body<Value: Decodable>(_ request: Request, _ type: Value.Type, _ form: String) throws(Problem)
    -> Value
  {
    do { return try JSON.decode(type, from: request.body) } catch {
      throw Problem(status: 400, code: .badRequest, detail: "The body is not JSON of the form \(form).")
    }
  }
}
