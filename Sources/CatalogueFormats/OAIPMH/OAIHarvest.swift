import Catalogue

/// One harvest by OAI-PMH 2.0: Identify, what the repository offers, then the list, window by window and token by token.
struct OAIHarvest: Harvest {
  enum Phase: String { case identify, formats, sets, list, over }

  /// A stretch of datestamps that is asked for as one list; both ends are inclusive (OAI-PMH 2.0, 2.7.1).
  struct Window: Hashable {
    var from: Datestamp?
    var until: Datestamp?
  }

  let settings: HarvestSettings
  let isFile: Bool
  var facts: ListFacts
  var phase: Phase
  /// The windows that are still to be read, the next one first.
  var windows: [Window] = [Window()]
  var token: String?
  var granularity = Granularity.second
  var earliest: Datestamp?
  /// How often the list was begun again in this run.
  var restarts = 0
  /// Datestamps so far: whether they never went back, and the latest. Only then may a list go on from a date.
  var isOrdered = true
  var highest: Datestamp?
  /// Records and pages of the window's list so far.
  var heardInWindow = 0
  var pagesInWindow = 0
  /// What of this was so before the page that is being heard: it is undone if the page is asked for again.
  var beforePage: (isOrdered: Bool, highest: Datestamp?, heard: Int)?
  var fromForm = FromForm.exact

  /// How `from` is put: servers that refuse one form may take the next.
  enum FromForm: String { case exact, day, none }

  var splitter = PageSplitter(contentType: nil)
  var status = 200
  var sets = OfferedSets()
  var emptyPages = 0
  var loop: HarvestFault?
  /// Receipts that say nothing about loops: pages around a fault, or after a list was begun again, come twice.
  var ignoredReceipts = 0

  /// Receipts come up to four pages late; and the page that broke off, and the one before it, may come again.
  static let lateReceipts = 6
  static let limits = (retries: 3, flowControl: 10, restarts: 3, emptyPages: 50)

  init(_ settings: HarvestSettings, _ scope: HarvestScope) {
    self.settings = settings
    isFile = settings.url.hasPrefix("file:")
    phase = isFile ? .list : .identify
    switch scope {
    case .since(let date) where !isFile:
      facts = ListFacts(full: false, complete: false)
      windows = [Window(from: date)]  // until Identify tells the granularity
    default:
      facts = ListFacts(full: true, complete: settings.complete ?? true)
      windows = [Window(from: settings.from)]
    }
    if settings.from != nil { facts.complete = false }
  }

  var prefix: String { settings.metadataPrefix ?? "oai_dc" }

  // MARK: Asking

  func next() -> HarvestStep {
    if let loop { return .ended(.brokenOff(loop)) }
    switch phase {
    case .over: return .ended(.whole)
    case .identify: return .request(request(["verb": "Identify"]))
    case .formats: return .request(request(["verb": "ListMetadataFormats"]))
    case .sets:
      guard let token else { return .request(request(["verb": "ListSets"])) }
      return .request(request(["verb": "ListSets", "resumptionToken": token]))
    case .list:
      if isFile { return .request(HarvestRequest(url: settings.url)) }
      if let token { return .request(request([("verb", "ListRecords"), ("resumptionToken", token)])) }
      guard let window = windows.first else { return .ended(.whole) }
      var arguments = [("verb", "ListRecords"), ("metadataPrefix", prefix)]
      if let set = settings.set { arguments.append(("set", set)) }
      let form: Granularity = fromForm == .day ? .day : granularity
      if let from = window.from, fromForm != .none { arguments.append(("from", from.utc(form))) }
      if let until = window.until { arguments.append(("until", until.utc(form))) }
      return .request(request(arguments))
    }
  }

  private func request(_ arguments: KeyValuePairs<String, String>) -> HarvestRequest {
    request(arguments.map { ($0.key, $0.value) })
  }

  private func request(_ arguments: [(String, String)]) -> HarvestRequest {
    let query = arguments.map { "\($0.0)=\(Query.encode($0.1))" }.joined(separator: "&")
    let hasQuery = settings.url.utf8.contains(UInt8(ascii: "?"))
    let isOpen = settings.url.hasSuffix("?") || settings.url.hasSuffix("&")
    let separator = !hasQuery ? "?" : isOpen ? "" : "&"
    return HarvestRequest(
      url: settings.url + separator + query, accept: "text/xml, application/xml;q=0.9, */*;q=0.1")
  }

  // MARK: Hearing

  mutating func begin(_ head: AnswerHead) throws(HarvestFault) {
    if let beforePage { (isOrdered, highest, heardInWindow) = beforePage }
    beforePage = (isOrdered, highest, heardInWindow)
    status = head.status
    let mayHoldErrors = (400..<500).contains(status) && ![401, 403, 407, 408, 429].contains(status)
    guard (200..<300).contains(status) || mayHoldErrors else { throw HTTPRefusal.fault(status) }
    splitter = PageSplitter(cutsRecords: phase == .list, prefix: prefix, contentType: head.contentType)
  }

  mutating func feed(_ bytes: UnsafeRawBufferPointer, _ sink: (RecordBytes) -> Void) throws(HarvestFault) {
    let before = splitter.records
    var seen: [Datestamp?] = []
    splitter.feed(bytes.assumingMemoryBound(to: UInt8.self)) { record, datestamp in
      seen.append(datestamp)
      sink(record)
    }
    note(seen)
    heardInWindow += splitter.records - before
  }

  mutating func end(_ sink: (RecordBytes) -> Void) throws(HarvestFault) -> PageFacts {
    let before = splitter.records
    var seen: [Datestamp?] = []
    splitter.finish { record, datestamp in
      seen.append(datestamp)
      sink(record)
    }
    note(seen)
    heardInWindow += splitter.records - before
    pagesInWindow += 1
    guard !splitter.envelopeOverflowed else {
      throw HarvestFault(
        .malformed, "the answer holds more than 4 MiB beside its records; nothing more was read")
    }
    let envelope = Envelope(splitter.envelope, charset: splitter.context.charset)
    try recognise(envelope)
    facts.responseDate = facts.responseDate ?? envelope.responseDate
    switch phase {
    case .identify: try takeIdentify(envelope)
    case .formats:
      try check(prefix, among: envelope.prefixes, "metadata prefix")
      phase = .sets
    case .sets: try takeSets(envelope)
    case .list: try takeList(envelope)
    case .over: break
    }
    beforePage = nil
    return PageFacts(records: splitter.records, repairs: splitter.repairs)
  }

  /// Keeps what tells whether the list's datestamps go back.
  private mutating func note(_ datestamps: [Datestamp?]) {
    for datestamp in datestamps {
      guard let datestamp, isOrdered else {
        isOrdered = isOrdered && datestamp != nil
        continue
      }
      if let highest, datestamp < highest { isOrdered = false }
      highest = max(highest ?? datestamp, datestamp)
    }
  }

  /// Pages that were heard before a kill may come again.
  mutating func graceForReplay(_ more: Int) { ignoredReceipts = max(Self.lateReceipts, more) }

  mutating func committed(records: Int, newSinceRestart: Int) {
    if ignoredReceipts > 0 {
      ignoredReceipts -= 1
      return
    }
    guard records > 0, newSinceRestart == 0, phase == .list, token != nil else { return }
    loop = HarvestFault(
      .loop, "a page held \(records) records, and none of them was new: the list does not end")
  }
}
