import Catalogue
import CatalogueFormats

extension Exploration {
  /// A sitemap, or those that a site's robots.txt names: which part of the site holds reports, and what its pages say.
  ///
  /// - Parameter near: The page that a person named, where there is one.
  mutating func lookAtSitemap(_ url: String, near page: Page?) {
    guard isNew("sitemap", url) else { return }
    var harvest = HarvestSettings(format: "sitemap", url: url)
    // Only the lists are read, and not one page.
    harvest.crawl.budget = 0
    guard let lists = Sampler(visitor: visitor, reports: 0, requests: 16).sample(harvest) else { return }
    harvest.crawl.budget = CrawlSettings().budget
    guard !lists.listed.isEmpty else { return sayOfSitemap(lists, harvest) }
    var looked = 0
    var fault: HarvestFault?
    for section in SiteSection.choose(from: lists.listed, near: page?.url) {
      let pages = samplePages(section.spread(settings.pages), atMost: settings.pages)
      looked += pages.looked
      fault = pages.fault ?? fault
      guard !pages.reports.isEmpty else { continue }
      if section.prefix != "/" { harvest.crawl.include = [section.prefix] }
      var sampling = Sampling(facts: lists.facts)
      sampling.facts.about = []
      sampling.facts.expectedRecords = section.addresses.count
      sampling.reports = pages.reports
      let below = section.prefix == "/" ? "" : " below \(section.prefix)"
      return findings.finds.append(
        Find(harvest, "landing pages\(below), by the sitemap", .pages, sampling))
    }
    var sampling = Sampling(facts: ListFacts(full: true, complete: false))
    let count = lists.listed.count
    sampling.fault =
      fault
      ?? HarvestFault(
        .notData,
        "it names \(count) page\(count == 1 ? "" : "s"); of \(looked) that were looked at none is a report's")
    findings.finds.append(Find(harvest, "pages, by the sitemap", .pages, sampling))
  }

  /// Why no sitemap names a page; nothing is said where there simply is none.
  private mutating func sayOfSitemap(_ lists: Sampling, _ harvest: HarvestSettings) {
    if lists.isSpent, let fault = lists.fault { return note(fault.message) }
    // Where a sitemap was the address itself, it is to be said what is wrong with it.
    guard url == harvest.url, PageAddress(url)?.path != "/" else {
      if let fault = lists.fault, fault.kind == .cutShort || fault.message.contains("robots.txt") {
        note(fault.message)
      }
      return
    }
    findings.finds.append(Find(harvest, "a sitemap", .pages, lists))
  }
}
