import Catalogue

extension SiteHarvest {
  mutating func add(list address: String, depth: Int, first: Bool = false) {
    let isOwnFile = isFile && address == settings.url
    guard isOwnFile || PageAddress(address) != nil else {
      return tally.failedLists.add(address, "no address")
    }
    guard seenLists.insert(address.hashValue).inserted else { return }
    guard depth <= Self.limits.depth, seenLists.count <= Self.limits.lists else {
      tally.isIncomplete = true
      return tally.failedLists.add(address, depth > Self.limits.depth ? "too deep" : "too many")
    }
    let list = ListAddress(address: address, depth: depth)
    if first { lists.insert(list, at: 0) } else { lists.append(list) }
  }

  /// An entry of the sitemap that is being read: a page, or another list.
  mutating func take(_ entry: SitemapEntry) {
    guard case .list(let list) = asking else { return }
    let base = head.url.isEmpty ? list.address : head.url
    guard let address = WebAddress.resolve(entry.address, against: base).flatMap(PageAddress.init) else {
      tally.isIncomplete = true
      return tally.foreign.add(entry.address, "no address")
    }
    switch entry.capability {
    case "": break
    case "resourcelist", "capabilitylist", "description", "changelist":
      // What changed comes first: a list of resources may be older (NISO Z39.99, 5).
      return add(list: address.text, depth: list.depth + 1, first: entry.capability == "changelist")
    default: return  // dumps and archives
    }
    if entry.isSitemap || (address.isSitemap && entry.change == nil) {
      return add(list: address.text, depth: list.depth + 1, first: isOfChanges)
    }
    if entry.change == .deleted {
      guard deleted.count < Self.limits.deleted else { return }
      deleted[address.text] = entry.datetime.isEmpty ? entry.lastmod : entry.datetime
      return
    }
    if entry.change != nil {
      deleted[address.text] = nil
      hasChanges = true
    }
    let time = entry.lastmod.isEmpty ? entry.datetime : entry.lastmod
    take(address, PageEntry(address: address.text, lastmod: time, isChange: entry.change != nil))
  }

  /// A page that a list names, if it is one that is looked at.
  mutating func take(_ address: PageAddress, _ entry: PageEntry) {
    guard isIncluded(address) else { return }
    guard isOfSites(address) else {
      // A sitemap names pages of its own site (sitemaps.org): one of these may be meant.
      if source == .sitemap { (tally.isIncomplete, tally.isForeignListed) = (true, true) }
      return tally.foreign.add(address.text)
    }
    identities.listed.add(address.normal)
    tally.listed += 1
    if entry.lastmod.isEmpty { tally.hasUndated = true }
    if address.isFile {
      tally.others[PageKind.file.rawValue, default: 0] += 1
    } else {
      entries.append(entry)
    }
  }

  /// Whether an address is of the catalogue's sites. A feed names few pages, and whoever writes it means them.
  func isOfSites(_ address: PageAddress) -> Bool {
    source == .feed || isFile || sites.contains(address.site)
  }

  private func isIncluded(_ address: PageAddress) -> Bool {
    (include.isEmpty || isOf(include, address)) && !isExcluded(address)
  }

  func isExcluded(_ address: PageAddress) -> Bool { isOf(exclude, address) }

  private func isOf(_ patterns: [AddressPattern], _ address: PageAddress) -> Bool {
    guard !patterns.isEmpty else { return false }
    let whole = Array(address.normal.utf8)
    let path = AddressPattern.normalised(Array(address.path.utf8))
    return patterns.contains { $0.matches($0.isPath ? path : whole) }
  }

  /// Whether pages of the catalogue may stand there.
  func isLookedAt(_ address: PageAddress) -> Bool { isOfSites(address) && isIncluded(address) }

  /// The list was read to its end. Says what was mended.
  mutating func endList(_ list: ListAddress) throws(HarvestFault) -> [String: Int] {
    if feed != nil { return try endFeed() }
    if source == .listing { return try endListing(list) }
    var found: [SitemapEntry] = []
    sitemap.finish { found.append($0) }
    for entry in found { take(entry) }
    let root = sitemap.root
    let isSitemap = root == "urlset" || root == "sitemapindex"
    guard isSitemap || sitemap.count > 0 else {
      let stranger = sitemap.start.withUnsafeBufferPointer { Stranger.kind(of: $0, wanted: "sitemap") }
      throw stranger
        ?? HarvestFault(
          .notData, "the answer is \(root == nil ? "no sitemap" : "XML, but no sitemap"); nothing changed")
    }
    guard sitemap.isWhole || root == nil else {
      throw HarvestFault(.cutShort, "the sitemap breaks off before its end")
    }
    listsRead += 1
    var repairs = sitemap.repairs
    if sitemap.isCut {
      tally.isIncomplete = true
      repairs["sitemap of more than 50,000 entries or 50 MB read as far as that", default: 0] += 1
    }
    // What could not be read may have named a page; so may what stands in another document's place.
    if sitemap.isDoubtful || !(isSitemap || root == nil) { tally.isIncomplete = true }
    // Led to a text, which any page may be.
    if root == nil, !head.url.isEmpty, PageAddress(head.url)?.path != PageAddress(list.address)?.path {
      tally.isIncomplete = true
      tally.failedLists.add(list.address, "led to a text")
    }
    // Led to another list of the site, or to itself.
    if let led = PageAddress(head.url)?.text, led != list.address, !seenLists.insert(led.hashValue).inserted {
      tally.isIncomplete = true
      tally.failedLists.add(list.address, "led to a list that was read")
    }
    // sitemaps.org's schema wants one entry at least; ResourceSync's lists may be empty.
    if sitemap.count == 0, sitemap.head.capability.isEmpty {
      tally.isIncomplete = true
      tally.failedLists.add(list.address, "empty")
    }
    // Changes alone are a window: what they do not tell of is not gone.
    if sitemap.head.capability == "changelist" {
      hasChanges = true
    } else if sitemap.count > 0, root == "urlset" || root == nil {
      hasPages = true
    }
    return repairs
  }

  private var isOfChanges: Bool { hasChanges && !hasPages }

  // MARK: Feeds

  private mutating func endFeed() throws(HarvestFault) -> [String: Int] {
    guard var reading = feed else { return [:] }
    var found: [RecordBytes] = []
    let facts: PageFacts
    do throws(HarvestFault) { facts = try reading.end { found.append($0) } } catch {
      feed = reading
      throw error
    }
    feed = reading
    listsRead += 1
    self.facts.polling = reading.facts.polling
    let parser = FeedRecordParser()
    var repairs = facts.repairs
    for entry in feedEntries + found {
      guard let statement = try? parser.parse(entry.bytes, context: entry.context, repairs: &repairs),
        case .live(let report) = statement.state
      else { continue }
      let link = report.links.first { $0.kind == .landingPage } ?? report.links.first
      guard let address = (link?.url).flatMap(PageAddress.init) else {
        repairs["entry without a link passed over", default: 0] += 1
        continue
      }
      // An entry that changed tells of a page that did.
      let mark = ContentHash.text([String(decoding: entry.bytes, as: UTF8.self)])
      take(address, PageEntry(address: address.text, lastmod: mark))
    }
    feedEntries = []
    return repairs
  }
}
