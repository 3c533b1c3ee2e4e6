import Catalogue

extension SiteHarvest {
  /// A listing's page was read: its links are pages, and it may lead to the next.
  mutating func endListing(_ list: ListAddress) throws(HarvestFault) -> [String: Int] {
    defer { body = [] }
    let own = head.url.isEmpty ? list.address : head.url
    let page = SearchedPage(body, contentType: head.contentType)
    if let cut = page.cut {
      throw HarvestFault(.notData, "the listing's page cannot be searched for links: \(cut)")
    }
    let base = page.base(own)
    let links = try find(settings.crawl.links ?? "a[href]", "links", on: page)
    // A wall may have links, too, and in its place the list would end where it stands.
    if let wall = wall(), wall != .login || links.isEmpty {
      throw HarvestFault(.notData, "\(wall.words) came in the place of the listing's page")
    }
    guard !links.isEmpty else {
      throw HarvestFault(
        .notData,
        "“links” finds nothing on the page: another selector is needed, or it is not the page that it was")
    }
    var isNew = false
    for link in links {
      guard let address = WebAddress.resolve(link, against: base).flatMap(PageAddress.init) else { continue }
      guard seenLinks.insert(address.text.hashValue).inserted else { continue }
      isNew = true
      take(address, PageEntry(address: address.text))
    }
    listsRead += 1
    guard let next = settings.crawl.next else { return [:] }
    guard let onward = try find(next, "next", on: page).first else {
      // One page only: there are no more, or its site was made anew.
      if listsRead == 1, facts.complete {
        tally.isIncomplete = true
        tally.failedLists.add(list.address, "“next” finds nothing on the first page")
      }
      return [:]
    }
    // A page that brings nothing new is the same again: the listing does not end.
    guard isNew, listsRead < Self.limits.listings else {
      if isNew || !links.isEmpty { tally.isIncomplete = true }
      return ["listing's pages that do not end left off": 1]
    }
    guard let address = WebAddress.resolve(onward, against: base).flatMap(PageAddress.init) else {
      return [:]
    }
    if sites.contains(address.site) {
      add(list: address.text, depth: 0)
    } else {
      tally.isIncomplete = true
      tally.failedLists.add(address.text, "of another site")
    }
    return [:]
  }

  private func find(_ selector: String, _ key: String, on page: SearchedPage) throws(HarvestFault) -> [String]
  {
    do throws(SelectorFault) { return try page.find(try PageSelector(selector)) } catch {
      throw HarvestFault(.notData, "“\(key)” cannot be used: \(error.message)")
    }
  }
}
