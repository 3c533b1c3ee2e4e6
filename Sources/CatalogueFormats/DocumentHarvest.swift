import Catalogue

/// Cuts one document, which is a whole list, into its records as its bytes come.
protocol DocumentSplitter: Sendable {
  mutating func feed(_ bytes: Bytes, _ sink: (RecordBytes) -> Void) throws(HarvestFault)
  /// The document is over.
  mutating func finish(_ sink: (RecordBytes) -> Void) throws(HarvestFault)
  /// How many records were given.
  var records: Int { get }
  var repairs: [String: Int] { get }
  /// What the document says of itself.
  var about: [AboutFact] { get }
  /// Whether the last record may have been cut off, in a format that has no end of its own.
  var breaksOff: Bool { get }
  /// Whether what was thrown comes from the catalogue's file: asking again cannot help.
  var isMisconfigured: Bool { get }
}

extension DocumentSplitter {
  var isMisconfigured: Bool { false }
}

/// One harvest of a document that is a whole list: one request, complete by its nature (rule 6).
struct DocumentHarvest<Splitter: DocumentSplitter>: Harvest {
  let settings: HarvestSettings
  /// The media types to ask for.
  let accept: String
  let isFile: Bool
  private(set) var facts: ListFacts
  private var isOver = false
  /// Whether records of an answer came already, so that another answer begins the list again.
  private var hasBegun = false
  private let fresh: @Sendable () -> Splitter
  private(set) var splitter: Splitter

  private static var limits: (retries: Int, flowControl: Int) { (3, 10) }

  init(_ settings: HarvestSettings, accept: String, _ splitter: @escaping @Sendable () -> Splitter) {
    self.settings = settings
    self.accept = accept
    fresh = splitter
    self.splitter = splitter()
    isFile = settings.url.hasPrefix("file:")
    facts = ListFacts(full: true, complete: settings.complete ?? true, isConditional: true)
  }

  func next() -> HarvestStep {
    if isOver { return .ended(.whole) }
    return .request(HarvestRequest(url: settings.url, accept: accept, conditional: true))
  }

  mutating func begin(_ head: AnswerHead) throws(HarvestFault) {
    guard (200..<300).contains(head.status) else { throw HTTPRefusal.fault(head.status) }
    if hasBegun { facts.pass += 1 }
    hasBegun = false
    splitter = fresh()
    facts.about = []
    facts.complete = settings.complete ?? true
  }

  mutating func feed(_ bytes: UnsafeRawBufferPointer, _ sink: (RecordBytes) -> Void) throws(HarvestFault) {
    try splitter.feed(bytes.assumingMemoryBound(to: UInt8.self), sink)
    note()
  }

  mutating func end(_ sink: (RecordBytes) -> Void) throws(HarvestFault) -> PageFacts {
    try splitter.finish(sink)
    note()
    isOver = true
    var repairs = splitter.repairs
    // Nothing is gone because it would have stood behind the cut.
    if splitter.breaksOff, settings.complete != true {
      facts.complete = false
      repairs["last record breaks off; the list is not taken as complete", default: 0] += 1
    }
    return PageFacts(records: splitter.records, repairs: repairs)
  }

  private mutating func note() {
    hasBegun = hasBegun || splitter.records > 0
    if facts.about.isEmpty { facts.about = splitter.about }
  }

  mutating func failed(_ fault: HarvestFault, attempt: Int) -> Recovery {
    if isFile || splitter.isMisconfigured || HTTPRefusal.isFinal(fault) { return .brokenOff(fault) }
    let limit = HTTPRefusal.isFlowControl(fault) ? Self.limits.flowControl : Self.limits.retries
    return attempt <= limit ? .retry : .brokenOff(fault)
  }

  /// A document is one page: it cannot loop.
  mutating func committed(records: Int, newSinceRestart: Int) {}

  // MARK: Checkpoint

  /// Tables had it first.
  private static var version: String { "table1" }

  /// A checkpoint is only taken behind the one page: all that it says is that the list is over.
  var checkpoint: String {
    var words = Checkpoint(Self.version)
    words.add("over", isOver)
    words.add("pass", facts.pass)
    words.add("complete", facts.complete)
    return words.text
  }

  /// Goes on from a checkpoint; nil for what is none.
  init?(
    _ settings: HarvestSettings, accept: String, resuming checkpoint: String,
    _ splitter: @escaping @Sendable () -> Splitter
  ) {
    guard let words = Checkpoint(checkpoint, version: Self.version), let pass = words.number("pass") else {
      return nil
    }
    self.init(settings, accept: accept, splitter)
    isOver = words.flag("over")
    facts.pass = pass
    if !words.flag("complete") { facts.complete = false }
  }
}
