import Catalogue

/// How fine an upstream's datestamps are (OAI-PMH 2.0, 3.3).
enum Granularity: String, Sendable {
  case day
  case second

  /// One granule, in seconds.
  var seconds: Int64 { self == .day ? 86_400 : 1 }
}

extension Datestamp {
  /// Reads a UTCdatetime (3.3): `2007-11-01`, `2007-11-01T12:00:00Z`; and what is met besides: a missing `Z`, a blank
  /// for the `T`, fractions of a second, an offset. Nil for anything else.
  init?(utc printed: Bytes) {
    let text = printed.trimmed
    func number(_ start: Int, _ length: Int) -> Int64? {
      guard start + length <= text.count else { return nil }
      var value: Int64 = 0
      for at in start..<start + length {
        guard ASCII.isDigit(text[at]) else { return nil }
        value = value * 10 + Int64(text[at] - 0x30)
      }
      return value
    }
    func has(_ character: Unicode.Scalar, _ at: Int) -> Bool {
      at < text.count && text[at] == UInt8(ascii: character)
    }

    guard let year = number(0, 4), has("-", 4), let month = number(5, 2), has("-", 7), let day = number(8, 2),
      (1...12).contains(month), (1...Self.days(in: month, of: year)).contains(day)
    else { return nil }
    var seconds = Self.days(year: year, month: month, day: day) * 86_400
    if text.count > 10 {
      guard has("T", 10) || has(" ", 10) || has("t", 10), let hour = number(11, 2), has(":", 13),
        let minute = number(14, 2), hour < 24, minute < 60
      else { return nil }
      seconds += hour * 3600 + minute * 60
      var at = 16
      if has(":", 16) {
        guard let second = number(17, 2), second <= 60 else { return nil }
        seconds += second
        at = 19
      }
      if has(".", at) || has(",", at) {
        at += 1
        while at < text.count, ASCII.isDigit(text[at]) { at += 1 }
      }
      if has("+", at) || has("-", at) {
        let minuteAt = has(":", at + 3) ? at + 4 : at + 3
        guard let hours = number(at + 1, 2), let minutes = number(minuteAt, 2), hours < 24, minutes < 60,
          minuteAt + 2 == text.count
        else { return nil }
        seconds += (has("+", at) ? -1 : 1) * (hours * 3600 + minutes * 60)
      } else {
        guard at == text.count || (at + 1 == text.count && (has("Z", at) || has("z", at))) else { return nil }
      }
    }
    self.init(seconds: seconds)
  }

  init?(utc printed: String) {
    var copy = printed
    guard let value = copy.withUTF8({ Datestamp(utc: $0) }) else { return nil }
    self = value
  }

  /// As `from` and `until` are written (3.3). A day that a second falls into counts as a whole.
  func utc(_ granularity: Granularity) -> String {
    let days = seconds >= 0 ? seconds / 86_400 : (seconds - 86_399) / 86_400
    let rest = seconds - days * 86_400
    let (year, month, day) = Self.civil(days)
    func two(_ value: Int64) -> String { value < 10 ? "0\(value)" : "\(value)" }
    let padding = String(repeating: "0", count: max(0, 4 - "\(year)".utf8.count))
    let date = "\(padding)\(year)-\(two(month))-\(two(day))"
    guard granularity == .second else { return date }
    return "\(date)T\(two(rest / 3600)):\(two(rest / 60 % 60)):\(two(rest % 60))Z"
  }

  private static func days(in month: Int64, of year: Int64) -> Int64 {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  /// Days since 1970-01-01 in the Gregorian calendar; years begin in March, so that the leap day is a year's last.
  private static func days(year: Int64, month: Int64, day: Int64) -> Int64 {
    let y = month <= 2 ? year - 1 : year
    let era = y >= 0 ? y / 400 : (y - 399) / 400
    let yearOfEra = y - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }

  private static func civil(_ days: Int64) -> (year: Int64, month: Int64, day: Int64) {
    let shifted = days + 719_468
    let era = shifted >= 0 ? shifted / 146_097 : (shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
    let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
  }
}
