/// One request. `validators` make it conditional (RFC 9110, 13).
public struct TransferRequest: Hashable, Sendable {
  public var url: String
  public var accept: String?
  public var validators: Validators?
  /// Whether `url` may be a `file:` URL: only where the configuration itself says so.
  public var allowsFile: Bool

  public init(url: String, accept: String? = nil, validators: Validators? = nil, allowsFile: Bool = false) {
    self.url = url
    self.accept = accept
    self.validators = validators
    self.allowsFile = allowsFile
  }
}

/// An answer's validators, byte for byte as received.
public struct Validators: Hashable, Sendable, Codable {
  public var etag: String?
  public var lastModified: String?

  public init(etag: String? = nil, lastModified: String? = nil) {
    self.etag = etag
    self.lastModified = lastModified
  }
}

/// The head of the final answer, after redirects.
public struct TransferResponse: Hashable, Sendable {
  /// The HTTP status; 200 for a file.
  public var status: Int
  /// Where the answer came from, after redirects.
  public var effectiveURL: String
  /// In the order received; names in lower case.
  public var headers: [TransferSettings.Header]
  public var contentType: String?
  public var validators: Validators
  /// Seconds to wait, from `Retry-After` (RFC 9110, 10.2.3), seconds or a date, capped by `maxRetryAfter`.
  public var retryAfter: Double?
  /// The target of the first redirect in a row of 301s and 308s from the start, if the request was moved for good.
  public var movedTo: String?
}

/// libcurl's multi interface on one thread, for all transfers of all catalogues.
public final class TransferEngine: Sendable {
  public init() throws(TransferError) { fatalError("to come") }

  /// Queues a request: it starts when its host has room (`requestsPerHost`, `gap`, and any `Retry-After` that the host
  /// sent before).
  public func start(_ request: TransferRequest, _ settings: TransferSettings) -> Transfer { fatalError("to come") }

  /// Ends all transfers (their readers see `.cancelled`) and the thread, within a second.
  public func shutdown() {}
}

/// One request on its way, read by one thread that may block. A reader that is slow stops the transfer, not the engine.
public final class Transfer: Sendable {
  /// Blocks until the final answer's head has come.
  public func response() throws(TransferError) -> TransferResponse { fatalError("to come") }

  /// Blocks until more of the body has come, content codings undone (also unannounced gzip). Nil at the body's end.
  public func read() throws(TransferError) -> [UInt8]? { fatalError("to come") }

  /// Ends the transfer from any thread; its reader sees `.cancelled`.
  public func cancel() {}

  init() {}
}

/// Why a transfer failed.
public struct TransferError: Error, Hashable, Sendable {
  public enum Kind: Hashable, Sendable {
    case cancelled
    /// No answer, or one that broke off: name resolution, connection, TLS, time-out, too slow.
    case network
    /// The host's certificate is not to be trusted.
    case certificate
    /// A redirect or URL that is not followed, for safety.
    case refused
    case tooLarge
    case tooManyRedirects
    /// The body's content coding is broken.
    case coding
    /// A credential's file cannot be read.
    case credential
    case file
  }
  public var kind: Kind
  /// What was being done, to what address (without secrets), what is wrong, and what to do.
  public var message: String
  /// Whether the same request may succeed later.
  public var isTransient: Bool

  public init(kind: Kind, message: String, isTransient: Bool) {
    self.kind = kind
    self.message = message
    self.isTransient = isTransient
  }
}
