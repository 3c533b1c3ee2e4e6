import CatalogueFormats
import Library
import Reconciliation
import Sync
import TestSupport
import Testing

@Suite("By what landing pages are known") struct PageIdentityTests {
  private typealias World = PagesTests.World

  private static func total(_ world: PagesTests.World, _ words: String) throws -> Int {
    try world.harness.library.search(words, catalogue: nil, after: nil, limit: 9).total
  }

  @Test("a page that is gone does not take away the record that another page speaks for")
  func aliasIsGone() throws {
    let site = Site(pages: 1)
    site.change {
      $0.pages["/reports/print"] = Site.Page(
        title: "Report number 0", lastmod: "2026-01-01", canonical: "/reports/0")
      $0.pages["/reports/other"] = Site.Page(
        title: "Report number 9", lastmod: "2026-01-01", canonical: "/reports/moved")
    }
    let world = try World(site)
    defer { world.stop() }
    #expect(try world.harness.refresh().counts.added == 2)
    // The one that has the other's name, and then the one whose address that is.
    for gone in ["/reports/print", "/reports/0"] {
      site.change { state in
        for path in ["/reports/print", "/reports/0"] {
          state.pages[path]?.status = path == gone ? 410 : 200
          state.pages[path]?.lastmod = "2026-02-02 \(gone)"
        }
      }
      for _ in 0..<3 {
        let run = try world.harness.refresh()
        #expect(run.state == .done && run.counts.gone == 0 && run.counts.changed == 0, "\(gone): \(run)")
      }
    }
    site.change { state in
      for path in ["/reports/print", "/reports/0"] {
        state.pages[path]?.status = 410
        state.pages[path]?.lastmod = "2026-03-03"
      }
    }
    let last = try world.harness.refresh()
    #expect(last.counts.gone == 1, "\(last)")
  }

  @Test("pages that share a wrong canonical address are records of their own, run after run")
  func sharedCanonical() throws {
    let site = Site()
    site.change { state in
      for letter in ["a", "b", "c"] {
        state.pages["/reports/\(letter)"] = Site.Page(
          title: "Report \(letter)", lastmod: nil, canonical: "/publications")
      }
    }
    let world = try World(site)
    defer { world.stop() }
    let first = try world.harness.refresh()
    #expect(first.counts.added == 3 && first.message.contains("canonical"), "\(first)")
    for letter in ["a", "b", "c"] { #expect(try Self.total(world, letter) == 1, "\(letter)") }
    for _ in 0..<2 {
      let again = try world.harness.refresh()
      #expect(
        again.counts.added == 0 && again.counts.changed == 0 && again.counts.gone == 0
          && again.counts.unchanged == 3, "\(again)")
    }
    // One of them alone, while nothing is heard of the others.
    site.change { $0.pages["/reports/b"]?.title = "Report b, revised" }
    let changed = try world.harness.refresh()
    #expect(
      changed.counts.changed == 1 && changed.counts.added == 0 && changed.counts.gone == 0, "\(changed)")
    #expect(try Self.total(world, "revised") == 1)
  }

  @Test("pages of one title and date that share it are one record only where all that they say is the same")
  func sharedCanonicalAndTitle() throws {
    let site = Site()
    @Sendable func page(_ author: String, _ number: Int?) -> Site.Page {
      let text = Site.html(Site.Page(title: "Quarterly review", canonical: "/publications")).replacing(
        "Roe, Jane", with: author)
      let file = number.map { "<meta name=\"citation_pdf_url\" content=\"/files/\($0).pdf\">" } ?? ""
      return Site.Page(title: "", body: text.replacing("</head>", with: file + "</head>"))
    }
    site.change { state in
      for (number, author) in ["Roe, Jane", "Poe, Ann", "Doe, Jo"].enumerated() {
        state.pages["/reports/\(number)"] = page(author, nil)
      }
      for number in 3..<6 { state.pages["/reports/\(number)"] = page("Roe, Jane", number) }
      state.pages["/reports/print"] = page("Roe, Jane", nil)
    }
    let world = try World(site)
    defer { world.stop() }
    for run in 0..<3 {
      let done = try world.harness.refresh()
      #expect(done.counts.added == (run == 0 ? 6 : 0), "\(done)")
      #expect(done.counts.gone == 0 && done.counts.changed == 0, "\(done)")
    }
  }

  @Test(
    "a record whose name is an address that all pages call theirs is never another page's, when its own leaves the list"
  )
  func sharedCanonicalLater() throws {
    let site = Site()
    func page(_ number: Int) -> Site.Page {
      Site.Page(title: "Report \(number)", lastmod: nil, canonical: "/all/", doi: "10.5555/\(number)")
    }
    site.change { [first = page(0), second = page(1)] in
      $0.pages["/reports/0"] = first
      $0.pages["/reports/1"] = second
    }
    let world = try World(site)
    defer { world.stop() }
    #expect(try world.harness.refresh().counts.added == 2)
    let name = try #require(try world.harness.library.report("10.5555/0").records.first).identifier
    #expect(name == site.url("/all/"))
    site.change { [third = page(2)] in
      $0.pages["/reports/0"]?.isListed = false
      $0.pages["/reports/2"] = third
    }
    for run in 0..<2 {
      let done = try world.harness.refresh()
      #expect(done.counts.changed == 0 && done.counts.added == (run == 0 ? 1 : 0), "\(done)")
      #expect(done.counts.gone == (run == 0 ? 1 : 0), "\(done)")
    }
    for number in 0..<3 {
      let found = try world.harness.library.report("10.5555/\(number)")
      #expect(found.report.report.title == "Report \(number)" && found.records.count == 1)
    }
  }

  @Test("and one that a page takes up again under the same address is the record that it was")
  func canonicalTakenUp() throws {
    let site = Site()
    site.change { $0.pages["/a/dikes"] = Site.Page(title: "Dikes", lastmod: nil, canonical: "/dikes") }
    let world = try World(site)
    defer { world.stop() }
    #expect(try world.harness.refresh().counts.added == 1)
    site.change { state in
      state.pages["/b/locks"] = state.pages["/a/dikes"]
      state.pages["/a/dikes"] = nil
    }
    let run = try world.harness.refresh()
    #expect(run.counts.added == 0 && run.counts.gone == 0, "\(run)")
  }

  @Test("a page that calls another report's address its own does not overwrite that report")
  func stolenCanonical() throws {
    for thief in ["/reports/0thief", "/reports/9thief"] {
      let site = Site()
      site.change {
        $0.pages["/reports/5"] = Site.Page(title: "The true one", lastmod: "2026-01-01")
      }
      let world = try World(site)
      defer { world.stop() }
      #expect(try world.harness.refresh().counts.added == 1)
      // It comes before or behind the true one, which is as it was.
      site.change {
        $0.pages[thief] = Site.Page(title: "The other", lastmod: "2026-02-02", canonical: "/reports/5")
      }
      for run in 0..<2 {
        let done = try world.harness.refresh()
        #expect(done.counts.added == (run == 0 ? 1 : 0) && done.counts.gone == 0, "\(thief): \(done)")
        #expect(try Self.total(world, "true") == 1 && Self.total(world, "other") == 1, "\(thief)")
      }
    }
  }

  @Test("an address is known by what it means, not by how it is encoded; a known one keeps its name")
  func encoding() throws {
    let site = Site()
    site.change { state in
      for path in ["/reports/%d0%b0", "/reports/%D0%B0", "/reports/%7Eann", "/reports/~ann"] {
        state.pages[path] = Site.Page(title: "Report \(path.hasSuffix("ann") ? "ann" : "a")", lastmod: nil)
      }
    }
    let world = try World(site)
    defer { world.stop() }
    #expect(try world.harness.refresh().counts.added == 2)
    let again = try world.harness.refresh()
    #expect(again.counts.added == 0 && again.counts.gone == 0, "\(again)")
  }

  @Test("where a redirect leads, its own robots.txt has a say")
  func redirects() throws {
    let site = Site(pages: 1)
    let other = Site(pages: 1)
    other.change { $0.robots = (200, "User-agent: *\nDisallow: /\n") }
    site.change { [away = other.url("/reports/0"), here = site.url("/reports/0")] state in
      state.robots = (200, "User-agent: *\nDisallow: /private/\n")
      state.pages["/private/1"] = Site.Page(title: "Private", lastmod: nil, isListed: false)
      state.pages["/reports/go"] = Site.Page(title: "", lastmod: nil, redirect: "/private/1")
      state.pages["/reports/away"] = Site.Page(title: "", lastmod: nil, redirect: away)
      state.pages["/reports/back"] = Site.Page(title: "", lastmod: nil, redirect: here)
      state.pages["/reports/round"] = Site.Page(title: "", lastmod: nil, redirect: "/reports/round")
    }
    let world = try World(site) { $0.harvest.crawl.include = ["/", other.url("/")] }
    defer {
      world.stop()
      other.stop()
    }
    let run = try world.harness.refresh()
    #expect(run.counts.added == 1 && run.message.contains("2 refused by robots.txt"), "\(run)")
    #expect(run.message.contains("1 it is redirected more than"), "\(run)")
    #expect(!site.asked().contains("/private/1"))
    #expect(other.asked() == ["/robots.txt"])
  }

  @Test(
    "a redirect leads neither to what the catalogue leaves out, nor to other sites; a record stays what it was"
  )
  func redirectsAway() throws {
    let site = Site(pages: 4)
    let other = Site(pages: 1)
    let world = try World(site) {
      $0.harvest.crawl.include = ["/reports/", "/en/reports/"]
      $0.harvest.crawl.exclude = ["/reports/private/"]
    }
    defer {
      world.stop()
      other.stop()
    }
    #expect(try world.harness.refresh().counts.added == 4)
    let targets = ["/elsewhere/0", "/reports/private/1", other.url("/reports/0"), "/en/reports/3"]
    site.change { state in
      for (number, target) in targets.enumerated() {
        if number < 3 {
          state.pages["/reports/new\(number)"] = Site.Page(title: "", lastmod: nil, redirect: target)
        }
        state.pages["/reports/\(number)"]?.redirect = target
        state.pages["/reports/\(number)"]?.lastmod = "2026-02-02"
        if target.hasPrefix("/") {
          state.pages[target] = Site.Page(title: "At \(target)", lastmod: nil, isListed: false)
        }
      }
    }
    _ = site.asked()
    for _ in 0..<2 {
      let run = try world.harness.refresh()
      #expect(run.state == .done && run.counts.gone == 0 && run.counts.added == 0, "\(run)")
      #expect(run.message.contains("led to what the catalogue leaves out"), "\(run)")
    }
    #expect(!site.asked().contains { $0.hasPrefix("/elsewhere") || $0.contains("private") })
    #expect(other.asked().isEmpty)
    #expect(try Self.total(world, "elsewhere") == 0 && Self.total(world, "number") == 4)
  }

  @Test("a page that has moved, and is listed where it was, is the same record")
  func moves() throws {
    let site = Site(pages: 3, lastmod: nil)
    let world = try World(site) { $0.arrivals.missingAfter = 1 }
    defer { world.stop() }
    #expect(try world.harness.refresh().counts.added == 3)
    site.change { state in
      for number in 0..<3 {
        state.pages["/en/\(number)"] = Site.Page(
          title: "Report number \(number)", lastmod: nil, canonical: "/en/\(number)", isListed: false)
        state.pages["/reports/\(number)"]?.redirect = "/en/\(number)"
      }
    }
    for _ in 0..<2 {
      let run = try world.harness.refresh()
      #expect(run.counts.added == 0 && run.counts.gone == 0, "\(run)")
    }
    #expect(try Self.total(world, "report") == 3)
  }

  @Test("a site that is reached by www. now, and lists its pages only there, keeps its records")
  func movedSite() throws {
    let site = Site(pages: 3)
    func list(_ host: String) -> String {
      let base = site.url("").replacing("127.0.0.1", with: host)
      return "<urlset>\((0..<3).map { "<url><loc>\(base)/reports/\($0)</loc></url>" }.joined())</urlset>"
    }
    site.change { [old = list("localhost")] in $0.lists["/map.xml"] = old }
    let world = try World(site) {
      $0.harvest.url = site.url("/map.xml").replacing("127.0.0.1", with: "localhost")
    }
    defer { world.stop() }
    #expect(try world.harness.refresh().counts.added == 3)
    site.change { [new = list("www.localhost")] in $0.lists["/map.xml"] = new }
    for _ in 0..<2 {
      let run = try world.harness.refresh()
      #expect(
        run.counts.added == 0 && run.counts.gone == 0 && run.counts.heard == 3
          && !run.message.contains("canonical"), "\(run)")
    }
    site.change { $0.pages["/reports/1"]?.title = "Report number 1, revised" }
    #expect(try world.harness.refresh().counts.changed == 1)
  }

  @Test("a report whose page is listed only where it has moved to keeps what persons decided, by its DOI")
  func movesByDOI() throws {
    let site = Site(pages: 3)
    let page = Site.html(Site.Page(title: "Dikes")).replacing(
      "</head>", with: "<meta name=\"citation_doi\" content=\"10.5555/dikes\"></head>")
    site.change { $0.pages["/reports/1"]?.body = page }
    let world = try World(site)
    defer { world.stop() }
    #expect(try world.harness.refresh().counts.added == 3)
    let library = world.harness.library
    _ = try library.edit("10.5555/dikes", [try EditRequest(typed: "title=Dykes")], Decider("ann"))
    site.change { state in
      state.pages["/reports/1"]?.isListed = false
      state.pages["/en/1"] = Site.Page(title: "", lastmod: nil, body: page)
    }
    let run = try world.harness.refresh()
    #expect(run.counts.added == 1 && run.counts.gone == 1, "\(run)")
    let found = try library.report("10.5555/dikes")
    #expect(found.report.report.title == "Dykes" && found.records.count == 2)
    #expect(try Self.total(world, "dykes") == 1)
  }
}
