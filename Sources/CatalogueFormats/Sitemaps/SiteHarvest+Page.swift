import Catalogue

// What the answer to a page's request comes to.

extension SiteHarvest {
  mutating func endPage(_ page: PageRequest, _ facts: inout PageFacts, _ sink: (RecordBytes) -> Void)
    throws(HarvestFault)
  {
    defer { body = [] }
    switch verdict {
    case .unchanged:
      hasRead()
      guard var note = page.known else { return }
      note.lastmod = page.entry.lastmod
      return keep(note, isAsked: true)
    case .moved(let target): return try follow(page, to: target)
    case .missing where page.successor == nil, .gone where page.successor == nil:
      hasRead()
      return takeAway(page, isStated: verdict == .gone)
    default: break
    }
    let own = isFile ? settings.url : head.url.isEmpty ? page.entry.address : head.url
    let answered = PageAddress(own)
    let reading = read(own, &facts)
    if let target = refresh(in: reading, own) { return try follow(page, to: target) }
    if let successor = page.successor { return try endFormer(page, successor, reading, &facts, sink) }
    // A site that leads what it does not have any more to its entrance says nothing of it (a "soft 404").
    if let answered, answered.path == "/", PageAddress(page.entry.address)?.path != "/" {
      if let known = page.known, known.present != nil {
        return stay(page, known, because: "led to the site's entrance")
      }
      hasRead()
      return takeAway(page, isStated: false)
    }
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
    case .success(.wall(let wall)): throw fault(of: wall)
    case .failure:
      // What cannot be read is set aside with its bytes, by the address.
      hand(page, page.known?.identifier ?? answered?.text ?? own, own, nil, isLate: false, sink)
      facts.records = 1
    }
  }

  /// Reads the page that came from `own`.
  private func read(_ own: String, _ facts: inout PageFacts) -> Result<PageReading, RecordFault> {
    guard verdict == nil else { return .success(.other(.unknown)) }
    return body.withUnsafeBytes { bytes in
      do throws(RecordFault) {
        return .success(
          try LandingPage.read(bytes, contentType: head.contentType, url: own, repairs: &facts.repairs))
      } catch { return .failure(error) }
    }
  }

  /// Where a page leads at once that says nothing else.
  private func refresh(in reading: Result<PageReading, RecordFault>, _ own: String) -> String? {
    guard verdict == nil, !isFile else { return nil }
    switch reading {
    case .success(.other), .success(.wall(.empty)), .failure:
      return PageRefresh.target(of: body, contentType: head.contentType, url: own)
    default: return nil
    }
  }

  func fault(of wall: PageWall) -> HarvestFault {
    HarvestFault(.notData, "\(wall.words) came in the place of the page; nothing of it was taken")
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
    guard !asksFormers(of: page) else { return nil }
    let said = SaidByPage(report.report, at: answered.text)
    if let known = page.known, let identifier = known.present, isElsewhere(page, answered) {
      let isHeld = identities.isHeld(answered.normal, by: identifier)
      // Whose record that page is, if any, is known when all were looked up.
      if isHeld == nil, turn == .listed, identities.listed.contains(answered.normal) {
        putOff.append(page.entry)
        return nil
      }
      if isHeld == false || leadsToAnother(page, identifier, answered, said) {
        stay(page, known, because: "led to another page")
        return nil
      }
    }
    let settled = identities.settle(
      page, at: answered, canonical: report.canonical, said,
      isLast: turn == .putOff, mayWait: spent + putOff.count + 2 <= settings.crawl.budget)
    switch settled {
    case .first(let name):
      doubted = (page, name)
      return nil
    case .another:
      if let known = page.known { stay(page, known, because: "another page of the list came in its place") }
      return nil
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

  private func isElsewhere(_ page: PageRequest, _ place: PageAddress) -> Bool {
    page.redirects > 0 && PageAddress(page.entry.address)?.isSame(as: place) == false
  }

  /// Whether a report's page leads to one that says nothing of the report: to a page of the list that is not where it moved
  /// to, or to one to which another's has moved, or that says something else.
  private func leadsToAnother(
    _ page: PageRequest, _ identifier: String, _ place: PageAddress, _ said: SaidByPage
  ) -> Bool {
    let isListed = identities.listed.contains(place.normal)
    return (isListed && !ListedAddresses.areTwins(page.entry.address, place.normal))
      || identities.isStand(place.normal, ofAnotherThan: identifier)
      || page.said?.isSame(as: said, at: place.normal, isListed: isListed) == false
  }

  /// A page leads to another address, which has to be one that is looked at, and which robots.txt may not allow.
  private mutating func follow(_ page: PageRequest, to target: String) throws(HarvestFault) {
    guard page.redirects < Self.limits.redirects, target != page.url else {
      throw HarvestFault(.notData, "it is redirected more than \(Self.limits.redirects) times")
    }
    // Whoever names one page means whatever it leads to.
    guard source == .page || PageAddress(target).map(isLookedAt) ?? false else {
      if page.successor != nil { return hasRead() }
      if let known = page.known, known.present != nil {
        return stay(page, known, because: "led to what the catalogue leaves out")
      }
      hasRead()
      return note(page, kind: PageNote.ledAway)
    }
    var page = page
    page.target = target
    page.redirects += 1
    if let new = page.successor.flatMap({ PageAddress($0.address) }),
      PageAddress(target)?.isSame(as: new) == true
    {
      page.hasLedThere = true
    }
    wanted.append(page)
  }

  /// What came in the place of a report's page says nothing of the report: its record is there, and as it was.
  private mutating func stay(_ page: PageRequest, _ known: PageNote, because reason: String) {
    hasRead()
    tally.failed.add(page.entry.address, reason)
    keep(known, isAsked: true)
  }

  mutating func hasRead() { (failures.inRow, failures.againInRow) = (0, 0) }

  mutating func hand(
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
