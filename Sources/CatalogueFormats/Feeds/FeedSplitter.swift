import Catalogue

/// Cuts a feed into its entries as the bytes arrive, and keeps what stands around them.
///
/// It knows only where regions without markup are and which tags are entries', so that whatever is wrong within an
/// entry stays within it. An entry ends at its own end tag; if that is missing, where the next begins or the feed ends.
struct FeedSplitter: Sendable {
  /// The most bytes of one entry.
  static let entryLimit = 16 << 20
  /// The most bytes around the entries.
  static let envelopeLimit = 4 << 20
  /// How much is kept of an entry that is too large.
  static let keptOfOversized = 64 << 10

  typealias Sink = (RecordBytes) -> Void

  private let contentType: String?
  /// Where the document came from.
  private let address: String
  private let language: String?
  private let readsDays: Bool

  private(set) var charset: FeedCharset?
  private var decoder: WideDecoder?
  /// Bytes from the page's offset `base` on that are not yet done with.
  private var buffer: [UInt8] = []
  var base: Int64 = 0
  /// Up to here (in `buffer`) everything was looked at.
  var at = 0
  /// Where the open entry, or the envelope that is not yet kept, begins.
  var mark = 0
  /// Before the buffer ends here (in the page), another look would find no more than the last.
  private var retryAt: Int64 = 0

  var entry: OpenEntry?
  var regions = RegionFinder(record: "item")
  var context = FeedContext()
  /// The context written out, by charset, once the first entry has come.
  private var written: [String?: [UInt8]] = [:]
  /// What stands around the entries, from the root's start tag on, without comments, instructions and DOCTYPE.
  private(set) var envelope: [UInt8] = []
  private(set) var envelopeOverflowed = false
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

  mutating func feed(_ chunk: Bytes, _ sink: Sink) {
    if isEmpty { isEmpty = chunk.allSatisfy(ASCII.isSpace) }
    if charset == nil {
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
    if charset == nil { _ = settleCharset(isWhole: true) }
    decoder?.finish(into: &buffer)
    scan(isLast: true, sink)
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

  private mutating func settleCharset(isWhole: Bool) -> Bool {
    let detected = buffer.withUnsafeBufferPointer {
      FeedCharset.detect($0, contentType: contentType, isWhole: isWhole)
    }
    guard let detected else { return false }
    charset = detected
    decoder = detected.wide.flatMap { WideDecoder($0) }
    at = detected.skip
    mark = detected.skip
    guard decoder != nil else { return true }
    repairs["transcoded to UTF-8", default: 0] += 1
    let wide = buffer
    buffer = []
    (at, mark) = (0, 0)
    wide.withUnsafeBufferPointer { decoder?.decode($0.part(detected.skip..<wide.count), into: &buffer) }
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
      let goesOn = entry == nil ? lookOutside(p, isLast, sink) : lookInside(p, isLast, sink)
      if goesOn { continue }
      // Twice as much from here on before the next look, so that no stretch is looked at more than twice.
      retryAt = base + Int64(p.count + min(p.count - at, Self.entryLimit))
      break
    }
    if entry == nil {
      let isLong = p.count - mark > Self.keptOfOversized
      if isLast || isLong { keepEnvelope(p, upTo: isLast ? p.count : at) }
    } else if at - mark > Self.entryLimit {
      cutOversized(p, sink)
    }
  }

  /// Keeps `mark..<end` as envelope; what stands before the root is nobody's.
  mutating func keepEnvelope(_ p: Bytes, upTo end: Int) {
    guard end > mark else { return }
    defer { mark = end }
    guard root != nil else { return }
    let room = Self.envelopeLimit - envelope.count
    if end - mark > room { envelopeOverflowed = true }
    envelope.append(contentsOf: p.part(mark..<mark + min(room, end - mark)))
  }

  /// What was kept so far is not the feed's.
  mutating func forgetEnvelope() {
    envelope = []
    envelopeOverflowed = false
  }

  /// Hands out the entry that began at `mark`, and goes on behind it.
  mutating func cut(_ p: Bytes, at end: Int, _ sink: Sink) {
    if end - mark > Self.entryLimit { cutOversized(p, sink) }
    if entry?.isOversized != true { handOut(p.part(mark..<end), sink) }
    entry = nil
    mark = end
    at = end
  }

  private mutating func cutOversized(_ p: Bytes, _ sink: Sink) {
    if entry?.isOversized != true {
      repairs["entry cut off at 16 MiB", default: 0] += 1
      handOut(p.part(mark..<mark + Self.keptOfOversized), isCut: true, sink)
      entry?.isOversized = true
    }
    mark = at
  }

  private mutating func handOut(_ bytes: Bytes, isCut: Bool = false, _ sink: Sink) {
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
    sink(
      RecordBytes(
        bytes: Array(bytes), context: isCut ? context.bytes(charset: charset, isCut: true) : before,
        identifier: scan.identifier, place: base + Int64(mark)))
  }
}
