/// A moment, as people and the API are told it: RFC 3339 in UTC, to the second (`2026-11-24T08:10:29Z`).
public struct Timestamp: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// Seconds since 1970-01-01T00:00:00Z.
  public var seconds: Int64

  public init(seconds: Int64) { self.seconds = seconds }

  public static func < (a: Timestamp, b: Timestamp) -> Bool { a.seconds < b.seconds }

  /// The RFC 3339 form. Years beyond 0000 to 9999 are held at the nearest that has one.
  public var description: String {
    let held = min(max(seconds, Self.first), Self.last)
    let (days, rest) = held.quotientAndRemainder(floor: 86400)
    let (year, month, day) = Self.civil(days)
    let (hour, minute, second) = (rest / 3600, rest / 60 % 60, rest % 60)
    return "\(pad(year, 4))-\(pad(month, 2))-\(pad(day, 2))T"
      + "\(pad(hour, 2)):\(pad(minute, 2)):\(pad(second, 2))Z"
  }

  /// Reads RFC 3339's `date-time` (5.6), any offset, fractions of a second dropped; or a day alone
  /// (`2026-11-24`), which means its first second in UTC.
  public init?(_ text: some StringProtocol) {
    var reader = DigitReader(Array(text.utf8))
    guard let year = reader.number(4), reader.take("-"), let month = reader.number(2), reader.take("-"),
      let day = reader.number(2), let days = Self.days(year: year, month: month, day: day)
    else { return nil }
    if reader.atEnd {
      self.init(seconds: days * 86400)
      return
    }
    guard reader.take("T") || reader.take("t") || reader.take(" "),
      let hour = reader.number(2), hour < 24, reader.take(":"), let minute = reader.number(2), minute < 60,
      reader.take(":"), let second = reader.number(2), second <= 60
    else { return nil }
    if reader.take(".") { guard reader.skipDigits() else { return nil } }
    var offset: Int64 = 0
    if !(reader.take("Z") || reader.take("z")) {
      let sign: Int64 = reader.take("+") ? 1 : reader.take("-") ? -1 : 0
      guard sign != 0, let hours = reader.number(2), hours < 24, reader.take(":"),
        let minutes = reader.number(2), minutes < 60
      else { return nil }
      offset = sign * (hours * 3600 + minutes * 60)
    }
    guard reader.atEnd else { return nil }
    self.init(seconds: days * 86400 + hour * 3600 + minute * 60 + second - offset)
  }

  private static let first: Int64 = -62_167_219_200
  private static let last: Int64 = 253_402_300_799
}

extension Timestamp: Codable {
  public init(from decoder: any Decoder) throws {
    let text = try decoder.singleValueContainer().decode(String.self)
    guard let moment = Timestamp(text) else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: "not an RFC 3339 date and time"))
    }
    self = moment
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}

extension Timestamp {
  /// The day after 1970-01-01 of a date of the proleptic Gregorian calendar; nil where there is no such day.
  private static func days(year: Int64, month: Int64, day: Int64) -> Int64? {
    guard (1...12).contains(month), day >= 1 else { return nil }
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    let lengths: [Int64] = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    guard day <= lengths[Int(month) - 1] else { return nil }
    let shifted = month <= 2 ? year - 1 : year
    let (era, yearOfEra) = shifted.quotientAndRemainder(floor: 400)
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }

  /// The inverse of `days`. Years are counted from March, so that the leap day comes last.
  private static func civil(_ days: Int64) -> (year: Int64, month: Int64, day: Int64) {
    let (era, dayOfEra) = (days + 719_468).quotientAndRemainder(floor: 146_097)
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shifted = (5 * dayOfYear + 2) / 153
    let month = shifted < 10 ? shifted + 3 : shifted - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shifted + 2) / 5 + 1)
  }
}

extension Int64 {
  /// Division that rounds towards minus infinity, so that the remainder is never negative.
  fileprivate func quotientAndRemainder(floor divisor: Int64) -> (Int64, Int64) {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
  }
}

private func pad(_ number: Int64, _ width: Int) -> String {
  let digits = String(number)
  return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
}

/// Reads fixed-width numbers and separators from ASCII.
private struct DigitReader {
  private let bytes: [UInt8]
  private var at = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  var atEnd: Bool { at == bytes.count }

  mutating func number(_ width: Int) -> Int64? {
    guard at + width <= bytes.count else { return nil }
    var value: Int64 = 0
    for byte in bytes[at..<at + width] {
      guard (0x30...0x39).contains(byte) else { return nil }
      value = value * 10 + Int64(byte - 0x30)
    }
    at += width
    return value
  }

  mutating func take(_ separator: Unicode.Scalar) -> Bool {
    guard at < bytes.count, bytes[at] == UInt8(ascii: separator) else { return false }
    at += 1
    return true
  }

  mutating func skipDigits() -> Bool {
    let start = at
    while at < bytes.count, (0x30...0x39).contains(bytes[at]) { at += 1 }
    return at > start
  }
}
