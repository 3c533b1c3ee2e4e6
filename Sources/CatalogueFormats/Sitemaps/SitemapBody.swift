import Catalogue

/// A sitemap's document as it comes: XML, or one address a line (sitemaps.org, "text file").
struct SitemapBody: Sendable {
  private enum Form: Sendable {
    case unknown([UInt8])
    case xml
    case lines
  }

  private var form = Form.unknown([])
  private var xml: SitemapSplitter
  private var line: [UInt8] = []
  /// The start of the document: by it an answer that is no sitemap is named.
  private(set) var start: [UInt8] = []
  private(set) var count = 0
  private(set) var repairs: [String: Int] = [:]
  private var bytes = 0

  /// sitemaps.org's own limits.
  static let limits = (bytes: 50 << 20, entries: 50_000)

  init(contentType: String?) { xml = SitemapSplitter(contentType: contentType) }

  /// Whether there is more than a sitemap may hold: what stood behind the limit was not read.
  private(set) var isCut = false
  /// Whether anything was passed over that may have named a page.
  private(set) var isDoubtful = false

  mutating func feed(_ chunk: Bytes, _ sink: (SitemapEntry) -> Void) {
    guard !isCut else { return }
    let room = Self.limits.bytes - bytes
    bytes += chunk.count
    if chunk.count > room { isCut = true }
    let chunk = chunk.part(0..<min(room, chunk.count))
    if start.count < AnswerSample.limit { start += chunk.prefix(AnswerSample.limit - start.count) }
    switch form {
    case .xml: xml(chunk, sink)
    case .lines: lines(chunk, sink)
    case .unknown(var held):
      held += chunk
      let behind = held.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
      // White space that does not end is no document.
      guard
        held.count >= 4,
        held.count > AnswerSample.limit || held.dropFirst(behind).contains(where: { !ASCII.isSpace($0) })
      else {
        form = .unknown(held)
        return
      }
      begin(held, sink)
    }
  }

  mutating func finish(_ sink: (SitemapEntry) -> Void) {
    if case .unknown(let held) = form { begin(held, sink) }
    if case .lines = form { lines(Bytes(start: nil, count: 0), sink, isLast: true) }
    var found: [RecordBytes] = []
    if case .xml = form { xml.finish { found.append($0) } }
    take(found, sink)
    if case .xml = form, xml.hasMore {
      isDoubtful = true
      repairs["further document behind a sitemap's end passed over", default: 0] += 1
    }
    for (name, count) in xml.repairs { repairs[name, default: 0] += count }
  }

  /// Whether the document is a sitemap that came to its end.
  var isWhole: Bool {
    switch form {
    case .unknown: false
    case .lines: count > 0
    case .xml: xml.ended || isCut
    }
  }

  /// The root's name in lower case; nil for a text, and for what is no markup.
  var root: String? { if case .xml = form { xml.rootName } else { nil } }

  /// What the list says of itself (NISO Z39.99).
  var head: (capability: String, at: String) {
    guard case .xml = form else { return ("", "") }
    return SitemapEntryReader().head(xml.surroundings)
  }

  private mutating func begin(_ held: [UInt8], _ sink: (SitemapEntry) -> Void) {
    let isWide =
      held.prefix(4).contains(0) || held.starts(with: [0xFF, 0xFE]) || held.starts(with: [0xFE, 0xFF])
    let behind = held.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    let first = held.dropFirst(behind).first { !ASCII.isSpace($0) }
    form = first == ASCII.lessThan || isWide ? .xml : .lines
    held.withUnsafeBufferPointer {
      if case .xml = form { xml($0, sink) } else { lines($0.part(behind..<held.count), sink) }
    }
  }

  private mutating func xml(_ chunk: Bytes, _ sink: (SitemapEntry) -> Void) {
    var found: [RecordBytes] = []
    xml.feed(chunk) { found.append($0) }
    take(found, sink)
  }

  private mutating func take(_ records: [RecordBytes], _ sink: (SitemapEntry) -> Void) {
    guard !records.isEmpty else { return }
    let reader = SitemapEntryReader()
    for record in records {
      guard count < Self.limits.entries else {
        isCut = true
        return
      }
      count += 1
      if let entry = reader.read(record, repairs: &repairs) {
        sink(entry)
      } else {
        isDoubtful = true
        repairs["sitemap entry without an address passed over", default: 0] += 1
      }
    }
  }

  private mutating func lines(_ chunk: Bytes, _ sink: (SitemapEntry) -> Void, isLast: Bool = false) {
    var rest = chunk
    if line.isEmpty { rest = rest.part(rest.skippingSpace(from: 0)..<rest.count) }
    while let end = rest.firstIndex(where: { $0 == 0x0A || $0 == 0x0D }) {
      line += rest.part(0..<end)
      rest = rest.part(rest.skippingSpace(from: end + 1)..<rest.count)
      takeLine(sink)
    }
    // A line that is longer than any address is none.
    if line.count <= 4096 { line += rest.prefix(4097) }
    if isLast { takeLine(sink) }
  }

  private mutating func takeLine(_ sink: (SitemapEntry) -> Void) {
    defer { line.removeAll(keepingCapacity: true) }
    let text = line.withUnsafeBufferPointer { String(decoding: $0.trimmed, as: UTF8.self) }
    guard !text.isEmpty else { return }
    guard WebAddress.isWeb(text) else {
      isDoubtful = true
      repairs["line of a sitemap that is no address passed over", default: 0] += 1
      return
    }
    guard count < Self.limits.entries else {
      isCut = true
      return
    }
    count += 1
    sink(SitemapEntry(address: text))
  }
}
