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

  @Test(
    "What the address says weighs more than signs that other pages have, too",
    arguments: [
      ("https://i.example/staff/7", PageKind.person, "<ul><li>ISBN 978-90-5031-118-2</li></ul>", ""),
      ("https://i.example/staff/8", .person, "<p>https://doi.org/10.1234/abc</p><p>88 pages</p>", ""),
      ("https://i.example/blog/10", .blog, "<p>300 pages</p>", ""),
      (
        "https://i.example/news/8", .news, "",
        "<meta name=DC.title content=N><meta name=DC.creator content='Roe, Ann'><meta name=DC.date content=2020>"
      ),
      ("https://i.example/r/2", .event, "<p>Date: 3 May 2026</p><a href=/f.pdf>Download PDF</a>", ""),
    ])
  func weakSigns(url: String, kind: PageKind, body: String, head: String) throws {
    let title = kind == .event ? "Event: Launch" : "N"
    let html = Page.head(head, body: "<h1>\(title)</h1>\(body)")
    #expect(try Page(html, url: url).reading == .other(kind))
    // The same is a report's where nothing speaks against it.
    if kind != .event {
      #expect(throws: Never.self) { try Page(html, url: "https://i.example/r/1").report() }
    }
  }

  @Test("Contents with pages are a report's, wherever they stand") func contentsInNews() throws {
    let html = Page.head(
      "", body: "<h1>A survey</h1><h2>Contents</h2><ol><li>Wells (pp. 1-9)</li><li>Rain (pp. 10-20)</li></ol>"
    )
    #expect(try Page(html, url: "https://i.example/news/a-survey").report().sections.count == 2)
  }

  @Test(
    "A report that is called as walls are is a report",
    arguments: [
      "Access Denied: borders and asylum", "One moment, please: waiting in hospitals",
      "Page not found: link rot in law",
    ])
  func titlesOfWalls(title: String) throws {
    let cited = Page.head(
      "<meta name=citation_title content='\(title)'><meta name=citation_author content='Roe, Ann'>",
      body: "<h1>\(title)</h1>")
    #expect(try Page(cited).report().title.isEmpty == false)
    let described = Page.head(
      "<script type='application/ld+json'>{\"@type\": \"Report\", \"name\": \"\(title)\"}</script>",
      body: "<h1>\(title)</h1>")
    #expect(try Page(described).report().title.isEmpty == false)
    // A title alone, a template writes on its error page, too.
    let bare = Page.head("<meta name=citation_title content='\(title)'>", body: "<h1>\(title)</h1>")
    guard case .wall = try Page(bare).reading else { return #expect(Bool(false), "\(title)") }
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
      ("<title>しばらくお待ちください...</title><p>確認</p>", .bot), ("<title>Один момент…</title><p>x</p>", .bot),
      ("<title>i.example</title><p>Please enable JS and disable any ad blocker</p>", .bot),
      ("<title>OpenAthens / Sign in</title><p>Find your institution</p>", .login),
      ("<title>用户登录</title><form><input type=password></form>", .login),
      (
        "<meta name=robots content=noindex><iframe src=/_Incapsula_Resource>Request unsuccessful.</iframe>",
        .empty
      ),
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
