import ControlAPI

/// The control API on a Unix socket.
public final class ControlServer: Sendable {
  /// Binds the socket and begins to answer.
  public init(
    socketPath: String, service: any ControlService,
    settings: ControlServerSettings = ControlServerSettings()
  ) throws(ControlServerError) { throw ControlServerError(message: "to come") }

  /// Answers what is being worked on, closes all connections and removes the socket. Called again, does nothing.
  public func stop() {}
}
