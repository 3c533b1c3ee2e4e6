import Catalogue

/// Cuts a JSON answer into the items of one list as the bytes arrive, and keeps what stands around them.
///
/// It knows only as much of JSON as it must: strings, escapes, and which bracket closes which. So whatever is wrong
/// within an item stays within it. A quote that no comma, colon or bracket follows was text; a brace that opens where a
/// key must stand begins the next item; a bracket that closes nothing is passed over.
struct JSONSplitter: Sendable {
  /// The most bytes of one item.
  static let itemLimit = 16 << 20
  /// The most bytes around the items.
  static let envelopeLimit = 4 << 20
  /// How much is kept of an item that is too large.
  static let keptOfOversized = 64 << 10
  /// So deep may containers stand around the list.
  static let depthLimit = 64

  typealias Sink = (RecordBytes) -> Void

  /// How the items stand in the answer.
  enum Layout: Hashable, Sendable {
    /// In the list that the pointer leads to. An object in its place is its only item.
    case list(JSONPointer)
    /// One a line (JSON Lines).
    case lines
  }

  enum Place: Hashable, Sendable {
    /// Nothing but a mark or white space has come.
    case start
    case outside
    /// Between the items.
    case list
    case item
    case lines
    /// What came is no JSON: only enough is kept to say what it is.
    case notJSON
  }

  let layout: Layout
  /// Whether an item's place is its line, from 1, and not its first byte.
  var tellsLines = false
  private var line: Int64 = 1
  /// Up to here (in `buffer`) lines were counted.
  private var counted = 0
  var place = Place.start
  private var isSettled = false
  private var decoder: WideDecoder?

  /// Bytes from the answer's offset `base` on that are not yet done with.
  private var buffer: [UInt8] = []
  private var base: Int64 = 0
  /// Up to here (in `buffer`) everything was looked at.
  var at = 0
  /// Where the open item, or the envelope that is not yet kept, begins.
  var mark = 0

  var outside = JSONPath()
  var item = JSONItemScan()

  /// What stands around the items, as UTF-8, with an empty list in their place.
  private(set) var envelope: [UInt8] = []
  private(set) var envelopeOverflowed = false
  /// Whether the list has begun; whether the answer came to its end.
  var listBegan = false
  var ended = false
  /// What stands around the list nests too deeply to be told apart.
  var isTooDeep = false
  private(set) var items = 0
  var repairs: [String: Int] = [:]

  init(_ layout: Layout) { self.layout = layout }

  mutating func feed(_ chunk: Bytes, _ sink: Sink) {
    if decoder != nil {
      decoder?.decode(chunk, into: &buffer)
    } else {
      buffer.append(contentsOf: chunk)
    }
    guard settle(isWhole: false) else { return }
    scan(isLast: false, sink)
  }

  mutating func finish(_ sink: Sink) {
    _ = settle(isWhole: true)
    decoder?.finish(into: &buffer)
    scan(isLast: true, sink)
  }

  /// Finds out how characters are written (RFC 4627, 3: the first two are ASCII), and takes off a byte order mark.
  private mutating func settle(isWhole: Bool) -> Bool {
    if isSettled { return true }
    guard buffer.count >= 4 || isWhole else { return false }
    isSettled = true
    let head = (0..<4).map { $0 < buffer.count ? buffer[$0] : 0xFF }
    let charset: Charset
    var skipped = 0
    switch (head[0], head[1], head[2], head[3]) {
    case (0xEF, 0xBB, 0xBF, _): (charset, skipped) = (.utf8, 3)
    case (0xFF, 0xFE, 0, 0): (charset, skipped) = (.utf32(bigEndian: false), 4)
    case (0, 0, 0xFE, 0xFF): (charset, skipped) = (.utf32(bigEndian: true), 4)
    case (0xFF, 0xFE, _, _): (charset, skipped) = (.utf16(bigEndian: false), 2)
    case (0xFE, 0xFF, _, _): (charset, skipped) = (.utf16(bigEndian: true), 2)
    case (0, 0, 0, 1...): charset = .utf32(bigEndian: true)
    case (0, 1..., 0, 1...): charset = .utf16(bigEndian: true)
    case (1..., 0, 0, 0): charset = .utf32(bigEndian: false)
    case (1..., 0, 1..., 0): charset = .utf16(bigEndian: false)
    default: charset = .utf8
    }
    buffer.removeFirst(skipped)
    guard var decoder = WideDecoder(charset) else { return true }
    var decoded: [UInt8] = []
    buffer.withUnsafeBufferPointer { decoder.decode($0, into: &decoded) }
    buffer = decoded
    self.decoder = decoder
    return true
  }

  private mutating func scan(isLast: Bool, _ sink: Sink) {
    var bytes: [UInt8] = []
    swap(&bytes, &buffer)
    bytes.withUnsafeBufferPointer { look(through: $0, isLast, sink) }
    if mark > 0 {
      if tellsLines { bytes.withUnsafeBufferPointer { countLines($0) } }
      counted = 0
      bytes.removeFirst(mark)
      base += Int64(mark)
      at -= mark
      mark = 0
    }
    swap(&bytes, &buffer)
  }

  private mutating func look(through p: Bytes, _ isLast: Bool, _ sink: Sink) {
    while at < p.count {
      switch place {
      case .start: begin(p)
      case .outside: lookOutside(p)
      case .list: lookBetween(p)
      case .item: lookInside(p, sink)
      case .lines: lookForLine(p, sink)
      case .notJSON: at = p.count
      }
    }
    switch place {
    case .outside, .notJSON, .start: keepEnvelope(p)
    case .list: mark = at
    case .item, .lines:
      if at - mark > Self.itemLimit { cutOversized(p, sink) }
      if isLast, place == .lines { endLines(p, sink) }
    }
  }

  private mutating func begin(_ p: Bytes) {
    at = p.skippingSpace(from: at)
    mark = at
    guard at < p.count else { return }
    let isContainer = p[at] == JSONBytes.openBrace || p[at] == JSONBytes.openBracket
    place = !isContainer ? .notJSON : layout == .lines ? .lines : .outside
    listBegan = place == .lines
  }

  // MARK: Keeping and handing out

  /// Keeps what stands between `mark` and `at` as envelope.
  mutating func keepEnvelope(_ p: Bytes) {
    guard at > mark else { return }
    let limit = place == .notJSON ? Self.keptOfOversized : Self.envelopeLimit
    let room = max(0, limit - envelope.count)
    if at - mark > room { envelopeOverflowed = place != .notJSON }
    envelope.append(contentsOf: p.part(mark..<mark + min(room, at - mark)))
    mark = at
  }

  mutating func keep(_ text: StaticString) {
    text.withUTF8Buffer { envelope.append(contentsOf: $0) }
  }

  /// Hands out the item that began at `mark`, without white space at its end; it ends before `end`.
  mutating func cut(_ p: Bytes, before end: Int, _ sink: Sink) {
    if end - mark > Self.itemLimit { cutOversized(p, sink) }
    if !item.isOversized {
      let bytes = p.part(mark..<end).trimmed
      if !bytes.isEmpty { handOut(bytes, in: p, sink) }
    }
    item = JSONItemScan()
    mark = end
    at = end
  }

  private mutating func cutOversized(_ p: Bytes, _ sink: Sink) {
    if !item.isOversized {
      count("item cut off at 16 MiB")
      handOut(p.part(mark..<mark + Self.keptOfOversized), in: p, sink)
      item.isOversized = true
    }
    mark = at
  }

  private mutating func handOut(_ bytes: Bytes, in p: Bytes, _ sink: Sink) {
    items += 1
    if tellsLines { countLines(p) }
    let place = tellsLines ? line : base + Int64(mark)
    sink(RecordBytes(bytes: Array(bytes), context: [], identifier: nil, place: place))
  }

  /// Counts the lines that end before `mark`.
  private mutating func countLines(_ p: Bytes) {
    guard counted < mark else { return }
    for byte in p.part(counted..<mark) where byte == 0x0A { line += 1 }
    counted = mark
  }

  mutating func count(_ repair: String) { repairs[repair, default: 0] += 1 }

  // MARK: Lines

  private mutating func lookForLine(_ p: Bytes, _ sink: Sink) {
    guard let end = p.place(of: 0x0A, from: at) else {
      at = p.count
      return
    }
    cut(p, before: end, sink)
    at = end + 1
    mark = at
  }

  /// A last line without its line break is whole if it closes a bracket.
  private mutating func endLines(_ p: Bytes, _ sink: Sink) {
    let last = p.part(mark..<at).trimmed
    ended =
      last.isEmpty || item.isOversized || [JSONBytes.closeBrace, JSONBytes.closeBracket].contains(last.last)
    if ended { cut(p, before: at, sink) }
    mark = at
  }
}
