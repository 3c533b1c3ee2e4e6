import Catalogue

/// Cuts an answer to `ListRecords` into its records as the bytes arrive, and keeps what stands around them.
///
/// A record ends at its own end tag; if that is destroyed, where the next record begins or the list ends. Nested elements
/// of the same name are counted.
struct PageSplitter: ElementSplitter, Sendable {
  static let noun = "record"

  /// Whether records are looked for; without, everything is envelope.
  let cutsRecords: Bool
  /// Of a static repository, only the list of this prefix is read.
  let prefix: String?
  private let contentType: String?

  var decoder: WideDecoder?

  var buffer: [UInt8] = []
  var base: Int64 = 0
  var at = 0
  var mark = 0
  var retryAt: Int64 = 0

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
    append(chunk)
    if context.charset == nil, !settleCharset(isWhole: false) { return }
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
    begin(skipping: skip, WideDecoder(charset))
    return true
  }

  var isOpen: Bool { record != nil }

  var isOversized: Bool {
    get { record?.isOversized ?? false }
    set { record?.isOversized = newValue }
  }

  mutating func close() { record = nil }

  mutating func handOut(_ bytes: Bytes, isCut: Bool, _ sink: Sink) {
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
