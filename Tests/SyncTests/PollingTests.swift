import CatalogueFormats
import Testing

@testable import Sync

@Suite("The next run: as configured, or later where the upstream wants it")
struct PollingTests {
  /// 2026-11-24T10:30:00Z, a Tuesday.
  let ended: Int64 = 1_795_516_200

  private func next(_ interval: Int64 = 3600, _ change: (inout PollingTerms) -> Void) -> (Int64, String) {
    var terms = PollingTerms()
    change(&terms)
    let (at, because) = terms.next(after: ended, interval: interval)
    return (at - ended, because)
  }

  @Test func asConfigured() {
    #expect(next { _ in } == (3600, "every 1 h"))
    // Who wants to be asked more often is asked as configured.
    #expect(next { $0.wish.interval = 60 } == (3600, "every 1 h"))
    #expect(next { $0.freshUntil = ended + 60 } == (3600, "every 1 h"))
  }

  @Test func theDocumentWantsLess() {
    let (after, because) = next {
      $0.wish.interval = 7200
      $0.wish.source = "ttl"
    }
    #expect(after == 7200)
    #expect(because == "the catalogue's ttl says every 2 h")
  }

  @Test func theHeadSaysHowLongItHolds() {
    let (after, because) = next {
      $0.freshUntil = ended + 5000
      $0.freshSource = "Cache-Control"
    }
    #expect(after == 5000)
    #expect(because == "Cache-Control says that the last answer holds until then")
  }

  @Test(arguments: [(Int64(3600), Int64(86_400)), (200_000, 200_000)])
  func nobodyIsObeyedForever(interval: Int64, limit: Int64) {
    #expect(next(interval) { $0.freshUntil = ended + 1_000_000_000 }.0 == limit)
    #expect(next(interval) { $0.wish.interval = 1_000_000_000 }.0 == limit)
    let holds = next(interval) {
      $0.freshUntil = ended + 1_000_000_000
      $0.freshSource = "Expires"
    }
    #expect(
      holds.1
        == "Expires says that the last answer holds for longer; \(limit == 86_400 ? "1 d" : "200000 s") is the longest"
    )
    let wishes = next(interval) {
      $0.wish.interval = 7 * 86_400
      $0.wish.source = "ttl"
    }
    #expect(
      wishes.1 == "the catalogue's ttl says every 7 d; \(limit == 86_400 ? "1 d" : "200000 s") is the longest"
    )
  }

  @Test func skippedHours() {
    let (after, because) = next { $0.wish.skipHours = [11, 12] }
    // 11:30 and 12:00 are left out; 13:00 is the first that is not.
    #expect(after == 9000)
    #expect(because == "the catalogue's skipHours leaves out the time before")
    #expect(next { $0.wish.skipHours = Set(0..<24) }.0 == 3600, "who skips every hour is asked all the same")
  }

  @Test func skippedDays() {
    // From Tuesday 11:30 to Thursday 00:00.
    let (after, because) = next { $0.wish.skipDays = [2, 3] }
    #expect(after == 48 * 3600 - 37_800)
    #expect(because == "the catalogue's skipDays leaves out the time before")
  }

  @Test func theyAreKeptAsText() {
    var terms = PollingTerms()
    terms.wish = PollingWish(interval: 60, skipHours: [3], skipDays: [7], source: "ttl")
    terms.freshUntil = 5
    terms.movedTo = "https://x.example/"
    terms.movedSince = 7
    #expect(PollingTerms(terms.encode()) == terms)
    #expect(PollingTerms("") == PollingTerms())
    #expect(PollingTerms("{\"nonsense\"") == PollingTerms())
  }

  @Test func whatMovedForGoodIsAskedThereAfterAWeek() {
    var terms = PollingTerms()
    terms.movedTo = "https://new.example/feed"
    terms.movedSince = ended
    let old = "https://old.example/feed"
    #expect(terms.address(configured: old, now: ended + 7 * 86_400 - 1) == old)
    #expect(terms.address(configured: old, now: ended + 7 * 86_400) == "https://new.example/feed")
  }

  @Test("a catalogue that fails is asked later and later, and never much later than if all were well")
  func failures() {
    let backoff = Backoff(first: 60, cap: 86_400)
    func wait(_ times: Int, interval: Int64) -> Int64 {
      Desk.afterFailure(times, at: 1000, interval: interval, backoff).at - 1000
    }
    for times in 1...40 {
      let doubled = min(60 * Double(sign: .plus, exponent: times - 1, significand: 1), 86_400)
      let expected = Int64(doubled * 0.75) - 1...Int64(doubled * 1.25) + 1
      #expect(expected.contains(wait(times, interval: 7 * 86_400)), "after \(times) failures")
      #expect(wait(times, interval: 3600) <= 4500, "after \(times) failures, every hour")
    }
    #expect(Desk.afterFailure(3, at: 0, interval: 60, backoff).because == "the last 3 runs failed")
  }
}
