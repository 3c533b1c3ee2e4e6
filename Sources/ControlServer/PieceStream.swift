import ControlAPI
import Threads

/// One answer that is made piece by piece: a thread makes some of them ahead, and waits while the client has not taken
/// them. The connection is suspended while there is none.
final class PieceStream: Streamed {
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
    var connection: Suspendable?
  }

  private let state = Monitor(State())
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
          state.connection?.wake()
        }
      } catch {
        return finish(.broken)
      }
    }
  }

  func close() { breakOff() }

  /// The client gets no more, and sees that this is not all.
  func breakOff() {
    state.withLock { state in
      if state.end == nil { state.end = .broken }
      (state.waiting, state.bytes, state.taken) = ([], 0, 0)
      state.connection?.wake()
    }
  }

  /// The client gets what waits.
  private func finish(_ end: End) {
    state.withLock { state in
      if state.end == nil { state.end = end }
      state.connection?.wake()
    }
  }

  func begin(on connection: Suspendable) { state.withLock { $0.connection = connection } }

  func take(_ room: UnsafeMutableRawBufferPointer) -> Int {
    state.withLock { state in
      guard let first = state.waiting.first else {
        if let end = state.end { return end == .whole ? Suspendable.endOfStream : Suspendable.endWithError }
        return state.connection?.suspend() ?? Suspendable.endWithError
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
