import CCurl
import Glibc

/// `Retry-After` (RFC 9110, 10.2.3): seconds, or a date in any of the three forms of RFC 9110, 5.6.7.
enum RetryAfter {
  /// Seconds to wait, from nought to `limit`; nil for what is neither. A date counts from the answer's own `Date`, so
  /// that a wrong clock on either side does no harm.
  static func seconds(_ value: String?, date: String?, limit: Double) -> Double? {
    guard let value else { return nil }
    let cap = max(limit, 0)
    if !value.isEmpty, value.utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
      return min(Double(value) ?? cap, cap)
    }
    // A form of date begins with the day's name; curl would read much else as a date, too.
    guard let first = value.utf8.first, !(0x30...0x39).contains(first), let until = time(value) else {
      return nil
    }
    let now = date.flatMap(time) ?? Double(Glibc.time(nil))
    return min(max(until - now, 0), cap)
  }

  /// An HTTP date, in seconds since 1970.
  static func time(_ text: String) -> Double? {
    let seconds = curl_getdate(text, nil)
    return seconds < 0 ? nil : Double(seconds)
  }
}
