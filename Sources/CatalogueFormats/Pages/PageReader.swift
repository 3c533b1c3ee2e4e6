import CXML
import Catalogue

/// Reads web pages with libxml2's HTML parser. Owns the C reader; not shared between threads.
final class PageReader {
  /// What is looked at of a page. Few are larger than a tenth of it, and the slowest of hostile ones takes 2 s.
  static let sizeLimit = 4 << 20
  private static let limits = CXMLPageLimits(depth: 512, events: 400_000, attributes: 512)
  private static let nameLimit = 4096

  private var handle: OpaquePointer?
  private var tags = NameTable<PageTag>()
  private var attributes = NameTable<PageAttribute>()
  private var hints = PageHintTable()

  init() { handle = cxml_create() }

  deinit { cxml_destroy(handle) }

  /// What stands on a page in UTF-8. `url` is where it stands. Throws where that takes too long.
  func read(_ page: [UInt8], url: String, _ time: ReadingTime) throws(RecordFault) -> PageContent {
    if let old = handle, cxml_names(old) > Self.nameLimit {
      cxml_destroy(old)
      handle = cxml_create()
      tags.removeAll()
      attributes.removeAll()
    }
    guard let handle else { return PageContent(base: url) }
    let code = page.withUnsafeBufferPointer {
      cxml_parse_html(handle, $0.baseAddress, $0.count, Self.limits)
    }
    var count = 0
    let first = cxml_events(handle, &count)
    let events = XMLEvents(list: UnsafeBufferPointer(start: first, count: count), base: cxml_text(handle))
    var scan = PageScan(url: url)
    try scan.read(events, &tags, &attributes, &hints, time)
    scan.content.isCut = code != CXMLPageWhole
    return scan.content
  }
}
