import CatalogueFormats
import Foundation
import Library
import Sync
import TestSupport
import Testing

@Suite("A page that its site lists at another path now") struct PageMoveTests {
  private typealias World = PagesTests.World

  /// How a site says that its page is elsewhere now.
  enum Sign: CaseIterable { case redirect, canonical, slash, page410 }

  /// Moves all pages of a site, which are known, from below `/reports/` to below `/en/`.
  private static func move(_ site: Site, _ sign: Sign, lastmod: String?) {
    site.change { state in
      for (path, page) in state.pages {
        let new = sign == .slash ? path + "/" : path.replacing("/reports/", with: "/en/studies/") + ".html"
        state.pages[new] = Site.Page(title: page.title, lastmod: lastmod, canonical: new)
        state.pages[path]?.isListed = false
        switch sign {
        case .redirect: state.pages[path]?.redirect = new
        case .canonical: state.pages[path]?.canonical = new
        case .slash: break
        case .page410: state.pages[path]?.status = 410
        }
      }
    }
  }

  @Test(
    "is the record that it was, where its old address says so",
    arguments: [.redirect, .canonical, .slash] as [Sign], [nil, "2026-02-02"])
  func moves(sign: Sign, lastmod: String?) throws {
    let site = Site(pages: 4, lastmod: lastmod.map { _ in "2026-01-01" })
    let world = try World(site)
    defer { world.stop() }
    #expect(try world.harness.refresh().counts.added == 4)
    let library = world.harness.library
    let old = site.url("/reports/1")
    _ = try library.edit(old, [try EditRequest(typed: "title=Dykes")], Decider("ann"))
    Self.move(site, sign, lastmod: lastmod)
    for run in 0..<3 {
      let done = try world.harness.refresh()
      #expect(done.counts.added == 0 && done.counts.gone == 0, "\(done)")
      // The address of its page is new.
      #expect(done.counts.changed == (run == 0 ? 4 : 0), "\(done)")
    }
    #expect(try library.report(old).report.report.title == "Dykes")
    // It is heard where it is now, and asked for nowhere else.
    let new = sign == .slash ? "/reports/2/" : "/en/studies/2.html"
    site.change {
      $0.pages[new]?.title = "Report number two"
      $0.pages[new]?.lastmod = lastmod.map { _ in "2026-03-03" }
    }
    _ = site.asked()
    #expect(try world.harness.refresh().counts.changed == 1)
    #expect(
      site.asked().allSatisfy { $0.hasSuffix(".html") || $0.hasSuffix("/") || !$0.contains("/reports/") })
    #expect(try library.report(site.url("/reports/2")).report.report.title == "Report number two")
  }

  @Test("is a new record where nothing says that it is the same, and the old one is gone")
  func another() throws {
    let site = Site(pages: 2)
    let world = try World(site)
    defer { world.stop() }
    #expect(try world.harness.refresh().counts.added == 2)
    Self.move(site, .page410, lastmod: nil)
    let run = try world.harness.refresh()
    #expect(run.counts.added == 2 && run.counts.gone == 2, "\(run)")
  }

  @Test("goes on where it was followed to before, with whatever title it has then")
  func goesOn() throws {
    let site = Site(pages: 2, lastmod: nil)
    let world = try World(site)
    defer { world.stop() }
    #expect(try world.harness.refresh().counts.added == 2)
    site.change { state in
      state.pages["/en/0"] = Site.Page(title: "Report number 0", isListed: false)
      state.pages["/reports/0"]?.redirect = "/en/0"
    }
    #expect(try world.harness.refresh().counts.gone == 0)
    site.change { $0.pages["/en/0"]?.title = "Report number nought" }
    #expect(try world.harness.refresh().counts.changed == 1)
    #expect(
      try world.harness.library.report(site.url("/reports/0")).report.report.title == "Report number nought")
  }

  @Test(
    "also where many move that end alike, where the list leaves a `/` out, and in other cases")
  func many() throws {
    let site = Site()
    let moves =
      (0..<14).map { ("/reports/n\($0)/summary", "/en/n\($0)/summary", "/en/n\($0)/summary") }
      + [
        ("/reports/s/", "/en/s", "/en/s/"), ("/Reports/Dike-0", "/en/dike-0", "/en/dike-0"),
      ]
    site.change { state in
      for (number, move) in moves.enumerated() {
        state.pages[move.0] = Site.Page(title: "Report \(number)", lastmod: nil)
      }
    }
    let world = try World(site) { $0.harvest.url = site.url("/map.xml") }
    defer { world.stop() }
    func list(_ paths: [String]) -> LoopbackServer.Reply {
      .xml("<urlset>" + paths.map { "<url><loc>\(site.url($0))</loc></url>" }.joined() + "</urlset>")
    }
    let (before, after) = (list(moves.map(\.0)), list(moves.map(\.1)))
    site.change { $0.files["/map.xml"] = before }
    #expect(try world.harness.refresh().counts.added == moves.count)
    site.change { state in
      state.files["/map.xml"] = after
      for (number, move) in moves.enumerated() {
        state.pages[move.2] = Site.Page(title: "Report \(number)", lastmod: nil)
        state.pages[move.0]?.redirect = move.2
        if move.1 != move.2 { state.pages[move.1] = Site.Page(title: "", redirect: move.2) }
      }
    }
    for _ in 0..<2 {
      let run = try world.harness.refresh()
      #expect(run.counts.added == 0 && run.counts.gone == 0, "\(run)")
    }
  }

  @Test("also where a list of changes says that it was deleted there, and created here")
  func changeList() throws {
    let site = Site(pages: 3, lastmod: nil)
    @Sendable func list(_ capability: String, _ entries: String) -> LoopbackServer.Reply {
      .xml(
        "<urlset xmlns:rs=\"http://www.openarchives.org/rs/terms/\"><rs:md capability=\"\(capability)\"/>\(entries)</urlset>"
      )
    }
    func entry(_ path: String, _ md: String) -> String {
      "<url><loc>\(site.url(path))</loc><rs:md \(md)/></url>"
    }
    let lists = list(
      "capabilitylist",
      entry("/resources.xml", "capability=\"resourcelist\"")
        + entry("/changes.xml", "capability=\"changelist\""))
    let resources = list(
      "resourcelist", (0..<3).map { entry("/reports/\($0)", "type=\"text/html\"") }.joined())
    let changes = list(
      "changelist",
      entry("/reports/1", "change=\"deleted\" datetime=\"2027-01-01T00:00:00Z\"")
        + entry("/en/1", "change=\"created\" datetime=\"2027-01-01T00:00:00Z\""))
    site.change { state in
      state.files["/caps.xml"] = lists
      state.files["/resources.xml"] = resources
      state.files["/changes.xml"] = list("changelist", "")
    }
    let world = try World(site) { $0.harvest.url = site.url("/caps.xml") }
    defer { world.stop() }
    #expect(try world.harness.refresh().counts.added == 3)
    site.change { state in
      state.files["/changes.xml"] = changes
      state.pages["/en/1"] = Site.Page(title: "Report number 1", lastmod: nil)
      state.pages["/reports/1"]?.redirect = "/en/1"
      state.pages["/reports/2"]?.title = "Report number two"
    }
    for _ in 0..<2 {
      let run = try world.harness.refresh()
      #expect(run.counts.added == 0 && run.counts.gone == 0, "\(run)")
    }
  }

  @Test("is asked for within the smallest budget, run by run")
  func smallBudget() throws {
    let site = Site(pages: 8, lastmod: nil)
    let world = try World(site) { $0.harvest.crawl.budget = 4 }
    defer { world.stop() }
    for _ in 0..<2 { _ = try world.harness.refresh() }
    Self.move(site, .redirect, lastmod: nil)
    var (added, gone) = (0, 0)
    for _ in 0..<10 {
      let run = try world.harness.refresh()
      (added, gone) = (added + run.counts.added, gone + run.counts.gone)
    }
    #expect(added == 0 && gone == 0)
    for number in 0..<8 {
      let report = try world.harness.library.report(site.url("/reports/\(number)")).report.report
      #expect(report.links.first?.url == site.url("/en/studies/\(number).html"))
    }
  }

  /// A page that moves: where it was, what is listed then, what stands at each path, and what the new page says of its date.
  struct Move: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var old: String
    var listed: String
    /// Where each path leads.
    var redirects: [String: String]
    var stands: String
    var date = "2024/05/17"
    var stub = false
    var file: String?
  }

  static let kinds: [Move] = [
    Move(
      testDescription: "a date that is written otherwise", old: "/reports/a", listed: "/en/a",
      redirects: ["/reports/a": "/en/a"], stands: "/en/a", date: "2024-05-17"),
    Move(
      testDescription: "less of a date", old: "/reports/a", listed: "/en/a",
      redirects: ["/reports/a": "/en/a"],
      stands: "/en/a", date: "2024"),
    Move(
      testDescription: "percent-encoded in small letters", old: "/reports/%d0%b0", listed: "/en/%d0%b0",
      redirects: ["/reports/%d0%b0": "/en/%D0%B0"], stands: "/en/%D0%B0"),
    Move(
      testDescription: "on to an address that no list names", old: "/reports/7", listed: "/en/7",
      redirects: ["/reports/7": "/en/7", "/en/7": "/en/dikes-and-locks"], stands: "/en/dikes-and-locks"),
    Move(
      testDescription: "by a page that is nothing but a redirect", old: "/reports/a", listed: "/en/a",
      redirects: [:], stands: "/en/a", stub: true),
    Move(
      testDescription: "where the server adds a `/`", old: "/reports/a/", listed: "/en/a",
      redirects: ["/reports/a/": "/en/a/", "/en/a": "/en/a/"], stands: "/en/a/"),
    Move(
      testDescription: "with its files", old: "/reports/a", listed: "/en/a",
      redirects: ["/reports/a": "/en/a"],
      stands: "/en/a", file: "/new/a.pdf"),
    Move(
      testDescription: "of more parts than are the same", old: "/reports/1/2/3/4/5/6",
      listed: "/en/1/2/3/4/5/6",
      redirects: ["/reports/1/2/3/4/5/6": "/en/1/2/3/4/5/6"], stands: "/en/1/2/3/4/5/6"),
  ]

  @Test("also in the ways in which sites do it", arguments: kinds) func ways(move: Move) throws {
    let site = Site()
    func list(_ path: String) -> LoopbackServer.Reply {
      .xml("<urlset><url><loc>\(site.url(path))</loc></url></urlset>")
    }
    let (before, after) = (list(move.old), list(move.listed))
    site.change { state in
      state.files["/map.xml"] = before
      let file = move.file.map { _ in "<meta name=\"citation_pdf_url\" content=\"/old/a.pdf\"></head>" }
      let text = Site.html(Site.Page(title: "Dikes")).replacing("</head>", with: file ?? "</head>")
      state.pages[move.old] = Site.Page(title: "", body: text)
    }
    let world = try World(site) { $0.harvest.url = site.url("/map.xml") }
    defer { world.stop() }
    #expect(try world.harness.refresh().counts.added == 1)
    site.change { state in
      state.files["/map.xml"] = after
      state.pages = [:]
      for (path, target) in move.redirects { state.pages[path] = Site.Page(title: "", redirect: target) }
      if move.stub {
        state.pages[move.old] = Site.Page(
          title: "",
          body: "<!DOCTYPE html><title>\(move.stands)</title><link rel=canonical href=\"\(move.stands)\">"
            + "<meta http-equiv=\"Refresh\" content=\"0; url='\(move.stands)'\">")
      }
      let file = move.file.map { "<meta name=\"citation_pdf_url\" content=\"\($0)\"></head>" }
      let text = Site.html(Site.Page(title: "Dikes")).replacing("2024/05/17", with: move.date)
        .replacing("</head>", with: file ?? "</head>")
      state.pages[move.stands] = Site.Page(title: "", body: text)
    }
    for _ in 0..<3 {
      let run = try world.harness.refresh()
      #expect(run.counts.added == 0 && run.counts.gone == 0, "\(run)")
    }
    #expect(try world.harness.library.search("dikes", catalogue: nil, after: nil, limit: 9).total == 1)
  }

  @Test("also where two sections have the same names, and what is included has moved with them")
  func sections() throws {
    let site = Site()
    site.change { state in
      for number in 0..<4 {
        state.pages["/papers/\(number)"] = Site.Page(title: "Paper \(number)", lastmod: nil)
        state.pages["/reports/\(number)"] = Site.Page(title: "Report \(number)", lastmod: nil)
      }
    }
    func catalogue(_ include: [String]) -> CatalogueSettings {
      var settings = Harness.catalogue("test", site.url("/sitemap.xml"), format: "sitemap")
      settings.arrivals.missingAfter = 1
      settings.harvest.crawl.include = include
      return settings
    }
    let world = try World(site) { $0 = catalogue(["/papers/", "/reports/"]) }
    defer { world.stop() }
    #expect(try world.harness.refresh().counts.added == 8)
    site.change { state in
      for (old, page) in state.pages {
        let new = old.replacing("/papers/", with: "/working-papers/").replacing(
          "/reports/", with: "/studies/")
        state.pages[new] = page
        state.pages[old]?.redirect = new
        state.pages[old]?.isListed = false
      }
    }
    _ = try world.harness.scheduler.configure([catalogue(["/working-papers/", "/studies/"])])
    for _ in 0..<2 {
      let run = try world.harness.refresh()
      #expect(run.counts.added == 0 && run.counts.gone == 0, "\(run)")
    }
  }

  @Test(
    "also where the new address could not be had at first, or was being built", arguments: [404, 500, 200])
  func failsFirst(status: Int) throws {
    let site = Site(pages: 2, lastmod: nil)
    let world = try World(site) { $0.arrivals.missingAfter = 3 }
    defer { world.stop() }
    #expect(try world.harness.refresh().counts.added == 2)
    Self.move(site, .redirect, lastmod: nil)
    let soon = "<title>Coming soon</title><p>We are building this page for you; please come again.</p>"
    site.change {
      $0.pages["/en/studies/1.html"]?.status = status
      if status == 200 { $0.pages["/en/studies/1.html"]?.body = soon }
    }
    _ = try world.harness.refresh()
    site.change {
      $0.pages["/en/studies/1.html"]?.status = 200
      $0.pages["/en/studies/1.html"]?.body = nil
    }
    for _ in 0..<4 {
      let run = try world.harness.refresh()
      #expect(run.counts.added == 0 && run.counts.gone == 0, "\(run)")
    }
  }

  @Test("is asked for only where a report came: not again and again for news of its name")
  func newsOfItsName() throws {
    let site = Site(pages: 3)
    let news =
      "<html><head><meta property=\"og:type\" content=\"article\"><title>News</title></head><body><p>Of the day.</p></body></html>"
    site.change { state in
      for number in 0..<3 { state.pages["/news/\(number)"] = Site.Page(title: "", lastmod: nil, body: news) }
    }
    let world = try World(site)
    defer { world.stop() }
    #expect(try world.harness.refresh().counts.added == 3)
    _ = site.asked()
    for _ in 0..<2 {
      #expect(try world.harness.refresh().counts.changed == 0)
      #expect(site.askedPages().isEmpty)
    }
  }

  @Test("and moves on from where it was last")
  func twice() throws {
    let site = Site()
    site.change { $0.pages["/z/dikes"] = Site.Page(title: "Dikes") }
    let world = try World(site)
    defer { world.stop() }
    #expect(try world.harness.refresh().counts.added == 1)
    for (old, new) in [("/z/dikes", "/a/dikes"), ("/a/dikes", "/m/dikes")] {
      site.change { state in
        state.pages[new] = Site.Page(title: "Dikes")
        state.pages[old]?.isListed = false
        state.pages[old]?.redirect = new
        if old == "/a/dikes" { state.pages["/z/dikes"] = nil }
      }
      let run = try world.harness.refresh()
      #expect(run.counts.added == 0 && run.counts.gone == 0, "\(run)")
    }
  }

  @Test("is that also where its run was broken off in the midst of the move", arguments: [3, 5, 6, 7, 8, 10])
  func brokenOff(requests: Int) throws {
    let site = Site(pages: 4, lastmod: nil)
    let directory = TemporaryDirectory()
    var settings = Harness.catalogue("test", site.url("/sitemap.xml"), format: "sitemap")
    settings.arrivals.missingAfter = 1
    let first = try Harness(directory)
    try first.begin(settings)
    #expect(try first.refresh().counts.added == 4)
    Self.move(site, .redirect, lastmod: nil)
    let before = site.requests
    _ = try first.scheduler.refresh("test", RunRequest(full: false, rehearsal: false))
    while site.requests < before + requests { usleep(200) }
    first.stop()
    let second = try Harness(directory)
    defer {
      second.stop()
      site.stop()
    }
    try second.begin(settings)
    for _ in 0..<3 { _ = try second.refresh() }
    #expect(try second.library.search("report", catalogue: nil, after: nil, limit: 9).total == 4)
    for number in 0..<4 {
      let found = try second.library.report(site.url("/reports/\(number)"))
      #expect(found.records.map(\.isLive) == [true], "\(number)")
    }
  }
}
