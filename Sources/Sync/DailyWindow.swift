import Glibc

/// The part of each day in which a catalogue may be asked, in the machine's local time: over midnight where it ends
/// before it starts.
public struct DailyWindow: Hashable, Sendable {
  /// Minutes since midnight, 0 to 1439. The start belongs to the window, the end does not; they differ.
  public var start: Int
  public var end: Int

  private static let day = 24 * 60

  public init(start: Int, end: Int) {
    self.start = start
    self.end = end
  }

  /// "22:00-06:00", as it is configured; nil where the text is anything else, or names no part of the day.
  public init?(_ text: String) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 2, let start = Self.minutes(parts[0]), let end = Self.minutes(parts[1]),
      start != end
    else { return nil }
    self.init(start: start, end: end)
  }

  /// "06:00", with one digit or two for the hour.
  private static func minutes(_ text: Substring) -> Int? {
    let time = text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()
    let parts = Substring(String(time)).split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, (1...2).contains(parts[0].utf8.count),
      parts.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }),
      let hour = Int(parts[0]), hour < 24
    else { return nil }
    let rest = String(parts[1].prefix(2))
    guard parts[1].utf8.count == 2, let minute = Int(rest), minute < 60 else { return nil }
    return hour * 60 + minute
  }

  /// As it is configured.
  public var text: String {
    func clock(_ minutes: Int) -> String {
      func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
      return two(minutes / 60) + ":" + two(minutes % 60)
    }
    return clock(start) + "-" + clock(end)
  }

  /// What decided, where this did.
  var because: String { "only between \(text)" }

  /// Whether a moment, in seconds since 1970, lies in the window.
  public func contains(_ time: Int64) -> Bool { contains(minute: Self.minute(time)) }

  private func contains(minute: Int) -> Bool {
    start < end ? (start..<end).contains(minute) : minute >= start || minute < end
  }

  /// The first moment from `time` on that lies in the window. Found by looking at the clock, since no day need have 24
  /// hours: a window that an hour's change leaves out opens a day later, and one that is open over it stays open.
  public func opening(from time: Int64) -> Int64 {
    var at = time
    // Two days of minutes at most; a window that never opened then would be no reason never to ask.
    for _ in 0..<2 * Self.day {
      let minute = Self.minute(at)
      if contains(minute: minute) { return at }
      let left = (start - minute + Self.day) % Self.day
      // Clocks are set by less than three hours: from there on, minute by minute.
      at = (at / 60 + Int64(max(1, left - 180))) * 60
    }
    return time
  }

  /// The minute of the local day.
  private static func minute(_ time: Int64) -> Int {
    var seconds = time_t(time)
    var local = tm()
    localtime_r(&seconds, &local)
    return Int(local.tm_hour) * 60 + Int(local.tm_min)
  }
}
