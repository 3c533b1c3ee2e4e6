/// The limits of the control API's server.
public struct ControlServerSettings: Hashable, Sendable {
  /// How many connections may be open at once; further ones wait in the listener's queue.
  public var maxConnections: Int
  /// How many connections may wait to be accepted (listen(2); the kernel's `somaxconn` caps it).
  public var backlog: Int
  /// How many requests are worked on at once.
  public var workers: Int
  /// The size of a request's body, in bytes.
  public var maxBodyBytes: Int
  /// A connection on which nothing moves for so long is closed, in seconds.
  public var idleTimeout: Int

  public init(
    maxConnections: Int = 1024, backlog: Int = 1024, workers: Int = 4, maxBodyBytes: Int = 1 << 20,
    idleTimeout: Int = 30
  ) {
    self.maxConnections = maxConnections
    self.backlog = backlog
    self.workers = workers
    self.maxBodyBytes = maxBodyBytes
    self.idleTimeout = idleTimeout
  }
}

/// Why the control socket cannot be served.
public struct ControlServerError: Error, Hashable, Sendable {
  /// What was being done, to what, why it failed, and what to do.
  public var message: String

  public init(message: String) { self.message = message }
}
