import CCurl
import Glibc

/// How long an answer may be used without asking again, by its head (RFC 9111, 4.2.1).
enum Freshness {
  /// Seconds that the answer stays fresh, and the header that says so; nil where none does, or where it is stale
  /// already.
  static func lifetime(_ headers: [TransferSettings.Header]) -> (seconds: Double, source: String)? {
    func all(_ name: String) -> [String] { headers.filter { $0.name == name }.map(\.value) }
    let directives = all("cache-control").flatMap { $0.split(separator: ",") }.map {
      $0.filter { $0 != " " && $0 != "\t" && $0 != "\"" }.lowercased()
    }
    if directives.contains("no-cache") || directives.contains("no-store") { return nil }
    let age = all("age").first.flatMap { Double($0) } ?? 0
    if let text = directives.first(where: { $0.hasPrefix("max-age=") })?.dropFirst(8) {
      guard let seconds = Double(text), seconds.isFinite, seconds > age else { return nil }
      return (seconds - age, "Cache-Control")
    }
    guard let expires = all("expires").first.flatMap(RetryAfter.time) else { return nil }
    // Counted from the answer's own date: a wrong clock on either side does no harm.
    let date = all("date").first.flatMap(RetryAfter.time) ?? Double(Glibc.time(nil))
    return expires > date ? (expires - date, "Expires") : nil
  }
}
