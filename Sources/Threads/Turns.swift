import Synchronization

/// Counts the turns of a thread that is never to stand still, for whoever watches over it.
public final class Turns: Sendable {
  private let count = Atomic<UInt64>(0)

  public init() {}

  /// To be called by the thread, as often as it likes.
  public func note() { count.wrappingAdd(1, ordering: .relaxed) }

  /// How often it was; only a change of it means something.
  public var value: UInt64 { count.load(ordering: .relaxed) }
}
