import Catalogue

/// Cuts a feed into its entries as the bytes arrive, and keeps what stands around them.
///
/// An entry ends at its own end tag; if that is missing, where the next begins or the feed ends.
struct FeedSplitter: ElementSplitter, Sendable {
  static let noun = "entry"

  private let contentType: String?
  /// Where the document came from.
  private let address: String
  private let language: String?
  private let readsDays: Bool

  private(set) var charset: FeedCharset?
  var decoder: WideDecoder?

  var buffer: [UInt8] = []
  var base: Int64 = 0
  var at = 0
  var mark = 0
  var retryAt: Int64 = 0

  var entry: OpenEntry?
  var regions = RegionFinder(record: "item")
  var context = FeedContext()
  /// The context written out, by charset, once the first entry has come.
  private var written: [String?: [UInt8]] = [:]
  /// What stands around the entries, from the root's start tag on.
  var envelope: [UInt8] = []
  var envelopeOverflowed = false
  var root: Root?
  /// The container of RSS's entries, if it is open: its whole name.
  var channel: [UInt8]?
  /// Whether the root's end tag has come, or the channel's whose end is the feed's.
  var ended = false
  private(set) var entries = 0
  var repairs: [String: Int] = [:]
  /// Of the entries so far, the earliest day that one says it was changed on, and whether all said one.
  private(set) var earliestDay: Int?
  private(set) var allDated = true

  struct Root: Sendable {
    enum Kind { case atom, rss, rdf, other }
    var kind: Kind
    /// Its name with prefix.
    var name: [UInt8]
    var prefixLength: Int
  }

  /// An entry whose end has not come.
  struct OpenEntry: Sendable {
    /// Its name, with prefix.
    var name: [UInt8]
    /// Open elements of its name within it.
    var nested = 0
    /// Its beginning was too much already, and was handed out.
    var isOversized = false
  }

  /// - Parameters:
  ///   - language: What HTTP says, for a feed that says nothing.
  ///   - readsDays: Whether to find out `earliestDay`.
  init(contentType: String?, address: String, language: String? = nil, readsDays: Bool = false) {
    self.readsDays = readsDays
    self.contentType = contentType
    self.address = address
    self.language = language
  }

  mutating func feed(_ chunk: Bytes, _ sink: (RecordBytes) -> Void) {
    if isEmpty { isEmpty = chunk.allSatisfy(ASCII.isSpace) }
    append(chunk)
    charset = charset ?? beginFeed(contentType, isWhole: false)
    guard charset != nil else { return }
    scan(isLast: false) { entry, _ in sink(entry) }
  }

  mutating func finish(_ sink: (RecordBytes) -> Void) {
    charset = charset ?? beginFeed(contentType, isWhole: true)
    decoder?.finish(into: &buffer)
    scan(isLast: true) { entry, _ in sink(entry) }
  }

  /// Whether nothing but white space came.
  private(set) var isEmpty = true

  /// What the feed says of itself, as far as it has come.
  func head() -> FeedHead {
    var closing: [UInt8] = []
    if let channel { closing += Array("</".utf8) + channel + [ASCII.greaterThan] }
    if let root { closing += Array("</".utf8) + root.name + [ASCII.greaterThan] }
    return FeedHead(envelope, charset: charset ?? FeedCharset(), closing: closing, base: address)
  }

  var isOpen: Bool { entry != nil }

  var isOversized: Bool {
    get { entry?.isOversized ?? false }
    set { entry?.isOversized = newValue }
  }

  mutating func close() { entry = nil }

  /// What stands before the root, or behind its end, is nobody's.
  var keepsEnvelope: Bool { root != nil && !ended }

  /// What was kept so far is not the feed's.
  mutating func forgetEnvelope() {
    envelope = []
    envelopeOverflowed = false
  }

  mutating func handOut(_ bytes: Bytes, isCut: Bool, _ sink: Sink) {
    let charset = charset?.name(of: bytes)
    if written.isEmpty {
      let head = head()
      context.base = WebAddress.stem(head.base)
      context.language = head.language ?? language
      context.authors = FeedContext.authors(head.authors)
    }
    let before = written[charset] ?? context.bytes(charset: charset)
    written[charset] = before
    let scan = EntryScan(bytes, isAtom: root?.kind == .atom, readsDays: readsDays)
    if let day = scan.day { earliestDay = min(earliestDay ?? day, day) } else { allDated = false }
    entries += 1
    let cut = RecordBytes(
      bytes: Array(bytes), context: isCut ? context.bytes(charset: charset, isCut: true) : before,
      identifier: scan.identifier, place: base + Int64(mark))
    sink(cut, nil)
  }
}
