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
    /// The host asked to wait (`Retry-After`), for longer than a request waits in line.
    case hostClosed
  }
  public var kind: Kind
  /// What was being done, to what address (without secrets), what is wrong, and what to do.
  public var message: String
  /// What is wrong alone, in few words.
  public var reason: String
  /// Whether the same request may succeed later.
  public var isTransient: Bool
  /// How many seconds the host asked to wait, where it did.
  public var retryAfter: Double?

  /// - Parameter reason: The message, where it is nil.
  public init(
    kind: Kind, message: String, reason: String? = nil, isTransient: Bool, retryAfter: Double? = nil
  ) {
    self.kind = kind
    self.message = message
    self.reason = reason ?? message
    self.isTransient = isTransient
    self.retryAfter = retryAfter
  }
}
