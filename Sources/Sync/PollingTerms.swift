import CatalogueFormats
import Transfer

/// How often an upstream wants to be asked, by its document and by its last answer's head; kept in the store from run
/// to run. What a person configured is the least time between two runs; the upstream may ask for more.
struct PollingTerms: Hashable {
  var wish = PollingWish()
  /// Until when the last answer is fresh, in seconds since 1970, and which header says so.
  var freshUntil: Int64?
  var freshSource = ""
  /// Where requests were moved for good (301, 308), and since when that has held, in seconds since 1970.
  var movedTo: String?
  var movedSince: Int64?

  /// No upstream is obeyed for longer than this, or than the interval where that is longer.
  static let longest: Int64 = 86_400
  /// An address that has moved for so long, without a break, is not asked at its old place any more.
  static let movedForGood: Int64 = 7 * 86_400

  init() {}

  private static let unit: Character = "\u{1f}"

  /// What `encode` made; nothing where it is not readable.
  init(_ text: String) {
    let parts = text.split(separator: Self.unit, omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 5 else { return }
    wish = PollingWish(text: parts[0])
    freshUntil = Int64(parts[1])
    freshSource = parts[2]
    movedTo = parts[3].isEmpty ? nil : parts[3]
    movedSince = Int64(parts[4])
  }

  /// As the store keeps it: five values, apart by U+001F.
  func encode() -> String {
    let values = [
      wish.text, freshUntil.map { "\($0)" } ?? "", freshSource, movedTo ?? "",
      movedSince.map { "\($0)" } ?? "",
    ]
    return values.joined(separator: String(Self.unit))
  }

  /// What an answer's head says: of freshness, and of where the catalogue has moved.
  mutating func note(_ response: TransferResponse, now: Int64) {
    let fresh = response.freshFor
    freshUntil = fresh.map { now + Int64(min($0.seconds, 1e9)) }
    freshSource = fresh?.source ?? ""
    if response.movedTo != movedTo {
      movedTo = response.movedTo
      movedSince = response.movedTo == nil ? nil : now
    }
  }

  /// Where the catalogue is to be asked: at the configured address, or where that has led for long enough.
  func address(configured: String, now: Int64) -> String {
    guard let movedTo, let movedSince, now - movedSince >= Self.movedForGood else { return configured }
    return movedTo
  }

  /// When the next run is due after one that ended well, and what decided that.
  ///
  /// - Parameters:
  ///   - ended: seconds since 1970.
  ///   - interval: what is configured, in seconds.
  ///   - jitter: what the time is multiplied with, so that catalogues of one host drift apart.
  func next(after ended: Int64, interval: Int64, jitter: Double = 1) -> (at: Int64, because: String) {
    func later(_ seconds: Int64) -> Int64 { ended + Int64(Double(seconds) * jitter) }
    var at = later(interval)
    var because = "every \(Scheduler.words(interval))"
    let limit = max(interval, Self.longest)
    if wish.interval > interval {
      at = later(min(wish.interval, limit))
      because = "the catalogue's \(wish.source) says every \(Scheduler.words(wish.interval))"
      if wish.interval > limit { because += "; \(Scheduler.words(limit)) is the longest" }
    }
    if let freshUntil, freshUntil > at {
      at = min(freshUntil + Int64(Double(interval) * max(jitter - 1, 0)), later(limit))
      because =
        freshUntil > later(limit)
        ? "\(freshSource) says that the last answer holds for longer; \(Scheduler.words(limit)) is the longest"
        : "\(freshSource) says that the last answer holds until then"
    }
    guard let skipped = skips(at) else { return (at, because) }
    // At most a week's hours: a catalogue that skips every one of them is asked all the same.
    var free = at
    for _ in 0..<(7 * 24) where skips(free) != nil { free = (free / 3600 + 1) * 3600 }
    return skips(free) == nil
      ? (free, "the catalogue's \(skipped) leaves out the time before") : (at, because)
  }

  /// Which of the catalogue's wishes leaves out this time, if one does.
  private func skips(_ time: Int64) -> String? {
    if wish.skipDays.contains(Int((time / 86_400 + 3) % 7) + 1) { return "skipDays" }
    if wish.skipHours.contains(Int(time % 86_400 / 3600)) { return "skipHours" }
    return nil
  }
}
