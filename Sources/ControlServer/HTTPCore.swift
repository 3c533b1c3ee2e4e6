import CMicroHTTPD
import ControlAPI
import Glibc
import Threads

/// libmicrohttpd's side: its epoll thread reads requests, hands them to the workers and sends their answers.
final class HTTPCore: Sendable {
  /// libmicrohttpd's handle. Sendable, because it is set once, taken once, and both under the monitor's lock.
  private struct Handle: @unchecked Sendable { var daemon: OpaquePointer? }

  private let handle = Monitor(Handle())
  private let workers: Workers
  private let connections: Connections
  private let events: EventHub
  private let pieces: PieceStreams
  private let settings: ControlServerSettings

  init(_ router: Router, _ settings: ControlServerSettings) {
    workers = Workers(router, settings)
    connections = Connections(settings)
    events = router.events
    pieces = router.pieces
    self.settings = settings
  }

  /// Serves a listening socket, which is libmicrohttpd's from now on; false where that does not start.
  func start(_ listener: Int32) -> Bool {
    // Unretained: the daemon is stopped before this object goes.
    let me = Unmanaged.passUnretained(self).toOpaque()
    let calls = catalogued_mhd_callbacks(
      handler: { me, connection, _, method, version, data, size, slot in
        guard let me, let connection, let method, let version, let size, let slot else { return .NO }
        return Unmanaged<HTTPCore>.fromOpaque(me).takeUnretainedValue()
          .hear(connection, method: method, version: version, data, size, slot)
      },
      completed: { me, connection, slot, _ in
        guard let me, let connection else { return }
        let core = Unmanaged<HTTPCore>.fromOpaque(me).takeUnretainedValue()
        core.connections.rest(catalogued_mhd_descriptor(connection))
        guard let request = slot?.pointee else { return }
        slot?.pointee = nil
        core.workers.end(Unmanaged<Pending>.fromOpaque(request).takeRetainedValue())
      },
      connected: { me, connection, _, code in
        guard let me, let connection else { return }
        let connections = Unmanaged<HTTPCore>.fromOpaque(me).takeUnretainedValue().connections
        let descriptor = catalogued_mhd_descriptor(connection)
        if catalogued_mhd_is_opening(code) != 0 {
          connections.open(descriptor)
        } else {
          connections.close(descriptor)
        }
      },
      began: { me, target, connection in
        guard let me, let connection else { return nil }
        Unmanaged<HTTPCore>.fromOpaque(me).takeUnretainedValue().connections
          .begin(
            catalogued_mhd_descriptor(connection), target: target.map { String(cString: $0) } ?? "")
        return nil
      }, context: me)
    let room = connections.shares.all + 2 * connections.shares.refused
    let daemon = catalogued_mhd_start(listener, UInt32(room), UInt32(settings.idleTimeout), calls)
    guard let daemon else { return false }
    let started = Handle(daemon: daemon)
    handle.withLock { $0 = started }
    workers.start()
    return true
  }

  /// - Parameter withdraw: Takes the socket out of the file system, once no connection is accepted any more.
  func stop(_ withdraw: () -> Void) {
    let taken = handle.withLock { handle in
      defer { handle.daemon = nil }
      return handle
    }
    guard let daemon = taken.daemon else { return }
    withdraw()
    let listener = MHD_quiesce_daemon(daemon)
    // libmicrohttpd panics where a suspended connection meets its end.
    events.stop()
    pieces.stop()
    workers.stop()
    connections.hangUp()
    MHD_stop_daemon(daemon)
    connections.stop()
    if listener >= 0 { close(listener) }
  }

  // MARK: The epoll thread

  /// libmicrohttpd calls this once with a request's head, then with each piece of its body, then with nothing until
  /// the connection is suspended, and once more when it is resumed.
  private func hear(
    _ connection: OpaquePointer, method: UnsafePointer<CChar>, version: UnsafePointer<CChar>,
    _ data: UnsafePointer<CChar>?, _ size: UnsafeMutablePointer<Int>,
    _ slot: UnsafeMutablePointer<UnsafeMutableRawPointer?>
  ) -> MHD_Result {
    guard let known = slot.pointee else {
      return begin(connection, String(cString: method), String(cString: version), slot)
    }
    let pending = Unmanaged<Pending>.fromOpaque(known).takeUnretainedValue()
    if size.pointee > 0, let data {
      let piece = UnsafeRawBufferPointer(start: data, count: size.pointee)
      size.pointee = 0
      return take(piece, pending)
    }
    if let response = pending.response { return send(response, on: connection) }
    if let refusal = pending.refusal { return send(.problem(refusal), on: connection) }
    guard pending.isComplete else {
      // Not suspended yet: a connection that is suspended while libmicrohttpd (0.9.75) still wants to read from it is
      // read from once more when it is resumed, before it is asked for its answer; and where the client has closed its
      // half, it is closed without one. Behind this call, that comes again at once, nothing more is read.
      pending.isComplete = true
      connections.complete(catalogued_mhd_descriptor(connection))
      return .YES
    }
    guard !pending.isSubmitted else { return .NO }
    return workers.submit(pending) ? .YES : send(.problem(.stopping), on: connection)
  }

  /// A piece of a body. What is too large is read to its end and dropped, so that the client hears why; but not
  /// without end.
  private func take(_ piece: UnsafeRawBufferPointer, _ pending: Pending) -> MHD_Result {
    pending.received += piece.count
    if pending.refusal == nil, pending.received > settings.maxBodyBytes {
      pending.refusal = .bodyTooLarge(settings.maxBodyBytes)
    } else if pending.refusal == nil, !workers.reserve(piece.count) {
      pending.refusal = Problem(
        status: 503, code: .unavailable, detail: "Too many large requests at once; try again.")
    }
    if pending.refusal == nil {
      pending.request.body.append(contentsOf: piece)
      return .YES
    }
    workers.giveBack(pending.request.body.count)
    pending.request.body = []
    return pending.received > 2 * settings.maxBodyBytes ? .NO : .YES
  }

  /// Takes a request's head; one with which something is wrong is answered at once, and ends its connection.
  private func begin(
    _ connection: OpaquePointer, _ method: String, _ version: String,
    _ slot: UnsafeMutablePointer<UnsafeMutableRawPointer?>
  ) -> MHD_Result {
    let descriptor = catalogued_mhd_descriptor(connection)
    guard let target = connections.target(descriptor) else { return .NO }
    let fields = HeaderFields(connection)
    let query = QueryArguments(connection)
    let path = RequestPath.parts(of: target)
    let pending = Pending(
      connection,
      Request(
        method: method, path: path ?? [], query: query.values, body: [], accept: fields["accept"],
        ifNoneMatch: fields["if-none-match"], lastEventID: fields["last-event-id"],
        peer: Peer.of(descriptor), descriptor: descriptor))
    workers.begin()
    slot.pointee = Unmanaged.passRetained(pending).toOpaque()
    let refusal = fields.refusal(version: version, limit: settings.maxBodyBytes) ?? query.refusal
    if let refusal { return send(.problem(refusal), on: connection) }
    if path == nil { return send(.problem(.badHead("A name or value holds a NUL.")), on: connection) }
    return .YES
  }

  private func send(_ response: Response, on connection: OpaquePointer) -> MHD_Result {
    connections.complete(catalogued_mhd_descriptor(connection))
    let message: OpaquePointer?
    if let file = response.file {
      // libmicrohttpd closes it with the response, also where the client goes away or stalls for `idleTimeout`.
      let descriptor = file.duplicate()
      message = MHD_create_response_from_fd64(UInt64(file.size), descriptor)
      if message == nil, descriptor >= 0 { close(descriptor) }
    } else if let stream = response.stream {
      message = stream.response(on: connection, block: 32 << 10)
    } else if let pieces = response.pieces {
      // Who reads page by page may rest between two pages.
      catalogued_mhd_set_timeout(connection, UInt32(settings.readerTimeout))
      message = pieces.response(on: connection, block: 128 << 10)
    } else {
      message = response.body.withUnsafeBytes { catalogued_mhd_response($0.baseAddress, $0.count) }
    }
    guard let message else { return .NO }
    defer { MHD_destroy_response(message) }
    if let file = response.file { MHD_add_response_header(message, "Repr-Digest", file.digest) }
    if let pieces = response.pieces {
      MHD_add_response_header(message, ExportRequest.changeField, "\(pieces.change)")
    }
    MHD_add_response_header(message, "Content-Type", response.type)
    if let etag = response.etag { MHD_add_response_header(message, "ETag", etag) }
    // With an ETag it may be kept, and is asked for again before it is used (RFC 9111, 5.2.2.4).
    MHD_add_response_header(message, "Cache-Control", response.etag == nil ? "no-store" : "no-cache")
    if let allow = response.allow { MHD_add_response_header(message, "Allow", allow) }
    return MHD_queue_response(connection, UInt32(response.status), message)
  }
}
