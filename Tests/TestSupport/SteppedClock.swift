import Synchronization

/// A clock that stands still until a test moves it, in seconds since 1970.
public final class SteppedClock: Sendable {
  private let seconds: Mutex<Int64>

  public init(_ start: Int64) { seconds = Mutex(start) }

  public var now: @Sendable () -> Int64 { { self.seconds.withLock { $0 } } }

  public func advance(by more: Int64) { seconds.withLock { $0 += more } }
}
