import ControlAPI
import Glibc

/// A request as it is routed.
struct Request: Sendable {
  var method: String
  /// What stands between its slashes, percent-decoded; the first part is empty.
  var path: [String]
  /// The query's arguments that a route may ask for.
  var query: [String: String]
  var body: [UInt8]
  /// `Accept`, `If-None-Match` and `Last-Event-ID`, as they were sent.
  var accept: String?
  var ifNoneMatch: String?
  var lastEventID: String?
  var peer: Peer
  /// The connection's socket, which stays open while the request is worked on.
  var descriptor: Int32 = -1

  /// Behind whom it waits.
  var lane: Lanes<Pending>.Lane {
    if !["GET", "HEAD"].contains(method) || path == ["", Version.api, "backup"] { return .change }
    // Without words it is a list, and a list is quick.
    return path == ["", Version.api, "reports"] && query["q"]?.isEmpty == false ? .search : .question
  }

  /// Whether the client has not hung up. One that only asks nothing more may still wait for its answer.
  var isAwaited: Bool {
    var poll = pollfd(fd: descriptor, events: 0, revents: 0)
    return Glibc.poll(&poll, 1, 0) <= 0 || poll.revents & Int16(POLLHUP | POLLERR) == 0
  }
}

/// What is answered.
struct Response: Sendable {
  var status: Int
  var type: String
  var body: [UInt8]
  var allow: String?
  /// Of the body (RFC 9110, 8.8.3).
  var etag: String?
  /// Sent in the place of `body`.
  var file: SentFile?
  var stream: EventStream?
  var pieces: PieceStream?

  static func file(_ file: SentFile) -> Response {
    Response(status: 200, type: Operation.backup.route.answer.type, body: [], file: file)
  }

  static func stream(_ stream: EventStream) -> Response {
    Response(status: 200, type: Operation.events.route.answer.type, body: [], stream: stream)
  }

  static func pieces(_ pieces: PieceStream, type: String) -> Response {
    Response(status: 200, type: type, body: [], pieces: pieces)
  }

  static func json(_ value: some Encodable, status: Int = 200) -> Response {
    guard let bytes = try? JSON.encode(value) else { return .problem(.notWritten) }
    return Response(status: status, type: "application/json", body: bytes + [0x0A])
  }

  /// What was asked for begins.
  static func begun(_ value: some Encodable) -> Response { json(value, status: 202) }

  /// An answer that the client may have already.
  static func json(_ value: some Encodable, for request: Request) -> Response {
    guard let bytes = try? JSON.encode(value) else { return .problem(.notWritten) }
    return .bytes(bytes, for: request)
  }

  /// JSON that the client may have already.
  static func bytes(_ bytes: [UInt8], for request: Request) -> Response {
    let digest = FileDigest()
    bytes.withUnsafeBytes { digest.add($0) }
    let etag = "\"\(digest.finish().dropFirst("sha-256=:".count).prefix(22))\""
    if let known = request.ifNoneMatch, names(known, etag) {
      return Response(status: 304, type: "application/json", body: [], etag: etag)
    }
    return Response(status: 200, type: "application/json", body: bytes + [0x0A], etag: etag)
  }

  /// Whether `If-None-Match` names it (RFC 9110, 13.1.2): weakly compared.
  private static func names(_ known: String, _ etag: String) -> Bool {
    known.split(separator: ",").contains { part in
      let tag = part.drop { $0 == " " || $0 == "\t" }
      let bare = tag.hasPrefix("W/") ? tag.dropFirst(2) : tag
      return bare == "*" || bare.prefix { $0 != " " } == etag
    }
  }

  static func problem(_ problem: Problem, allow: String? = nil) -> Response {
    let body = (try? JSON.encode(problem)) ?? []
    return Response(
      status: problem.status, type: "application/problem+json", body: body + [0x0A], allow: allow)
  }
}

extension Problem {
  static let notWritten = Problem(
    status: 500, code: .failed, detail: "The answer could not be written as JSON.")
}
