import CMicroHTTPD
import ControlAPI
import Threads

/// One answer that is made piece by piece: a thread makes some of them ahead, and waits while the client has not taken
/// them. The connection is suspended while there is none.
final class PieceStream: Sendable {
  private enum End {
    /// All pieces have been made.
    case whole
    /// There will be no more, although there should be.
    case broken
  }

  private struct State {
    var waiting: [[UInt8]] = []
    var bytes = 0
    /// How much of the first that waits has been taken.
    var taken = 0
    var end: End?
    /// Set while the connection is suspended.
    var suspended: Connection?

    mutating func wake() {
      guard let connection = suspended else { return }
      suspended = nil
      MHD_resume_connection(connection.pointer)
    }
  }

  /// libmicrohttpd's connection. Sendable, because only `MHD_resume_connection` is called with it off the epoll thread,
  /// which any thread may.
  private struct Connection: @unchecked Sendable { var pointer: OpaquePointer }

  private let state = Monitor(State())
  private let connection = Monitor<Connection?>(nil)
  private let pieces: SentPieces

  /// Up to which change of the log it goes.
  var change: Int64 { pieces.change }

  /// So many bytes are made ahead.
  private static let limit = 512 << 10

  init(_ pieces: SentPieces) { self.pieces = pieces }

  /// Makes the pieces, on a thread of its own, as long as somebody takes them.
  func make() {
    while state.wait({ state -> Bool? in
      if state.end != nil { return false }
      return state.bytes < Self.limit ? true : nil
    }) {
      do throws(Problem) {
        guard let piece = try pieces.next() else { return finish(.whole) }
        guard !piece.isEmpty else { continue }
        state.withLock { state in
          state.waiting.append(piece)
          state.bytes += piece.count
          state.wake()
        }
      } catch {
        return finish(.broken)
      }
    }
  }

  /// The client gets no more, and sees that this is not all.
  func breakOff() {
    state.withLock { state in
      if state.end == nil { state.end = .broken }
      (state.waiting, state.bytes, state.taken) = ([], 0, 0)
      state.wake()
    }
  }

  /// The client gets what waits.
  private func finish(_ end: End) {
    state.withLock { state in
      if state.end == nil { state.end = end }
      state.wake()
    }
  }

  /// A response that sends the stream on `connection`; nil where there is no memory.
  func response(on connection: OpaquePointer) -> OpaquePointer? {
    let known = Connection(pointer: connection)
    self.connection.withLock { $0 = known }
    let me = Unmanaged.passRetained(self).toOpaque()
    let response = MHD_create_response_from_callback(
      catalogued_mhd_unknown_size(), 128 << 10,
      { me, _, buffer, room in
        guard let me, let buffer else { return PieceStream.error }
        return Unmanaged<PieceStream>.fromOpaque(me).takeUnretainedValue()
          .take(UnsafeMutableRawBufferPointer(start: buffer, count: room))
      }, me,
      { me in
        guard let me else { return }
        // Sent, or the client has gone.
        Unmanaged<PieceStream>.fromOpaque(me).takeRetainedValue().breakOff()
      })
    if response == nil { Unmanaged<PieceStream>.fromOpaque(me).takeRetainedValue().breakOff() }
    return response
  }

  /// What libmicrohttpd's macros of these names stand for.
  private static let endOfStream = -1
  private static let error = -2

  /// On the epoll thread: as much as there is room for. 0 suspends the connection until there is something.
  private func take(_ room: UnsafeMutableRawBufferPointer) -> Int {
    let connection = connection.withLock { $0 }
    return state.withLock { state in
      guard let first = state.waiting.first else {
        if let end = state.end { return end == .whole ? Self.endOfStream : Self.error }
        guard let connection else { return Self.error }
        MHD_suspend_connection(connection.pointer)
        state.suspended = connection
        return 0
      }
      let count = min(room.count, first.count - state.taken)
      first.withUnsafeBytes {
        room.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[state.taken..<(state.taken + count)]))
      }
      state.taken += count
      state.bytes -= count
      if state.taken == first.count {
        state.waiting.removeFirst()
        state.taken = 0
      }
      return count
    }
  }
}
