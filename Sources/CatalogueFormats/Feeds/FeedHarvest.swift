import Catalogue

/// One reading of a feed: its document, then those that it says hold more (RFC 5005). A feed is a window: what is not in
/// it is not gone, unless the feed says that it is complete (RFC 5005, 2).
struct FeedHarvest: Harvest {
  let settings: HarvestSettings
  var facts: ListFacts
  /// Where the next document is; nil where the list is over.
  var page: String?
  /// How many documents have been read.
  var pages = 0
  /// Hashes of the addresses that were read, so that none is read twice.
  var visited: Set<String> = []
  /// Entries that changed before this day (`yyyymmdd`) are known already; nil in a full run.
  var sinceDay: Int?
  var loop: HarvestFault?
  var ignoredReceipts = 0
  var body = FeedBody(contentType: nil, address: "")
  /// Where the document that is being read came from.
  private(set) var address = ""
  private var serverDate: Datestamp?

  static let limits = (pages: 1000, retries: 3, flowControl: 10)
  /// Receipts come up to four pages late; and the page that broke off, and the one before it, may come again.
  static let lateReceipts = 6

  init(_ settings: HarvestSettings, _ scope: HarvestScope) {
    self.settings = settings
    page = settings.url
    // Also where older documents are read besides: what is new stands in the first, and its validators hold for it.
    facts = ListFacts(full: true, complete: false, isConditional: true)
    guard case .since(let date) = scope else { return }
    facts.full = false
    facts.responseDate = date
    sinceDay = Self.day(Datestamp(seconds: date.seconds - 86_400 - max(0, settings.overlap)))
  }

  var isFirst: Bool { pages == 0 }

  // MARK: Asking

  func next() -> HarvestStep {
    if let loop { return .ended(.brokenOff(loop)) }
    guard let page else { return .ended(.whole) }
    return .request(
      HarvestRequest(
        url: page,
        accept: "application/atom+xml, application/rss+xml, application/rdf+xml, application/feed+json, "
          + "application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.8, */*;q=0.1",
        conditional: isFirst))
  }

  // MARK: Hearing

  mutating func begin(_ head: AnswerHead) throws(HarvestFault) {
    let status = head.status
    guard (200..<300).contains(status) else {
      guard status == 410 else { throw HTTPRefusal.fault(status) }
      throw HarvestFault(
        .transfer(status: status),
        "gone for good: the server says that the feed was taken away (HTTP status 410); remove the catalogue, or give it another address"
      )
    }
    serverDate = head.values(of: "date").first.flatMap(Self.seconds) ?? serverDate
    let own = head.url.isEmpty ? page ?? settings.url : head.url
    address = own
    let location = head.values(of: "content-location").first
    body = FeedBody(
      contentType: head.contentType, address: location.map { WebAddress.base($0, within: own) } ?? own,
      language: head.values(of: "content-language").first.flatMap(LanguageTag.normalise),
      readsDays: sinceDay != nil)
  }

  mutating func feed(_ bytes: UnsafeRawBufferPointer, _ sink: (RecordBytes) -> Void) throws(HarvestFault) {
    body.feed(bytes.assumingMemoryBound(to: UInt8.self), sink)
  }

  mutating func end(_ sink: (RecordBytes) -> Void) throws(HarvestFault) -> PageFacts {
    body.finish(sink)
    let head = body.head()
    try recognise(head)
    if isFirst { takeFacts(head) }
    takeNext(head)
    return PageFacts(records: body.entries, repairs: body.repairs)
  }

  /// Throws where the answer is no feed, or breaks off.
  private func recognise(_ head: FeedHead) throws(HarvestFault) {
    guard !head.kind.isEmpty else {
      if body.root == "html" || head.pageTitle != nil {
        let title = head.pageTitle.map { " “\($0)”" } ?? ""
        throw HarvestFault(
          .notData,
          "the answer is a web page\(title), not a feed: an error page, a login or a bot wall; nothing changed"
        )
      }
      throw HarvestFault(.notData, "the answer is \(body.words); nothing changed")
    }
    guard body.ended else { throw HarvestFault(.cutShort, "the feed breaks off before its end") }
    guard !body.envelopeOverflowed else {
      throw HarvestFault(
        .malformed, "the feed holds more than 4 MiB beside its entries; nothing more was read")
    }
  }

  private mutating func takeFacts(_ head: FeedHead) {
    facts.about = []
    tell("Title", head.report.title)
    tell("Kind", head.kind)
    tell("Generator", head.generator)
    tell("Updated", head.updated)
    tell("Page", head.report.links.first { $0.kind == .landingPage }?.url)
    if head.isExpired { tell("Expired", "the feed says that nothing will come any more") }
    facts.polling = head.polling
    facts.complete = head.isComplete && facts.full && settings.complete != false
    let date = serverDate ?? head.updated.flatMap { Datestamp(utc: $0) }
    // A list that is complete is read whole every time: what is missing is told by nothing else.
    if head.isComplete {
      facts.responseDate = nil
      return
    }
    // A cache may answer with an older date than the last time; what was read then stays read.
    if let date { facts.responseDate = max(date, facts.responseDate ?? date) }
  }

  mutating func tell(_ name: String, _ value: String?) {
    guard let value, !value.isEmpty else { return }
    facts.about.append(AboutFact(name: name, value: Printable.line(value, limit: 2000)))
  }

  /// What kind of feed an answer is that begins so; nil where it is none.
  static func recognise(_ sample: AnswerSample) -> String? {
    switch sample.root?.split(separator: ":").last {
    case "feed": "an Atom feed"
    case "rss": "an RSS feed"
    case "RDF":
      // Other RDF is no feed.
      sample.start.withUnsafeBufferPointer { start in
        ["purl.org/rss/1.0", "my.netscape.com/rdf", "<channel"].contains {
          start.place(of: $0, from: 0, before: start.count) != nil
        }
      } ? "an RSS 1.0 feed" : nil
    default:
      sample.mediaType == "application/feed+json"
        || sample.start.withUnsafeBufferPointer { JSONFeed.isVersion($0) } ? "a JSON Feed" : nil
    }
  }

  // MARK: Days

  static func day(_ date: Datestamp) -> Int? { PartialDate.parse(date.utc(.day))?.sortKey }

  /// HTTP's date (RFC 9110, 5.6.7).
  static func seconds(_ printed: String) -> Datestamp? {
    guard let date = FeedDate.parse(printed), let month = date.month, let day = date.day,
      let time = printed.split(separator: " ").first(where: {
        $0.utf8.count == 8 && $0.utf8.contains(ASCII.colon)
      })
    else { return nil }
    func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
    return Datestamp(utc: "\(date.year)-\(two(month))-\(two(day))T\(time)Z")
  }
}
