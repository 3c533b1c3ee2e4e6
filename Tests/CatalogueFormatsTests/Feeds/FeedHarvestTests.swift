import Catalogue
import Foundation
import Testing

@testable import CatalogueFormats

@Suite("Harvests of feeds") struct FeedHarvestTests {
  static let settings = HarvestSettings(format: "feed", url: FeedReader.address)

  private func link(_ relation: String, _ url: String) -> String {
    "<link rel=\"\(relation)\" href=\"\(url)\"/>"
  }

  /// Reads pages by address until the list ends; gives what was asked for, and how it ended.
  private func run(
    _ pages: [String: String], scope: HarvestScope = .full, settings: HarvestSettings = settings,
    limit: Int = 50
  ) -> (asked: [String], entries: [String], harvest: FeedHarvest, end: ListEnd?) {
    var harvest = FeedHarvest(settings, scope)
    var asked: [String] = []
    var entries: [String] = []
    while asked.count < limit {
      guard case .request(let request) = harvest.next() else { break }
      asked.append(request.url)
      #expect(request.conditional == (asked.count == 1), "validators are only for a list's first request")
      // A kill here loses nothing.
      if asked.count > 1 {
        guard let resumed = FeedHarvest(settings, resuming: harvest.checkpoint) else { break }
        #expect(resumed.next() == harvest.next() && resumed.facts == harvest.facts)
      }
      let body = pages[request.url]
      let outcome = FeedReader.read(
        Array((body ?? "").utf8), with: &harvest,
        AnswerHead(status: body == nil ? 404 : 200, contentType: "application/atom+xml", url: request.url))
      entries += outcome.identifiers
      if let fault = outcome.fault, case .brokenOff(let fault) = harvest.failed(fault, attempt: 1) {
        return (asked, entries, harvest, .brokenOff(fault))
      }
    }
    if case .ended(let end) = harvest.next() { return (asked, entries, harvest, end) }
    return (asked, entries, harvest, nil)
  }

  @Test func aFeedIsAWindow() {
    let run = run([FeedReader.address: Feeds.atom(Feeds.entry(1))])
    #expect(run.end == .whole && run.asked == [FeedReader.address])
    #expect(run.harvest.facts.full && !run.harvest.facts.complete && run.harvest.facts.isConditional)
    let claimed = HarvestSettings(format: "feed", url: FeedReader.address, complete: true)
    #expect(
      !self.run([FeedReader.address: Feeds.atom(Feeds.entry(1))], settings: claimed).harvest.facts.complete)
  }

  @Test("RFC 5005, 2: only what a feed says of itself makes it complete", arguments: [nil, true, false])
  func completeFeeds(_ claimed: Bool?) {
    let settings = HarvestSettings(format: "feed", url: FeedReader.address, complete: claimed)
    let text = Feeds.atom(Feeds.entry(1), head: "<fh:complete/>" + link("next", "/2"))
    let run = run([FeedReader.address: text], settings: settings)
    #expect(run.asked.count == 1 && run.harvest.facts.complete == (claimed != false))
    #expect(run.harvest.facts.responseDate == nil, "the next run is to be a full one, too")
  }

  @Test("RFC 5005, 3: pages") func pages() {
    let run = run([
      FeedReader.address: Feeds.atom(Feeds.entry(1), head: link("next", "?page=2")),
      FeedReader.address + "?page=2": Feeds.atom(
        Feeds.entry(2), head: link("next", "/reports/feed.xml?page=3")),
      FeedReader.address + "?page=3": Feeds.atom(Feeds.entry(3)),
    ])
    #expect(run.entries == ["urn:p:1", "urn:p:2", "urn:p:3"] && run.end == .whole)
    #expect(run.harvest.facts.isConditional && !run.harvest.facts.complete)
  }

  @Test("RFC 5005, 4: archives") func archives() {
    let pages = [
      FeedReader.address: Feeds.atom(Feeds.entry(3), head: link("prev-archive", "/a2")),
      "http://feeds.example/a2": Feeds.atom(
        Feeds.entry(2), head: "<fh:archive/>" + link("prev-archive", "/a1")),
      "http://feeds.example/a1": Feeds.atom(
        Feeds.entry(1), head: "<fh:archive/>" + link("next-archive", "/a2")),
    ]
    #expect(run(pages).entries == ["urn:p:3", "urn:p:2", "urn:p:1"])
    let later = run(pages, scope: .since(Datestamp(seconds: 1_700_000_000)))
    #expect(later.entries == ["urn:p:3"] && later.harvest.facts.isConditional && !later.harvest.facts.full)
    let rss = Feeds.rss(Feeds.item(1), head: "<atom:link rel=\"next\" href=\"/a1\"/>")
    #expect(
      run([FeedReader.address: rss, "http://feeds.example/a1": pages["http://feeds.example/a1"] ?? ""]).asked
        .count == 2)
  }

  @Test("Later runs go on as long as a page's entries may all be new") func laterRuns() {
    func entry(_ number: Int, _ day: String) -> String {
      Feeds.entry(number, "<title>A</title><updated>\(day)T00:00:00Z</updated>")
    }
    let pages = [
      FeedReader.address: Feeds.atom(
        entry(5, "2024-03-05") + entry(4, "2024-03-04"), head: link("next", "/2")),
      "http://feeds.example/2": Feeds.atom(
        entry(3, "2024-03-03") + entry(2, "2024-02-01"), head: link("next", "/3")),
      "http://feeds.example/3": Feeds.atom(entry(1, "2024-01-01")),
    ]
    let since = HarvestScope.since(Datestamp(seconds: 1_709_251_200))  // 2024-03-01
    #expect(run(pages, scope: since).asked.count == 2)
    #expect(run(pages).asked.count == 3)
    let undated = [FeedReader.address: Feeds.atom(Feeds.entry(1), head: link("next", "/2"))]
    #expect(run(undated, scope: since).asked.count == 1)
  }

  @Test func aRedirectedPageIsReadOnce() {
    var harvest = FeedHarvest(Self.settings, .full)
    let text = Feeds.atom(Feeds.entry(1), head: link("next", "http://moved.example/feed"))
    let outcome = FeedReader.read(
      Array(text.utf8), with: &harvest,
      AnswerHead(status: 200, contentType: nil, url: "http://moved.example/feed"))
    #expect(outcome.next == .ended(.whole) && outcome.repairs.count == 1)
  }

  @Test func pagesThatLeadBack() {
    let run = run([
      FeedReader.address: Feeds.atom(Feeds.entry(1), head: link("next", "/2")),
      "http://feeds.example/2": Feeds.atom(Feeds.entry(2), head: link("next", "/reports/feed.xml")),
    ])
    #expect(run.asked.count == 2 && run.end == .whole)
    #expect(
      self.run([FeedReader.address: Feeds.atom(Feeds.entry(1), head: link("next", ""))]).asked.count == 1)
  }

  @Test func pagesThatNeverEnd() {
    var harvest = FeedHarvest(Self.settings, .full)
    var number = 1
    while case .request(let request) = harvest.next(), number < 2000 {
      number += 1
      let text = Feeds.atom(Feeds.entry(1), head: link("next", "/\(number)"))
      _ = FeedReader.read(
        Array(text.utf8), with: &harvest, AnswerHead(status: 200, contentType: nil, url: request.url))
      harvest.committed(records: 1, newSinceRestart: number == 2 ? 1 : 0)
    }
    guard case .ended(.brokenOff(let fault)) = harvest.next() else {
      return #expect(Bool(false), "it goes on")
    }
    #expect(fault.kind == .loop && number < 12)

    var endless = FeedHarvest(Self.settings, .full)
    number = 1
    while case .request(let request) = endless.next(), number < 2000 {
      number += 1
      let text = Feeds.atom(Feeds.entry(number), head: link("next", "/\(number)"))
      _ = FeedReader.read(
        Array(text.utf8), with: &endless, AnswerHead(status: 200, contentType: nil, url: request.url))
      endless.committed(records: 1, newSinceRestart: 1)
    }
    #expect(endless.next() == .ended(.whole) && number == FeedHarvest.limits.pages + 1)
    #expect(endless.facts.about.contains { $0.name == "Older entries" })
  }

  @Test func anArchiveThatIsGoneDoesNotCostTheFeed() {
    let run = run([FeedReader.address: Feeds.atom(Feeds.entry(1), head: link("prev-archive", "/gone"))])
    #expect(run.end == .whole && run.entries == ["urn:p:1"])
    #expect(run.harvest.facts.about.contains { $0.name == "Older entries" && $0.value.contains("404") })
  }

  @Test(arguments: ["javascript:x", "file:///etc/passwd", "ftp://x.example/"])
  func onlyTheWebIsAsked(_ url: String) {
    #expect(run([FeedReader.address: Feeds.atom(Feeds.entry(1), head: link("next", url))]).asked.count == 1)
  }

  // MARK: Answers that are no feed

  static let statusesCases: [(Int, String, Int)] = [
    (301, "does not answer with data", 1), (401, "credentials", 1), (403, "refuses", 1),
    (404, "nothing at the address", 1),
    (410, "gone for good", 1), (429, "asks to wait", 11), (503, "asks to wait", 11),
    (500, "fault of its own", 4),
  ]

  @Test(arguments: statusesCases) func statuses(_ status: Int, _ words: String, _ attempts: Int) {
    var harvest = FeedHarvest(Self.settings, .full)
    let outcome = FeedReader.read([], with: &harvest, AnswerHead(status: status, contentType: nil))
    guard let fault = outcome.fault else { return #expect(Bool(false), "no fault") }
    #expect(fault.kind == .transfer(status: status) && fault.message.contains(words))
    var attempt = 1
    while harvest.failed(fault, attempt: attempt) == .retry { attempt += 1 }
    #expect(attempt == (status == 301 ? 4 : attempts))
    #expect(harvest.failed(fault, attempt: attempt) == .brokenOff(fault))
  }

  static let notDataCases: [(String, String)] = [
    (
      "<!DOCTYPE html><html><head><title>Log in</title></head><body><p>x<br></body></html>",
      "web page “Log in”"
    ),
    ("<html><body>no", "web page"), ("", "empty"), ("  \n ", "empty"), ("Service unavailable", "not a feed"),
    ("<OAI-PMH></OAI-PMH>", "XML, but not a feed"), ("{\"error\": \"x\"}", "JSON, but not a JSON Feed"),
    ("{\"items\": [{\"id\": 1}]}", "JSON, but not a JSON Feed"), ("[1]", "not a feed"),
  ]

  @Test(arguments: notDataCases) func notData(_ body: String, _ words: String) throws {
    let outcome = try #require(FeedReader.readEveryWay(body, contentType: "text/html"))
    #expect(outcome.statements.isEmpty && outcome.fault?.kind == .notData)
    #expect(outcome.fault?.message.contains(words) == true, "\(outcome.fault?.message ?? "")")
  }

  // MARK: Polling

  static let wishesCases: [(String, PollingWish)] = [
    ("<ttl>60</ttl>", PollingWish(interval: 3600, source: "ttl")), ("<ttl>x</ttl>", PollingWish()),
    ("<ttl>-5</ttl>", PollingWish()),
    ("<ttl>99999999999</ttl>", PollingWish(interval: 366 * 86_400, source: "ttl")),
    (
      "<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency>",
      PollingWish(interval: 43_200, source: "sy:updatePeriod")
    ),
    (
      "<sy:updateFrequency> 4 </sy:updateFrequency><sy:updatePeriod>\nhourly\n</sy:updatePeriod>",
      PollingWish(interval: 900, source: "sy:updatePeriod")
    ),
    (
      "<sy:updateFrequency>2</sy:updateFrequency>",
      PollingWish(interval: 43_200, source: "sy:updateFrequency")
    ),
    ("<sy:updatePeriod>hourly</sy:updatePeriod><ttl>5</ttl>", PollingWish(interval: 300, source: "ttl")),
    ("<ttl>5</ttl><sy:updatePeriod>hourly</sy:updatePeriod>", PollingWish(interval: 300, source: "ttl")),
    (
      "<skipHours><hour>0</hour><hour>24</hour><hour> 7 </hour><hour>99</hour></skipHours>",
      PollingWish(skipHours: [0, 7])
    ),
    (
      "<skipDays><day>Monday</day><day>sunday</day><day>Someday</day></skipDays>",
      PollingWish(skipDays: [1, 7])
    ),
    (
      "<skipDays>" + ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"].map { "<day>\($0)</day>" }.joined()
        + "</skipDays>", PollingWish()
    ),
    ("<skipHours>" + (0..<24).map { "<hour>\($0)</hour>" }.joined() + "</skipHours>", PollingWish()),
  ]

  @Test(arguments: wishesCases) func wishes(_ head: String, _ wanted: PollingWish) {
    let outcome = FeedReader.read(Feeds.rss(Feeds.item(1), head: "<title>F</title>" + head))
    #expect(outcome.facts.polling == wanted)
  }

  @Test func factsOfTheFeed() {
    let head =
      "<title>F &amp; G</title><generator uri=\"x\" version=\"2\">Maker</generator><updated>2024-01-01T00:00:00Z</updated>"
    let document = Array(Feeds.atom(Feeds.entry(1), head: head).utf8)
    let outcome = FeedReader.read(
      document, fields: [.init(name: "date", value: "Fri, 01 Mar 2024 10:00:00 GMT")])
    #expect(
      outcome.facts.about == [
        AboutFact(name: "Title", value: "F & G"), AboutFact(name: "Kind", value: "Atom 1.0"),
        AboutFact(name: "Generator", value: "Maker 2"),
        AboutFact(name: "Updated", value: "2024-01-01T00:00:00Z"),
      ])
    #expect(outcome.facts.responseDate?.seconds == 1_709_287_200)
    // A cache may answer with an older date; the next run never begins before this one.
    let since = Datestamp(seconds: 1_800_000_000)
    #expect(FeedReader.read(document, scope: .since(since)).facts.responseDate == since)
  }

  @Test func anUnchangedEntryHasTheSameContext() {
    let before = FeedReader.read(
      Feeds.atom(Feeds.entry(1), head: "<title>F</title><updated>2024-01-01T00:00:00Z</updated>"))
    let after = FeedReader.read(
      Feeds.atom(
        Feeds.entry(2) + Feeds.entry(1), head: "<title>G</title><updated>2024-01-02T00:00:00Z</updated>"),
      url: FeedReader.address + "?session=2")
    #expect(before.contexts[0] == after.contexts[1])
  }

  @Test func checkpointsOfOthersAreNone() {
    #expect(FeedHarvest(Self.settings, resuming: "oai1 phase=list") == nil)
    #expect(FeedHarvest(Self.settings, resuming: "") == nil)
    #expect(FeedHarvest(Self.settings, resuming: "feed1 page=%zz") == nil)
  }

  static let isRecognisedCases: [(String, String)] = [
    (FeedShapesTests.atom1, "an Atom feed"), (FeedShapesTests.rss2, "an RSS feed"),
    (FeedShapesTests.rss1, "an RSS 1.0 feed"),
    (FeedShapesTests.json, "a JSON Feed"), (FeedShapesTests.rss091, "an RSS feed"),
  ]

  @Test(arguments: isRecognisedCases) func isRecognised(_ text: String, _ words: String) {
    #expect(
      FormatGuess(AnswerSample(contentType: nil, bytes: Array(text.utf8)))
        == FormatGuess(format: "feed", words: words))
  }
}
