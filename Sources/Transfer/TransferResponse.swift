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
  /// How long the answer stays fresh by `Cache-Control` or `Expires` (RFC 9111, 4.2.1), in seconds, and which of them
  /// says so.
  public var freshFor: (seconds: Double, source: String)? { Freshness.lifetime(headers) }
  /// Where the request was moved for good: the target of the last in an unbroken row of 301s and 308s from the start.
  public var movedTo: String?
}
