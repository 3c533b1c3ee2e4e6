import CatalogueFormats
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

  @Test("never takes the record of one of its name that is still where it was")
  func namesake() throws {
    let site = Site(pages: 3)
    let world = try World(site)
    defer { world.stop() }
    #expect(try world.harness.refresh().counts.added == 3)
    site.change { state in
      for number in 0..<3 {
        state.pages["/2025/\(number)"] = Site.Page(title: "Another \(number)", lastmod: nil)
      }
      state.pages["/reports/2"]?.isListed = false
    }
    let run = try world.harness.refresh()
    #expect(run.counts.added == 3 && run.counts.gone == 1 && run.counts.changed == 0, "\(run)")
    #expect(try world.harness.library.report(site.url("/reports/0")).report.report.title == "Report number 0")
  }

  @Test(
    "is told by the last parts of its path",
    arguments: [
      ("https://a.example/reports/dikes", "https://a.example/en/reports/dikes/", 2),
      ("https://a.example/reports/dikes.html", "https://a.example/dikes", 1),
      ("https://a.example/dikes/index.html", "https://a.example/x/dikes.php", 1),
      ("https://a.example/view?id=1", "https://a.example/view?id=2", 0),
      ("https://a.example/view?id=1", "https://a.example/en/view?id=1", 1),
      ("https://a.example/2019/annual-report", "https://a.example/2020/annual-report", 1),
      ("https://a.example/v1.2", "https://a.example/v1.3", 0),
    ]) func parts(a: String, b: String, shared: Int) throws
  {
    let (a, b) = (try #require(PageName(a)), try #require(PageName(b)))
    #expect(a.parts(sharedWith: b) == shared && b.parts(sharedWith: a) == shared)
  }

  @Test("has no name where it is the site's entrance") func entrance() {
    #expect(PageName("https://a.example/") == nil && PageName("https://a.example") == nil)
    #expect(PageName("https://a.example/index.php") == nil)
  }
}
