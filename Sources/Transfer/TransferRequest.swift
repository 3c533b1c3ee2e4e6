/// One request. `validators` make it conditional (RFC 9110, 13).
public struct TransferRequest: Hashable, Sendable {
  public var url: String
  public var accept: String?
  public var validators: Validators?
  /// Whether `url` may be a `file:` URL: only where the configuration itself says so.
  public var allowsFile: Bool
  /// The address that a person configured, where `url` is another that an upstream's document may have named (a next
  /// page). Such a URL is treated as a redirect's target is: credentials and configured headers go to the origin alone,
  /// and a public origin never leads to a private or link-local address.
  public var origin: String?
  /// Whether no private or link-local address is asked at all, the first one included: who named it may not see what the
  /// daemon's machine can reach.
  public var staysPublic: Bool
  /// Whether a redirect is followed; if not, it is the answer, and who asked decides about its target.
  public var followsRedirects = true

  public init(
    url: String, accept: String? = nil, validators: Validators? = nil, allowsFile: Bool = false,
    origin: String? = nil, staysPublic: Bool = false
  ) {
    self.url = url
    self.accept = accept
    self.validators = validators
    self.allowsFile = allowsFile
    self.origin = origin
    self.staysPublic = staysPublic
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
