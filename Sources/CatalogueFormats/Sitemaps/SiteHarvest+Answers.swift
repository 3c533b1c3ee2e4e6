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
}

extension SiteHarvest {
  mutating func begin(_ head: AnswerHead) throws(HarvestFault) {
    self.head = head
    body = []
    verdict = nil
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
      guard (200..<300).contains(head.status) else { throw HTTPRefusal.fault(head.status) }
      sitemap = SitemapBody(contentType: head.contentType)
    case .page(let page):
      switch head.status {
      case 200..<300: break
      case 304 where page.conditional: verdict = .unchanged
      case 404: verdict = .missing
      case 410: verdict = .gone
      default: throw HTTPRefusal.fault(head.status)
      }
      if verdict == nil, !isPage(head.contentType) { verdict = .file }
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
    case .list(let list): facts.repairs = try endList(list)
    case .page(let page): try endPage(page, &facts, sink)
    case nil: break
    }
    swap(&facts.news, &news)
    goOn()
    return facts
  }

  // MARK: A page

  private mutating func endPage(_ page: PageRequest, _ facts: inout PageFacts, _ sink: (RecordBytes) -> Void)
    throws(HarvestFault)
  {
    defer { body = [] }
    switch verdict {
    case .unchanged:
      failuresInRow = 0
      guard var note = page.known else { return }
      note.lastmod = page.entry.lastmod
      return keep(note, isAsked: true)
    case .missing, .gone:
      failuresInRow = 0
      return takeAway(page, isStated: verdict == .gone, &facts, sink)
    case .file, nil: break
    }
    let own = isFile ? settings.url : head.url.isEmpty ? page.entry.address : head.url
    let answered = PageAddress(own)
    // A site that leads what it does not have any more to its entrance means that it is not there (a "soft 404").
    if let answered, answered.path == "/", PageAddress(page.entry.address)?.path != "/" {
      return takeAway(page, isStated: false, &facts, sink)
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
      let identity =
        answered.map { PageAddress.identity(of: $0, canonical: report.canonical) }
        ?? report.canonical.flatMap { PageAddress($0) }
      hand(page, identity?.text ?? own, own, report.report, sink)
      facts.records = 1
    case .success(.other(let kind)):
      failuresInRow = 0
      note(page, kind: kind.rawValue)
    case .success(.wall(let wall)):
      throw HarvestFault(
        .notData, "\(wall.words) came in the place of the page; nothing of it was taken")
    case .failure:
      // What cannot be read is set aside with its bytes, by the address.
      hand(page, page.known?.identifier ?? answered?.text ?? own, own, nil, sink)
      facts.records = 1
    }
  }

  private mutating func hand(
    _ page: PageRequest, _ identity: String, _ own: String, _ report: Report?, _ sink: (RecordBytes) -> Void
  ) {
    failuresInRow = 0
    let context = LandingPageContext(identifier: identity, url: own, contentType: head.contentType)
    var record = RecordBytes(bytes: body, context: context.bytes, identifier: identity, place: 0)
    record.statement = report.map { Statement(identifier: identity, datestamp: nil, state: .live($0)) }
    sink(record)
    note(page, kind: report == nil ? PageNote.unreadable : PageNote.report, identifier: identity)
  }

  private mutating func takeAway(
    _ page: PageRequest, isStated: Bool, _ facts: inout PageFacts, _ sink: (RecordBytes) -> Void
  ) {
    if isStated, let identifier = page.known?.identifier {
      sink(PageRecordParser.tombstone(identifier, because: "HTTP status 410"))
      facts.records = 1
    }
    note(page, kind: PageNote.gone, identifier: page.known?.identifier)
  }

  /// Notes a page that was read, and counts it.
  mutating func note(_ page: PageRequest, kind: String, identifier: String? = nil) {
    let note = PageNote(
      address: page.entry.address, lastmod: page.entry.lastmod, etag: head.values(of: "etag").first,
      lastModified: head.values(of: "last-modified").first, identifier: identifier, kind: kind,
      version: Self.version)
    news.notes.append(note)
    count(note.kind)
  }

  mutating func count(_ kind: String) {
    switch kind {
    case PageNote.report: tally.reports += 1
    case PageNote.gone: tally.gone += 1
    default: tally.others[kind, default: 0] += 1
    }
  }

  /// A page that is as it was: its record is there (rule 6), and nothing of it is written.
  mutating func keep(_ note: PageNote, isAsked: Bool = false) {
    if isAsked { news.notes.append(note) }
    if let identifier = note.present { news.present.append(identifier) }
    count(note.kind)
  }
}

extension PageWall {
  /// For people.
  var words: String {
    switch self {
    case .bot: "a bot wall"
    case .login: "a login page"
    case .error: "an error page"
    case .empty: "an empty page"
    }
  }
}
