import Catalogue
import Testing

@testable import CatalogueFormats

@Suite("Sitemaps (sitemaps.org) and lists of ResourceSync (NISO Z39.99)") struct SitemapTests {
  /// Reads a document in pieces of `size` bytes.
  private static func read(_ document: [UInt8], size: Int = 1 << 20, type: String? = "application/xml") -> (
    entries: [SitemapEntry], body: SitemapBody
  ) {
    var body = SitemapBody(contentType: type)
    var entries: [SitemapEntry] = []
    document.withUnsafeBufferPointer { bytes in
      var at = 0
      while at < bytes.count {
        let end = min(at + size, bytes.count)
        body.feed(bytes.part(at..<end)) { entries.append($0) }
        at = end
      }
    }
    body.finish { entries.append($0) }
    return (entries, body)
  }

  private static let plain = """
    <?xml version="1.0" encoding="UTF-8"?>
    <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
    <!-- <url><loc>https://x.example/commented</loc></url> -->
    <url><loc> https://x.example/a?b=1&amp;c=2
    </loc><lastmod>2026-01-02</lastmod><image:image><image:loc>https://x.example/i.png</image:loc></image:image></url>
    <url><lastmod>2026-01-03T10:00:00+01:00</lastmod><loc><![CDATA[https://x.example/b]]></loc></url>
    </urlset>
    """

  @Test("entries are read wherever the bytes are cut", arguments: [1, 2, 3, 7, 64, 1 << 20])
  func pieces(_ size: Int) {
    let (entries, body) = Self.read(Array(Self.plain.utf8), size: size)
    #expect(entries.map(\.address) == ["https://x.example/a?b=1&c=2", "https://x.example/b"])
    #expect(entries.map(\.lastmod) == ["2026-01-02", "2026-01-03T10:00:00+01:00"])
    #expect(body.isWhole && body.root == "urlset" && body.repairs.isEmpty)
  }

  @Test("a bare & costs nothing, a wrong byte or a missing end tag no more than its entry")
  func dirt() {
    let text = """
      <urlset><url><loc>https://x.example/?a=1&b=2</loc></url><url><loc>https://x.example/\u{1}c</loc></url>
      <url><loc>https://x.example/d</loc><url><loc>https://x.example/e</loc></url></urlset>
      """
    let (entries, body) = Self.read(Array(text.utf8))
    #expect(entries.map(\.address).first == "https://x.example/?a=1&b=2")
    #expect(entries.map(\.address).suffix(2) == ["https://x.example/d", "https://x.example/e"])
    #expect(body.repairs["bare & escaped"] == 1)
  }

  @Test("white space without end is read once", .timeLimit(.minutes(1)))
  func blank() {
    let blank = [UInt8](repeating: 0x20, count: 49 << 20)
    #expect(Self.read(blank, size: 64 << 10).body.count == 0)
    let lines = blank.prefix(1 << 20).map { _ in UInt8(0x0A) } + Array("https://x.example/a".utf8)
    #expect(Self.read(lines, size: 64 << 10).entries.map(\.address) == ["https://x.example/a"])
  }

  @Test("prefixes, UTF-16 and other charsets")
  func charsets() {
    let prefixed = "<s:urlset xmlns:s=\"x\"><s:url><s:loc>https://x.example/p</s:loc></s:url></s:urlset>"
    #expect(Self.read(Array(prefixed.utf8)).entries.map(\.address) == ["https://x.example/p"])
    var wide: [UInt8] = [0xFF, 0xFE]
    for unit in Self.plain.utf16 { wide += [UInt8(unit & 0xFF), UInt8(unit >> 8)] }
    #expect(Self.read(wide, size: 5).entries.count == 2)
  }

  @Test("an index wrapped in urlset leads to lists all the same")
  func wrapped() {
    let text = "<urlset><sitemap><loc>https://x.example/1.xml</loc></sitemap></urlset>"
    #expect(Self.read(Array(text.utf8)).entries == [entry("https://x.example/1.xml") { $0.isSitemap = true }])
  }

  private func entry(_ address: String, _ change: (inout SitemapEntry) -> Void) -> SitemapEntry {
    var entry = SitemapEntry()
    entry.address = address
    change(&entry)
    return entry
  }

  @Test("ResourceSync: what changed, and which lists there are")
  func resourceSync() {
    let text = """
      <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:rs="http://www.openarchives.org/rs/terms/">
      <rs:ln rel="up" href="https://x.example/capabilitylist.xml"/>
      <rs:md capability="changelist" from="2026-01-01T00:00:00Z"/>
      <url><loc>https://x.example/1</loc><rs:md change="deleted" datetime="2026-01-02T00:00:00Z"/></url>
      <url><loc>https://x.example/2.xml</loc><rs:md capability="resourcelist"/></url>
      </urlset>
      """
    let (entries, body) = Self.read(Array(text.utf8), size: 9)
    #expect(entries.first?.change == .deleted && entries.first?.datetime == "2026-01-02T00:00:00Z")
    #expect(entries.last?.capability == "resourcelist")
    #expect(body.head.capability == "changelist" && body.head.at == "2026-01-01T00:00:00Z")
  }

  @Test("a text sitemap is one address a line", arguments: ["\n", "\r\n", "\r"])
  func lines(_ end: String) {
    let text = ["\u{FEFF}https://x.example/a", "", "  https://x.example/b ", "no address"].joined(
      separator: end)
    let (entries, body) = Self.read(Array(text.utf8), size: 3, type: "text/plain")
    #expect(entries.map(\.address) == ["https://x.example/a", "https://x.example/b"])
    #expect(body.repairs.values.reduce(0, +) == 1 && body.isWhole)
  }

  @Test("more than 50,000 entries are cut off, and a list that breaks off is not whole")
  func limits() {
    let text =
      "<urlset>" + String(repeating: "<url><loc>https://x.example/a</loc></url>", count: 50_001) + "</urlset>"
    let (entries, body) = Self.read(Array(text.utf8))
    #expect(entries.count == 50_000 && body.isCut)
    #expect(!Self.read(Array("<urlset><url><loc>https://x.example/a</loc></url>".utf8)).body.isWhole)
  }

  @Test(
    "addresses are told apart by what leads elsewhere",
    arguments: [
      ("HTTPS://WWW.X.example:443/A?utm_source=a&b=1&fbclid=2#c", "https://www.x.example/A?b=1"),
      ("http://x.example", "http://x.example/"),
      ("http://u:p@x.example:8080/?UTM_medium=1", "http://x.example:8080/"),
    ])
  func addresses(_ printed: String, _ told: String) { #expect(PageAddress(printed)?.text == told) }

  @Test("a page is known by the canonical address of its own site, unless that is the entrance")
  func identity() throws {
    let page = try #require(PageAddress("https://www.x.example/a/1?print=1"))
    for (canonical, identity) in [
      ("https://x.example/a/1", "https://x.example/a/1"), ("https://y.example/a/1", page.text),
      ("https://x.example/", page.text), ("nonsense", page.text),
    ] { #expect(PageAddress.identity(of: page, canonical: canonical).text == identity) }
  }

  @Test(
    "dates of sitemaps",
    arguments: [
      ("1970-01-02", 86_400), ("1970-01-01T01:00:00+01:00", 0), ("1970-01-01T00:30Z", 1800),
      ("1970-01-01T00:00:00.5-0030", 1800), ("yesterday", nil),
    ] as [(String, Int64?)])
  func dates(_ text: String, _ seconds: Int64?) { #expect(WebDate.seconds(text) == seconds) }

  @Test("what is packed is unpacked, in its order")
  func queue() {
    var queue = EntryQueue()
    let entries = (0..<1001).map {
      PageEntry(
        address: "https://x.example/\($0)", lastmod: $0 % 2 == 0 ? "" : "2026-01-01", isChange: $0 % 3 == 0)
    }
    for entry in entries { queue.append(entry) }
    #expect(queue.take(500) + queue.take(500) + queue.take(500) == entries && queue.isEmpty)
  }

  @Test("of pages to be asked again, those that were asked longest ago come first")
  func revisits() {
    var queue = RevisitQueue()
    var dropped: [String] = []
    for age in 0..<5000 {
      let note = PageNote(
        address: "\(age)", lastmod: "", identifier: "r\(age)", kind: PageNote.report, version: 1)
      dropped += queue.add(PageEntry(address: "\(age)"), age: Int64(age), note, limit: 10)
        .compactMap(\.identifier)
    }
    #expect(queue.take(3).map(\.address) == ["4999", "4998", "4997"])
    // What is not asked for is not lost.
    while case let more = queue.drop(100), !more.isEmpty { dropped += more.compactMap(\.identifier) }
    #expect(Set(dropped) == Set((0..<4997).map { "r\($0)" }))
  }
}
