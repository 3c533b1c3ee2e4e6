import CatalogueFormats
import Library
import Sync
import TestSupport
import Testing

@Suite("Other lists of landing pages") struct PageListTests {
  private static func world(
    _ site: Site, _ path: String, _ format: String, _ change: (inout CatalogueSettings) -> Void = { _ in }
  )
    throws -> Harness
  {
    let harness = try Harness()
    var settings = Harness.catalogue("test", site.url(path), format: format)
    settings.arrivals.missingAfter = 1
    change(&settings)
    try harness.begin(settings)
    return harness
  }

  private static func html(_ body: String) -> LoopbackServer.Reply {
    .text("<html><body>\(body)</body></html>", type: "text/html; charset=utf-8")
  }

  @Test("a listing is read page by page, to the page that brings nothing new")
  func listing() throws {
    let site = Site(pages: 5)
    site.change { state in
      state.files["/list"] = Self.html(
        "<h3><a href=\"/reports/0\">A</a></h3><h3><a href=\"reports/1?utm_medium=x\">B</a></h3><a href=\"/reports/4\">other</a>"
          + "<a rel=next href=\"/list2\">on</a>")
      state.files["/list2"] = Self.html(
        "<h3><a href=\"/reports/2\">C</a></h3><h3><a href=\"https://elsewhere.example/x\">D</a></h3>"
          + "<a rel=next href=\"/list3\">on</a>")
      state.files["/list3"] = Self.html(
        "<h3><a href=\"/reports/2\">C</a></h3><a rel=next href=\"/list4\">on</a>")
    }
    let harness = try Self.world(site, "/list", "listing") {
      $0.harvest.crawl.links = "h3 a"
      $0.harvest.crawl.next = "a[rel=next]"
    }
    defer {
      harness.stop()
      site.stop()
    }
    let run = try harness.refresh()
    #expect(run.state == .done && run.counts.added == 3, "\(run)")
    #expect(
      Set(site.asked()) == [
        "/robots.txt", "/list", "/list2", "/list3", "/reports/0", "/reports/1", "/reports/2",
      ])

    // What falls out of a listing stays; a selector that finds nothing is said so.
    site.change { $0.files["/list"] = Self.html("<h3><a href=\"/reports/3\">E</a></h3>") }
    let second = try harness.refresh()
    #expect(second.counts.added == 1 && second.counts.gone == 0, "\(second)")
    site.change { $0.files["/list"] = Self.html("<h2>New design</h2>") }
    #expect(try harness.refresh().message.contains("“links” finds nothing"))
  }

  @Test(
    "a listing whose later page is a wall, or has no links, or leads to another site, is not complete",
    arguments: [
      "<title>Just a moment...</title><a href=\"/reports/0\">help</a>", "<h1>Nothing here</h1>",
      "<h3><a href=\"/reports/2\">C</a></h3><a rel=next href=\"https://elsewhere.example/list3\">on</a>",
    ])
  func brokenListing(second: String) throws {
    let site = Site(pages: 6)
    let pages = (0..<3).map { page in
      Self.html(
        (0..<2).map { "<h3><a href=\"/reports/\(page * 2 + $0)\">R</a></h3>" }.joined()
          + (page < 2 ? "<a rel=next href=\"/list\(page + 1)\">on</a>" : ""))
    }
    site.change { state in
      for (number, page) in pages.enumerated() { state.files["/list\(number)"] = page }
    }
    let harness = try Self.world(site, "/list0", "listing") {
      $0.harvest.complete = true
      $0.harvest.crawl.links = "a[href^='/reports/']"
      $0.harvest.crawl.next = "a[rel=next]"
    }
    defer {
      harness.stop()
      site.stop()
    }
    #expect(try harness.refresh().counts.added == 6)
    site.change { $0.files["/list1"] = Self.html(second) }
    for _ in 0..<3 {
      let run = try harness.refresh()
      #expect(
        run.state == .done && run.counts.gone == 0 && run.message.contains("lists not read: "), "\(run)")
    }
    for next in ["", "<a rel=next href=\"#\">on</a>", "<a rel=next href=\"/list0\">on</a>"] {
      let first = Self.html((0..<2).map { "<h3><a href=\"/reports/\($0)\">R</a></h3>" }.joined() + next)
      site.change { $0.files["/list0"] = first }
      for _ in 0..<3 {
        let alone = try harness.refresh()
        #expect(alone.counts.gone == 0 && alone.message.contains("“next” leads nowhere"), "\(alone)")
      }
    }
    site.change { $0.files["/list0"] = pages[0] }
    // A page that is the last, and says so, is the end.
    site.change { $0.files["/list1"] = Self.html("<h3><a href=\"/reports/2\">C</a></h3>") }
    #expect(try harness.refresh().counts.gone == 3)
  }

  @Test("the pages behind a feed's links are the records, and its 304 asks for none of them")
  func follow() throws {
    let site = Site(pages: 3, lastmod: nil)
    site.change { [first = site.url("/reports/0"), second = site.url("/reports/1")] state in
      state.files["/feed"] = .text(
        "<rss version=\"2.0\"><channel><title>New</title><item><title>x</title><link>\(first)?utm_source=rss</link></item>"
          + "<item><title>y</title><link>\(second)</link></item></channel></rss>", type: "application/rss+xml"
      )
    }
    let harness = try Self.world(site, "/feed", "feed") { $0.harvest.crawl.follow = true }
    defer {
      harness.stop()
      site.stop()
    }
    #expect(try harness.refresh().counts.added == 2)
    #expect(site.askedPages().sorted() == ["/reports/0", "/reports/1"])
    let again = try harness.refresh()
    #expect(again.counts.changed == 0 && again.counts.gone == 0 && again.counts.unchanged == 2, "\(again)")
    #expect(site.askedPages().isEmpty)
    #expect(try harness.library.search("report", catalogue: nil, after: nil, limit: 9).total == 2)
  }

  @Test("one page is one record, by http and from a file")
  func page() throws {
    let site = Site(pages: 1)
    let directory = TemporaryDirectory()
    let file = directory.file("page.html")
    try Site.html(Site.Page(title: "A page in a file")).write(toFile: file, atomically: true, encoding: .utf8)
    defer { site.stop() }
    for (url, title) in [(site.url("/reports/0"), "number"), ("file://\(file)", "file")] {
      let harness = try Harness()
      defer { harness.stop() }
      try harness.begin(Harness.catalogue("test", url, format: "page"))
      #expect(try harness.refresh().counts.added == 1)
      #expect(try harness.refresh().counts.unchanged == 1)
      #expect(try harness.library.search(title, catalogue: nil, after: nil, limit: 9).total == 1)
    }
  }

  @Test(
    "a sitemap of an index that is empty all at once, or no sitemap, takes nothing away",
    arguments: ["", "oops"])
  func emptySitemap(answer: String) throws {
    let site = Site(pages: 4)
    @Sendable func list(_ root: String, _ entry: String, _ paths: [String]) -> LoopbackServer.Reply {
      .xml(
        "<\(root)>" + paths.map { "<\(entry)><loc>\(site.url($0))</loc></\(entry)>" }.joined() + "</\(root)>")
    }
    site.change { state in
      state.files["/index.xml"] = list("sitemapindex", "sitemap", ["/a.xml", "/b.xml"])
      state.files["/a.xml"] = list("urlset", "url", ["/reports/0", "/reports/1"])
      state.files["/b.xml"] = list("urlset", "url", ["/reports/2", "/reports/3"])
    }
    let harness = try Self.world(site, "/index.xml", "sitemap")
    defer {
      harness.stop()
      site.stop()
    }
    #expect(try harness.refresh().counts.added == 4)
    site.change { $0.files["/b.xml"] = .xml(answer) }
    for _ in 0..<3 {
      let run = try harness.refresh()
      #expect(run.counts.gone == 0 && run.message.contains("b.xml"), "\(run)")
    }
  }

  @Test(
    "ResourceSync: a capability list leads to resources and changes; a deletion is a tombstone, and what came again lives"
  )
  func resourceSync() throws {
    let site = Site(pages: 4)
    func urlset(_ capability: String, _ entries: String) -> LoopbackServer.Reply {
      .xml(
        "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" xmlns:rs=\"http://www.openarchives.org/rs/terms/\">"
          + "<rs:md capability=\"\(capability)\" at=\"2026-01-03T00:00:00Z\"/>\(entries)</urlset>")
    }
    func entry(_ path: String, _ lastmod: String, _ change: String = "") -> String {
      let md = change.isEmpty ? "" : "<rs:md change=\"\(change)\" datetime=\"\(lastmod)\"/>"
      return "<url><loc>\(site.url(path))</loc><lastmod>\(lastmod)</lastmod>\(md)</url>"
    }
    let resources = urlset(
      "resourcelist", (0..<4).map { entry("/reports/\($0)", "2026-01-0\(1 + $0 / 3)") }.joined())
    let lists = urlset(
      "capabilitylist",
      "<url><loc>\(site.url("/resources.xml"))</loc><rs:md capability=\"resourcelist\"/></url>"
        + "<url><loc>\(site.url("/changes.xml"))</loc><rs:md capability=\"changelist\"/></url>"
        + "<url><loc>\(site.url("/dump.xml"))</loc><rs:md capability=\"resourcedump\"/></url>")
    let nothing = urlset("changelist", "")
    let changes = urlset(
      "changelist",
      entry("/reports/0", "2026-01-05", "updated") + entry("/reports/1", "2026-01-05", "deleted")
        + entry("/reports/2", "2026-01-05", "deleted") + entry("/reports/2", "2026-01-06", "created"))
    site.change { state in
      state.files["/caps.xml"] = lists
      state.files["/resources.xml"] = resources
      state.files["/changes.xml"] = nothing
    }
    let harness = try Self.world(site, "/caps.xml", "sitemap")
    defer {
      harness.stop()
      site.stop()
    }
    #expect(try harness.refresh().counts.added == 4)
    #expect(!site.asked().contains("/dump.xml"))
    site.change { state in
      state.files["/changes.xml"] = changes
      state.pages["/reports/0"]?.title = "Report number zero"
    }
    let second = try harness.refresh()
    #expect(second.counts.changed == 1 && second.counts.gone == 1, "\(second)")
    #expect(site.askedPages().sorted() == ["/reports/0", "/reports/2"])
    let third = try harness.refresh()
    #expect(third.counts.changed == 0 && third.counts.gone == 0, "\(third)")
    #expect(site.askedPages().isEmpty)
  }

  @Test("a sitemap of which something cannot be read, or that is another document, deletes nothing")
  func doubtful() throws {
    let site = Site()
    site.change { state in
      for number in 0..<3 { state.pages["/reports/\(number)"] = Site.Page(title: "Report \(number)") }
    }
    func list(_ root: String, _ count: Int, _ more: String = "") -> LoopbackServer.Reply {
      let urls = (0..<count).map { "<url><loc>\(site.url("/reports/\($0)"))</loc></url>" }.joined()
      return .xml("<\(root)>\(urls)\(more)</\(root)>")
    }
    let (all, fewer) = (list("urlset", 3), list("urlset", 2))
    site.change { $0.files["/map.xml"] = all }
    let harness = try Self.world(site, "/map.xml", "sitemap")
    defer {
      harness.stop()
      site.stop()
    }
    #expect(try harness.refresh().counts.added == 3)
    for reply in [
      list("urlset", 2, "<url><loc></loc></url>"), list("urlset", 2, "<url><loc>http:///r</loc></url>"),
      list("urlset", 2, "<url><loc>http://web01.internal/reports/2</loc></url>"),
      .xml(
        "<urlset><url><loc>\(site.url("/reports/0"))</loc></url></urlset>\n<?xml version=\"1.0\"?>"
          + "<urlset><url><loc>\(site.url("/reports/1"))</loc></url></urlset>"),
      list("error", 2), .text("\(site.url("/reports/0"))\nPHP Fatal error\n", type: "text/plain"),
    ] {
      site.change { $0.files["/map.xml"] = reply }
      let run = try harness.refresh()
      #expect(run.counts.gone == 0 && run.counts.held == 0, "\(run)")
    }
    site.change { $0.files["/map.xml"] = fewer }
    #expect(try harness.refresh().counts.gone == 1)
  }

  @Test("a list of an index that is empty, or leads to another one, deletes nothing, and is named")
  func emptyList() throws {
    let site = Site()
    site.change { [url = site.url("")] state in
      for number in 0..<4 { state.pages["/reports/\(number)"] = Site.Page(title: "Report \(number)") }
      for (list, numbers) in [("a", 0..<2), ("b", 2..<4)] {
        let urls = numbers.map { "<url><loc>\(url)/reports/\($0)</loc></url>" }.joined()
        state.files["/\(list).xml"] = .xml("<urlset>\(urls)</urlset>")
      }
      let lists = ["a", "b"].map { "<sitemap><loc>\(url)/\($0).xml</loc></sitemap>" }.joined()
      state.files["/index.xml"] = .xml("<sitemapindex>\(lists)</sitemapindex>")
    }
    let harness = try Self.world(site, "/index.xml", "sitemap")
    defer {
      harness.stop()
      site.stop()
    }
    #expect(try harness.refresh().counts.added == 4)
    for (reply, words) in [
      (LoopbackServer.Reply.xml("<urlset></urlset>"), "1 empty"),
      (.redirect(301, to: "/a.xml"), "led to a list that was read"),
    ] {
      site.change { $0.files["/b.xml"] = reply }
      let run = try harness.refresh()
      #expect(run.counts.gone == 0 && run.message.contains(words), "\(run)")
    }
  }
}
