/// Seconds since it was made, on a clock that nobody sets.
struct Stopwatch: Sendable {
  private let began = ContinuousClock.now

  var seconds: Double { (ContinuousClock.now - began) / .seconds(1) }
}
