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
    isRefusal = [401, 403, 503].contains(head.status)
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
      case 200..<300, 401, 403, 503: break
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
}
