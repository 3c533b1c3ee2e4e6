import Catalogue

/// One harvest of a table: one request, one list, complete by its nature (rule 6).
struct TableHarvest: Harvest {
  let kind: TableKind
  let settings: HarvestSettings
  let isFile: Bool
  private(set) var facts: ListFacts
  private var isOver = false
  /// Whether rows of an answer came already, so that another answer begins the list again.
  private var hasBegun = false
  private var splitter: TableSplitter

  private static let limits = (retries: 3, flowControl: 10)

  init(_ kind: TableKind, _ settings: HarvestSettings) {
    self.kind = kind
    self.settings = settings
    isFile = settings.url.hasPrefix("file:")
    facts = ListFacts(full: true, complete: settings.complete ?? true, isConditional: true)
    splitter = TableSplitter(kind, separator: settings.separator)
  }

  func next() -> HarvestStep {
    if isOver { return .ended(.whole) }
    return .request(
      HarvestRequest(
        url: settings.url, accept: "text/tab-separated-values, text/csv, text/plain;q=0.9, */*;q=0.1",
        conditional: true))
  }

  mutating func begin(_ head: AnswerHead) throws(HarvestFault) {
    guard (200..<300).contains(head.status) else { throw HTTPRefusal.fault(head.status) }
    if hasBegun { facts.pass += 1 }
    hasBegun = false
    splitter = TableSplitter(kind, separator: settings.separator)
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
      repairs["last row breaks off; the list is not taken as complete", default: 0] += 1
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

  /// A table is one page: it cannot loop.
  mutating func committed(records: Int, newSinceRestart: Int) {}

  // MARK: Checkpoint

  private static let version = "table1"

  /// A checkpoint is only taken behind the one page: all that it says is that the list is over.
  var checkpoint: String {
    var words = Checkpoint(Self.version)
    words.add("over", isOver)
    words.add("pass", facts.pass)
    words.add("complete", facts.complete)
    return words.text
  }

  /// Goes on from a checkpoint; nil for what is none.
  init?(_ kind: TableKind, _ settings: HarvestSettings, resuming checkpoint: String) {
    guard let words = Checkpoint(checkpoint, version: Self.version), let pass = words.number("pass") else {
      return nil
    }
    self.init(kind, settings)
    isOver = words.flag("over")
    facts.pass = pass
    if !words.flag("complete") { facts.complete = false }
  }
}
