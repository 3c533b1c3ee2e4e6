/// How one catalogue's requests are made. Times are in seconds.
public struct TransferSettings: Hashable, Sendable {
  /// Who runs this mirror, for the User-Agent: a mail address or a URL.
  public var contact: String?
  public var connectTimeout: Double
  /// A transfer slower than `lowSpeedLimit` bytes a second for `lowSpeedTime` seconds is given up.
  public var lowSpeedLimit: Int
  public var lowSpeedTime: Int
  /// One request's whole time.
  public var timeout: Double
  /// The size of one answer, after decompression, in bytes.
  public var maxBodyBytes: Int
  public var maxRedirects: Int
  /// How many requests may run at once to one host, over all catalogues.
  public var requestsPerHost: Int
  /// The time between the end of a request to a host and the next one's start.
  public var gap: Double
  /// `Retry-After` is obeyed up to this long.
  public var maxRetryAfter: Double
  /// As libcurl takes it ("socks5h://127.0.0.1:9050"); nil: as the environment says.
  public var proxy: String?
  public var credentials: Credentials
  /// Additional request headers, name and value.
  public var headers: [Header]
  /// A PEM file of certificate authorities to trust instead of the system's.
  public var certificateAuthorities: String?

  public struct Header: Hashable, Sendable {
    public var name: String
    public var value: String

    public init(name: String, value: String) {
      self.name = name
      self.value = value
    }
  }

  /// Secrets are read from these files when a request starts, and never logged. A file holds nothing else; one
  /// newline at its end is dropped.
  public enum Credentials: Hashable, Sendable {
    case none
    /// RFC 7617. The file holds `user:password`.
    case basic(file: String)
    /// RFC 6750. The file holds the token.
    case bearer(file: String)
    case netrc(file: String)
    /// A key in a request header of that name (`X-Api-Key`). The file holds the key.
    case header(name: String, file: String)
    /// A key as a parameter of the query (`api_key`). The file holds the key. It stands in no address that is told,
    /// and is taken out of those that an upstream puts it into.
    case query(parameter: String, file: String)
    /// TLS client authentication; PEM files.
    case clientCertificate(certificate: String, key: String)
  }

  public init(
    contact: String? = nil, connectTimeout: Double = 30, lowSpeedLimit: Int = 100, lowSpeedTime: Int = 60,
    timeout: Double = 3600, maxBodyBytes: Int = 256 << 20, maxRedirects: Int = 5, requestsPerHost: Int = 1,
    gap: Double = 1, maxRetryAfter: Double = 6 * 3600, proxy: String? = nil, credentials: Credentials = .none,
    headers: [Header] = [], certificateAuthorities: String? = nil
  ) {
    self.contact = contact
    self.connectTimeout = connectTimeout
    self.lowSpeedLimit = lowSpeedLimit
    self.lowSpeedTime = lowSpeedTime
    self.timeout = timeout
    self.maxBodyBytes = maxBodyBytes
    self.maxRedirects = maxRedirects
    self.requestsPerHost = requestsPerHost
    self.gap = gap
    self.maxRetryAfter = maxRetryAfter
    self.proxy = proxy
    self.credentials = credentials
    self.headers = headers
    self.certificateAuthorities = certificateAuthorities
  }
}
