import ControlAPI
import Threads

/// The streams that are being sent.
final class PieceStreams: Sendable {
  private struct Entry {
    var stream: PieceStream
    var user: UInt32
  }

  private struct State {
    var open: [ObjectIdentifier: Entry] = [:]
    var isStopping = false
  }

  private let state = Monitor(State())

  /// Each has a thread. One user may have half of them.
  private static let most = 8

  /// Begins to make the pieces.
  func begin(_ pieces: SentPieces, for peer: Peer) throws(Problem) -> PieceStream {
    let stream = PieceStream(pieces)
    let refusal: Problem? = state.withLock { state in
      if state.isStopping { return .stopping }
      guard state.open.count < Self.most,
        state.open.values.count(where: { $0.user == peer.user }) < Self.most / 2
      else {
        return Problem(
          status: 503, code: .unavailable, detail: "Too many exports are being sent already; try again.")
      }
      state.open[ObjectIdentifier(stream)] = Entry(stream: stream, user: peer.user)
      return nil
    }
    if let refusal { throw refusal }
    Thread("api export", nice: 10) { [self] in
      stream.make()
      state.withLock { $0.open[ObjectIdentifier(stream)] = nil }
    }.detach()
    return stream
  }

  /// Breaks off all of them, and takes no more. After it no connection of one is suspended, none will be, and no piece is
  /// being made.
  func stop() {
    let open = state.withLock { state in
      state.isStopping = true
      return state.open.values.map(\.stream)
    }
    for stream in open { stream.breakOff() }
    state.wait { $0.open.isEmpty ? () : nil }
  }
}
