/// The limits of the control API's server.
public struct ControlServerSettings: Hashable, Sendable {
  /// How many connections may be open at once, where descriptors do not run out before; who comes then hears 503. One
  /// user may have half of them, all together seven eighths; root and the daemon's own user may have all.
  public var maxConnections: Int
  /// How many connections may wait to be accepted (listen(2); the kernel's `somaxconn` caps it).
  public var backlog: Int
  /// How many requests are worked on at once; at least 3.
  public var workers: Int
  /// The size of a request's body, in bytes.
  public var maxBodyBytes: Int
  /// The size of all requests' bodies together, in bytes, so that many clients cannot fill the memory.
  public var maxBodyBytesInAll: Int
  /// A connection on which nothing moves for so long is closed, in seconds.
  public var idleTimeout: Int
  /// A stream of reports of which nobody takes anything for so long is broken off, in seconds.
  public var readerTimeout: Int
  /// How long a request may take to come, from its connection's or its own beginning to its last byte, in seconds.
  public var requestTimeout: Int
  /// How long a stop waits for answers that are being made, in seconds; and then as long again, at most, for clients
  /// to take theirs.
  public var stopGrace: Double

  public init(
    maxConnections: Int = 2048, backlog: Int = 1024, workers: Int = 4, maxBodyBytes: Int = 4 << 20,
    maxBodyBytesInAll: Int = 16 << 20, idleTimeout: Int = 30, readerTimeout: Int = 600,
    requestTimeout: Int = 20, stopGrace: Double = 1
  ) {
    self.maxConnections = maxConnections
    self.backlog = backlog
    self.workers = max(3, workers)
    self.maxBodyBytes = maxBodyBytes
    self.maxBodyBytesInAll = maxBodyBytesInAll
    self.idleTimeout = idleTimeout
    self.readerTimeout = readerTimeout
    self.requestTimeout = requestTimeout
    self.stopGrace = stopGrace
  }
}
