import Catalogue
import Testing

@testable import CatalogueFormats

@Suite("What is no report is recognised") struct PageKindTests {
  private static func typed(_ type: String) -> String {
    Page.head(
      "<script type='application/ld+json'>{\"@type\": \"\(type)\", \"name\": \"N\", \"headline\": \"H\"}</script>"
    )
  }

  @Test(
    "By what it says of itself",
    arguments: [
      ("Event", PageKind.event), ("BusinessEvent", .event), ("Person", .person), ("BlogPosting", .blog),
      ("NewsArticle", .news), ("JobPosting", .job), ("CollectionPage", .listing), ("VideoObject", .media),
    ])
  func byType(type: String, kind: PageKind) throws {
    #expect(try Page(Self.typed(type)).reading == .other(kind))
  }

  @Test(
    "By its address",
    arguments: [
      ("https://i.example/events/spring-lecture", PageKind.event),
      ("https://i.example/people/ann-roe", .person),
      ("https://i.example/en/blog/2021/05/why", .blog), ("https://i.example/news/new-chair", .news),
      ("https://i.example/", .listing), ("https://i.example/topics/water", .listing),
      ("https://i.example/about", .unknown),
    ])
  func byAddress(url: String, kind: PageKind) throws {
    #expect(try Page("<title>T</title><h1>A title</h1><p>Words.</p>", url: url).reading == .other(kind))
  }

  @Test("A report's own word wins over its address") func reportBelowNews() throws {
    let html = Page.head(
      "<meta name=citation_title content='A survey'><meta name=citation_date content=2020>")
    #expect(try Page(html, url: "https://i.example/news/a-survey").report().title == "A survey")
  }

  @Test("The site, the author and the page around a report are not what it is about") func surroundings()
    throws
  {
    let html = Page.head(
      """
      <script type="application/ld+json">[{"@type": "WebSite", "name": "I"}, {"@type": "Person", "name": "Ann Roe"},
      {"@type": "BreadcrumbList"}, {"@type": "WebPage", "mainEntity": {"@type": "Report", "name": "A survey"}}]</script>
      """)
    #expect(try Page(html).report().title == "A survey")
  }

  @Test("A file is none", arguments: ["%PDF-1.7 x", "PK\u{3}\u{4}x"]) func files(bytes: String) throws {
    #expect(try Page(bytes).reading == .other(.file))
  }

  @Test(
    "Walls",
    arguments: [
      ("<title>Just a moment...</title><p>Enable JavaScript and cookies to continue</p>", PageWall.bot),
      ("<title>Attention Required! | Cloudflare</title><h1>Sorry, you have been blocked</h1>", .bot),
      ("<title>i.example</title><p>Verify you are human by completing the action below.</p>", .bot),
      ("<title>Access Denied</title><h1>Access Denied</h1>Reference #18.2", .bot),
      ("<title>Log in | Institute</title><form><input name=u><input type=password></form>", .login),
      ("<title>Institute</title><form>Your account <input type=password></form>", .login),
      ("<title>404 Not Found</title><h1>Not Found</h1>", .error),
      ("<title>Institute</title><h1>Seite nicht gefunden</h1>", .error),
      ("", .empty), ("   \n", .empty),
    ])
  func walls(html: String, wall: PageWall) throws {
    #expect(try Page(html).reading == .wall(wall))
  }

  @Test("A report's page with a field for a password, and a script against bots, is a report's") func noWall()
    throws
  {
    let html = Page.head(
      "<meta name=citation_title content='A survey'><script src='/cdn-cgi/challenge-platform/x.js'></script>",
      body: "<form><input type=password></form><p>Checking your browser before you read costs nothing.</p>")
    #expect(try Page(html).report().title == "A survey")
  }

  @Test("A record whose page is none is a fault that says so") func fault() {
    let context = LandingPageContext(identifier: "https://i.example/1", url: "https://i.example/1")
    var repairs: [String: Int] = [:]
    #expect(
      throws: RecordFault(reason: "the page is no report's: event", identifier: "https://i.example/1")
    ) {
      try LandingPageParser().parse(
        Array(Self.typed("Event").utf8), context: context.bytes, repairs: &repairs)
    }
  }
}
