import CatalogueFormats
import Library
import Sync
import TestSupport
import Testing

@Suite("Landing pages that cannot be had") struct PageFailureTests {
  private typealias World = PagesTests.World

  private static let login =
    "<html><head><title>Log in</title></head><body><form><input type=\"password\"></form></body></html>"

  @Test("walled pages at the front do not keep those behind them from being read, and are asked for last")
  func walledFront() throws {
    let site = Site(pages: 10)
    site.change { state in
      for number in 0..<40 {
        state.pages["/reports/%2Amembers\(number)"] = Site.Page(
          title: "x", lastmod: "2026-01-01", body: Self.login)
      }
    }
    let world = try World(site)
    defer { world.stop() }
    let first = try world.harness.refresh()
    #expect(first.state == .done && first.counts.added == 10, "\(first)")
    #expect(first.message.contains("40 a login page"), "\(first.message)")
    _ = site.askedPages()
    site.change { $0.pages["/reports/new"] = Site.Page(title: "A new one", lastmod: "2026-02-02") }
    let second = try world.harness.refresh()
    #expect(second.state == .done && second.counts.added == 1 && second.counts.gone == 0, "\(second)")
    let asked = site.askedPages()
    #expect(asked.first == "/reports/new" && asked.count < 10, "\(asked)")
  }

  @Test("a site of nothing but walls fails the run as that, each time")
  func allWalled() throws {
    let site = Site(pages: 60)
    site.change { state in for path in state.pages.keys { state.pages[path]?.body = Self.login } }
    let world = try World(site)
    defer { world.stop() }
    for _ in 0..<4 {
      let run = try world.harness.refresh()
      #expect(run.state == .failed && run.message.contains("a login page"), "\(run)")
      #expect(site.askedPages().count <= 25)
    }
    let few = Site(pages: 3)
    few.change { state in for path in state.pages.keys { state.pages[path]?.body = Self.login } }
    let small = try World(few)
    defer { small.stop() }
    for _ in 0..<2 { #expect(try small.harness.refresh().state == .failed) }
  }

  @Test("one page that is never served does not keep the others from being read")
  func oneUnavailable() throws {
    let site = Site(pages: 6)
    site.change { $0.pages["/reports/2"]?.status = 503 }
    let world = try World(site)
    defer { world.stop() }
    for run in 0..<2 {
      let done = try world.harness.refresh(within: 30)
      #expect(done.state == .done && done.counts.added == (run == 0 ? 5 : 0), "\(done)")
      #expect(done.message.contains("HTTP status 503"), "\(done)")
    }
  }

  @Test("a host that asks to wait for hours over one page is let alone, and then asked for the others")
  func oneThatWaits() throws {
    let site = Site(pages: 6)
    site.change { $0.files["/reports/2"] = .text("later", status: 503, headers: [("Retry-After", "7200")]) }
    let directory = TemporaryDirectory()
    var settings = Harness.catalogue("test", site.url("/sitemap.xml"), format: "sitemap")
    settings.harvest.crawl.budget = 10_000
    let first = try Harness(directory)
    try first.begin(settings)
    let run = try first.refresh()
    #expect(run.state == .postponed && (run.retryAfter ?? 0) > 7000, "\(run)")
    #expect(site.askedPages() == ["/reports/0", "/reports/1", "/reports/2"])
    first.stop()
    // Who begins anew knows nothing of the host's wish: as if its time were over.
    let second = try Harness(directory)
    defer {
      second.stop()
      site.stop()
    }
    try second.begin(settings)
    _ = try second.refresh()
    #expect(site.askedPages().starts(with: ["/reports/3", "/reports/4", "/reports/5"]))
    #expect(try second.library.search("report", catalogue: nil, after: nil, limit: 9).total == 5)
  }

  @Test("a report's page that is too large all at once stays what it was")
  func tooLarge() throws {
    let site = Site(pages: 2)
    let world = try World(site) { $0.transfer.maxBodyBytes = 100_000 }
    defer { world.stop() }
    #expect(try world.harness.refresh().counts.added == 2)
    site.change {
      $0.pages["/reports/1"]?.body = "<html><body>" + String(repeating: "<p>More of it.</p>", count: 20_000)
      $0.pages["/reports/1"]?.lastmod = "2026-02-02"
    }
    for _ in 0..<3 {
      let run = try world.harness.refresh()
      #expect(run.state == .done && run.counts.gone == 0 && run.message.contains("not read: 1"), "\(run)")
    }
  }

  @Test("a page that is a catalogue of its own, and that robots.txt refuses, fails and is not called done")
  func refusedPage() throws {
    let site = Site(pages: 1)
    site.change { $0.robots = (200, "User-agent: *\nDisallow: /\n") }
    let harness = try Harness()
    defer {
      site.stop()
      harness.stop()
    }
    try harness.begin(Harness.catalogue("test", site.url("/reports/0"), format: "page"))
    let run = try harness.refresh()
    #expect(run.state == .failed && run.message.contains("robots.txt"), "\(run)")
    #expect(site.askedPages().isEmpty)
  }

  @Test("a page that robots.txt refuses is not one that is gone: no record is withdrawn over it")
  func refusedPages() throws {
    let site = Site(pages: 3)
    let world = try World(site)
    defer { world.stop() }
    #expect(try world.harness.refresh().counts.added == 3)
    // One stays where it was, another is listed only where it has moved to.
    site.change { state in
      state.robots = (200, "User-agent: *\nDisallow: /reports/0\nDisallow: /members/\n")
      state.pages["/reports/0"]?.lastmod = "2026-02-02"
      state.pages["/members/1"] = state.pages["/reports/1"]
      state.pages["/reports/1"]?.isListed = false
    }
    for _ in 0..<2 {
      let run = try world.harness.refresh()
      #expect(run.state == .done && run.counts.gone == 0, "\(run)")
      #expect(run.message.contains("2 refused by robots.txt"), "\(run.message)")
    }
    // Where nothing is refused any more, what is not listed is gone.
    site.change { state in
      state.robots = (404, "")
      state.pages["/members/1"] = nil
    }
    #expect(try world.harness.refresh().counts.gone == 1)
  }

  @Test("a wall that says 403 or 503 is named, on a page and on the list", arguments: [403, 503])
  func namedWall(status: Int) throws {
    let site = Site(pages: 2)
    let wall = "<html><head><title>Just a moment...</title></head><body>Checking your browser</body></html>"
    site.change {
      $0.pages["/reports/1"]?.body = wall
      $0.pages["/reports/1"]?.status = status
    }
    let world = try World(site)
    defer { world.stop() }
    let run = try world.harness.refresh()
    #expect(run.counts.added == 1 && run.message.contains("a bot wall"), "\(run)")
    site.change {
      $0.files["/sitemap.xml"] = .text(wall, type: "text/html", status: status)
    }
    let second = try world.harness.refresh()
    #expect(second.state == .failed && second.message.contains("a bot wall"), "\(second)")
    #expect(second.message.contains("\(status)"), "\(second)")
  }

  @Test("a site that is being rebuilt says nothing of its reports: they stay")
  func rebuilt() throws {
    let site = Site(pages: 3)
    let world = try World(site)
    defer { world.stop() }
    #expect(try world.harness.refresh().counts.added == 3)
    site.change { state in
      state.pages["/reports/1"]?.body =
        "<html><title>i</title><body><p>The site is being rebuilt.</p></body></html>"
      state.pages["/reports/2"]?.body = "{\"error\": 1}"
      state.pages["/reports/2"]?.type = "application/json"
      for path in state.pages.keys { state.pages[path]?.lastmod = "2026-02-02" }
    }
    for _ in 0..<3 {
      let run = try world.harness.refresh()
      #expect(run.state == .done && run.counts.gone == 0, "\(run)")
      #expect(run.message.contains("not read: 1 a page that says nothing of a report"), "\(run)")
    }
  }

  @Test("what came of a report's page is something else now: the record stays, and the run says what came")
  func somethingElse() throws {
    let site = Site(pages: 6)
    let world = try World(site)
    defer { world.stop() }
    #expect(try world.harness.refresh().counts.added == 6)
    func typed(_ type: String) -> String {
      "<title>N</title><script type=\"application/ld+json\">{\"@type\":\"\(type)\",\"headline\":\"N\",\"name\":\"N\"}"
        + "</script><h1>N</h1>"
    }
    site.change { [news = typed("NewsArticle"), search = typed("SearchResultsPage")] state in
      state.pages["/reports/0"]?.body = news
      state.pages["/reports/1"]?.body = search
      state.pages["/reports/2"]?.body =
        "<title>N</title><meta property=\"og:type\" content=\"video.other\"><p>N</p>"
      state.pages["/reports/3"]?.redirect = "/news/new"
      state.pages["/news/new"] = Site.Page(title: "", lastmod: nil, body: "<title>N</title>", isListed: false)
      state.pages["/reports/4"]?.redirect = "/"
      state.pages["/"] = Site.Page(title: "", lastmod: nil, body: "<title>N</title>", isListed: false)
      for path in state.pages.keys { state.pages[path]?.lastmod = "2026-02-02" }
    }
    for _ in 0..<3 {
      let run = try world.harness.refresh()
      #expect(run.state == .done && run.counts.gone == 0 && run.counts.heard == 6, "\(run)")
      #expect(run.message.contains("2 news in the place of a report, which stays"), "\(run)")
    }
  }

  @Test("a page is counted once, however often it is listed")
  func tally() throws {
    let site = Site(pages: 1)
    let event =
      "<html><head><title>A meeting</title><script type=\"application/ld+json\">{\"@type\":\"Event\",\"name\":"
      + "\"A meeting\"}</script></head><body><h1>A meeting</h1></body></html>"
    site.change { [url = site.url("")] state in
      state.pages["/reports/event"] = Site.Page(title: "x", lastmod: nil, body: event, isListed: false)
      let entry = "<url><loc>\(url)/reports/event</loc></url>"
      state.files["/a.xml"] = .xml("<urlset>\(entry)</urlset>")
      state.files["/b.xml"] = .xml("<urlset>\(entry)</urlset>")
      state.files["/index.xml"] = .xml(
        "<sitemapindex>"
          + ["a", "b", "sitemap"].map { "<sitemap><loc>\(url)/\($0).xml</loc></sitemap>" }.joined()
          + "</sitemapindex>")
    }
    let world = try World(site) { $0.harvest.url = site.url("/index.xml") }
    defer { world.stop() }
    let run = try world.harness.refresh()
    #expect(run.counts.added == 1 && run.message.contains("others: 1 event"), "\(run)")
  }

  @Test("a listing that cannot be searched is asked for once, and what is wrong with it is said")
  func listing() throws {
    let site = Site()
    let tag = "<a href=\"/1\" \((0..<50_000).map { "a\($0)=1" }.joined(separator: " "))>x</a>"
    site.change { $0.files["/list"] = .text("<html><body>\(tag)</body></html>", type: "text/html") }
    let world = try World(site) {
      $0.harvest.url = site.url("/list")
      $0.harvest.format = "listing"
      $0.harvest.crawl.links = "a"
    }
    defer { world.stop() }
    let run = try world.harness.refresh()
    #expect(run.state == .failed && run.message.contains("512 attributes"), "\(run)")
    #expect(site.asked() == ["/robots.txt", "/list"])
  }
}
