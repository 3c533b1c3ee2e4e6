import Catalogue

/// Why a request was not done: an RFC 9457 problem document (`application/problem+json`).
///
/// `type` is always `about:blank`: `title` is the HTTP status in words, and programs tell the reasons apart by
/// `code`, an extension member (RFC 9457, 3.2).
public struct Problem: Error, Hashable, Sendable, Codable {
  /// The reason, for programs. Codes that a newer daemon made up are kept as they came.
  public struct Code: RawRepresentable, Hashable, Sendable, Codable {
    public var rawValue: String

    public init(rawValue: String) { self.rawValue = rawValue }

    /// 400: the request cannot be understood.
    public static let badRequest = Code(rawValue: "bad-request")
    /// 403: the peer may read, but not change.
    public static let notPermitted = Code(rawValue: "not-permitted")
    /// 404: no such route.
    public static let noSuchPath = Code(rawValue: "no-such-path")
    /// 404: no catalogue of that name; `nearest` may hold what was meant.
    public static let noSuchCatalogue = Code(rawValue: "no-such-catalogue")
    /// 404: no report, run or reject of that number or identifier.
    public static let noSuchThing = Code(rawValue: "no-such-thing")
    /// 405: the route is there, the method is not.
    public static let noSuchMethod = Code(rawValue: "no-such-method")
    /// 406: the client's `Accept` leaves out what is answered.
    public static let notAcceptable = Code(rawValue: "not-acceptable")
    /// 409: nothing is held, so there is nothing to approve or reject.
    public static let nothingHeld = Code(rawValue: "nothing-held")
    /// 409: it waits for a person's decision.
    public static let held = Code(rawValue: "held")
    /// 409: the catalogue's state does not allow it.
    public static let conflict = Code(rawValue: "conflict")
    /// 408: the request has not come to its end in time.
    public static let tooSlow = Code(rawValue: "too-slow")
    /// 413, 414: the request is too large.
    public static let tooLarge = Code(rawValue: "too-large")
    /// 500: a fault of the daemon or of its store.
    public static let failed = Code(rawValue: "failed")
    /// 502: an upstream does not answer, or not as it must.
    public static let upstream = Code(rawValue: "upstream")
    /// 503: the daemon is starting, stopping, or has too much to do.
    public static let unavailable = Code(rawValue: "unavailable")
  }

  public var type: String
  /// The status in words ("Not Found").
  public var title: String
  /// The HTTP status, 400 to 599.
  public var status: Int
  /// What is wrong and what to do, for people.
  public var detail: String
  public var code: Code
  /// What was probably meant, nearest first.
  public var nearest: [String]?

  public init(status: Int, code: Code, detail: String, nearest: [String]? = nil) {
    self.type = "about:blank"
    self.title = Self.phrase(of: status)
    self.status = status
    self.detail = detail
    self.code = code
    self.nearest = nearest
  }

  /// RFC 9110's phrase for the statuses that this API uses.
  public static func phrase(of status: Int) -> String {
    switch status {
    case 400: "Bad Request"
    case 403: "Forbidden"
    case 404: "Not Found"
    case 405: "Method Not Allowed"
    case 406: "Not Acceptable"
    case 408: "Request Timeout"
    case 409: "Conflict"
    case 413: "Content Too Large"
    case 414: "URI Too Long"
    case 415: "Unsupported Media Type"
    case 431: "Request Header Fields Too Large"
    case 500: "Internal Server Error"
    case 502: "Bad Gateway"
    case 503: "Service Unavailable"
    case 505: "HTTP Version Not Supported"
    case 507: "Insufficient Storage"
    default: "Error"
    }
  }
}

extension Problem {
  /// 404 for a catalogue's name; `known` are the names that there are.
  public static func noSuchCatalogue(_ name: String, known: [String]) -> Problem {
    let nearest = Nearest.of(name, among: known)
    let hint =
      nearest.first.map { " Did you mean \($0)?" } ?? " cataloguectl catalogues lists those that there are."
    return Problem(
      status: 404, code: .noSuchCatalogue, detail: "There is no catalogue “\(name)”.\(hint)",
      nearest: nearest.isEmpty ? nil : nearest)
  }

  /// 404 for a report, run or reject: `what` in words ("No run has the number 12.").
  public static func noSuchThing(_ what: String) -> Problem {
    Problem(status: 404, code: .noSuchThing, detail: what)
  }
}
