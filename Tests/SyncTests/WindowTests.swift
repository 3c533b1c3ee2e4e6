import Foundation
import Sync
import TestSupport
import Testing

@Suite("The hours in which a catalogue may be asked", .serialized)
struct WindowTests {
  @Test(
    "what is no part of a day is none",
    arguments: [
      "", "22:00", "22:00-", "24:00-06:00", "22:60-06:00", "22-06", "6:0-7:00", "22:00-22:00", "a:00-06:00",
      "+1:00-02:00",
    ])
  func refused(_ text: String) { #expect(DailyWindow(text) == nil) }

  @Test(
    arguments: [
      ("22:00-06:00", "22:00-06:00"), ("9:30-17:00", "09:30-17:00"), ("00:00 - 23:59", "00:00-23:59"),
      ("22:00- 06:00", "22:00-06:00"),
    ] as [(String, String?)])
  func read(_ text: String, _ shown: String?) { #expect(DailyWindow(text)?.text == shown) }

  struct Case: Sendable, CustomTestStringConvertible {
    var zone: String
    var window: String
    /// UTC.
    var at: String
    var opens: String
    var testDescription: String { "\(zone) \(window) at \(at)" }
  }

  static let cases = [
    Case(zone: "UTC0", window: "22:00-06:00", at: "2026-03-10T12:00:30Z", opens: "2026-03-10T22:00:00Z"),
    Case(zone: "UTC0", window: "22:00-06:00", at: "2026-03-10T23:10:30Z", opens: "2026-03-10T23:10:30Z"),
    Case(zone: "UTC0", window: "22:00-06:00", at: "2026-03-10T05:59:59Z", opens: "2026-03-10T05:59:59Z"),
    Case(zone: "UTC0", window: "22:00-06:00", at: "2026-03-10T06:00:00Z", opens: "2026-03-10T22:00:00Z"),
    Case(zone: "UTC0", window: "09:00-09:01", at: "2026-03-10T09:01:00Z", opens: "2026-03-11T09:00:00Z"),
    // Helsinki, UTC+2 in winter.
    Case(zone: "EET-2", window: "01:00-03:00", at: "2026-01-10T12:00:00Z", opens: "2026-01-10T23:00:00Z"),
    // Central Europe leaves 02:00 to 03:00 out on 2026-03-29 (01:00Z): a window within it opens a day later,
    Case(
      zone: "CET-1CEST,M3.5.0,M10.5.0/3", window: "02:15-02:45", at: "2026-03-28T20:00:00Z",
      opens: "2026-03-30T00:15:00Z"),
    // one that begins within it opens when the clock has jumped over its beginning,
    Case(
      zone: "CET-1CEST,M3.5.0,M10.5.0/3", window: "02:30-06:00", at: "2026-03-28T20:00:00Z",
      opens: "2026-03-29T01:00:00Z"),
    // and a short one behind it is not missed.
    Case(
      zone: "CET-1CEST,M3.5.0,M10.5.0/3", window: "03:00-03:20", at: "2026-03-28T19:00:00Z",
      opens: "2026-03-29T01:00:00Z"),
    // On 2026-10-25 02:00 to 03:00 comes twice.
    Case(
      zone: "CET-1CEST,M3.5.0,M10.5.0/3", window: "02:00-03:00", at: "2026-10-24T20:00:00Z",
      opens: "2026-10-25T00:00:00Z"),
    Case(
      zone: "CET-1CEST,M3.5.0,M10.5.0/3", window: "02:00-03:00", at: "2026-10-25T01:30:00Z",
      opens: "2026-10-25T01:30:00Z"),
    Case(
      zone: "CET-1CEST,M3.5.0,M10.5.0/3", window: "04:00-05:00", at: "2026-10-24T20:00:00Z",
      opens: "2026-10-25T03:00:00Z"),
    // Half an hour's change (Lord Howe Island), and an offset of quarters (Nepal).
    Case(
      zone: "LHST-10:30LHDT-11,M10.1.0,M4.1.0", window: "02:10-02:20", at: "2026-10-03T10:00:00Z",
      opens: "2026-10-04T15:10:00Z"),
    Case(zone: "NPT-5:45", window: "22:00-06:00", at: "2026-06-01T10:00:00Z", opens: "2026-06-01T16:15:00Z"),
  ]

  @Test(arguments: cases)
  func opens(_ test: Case) throws {
    let before = getenv("TZ").map { String(cString: $0) }
    setenv("TZ", test.zone, 1)
    tzset()
    defer {
      if let before { setenv("TZ", before, 1) } else { unsetenv("TZ") }
      tzset()
    }
    let window = try #require(DailyWindow(test.window))
    let format = ISO8601DateFormatter()
    let at = try #require(format.date(from: test.at)).timeIntervalSince1970
    let opens = window.opening(from: Int64(at))
    #expect(format.string(from: Date(timeIntervalSince1970: Double(opens))) == test.opens)
    #expect(window.contains(opens))
  }

  /// A window of so many minutes from now; the other side of the clock where `shift` says so.
  static func window(from: Int, to: Int) -> DailyWindow {
    var now = time(nil)
    var local = tm()
    localtime_r(&now, &local)
    let minute = Int(local.tm_hour) * 60 + Int(local.tm_min) + 1440
    return DailyWindow(start: (minute + from) % 1440, end: (minute + to) % 1440)
  }

  @Test func outsideItsHoursNothingIsAskedUntilAPersonDoes() throws {
    let server = Script.server { _, _ in .xml(Script.list([Script.record(1)])) }
    let harness = try Harness()
    defer {
      server.stop()
      harness.stop()
    }
    var settings = Harness.catalogue("test", server.url("/oai"))
    settings.enabled = true
    settings.between = Self.window(from: 60, to: 120)
    try harness.begin(settings)
    usleep(300_000)
    #expect(server.requestCount == 0)
    let next = try #require(harness.scheduler.situation("test")?.nextRun)
    #expect(next.because == "only between \(settings.between?.text ?? "")")
    #expect(settings.between?.contains(next.at) == true)
    #expect(try harness.refresh().state == .done, "a person's refresh runs at once")
    #expect(server.requestCount > 0)
  }

  @Test func aRunStopsAtAPagesEndWhenItsHoursAreOverAndGoesOnInTheNextOnes() throws {
    let server = Script.server { token, _ in
      let page = Int(token ?? "0") ?? 0
      return .xml(Script.list([Script.record(page + 1)], token: page < 5 ? "\(page + 1)" : nil)).delayed(0.15)
    }
    let harness = try Harness()
    defer {
      server.stop()
      harness.stop()
    }
    var settings = Harness.catalogue("test", server.url("/oai"))
    settings.enabled = true
    settings.between = Self.window(from: -5, to: 30)
    try harness.begin(settings)
    let end = Date() + 10
    while Date() < end, try harness.library.catalogue(1).live < 2 { usleep(10_000) }
    // The hours end while it runs: by a change of the configuration, so that the test need not wait for the clock.
    settings.between = Self.window(from: 60, to: 90)
    _ = try harness.scheduler.configure([settings])
    while Date() < end, case .running? = harness.scheduler.situation("test")?.state { usleep(10_000) }
    let paused = try harness.library.catalogue(1).live
    #expect((2...4).contains(paused), "\(paused)")
    let open = try #require(try harness.library.interruptedRun(catalogue: 1))
    let next = try #require(harness.scheduler.situation("test")?.nextRun)
    #expect(next.because.hasPrefix("only between"))
    let asked = server.requestCount
    settings.between = Self.window(from: -5, to: 30)
    _ = try harness.scheduler.configure([settings])
    while Date() < end, try harness.library.run(open.number)?.state == .open { usleep(10_000) }
    #expect(try harness.library.run(open.number)?.state == .done, "the same run")
    #expect(try harness.library.catalogue(1).live == 6)
    #expect(server.requestCount - asked <= 7 - paused, "it went on behind what was committed")
  }

  @Test func anInterruptedRunKeepsItsHoursWhenTheClockIsSet() throws {
    let server = Script.server { token, _ in
      token == nil ? .xml(Script.list([Script.record(1)], token: "2")) : .silence
    }
    defer { server.stop() }
    let directory = TemporaryDirectory()
    let clock = SteppedClock(Int64(time(nil)))
    var settings = Harness.catalogue("test", server.url("/oai"))
    let first = try Harness(directory, clock: clock.now)
    try first.begin(settings)
    _ = try first.scheduler.refresh("test", RunRequest())
    let end = Date() + 10
    while Date() < end, try first.library.catalogue(1).live < 1 { usleep(10_000) }
    first.stop()
    settings.enabled = true
    settings.between = Self.window(from: 600, to: 660)
    let second = try Harness(directory, clock: clock.now)
    defer { second.stop() }
    try second.begin(settings)
    let next = try #require(second.scheduler.situation("test")?.nextRun)
    #expect(next.because == "only between \(settings.between?.text ?? "")")
    clock.advance(by: 4 * 3600)  // as NTP does, some seconds after the boot
    while Date() < end, second.scheduler.situation("test")?.nextRun?.at != next.at { usleep(10_000) }
    #expect(second.scheduler.situation("test")?.nextRun?.at == next.at, "the same night")
  }
}
