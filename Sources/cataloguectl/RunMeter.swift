/// How fast a run hears records, by what it has heard lately.
struct RunMeter: Sendable {
  private struct Sample {
    /// Seconds, on any clock that only goes on.
    var time: Double
    var records: Int
  }

  /// One for each time that there was more, oldest first.
  private var samples: [Sample] = []

  /// Seconds that are looked back to; longer where pages come more slowly than that.
  private static let window = 10.0
  /// So many samples are kept however old they are: pages of a slow upstream.
  private static let kept = 4
  /// Seconds before anything is said.
  private static let patience = 2.0

  /// Takes how many records have been heard up to now.
  mutating func note(_ records: Int, at time: Double) {
    guard let last = samples.last else {
      samples = [Sample(time: time, records: records)]
      return
    }
    // A run that goes on after a kill does so from its last page.
    if records < last.records { samples = [] }
    if records == last.records { return }
    samples.append(Sample(time: time, records: records))
    let old = samples.prefix { time - $0.time > Self.window }.count
    samples.removeFirst(min(old, max(0, samples.count - Self.kept)))
  }

  /// Records a second; nil where that cannot be said yet.
  func rate(at time: Double) -> Double? {
    guard let last = samples.last else { return nil }
    let old = samples.prefix { time - $0.time > Self.window }.count
    let start = min(old, max(0, samples.count - Self.kept))
    let first = samples[start]
    // Up to the next page that is due: so the rate stays as it is between two pages, and goes down when none comes.
    let gap = (last.time - first.time) / Double(max(1, samples.count - 1 - start))
    let span = last.time - first.time + max(0, time - last.time - gap)
    guard span >= Self.patience, last.records > first.records else { return nil }
    return Double(last.records - first.records) / span
  }

  /// Seconds until all of `expected` is heard, if it goes on like this; nil where that cannot be said.
  func timeLeft(of expected: Int?, at time: Double) -> Double? {
    guard let expected, let heard = samples.last?.records, heard < expected, let rate = rate(at: time) else {
      return nil
    }
    let seconds = Double(expected - heard) / rate
    return seconds < 8_640_000 ? seconds : nil
  }
}

extension Words {
  /// "about 3 min left": no more exactly than it can be known.
  static func left(_ seconds: Double) -> String {
    func rounded(_ unit: Double, to step: Double = 1) -> Int {
      Int(max(step, (seconds / unit / step).rounded() * step))
    }
    return switch seconds {
    case ..<5: "nearly done"
    case ..<55: "about \(rounded(1, to: seconds < 20 ? 5 : 10)) s left"
    case ..<570: "about \(rounded(60)) min left"
    case ..<3450: "about \(rounded(60, to: 5)) min left"
    case ..<129_600: "about \(rounded(3600)) h left"
    default: "about \(rounded(86_400)) d left"
    }
  }

  /// "320/s", "4.2/s", "7/min".
  static func rate(_ perSecond: Double) -> String {
    if perSecond >= 9.95 { return "\(Int(min(perSecond, 1e12).rounded()))/s" }
    if perSecond >= 0.995 {
      let tenths = Int((perSecond * 10).rounded())
      return tenths % 10 == 0 ? "\(tenths / 10)/s" : "\(tenths / 10).\(tenths % 10)/s"
    }
    return "\(max(1, Int((perSecond * 60).rounded())))/min"
  }
}
