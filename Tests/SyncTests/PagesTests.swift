import CatalogueFormats
import Foundation
import Library
import Sync
import TestSupport
import Testing

@Suite("Landing pages behind a sitemap") struct PagesTests {
  /// A site, and a catalogue of it that a test asks by hand.
  struct World {
    let site: Site
    let harness: Harness

    init(_ site: Site, _ change: (inout CatalogueSettings) -> Void = { _ in }) throws {
      self.site = site
      harness = try Harness()
      var settings = Harness.catalogue("test", site.url("/sitemap.xml"), format: "sitemap")
      settings.arrivals.missingAfter = 1
      settings.harvest.crawl.budget = 10_000
      change(&settings)
      try harness.begin(settings)
    }

    func stop() {
      site.stop()
      harness.stop()
    }
  }

  @Test("5,000 pages are mirrored; then 1 % of them change, and only those are asked for")
  func onlyWhatChanged() throws {
    let site = Site(pages: 5000)
    let world = try World(site)
    defer { world.stop() }
    let first = try world.harness.refresh(within: 120)
    #expect(first.state == .done && first.counts.added == 5000, "\(first)")
    #expect(Set(site.askedPages()).count == 5000)

    let changed = Set((0..<50).map { "/reports/\($0 * 100)" })
    site.change { state in
      for path in changed {
        state.pages[path]?.title += " revised"
        state.pages[path]?.lastmod = "2026-02-01"
      }
    }
    let second = try world.harness.refresh(within: 60)
    #expect(second.state == .done && second.counts.changed == 50 && second.counts.heard == 5000, "\(second)")
    #expect(Set(site.askedPages()) == changed)

    let third = try world.harness.refresh(within: 60)
    #expect(third.counts.changed == 0 && third.counts.unchanged == 5000 && third.counts.gone == 0)
    #expect(site.asked() == ["/robots.txt", "/sitemap.xml"])
  }

  @Test("a sitemap that dates all of its pages has its own validators, and its 304 asks for nothing")
  func unchangedSitemap() throws {
    let site = Site(pages: 5)
    site.change { [url = site.url("")] state in
      let entries = (0..<5).map { "<url><loc>\(url)/reports/\($0)</loc><lastmod>2026-01-01</lastmod></url>" }
      state.lists["/map.xml"] = "<urlset>\(entries.joined())</urlset>"
    }
    let world = try World(site) { $0.harvest.url = site.url("/map.xml") }
    defer { world.stop() }
    #expect(try world.harness.refresh().counts.added == 5)
    _ = site.asked()
    let second = try world.harness.refresh()
    #expect(second.message.contains("304") && second.counts.heard == 0, "\(second)")
    #expect(site.asked() == ["/robots.txt", "/map.xml"])

    // One of which nothing is said may have changed although the list is as it was.
    site.change { [url = site.url("")] state in
      state.lists["/map.xml"]?.replace("</urlset>", with: "<url><loc>\(url)/reports/6</loc></url></urlset>")
      state.pages["/reports/6"] = Site.Page(title: "Report number 6", lastmod: nil)
    }
    #expect(try world.harness.refresh().counts.added == 1)
    site.change { $0.pages["/reports/6"]?.title = "Report number six" }
    let last = try world.harness.refresh()
    #expect(last.counts.changed == 1, "\(last)")
  }

  @Test("pages without lastmod are asked with their own validators, and 304 costs no write of a record")
  func validators() throws {
    let site = Site(pages: 5, lastmod: nil)
    site.change { $0.usesETags = true }
    let world = try World(site)
    defer { world.stop() }
    #expect(try world.harness.refresh().counts.added == 5)
    site.change { $0.pages["/reports/3"]?.title = "Report number three" }
    _ = site.asked()
    let second = try world.harness.refresh()
    #expect(second.counts.changed == 1 && second.counts.unchanged == 4, "\(second)")
    #expect(site.askedPages().count == 5)
  }

  @Test(
    "a page that is no longer listed is gone; one that answers 404 is missing, one that answers 410 is deleted"
  )
  func vanishing() throws {
    let site = Site(pages: 8)
    let world = try World(site) { $0.arrivals.missingAfter = 2 }
    defer { world.stop() }
    _ = try world.harness.refresh()
    site.change { state in
      state.pages["/reports/0"]?.isListed = false
      for (path, status) in [("/reports/1", 404), ("/reports/2", 410)] {
        state.pages[path]?.status = status
        state.pages[path]?.lastmod = "2026-02-02"
      }
    }
    let second = try world.harness.refresh()
    #expect(second.state == .done && second.counts.gone == 1, "410 is a statement: \(second)")
    let third = try world.harness.refresh()
    #expect(third.counts.gone == 2, "the others were missing twice: \(third)")
    // What comes back is asked for again, although nothing was said of a change.
    site.change { $0.pages["/reports/0"]?.isListed = true }
    let fourth = try world.harness.refresh()
    #expect(fourth.counts.changed == 1 && fourth.counts.gone == 0, "\(fourth)")
  }

  @Test("the budget of a run is kept, the rest goes on in the next, and nothing is gone before all was read")
  func budget() throws {
    let site = Site(pages: 25)
    let world = try World(site) { $0.harvest.crawl.budget = 10 }
    defer { world.stop() }
    let first = try world.harness.refresh()
    #expect(
      first.state == .done && first.counts.added == 10 && first.message.contains("15 new pages"), "\(first)")
    site.change { $0.pages["/reports/0"]?.isListed = false }
    let second = try world.harness.refresh()
    #expect(second.counts.added == 10 && second.counts.gone == 0)
    let third = try world.harness.refresh()
    #expect(third.counts.added == 5 && third.counts.gone == 1, "\(third)")
    #expect(site.askedPages().count == 25)
  }

  @Test("robots.txt is obeyed: groups, the longest rule, and what cannot be had")
  func robots() throws {
    let site = Site(pages: 4)
    site.change {
      $0.robots = (
        200,
        "User-agent: *\nDisallow: /\n\nUser-agent: Catalogued\nDisallow: /reports/\nAllow: /reports/1\nCrawl-delay: 0.01\n"
      )
    }
    let world = try World(site)
    defer { world.stop() }
    let run = try world.harness.refresh()
    #expect(run.counts.added == 1 && run.message.contains("3 refused by robots.txt"), "\(run)")
    #expect(site.askedPages() == ["/reports/1"])

    site.change { $0.robots = (503, "") }
    let refused = try world.harness.refresh()
    #expect(refused.state == .failed && refused.message.contains("robots.txt cannot be had"), "\(refused)")
    #expect(!site.asked().contains("/sitemap.xml"))
  }

  @Test("redirects, canonical links and tracking parameters lead to one record")
  func identity() throws {
    let site = Site(pages: 1)
    site.change { [url = site.url("/reports/0")] state in
      state.pages["/reports/old"] = Site.Page(title: "", lastmod: nil, redirect: url + "?utm_source=sitemap")
      state.pages["/reports/print"] = Site.Page(
        title: "Report number 0", lastmod: nil, canonical: "/reports/0#top")
      state.pages["/reports/0?utm_campaign=x&fbclid=1"] = Site.Page(title: "never asked for", lastmod: nil)
    }
    let world = try World(site)
    defer { world.stop() }
    let run = try world.harness.refresh()
    #expect(run.counts.added == 1, "\(run)")
    #expect(!site.asked().contains { $0.contains("utm_campaign") })
  }

  @Test("what is no report is counted; a bot wall is named and changes nothing")
  func walls() throws {
    let site = Site(pages: 3)
    let world = try World(site)
    defer { world.stop() }
    _ = try world.harness.refresh()
    site.change { state in
      state.pages["/reports/1"]?.lastmod = "2026-03-03"
      state.pages["/reports/1"]?.body =
        "<html><head><title>Just a moment...</title></head><body><div id=\"cf-challenge\">Checking your browser before "
        + "accessing</div></body></html>"
      state.pages["/reports/event"] = Site.Page(
        title: "x", lastmod: "2026-03-03",
        body:
          "<html><head><title>A meeting</title><script type=\"application/ld+json\">{\"@type\":\"Event\",\"name\":"
          + "\"A meeting\",\"startDate\":\"2026-05-05\"}</script></head><body><h1>A meeting</h1></body></html>"
      )
      state.pages["/reports/4.pdf"] = Site.Page(title: "x", lastmod: "2026-03-03")
    }
    _ = site.asked()
    let run = try world.harness.refresh()
    #expect(run.state == .done && run.counts.changed == 0 && run.counts.gone == 0, "\(run)")
    #expect(run.message.contains("not read: 1 a bot wall"), "\(run.message)")
    #expect(run.message.contains("1 event") && run.message.contains("1 file"), "\(run.message)")
    #expect(!site.asked().contains("/reports/4.pdf"))
  }

  @Test("a site as such: its robots.txt names its sitemap, an index leads to others, and loops end")
  func sites() throws {
    let site = Site(pages: 3)
    site.change { [index = site.url("/index.xml"), map = site.url("/sitemap.xml")] state in
      state.robots = (200, "Sitemap: \(index)\n")
      state.files["/index.xml"] = .xml(
        "<urlset><sitemap><loc>\(map)</loc></sitemap><sitemap><loc>\(index)</loc></sitemap>"
          + "<sitemap><loc>\(map)?broken</loc></sitemap></urlset>")
    }
    let world = try World(site) { $0.harvest.url = site.url("/") }
    defer { world.stop() }
    let run = try world.harness.refresh()
    #expect(run.state == .done && run.counts.added == 3, "\(run)")
    #expect(site.asked().filter { $0 == "/index.xml" }.count == 1)
  }

  @Test(
    "a sitemap that is compressed is read, whatever its name and the server call it",
    arguments: [
      ("/sitemap.xml.gz", "application/x-gzip", true), ("/sitemap.xml", "text/xml", true),
      ("/sitemap.xml.gz", "text/plain", true), ("/sitemap.xml.gz", "application/gzip", false),
    ])
  func compressed(path: String, type: String, isCompressed: Bool) throws {
    let site = Site(pages: 2)
    let list = (0..<2).map { "<url><loc>\(site.url("/reports/\($0)"))</loc></url>" }.joined()
    let bytes = Array("<urlset>\(list)</urlset>".utf8)
    let sent = isCompressed ? try Self.gzipped(bytes) : bytes
    site.change { $0.files[path] = .bytes(sent, type: type) }
    let world = try World(site) { $0.harvest.url = site.url(path) }
    defer { world.stop() }
    let run = try world.harness.refresh()
    #expect(run.state == .done && run.counts.added == 2, "\(run)")
  }

  @Test("a stored gzip file that the server compresses once more is read")
  func compressedTwice() throws {
    let site = Site(pages: 2)
    let list = (0..<2).map { "<url><loc>\(site.url("/reports/\($0)"))</loc></url>" }.joined()
    let sent = try Self.gzipped(Self.gzipped(Array("<urlset>\(list)</urlset>".utf8)))
    var reply = LoopbackServer.Reply.bytes(sent, type: "application/gzip")
    reply.headers.append(("Content-Encoding", "gzip"))
    site.change { [reply] in $0.files["/map.xml.gz"] = reply }
    let world = try World(site) { $0.harvest.url = site.url("/map.xml.gz") }
    defer { world.stop() }
    let run = try world.harness.refresh()
    #expect(run.state == .done && run.counts.added == 2, "\(run)")
  }

  private static func gzipped(_ bytes: [UInt8]) throws -> [UInt8] {
    let folder = TemporaryDirectory()
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["gzip", "-c", folder.write(bytes, to: "plain")]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return Array(output)
  }

  @Test("a killed run goes on without asking for a page twice", arguments: [nil, "2026-01-01"])
  func resumes(lastmod: String?) throws {
    let site = Site(pages: 30, lastmod: lastmod)
    let directory = TemporaryDirectory()
    var settings = Harness.catalogue("test", site.url("/sitemap.xml"), format: "sitemap")
    settings.harvest.crawl.budget = 10_000
    let first = try Harness(directory)
    try first.begin(settings)
    _ = try first.scheduler.refresh("test", RunRequest(full: false, rehearsal: false))
    while site.requests < 10 { usleep(1000) }
    first.stop()
    let second = try Harness(directory)
    defer {
      second.stop()
      site.stop()
    }
    try second.begin(settings)
    _ = try second.refresh()
    #expect(try second.library.search("report", catalogue: nil, after: nil, limit: 9).total == 30)
    // Those that were on their way when it stopped may come twice.
    #expect(site.askedPages().count <= 36)
  }
}
