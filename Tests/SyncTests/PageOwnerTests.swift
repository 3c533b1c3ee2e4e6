import CatalogueFormats
import Library
import Sync
import TestSupport
import Testing

@Suite("An address that a list names is the name of the page that stands there") struct PageOwnerTests {
  private typealias World = PagesTests.World

  private static func title(_ world: PagesTests.World, _ reference: String) throws -> String {
    try world.harness.library.report(reference).report.report.title
  }

  /// Pages of different reports, by their paths; all call the last one's address their own.
  private static func claimants(_ site: Site, _ paths: [String]) {
    site.change { state in
      for (number, path) in paths.enumerated() {
        state.pages[path] = Site.Page(
          title: "Report \(number)", lastmod: "2026-01-01", canonical: paths.last, doi: "10.5555/\(number)")
      }
    }
  }

  @Test("however many others come before it and call that address their own")
  func comesLast() throws {
    let site = Site()
    Self.claimants(site, (0..<6).map { "/reports/\($0)" })
    let world = try World(site)
    defer { world.stop() }
    let run = try world.harness.refresh()
    #expect(run.counts.added == 6 && run.message.contains("canonical"), "\(run)")
    for number in 0..<6 { #expect(try Self.title(world, "10.5555/\(number)") == "Report \(number)") }
    #expect(try Self.title(world, site.url("/reports/5")) == "Report 5")
    _ = site.asked()
    let again = try world.harness.refresh()
    #expect(again.counts.added + again.counts.changed + again.counts.gone == 0, "\(again)")
    #expect(site.askedPages().isEmpty)
  }

  @Test("and a budget that lets none of them wait still brings them all in, run by run")
  func smallBudget() throws {
    let site = Site()
    Self.claimants(site, (0..<9).map { "/reports/\($0)" })
    let world = try World(site) { $0.harvest.crawl.budget = 3 }
    defer { world.stop() }
    for run in 1...6 {
      let done = try world.harness.refresh()
      #expect(run > 3 || done.counts.added > 0, "\(done)")
      #expect(done.counts.gone == 0)
    }
    for number in 0..<9 { #expect(try Self.title(world, "10.5555/\(number)") == "Report \(number)") }
  }

  @Test("and a report's page that leads to it says nothing of its own report, which stays as it was")
  func leadsToAnother() throws {
    let site = Site(pages: 4)
    let world = try World(site)
    defer { world.stop() }
    #expect(try world.harness.refresh().counts.added == 4)
    let title = try Self.title(world, site.url("/reports/3"))
    site.change { state in
      for number in 1..<4 { state.pages["/reports/\(number)"]?.redirect = "/reports/0" }
      for number in 1..<4 { state.pages["/reports/\(number)"]?.lastmod = "2026-03-03" }
    }
    for _ in 0..<3 {
      let run = try world.harness.refresh()
      #expect(run.counts.changed + run.counts.gone + run.counts.added == 0, "\(run)")
      #expect(run.message.contains("led to another page"), "\(run)")
    }
    #expect(try Self.title(world, site.url("/reports/3")) == title)
  }

  @Test("also where only a later list names it: the next run hears it, with the same date")
  func comesInLaterList() throws {
    let site = Site()
    Self.claimants(site, ["/reports/0", "/reports/1"])
    site.change { [url = site.url("")] state in
      for (list, path) in [("a", "/reports/0"), ("b", "/reports/1")] {
        state.files["/\(list).xml"] = .xml(
          "<urlset><url><loc>\(url)\(path)</loc><lastmod>2026-01-01</lastmod></url></urlset>")
      }
      state.files["/index.xml"] = .xml(
        "<sitemapindex>" + ["a", "b"].map { "<sitemap><loc>\(url)/\($0).xml</loc></sitemap>" }.joined()
          + "</sitemapindex>")
    }
    let world = try World(site) { $0.harvest.url = site.url("/index.xml") }
    defer { world.stop() }
    #expect(try world.harness.refresh().counts.added == 2)
    let second = try world.harness.refresh()
    #expect(second.counts.added == 0 && second.counts.gone == 0, "\(second)")
    for number in 0..<2 { #expect(try Self.title(world, "10.5555/\(number)") == "Report \(number)") }
    #expect(try Self.title(world, site.url("/reports/1")) == "Report 1")
    let third = try world.harness.refresh()
    #expect(third.counts.changed == 0 && third.counts.unchanged == 2, "\(third)")
  }

  @Test("and one that shared its record, and says something else now, leaves it")
  func partsLater() throws {
    let site = Site(pages: 1)
    site.change {
      $0.pages["/print/0"] = Site.Page(
        title: "Report number 0", lastmod: "2026-01-01", canonical: "/reports/0")
    }
    let world = try World(site)
    defer { world.stop() }
    #expect(try world.harness.refresh().counts.added == 1)
    site.change {
      $0.pages["/print/0"] = Site.Page(
        title: "Another report", lastmod: "2026-02-02", canonical: "/reports/0")
    }
    for run in 0..<2 {
      let done = try world.harness.refresh()
      #expect(done.counts.added == (run == 0 ? 1 : 0), "\(done)")
      #expect(done.counts.changed == 0 && done.counts.gone == 0, "\(done)")
      #expect(try Self.title(world, site.url("/reports/0")) == "Report number 0")
      #expect(try Self.title(world, site.url("/print/0")) == "Another report")
    }
  }

  @Test("a page that www. has at the same path is one of its own, where it is listed besides")
  func siblings() throws {
    let site = Site()
    site.change { state in
      for number in 0..<3 {
        state.pages["/reports/\(number)"] = Site.Page(title: "Old \(number)", doi: "10.5555/old.\(number)")
        state.pages["www./reports/\(number)"] = Site.Page(
          title: "New \(number)", doi: "10.5555/new.\(number)")
      }
    }
    func list(_ hosts: [String]) -> String {
      let entries = hosts.flatMap { host in
        (0..<3).map {
          "<url><loc>\(site.url("/reports/\($0)").replacing("127.0.0.1", with: host))</loc></url>"
        }
      }
      return "<urlset>\(entries.joined())</urlset>"
    }
    site.change { [only = list(["localhost"])] in $0.lists["/map.xml"] = only }
    let world = try PagesTests.World(site) {
      $0.harvest.url = site.url("/map.xml").replacing("127.0.0.1", with: "localhost")
    }
    defer { world.stop() }
    #expect(try world.harness.refresh().counts.added == 3)
    site.change { [both = list(["www.localhost", "localhost"])] in $0.lists["/map.xml"] = both }
    for run in 0..<2 {
      let done = try world.harness.refresh()
      #expect(
        done.counts.added == (run == 0 ? 3 : 0) && done.counts.changed == 0 && done.counts.gone == 0,
        "\(done)")
      for number in 0..<3 {
        #expect(try Self.title(world, "10.5555/old.\(number)") == "Old \(number)")
        #expect(try Self.title(world, "10.5555/new.\(number)") == "New \(number)")
      }
    }
  }

  @Test("a page that is listed where it was, and where it has moved to, is the record that it was")
  func movedBeside() throws {
    let site = Site(pages: 3, lastmod: nil)
    let world = try World(site)
    defer { world.stop() }
    #expect(try world.harness.refresh().counts.added == 3)
    let library = world.harness.library
    _ = try library.edit(site.url("/reports/1"), [try EditRequest(typed: "title=Dykes")], Decider("ann"))
    site.change { state in
      for number in 0..<3 {
        state.pages["/en/\(number)"] = Site.Page(title: "Report number \(number)", lastmod: nil)
        state.pages["/reports/\(number)"]?.redirect = "/en/\(number)"
      }
    }
    for _ in 0..<2 {
      let run = try world.harness.refresh()
      #expect(run.counts.added == 0 && run.counts.gone == 0, "\(run)")
    }
    // Then only where it has moved to.
    site.change { state in
      for number in 0..<3 { state.pages["/reports/\(number)"]?.isListed = false }
      state.pages["/en/2"]?.title = "Report number two"
    }
    let last = try world.harness.refresh()
    #expect(last.counts.added == 0 && last.counts.gone == 0 && last.counts.changed == 1, "\(last)")
    #expect(try Self.title(world, site.url("/reports/1")) == "Dykes")
    #expect(try Self.title(world, site.url("/reports/2")) == "Report number two")
  }

  @Test(
    "a report's page in whose place a cache answers with another one of the list says nothing of its own report",
    arguments: [false, true])
  func mixedUp(isTwin: Bool) throws {
    let site = Site()
    let paths = (0..<4).flatMap { ["/reports/\($0)", "/de/\($0)"] }
    site.change { state in
      for path in paths {
        state.pages[path] = Site.Page(
          title: "Report \(path)", lastmod: "2026-01-01", canonical: path, doi: "10.5555\(path)")
      }
    }
    let world = try World(site)
    defer { world.stop() }
    #expect(try world.harness.refresh().counts.added == 8)
    site.change { state in
      let pages = state.pages
      for path in paths {
        let other = isTwin ? path.replacing("/de/", with: "/reports/") : "/reports/3"
        state.pages[path] = pages[other]
        state.pages[path]?.lastmod = "2026-02-02"
      }
    }
    for run in 0..<3 {
      let done = try world.harness.refresh()
      #expect(done.counts.changed + done.counts.gone + done.counts.added == 0, "\(done)")
      #expect(run > 0 || done.message.contains("another page of the list came in its place"), "\(done)")
    }
    for path in paths { #expect(try Self.title(world, site.url(path)) == "Report \(path)") }
  }

  @Test("also where pages call themselves by `www.`, or otherwise than their list does")
  func mixedUpSiblings() throws {
    let site = Site()
    let away = site.url("").replacing("127.0.0.1", with: "www.localhost")
    site.change { state in
      for (path, title) in [("/de/1", "Deiche"), ("/en/1", "Dikes")] {
        state.pages[path] = Site.Page(
          title: title, lastmod: nil, canonical: away + path, doi: "10.5555\(path)")
      }
    }
    func list() -> String {
      let base = site.url("").replacing("127.0.0.1", with: "localhost")
      return "<urlset>" + ["/de/1", "/en/1"].map { "<url><loc>\(base)\($0)</loc></url>" }.joined()
        + "</urlset>"
    }
    site.change { [list = list()] in $0.lists["/map.xml"] = list }
    let world = try World(site) {
      $0.harvest.url = site.url("/map.xml").replacing("127.0.0.1", with: "localhost")
    }
    defer { world.stop() }
    #expect(try world.harness.refresh().counts.added == 2)
    site.change { $0.pages["/de/1"] = $0.pages["/en/1"] }
    for _ in 0..<3 {
      let run = try world.harness.refresh()
      #expect(run.counts.changed + run.counts.gone + run.counts.added == 0, "\(run)")
    }
    #expect(try Self.title(world, "10.5555/de/1") == "Deiche")
  }

  @Test("reports' pages that lead to one page nobody listed do not become it")
  func leadToOne() throws {
    let site = Site(pages: 12)
    let world = try World(site)
    defer { world.stop() }
    #expect(try world.harness.refresh().counts.added == 12)
    site.change { state in
      state.pages["/latest"] = Site.Page(title: "The latest", isListed: false)
      for number in 0..<12 {
        state.pages["/reports/\(number)"]?.redirect = "/latest"
        state.pages["/reports/\(number)"]?.lastmod = "2026-02-02"
      }
    }
    for _ in 0..<3 {
      let done = try world.harness.refresh()
      #expect(done.counts.changed + done.counts.gone + done.counts.added == 0, "\(done)")
    }
    #expect(try Self.title(world, site.url("/reports/11")) == "Report number 11")
  }
}
