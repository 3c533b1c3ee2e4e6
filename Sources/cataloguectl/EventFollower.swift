import ControlClient
import Glibc

/// Listens to what happens, and connects again where the daemon was away, behind the last event that was heard.
final class EventFollower {
  enum Step {
    case event(ServerEvent)
    /// The daemon listens: what happens from now on is heard, and what happened since the last event, where it knows.
    case opened
    /// The daemon is not there, and did not come back at once.
    case lost
  }

  private let context: Context
  private let clock = Stopwatch()
  private var reader: EventReader?
  private var lastID: String?
  private var hasEverBeenOpen = false
  /// When the connection was begun, and when it was opened; nil while it is not.
  private var begun = 0.0
  private var openSince: Double?
  /// Whether it was told that the daemon is not there.
  private var isLost = false
  /// Connections in vain, and when to try the next.
  private var attempts = 0
  private var nextTry = 0.0
  /// Seconds that a daemon may take to begin its answer.
  private static let patience = 2.0
  /// What the server wants one to wait, in seconds.
  private var retry = 1.0

  init(_ context: Context) { self.context = context }

  /// What came; waits for it at most so long, or until a signal comes.
  ///
  /// - Throws: Where nobody has ever answered, or what comes is nothing that we can follow.
  func next(within milliseconds: Int32) throws(Failure) -> [Step] {
    do throws(ControlClient.Failure) {
      guard let reader else {
        let wait = min(Double(milliseconds) / 1000, nextTry - clock.seconds)
        if wait > 0 { usleep(UInt32(wait * 1e6)) }
        if clock.seconds >= nextTry {
          begun = clock.seconds
          reader = try context.events(after: lastID)
        }
        return []
      }
      let events = try reader.next(within: milliseconds)
      var steps: [Step] = []
      if openSince == nil, reader.isOpen {
        openSince = clock.seconds
        hasEverBeenOpen = true
        isLost = false
        steps.append(.opened)
      }
      lastID = reader.lastID
      retry = reader.retry
      // Somebody may keep the socket open for a daemon that is yet to start.
      if openSince == nil, clock.seconds - begun > Self.patience { steps += lose() }
      return steps + events.map { .event($0) }
    } catch {
      return try fail(error)
    }
  }

  private func fail(_ error: ControlClient.Failure) throws(Failure) -> [Step] {
    reader = nil
    let failure = Failure(error)
    guard hasEverBeenOpen, failure.code == .noDaemon else { throw failure }
    // A connection that held has earned an attempt at once, since the daemon may only have cut off who was too slow; one
    // that did not hold, an early one.
    if let since = openSince { attempts = clock.seconds - since > 5 ? 0 : min(attempts, 1) }
    openSince = nil
    attempts += 1
    let pause = attempts == 1 ? 0 : min(2, Double(1 << min(attempts - 2, 10)) / 4) * retry
    nextTry = clock.seconds + pause
    return attempts == 1 ? [] : lose()
  }

  /// Tells it once for each time that it goes.
  private func lose() -> [Step] {
    guard hasEverBeenOpen, !isLost else { return [] }
    isLost = true
    return [.lost]
  }
}
