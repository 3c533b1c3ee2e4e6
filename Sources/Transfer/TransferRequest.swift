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
