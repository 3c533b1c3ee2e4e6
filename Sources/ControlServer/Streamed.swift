import CMicroHTTPD

/// A body that is not known when its answer begins. libmicrohttpd asks for more of it on its epoll thread.
protocol Streamed: AnyObject, Sendable {
  /// Remembers which connection it is sent on, before anything is taken.
  func begin(on connection: Suspendable)
  /// Copies as much as there is room for, and returns how much; or suspends the connection, and returns 0; or ends it, with
  /// one of `Suspendable`'s two ends.
  func take(_ room: UnsafeMutableRawBufferPointer) -> Int
  /// All is sent, or the client has gone.
  func close()
}

/// libmicrohttpd's connection, which waits while there is nothing to send. `@unchecked Sendable`, because only
/// `MHD_resume_connection` is called with it off the epoll thread, which any thread may.
struct Suspendable: @unchecked Sendable {
  // What libmicrohttpd's macros of these names stand for.
  static let endOfStream = -1
  static let endWithError = -2

  private let connection: OpaquePointer
  private var isSuspended = false

  init(_ connection: OpaquePointer) { self.connection = connection }

  /// On the epoll thread, from `take`, whose answer it is.
  mutating func suspend() -> Int {
    MHD_suspend_connection(connection)
    isSuspended = true
    return 0
  }

  /// There is something to take, or it is over.
  mutating func wake() {
    guard isSuspended else { return }
    isSuspended = false
    MHD_resume_connection(connection)
  }
}

extension Streamed {
  /// A response that sends the body on `connection` in blocks of at most so many bytes; nil where there is no memory.
  func response(on connection: OpaquePointer, block: Int) -> OpaquePointer? {
    begin(on: Suspendable(connection))
    let body = Unmanaged.passRetained(Body(streamed: self))
    let response = MHD_create_response_from_callback(
      catalogued_mhd_unknown_size(), block,
      { body, _, buffer, room in
        guard let body, let buffer else { return Suspendable.endWithError }
        return Unmanaged<Body>.fromOpaque(body).takeUnretainedValue().streamed
          .take(UnsafeMutableRawBufferPointer(start: buffer, count: room))
      }, body.toOpaque(),
      { body in
        guard let body else { return }
        Unmanaged<Body>.fromOpaque(body).takeRetainedValue().streamed.close()
      })
    if response == nil { body.takeRetainedValue().streamed.close() }
    return response
  }
}

/// What libmicrohttpd holds on to.
private final class Body {
  let streamed: any Streamed

  init(streamed: any Streamed) { self.streamed = streamed }
}
