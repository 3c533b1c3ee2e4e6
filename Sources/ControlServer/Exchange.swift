import ControlAPI

/// A request as it is routed.
struct Request: Sendable {
  var method: String
  /// Percent-decoded.
  var path: String
  /// The query's arguments that a route may ask for.
  var query: [String: String]
  var body: [UInt8]
  var peer: Peer
}

/// What is answered.
struct Response: Sendable {
  var status: Int
  var type: String
  var body: [UInt8]
  var allow: String?

  static func json(_ value: some Encodable, status: Int = 200) -> Response {
    do {
      return Response(status: status, type: "application/json", body: try JSON.encode(value) + [0x0A])
    } catch {
      return .problem(Problem(status: 500, code: .failed, detail: "The answer could not be written as JSON."))
    }
  }

  static func problem(_ problem: Problem, allow: String? = nil) -> Response {
    let body = (try? JSON.encode(problem)) ?? []
    return Response(
      status: problem.status, type: "application/problem+json", body: body + [0x0A], allow: allow)
  }
}
