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
  var deletedRecord = ""
  var earliest: Datestamp?
  /// How often the list was begun again in this run.
  var restarts = 0
  /// Datestamps so far: whether they never went back, and the latest. Only then may a list go on from a date.
  var isOrdered = true
  var highest: Datestamp?
  /// Records of the window's list so far.
  var heardInWindow = 0
  /// Whether anything but a file's bytes went by; how a request may still be put more simply.
  var fromForm = FromForm.exact
  private(set) var offered: (prefixes: [String], sets: [String]) = ([], [])

  /// How `from` is put: servers that refuse one form may take the next.
  enum FromForm: String { case exact, day, none }

  private var splitter = PageSplitter(contentType: nil)
  private var status = 200
  private var emptyPages = 0
  private var loop: HarvestFault?
  /// Receipts that say nothing about loops: pages around a fault come twice.
  private var ignoredReceipts = 0

  private static let limits = (retries: 3, flowControl: 10, restarts: 3, emptyPages: 50)
  static var prefixDefault: String { "oai_dc" }

  init(_ settings: HarvestSettings, _ scope: HarvestScope) {
    self.settings = settings
    isFile = settings.url.hasPrefix("file:")
    phase = isFile ? .list : .identify
    switch scope {
    case .full:
      facts = ListFacts(full: true, complete: settings.complete ?? true)
      windows = [Window(from: settings.from)]
    case .since(let date):
      facts = ListFacts(full: false, complete: false)
      windows = [Window(from: max(date, settings.from ?? date))]
      // A granule less is taken off once the granularity is known; the overlap at once.
      windows[0].from?.seconds -= settings.overlap
    }
    if settings.from != nil || settings.complete == false { facts.complete = false }
  }

  var prefix: String { settings.metadataPrefix ?? Self.prefixDefault }

  // MARK: Asking

  func next() -> HarvestStep {
    if let loop { return .ended(.brokenOff(loop)) }
    switch phase {
    case .over: return .ended(.whole)
    case .identify: return .request(request(["verb": "Identify"]))
    case .formats: return .request(request(["verb": "ListMetadataFormats"]))
    case .sets: return .request(request(["verb": "ListSets"]))
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
    let separator = settings.url.contains("?") ? (settings.url.hasSuffix("?") || settings.url.hasSuffix("&") ? "" : "&") : "?"
    return HarvestRequest(url: settings.url + separator + query, accept: "text/xml, application/xml;q=0.9, */*;q=0.1")
  }

  // MARK: Hearing

  mutating func begin(_ head: AnswerHead) throws(HarvestFault) {
    status = head.status
    let mayHoldErrors = (400..<500).contains(status) && ![401, 403, 407, 408, 429].contains(status)
    guard (200..<300).contains(status) || mayHoldErrors else { throw refusal() }
    splitter = PageSplitter(cutsRecords: phase == .list, prefix: prefix, contentType: head.contentType)
  }

  private func refusal() -> HarvestFault {
    let meaning =
      switch status {
      case 401, 407: "the server wants credentials"
      case 403: "the server refuses access"
      case 404, 410: "there is nothing at the address; has it moved?"
      case 413: "the server finds the list too large"
      case 429, 503: "the server asks to wait"
      case 500...: "the server has a fault of its own"
      default: "the server does not answer with data"
      }
    return HarvestFault(.transfer(status: status), "HTTP status \(status): \(meaning)")
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
    let envelope = Envelope(splitter.envelope, charset: splitter.context.charset)
    try recognise(envelope)
    facts.responseDate = facts.responseDate ?? envelope.responseDate
    switch phase {
    case .identify: takeIdentify(envelope)
    case .formats:
      offered.prefixes = envelope.prefixes
      try check(prefix, among: envelope.prefixes, "metadata prefix")
      phase = .sets
    case .sets: try takeSets(envelope)
    case .list: try takeList(envelope)
    case .over: break
    }
    return PageFacts(records: splitter.records, repairs: splitter.repairs)
  }

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

  /// Throws where the answer is no OAI-PMH, or breaks off.
  private func recognise(_ envelope: Envelope) throws(HarvestFault) {
    let root = splitter.root ?? ""
    let isData = splitter.listBegan || envelope.isIdentify || !envelope.errors.isEmpty || !envelope.prefixes.isEmpty
      || !envelope.sets.isEmpty || root == "OAI-PMH" || root == "Repository"
    guard isData else {
      if !(200..<300).contains(status) { throw refusal() }
      if root.lowercased() == "html" || envelope.pageTitle != nil {
        let title = envelope.pageTitle.map { " “\($0)”" } ?? ""
        throw HarvestFault(
          .notData, "the answer is a web page\(title), not OAI-PMH: an error page, a login or a bot wall; nothing changed")
      }
      let what = splitter.envelope.isEmpty ? "empty" : "not OAI-PMH"
      throw HarvestFault(.notData, "the answer is \(what); nothing changed")
    }
    if splitter.envelopeOverflowed {
      throw HarvestFault(.malformed, "the answer holds more than 4 MiB beside its records")
    }
    guard splitter.ended else {
      throw HarvestFault(.cutShort, "the answer breaks off before its end")
    }
  }

  // MARK: What the small verbs say

  private mutating func takeIdentify(_ envelope: Envelope) {
    granularity = envelope.granularity ?? .second
    deletedRecord = envelope.deletedRecord ?? ""
    earliest = envelope.earliest
    facts.promisesTombstones = deletedRecord == "persistent"
    if settings.complete != true, facts.promisesTombstones { facts.complete = false }
    tell("Repository name", envelope.repositoryName)
    tell("Administrator", envelope.adminEmails.isEmpty ? nil : envelope.adminEmails.joined(separator: ", "))
    tell("Earliest datestamp", earliest?.utc(granularity))
    tell("Granularity", granularity.rawValue)
    tell("Deleted records", deletedRecord)
    if !facts.full, windows.count == 1 { windows[0].from?.seconds -= granularity.seconds }
    phase = facts.full || settings.set != nil ? .formats : .list
  }

  private mutating func takeSets(_ envelope: Envelope) throws(HarvestFault) {
    let names = envelope.sets.prefix(100).map { $0.name.isEmpty ? $0.spec : "\($0.name) (\($0.spec))" }
    if !names.isEmpty { tell("Sets", names.joined(separator: "; ")) }
    offered.sets = envelope.sets.map(\.spec)
    if let set = settings.set, envelope.token?.isEmpty ?? true { try check(set, among: offered.sets, "set") }
    phase = .list
  }

  private func check(_ wanted: String, among offered: [String], _ kind: String) throws(HarvestFault) {
    guard !offered.isEmpty, !offered.contains(wanted) else { return }
    let list = offered.prefix(20).map { Printable.line($0) }.joined(separator: ", ")
    throw HarvestFault(
      .said(code: "notOffered"),
      "the repository offers no \(kind) “\(wanted)”; it offers \(list). Change the catalogue's file")
  }

  private mutating func tell(_ name: String, _ value: String?) {
    guard let value, !value.isEmpty else { return }
    facts.about.append(AboutFact(name: name, value: Printable.line(value, limit: 2000)))
  }

  // MARK: The list

  private mutating func takeList(_ envelope: Envelope) throws(HarvestFault) {
    if isFile, let policy = envelope.deletedRecord, policy == "persistent", settings.complete != true {
      facts.complete = false
      facts.promisesTombstones = true
    }
    if let error = envelope.errors.first(where: { $0.code != "noRecordsMatch" }) {
      throw HarvestFault(.said(code: error.code), "the upstream says \(error.code): \(error.text)")
    }
    if envelope.errors.isEmpty, !splitter.listBegan {
      throw HarvestFault(.malformed, "the answer holds neither a list nor an error")
    }
    if envelope.hasStrays, (envelope.token ?? "").isEmpty {
      throw HarvestFault(.malformed, "the list holds something that is neither a record nor a token: it may go on")
    }
    facts.expectedRecords = envelope.completeListSize ?? facts.expectedRecords
    emptyPages = splitter.records == 0 ? emptyPages + 1 : 0
    if let next = envelope.token, !next.isEmpty, !isFile {
      if emptyPages >= Self.limits.emptyPages {
        loop = HarvestFault(.loop, "\(emptyPages) pages in a row held nothing; the list does not seem to end")
      }
      token = next
      return
    }
    if envelope.errors.isEmpty, isCapped, halveWindow() { return }
    token = nil
    heardInWindow = 0
    if !windows.isEmpty { windows.removeFirst() }
    if windows.isEmpty || isFile { phase = .over }
  }

  /// A count that equals a round cap, of a list that should be longer.
  private var isCapped: Bool {
    guard let expected = facts.expectedRecords else { return false }
    return heardInWindow >= 1000 && heardInWindow % 1000 == 0 && expected > heardInWindow
  }

  /// Puts two windows in the place of the one that is too large; false if it cannot be halved any more.
  private mutating func halveWindow() -> Bool {
    guard let window = windows.first,
      let low = window.from ?? earliest, let high = window.until ?? facts.responseDate,
      high.seconds - low.seconds >= 2 * granularity.seconds
    else { return false }
    let granules = (high.seconds - low.seconds) / granularity.seconds / 2
    let middle = Datestamp(seconds: low.seconds + granules * granularity.seconds)
    let after = Datestamp(seconds: middle.seconds + granularity.seconds)
    windows.replaceSubrange(
      0..<1, with: [Window(from: window.from, until: middle), Window(from: after, until: window.until)])
    token = nil
    heardInWindow = 0
    return true
  }

  // MARK: Faults

  mutating func failed(_ fault: HarvestFault, attempt: Int) -> Recovery {
    ignoredReceipts = 6
    switch phase {
    case .over: return .brokenOff(fault)
    case .identify: return patience(fault, attempt)
    case .formats, .sets:
      if fault.kind == .said(code: "notOffered") { return .brokenOff(fault) }
      if isFlowControl(fault) { return patience(fault, attempt) }
      guard attempt > 1 || !isTransfer(fault) else { return .retry }
      phase = phase == .formats ? .sets : .list  // it says less of itself than it should; the list counts
      return .goOn
    case .list: return failedList(fault, attempt)
    }
  }

  private mutating func failedList(_ fault: HarvestFault, _ attempt: Int) -> Recovery {
    if isTooLarge(fault) { return halveWindow() ? .goOn : .brokenOff(fault) }
    switch fault.kind {
    case .said(code: "badResumptionToken"):
      return restart(fault)
    case .said(code: "badArgument") where token == nil && windows.first?.from != nil && fromForm != .none:
      fromForm = fromForm == .exact && granularity == .second ? .day : .none
      if fromForm == .none { tell("Incremental harvests", "the server takes no from; everything is read each time") }
      return .goOn
    case .said: return .brokenOff(fault)
    default: break
    }
    if isFile { return .brokenOff(fault) }
    let recovery = patience(fault, attempt)
    if case .brokenOff = recovery, token != nil, !isRefused(fault) { return restart(fault) }
    return recovery
  }

  /// Retries as long as there is hope.
  private func patience(_ fault: HarvestFault, _ attempt: Int) -> Recovery {
    if isRefused(fault) { return .brokenOff(fault) }
    if case .said = fault.kind { return .brokenOff(fault) }
    let limit = isFlowControl(fault) ? Self.limits.flowControl : Self.limits.retries
    return attempt <= limit ? .retry : .brokenOff(fault)
  }

  /// The list from its beginning, or, where its datestamps never went back, from the highest one: lists have no promised
  /// order, and a list that was begun again from a date is not complete (rule 6).
  private mutating func restart(_ fault: HarvestFault) -> Recovery {
    guard restarts < Self.limits.restarts else {
      return .brokenOff(
        HarvestFault(fault.kind, "\(fault.message); the list was begun again \(restarts) times and broke off each time"))
    }
    restarts += 1
    token = nil
    heardInWindow = 0
    facts.pass += 1
    if isOrdered, let highest, !windows.isEmpty, fromForm != .none, !isFile, highest > (windows[0].from ?? .distantPast) {
      windows[0].from = Datestamp(seconds: highest.seconds - granularity.seconds)
      facts.complete = false
    }
    return .goOn
  }

  private func isFlowControl(_ fault: HarvestFault) -> Bool {
    fault.kind == .transfer(status: 429) || fault.kind == .transfer(status: 503)
  }

  private func isTransfer(_ fault: HarvestFault) -> Bool {
    if case .transfer = fault.kind { true } else { false }
  }

  /// Whether asking again cannot help.
  private func isRefused(_ fault: HarvestFault) -> Bool {
    if case .transfer(let status?) = fault.kind { [400, 401, 403, 404, 405, 407, 410].contains(status) } else { false }
  }

  private func isTooLarge(_ fault: HarvestFault) -> Bool {
    if fault.kind == .transfer(status: 413) { return true }
    guard case .said = fault.kind else { return false }
    let words = fault.message.lowercased()
    return ["too large", "too many", "too big", "exceeds the max", "limit the range", "narrow"].contains {
      Self.stands($0, in: words)
    }
  }

  private static func stands(_ part: String, in text: String) -> Bool {
    var copy = text
    let part = Array(part.utf8)
    return copy.withUTF8 { bytes in (0..<bytes.count).contains { bytes.has(part, at: $0) } }
  }

  /// Pages that were heard before a kill may come again.
  mutating func graceForReplay() { ignoredReceipts = 6 }

  mutating func committed(records: Int, newSinceRestart: Int) {
    if ignoredReceipts > 0 {
      ignoredReceipts -= 1
      return
    }
    guard records > 0, newSinceRestart == 0, phase == .list, token != nil else { return }
    loop = HarvestFault(.loop, "a page held \(records) records, and none of them was new: the list does not end")
  }
}

extension Datestamp {
  fileprivate static let distantPast = Datestamp(seconds: .min)
}

/// Arguments of a URL's query (RFC 3986, 3.4).
enum Query {
  /// Everything but unreserved characters becomes `%XX`, exactly once.
  static func encode(_ text: String) -> String {
    var result: [UInt8] = []
    for byte in text.utf8 {
      if ASCII.isLetter(byte) || ASCII.isDigit(byte) || "-._~".utf8.contains(byte) {
        result.append(byte)
      } else {
        result.append(UInt8(ascii: "%"))
        for digit in [byte >> 4, byte & 15] { result.append(digit < 10 ? digit + 0x30 : digit + 0x37) }
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// Undoes `encode`; nil for what it cannot have made.
  static func decode(_ text: some StringProtocol) -> String? {
    var result: [UInt8] = []
    var bytes = text.utf8.makeIterator()
    while let byte = bytes.next() {
      guard byte == UInt8(ascii: "%") else {
        result.append(byte)
        continue
      }
      guard let high = bytes.next().flatMap(digit), let low = bytes.next().flatMap(digit) else { return nil }
      result.append(high << 4 | low)
    }
    return String(validating: result, as: UTF8.self)
  }

  private static func digit(_ byte: UInt8) -> UInt8? {
    if ASCII.isDigit(byte) { return byte - 0x30 }
    return (0x41...0x46).contains(byte) ? byte - 0x37 : nil
  }
}
