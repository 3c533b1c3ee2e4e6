import Catalogue

/// Dates of sitemaps (W3C Date and Time Formats): `2026-11-29`, `2026-11-29T03:22:41+01:00`.
enum WebDate {
  /// Seconds since 1970; nil for what is none. A day is its first second, in UTC.
  static func seconds(_ text: String) -> Int64? {
    let parts = text.split(separator: "T", maxSplits: 1)
    guard let day = parts.first, day.utf8.count == 10 else { return nil }
    guard parts.count == 2 else { return Datestamp(utc: String(day))?.seconds }
    var time = parts[1].prefix { $0.isNumber || $0 == ":" }
    let behind = parts[1][time.endIndex...]
    if time.utf8.count == 5 { time += ":00" }
    guard let date = Datestamp(utc: "\(day)T\(time)Z") else { return nil }
    guard let sign = behind.lastIndex(where: { $0 == "+" || $0 == "-" }) else { return date.seconds }
    let zone = behind[sign...].dropFirst().filter(\.isNumber).prefix(4)
    guard zone.count >= 2, let hours = Int64(zone.prefix(2)) else { return nil }
    let minutes = Int64(zone.dropFirst(2)) ?? 0
    let offset = (hours * 60 + minutes) * 60
    return date.seconds - (behind[sign] == "-" ? -offset : offset)
  }
}
