import Catalogue

extension Datestamp {
  /// Reads an HTTP date in the form that servers must send (RFC 9110, 5.6.7): `Sun, 06 Nov 1994 08:49:37 GMT`.
  init?(http text: String) {
    let words = text.split(separator: " ", omittingEmptySubsequences: true)
    guard words.count == 6, words[5] == "GMT" || words[5] == "UTC", let day = Int(words[1]),
      (1...31).contains(day),
      let month = Self.months.firstIndex(of: words[2].lowercased()), words[3].utf8.count == 4
    else { return nil }
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    self.init(utc: "\(words[3])-\(two(month + 1))-\(two(day))T\(words[4])Z")
  }

  private static let months = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
  ]

  /// As an API's incremental parameter wants it.
  func written(_ form: JSONMapping.DateForm) -> String {
    let day = utc(.day)
    switch form {
    case .day: return day
    case .second: return utc(.second)
    case .plainSecond: return String(utc(.second).dropLast())
    case .americanDay:
      let parts = day.split(separator: "-")
      return parts.count == 3 ? "\(parts[1])/\(parts[2])/\(parts[0])" : day
    case .epoch: return "\(seconds)"
    case .milliseconds: return "\(seconds * 1000)"
    }
  }
}
