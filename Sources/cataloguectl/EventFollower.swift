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
  /// When the connection was opened; nil while it is not.
  private var openSince: Double?
  /// Connections in vain, and when to try the next.
  private var attempts = 0
  private var nextTry = 0.0
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
        if clock.seconds >= nextTry { reader = try context.events(after: lastID) }
        return []
      }
      let events = try reader.next(within: milliseconds)
      var steps: [Step] = []
      if openSince == nil, reader.isOpen {
        openSince = clock.seconds
        hasEverBeenOpen = true
        steps.append(.opened)
      }
      lastID = reader.lastID
      retry = reader.retry
      return steps + events.map { .event($0) }
    } catch {
      return try fail(error)
    }
  }

  private func fail(_ error: ControlClient.Failure) throws(Failure) -> [Step] {
    reader = nil
    let failure = Failure(error)
    guard hasEverBeenOpen, failure.code == .noDaemon else { throw failure }
    // A connection that held has earned an attempt at once: the daemon may only have cut off who was too slow.
    if let since = openSince, clock.seconds - since > 5 { attempts = 0 }
    openSince = nil
    attempts += 1
    let pause = attempts == 1 ? 0 : min(5, Double(1 << min(attempts - 2, 10)) / 4) * retry
    nextTry = clock.seconds + pause
    return attempts == 2 ? [.lost] : []
  }
}
