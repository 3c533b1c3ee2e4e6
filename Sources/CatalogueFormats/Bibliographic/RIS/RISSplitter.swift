import Catalogue

/// Cuts a RIS file into records as its bytes come, each from its `TY` line to its `ER` line, and joins chapters to the
/// report beside which they stand.
///
/// A record without `ER` ends where the next one begins. What programs write before the first record is passed over; what
/// has tags, and whatever stands behind a record, may be a record of which the beginning cannot be read, and is a reject.
struct RISSplitter: DocumentSplitter {
  /// A record that has begun, or what may be one.
  private struct Open {
    var dialect: RISDialect
    var line: Int64
    /// Whether it begins with its type.
    var hasBeginning = true
    var isOversized = false
    /// How much of it stands before what follows an `ER` without its hyphen, as long as nothing does.
    var bareEnd: Int?
  }

  /// No record is longer; of one that is, a little more than this is kept, as a reject, and the rest is passed over.
  static let recordLimit = 1 << 20

  private var input = TextInput()
  /// From the open record's beginning, or the line's that is being looked at.
  private var buffer: [UInt8] = []
  /// Where the line begins that is looked at next, and up to where it has no end.
  private var at = 0
  private var searched = 0
  private var line: Int64 = 1
  /// Where the open record begins.
  private var start = 0
  private var open: Open?
  private var joining = ChapterJoining(.lines)
  private var ownRepairs: [String: Int] = [:]
  private var began = 0
  private(set) var breaksOff = false

  var records: Int { joining.records }
  var repairs: [String: Int] { ownRepairs.merging(joining.repairs) { $0 + $1 } }
  private(set) var about: [AboutFact] = []

  mutating func feed(_ bytes: Bytes, _ sink: (RecordBytes) -> Void) throws(HarvestFault) {
    try input.take(bytes).read(bytes) { (text) throws(HarvestFault) in take(text, isLast: false, sink) }
    guard began > 0 || line < 10_000 else {
      throw HarvestFault(.notData, "none of the first 10,000 lines begins a RIS record; nothing changed")
    }
  }

  mutating func finish(_ sink: (RecordBytes) -> Void) throws(HarvestFault) {
    let none = Bytes(start: nil, count: 0)
    try input.finish().read(none) { (text) throws(HarvestFault) in take(text, isLast: false, sink) }
    take(none, isLast: true, sink)
    joining.finish(sink)
    if let charset = input.charset { about = [AboutFact(name: "Character encoding", value: charset.name)] }
    guard began > 0 else {
      throw HarvestFault(.notData, "the answer holds no RIS record (no line “TY  - …”); nothing changed")
    }
  }

  private mutating func take(_ bytes: Bytes, isLast: Bool, _ sink: (RecordBytes) -> Void) {
    var text: [UInt8] = []
    swap(&text, &buffer)
    text.append(contentsOf: bytes)
    text.withUnsafeBufferPointer { look(through: $0, isLast, sink) }
    // What stands before the open record, or before the line that is being looked at, is done with.
    let done = open == nil || open?.isOversized == true ? at : start
    if done > 0 {
      text.removeFirst(done)
      at -= done
      searched = max(at, searched - done)
    }
    start = 0
    swap(&text, &buffer)
  }

  private mutating func look(through p: Bytes, _ isLast: Bool, _ sink: (RecordBytes) -> Void) {
    while at < p.count {
      var end = max(at, searched)
      while end < p.count, p[end] != 0x0A, p[end] != 0x0D { end += 1 }
      // A CR may be half of a line end.
      guard end < p.count || isLast, isLast || p[end] != 0x0D || end + 1 < p.count else {
        searched = end
        break
      }
      let isPair = end + 1 < p.count && p[end] == 0x0D && p[end + 1] == 0x0A
      let next = min(end + (isPair ? 2 : 1), p.count)
      let text = p.part(at..<end)
      let isVoid = RISDialect.isVoid(text)
      if !isVoid, let length = open?.bareEnd {
        open?.bareEnd = nil
        if RISDialect.mayBegin(text) { close(p.part(start..<min(start + length, at)), sink) }
      }
      if let (dialect, _) = RISDialect.begins(text) {
        if let open {
          if open.hasBeginning {
            ownRepairs["record without its end (ER) ended where the next begins", default: 0] += 1
          }
          close(p.part(start..<at), sink)
        }
        open = Open(dialect: dialect, line: line)
        start = at
        began += 1
      } else if let dialect = open?.dialect {
        if let (tag, _) = dialect.tag(text), tag == .end {
          close(p.part(start..<end), sink)
        } else if RISDialect.isBareEnd(text) {
          open?.bareEnd = end - start
        }
      } else if RISDialect.mayBelong(text) || (began > 0 && !isVoid && !RISDialect.isEnd(text)) {
        open = Open(dialect: .indented, line: line, hasBeginning: false)
        start = at
      } else if began == 0, !isVoid {
        ownRepairs["line before the first record passed over", default: 0] += 1
      }
      at = next
      searched = next
      line += 1
      checkSize(p.part(start..<at), sink)
      if open == nil { start = at }
    }
    if open != nil, open?.isOversized == false {
      checkSize(p.part(start..<p.count), sink)
      if isLast {
        breaksOff = open?.bareEnd == nil
        close(p.part(start..<p.count), sink)
      }
    } else if searched - at > Self.recordLimit {
      // One line without an end, of no record.
      at = searched
    }
  }

  private mutating func checkSize(_ record: Bytes, _ sink: (RecordBytes) -> Void) {
    guard let begun = open, !begun.isOversized, record.count > Self.recordLimit else { return }
    give(record.part(0..<Self.recordLimit + 1), begun.line, sink)
    open?.isOversized = true
  }

  private mutating func close(_ record: Bytes, _ sink: (RecordBytes) -> Void) {
    guard let begun = open else { return }
    open = nil
    if !begun.isOversized { give(record, begun.line, sink) }
  }

  private mutating func give(_ bytes: Bytes, _ line: Int64, _ sink: (RecordBytes) -> Void) {
    var reference = Reference(
      record: RecordBytes(bytes: Array(bytes), context: [], identifier: nil, place: line))
    if bytes.count <= Self.recordLimit, let record = RISRecord(bytes) {
      reference.name = record.identifier
      reference.record.identifier = reference.name
      reference.part = record.part
    }
    joining.take(reference, sink)
  }
}
