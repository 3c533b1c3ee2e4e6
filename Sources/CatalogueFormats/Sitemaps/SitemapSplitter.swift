import Catalogue

/// Cuts a sitemap (sitemaps.org, 0.9), or a list of ResourceSync (NISO Z39.99), into its entries as the bytes arrive.
///
/// An entry ends at its own end tag; if that is missing, where the next begins or the list ends. Whatever the root is
/// called, `url` is a page and `sitemap` another list.
struct SitemapSplitter: ElementSplitter, Sendable {
  static let noun = "sitemap entry"

  private let contentType: String?
  private(set) var charset: FeedCharset?
  var decoder: WideDecoder?
  var buffer: [UInt8] = []
  var base: Int64 = 0
  var at = 0
  var mark = 0
  var retryAt: Int64 = 0
  var regions = RegionFinder(record: "url")
  var envelope: [UInt8] = []
  var envelopeOverflowed = false
  var repairs: [String: Int] = [:]

  private var context = FeedContext()
  /// The root's name, with prefix.
  private(set) var root: [UInt8]?
  /// The open entry's name, with prefix.
  private var entry: [UInt8]?
  var isOversized = false
  /// Whether the root's end tag has come.
  private(set) var ended = false
  /// Whether another root stands behind it.
  private(set) var hasMore = false
  private(set) var entries = 0

  init(contentType: String?) { self.contentType = contentType }

  var isOpen: Bool { entry != nil }
  var keepsEnvelope: Bool { root != nil && !ended }

  mutating func feed(_ chunk: Bytes, _ sink: (RecordBytes) -> Void) {
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

  mutating func close() {
    entry = nil
    isOversized = false
  }

  mutating func handOut(_ bytes: Bytes, isCut: Bool, _ sink: Sink) {
    entries += 1
    guard !isCut else { return }
    let before = context.bytes(charset: charset?.name(of: bytes))
    sink(RecordBytes(bytes: Array(bytes), context: before, identifier: nil, place: base + Int64(mark)), nil)
  }

  /// The root's name without prefix, in lower case; nil where nothing like XML came.
  var rootName: String? {
    root.map { String(decoding: $0.split(separator: ASCII.colon).last ?? [], as: UTF8.self).lowercased() }
  }

  /// What stands around the entries, made whole: the list's own description.
  var surroundings: (context: [UInt8], bytes: [UInt8]) {
    (
      FeedContext.declaration(envelope.withUnsafeBufferPointer { charset?.name(of: $0) }),
      envelope + Array("</".utf8) + (root ?? []) + [ASCII.greaterThan]
    )
  }

  // MARK: Within an entry

  mutating func lookInside(_ p: Bytes, _ isLast: Bool, _ sink: Sink) -> Bool {
    guard let entry else { return true }
    let ahead = max(entry.count, root?.count ?? 0, 9) + 4
    while let tag = p.place(of: ASCII.lessThan, from: at) {
      at = tag
      guard isLast || tag + ahead <= p.count else { return false }
      guard tag + 1 < p.count else { break }
      switch p[tag + 1] {
      case UInt8(ascii: "!"), UInt8(ascii: "?"):
        guard let region = Region.opening(p, at: tag) else {
          at = tag + 1
          continue
        }
        let isTooLong = p.count - tag > ElementLimits.tag
        switch regions.end(of: region, at: tag, in: p, base: base, isLast: isLast || isTooLong) {
        case .closed(let end): at = end
        case .none: at = tag + region.opening.utf8CodeUnitCount
        case .unknown: return false
        }
      case ASCII.slash:
        if p.has(name: entry, at: tag + 2) {
          let close = p.skippingSpace(from: tag + 2 + entry.count)
          guard close < p.count || isLast else { return false }
          let isClosed = close < p.count && p[close] == ASCII.greaterThan
          cut(p, at: isClosed ? close + 1 : tag + 2 + entry.count, sink)
          return true
        }
        if let root, p.has(name: root, at: tag + 2) {
          cut(p, at: tag, sink)
          return true
        }
        at = tag + 1
      default:
        if p.has(name: entry, at: tag + 1) {
          cut(p, at: tag, sink)
          return true
        }
        at = tag + 1
      }
    }
    at = p.count
    return true
  }

  // MARK: Around the entries

  mutating func passEndTag(_ p: Bytes, _ tag: Int, _ isLast: Bool) -> Bool {
    guard let root, !ended, let name = Markup.name(p, at: tag + 2) else {
      at = tag + 2
      return true
    }
    let isTooLong = p.count - tag > ElementLimits.tag
    guard name.end < p.count || isLast || isTooLong else { return false }
    if p.has(name: root, at: tag + 2) {
      keepEnvelope(p, upTo: tag)
      ended = true
    }
    at = name.end
    mark = ended ? at : mark
    return true
  }

  mutating func passStartTag(_ p: Bytes, _ tag: Int, _ isLast: Bool, _ sink: Sink) -> Bool {
    guard !ended, let name = Markup.name(p, at: tag + 1) else {
      if let root, p.has(name: root, at: tag + 1) { hasMore = true }
      at = tag + 1
      return true
    }
    let isTooLong = p.count - tag > ElementLimits.tag
    guard let close = Markup.tagEnd(p, from: name.end) else {
      guard isLast || isTooLong else { return false }
      at = name.end
      return true
    }
    at = close.place
    let whole = Array(p.part(name.prefix.lowerBound..<name.end))
    guard root != nil else {
      mark = tag
      root = whole
      context.take(Markup.attributes(p, name.end..<close.place))
      if case .closed(_, isEmpty: true) = close { ended = true }
      return true
    }
    let local = p.part(name.local)
    guard local.elementsEqual("url".utf8) || local.elementsEqual("sitemap".utf8) else { return true }
    keepEnvelope(p, upTo: tag)
    entry = whole
    if case .closed(let end, isEmpty: true) = close { cut(p, at: end, sink) }
    return true
  }
}
