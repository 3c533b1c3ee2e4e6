import ControlAPI

/// The control API on a Unix socket: libmicrohttpd's one epoll thread reads and writes, a few threads work.
///
/// A request that is worked on has its connection suspended, so that it costs the epoll thread nothing; the worker
/// that has its answer resumes it.
public final class ControlServer: Sendable {
  private let listener: UnixListener
  private let core: HTTPCore

  /// Binds the socket and begins to answer.
  ///
  /// - Parameters:
  ///   - socketPath: At most 107 bytes. A socket that nobody listens on is replaced; its folder is made where it is
  ///     missing. Whoever may open the socket (mode 0660) may read; root and this process's user may change.
  ///   - service: What fulfils the requests.
  ///   - events: What `GET /v1/events` sends; ended by `stop`.
  public convenience init(
    socketPath: String, service: any ControlService, events: EventHub = EventHub(epoch: "0"),
    settings: ControlServerSettings = ControlServerSettings()
  ) throws(ControlServerError) {
    try self.init(UnixListener.open(socketPath, backlog: settings.backlog), service, events, settings)
  }

  /// Begins to answer on a socket that the service manager has opened and listens on already (sd_listen_fds(3)): who
  /// called before is answered, too. Its name in the file system is left alone.
  ///
  /// - Parameter inherited: The socket's descriptor, which is the server's from now on.
  public convenience init(
    inherited: Int32, service: any ControlService, events: EventHub = EventHub(epoch: "0"),
    settings: ControlServerSettings = ControlServerSettings()
  ) throws(ControlServerError) {
    try self.init(UnixListener.adopt(inherited), service, events, settings)
  }

  private init(
    _ listener: UnixListener, _ service: any ControlService, _ events: EventHub,
    _ settings: ControlServerSettings
  ) throws(ControlServerError) {
    self.listener = listener
    core = HTTPCore(Router(service: service, events: events), settings)
    guard core.start(listener.descriptor) else {
      listener.withdraw()
      listener.close()
      throw ControlServerError(
        message: "serving \(listener.path): libmicrohttpd does not start; is LimitNOFILE= large enough?")
    }
  }

  /// Where the socket is in the file system.
  public var socketPath: String { listener.path }

  deinit { stop() }

  /// Takes no more connections, answers what is being worked on, closes all connections and removes the socket.
  ///
  /// A request whose answer takes longer than `stopGrace` is answered 503; what it asked for may still happen.
  /// Called again, does nothing.
  public func stop() {
    core.stop { listener.withdraw() }
  }
}
