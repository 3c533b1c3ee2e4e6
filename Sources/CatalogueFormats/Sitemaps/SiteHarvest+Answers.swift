import Catalogue

/// Why a page is not read to its end, where that is no fault of anybody.
enum PageVerdict: Hashable, Sendable {
  /// HTTP status 304.
  case unchanged
  /// HTTP status 404: it counts as missing from the list (rule 6).
  case missing
  /// HTTP status 410: its site says that it was taken away for good, which is a deletion.
  case gone
  /// No page, but a file.
  case file
  /// A redirect, and where it leads.
  case moved(String)
}

extension SiteHarvest {
  mutating func begin(_ head: AnswerHead) throws(HarvestFault) {
    self.head = head
    body = []
    verdict = nil
    isRefusal = head.status == 401 || head.status == 403
    feedEntries = []
    switch asking {
    case .robots:
      guard !(200..<300).contains(head.status), !(400..<500).contains(head.status) || head.status == 429
      else { return }
      throw HarvestFault(
        .transfer(status: head.status),
        "robots.txt cannot be had (HTTP status \(head.status)), so that nothing may be asked for (RFC 9309, 2.3.1.4)"
      )
    case .list:
      if feed != nil { return try feed!.begin(head) }
      guard (200..<300).contains(head.status) || isRefusal else { throw HTTPRefusal.fault(head.status) }
      sitemap = SitemapBody(contentType: head.contentType)
    case .page(let page):
      switch head.status {
      case 200..<300, 401, 403: break
      case 304 where page.conditional: verdict = .unchanged
      case 404: verdict = .missing
      case 410: verdict = .gone
      default:
        guard let target = head.redirect else { throw HTTPRefusal.fault(head.status) }
        verdict = .moved(target)
      }
      if verdict == nil, !isRefusal, !isPage(head.contentType) { verdict = .file }
      // Its bytes say nothing: they need not come.
      if verdict == .file { throw HarvestFault(.notData, "the address is that of a file, not of a page") }
    case nil: break
    }
  }

  private func isPage(_ contentType: String?) -> Bool {
    guard let type = contentType?.prefix(while: { $0 != ";" }).lowercased(), !isFile else { return true }
    return type.contains("html") || type.contains("text/plain") || type.contains("xml") || !type.contains("/")
  }

  mutating func feed(_ bytes: UnsafeRawBufferPointer, _ sink: (RecordBytes) -> Void) throws(HarvestFault) {
    let chunk = bytes.assumingMemoryBound(to: UInt8.self)
    switch asking {
    case .robots: body += chunk.prefix(RobotsRules.limit - body.count)
    case .list where isRefusal && feed == nil, .page where isRefusal:
      body += chunk.prefix(Self.limits.refusal - body.count)
    case .list where feed != nil:
      var found: [RecordBytes] = []
      try feed!.feed(bytes) { found.append($0) }
      feedEntries += found
    case .list where source == .listing:
      try gather(chunk, limit: Self.limits.listing)
    case .list:
      var found: [SitemapEntry] = []
      sitemap.feed(chunk) { found.append($0) }
      for entry in found { take(entry) }
    case .page:
      if verdict == nil { try gather(chunk, limit: Self.limits.page) }
    case nil: break
    }
  }

  private mutating func gather(_ chunk: Bytes, limit: Int) throws(HarvestFault) {
    guard body.count + chunk.count <= limit else {
      throw HarvestFault(.transfer(status: 413), "the page is larger than \(limit >> 20) MiB")
    }
    body += chunk
  }

  mutating func end(_ sink: (RecordBytes) -> Void) throws(HarvestFault) -> PageFacts {
    var facts = PageFacts(records: 0)
    switch asking {
    case .robots(let origin):
      robots[origin] = (200..<300).contains(head.status) ? RobotsRules(body) : RobotsRules.none
      if robots.count > Self.limits.origins, let other = robots.keys.first(where: { $0 != origin }) {
        robots[other] = nil
      }
    case .list where isRefusal && feed == nil, .page where isRefusal: throw refusal()
    case .list(let list): facts.repairs = try endList(list)
    case .page(let page): try endPage(page, &facts, sink)
    case nil: break
    }
    swap(&facts.news, &news)
    goOn()
    return facts
  }

  /// Who refuses: the server, or a wall in front of it.
  private mutating func refusal() -> HarvestFault {
    defer { body = [] }
    var fault = HTTPRefusal.fault(head.status)
    if let wall = wall(), wall == .bot || wall == .login {
      fault.message = "\(wall.words) came in the place of what was asked for (HTTP status \(head.status))"
    }
    return fault
  }

  /// What stands in the way of what was asked for, as far as the answer shows.
  func wall() -> PageWall? {
    var repairs: [String: Int] = [:]
    let reading = body.withUnsafeBytes {
      try? LandingPage.read($0, contentType: head.contentType, url: head.url, repairs: &repairs)
    }
    if case .wall(let wall)? = reading { return wall }
    return nil
  }

  // MARK: A page

  private mutating func endPage(_ page: PageRequest, _ facts: inout PageFacts, _ sink: (RecordBytes) -> Void)
    throws(HarvestFault)
  {
    defer { body = [] }
    switch verdict {
    case .unchanged:
      hasRead()
      guard var note = page.known else { return }
      note.lastmod = page.entry.lastmod
      return keep(note, isAsked: true)
    case .missing, .gone:
      hasRead()
      return takeAway(page, isStated: verdict == .gone)
    case .moved(let target): return try follow(page, to: target)
    case .file, nil: break
    }
    let own = isFile ? settings.url : head.url.isEmpty ? page.entry.address : head.url
    let answered = PageAddress(own)
    // A site that leads what it does not have any more to its entrance says nothing of it (a "soft 404").
    if let answered, answered.path == "/", PageAddress(page.entry.address)?.path != "/" {
      if let known = page.known, known.present != nil {
        return stay(page, known, because: "led to the site's entrance")
      }
      hasRead()
      return takeAway(page, isStated: false)
    }
    var reading: Result<PageReading, RecordFault> = .success(.other(.unknown))
    var repairs: [String: Int] = [:]
    body.withUnsafeBytes { bytes in
      do throws(RecordFault) {
        reading = .success(
          try LandingPage.read(bytes, contentType: head.contentType, url: own, repairs: &repairs))
      } catch { reading = .failure(error) }
    }
    facts.repairs = repairs
    switch reading {
    case .success(.report(let report)):
      guard let known = known(page, answered, report) else { return hasRead() }
      hand(page, known.identifier, own, report.report, isLate: known.isLate, sink)
      facts.records = 1
    case .success(.other(let kind)):
      guard let known = page.known, known.present != nil else {
        hasRead()
        return note(page, kind: kind.rawValue)
      }
      // A site that is being rebuilt, or a program's error.
      if kind == .unknown || kind == .file {
        throw HarvestFault(
          .notData, "a page that says nothing of a report came in the place of one; it stays")
      }
      stay(page, known, because: "\(kind.rawValue) in the place of a report, which stays")
    case .success(.wall(let wall)):
      throw HarvestFault(
        .notData, "\(wall.words) came in the place of the page; nothing of it was taken")
    case .failure:
      // What cannot be read is set aside with its bytes, by the address.
      hand(page, page.known?.identifier ?? answered?.text ?? own, own, nil, isLate: false, sink)
      facts.records = 1
    }
  }

  /// By what a report's page is known; nil where it is asked for again, behind another.
  private mutating func known(_ page: PageRequest, _ answered: PageAddress?, _ report: PageReport)
    -> Identities.Known?
  {
    // One in a file may name no address.
    guard let answered else {
      let named = report.canonical.flatMap { PageAddress($0) }?.text
      return Identities.Known(identifier: named ?? settings.url)
    }
    let settled = identities.settle(
      page, own: answered, canonical: report.canonical, Identities.Facts(report.report),
      isLast: turn == .putOff)
    switch settled {
    case .behind(let owner):
      if let owner { putOff.append(PageEntry(address: owner)) }
      putOff.append(page.entry)
      return nil
    case .known(let known):
      if known.isDistrusted { tally.distrusted.add(page.entry.address) }
      if var again = known.again {
        again.isDistrusted = true
        again.conditional = false
        wanted.append(again)
      }
      return known
    }
  }

  /// A page leads to another address, which has to be one that is looked at, and which robots.txt may not allow.
  private mutating func follow(_ page: PageRequest, to target: String) throws(HarvestFault) {
    guard page.redirects < Self.limits.redirects, target != page.url else {
      throw HarvestFault(.notData, "it is redirected more than \(Self.limits.redirects) times")
    }
    // Whoever names one page means whatever it leads to.
    guard source == .page || PageAddress(target).map(isLookedAt) ?? false else {
      if let known = page.known, known.present != nil {
        return stay(page, known, because: "led to what the catalogue leaves out")
      }
      hasRead()
      return note(page, kind: PageNote.ledAway)
    }
    var page = page
    page.target = target
    page.redirects += 1
    wanted.append(page)
  }

  /// What came in the place of a report's page says nothing of the report: its record is there, and as it was.
  private mutating func stay(_ page: PageRequest, _ known: PageNote, because reason: String) {
    hasRead()
    tally.failed.add(page.entry.address, reason)
    keep(known, isAsked: true)
  }

  private mutating func hasRead() { (failures.inRow, failures.againInRow) = (0, 0) }

  private mutating func hand(
    _ page: PageRequest, _ identity: String, _ own: String, _ report: Report?, isLate: Bool,
    _ sink: (RecordBytes) -> Void
  ) {
    hasRead()
    let context = LandingPageContext(identifier: identity, url: own, contentType: head.contentType)
    var record = RecordBytes(bytes: body, context: context.bytes, identifier: identity, place: 0)
    record.statement = report.map { Statement(identifier: identity, datestamp: nil, state: .live($0)) }
    sink(record)
    note(
      page, kind: report == nil ? PageNote.unreadable : PageNote.report, identifier: identity,
      isToBeAsked: isLate)
  }

  private mutating func takeAway(_ page: PageRequest, isStated: Bool) {
    if isStated, let identifier = page.known?.identifier {
      identities.bury(identifier, because: "HTTP status 410")
    }
    note(page, kind: PageNote.gone, identifier: page.known?.identifier)
  }
}
