import Catalogue
import CatalogueFormats
import Transfer

extension Exploration {
  /// The address answers with a page for people, or with none: what the site behind it gives to programs.
  mutating func lookAtSite(_ answer: VisitedAnswer) {
    let response = answer.response
    var body: [UInt8] = []
    do throws(Visitor.Refusal) { body = try visitor.start(of: answer, 4 << 20) } catch {
      switch error {
      case .spent(let why), .refused(let why): return note(why)
      case .transfer(let error): note("the page could not be read: \(error.reason)")
      }
    }
    if let fault = answer.fault { note("the page broke off: \(fault.reason)") }
    let page = Page(body, response)
    findings.title = page.pointers.title
    say(page, response)
    let software = Software.of(body)
    findings.software = software?.name
    guard let address = PageAddress(response.effectiveURL) else { return }
    lookForInterfaces(software, page, address)
    for feed in page.pointers.feeds.prefix(3) where !Self.isOfComments(feed) { tryFeed(feed) }
    lookAtSitemap(address.origin + "/", near: page.isWall ? nil : page)
    if case .report? = page.reading {
      addPage(response.effectiveURL)
    } else if !findings.finds.contains(where: { $0.fault == nil && $0.reach < .listedPages }), !page.isWall {
      lookAtListing(page, address)
    }
  }

  /// A page, and what it is.
  struct Page {
    var reading: PageReading?
    var pointers: PagePointers
    var url: String

    init(_ body: [UInt8], _ response: TransferResponse) {
      url = response.effectiveURL
      pointers = PagePointers(body, contentType: response.contentType, url: url)
      guard [200, 401, 403].contains(response.status) else { return }
      var repairs: [String: Int] = [:]
      reading = body.withUnsafeBytes { bytes in
        try? LandingPage.read(bytes, contentType: response.contentType, url: url, repairs: &repairs)
      }
      // Of a refusal all that counts is who speaks it.
      if response.status != 200, !isWall { reading = nil }
    }

    /// Whether it stands in the way of the page that was asked for.
    var isWall: Bool { if case .wall? = reading { true } else { false } }
  }

  private mutating func say(_ page: Page, _ response: TransferResponse) {
    switch page.reading {
    case .wall(let wall):
      // What it calls itself is not what the site is called.
      findings.title = ""
      note("\(wall.words) came in the place of the page: what it would have pointed to is not known")
    case .report(let report):
      // Nor is what a report is called.
      if findings.title.contains(report.report.title) { findings.title = "" }
    case .other(.file): note("the address is that of a file, not of a catalogue")
    default:
      guard response.status != 200 else { return }
      findings.title = ""
      note("the address itself answers with HTTP status \(response.status)")
    }
  }

  private static func isOfComments(_ feed: String) -> Bool {
    feed.lowercased().split(separator: "/").contains { $0.hasPrefix("comments") }
  }

  // MARK: OAI-PMH and JSON

  private mutating func lookForInterfaces(_ software: Software?, _ page: Page, _ address: PageAddress) {
    // A link that says so is surer than any guess.
    let linked = page.pointers.links.filter {
      $0.contains("verb=Identify") || $0.contains("verb=ListRecords")
    }
    .map(Self.withoutVerb)
    let known = software.map { $0.oai.compactMap { Self.fill($0, address) } } ?? []
    // Sites made with what has no OAI-PMH of its own are not asked for it.
    let guesses = software == nil ? Software.commonPaths.map { address.origin + $0 } : []
    for guess in linked.prefix(2) + known + guesses where tryOAI(guess) { break }

    switch software?.api {
    case .dSpace7: tryFormat("dspace7", address.origin, "DSpace's REST API")
    case .wordPress: lookAtWordPress(page, address)
    case .drupal: lookAtDrupal(address)
    case nil: break
    }
    // APIs that have one place in the world, where the address is of that place.
    for preset in JSONPreset.all where preset.mapping.url.flatMap(PageAddress.init)?.site == address.site {
      guard let url = preset.mapping.url, !url.contains("{") else { continue }
      tryFormat(preset.name, url, preset.title)
    }
  }

  /// A path of `Software`, made whole.
  private static func fill(_ path: String, _ address: PageAddress) -> String? {
    if path.hasPrefix("http") { return path }
    let parts = address.bare.split(separator: "/").map(String.init)
    if path.hasPrefix("{journal}") {
      // "/index.php/journal/…": where no such part stands, there is none to ask for.
      guard let index = parts.firstIndex(of: "index.php"), index + 1 < parts.count else { return nil }
      let journal = parts[...(index + 1)].joined(separator: "/")
      return "\(address.origin)/\(journal)\(path.dropFirst("{journal}".count))"
    }
    if path.hasPrefix("{first}") {
      guard let first = parts.first else { return nil }
      return "\(address.origin)/\(first)\(path.dropFirst("{first}".count))"
    }
    return address.origin + path
  }

  // MARK: Pages

  private mutating func addPage(_ url: String) {
    let harvest = HarvestSettings(format: "page", url: url)
    guard isNew("page", url), let sampling = sampler(1).sample(harvest) else { return }
    findings.finds.append(Find(harvest, "a report's landing page", .one, sampling))
  }

  /// The page as a listing: by those of its links that lead below it, or all to one place.
  private mutating func lookAtListing(_ page: Page, _ address: PageAddress) {
    let links = page.pointers.links.filter { link in
      guard let link = PageAddress(link) else { return false }
      return link.site == address.site && link.path != address.path && !link.isFile
    }
    let chosen = SiteSection.choose(from: links, near: page.url).first.flatMap { $0.prefix == "/" ? nil : $0 }
    guard let section = chosen ?? SiteSection.fullest(of: links), section.addresses.count >= 2 else { return }
    let pages = samplePages(section.spread(settings.pages), atMost: settings.pages)
    guard !pages.reports.isEmpty else { return }
    var harvest = HarvestSettings(format: "listing", url: page.url)
    harvest.crawl.links = "a[href*=\"\(section.prefix)\"]"
    harvest.crawl.next = page.pointers.next
    var sampling = Sampling(facts: ListFacts(full: true, complete: false))
    sampling.reports = pages.reports
    sampling.heard = section.addresses.count
    findings.finds.append(
      Find(harvest, "a listing whose links lead to landing pages", .listedPages, sampling))
  }
}
