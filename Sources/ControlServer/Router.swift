import ControlAPI

/// Finds the service's method for a request, and checks what a client may send.
struct Router: Sendable {
  let service: any ControlService

  /// Arguments that routes know.
  static let arguments = ["q", "catalogue", "limit", "cursor"]

  func answer(_ request: Request) -> Response {
    do throws(Problem) {
      return try route(request)
    } catch {
      return .problem(error)
    }
  }

  private func route(_ request: Request) throws(Problem) -> Response {
    let root = "/\(Version.api)/"
    guard request.path.hasPrefix(root) else { throw noSuchPath() }
    // Empty parts stay: an identifier may hold slashes, and "//".
    let path = request.path.dropFirst().split(separator: "/", omittingEmptySubsequences: false).map(
      String.init)
    switch (path[1], path.count) {
    case ("status", 2):
      return try get(request) { () throws(Problem) in try service.status() }
    case ("catalogues", 2):
      return try get(request) { () throws(Problem) in Listing(items: try service.catalogues()) }
    case ("catalogues", 3):
      return try get(request) { () throws(Problem) in try service.catalogue(path[2]) }
    case ("catalogues", 4):
      return try act(on: path[2], path[3], request)
    case ("refresh", 2):
      return try post(request, status: 202) { () throws(Problem) in
        try service.refresh(nil, try refreshRequest(request), by: request.peer)
      }
    case ("reload", 2):
      return try post(request) { () throws(Problem) in try service.reload(by: request.peer) }
    case ("runs", 2):
      return try get(request) { () throws(Problem) in
        try service.runs(
          of: request.query["catalogue"], limit: try limit(request), cursor: request.query["cursor"])
      }
    case ("runs", 3):
      return try get(request) { () throws(Problem) in try service.run(try number(path[2], "run")) }
    case ("reports", 2):
      return try get(request) { () throws(Problem) in
        try service.search(
          request.query["q"] ?? "", catalogue: request.query["catalogue"], limit: try limit(request),
          cursor: request.query["cursor"])
      }
    case ("reports", _):
      let reference = String(request.path.dropFirst(root.count + "reports/".count))
      return try get(request) { () throws(Problem) in try service.report(reference) }
    case ("rejects", 2):
      return try get(request) { () throws(Problem) in
        try service.rejects(
          of: request.query["catalogue"], limit: try limit(request), cursor: request.query["cursor"])
      }
    case ("rejects", 3):
      return try get(request) { () throws(Problem) in
        try service.rejectedRecord(try number(path[2], "reject"))
      }
    case ("backup", 2): return try backup(request)
    case ("verify", 2):
      if request.method == "POST" {
        return try post(request, status: 202) { () throws(Problem) in try service.beginCheck(by: request.peer)
        }
      }
      return try get(request, allow: "GET, HEAD, POST") { () throws(Problem) in try service.check() }
    case ("compact", 2):
      return try post(request) { () throws(Problem) in try service.compact(by: request.peer) }
    default: throw noSuchPath()
    }
  }

  /// Only for who may change things, although it is a reading: the store holds addresses as they are configured, with the
  /// passwords and keys that some of them carry; and the copy that is made for it takes as much room as the store.
  private func backup(_ request: Request) throws(Problem) -> Response {
    guard request.method == "GET" else { return noSuchMethod("GET") }
    guard request.peer.mayChange else {
      throw Problem(
        status: 403, code: .notPermitted,
        detail: "Only root and the daemon's own user may take a backup: it holds the addresses as configured."
      )
    }
    return .file(try service.backup(by: request.peer) { request.isAwaited })
  }

  private func act(on name: String, _ verb: String, _ request: Request) throws(Problem) -> Response {
    switch verb {
    case "refresh":
      return try post(request, status: 202) { () throws(Problem) in
        try service.refresh([name], try refreshRequest(request), by: request.peer)
      }
    case "approve":
      return try post(request) { () throws(Problem) in try service.approve(name, by: request.peer) }
    case "reject":
      return try post(request) { () throws(Problem) in try service.reject(name, by: request.peer) }
    case "reparse":
      return try post(request) { () throws(Problem) in try service.reparse(name, by: request.peer) }
    case "forget":
      return try post(request) { () throws(Problem) in
        let wish =
          request.body.isEmpty
          ? ForgetRequest() : try body(request, ForgetRequest.self, "{\"purge\": false, \"dry_run\": false}")
        return try service.forget(name, wish, by: request.peer)
      }
    case "rename":
      return try post(request) { () throws(Problem) in
        let wish = try body(request, RenameRequest.self, "{\"to\": \"NAME\", \"another\": false}")
        return try service.rename(name, wish, by: request.peer)
      }
    default: throw noSuchPath()
    }
  }

  // MARK: Methods and rights

  private func get(
    _ request: Request, allow: String = "GET, HEAD", _ body: () throws(Problem) -> some Encodable
  ) throws(Problem) -> Response {
    guard request.method == "GET" || request.method == "HEAD" else { return noSuchMethod(allow) }
    return .json(try body())
  }

  private func post(_ request: Request, status: Int = 200, _ body: () throws(Problem) -> some Encodable)
    throws(Problem) -> Response
  {
    guard request.method == "POST" else { return noSuchMethod("POST") }
    guard request.peer.mayChange else {
      throw Problem(
        status: 403, code: .notPermitted,
        detail: "Only root and the daemon's own user may change anything; you may read.")
    }
    return .json(try body(), status: status)
  }

  private func noSuchMethod(_ allow: String) -> Response {
    .problem(
      Problem(status: 405, code: .noSuchMethod, detail: "This path is asked with \(allow)."), allow: allow)
  }

  private func noSuchPath() -> Problem {
    Problem(
      status: 404, code: .noSuchPath, detail: "There is nothing at this path; /v1/status is a beginning.")
  }

  // MARK: What clients send

  private func limit(_ request: Request) throws(Problem) -> Int {
    guard let text = request.query["limit"] else { return 50 }
    guard let limit = Int(text), (1...1000).contains(limit) else {
      throw Problem(status: 400, code: .badRequest, detail: "limit is a number from 1 to 1000.")
    }
    return limit
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
