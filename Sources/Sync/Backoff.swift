import Threads

/// How long to wait after failures: doubled each time, with jitter, up to a cap.
public struct Backoff: Hashable, Sendable {
  /// The first wait, in seconds.
  public var first: Double
  /// The longest wait, in seconds.
  public var cap: Double

  public init(first: Double, cap: Double) {
    self.first = first
    self.cap = cap
  }

  /// Seconds to wait after the `attempt`th failure in a row, counted from 1. A quarter more or less, by chance, so that
  /// what failed together does not come back together.
  public func delay(attempt: Int) -> Double {
    let doubled = first * Double(sign: .plus, exponent: min(max(attempt, 1) - 1, 30), significand: 1)
    return min(doubled, cap) * Double.random(in: 0.75...1.25)
  }
}
