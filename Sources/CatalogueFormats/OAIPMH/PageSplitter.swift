import Catalogue

/// Cuts an answer to `ListRecords` into its records as the bytes arrive, and keeps what stands around them.
///
/// It knows only as much of XML as it must: where regions without markup are, and which tags are called `record`,
/// `metadata` and a few more. So whatever is wrong within a record stays within it. A record ends at its own end tag;
/// if that is destroyed, where the next record begins or the list ends. Nested elements of the same name are counted.
struct PageSplitter: Sendable {
  /// The most bytes of one record.
  static let recordLimit = 16 << 20
  /// The most bytes around the records.
  static let envelopeLimit = 4 << 20
  /// How much is kept of a record that is too large.
  static let keptOfOversized = 64 << 10

  typealias Sink = (RecordBytes, Datestamp?) -> Void

  /// Whether records are looked for; without, everything is envelope.
  let cutsRecords: Bool
  /// Of a static repository, only the list of this prefix is read.
  let prefix: String?
  private let contentType: String?

  private var decoder: WideDecoder?
  /// Bytes from the page's offset `base` on that are not yet done with.
  private var buffer: [UInt8] = []
  var base: Int64 = 0
  /// Up to here (in `buffer`) everything was looked at.
  var at = 0
  /// Where the open record, or the envelope that is not yet kept, begins.
  var mark = 0
  /// Before the buffer ends here (in the page), another look would find no more than the last.
  private var retryAt: Int64 = 0

  var record: OpenRecord?
  var regions = RegionFinder()
  var context = PageContext()
  /// What stands around the records, as UTF-8 or in the page's own charset, without comments, instructions and DOCTYPE.
  var envelope: [UInt8] = []
  var envelopeOverflowed = false
  /// The root's local name, once its start tag has come.
  var root: String?
  /// Whether a list, or a record, has begun; whether the list's or the document's end tag has come.
  var listBegan = false
  var ended = false
  /// Whether the list that is open is another prefix's.
  var isOtherList = false
  var records = 0
  var repairs: [String: Int] = [:]

  /// A record whose end has not come.
  struct OpenRecord: Sendable {
    /// Its name and its metadata's, with prefix.
    var name: [UInt8]
    var metadata: [UInt8]
    /// The length of the prefix, with colon.
    var prefixLength: Int
    /// Open elements of these names within the record.
    var nested = 0
    var metadataDepth = 0
    /// Its beginning was too much already, and was handed out.
    var isOversized = false
  }

  init(cutsRecords: Bool = true, prefix: String? = nil, contentType: String?) {
    self.cutsRecords = cutsRecords
    self.prefix = prefix
    self.contentType = contentType
  }

  mutating func feed(_ chunk: Bytes, _ sink: Sink) {
    if context.charset == nil {
      buffer.append(contentsOf: chunk)
      guard settleCharset(isWhole: false) else { return }
    } else if decoder != nil {
      decoder?.decode(chunk, into: &buffer)
    } else {
      buffer.append(contentsOf: chunk)
    }
    guard base + Int64(buffer.count) >= retryAt else { return }
    scan(isLast: false, sink)
  }

  mutating func finish(_ sink: Sink) {
    if context.charset == nil { _ = settleCharset(isWhole: true) }
    decoder?.finish(into: &buffer)
    scan(isLast: true, sink)
  }

  private mutating func settleCharset(isWhole: Bool) -> Bool {
    let detected = buffer.withUnsafeBufferPointer {
      Charset.detect($0, contentType: contentType, isWhole: isWhole)
    }
    guard let (charset, skip) = detected else { return false }
    context.charset = charset
    decoder = WideDecoder(charset)
    guard decoder != nil else {
      at = skip
      mark = skip
      return true
    }
    repairs["transcoded to UTF-8", default: 0] += 1
    let wide = buffer
    buffer = []
    wide.withUnsafeBufferPointer { decoder?.decode($0.part(skip..<wide.count), into: &buffer) }
    return true
  }

  private mutating func scan(isLast: Bool, _ sink: Sink) {
    var bytes: [UInt8] = []
    swap(&bytes, &buffer)
    bytes.withUnsafeBufferPointer { look(through: $0, isLast: isLast, sink) }
    if mark > 0 {
      bytes.removeSubrange(0..<mark)
      base += Int64(mark)
      at -= mark
      mark = 0
    }
    swap(&bytes, &buffer)
  }

  private mutating func look(through p: Bytes, isLast: Bool, _ sink: Sink) {
    while at < p.count {
      let goesOn = record == nil ? lookOutside(p, isLast, sink) : lookInside(p, isLast, sink)
      if goesOn { continue }
      // Twice as much from here on before the next look, so that no stretch is looked at more than twice.
      retryAt = base + Int64(p.count + min(p.count - at, Self.recordLimit))
      break
    }
    if record == nil {
      let isLong = p.count - mark > Self.keptOfOversized
      if isLast || isLong { keepEnvelope(p, upTo: isLast ? p.count : at) }
    } else if at - mark > Self.recordLimit {
      cutOversized(p, sink)
    }
  }

  /// Keeps `mark..<end` as envelope.
  mutating func keepEnvelope(_ p: Bytes, upTo end: Int) {
    guard end > mark else { return }
    let room = Self.envelopeLimit - envelope.count
    if end - mark > room { envelopeOverflowed = true }
    envelope.append(contentsOf: p.part(mark..<mark + min(room, end - mark)))
    mark = end
  }

  /// Hands out the record that began at `mark`, and goes on behind it.
  mutating func cut(_ p: Bytes, at end: Int, _ sink: Sink) {
    if end - mark > Self.recordLimit { cutOversized(p, sink) }
    if record?.isOversized != true { handOut(p.part(mark..<end), sink) }
    record = nil
    mark = end
    at = end
  }

  private mutating func cutOversized(_ p: Bytes, _ sink: Sink) {
    if record?.isOversized != true {
      repairs["record cut off at 16 MiB", default: 0] += 1
      handOut(p.part(mark..<mark + Self.keptOfOversized), sink)
      record?.isOversized = true
    }
    mark = at
  }

  private mutating func handOut(_ bytes: Bytes, _ sink: Sink) {
    guard !isOtherList else { return }
    let isUTF8 =
      if case .named = context.charset { false } else { true }
    let header = HeaderScan(bytes, isUTF8: isUTF8)
    records += 1
    let cut = RecordBytes(
      bytes: Array(bytes), context: context.bytes, identifier: header.identifier, place: base + Int64(mark))
    sink(cut, header.datestamp)
  }
}
