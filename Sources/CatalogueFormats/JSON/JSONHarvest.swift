import Catalogue

/// One harvest of a JSON API's list: page by page, as its mapping says.
struct JSONHarvest: Harvest {
  let settings: HarvestSettings
  let mapping: JSONMapping
  let requests: JSONRequests
  let isFile: Bool
  var facts: ListFacts
  /// Where the next page is; nil when the list has ended.
  var place: JSONRequests.Place? = .first
  /// From when on changes are asked for; nil: everything is.
  var since: Datestamp?
  /// Pages and items of the list so far, in this pass.
  var pages = 0
  var received = 0
  var emptyPages = 0
  /// How often the list was begun again in this run.
  var restarts = 0
  /// What the first page and the last one held: a server that ignores what it is asked repeats one of them.
  var firstPage: UInt64 = 0
  var lastPage: UInt64 = 0

  var loop: HarvestFault?
  /// Receipts that say nothing about loops: pages around a fault, or after a list was begun again, come twice.
  var ignoredReceipts = 0

  /// Receipts come up to four pages late; and the page that broke off, and the one before it, may come again.
  static let lateReceipts = 6
  static let limits = (retries: 3, flowControl: 10, restarts: 3, emptyPages: 50)

  // Of the page that is being heard.
  var splitter: JSONSplitter
  var head = AnswerHead(status: 200, contentType: nil)
  var page = Fingerprint()
  private let fields: JSONFields

  init(_ settings: HarvestSettings, _ scope: HarvestScope) {
    self.settings = settings
    let mapping = settings.mapping
    self.mapping = mapping
    requests = JSONRequests(settings, mapping)
    isFile = settings.url.hasPrefix("file:")
    fields = JSONFields(mapping.fields, base: settings.url)
    splitter = JSONSplitter(mapping.layout)
    if case .since(let date) = scope, let way = mapping.since, !isFile {
      // What changed within the granule of the last answer may not have stood in it; a day may be any zone's.
      let granule: Int64 = way.date == .day || way.date == .americanDay ? 86_400 : 1
      since = Datestamp(seconds: date.seconds - granule - max(0, settings.overlap))
      facts = ListFacts(full: false, complete: false)
    } else {
      facts = ListFacts(full: true, complete: settings.complete ?? (isFile || mapping.complete))
    }
  }

  // MARK: Asking

  func next() -> HarvestStep {
    if let loop { return .ended(.brokenOff(loop)) }
    guard let place else { return .ended(.whole) }
    let url = requests.url(place, since: since)
    guard !isFile else { return .request(HarvestRequest(url: url, conditional: place == .first)) }
    return .request(
      HarvestRequest(
        url: url, accept: "application/json, */*;q=0.1", conditional: place == .first && since == nil))
  }

  // MARK: Hearing

  mutating func begin(_ head: AnswerHead) throws(HarvestFault) {
    self.head = head
    splitter = JSONSplitter(mapping.layout)
    page = Fingerprint()
    // What is wrong with a request is said in the body.
    let mayTellMore = (400..<500).contains(head.status) && ![401, 407, 408, 429].contains(head.status)
    guard (200..<300).contains(head.status) || mayTellMore else { throw HTTPRefusal.fault(head.status) }
    if mapping.since != nil, !isFile, facts.responseDate == nil, let date = head.values(of: "date").first {
      facts.responseDate = Datestamp(http: date)
    }
  }

  mutating func feed(_ bytes: UnsafeRawBufferPointer, _ sink: (RecordBytes) -> Void) throws(HarvestFault) {
    let bytes = bytes.assumingMemoryBound(to: UInt8.self)
    let reader = ItemReader(fields, page)
    let isData = isData
    splitter.feed(bytes) { if isData { sink(reader.identified($0)) } }
    page = reader.page
  }

  mutating func end(_ sink: (RecordBytes) -> Void) throws(HarvestFault) -> PageFacts {
    let reader = ItemReader(fields, page)
    let isData = isData
    splitter.finish { if isData { sink(reader.identified($0)) } }
    page = reader.page
    try takePage()
    return PageFacts(records: splitter.items, repairs: splitter.repairs)
  }

  /// Whether the answer's items are what was asked for; otherwise it is an error, whatever it holds.
  var isData: Bool { (200..<300).contains(head.status) }

  mutating func committed(records: Int, newSinceRestart: Int) {
    if ignoredReceipts > 0 {
      ignoredReceipts -= 1
      return
    }
    guard records > 0, newSinceRestart == 0, place != nil else { return }
    loop = HarvestFault(
      .loop, "a page held \(records) records, and none of them was new: the list does not end")
  }
}

/// Tells the identifiers of the items that come in one piece of an answer.
private final class ItemReader {
  private let document = JSONDocument()
  private let fields: JSONFields
  private(set) var page: Fingerprint

  init(_ fields: JSONFields, _ page: Fingerprint) {
    self.fields = fields
    self.page = page
  }

  func identified(_ item: RecordBytes) -> RecordBytes {
    var item = item
    item.identifier = item.bytes.withUnsafeBufferPointer { bytes in
      var repairs: [String: Int] = [:]
      guard document.read(bytes, repairs: &repairs) == nil else { return fields.identifier(scanning: bytes) }
      return document.root.flatMap { fields.identifier(of: $0) }
    }
    if let identifier = item.identifier { page.take(identifier.utf8) } else { page.take(item.bytes) }
    return item
  }
}

extension JSONMapping {
  var layout: JSONSplitter.Layout {
    lines ? .lines : .list(JSONPointer(items) ?? JSONPointer())
  }
}

/// A hash of texts that is the same in every process (FNV-1a).
struct Fingerprint: Sendable {
  private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

  mutating func take(_ bytes: some Sequence<UInt8>) {
    for byte in bytes { add(byte) }
    add(0xFF)  // no text holds it
  }

  private mutating func add(_ byte: UInt8) { value = (value ^ UInt64(byte)) &* 0x100_0000_01B3 }
}
