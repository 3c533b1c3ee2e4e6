import Catalogue

/// One harvest of a list of CSL-JSON: a JSON list of one answer, whose chapters are joined to the report beside them.
///
/// The items stand in a list, in the member `items` of an object (Zotero), or one a line; or one stands alone, in lines of
/// its own.
struct CSLHarvest: Harvest {
  private var list: JSONHarvest
  private var joining = ChapterJoining(.list)
  /// The answer's first bytes, as long as they do not tell how the items stand.
  private var opening: [UInt8]? = []
  /// Whether items stand without the brackets of a list, which are put around them.
  private var isBare = false

  private static let openingLimit = 4096

  /// What the catalogue's file says of it.
  private let isComplete: Bool?

  init(_ settings: HarvestSettings) {
    list = JSONHarvest(Self.mapped(settings), .full)
    isComplete = settings.complete
  }

  init?(_ settings: HarvestSettings, resuming checkpoint: String) {
    guard let list = JSONHarvest(Self.mapped(settings), resuming: checkpoint) else { return nil }
    self.list = list
    isComplete = settings.complete
  }

  private static func mapped(_ settings: HarvestSettings) -> HarvestSettings {
    var settings = settings
    settings.list = JSONMapping(complete: true)
    settings.fields = FieldMapping([.identifier: FieldSource(["/id"])])
    return settings
  }

  var facts: ListFacts { list.facts }
  var checkpoint: String { list.checkpoint }

  func next() -> HarvestStep {
    guard case .request(var request) = list.next() else { return list.next() }
    request.accept = "application/vnd.citationstyles.csl+json, application/json;q=0.9, */*;q=0.1"
    return .request(request)
  }

  mutating func begin(_ head: AnswerHead) throws(HarvestFault) {
    joining = ChapterJoining(.list)
    opening = []
    isBare = false
    try list.begin(head)
    list.splitter.tellsLines = true
  }

  mutating func feed(_ bytes: UnsafeRawBufferPointer, _ sink: (RecordBytes) -> Void) throws(HarvestFault) {
    guard var start = opening else { return try hear(bytes, sink) }
    start.append(contentsOf: bytes)
    opening = start
    if start.count >= Self.openingLimit { try open(sink) }
  }

  mutating func end(_ sink: (RecordBytes) -> Void) throws(HarvestFault) -> PageFacts {
    try open(sink)
    if isBare { try hear([JSONBytes.closeBracket], sink) }
    let reader = PartReader()
    var joining = joining
    self.joining = ChapterJoining(.list)
    var facts = try list.end { joining.take(reader.reference($0), sink) }
    joining.finish(sink)
    self.joining = joining
    facts.records = joining.records
    facts.repairs.merge(joining.repairs) { $0 + $1 }
    // Where a bracket was lost, items may have been, too.
    if isComplete != true, !Self.lostBrackets.isDisjoint(with: facts.repairs.keys) {
      list.facts.complete = false
      facts.repairs["brackets do not fit; the list is not taken as complete", default: 0] += 1
    }
    return facts
  }

  private static let lostBrackets: Set = [
    "text behind the end passed over", "bracket that closes nothing passed over",
  ]

  mutating func failed(_ fault: HarvestFault, attempt: Int) -> Recovery {
    list.failed(fault, attempt: attempt)
  }

  mutating func committed(records: Int, newSinceRestart: Int) {
    list.committed(records: records, newSinceRestart: newSinceRestart)
  }

  // MARK: Hearing

  /// Finds out how the items stand, and hears what came so far.
  private mutating func open(_ sink: (RecordBytes) -> Void) throws(HarvestFault) {
    guard let start = opening else { return }
    opening = nil
    let layout = CSLLayout(start)
    list.splitter = JSONSplitter(layout.json)
    list.splitter.tellsLines = true
    isBare = layout == .bare
    if isBare { try hear([JSONBytes.openBracket], sink) }
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    try hear(isBare && start.starts(with: mark) ? Array(start.dropFirst(mark.count)) : start, sink)
  }

  private mutating func hear(_ bytes: [UInt8], _ sink: (RecordBytes) -> Void) throws(HarvestFault) {
    try bytes.withUnsafeBufferPointer { (bytes) throws(HarvestFault) in
      try hear(UnsafeRawBufferPointer(bytes), sink)
    }
  }

  private mutating func hear(_ bytes: UnsafeRawBufferPointer, _ sink: (RecordBytes) -> Void)
    throws(HarvestFault)
  {
    let reader = PartReader()
    var joining = joining
    defer { self.joining = joining }
    self.joining = ChapterJoining(.list)
    try list.feed(bytes) { joining.take(reader.reference($0), sink) }
  }
}

/// Tells what the items of one piece of an answer are parts of.
private final class PartReader {
  private let document = JSONDocument()

  func reference(_ record: RecordBytes) -> Reference {
    var reference = Reference(record: record)
    var unused: [String: Int] = [:]
    record.bytes.withUnsafeBufferPointer { bytes in
      guard document.read(bytes, repairs: &unused) == nil, let root = document.root, root.kind == .object
      else { return }
      let item = CSLItem(value: root)
      reference.name = item.identifier
      reference.part = item.part
    }
    return reference
  }
}
