import Catalogue

/// What a person configured about how one catalogue is asked.
public struct HarvestSettings: Hashable, Sendable {
  /// A name in the registry: `oai-pmh`.
  public var format: String
  /// `http:`, `https:`, or (only where the configuration itself says so) `file:`.
  public var url: String
  /// OAI-PMH: `oai_dc` unless set.
  public var metadataPrefix: String?
  /// What the harvest is limited to. OAI-PMH: a setSpec; JSON: whatever the API divides its list by.
  public var set: String?
  /// JSON: what the list is searched for.
  public var query: String?
  /// OAI-PMH: never ask for anything older. With it, no list is complete (rule 6).
  public var from: Datestamp?
  /// OAI-PMH: how far before the last closed run's first `responseDate` an incremental run starts, in seconds, for
  /// upstreams whose index lags.
  public var overlap: Int64
  /// Whether a list that ended as it must holds every record (rule 6); nil: as the format says.
  public var complete: Bool?
  /// Tables and JSON: where each field of a report stands; empty: as the preset says.
  public var fields: FieldMapping
  /// Tables: the ASCII character that stands between two cells; nil: found out from the header row.
  public var separator: UInt8?
  /// JSON: the way to the list and through its pages; nil: as the preset says.
  public var list: JSONMapping?
  /// Landing pages: which, and how many at a time.
  public var crawl: CrawlSettings

  public init(
    format: String, url: String, metadataPrefix: String? = nil, set: String? = nil, query: String? = nil,
    from: Datestamp? = nil, overlap: Int64 = 0, complete: Bool? = nil, fields: FieldMapping = FieldMapping(),
    separator: UInt8? = nil, list: JSONMapping? = nil, crawl: CrawlSettings = CrawlSettings()
  ) {
    self.format = format
    self.url = url
    self.metadataPrefix = metadataPrefix
    self.set = set
    self.query = query
    self.from = from
    self.overlap = overlap
    self.complete = complete
    self.fields = fields
    self.separator = separator
    self.list = list
    self.crawl = crawl
  }
}

/// What a new run is to ask for.
public enum HarvestScope: Hashable, Sendable {
  /// Everything that the configuration allows.
  case full
  /// What changed since the last closed run's first `responseDate` (the format takes off granule and overlap).
  case since(Datestamp)
}

/// One run's conversation with one upstream: which request is next, what an answer means, how the list ends.
///
/// A pure state machine: no I/O, no clock. `Sync` carries out its requests and gives it the bytes. The call order is
/// `next` → (`begin` → `feed`… → `end`) or `failed` → `next` …. A conversation is resumed from a `checkpoint` that
/// was taken after an `end`, by `CatalogueFormat.resume`.
public protocol Harvest: Sendable {
  /// The request to make now, or that the list is over. Asking again without an answer gives the same.
  mutating func next() -> HarvestStep
  /// The final response's head has come. Throws where the answer cannot be what was asked for.
  mutating func begin(_ head: AnswerHead) throws(HarvestFault)
  /// The next bytes of the body, content codings undone, in chunks of any size. Every whole record in them goes to
  /// `sink`, in order.
  mutating func feed(_ bytes: UnsafeRawBufferPointer, _ sink: (RecordBytes) -> Void) throws(HarvestFault)
  /// The body is whole. (A transfer that broke off calls `failed` instead; the records that came are good.)
  mutating func end(_ sink: (RecordBytes) -> Void) throws(HarvestFault) -> PageFacts
  /// The page could not be had or understood: by a transfer's failure, or by what `begin`, `feed` or `end` threw.
  /// Says what to do; `attempt` counts the failures in a row of this request, from 1.
  mutating func failed(_ fault: HarvestFault, attempt: Int) -> Recovery
  /// What the store said of a page, once it was committed (it may come some pages late): for telling loops.
  /// `newSinceRestart` counts the records of the page that this start or restart of the list had not brought before.
  mutating func committed(records: Int, newSinceRestart: Int)
  /// What is known of the pages that `next` asked about, each in its place, and what follows from it. Formats whose lists
  /// hold the records themselves never ask. With none, what was noted since the last answer, for a run that ends here.
  mutating func recalled(_ pages: [Recollection]) -> PageFacts
  /// Everything needed to go on from here after a kill, as text. Valid between `end` and the next `begin`.
  var checkpoint: String { get }
  /// What is known of this list so far.
  var facts: ListFacts { get }
}

extension Harvest {
  public mutating func recalled(_ pages: [Recollection]) -> PageFacts { PageFacts(records: 0) }
}

/// How a list ended.
public enum ListEnd: Hashable, Sendable {
  /// As its protocol says it must (rule 5).
  case whole
  /// It broke off: the run does not close.
  case brokenOff(HarvestFault)
}

/// What is known of the list that a run is reading, as the rules need it.
public struct ListFacts: Hashable, Sendable {
  /// Whether the run asks for everything, without `from` (rules 3, 6, 8).
  public var full: Bool
  /// Whether the list, so far, can be complete by rule 6: no `from` (or windows that reach from the beginning),
  /// restarted only from its beginning, no promise of tombstones.
  public var complete: Bool
  /// The list's first `responseDate`: where the next run begins (rule 8).
  public var responseDate: Datestamp?
  /// How many times the list was begun again from its beginning: records count as new again in each pass.
  public var pass: Int
  /// `completeListSize`, where the upstream tells.
  public var expectedRecords: Int?
  /// Whether the upstream promises to keep the tombstones of all that it deletes (OAI-PMH: `persistent`).
  public var promisesTombstones: Bool
  /// What the upstream says of itself, for people: repository name, sets, formats, deletion policy …, in order.
  public var about: [AboutFact]
  /// How often the upstream wants to be asked, where the document says so.
  public var polling: PollingWish
  /// Whether an answer of 304 to the list's first request would mean that the whole list is as it was: its validators
  /// are kept when the run closes. False where further pages were read that it says nothing of.
  public var isConditional: Bool
  /// What a person should know of how the run went, where it went well: what was left for the next one.
  public var remark: String?

  public init(
    full: Bool, complete: Bool, responseDate: Datestamp? = nil, pass: Int = 0,
    expectedRecords: Int? = nil, promisesTombstones: Bool = false, about: [AboutFact] = [],
    polling: PollingWish = PollingWish(), isConditional: Bool = false
  ) {
    self.full = full
    self.complete = complete
    self.responseDate = responseDate
    self.pass = pass
    self.expectedRecords = expectedRecords
    self.promisesTombstones = promisesTombstones
    self.about = about
    self.polling = polling
    self.isConditional = isConditional
  }
}

/// How often an upstream's document wants to be asked (RSS 2.0's `ttl`, `skipHours` and `skipDays`; RSS 1.0's
/// syndication module). Times are in UTC.
public struct PollingWish: Hashable, Sendable {
  /// Seconds between two requests, at least; 0 where nothing is said.
  public var interval: Int64
  /// Hours of the day, 0 to 23, in which it does not want to be asked.
  public var skipHours: Set<Int>
  /// Days of the week, 1 (Monday) to 7 (Sunday, ISO 8601), on which it does not want to be asked.
  public var skipDays: Set<Int>
  /// What said `interval`, for people: `ttl`, `sy:updatePeriod`.
  public var source: String

  public init(interval: Int64 = 0, skipHours: Set<Int> = [], skipDays: Set<Int> = [], source: String = "") {
    self.interval = interval
    self.skipHours = skipHours
    self.skipDays = skipDays
    self.source = source
  }
}

extension PollingWish {
  /// `interval;hours;days;source`, as checkpoints and the store keep it.
  public var text: String {
    func list(_ numbers: Set<Int>) -> String { numbers.sorted().map(String.init).joined(separator: ",") }
    return "\(interval);\(list(skipHours));\(list(skipDays));\(source)"
  }

  /// What `text` made; no wish where it is not readable.
  public init(text: String) {
    self.init()
    let parts = text.split(separator: ";", maxSplits: 3, omittingEmptySubsequences: false)
    guard parts.count == 4 else { return }
    interval = Int64(parts[0]) ?? 0
    skipHours = Set(parts[1].split(separator: ",").compactMap { Int($0) })
    skipDays = Set(parts[2].split(separator: ",").compactMap { Int($0) })
    source = String(parts[3])
  }
}

/// One thing that an upstream says of itself ("Repository name", "Bench").
public struct AboutFact: Hashable, Sendable, Codable {
  public var name: String
  public var value: String

  public init(name: String, value: String) {
    self.name = name
    self.value = value
  }
}

/// What one page brought besides its records.
public struct PageFacts: Sendable {
  public var records: Int
  /// Faults of the upstream that were mended on the way ("control character dropped"), each with its count.
  public var repairs: [String: Int]
  /// What was heard of pages besides records.
  public var news = PageNews()
  /// Records that no answer brought: of pages that a list says are deleted.
  public var statements: [RecordBytes] = []

  public init(records: Int, repairs: [String: Int] = [:]) {
    self.records = records
    self.repairs = repairs
  }
}

/// What to do after a page failed.
public enum Recovery: Hashable, Sendable {
  /// Make the same request again, after a back-off (or what `Retry-After` said).
  case retry
  /// `next()` has something else to try: a smaller window, the list from its beginning.
  case goOn
  /// Nothing more can be done in this run.
  case brokenOff(HarvestFault)
}

/// Why an answer is of no use, in words for a librarian.
public struct HarvestFault: Error, Hashable, Sendable {
  public enum Kind: Hashable, Sendable {
    /// The transfer failed; `status` is the HTTP status where one came.
    case transfer(status: Int?)
    /// A page for people where data was expected: an error page, a login page, a bot wall.
    case notData
    /// The body ended before the document did.
    case cutShort
    /// The document is not what the protocol says it must be.
    case malformed
    /// An error that the protocol has a code for ("badResumptionToken"), or that the upstream made up.
    case said(code: String)
    /// The list does not end: pages repeat, or stay empty.
    case loop
  }
  public var kind: Kind
  /// What is wrong and what it means, one sentence or two, without control characters.
  public var message: String

  public init(_ kind: Kind, _ message: String) {
    self.kind = kind
    self.message = message
  }
}
