import CMicroHTTPD
import Threads

/// What one client is still to be sent. Its connection is suspended while that is nothing.
final class EventStream: Sendable {
  private struct State {
    var waiting: [UInt8] = []
    var isEnded = false
    /// Set while the connection is suspended.
    var suspended: Connection?
  }

  /// libmicrohttpd's connection. Sendable, because only `MHD_resume_connection` is called with it, which any thread may.
  private struct Connection: @unchecked Sendable { var pointer: OpaquePointer }

  private let state = Monitor(State())
  private let connection = Monitor<Connection?>(nil)

  /// A client that does not take its events is cut off when so many bytes wait; it can come back and go on.
  private static let limit = 1 << 20

  /// From any thread.
  func send(_ bytes: [UInt8]) {
    state.withLock { state in
      guard !state.isEnded else { return }
      if state.waiting.count + bytes.count > Self.limit { state.isEnded = true }
      if !state.isEnded { state.waiting += bytes }
      Self.wake(&state)
    }
  }

  /// The client gets what waits, and no more.
  func end() {
    state.withLock { state in
      state.isEnded = true
      Self.wake(&state)
    }
  }

  private static func wake(_ state: inout State) {
    guard let connection = state.suspended else { return }
    state.suspended = nil
    MHD_resume_connection(connection.pointer)
  }

  /// A response that sends the stream on `connection`; nil where there is no memory.
  func response(on connection: OpaquePointer) -> OpaquePointer? {
    let known = Connection(pointer: connection)
    self.connection.withLock { $0 = known }
    let me = Unmanaged.passRetained(self).toOpaque()
    let response = MHD_create_response_from_callback(
      catalogued_mhd_unknown_size(), 32 << 10,
      { me, _, buffer, room in
        guard let me, let buffer else { return -1 }
        return Unmanaged<EventStream>.fromOpaque(me).takeUnretainedValue()
          .take(UnsafeMutableRawBufferPointer(start: buffer, count: room))
      }, me,
      { me in
        if let me { Unmanaged<EventStream>.fromOpaque(me).release() }
      })
    if response == nil { Unmanaged<EventStream>.fromOpaque(me).release() }
    return response
  }

  /// On the epoll thread: as much as there is room for. 0 suspends the connection until there is something; below zero
  /// is the end.
  private func take(_ room: UnsafeMutableRawBufferPointer) -> Int {
    let connection = connection.withLock { $0 }
    return state.withLock { state in
      if state.waiting.isEmpty {
        guard !state.isEnded, let connection else { return -1 }
        MHD_suspend_connection(connection.pointer)
        state.suspended = connection
        return 0
      }
      let count = min(room.count, state.waiting.count)
      state.waiting.withUnsafeBytes { room.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[..<count])) }
      state.waiting.removeFirst(count)
      return count
    }
  }
}
