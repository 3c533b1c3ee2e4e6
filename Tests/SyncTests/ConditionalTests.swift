import CatalogueFormats
import Foundation
import Library
import Sync
import Synchronization
import TestSupport
import Testing

/// A catalogue whose one document a test changes.
final class Document: Sendable {
  struct State: Sendable {
    var body = ""
    var etag: String? = "\"1\""
    var modified: String?
    var headers: [(name: String, value: String)] = []
    var status = 200
    /// Send only so much of the body, and break off.
    var cut: Int?
  }
  private final class Box: Sendable {
    private let state: Mutex<State>
    init(_ first: State) { state = Mutex(first) }
    func withLock<T: Sendable>(_ body: (inout State) -> T) -> T { state.withLock { body(&$0) } }
  }
  private let state: Box
  let server: LoopbackServer

  init(_ body: String, type: String) {
    var first = State()
    first.body = body
    let state = Box(first)
    server = LoopbackServer { request in
      let now = state.withLock { $0 }
      guard now.status == 200 else {
        return .text("no", status: now.status, headers: now.headers)
      }
      var headers = now.headers + [("Content-Type", type)]
      if let etag = now.etag { headers.append(("ETag", etag)) }
      if let modified = now.modified { headers.append(("Last-Modified", modified)) }
      if let etag = now.etag, request.header("if-none-match") == etag {
        return LoopbackServer.Reply(304, headers: headers)
      }
      let bytes = Array(now.body.utf8)
      if let cut = now.cut {
        return LoopbackServer.Reply(
          headers: headers, body: .cutShort(Array(bytes.prefix(cut)), declaredLength: bytes.count))
      }
      return LoopbackServer.Reply(headers: headers, body: .whole(bytes))
    }
    self.state = state
  }

  func change(_ change: (inout State) -> Void) { state.withLock { change(&$0) } }

  /// The validators that the last request sent.
  var sent: (etag: String?, modified: String?) {
    (server.log.last?.header("if-none-match"), server.log.last?.header("if-modified-since"))
  }

  static func feed(_ titles: [String], head: String = "") -> String {
    let entries = titles.enumerated().map { index, title in
      "<item><guid isPermaLink=\"false\">urn:x:\(index)</guid><title>\(title)</title></item>"
    }
    return "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>F</title>\(head)"
      + entries.joined() + "</channel></rss>"
  }

  static func table(_ ids: [Int]) -> String {
    "id,title\r\n" + ids.map { "\($0),Report \($0)\r\n" }.joined()
  }
}

@Suite("Nothing is asked for twice: validators and 304") struct ConditionalTests {
  let document = Document(Document.feed(["One", "Two"]), type: "application/rss+xml")

  private func with(
    _ document: Document? = nil, format: String = "feed", _ body: (Harness, Document) throws -> Void
  ) throws {
    let document = document ?? self.document
    let harness = try Harness()
    defer {
      document.server.stop()
      harness.stop()
    }
    try harness.begin(Harness.catalogue("test", document.server.url("/list"), format: format))
    try body(harness, document)
  }

  @Test func whatHasNotChangedCostsOneRequestAndNoRecord() throws {
    try with { harness, document in
      document.change {
        $0.etag = "W/\"a, b\""
        $0.modified = "Tue, 24 Nov 2026 10:00:00 GMT"
      }
      #expect(try harness.refresh().counts.added == 2)
      #expect(document.sent == (nil, nil))
      let before = try harness.library.lastChange()
      for _ in 0..<3 {
        let outcome = try harness.refresh()
        #expect(outcome.state == .done)
        #expect(outcome.message == "nothing has changed since the last run (HTTP 304)")
        #expect(outcome.counts.requests == 1)
        #expect(document.sent == ("W/\"a, b\"", "Tue, 24 Nov 2026 10:00:00 GMT"), "byte for byte")
      }
      #expect(try harness.library.lastChange() == before)
      #expect(document.server.requestCount == 4)
    }
  }

  @Test func theLatestValidatorsAreSent() throws {
    try with { harness, document in
      for round in 1...3 {
        document.change {
          $0.etag = "\"\(round)\""
          $0.body = Document.feed(["One", "Two \(round)"])
        }
        _ = try harness.refresh()
        #expect(document.sent.etag == (round == 1 ? nil : "\"\(round - 1)\""))
      }
      document.change { $0.etag = nil }
      _ = try harness.refresh()
      _ = try harness.refresh()
      #expect(document.sent.etag == nil, "an answer without validators leaves none")
    }
  }

  @Test func anAnswerThatWasNotWhollyAppliedLeavesNone() throws {
    try with { harness, document in
      _ = try harness.refresh()
      document.change {
        $0.body = Document.feed(["One", "Two", "Three"])
        $0.etag = "\"2\""
        $0.cut = 160
      }
      #expect(try harness.refresh().isGood == false)
      document.change { $0.cut = nil }
      #expect(try harness.refresh().counts.added == 1)
      #expect(document.sent.etag != "\"2\"", "or the rest would be lost to a 304")
      _ = try harness.refresh()
      #expect(document.sent.etag == "\"2\"")
    }
  }

  @Test func aPersonsFullRefreshAsksForEverything() throws {
    try with { harness, document in
      _ = try harness.refresh()
      #expect(try harness.refresh(full: true).counts.heard == 2)
      #expect(document.sent.etag == nil)
      _ = try harness.refresh()
      #expect(document.sent.etag == "\"1\"")
    }
  }

  @Test func whatIsAskedForHasChanged() throws {
    let directory = TemporaryDirectory()
    for path in ["/list", "/other"] {
      let harness = try Harness(directory)
      try harness.begin(Harness.catalogue("test", document.server.url(path), format: "feed"))
      _ = try harness.refresh()
      #expect(document.sent.etag == nil, "the validators are of another address")
      _ = try harness.refresh()
      #expect(document.sent.etag == "\"1\"")
      harness.stop()
    }
    document.server.stop()
  }

  @Test func aRehearsalKeepsNoValidators() throws {
    try with { harness, document in
      _ = try harness.refresh()
      document.change {
        $0.body = Document.feed(["One", "Two", "Three"])
        $0.etag = "\"2\""
      }
      #expect(try harness.refresh(dryRun: true).rehearsal?.new.count == 1)
      #expect(try harness.refresh().counts.added == 1)
      #expect(
        try harness.refresh(dryRun: true).message == "nothing has changed since the last run (HTTP 304)")
    }
  }

  @Test func aListIsAskedForWholeWhileRecordsAreMissingFromIt() throws {
    let table = Document(Document.table([1, 2, 3]), type: "text/csv")
    try with(table, format: "table") { (harness, document) throws in
      #expect(try harness.refresh().counts.added == 3)
      document.change {
        $0.body = Document.table([1, 3])
        $0.etag = "\"2\""
      }
      #expect(try harness.refresh().counts.gone == 0, "once is not enough")
      #expect(try harness.refresh().counts.gone == 1, "a 304 would count for nothing, and it would never go")
      #expect(try harness.refresh().message == "nothing has changed since the last run (HTTP 304)")
    }
  }

  @Test func onlyTheLastPollsAreKept() throws {
    try with { harness, _ in
      _ = try harness.refresh()
      for _ in 0..<25 { _ = try harness.refresh() }
      let runs = try harness.library.runs(catalogue: 1, before: nil, limit: 100).items
      #expect(runs.count == 21)
      #expect(runs.last?.counts.added == 2)
    }
  }

  @Test func theFirstOfSeveralDocumentsIsAskedConditionally() throws {
    let hasOlder = Mutex(true)
    let server = LoopbackServer { request in
      if request.header("if-none-match") == "\"1\"" { return LoopbackServer.Reply(304) }
      let isFirst = request.target == "/list"
      if !isFirst, !hasOlder.withLock({ $0 }) { return .text("no", status: 404) }
      let link = "<a:link xmlns:a=\"http://www.w3.org/2005/Atom\" rel=\"next\" href=\"/older\"/>"
      return .bytes(
        Array(Document.feed(isFirst ? ["One"] : ["One", "Two"], head: isFirst ? link : "").utf8),
        type: "application/rss+xml", headers: [("ETag", isFirst ? "\"1\"" : "\"2\"")])
    }
    let harness = try Harness()
    defer {
      server.stop()
      harness.stop()
    }
    try harness.begin(Harness.catalogue("test", server.url("/list"), format: "feed"))
    #expect(try harness.refresh().counts.added == 2)
    #expect(try harness.refresh().message.contains("304"), "never unconditionally twice in a row")
    hasOlder.withLock { $0 = false }
    #expect(try harness.refresh(full: true).state == .done)
    let about = try harness.library.catalogue(1).about
    #expect(about.contains("/older could not be read: HTTP status 404"), "a person can find why")
  }

  // MARK: When the next run is

  @Test func theCatalogueSaysWhatDecided() throws {
    var settings = Harness.catalogue("test", document.server.url("/list"), format: "feed")
    settings.enabled = true
    let harness = try Harness()
    defer { harness.stop() }
    document.change { $0.headers = [("Cache-Control", "max-age=200000")] }
    try harness.begin(settings)
    while harness.scheduler.situation("test")?.nextRun?.because.hasPrefix(
      "Cache-Control says that the last answer holds") != true
    {
      usleep(10_000)
    }
    document.change {
      $0.headers = []
      $0.body = Document.feed(["One"], head: "<ttl>2880</ttl>")
      $0.etag = "\"2\""
    }
    settings.interval = 3600
    _ = try harness.refresh()
    #expect(
      harness.scheduler.situation("test")?.nextRun?.because
        == "the catalogue's ttl says every 2 d; 1 d is the longest")
    _ = try harness.refresh()
    #expect(
      harness.scheduler.situation("test")?.nextRun?.because
        == "the catalogue's ttl says every 2 d; 1 d is the longest",
      "a 304 leaves it")
  }

  @Test func whatIsGoneForGoodIsNotAskedAgain() throws {
    var settings = Harness.catalogue("test", document.server.url("/list"), format: "feed")
    settings.enabled = true
    document.change { $0.status = 410 }
    let harness = try Harness()
    defer { harness.stop() }
    try harness.begin(settings)
    while harness.scheduler.situation("test")?.failure == nil { usleep(10_000) }
    usleep(50_000)
    #expect(harness.scheduler.situation("test")?.nextRun == nil)
    #expect(harness.scheduler.situation("test")?.failure?.message.contains("410") == true)
    document.change { $0.status = 200 }
    #expect(try harness.refresh().counts.added == 2, "unless a person asks")
    #expect(harness.scheduler.situation("test")?.nextRun != nil)
  }

  @Test(arguments: [429, 503]) func whoAsksToWaitForLongIsAskedLater(status: Int) throws {
    let harness = try Harness()
    defer { harness.stop() }
    try harness.begin(
      Harness.catalogue("one", document.server.url("/1"), format: "feed"),
      Harness.catalogue("two", document.server.url("/2"), format: "feed"))
    document.change {
      $0.status = status
      $0.headers = [("Retry-After", "7200")]
    }
    let outcome = try harness.refresh("one")
    #expect(outcome.state == .postponed)
    #expect(outcome.retryAfter == 7200)
    let requests = document.server.requestCount
    #expect(
      try harness.refresh("two").state == .postponed, "the host is not asked again, and nothing waits in line"
    )
    #expect(document.server.requestCount == requests)
    #expect(try harness.library.interruptedRun(catalogue: 1) != nil, "it goes on then")
  }

  @Test func toBeAskedToWaitIsNoFailure() throws {
    var settings = Harness.catalogue("test", document.server.url("/list"), format: "feed")
    settings.enabled = true
    document.change {
      $0.status = 503
      $0.headers = [("Retry-After", "7200")]
    }
    let harness = try Harness()
    defer { harness.stop() }
    try harness.begin(settings)
    let end = Date() + 20
    while Date() < end, harness.events.all.isEmpty { usleep(5_000) }
    usleep(100_000)
    let situation = try #require(harness.scheduler.situation("test"))
    #expect(situation.failure == nil)
    guard case .postponed = situation.state else {
      Issue.record("it should wait: \(situation.state)")
      return
    }
    #expect(situation.nextRun?.because == "the server asked to wait (Retry-After)")
    // Who never lets a run close is not healthy, all the same.
    for _ in 0..<5 { _ = try harness.refresh() }
    #expect(harness.scheduler.situation("test")?.failure != nil)
  }

  // MARK: format = "auto"

  @Test func theFormatIsFoundOutFromTheAnswer() throws {
    try with(format: "auto") { harness, document in
      #expect(try harness.refresh().counts.added == 2)
      #expect(document.server.requestCount == 1, "the answer that tells the format is the list")
      #expect(try harness.library.catalogue(1).takenFor?.format == "feed")
      #expect(try harness.refresh().message.contains("304"))
      // Another format at the same address is an error, not a new meaning.
      document.change {
        $0.body = Script.list([Script.record(1)])
        $0.etag = "\"2\""
      }
      let outcome = try harness.refresh()
      #expect(outcome.state == .failed)
      #expect(outcome.message.contains("was taken for “feed” and now answers with an OAI-PMH repository"))
      #expect(try harness.library.catalogue(1).live == 2)
      document.change {
        $0.body = Document.feed(["One", "Two", "Three"])
        $0.etag = "\"3\""
      }
      #expect(try harness.refresh().counts.added == 1)
    }
  }

  @Test func aFormatThatCannotBeToldIsAnError() throws {
    let page = Document("<!DOCTYPE html><html><body>Please log in</body></html>", type: "text/html")
    try with(page, format: "auto") { harness, document in
      let outcome = try harness.refresh()
      #expect(outcome.state == .failed)
      #expect(outcome.message.contains("the answer is a web page, not a catalogue"))
      #expect(try harness.library.catalogue(1).takenFor == nil)
      #expect(try harness.library.runs(catalogue: 1, before: nil, limit: 9).items.count == 1)
      document.change { $0.body = "PK\u{3}\u{4}" }
      #expect(try harness.refresh().message.contains("an Excel workbook"))
      document.change { $0.body = "plain words" }
      #expect(try harness.refresh().message.contains("the format cannot be told from the answer (text/html)"))
    }
  }

  @Test func aFeedIsReadForTheFirstTimeOnlyOnce() throws {
    try with { harness, document in
      _ = try harness.refresh()
      document.change { $0.etag = "\"2\"" }
      _ = try harness.refresh()
      let reasons = harness.events.all.compactMap { event -> String? in
        if case .began(_, _, _, _, let because) = event { because } else { nil }
      }
      #expect(reasons == ["the first run", "it is always read whole"])
    }
  }

  // MARK: Mapped otherwise

  @Test func aMappingThatChangesIsReadFromKeptBytes() throws {
    let table = Document("id,a,b\r\n1,First,Second\r\n", type: "text/csv")
    let directory = TemporaryDirectory()
    defer { table.server.stop() }
    for (column, title) in [("a", "First"), ("b", "Second")] {
      let harness = try Harness(directory)
      defer { harness.stop() }
      var settings = Harness.catalogue("test", table.server.url("/list"), format: "table")
      settings.harvest.fields.sources = [.identifier: FieldSource(["id"]), .title: FieldSource([column])]
      try harness.begin(settings)
      _ = try harness.refresh()
      #expect(try harness.library.report("1").report.report.title == title)
      let message = try harness.refresh().message
      #expect(message.contains("304"))
      let again = harness.events.all.filter { if case .readAgain = $0 { true } else { false } }
      #expect(again.count == (column == "a" ? 0 : 1), "once, and not every time")
    }
    #expect(
      table.server.log.filter { $0.header("if-none-match") == nil }.count == 1,
      "the upstream was not asked again")
  }
}
