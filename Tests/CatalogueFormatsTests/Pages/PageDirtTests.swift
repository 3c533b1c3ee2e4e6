import Catalogue
import Testing

@testable import CatalogueFormats

@Suite("Pages as they come: charsets, broken markup, hostile ones") struct PageDirtTests {
  private static let report =
    "<meta name='citation_title' content='Größe & Maß'><meta name=citation_date content=2020>"

  private func title(_ bytes: [UInt8], _ contentType: String? = nil) throws -> String {
    try Page(bytes, contentType: contentType).report().title
  }

  @Test("Blanks around the sign of equality make no attributes of a value's words") func blanks() throws {
    let words = String(repeating: "word ", count: 600)
    let html = Page.head(
      "<meta name=citation_title content='A survey'><meta name = \"citation_abstract\" content = \"\(words)\">"
        + "<meta name=citation_date content=2020>")
    #expect(try Page(html).report().published?.iso == "2020")
  }

  @Test("The charset of a mark, of HTTP, of the page; else UTF-8, and Windows-1252 where it is not")
  func charsets() throws {
    let utf8 = Array(Self.report.utf8)
    let latin = Self.report.unicodeScalars.map { UInt8($0.value) }
    let declared = Array("<meta charset=iso-8859-1>".utf8)
    #expect(try title(utf8) == "Größe & Maß")
    #expect(try title([0xEF, 0xBB, 0xBF] + utf8, "text/html; charset=iso-8859-1") == "Größe & Maß")
    #expect(try title(latin, "text/html; charset=ISO-8859-1") == "Größe & Maß")
    #expect(try title(declared + latin) == "Größe & Maß")
    #expect(try title(declared + utf8) == "Größe & Maß")
    #expect(try title(latin) == "Größe & Maß")
    #expect(
      try title([0xFF, 0xFE] + Self.report.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] })
        == "Größe & Maß")
    let russian =
      Array(
        "<meta http-equiv=content-type content='text/html; charset=windows-1251'><meta name=citation_title content='"
          .utf8)
      + [0xCE, 0xF2, 0xF7, 0xE5, 0xF2] + Array("'>".utf8)
    #expect(try title(russian) == "Отчет")
    let japanese =
      Array("<meta charset=Shift_JIS><meta name=citation_title content='".utf8) + [0x95, 0xF1, 0x8D, 0x90]
      + Array("'>".utf8)
    #expect(try title(japanese) == "報告")
  }

  @Test(
    "What stands in a template, a text field or a frame is not the page's",
    arguments: ["template", "textarea"])
  func inert(element: String) throws {
    let other =
      "<meta name=citation_title content=Other><meta name=citation_author content='Doe, Cy'><base href='/x/'>"
      + "<script type='application/ld+json'>{\"@type\": \"Report\", \"name\": \"Other\", \"isbn\": \"9789050311182\"}</script>"
      + "<div itemscope itemtype='https://schema.org/Report'><b itemprop=name>Other</b><b itemprop=inLanguage>nl</b></div>"
    let html = "<html><body><\(element)>\(other)</\(element)>\(Self.report)<p>Text.</p></body></html>"
    let report = try Page(html).report()
    #expect(report.title == "Größe & Maß" && report.contributors.isEmpty)
    #expect(report.identifiers.isEmpty && report.languages.isEmpty)
  }

  @Test("A page that takes longer than its time is a fault that says so") func time() throws {
    var repairs: [String: Int] = [:]
    let reader = PageUnderstanding(limit: 0)
    let fault = try #require(throws: RecordFault.self) {
      try Array(Self.report.utf8).withUnsafeBytes {
        try reader.read($0, contentType: nil, url: "https://i.example/1", repairs: &repairs)
      }
    }
    #expect(fault.reason.hasPrefix("reading the page takes longer than"))
  }

  @Test("References are decoded once") func entities() throws {
    let html = Page.head("<meta name=citation_title content='AT&amp;amp;T &eacute;t&#233; &lt;b&gt;'>")
    #expect(try Page(html).report().title == "AT&amp;T été <b>")
  }

  @Test("Scripts that are not JSON are counted, and the page is read") func brokenScript() throws {
    let page = try Page(
      Page.head(Self.report + "<script type='application/ld+json'>{\"@type\": \"Report\", }}}</script>"))
    #expect(try page.report().title == "Größe & Maß")
    #expect(page.repairs["unreadable JSON-LD left out"] == 1)
  }

  @Test("Markup that is never closed, and zeros") func broken() throws {
    #expect(
      try title(Array("\u{0}<html><head>\(Self.report)<body><p><b><table><tr><td>x".utf8)) == "Größe & Maß")
  }

  @Test(
    "What would cost without end is cut short, with what came before it",
    arguments: [
      "<div>", "<p>", "<b><i>", " ab=c", "<!--", "&", "</x>", "<table><tr><td>", "<li><ul>",
      "<span itemscope itemprop=x>",
      "<script type='application/ld+json'>[[[[", "<h1>Contents</h1><li>A (p. 1)</li>",
      "<a href=x.pdf>pdf</a>",
      "<dt>Pages</dt><dd>1</dd>", "<span class=Z3988 title='rft.au=A'></span>",
      "<meta name=DC.creator content='A;B'>",
      "<p class=author>Ann Roe</p>", "(pp. 1-2)<br>",
    ])
  func hostile(unit: String) throws {
    let unclosed = unit == " ab=c" ? "<p" : ""
    let count = (1 << 20) / unit.utf8.count
    let html = Self.report + "<body>" + unclosed + String(repeating: unit, count: count)
    let clock = ContinuousClock()
    var page: Page?
    let time = try clock.measure { page = try Page(html) }
    #expect(try page?.report().title == "Größe & Maß")
    #expect(time < .seconds(30), "\(unit): \(time)")
  }

  @Test("A page larger than 4 MiB is read as far as that") func large() throws {
    let page = try Page(Self.report + "<body>" + String(repeating: "<p>word</p>\n", count: 500_000))
    #expect(try page.report().title == "Größe & Maß")
    #expect(page.repairs["page too large or too deep: only its beginning was read"] == 1)
  }

  @Test("A great many different names do not stay") func names() throws {
    let parser = LandingPageParser()
    let context = LandingPageContext(identifier: "x", url: "https://i.example/").bytes
    for round in 0..<10 {
      let html =
        Self.report + (0..<2000).map { "<n\(round)x\($0) a\(round)y\($0)=1>" }.joined(separator: "</p>")
      var repairs: [String: Int] = [:]
      let statement = try parser.parse(Array(html.utf8), context: context, repairs: &repairs)
      guard case .live(let report) = statement.state else { return #expect(Bool(false), "deleted") }
      #expect(report.title == "Größe & Maß")
    }
  }
}
