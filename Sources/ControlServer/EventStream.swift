import Threads

/// What one client is still to be sent. Its connection is suspended while that is nothing.
final class EventStream: Streamed {
  private struct State {
    var waiting: [UInt8] = []
    var isEnded = false
    var connection: Suspendable?
  }

  private let state = Monitor(State())

  /// A client that does not take its events is cut off when so many bytes wait; it can come back and go on.
  private static let limit = 1 << 20

  /// From any thread.
  func send(_ bytes: [UInt8]) {
    state.withLock { state in
      guard !state.isEnded else { return }
      if state.waiting.count + bytes.count > Self.limit { state.isEnded = true }
      if !state.isEnded { state.waiting += bytes }
      state.connection?.wake()
    }
  }

  /// The client gets what waits, and no more.
  func end() {
    state.withLock { state in
      state.isEnded = true
      state.connection?.wake()
    }
  }

  func begin(on connection: Suspendable) { state.withLock { $0.connection = connection } }

  func take(_ room: UnsafeMutableRawBufferPointer) -> Int {
    state.withLock { state in
      if state.waiting.isEmpty {
        return state.isEnded
          ? Suspendable.endOfStream : state.connection?.suspend() ?? Suspendable.endWithError
      }
      let count = min(room.count, state.waiting.count)
      state.waiting.withUnsafeBytes { room.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[..<count])) }
      state.waiting.removeFirst(count)
      return count
    }
  }

  func close() {}
}
