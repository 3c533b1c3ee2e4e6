import Catalogue

/// Cuts elements of one kind out of a document as its bytes arrive, and keeps what stands around them.
///
/// What OAI-PMH's pages and feeds have in common. It knows only as much of XML as it must: where regions without markup
/// are, and which tags are those of the elements; so whatever is wrong within an element stays within it.
protocol ElementSplitter {
  /// Takes an element, with the datestamp that its head tells (OAI-PMH).
  typealias Sink = (RecordBytes, Datestamp?) -> Void

  /// What an element is called in the words of its format, for repairs ("record").
  static var noun: String { get }

  /// Bytes from the page's offset `base` on that are not yet done with.
  var buffer: [UInt8] { get set }
  var base: Int64 { get set }
  /// Up to here (in `buffer`) everything was looked at.
  var at: Int { get set }
  /// Where the open element, or the envelope that is not yet kept, begins.
  var mark: Int { get set }
  /// Before the buffer ends here (in the page), another look would find no more than the last.
  var retryAt: Int64 { get set }
  /// Of pages in UTF-16 or UTF-32: makes UTF-8 of what comes.
  var decoder: WideDecoder? { get set }
  var regions: RegionFinder { get set }
  /// What stands around the elements, without comments, instructions and DOCTYPE.
  var envelope: [UInt8] { get set }
  var envelopeOverflowed: Bool { get set }
  var repairs: [String: Int] { get set }

  /// Whether an element is open.
  var isOpen: Bool { get }
  /// Whether the beginning of the open element was too much already, and was handed out.
  var isOversized: Bool { get set }
  /// Whether what stands around the elements here is worth keeping.
  var keepsEnvelope: Bool { get }

  /// Looks from `at` on within the open element, until it ends or the bytes do; false if more bytes are needed.
  mutating func lookInside(_ p: Bytes, _ isLast: Bool, _ sink: Sink) -> Bool
  /// Passes a tag that stands around the elements; false if more bytes are needed.
  mutating func passEndTag(_ p: Bytes, _ tag: Int, _ isLast: Bool) -> Bool
  mutating func passStartTag(_ p: Bytes, _ tag: Int, _ isLast: Bool, _ sink: Sink) -> Bool
  /// Gives an element to the sink; `isCut` if only its beginning.
  mutating func handOut(_ bytes: Bytes, isCut: Bool, _ sink: Sink)
  /// No element is open any more.
  mutating func close()
}

/// The limits of all that are cut out of documents.
enum ElementLimits {
  /// The most bytes of one element.
  static let element = 16 << 20
  /// The most bytes around the elements.
  static let envelope = 4 << 20
  /// How much is kept of an element that is too large.
  static let keptOfOversized = 64 << 10
  /// How long a tag may be before it is taken for text.
  static let tag = 64 << 10
}

extension ElementSplitter {
  var keepsEnvelope: Bool { true }

  /// The charset is known: goes on behind `skip` bytes of what has come, and decodes it if that is needed.
  mutating func begin(skipping skip: Int, _ decoder: WideDecoder?) {
    self.decoder = decoder
    guard decoder != nil else {
      (at, mark) = (skip, skip)
      return
    }
    repairs["transcoded to UTF-8", default: 0] += 1
    let wide = buffer
    buffer = []
    wide.withUnsafeBufferPointer { append($0.part(skip..<wide.count)) }
  }

  /// The charset of a feed or a sitemap, once enough has come to tell it: then goes on behind its mark.
  mutating func beginFeed(_ contentType: String?, isWhole: Bool) -> FeedCharset? {
    let charset = buffer.withUnsafeBufferPointer {
      FeedCharset.detect($0, contentType: contentType, isWhole: isWhole)
    }
    if let charset { begin(skipping: charset.skip, charset.wide.flatMap { WideDecoder($0) }) }
    return charset
  }

  /// Takes bytes as they come, decoded if that is needed.
  mutating func append(_ chunk: Bytes) {
    var bytes: [UInt8] = []
    swap(&bytes, &buffer)
    if var wide = decoder {
      wide.decode(chunk, into: &bytes)
      decoder = wide
    } else {
      bytes.append(contentsOf: chunk)
    }
    swap(&bytes, &buffer)
  }

  mutating func scan(isLast: Bool, _ sink: Sink) {
    guard isLast || base + Int64(buffer.count) >= retryAt else { return }
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
      let goesOn = isOpen ? lookInside(p, isLast, sink) : lookOutside(p, isLast, sink)
      if goesOn { continue }
      // Twice as much from here on before the next look, so that no stretch is looked at more than twice.
      retryAt = base + Int64(p.count + min(p.count - at, ElementLimits.element))
      break
    }
    if !isOpen {
      let isLong = p.count - mark > ElementLimits.keptOfOversized
      if isLast || isLong { keepEnvelope(p, upTo: isLast ? p.count : at) }
    } else if at - mark > ElementLimits.element {
      cutOversized(p, sink)
    }
  }

  /// Keeps `mark..<end` as envelope.
  mutating func keepEnvelope(_ p: Bytes, upTo end: Int) {
    guard end > mark else { return }
    defer { mark = end }
    guard keepsEnvelope else { return }
    let room = ElementLimits.envelope - envelope.count
    if end - mark > room { envelopeOverflowed = true }
    envelope.append(contentsOf: p.part(mark..<mark + min(room, end - mark)))
  }

  /// Hands out the element that began at `mark`, and goes on behind it.
  mutating func cut(_ p: Bytes, at end: Int, _ sink: Sink) {
    if end - mark > ElementLimits.element { cutOversized(p, sink) }
    if !isOversized { handOut(p.part(mark..<end), isCut: false, sink) }
    close()
    mark = end
    at = end
  }

  private mutating func cutOversized(_ p: Bytes, _ sink: Sink) {
    if !isOversized {
      repairs["\(Self.noun) cut off at 16 MiB", default: 0] += 1
      handOut(p.part(mark..<mark + ElementLimits.keptOfOversized), isCut: true, sink)
      isOversized = true
    }
    mark = at
  }

  // MARK: Around the elements

  /// Looks at the next tag around the elements. Returns false if more bytes are needed.
  private mutating func lookOutside(_ p: Bytes, _ isLast: Bool, _ sink: Sink) -> Bool {
    guard let tag = p.place(of: ASCII.lessThan, from: at) else {
      at = p.count
      return true
    }
    at = tag
    guard isLast || tag + 9 <= p.count else { return false }
    guard tag + 1 < p.count else {
      at = p.count
      return true
    }
    switch p[tag + 1] {
    case UInt8(ascii: "!"), UInt8(ascii: "?"): return passDeclaration(p, tag, isLast)
    case ASCII.slash: return passEndTag(p, tag, isLast)
    default: return passStartTag(p, tag, isLast, sink)
    }
  }

  /// Comments, instructions and the document type are left out of the envelope; CDATA is text.
  private mutating func passDeclaration(_ p: Bytes, _ tag: Int, _ isLast: Bool) -> Bool {
    let isTooLong = p.count - tag > ElementLimits.envelope
    if let region = Region.opening(p, at: tag) {
      switch regions.end(of: region, at: tag, in: p, base: base, isLast: isLast || isTooLong) {
      case .closed(let end): pass(p, from: tag, to: end, keeping: region == .cdata)
      case .none: at = tag + region.opening.utf8CodeUnitCount
      case .unknown: return false
      }
      return true
    }
    guard p.has("<!DOCTYPE", at: tag) || p.has("<!doctype", at: tag) else {
      at = tag + 2
      return true
    }
    guard let end = Markup.doctypeEnd(p, at: tag) else {
      guard isLast || isTooLong else { return false }
      at = tag + 2
      return true
    }
    pass(p, from: tag, to: end, keeping: false)
    return true
  }

  /// Goes on behind `end`, with what stands there in the envelope or without.
  mutating func pass(_ p: Bytes, from start: Int, to end: Int, keeping: Bool) {
    if !keeping {
      keepEnvelope(p, upTo: start)
      mark = end
    }
    at = end
  }
}
