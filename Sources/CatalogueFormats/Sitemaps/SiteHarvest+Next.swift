import Catalogue

// What is asked for next, of all that lists have named.

extension SiteHarvest {
  /// Settles what is asked for next. To be called once when the harvest begins, and behind every answer.
  mutating func goOn() {
    guard ending == nil else { return }
    asking = nil
    recalling = nil
    if let (page, name) = doubted {
      (asked, recalling) = ([page], [PageEntry(address: name)])
      return
    }
    while true {
      if let page = wanted.popLast() {
        guard let address = PageAddress(page.url) else {
          asking = .page(page)  // a file
          return
        }
        guard let rules = robots[address.origin] else {
          wanted.append(page)
          asking = .robots(origin: address.origin)
          return
        }
        guard rules.allows(address.path) else {
          refuse(page)
          continue
        }
        // Where one leads that was asked for costs nothing more.
        guard page.redirects > 0 || (spent < settings.crawl.budget && !isGivenUp(page)) else {
          leave(page)
          continue
        }
        if page.redirects == 0 { spent += 1 }
        asking = .page(page)
        return
      }
      if !entries.isEmpty {
        recalling = distinct(entries.take(Self.limits.batch))
        return
      }
      if let list = nextList() {
        asking = list
        return
      }
      if ending != nil { return }
      if let feed, case .request(let request) = feed.next() {
        asking = robots(before: request.url) ?? .list(ListAddress(address: request.url, depth: 0))
        return
      }
      if turn != .putOff {
        turn = .revisits
        // Those that were put off are new, mostly: the budget is theirs first, and where they have moved from is asked, too.
        let left = settings.crawl.budget - spent - 2 * putOff.count
        let old = left > 0 ? revisits.take(min(Self.limits.batch, left)) : []
        if !old.isEmpty {
          recalling = old
          return
        }
        leave(revisits.drop(Self.limits.batch))
        if revisits.isEmpty { turn = .putOff }
        if news.isEmpty { continue }
        recalling = []
        return
      }
      if !putOff.isEmpty {
        recalling = distinct(putOff.take(Self.limits.batch))
        return
      }
      if !deleted.isEmpty {
        // Not named by any list that says more, and not moved: gone.
        recalling = deleted.keys.prefix(Self.limits.batch).map { PageEntry(address: $0) }
        return
      }
      if !identities.buried.isEmpty { bury() }
      if !news.isEmpty || !tombstones.isEmpty {
        recalling = []
        return
      }
      finish()
      return
    }
  }

  private mutating func nextList() -> Asking? {
    if lists.isEmpty, listsRead == 0, !guesses.isEmpty, let site = PageAddress(settings.url) {
      if let robots = robots(before: settings.url) { return robots }
      let named = robots[site.origin]?.sitemaps ?? []
      for address in named.prefix(100) { add(list: address, depth: 0) }
      if lists.isEmpty { add(list: site.origin + guesses.removeFirst(), depth: 0) }
    }
    guard let list = lists.first else { return nil }
    if let robots = robots(before: list.address) { return robots }
    lists.removeFirst()
    // A sitemap is meant for programs; a listing is a page like others.
    if source == .listing, let address = PageAddress(list.address),
      robots[address.origin]?.allows(address.path) == false
    {
      tally.refused.add(list.address)
      tally.isIncomplete = true
      if listsRead == 0 {
        ending = HarvestFault(.notData, "robots.txt refuses the listing (RFC 9309): nothing was asked for")
      }
      return nil
    }
    return .list(list)
  }

  /// The robots.txt that is to be read before an address is asked for, where it was not read yet.
  private func robots(before url: String) -> Asking? {
    guard let address = PageAddress(url), robots[address.origin] == nil else { return nil }
    return .robots(origin: address.origin)
  }

  /// A list may name a page twice. The last news counts.
  private func distinct(_ entries: [PageEntry]) -> [PageEntry] {
    var seen: Set<String> = []
    return entries.reversed().filter { seen.insert($0.address).inserted }.reversed()
  }

  /// Everything was heard.
  private mutating func finish() {
    if let fault = failures.last, tally.holdsNothing {
      ending = HarvestFault(fault.kind, "not one page could be had; the last: \(fault.message)")
      return
    }
    if tally.isIncomplete || (source == .sitemap && !hasPages) { facts.complete = false }
    // The one sitemap that there is says when each page changed: as long as it is as it was, so are they all.
    if source == .sitemap {
      facts.isConditional = seenLists.count == 1 && listsRead == 1 && !tally.hasUndated && !tally.isIncomplete
    }
    if tally.left + tally.leftOld + tally.gone + tally.failed.count + tally.refused.count > 0 {
      facts.isConditional = false
    }
    facts.about = (feed?.facts.about ?? []) + tally.about
    facts.remark = tally.remark
    facts.expectedRecords = nil
  }
}
