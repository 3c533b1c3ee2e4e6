import ControlAPI
import Threads

/// Who listens to events, and the last of these, so that a client can go on where it was cut off.
///
/// Sent as HTML's "Server-sent events" are (section 9.2).
public final class EventHub: Sendable {
  /// A listener, for as long as its connection has one: whoever hangs up at any moment is gone from here.
  private struct Listener { weak var stream: EventStream? }

  private struct State {
    var last: Int64 = 0
    /// The last events, in order, as they are sent.
    var kept: [(number: Int64, bytes: [UInt8])] = []
    var listeners: [Listener] = []
    var isBeating = false
    /// Whether anybody has ever listened: before that there is nobody who could have missed anything.
    var wasHeard = false
    var isStopping = false

    /// Those that are still there.
    var streams: [EventStream] {
      mutating get {
        listeners.removeAll { $0.stream == nil }
        return listeners.compactMap(\.stream)
      }
    }
  }

  private let state = Monitor(State())
  /// Tells this process's numbers from those of another: a client that comes back after a restart has missed something.
  private let epoch: String

  private static let kept = 1000
  private static let mostListeners = 256
  private let heartbeat: Double

  /// - Parameters:
  ///   - epoch: Differs from start to start; letters and digits.
  ///   - heartbeat: Seconds between two signs of life: so a client that has gone is noticed, and one that is there knows
  ///     that we are.
  public init(epoch: String, heartbeat: Double = 10) {
    self.epoch = epoch
    self.heartbeat = heartbeat
  }

  /// Whether anybody listens.
  var isHeard: Bool { state.withLock { !$0.streams.isEmpty } }

  /// Whether anybody has ever listened: from then on events are kept for those who come back, and none may be left out.
  public var wasHeard: Bool { state.withLock { $0.wasHeard } }

  /// Blocks until somebody listens.
  ///
  /// - Returns: False where nobody will any more.
  public func awaitListener() -> Bool {
    state.wait { $0.isStopping ? false : $0.streams.isEmpty ? nil : true }
  }

  /// Tells everybody. Events are kept for those who come back.
  ///
  /// - Parameter name: The event's type: letters.
  public func publish(_ name: String, _ value: some Encodable) {
    guard wasHeard, let data = try? JSON.encode(value) else { return }
    state.withLock { state in
      guard !state.isStopping else { return }
      state.last += 1
      let bytes = Array("id: \(epoch)-\(state.last)\nevent: \(name)\ndata: ".utf8) + data + [0x0A, 0x0A]
      state.kept.append((state.last, bytes))
      if state.kept.count > Self.kept { state.kept.removeFirst(state.kept.count - Self.kept) }
      for stream in state.streams { stream.send(bytes) }
    }
  }

  /// A new listener, that first hears what came behind the event `id`.
  func subscribe(after id: String?) throws(Problem) -> EventStream {
    let stream = EventStream()
    let start: Problem? = state.withLock { state in
      if state.isStopping { return .stopping }
      if state.streams.count >= Self.mostListeners {
        return Problem(status: 503, code: .unavailable, detail: "Too many clients listen to events already.")
      }
      // Who hears nothing but this can go on behind it; who comes back has an id.
      let place = id == nil ? "id: \(epoch)-\(state.last)\n" : ""
      stream.send(Array("\(place)retry: 1000\n\n".utf8))
      for bytes in missed(behind: id, state) { stream.send(bytes) }
      state.listeners.append(Listener(stream: stream))
      state.wasHeard = true
      if !state.isBeating {
        state.isBeating = true
        Thread("event heartbeat", stack: 128 << 10) { [weak self] in self?.beat() }.detach()
      }
      return nil
    }
    if let start { throw start }
    return stream
  }

  /// What came behind an event; that something is missing, where that is not known any more.
  private func missed(behind id: String?, _ state: State) -> [[UInt8]] {
    guard let id else { return [] }
    let parts = id.split(separator: "-", omittingEmptySubsequences: false)
    if parts.count == 2, parts[0] == epoch, let number = Int64(parts[1]), number <= state.last,
      number == state.last || (state.kept.first?.number ?? .max) <= number + 1
    {
      return state.kept.filter { $0.number > number }.map(\.bytes)
    }
    return [Array("id: \(epoch)-\(state.last)\nevent: reset\ndata: {}\n\n".utf8)]
  }

  private func beat() {
    let comment = Array(":\n\n".utf8)
    while true {
      let isOver = state.wait(until: monotonicSeconds() + heartbeat) { state in
        if state.isStopping || state.streams.isEmpty {
          state.isBeating = false
          return true
        }
        return nil
      }
      if isOver == true { return }
      state.withLock { state in for stream in state.streams { stream.send(comment) } }
    }
  }

  /// Ends every stream, and takes no more. After it no connection of one is suspended, and none will be.
  func stop() {
    let streams = state.withLock { state in
      state.isStopping = true
      return state.streams
    }
    for stream in streams { stream.end() }
  }
}
