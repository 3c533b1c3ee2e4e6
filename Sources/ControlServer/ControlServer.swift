import CMicroHTTPD
import ControlAPI
import Glibc
import Threads

/// The control API on a Unix socket: libmicrohttpd's one epoll thread reads and writes, a few threads work.
///
/// A request that is worked on has its connection suspended, so that it costs the epoll thread nothing; the worker that
/// has its answer resumes it.
public final class ControlServer: Sendable {
  private let socketPath: String
  private let core: Core

  /// Binds the socket and begins to answer.
  public init(
    socketPath: String, service: any ControlService, settings: ControlServerSettings = ControlServerSettings()
  ) throws(ControlServerError) {
    self.socketPath = socketPath
    let listener = try UnixListener.open(socketPath, backlog: settings.backlog)
    core = Core(Router(service: service), settings)
    guard core.start(listener) else {
      close(listener)
      unlink(socketPath)
      throw ControlServerError(message: "serving \(socketPath): libmicrohttpd does not start; check the service's limits")
    }
  }

  /// Answers what is being worked on, closes all connections and removes the socket. Called again, does nothing.
  public func stop() {
    if core.stop() { unlink(socketPath) }
  }
}

/// One request on its way. Touched by the epoll thread while its connection runs, and by one worker while it is
/// suspended: never by both.
private final class Pending: @unchecked Sendable {
  let connection: OpaquePointer
  var request: Request
  var isTooLarge = false
  var isDispatched = false
  var response: Response?

  init(_ connection: OpaquePointer, _ request: Request) {
    self.connection = connection
    self.request = request
  }
}

private final class Core: Sendable {
  private struct State {
    var queue: [Pending] = []
    /// Requests that are queued or worked on: their connections are suspended.
    var suspended = 0
    var isStopping = false
    var daemon: OpaquePointer?
    var workers = 0
  }
  /// OpaquePointer is no Sendable; the daemon's is touched only under the lock, or by the one `stop`.
  private struct Box: @unchecked Sendable { var state = State() }

  private let box = Monitor(Box())
  private let router: Router
  private let settings: ControlServerSettings

  init(_ router: Router, _ settings: ControlServerSettings) {
    self.router = router
    self.settings = settings
  }

  func start(_ listener: Int32) -> Bool {
    let me = Unmanaged.passUnretained(self).toOpaque()  // the server stops before it goes
    let daemon = catalogued_mhd_start(
      listener, UInt32(settings.maxConnections), UInt32(settings.idleTimeout),
      { me, connection, path, method, _, data, size, slot in
        guard let me, let connection, let path, let method, let size, let slot else { return .NO }
        return Unmanaged<Core>.fromOpaque(me).takeUnretainedValue()
          .hear(connection, path: path, method: method, data, size, slot)
      },
      { _, _, slot, _ in
        guard let request = slot?.pointee else { return }
        Unmanaged<Pending>.fromOpaque(request).release()
        slot?.pointee = nil
      }, me)
    guard let daemon else { return false }
    let handle = Box(state: State(daemon: daemon, workers: settings.workers))
    box.withLock { $0 = handle }
    for _ in 0..<settings.workers {
      Thread("api worker") { [self] in work() }.detach()
    }
    return true
  }

  func stop() -> Bool {
    let isFirst = box.withLock { box in
      defer { box.state.isStopping = true }
      return !box.state.isStopping && box.state.daemon != nil
    }
    guard isFirst else { return false }
    // Suspended connections must not meet the daemon's end.
    let daemon = box.wait { $0.state.suspended == 0 && $0.state.workers == 0 ? Box(state: $0.state) : nil }
    MHD_stop_daemon(daemon.state.daemon)
    return true
  }

  // MARK: The epoll thread

  private func hear(
    _ connection: OpaquePointer, path: UnsafePointer<CChar>, method: UnsafePointer<CChar>,
    _ data: UnsafePointer<CChar>?, _ size: UnsafeMutablePointer<Int>,
    _ slot: UnsafeMutablePointer<UnsafeMutableRawPointer?>
  ) -> MHD_Result {
    guard let known = slot.pointee else {
      let pending = Pending(connection, head(connection, path, method))
      slot.pointee = Unmanaged.passRetained(pending).toOpaque()
      return .YES
    }
    let pending = Unmanaged<Pending>.fromOpaque(known).takeUnretainedValue()
    if size.pointee > 0, let data {
      if pending.request.body.count + size.pointee > settings.maxBodyBytes {
        pending.isTooLarge = true
        pending.request.body = []
      } else if !pending.isTooLarge {
        let bytes = UnsafeRawBufferPointer(start: data, count: size.pointee)
        pending.request.body.append(contentsOf: bytes)
      }
      size.pointee = 0
      return .YES
    }
    if let response = pending.response { return send(response, on: connection) }
    if pending.isTooLarge {
      let limit = settings.maxBodyBytes
      return send(
        .problem(
          Problem(status: 413, code: .tooLarge, detail: "A request's body has at most \(limit) bytes.")),
        on: connection)
    }
    guard !pending.isDispatched else { return .NO }
    let accepted = box.withLock { box in
      guard !box.state.isStopping else { return false }
      pending.isDispatched = true
      box.state.queue.append(pending)
      box.state.suspended += 1
      MHD_suspend_connection(connection)
      return true
    }
    if accepted { return .YES }
    return send(
      .problem(Problem(status: 503, code: .unavailable, detail: "The daemon is stopping.")), on: connection)
  }

  private func head(_ connection: OpaquePointer, _ path: UnsafePointer<CChar>, _ method: UnsafePointer<CChar>)
    -> Request
  {
    var query: [String: String] = [:]
    for name in Router.arguments {
      if let value = catalogued_mhd_argument(connection, name) {
        query[name] = String(cString: value)
      }
    }
    return Request(
      method: String(cString: method), path: String(cString: path), query: query, body: [],
      peer: Self.peer(catalogued_mhd_descriptor(connection)))
  }

  /// Who asks; nobody, where the kernel does not say.
  private static func peer(_ descriptor: Int32) -> Peer {
    var credentials = (process: Int32(0), user: UInt32.max, group: UInt32.max)  // struct ucred (unix(7))
    var size = socklen_t(MemoryLayout.size(ofValue: credentials))
    let result = getsockopt(descriptor, SOL_SOCKET, SO_PEERCRED, &credentials, &size)
    guard result == 0 else { return Peer(user: .max, group: .max, process: 0) }
    return Peer(user: credentials.user, group: credentials.group, process: credentials.process)
  }

  private func send(_ response: Response, on connection: OpaquePointer) -> MHD_Result {
    let message = response.body.withUnsafeBytes { catalogued_mhd_response($0.baseAddress, $0.count) }
    guard let message else { return .NO }
    defer { MHD_destroy_response(message) }
    MHD_add_response_header(message, "Content-Type", response.type)
    MHD_add_response_header(message, "Cache-Control", "no-store")
    if let allow = response.allow { MHD_add_response_header(message, "Allow", allow) }
    return MHD_queue_response(connection, UInt32(response.status), message)
  }

  // MARK: Workers

  private func work() {
    while true {
      let next = box.wait { box -> Pending?? in
        if !box.state.queue.isEmpty { return .some(box.state.queue.removeFirst()) }
        return box.state.isStopping ? .some(nil) : nil
      }
      guard let pending = next else {
        box.withLock { $0.state.workers -= 1 }
        return
      }
      pending.response = router.answer(pending.request)
      box.withLock { box in
        box.state.suspended -= 1
        MHD_resume_connection(pending.connection)
      }
    }
  }
}
