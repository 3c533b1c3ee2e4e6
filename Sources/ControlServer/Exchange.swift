import ControlAPI
import Glibc

/// A request as it is routed.
struct Request: Sendable {
  var method: String
  /// Percent-decoded.
  var path: String
  /// The query's arguments that a route may ask for.
  var query: [String: String]
  var body: [UInt8]
  var peer: Peer
  /// The connection's socket, which stays open while the request is worked on.
  var descriptor: Int32 = -1

  /// Whether it may take long: it changes something, or copies everything.
  var isLong: Bool { method == "POST" || path == "/\(Version.api)/backup" }

  /// Whether the client has not hung up.
  var isAwaited: Bool {
    let hungUp: Int16 = 0x2000  // POLLRDHUP, which Glibc shows only to who asks for GNU's extensions
    var poll = pollfd(fd: descriptor, events: hungUp, revents: 0)
    return Glibc.poll(&poll, 1, 0) <= 0 || poll.revents & (hungUp | Int16(POLLHUP) | Int16(POLLERR)) == 0
  }
}

/// What is answered.
struct Response: Sendable {
  var status: Int
  var type: String
  var body: [UInt8]
  var allow: String?
  /// Sent in the place of `body`.
  var file: SentFile?

  static func file(_ file: SentFile) -> Response {
    Response(status: 200, type: "application/vnd.sqlite3", body: [], file: file)
  }

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
