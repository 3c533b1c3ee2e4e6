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
    let onward = try find(next, "next", on: page).first.flatMap { WebAddress.resolve($0, against: base) }
      .flatMap(PageAddress.init)
    guard let onward, onward.text != PageAddress(own)?.text else {
      // One page only: there are no more, or its site was made anew.
      if listsRead == 1, facts.complete {
        leaveOpen(PageAddress(own), "“next” leads nowhere from the first page")
      }
      return [:]
    }
    // A page that brings nothing new is the same again: the listing does not end.
    guard isNew, listsRead < Self.limits.listings else {
      if isNew || !links.isEmpty { tally.isIncomplete = true }
      return ["listing's pages that do not end left off": 1]
    }
    guard sites.contains(onward.site) else {
      leaveOpen(onward, "of another site")
      return [:]
    }
    if seenLists.contains(onward.text.hashValue), facts.complete { leaveOpen(onward, "“next” leads back") }
    add(list: onward.text, depth: 0)
    return [:]
  }

  /// What a listing holds beyond is not known.
  private mutating func leaveOpen(_ list: PageAddress?, _ reason: String) {
    tally.isIncomplete = true
    tally.failedLists.add(list?.text ?? settings.url, reason)
  }

  private func find(_ selector: String, _ key: String, on page: SearchedPage) throws(HarvestFault) -> [String]
  {
    do throws(SelectorFault) { return try page.find(try PageSelector(selector)) } catch {
      throw HarvestFault(.notData, "“\(key)” cannot be used: \(error.message)")
    }
  }
}
