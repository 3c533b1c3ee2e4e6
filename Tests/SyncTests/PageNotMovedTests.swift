import CatalogueFormats
import Library
import Sync
import TestSupport
import Testing

@Suite("A page that leads to another report's, or is called as it is") struct PageNotMovedTests {
  private typealias World = PagesTests.World

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

  @Test("never takes another's facts: an edition behind it, a report renumbered, another language")
  func others() throws {
    let site = Site()
    let texts = [
      ("annual", "Annual report", "10.5555/2024"), ("deutsch", "Deiche", "10.5555/de"), ("n1", "Ice", ""),
    ]
    site.change { state in
      for (name, title, doi) in texts {
        state.pages["/reports/\(name)"] = Site.Page(title: title, lastmod: nil, doi: doi.isEmpty ? nil : doi)
      }
    }
    let world = try World(site)
    defer { world.stop() }
    #expect(try world.harness.refresh().counts.added == 3)
    site.change { state in
      for (name, title, doi) in [
        ("annual", "Annual report", "10.5555/2025"), ("deutsch", "Dikes", "10.5555/en"),
        ("n1", "Snow", "10.5555/n1"),
      ] {
        state.pages["/en/\(name)"] = Site.Page(title: title, lastmod: nil, doi: doi)
        state.pages["/reports/\(name)"]?.redirect = "/en/\(name)"
      }
      state.pages["/reports/annual"]?.isListed = false
    }
    // Whatever is listed stays; what is not is gone.
    for run in 0..<3 {
      let done = try world.harness.refresh()
      #expect(done.counts.added == (run == 0 ? 3 : 0) && done.counts.changed == 0, "\(done)")
      #expect(done.counts.gone == (run == 0 ? 1 : 0), "\(done)")
      #expect(done.message.contains("led to another page"), "\(done)")
    }
    for (name, title) in [("reports/deutsch", "Deiche"), ("reports/n1", "Ice"), ("en/n1", "Snow")] {
      #expect(try world.harness.library.report(site.url("/\(name)")).report.report.title == title)
    }
  }

  @Test("never takes another's facts where all pages tell one address of theirs, or get a `/` besides")
  func sharedAddress() throws {
    let site = Site()
    site.change { state in
      for (language, title) in [("de", "Deiche"), ("en", "Dikes")] {
        state.pages["/\(language)/r/1"] = Site.Page(
          title: title, lastmod: nil, canonical: "/publications/", doi: "10.5555/\(language)")
        state.pages["/\(language)/s/1"] = Site.Page(
          title: title + " 2", lastmod: nil, doi: "10.5555/\(language).2")
      }
    }
    let world = try World(site)
    defer { world.stop() }
    #expect(try world.harness.refresh().counts.added == 4)
    site.change { state in
      state.pages["/de/r/1"]?.redirect = "/en/r/1"
      for language in ["de", "en"] {
        state.pages["/\(language)/s/1/"] = state.pages["/\(language)/s/1"]
        state.pages["/\(language)/s/1"] = nil
      }
      state.pages["/de/s/1/"]?.redirect = "/en/s/1/"
    }
    for _ in 0..<3 {
      let run = try world.harness.refresh()
      #expect(run.counts.gone == 0 && run.counts.added == 0, "\(run)")
      #expect(run.message.contains("led to another page"), "\(run)")
    }
    for (doi, title) in [("de", "Deiche"), ("de.2", "Deiche 2"), ("en", "Dikes"), ("en.2", "Dikes 2")] {
      #expect(try world.harness.library.report("10.5555/\(doi)").report.report.title == title)
    }
  }

  @Test("never becomes another listed page's record where both say much the same")
  func leadsToKnown() throws {
    let site = Site()
    site.change { state in
      for language in ["de", "en"] {
        for number in 0..<3 {
          state.pages["/\(language)/r/\(number)"] = Site.Page(title: "Report \(number)", lastmod: nil)
        }
      }
    }
    let world = try World(site)
    defer { world.stop() }
    #expect(try world.harness.refresh().counts.added == 6)
    site.change { state in
      for number in 0..<3 { state.pages["/de/r/\(number)"]?.redirect = "/en/r/\(number)" }
    }
    for _ in 0..<3 {
      let run = try world.harness.refresh()
      #expect(run.counts.changed + run.counts.gone + run.counts.added == 0, "\(run)")
      #expect(run.message.contains("3 led to another page"), "\(run)")
    }
  }

  @Test("is not what stands there with a `/` behind it, where that is another report")
  func slashOfAnother() throws {
    let site = Site()
    site.change { $0.pages["/r/1"] = Site.Page(title: "Ice", lastmod: nil, doi: "10.5555/ice") }
    let world = try World(site)
    defer { world.stop() }
    #expect(try world.harness.refresh().counts.added == 1)
    site.change {
      $0.pages["/r/1"]?.isListed = false
      $0.pages["/r/1/"] = Site.Page(title: "Snow", lastmod: nil, doi: "10.5555/snow")
    }
    let run = try world.harness.refresh()
    #expect(run.counts.added == 1 && run.counts.gone == 1 && run.counts.changed == 0, "\(run)")
    #expect(try world.harness.library.report("10.5555/ice").report.report.title == "Ice")
  }
}
