import Catalogue

/// One reading of a catalogue that is web pages: robots.txt, then the lists that name the pages, then those pages that are
/// new or may have changed. Each page is a record.
///
/// What lists name is kept packed, one list at a time, and what is known of the pages is asked of the store in batches
/// (`HarvestStep.recall`), so that memory does not grow with the site. After a kill the lists are read again, and pages
/// that the run has asked for already are not.
struct SiteHarvest: Harvest {
  let settings: HarvestSettings
  let source: Source
  var facts = ListFacts(full: true, complete: true)

  /// What names the pages.
  enum Source: Sendable { case sitemap, listing, page, feed }

  /// What is being asked for.
  enum Asking: Sendable {
    case robots(origin: String)
    case list(ListAddress)
    case page(PageRequest)
  }
  var asking: Asking?
  /// The addresses whose knowledge is being asked of the store.
  var recalling: [PageEntry]?
  /// Pages that are to be asked for, of which all is being asked of the store.
  var asked: [PageRequest] = []

  /// A list that is to be read.
  struct ListAddress: Hashable, Sendable {
    var address: String
    /// How many lists lead to it.
    var depth: Int
  }
  var lists: [ListAddress] = []
  /// Hashes of the addresses of lists that are, or were, to be read.
  var seenLists: Set<Int> = []
  var listsRead = 0
  /// Hashes of the addresses that listings linked to.
  var seenLinks: Set<Int> = []
  /// Of a site whose sitemap is not known: addresses that are tried one after the other.
  var guesses: [String] = []

  /// Pages that a list named and that were not looked up yet.
  var entries = EntryQueue()
  /// Pages whose resource was deleted, as a list of changes says, and when.
  var deleted: [String: String] = [:]
  /// Pages that are to be asked for now, the next one last.
  var wanted: [PageRequest] = []
  /// Pages that nothing tells about, to be asked whether they changed when all new ones were read: the oldest first.
  var revisits = RevisitQueue()
  /// Pages that are asked for when all others were, as it is those that tell whose records they are.
  var putOff = EntryQueue()
  /// Which pages are asked for.
  var turn = Turn.listed

  enum Turn { case listed, revisits, putOff }
  /// Statements that no answer brought, for the store.
  var tombstones: [RecordBytes] = []
  /// Whether a page was listed that is known as a report's.
  var knowsReports = false
  /// Whether lists of changes were read, and lists of pages.
  var hasChanges = false
  var hasPages = false

  /// A page that is to be asked for.
  struct PageRequest: Hashable, Sendable {
    var entry: PageEntry
    /// What is known of it from before.
    var known: PageNote?
    /// What its record says.
    var said: SaidByPage?
    /// Whether its validators are sent.
    var conditional: Bool
    /// Where redirects have led.
    var target: String?
    var redirects = 0
    /// Whether the address that it calls its own is not believed.
    var isDistrusted = false
    /// What the record says in whose name it would be the first, where that was asked.
    var record: RecordOfName?
    /// Pages of its name, where it has no record: they are asked for when it is a report's.
    var namesakes: [KnownPage] = []
    /// A new page of its name (`Recollection.namesakes`): all that counts is whether it leads there.
    var successor: PageEntry?
    /// Whether a redirect has led there.
    var hasLedThere = false

    /// What is asked for.
    var url: String { target ?? entry.address }

    /// Whether what is known is of the address that the page had before its site moved (`PageAddress.siblings`).
    var isKnownElsewhere: Bool { known.map { $0.address != entry.address } ?? false }

    /// Whether that address differs in no more than its host.
    var isAtSamePath: Bool {
      guard let known, let old = PageAddress(known.address), let new = PageAddress(entry.address) else {
        return true
      }
      return old.path == new.path
    }
  }

  struct RecordOfName: Hashable, Sendable {
    /// Nil where there is none.
    var said: SaidByPage?
  }

  /// A page in the hand of whose name the store has to be asked, and that name.
  var doubted: (page: PageRequest, name: String)?

  var robots: [String: RobotsRules] = [:]
  /// How many pages this run has asked for.
  var spent = 0
  var tally = CrawlTally()
  /// What was heard since the last page of statements.
  var news = PageNews()
  /// Hashes of the addresses of pages that were counted.
  var counted: Set<Int> = []
  var failures = Failures()
  var identities = Identities()
  var ending: HarvestFault?

  /// Pages that could not be had.
  struct Failures: Sendable {
    /// In a row; those apart that could not be had in the run before either.
    var inRow = 0
    var againInRow = 0
    /// Whether others of the list were tried than those that came next.
    var hasTriedOthers = false
    var last: HarvestFault?
  }

  // What is being heard.
  var head = AnswerHead(status: 200, contentType: nil)
  var body: [UInt8] = []
  var sitemap = SitemapBody(contentType: nil)
  /// Why a page is not read to its end, where that is no fault.
  var verdict: PageVerdict?
  /// Whether the answer is a refusal, of which it is heard who speaks it (HTTP status 401, 403 or 503).
  var isRefusal = false
  /// The feed whose entries name the pages.
  var feed: FeedHarvest?
  var feedEntries: [RecordBytes] = []

  static let limits = (
    lists: 10_000, depth: 4, batch: 500, retries: 2, flowControl: 10, failuresInRow: (first: 5, all: 25),
    origins: 50, redirects: 5, refusal: 256 << 10,
    listings: 1000, page: 16 << 20, listing: 16 << 20, deleted: 200_000,
    counted: 200_000, putOff: 50_000
  )
  /// Of the reading of pages: grows where it reads more, so that what was no report is looked at again.
  static let version = 1

  let include: [AddressPattern]
  let exclude: [AddressPattern]
  /// The sites whose pages are looked at.
  let sites: Set<String>

  init(_ source: Source, _ settings: HarvestSettings, _ scope: HarvestScope) {
    self.settings = settings
    self.source = source
    include = settings.crawl.include.map(AddressPattern.init)
    exclude = settings.crawl.exclude.map(AddressPattern.init)
    sites = Set(([settings.url] + settings.crawl.include).compactMap { PageAddress($0)?.site })
    facts.complete = settings.complete ?? (source == .sitemap || source == .page)
    switch source {
    case .page:
      if isFile {
        entries.append(PageEntry(address: settings.url))
      } else if let page = PageAddress(settings.url) {
        entries.append(PageEntry(address: page.text))
      }
    case .feed:
      feed = FeedHarvest(settings, .full)
      facts.isConditional = true
    case .sitemap:
      // A site as such: its robots.txt names its sitemaps.
      if PageAddress(settings.url)?.path == "/" {
        guesses = ["/sitemap.xml", "/sitemap_index.xml", "/wp-sitemap.xml", "/.well-known/resourcesync"]
      } else {
        add(list: settings.url, depth: 0)
      }
    case .listing: add(list: settings.url, depth: 0)
    }
  }

  var isFile: Bool { settings.url.hasPrefix("file:") }

  // MARK: Asking

  func next() -> HarvestStep {
    if let ending { return .ended(.brokenOff(ending)) }
    if let recalling { return .recall(recalling.map(\.address), inFull: !asked.isEmpty) }
    switch asking {
    case .robots(let origin): return .request(request(origin + "/robots.txt", "text/plain, */*;q=0.1"))
    case .list(let list):
      if var step = feed?.next() {
        if case .request(let request) = step {
          var request = request
          request.gap = delay(of: request.url)
          step = .request(request)
        }
        return step
      }
      let accept =
        source == .listing ? Self.acceptPages : "application/xml, text/xml, text/plain;q=0.8, */*;q=0.1"
      var request = request(list.address, accept)
      // What a sitemap says of each page makes up for asking for it, but only as long as nothing was left open.
      request.conditional = source == .sitemap && list.address == settings.url && !settings.crawl.asksAll
      return .request(request)
    case .page(let page):
      var request = request(page.url, Self.acceptPages)
      request.isOneOfMany = source != .page
      // robots.txt has a say in where one leads.
      request.followsRedirects = isFile
      if page.conditional, let known = page.known, known.etag != nil || known.lastModified != nil {
        request.validators = .init(etag: known.etag, lastModified: known.lastModified)
      }
      return .request(request)
    case nil: return .ended(.whole)
    }
  }

  private static let acceptPages = "text/html, application/xhtml+xml, */*;q=0.1"

  private func request(_ url: String, _ accept: String) -> HarvestRequest {
    HarvestRequest(url: url, accept: accept, gap: delay(of: url))
  }

  private func delay(of url: String) -> Double? {
    PageAddress(url).flatMap { robots[$0.origin]?.delay }
  }

  func committed(records: Int, newSinceRestart: Int) {}
}
