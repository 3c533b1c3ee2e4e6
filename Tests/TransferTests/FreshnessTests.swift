import Testing

@testable import Transfer

@Suite("How long an answer holds, by its head (RFC 9111)")
struct FreshnessTests {
  @Test(arguments: [
    ("Cache-Control: max-age=60", 60.0, "Cache-Control"),
    ("Cache-Control: public, MAX-AGE=\"60\"\nExpires: Tue, 24 Nov 2026 12:00:00 GMT", 60, "Cache-Control"),
    ("Cache-Control: public\nCache-Control: max-age=100\nAge: 40", 60, "Cache-Control"),
    ("Date: Tue, 24 Nov 2026 11:00:00 GMT\nExpires: Tue, 24 Nov 2026 12:00:00 GMT", 3600, "Expires"),
  ])
  func holds(head: String, seconds: Double, source: String) {
    let fresh = Freshness.lifetime(fields(head))
    #expect(fresh?.seconds == seconds)
    #expect(fresh?.source == source)
  }

  @Test(arguments: [
    "", "Cache-Control: max-age=0", "Cache-Control: no-cache, max-age=60", "Cache-Control: no-store",
    "Cache-Control: max-age=soon", "Cache-Control: max-age=60\nAge: 60", "Expires: 0",
    "Cache-Control: max-age=-5", "Cache-Control: max-age=inf", "Cache-Control: max-age=nan",
    "Date: Tue, 24 Nov 2026 12:00:00 GMT\nExpires: Tue, 24 Nov 2026 11:00:00 GMT",
  ])
  func doesNot(head: String) { #expect(Freshness.lifetime(fields(head)) == nil) }

  private func fields(_ head: String) -> [TransferSettings.Header] {
    head.split(separator: "\n").map { line in
      let colon = line.firstIndex(of: ":") ?? line.endIndex
      return .init(name: line[..<colon].lowercased(), value: String(line[colon...].dropFirst(2)))
    }
  }
}
