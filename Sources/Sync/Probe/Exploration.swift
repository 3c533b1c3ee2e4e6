import Catalogue
import CatalogueFormats
import Transfer

/// One look at an address: what answers there, and what that points to.
struct Exploration {
  let visitor: Visitor
  let settings: ProbeSettings
  let url: String
  var findings: Probe.Findings
  /// Addresses that were tried in a format, so that none is tried twice.
  private var tried: Set<String> = []

  init(_ visitor: Visitor, _ settings: ProbeSettings, _ url: String) {
    self.visitor = visitor
    self.settings = settings
    self.url = url
    findings = Probe.Findings(address: url)
  }

  static let accept = "text/html, application/xhtml+xml, application/xml;q=0.9, */*;q=0.8"

  mutating func explore() throws(TransferError) {
    let answer: VisitedAnswer
    let start: [UInt8]
    do throws(Visitor.Refusal) {
      answer = try visitor.visit(HarvestRequest(url: url, accept: Self.accept))
      start = try visitor.start(of: answer, AnswerSample.limit)
    } catch {
      switch error {
      case .transfer(let error): throw error
      case .spent(let why), .refused(let why): return note(why)
      }
    }
    let response = answer.response
    // The same address, percent-encoded otherwise, is none that it leads to.
    if PageAddress(response.effectiveURL)?.normal != PageAddress(url)?.normal {
      findings.address = response.effectiveURL
    }
    if response.status == 200 {
      let sample = AnswerSample(contentType: response.contentType, bytes: start)
      if let guess = FormatGuess(sample) { return take(guess, sample) }
      if sample.root == nil, sample.line.hasPrefix("{") || sample.line.hasPrefix("[") {
        return note(
          "the address answers with JSON that no format knows by itself: format = \"json\" with [list] and [fields] says "
            + "where everything stands")
      }
    }
    if response.status == 429 || response.status == 503 {
      return note("the server asks to wait (HTTP status \(response.status)): nothing more was asked of it")
    }
    lookAtSite(answer)
  }

  mutating func note(_ text: String) {
    if !findings.notes.contains(text) { findings.notes.append(text) }
  }

  // MARK: What answers at the address itself

  private mutating func take(_ guess: FormatGuess, _ sample: AnswerSample) {
    var address = url
    switch guess.format {
    case "oai-pmh":
      // A request's own arguments are not the catalogue's.
      address = Self.withoutVerb(url)
      _ = tryOAI(address)
    case "sitemap": lookAtSitemap(url, near: nil)
    case "feed": tryFeed(url)
    default: tryFormat(guess.format, address, guess.words)
    }
  }

  /// An OAI-PMH request's address without its arguments.
  static func withoutVerb(_ url: String) -> String {
    guard let mark = url.firstIndex(of: "?") else { return url }
    let kept = url[mark...].dropFirst().split(separator: "&").filter { argument in
      let name = argument.prefix { $0 != "=" }
      return !["verb", "metadataPrefix", "set", "from", "until", "resumptionToken", "identifier"]
        .contains { $0 == name }
    }
    return url[..<mark] + (kept.isEmpty ? "" : "?" + kept.joined(separator: "&"))
  }

  // MARK: Trying

  /// Whether it was not tried before.
  mutating func isNew(_ format: String, _ address: String) -> Bool {
    tried.insert("\(format) \(PageAddress(address)?.text ?? address)").inserted
  }

  func sampler(_ reports: Int? = nil) -> Sampler {
    Sampler(visitor: visitor, reports: reports ?? settings.samples)
  }

  /// Tries an address as OAI-PMH. Whether it is one.
  mutating func tryOAI(_ address: String) -> Bool {
    guard isNew("oai-pmh", address) else { return false }
    let harvest = HarvestSettings(format: "oai-pmh", url: address)
    guard let sampling = sampler().sample(harvest) else { return false }
    // What has not even said who it is, is no repository.
    guard sampling.facts.responseDate != nil || !sampling.facts.about.isEmpty else {
      if sampling.isSpent, let fault = sampling.fault { note(fault.message) }
      return false
    }
    let tombstones = sampling.facts.promisesTombstones
    findings.finds.append(
      Find(
        harvest, "an OAI-PMH repository", tombstones ? .everythingAndDeletions : .everythingAndChanges,
        sampling))
    return true
  }

  /// Tries a format that holds its records itself.
  mutating func tryFormat(_ format: String, _ address: String, _ words: String) {
    guard isNew(format, address), let known = CatalogueFormat.named(format) else { return }
    let harvest = HarvestSettings(format: format, url: address)
    guard let sampling = sampler().sample(harvest) else { return }
    let tellsChanges = JSONPreset.named(known.name)?.mapping.since != nil
    findings.finds.append(Find(harvest, words, tellsChanges ? .everythingAndChanges : .everything, sampling))
  }

  /// Tries a feed, and whether the pages that its entries link to say more than the entries.
  mutating func tryFeed(_ address: String) {
    guard isNew("feed", address) else { return }
    let harvest = HarvestSettings(format: "feed", url: address)
    guard let sampling = sampler().sample(harvest) else { return }
    let kind = sampling.facts.about.first { $0.name == "Kind" }?.value
    let find = Find(harvest, kind.map { "a feed (\($0))" } ?? "a feed", .latest, sampling)
    guard find.fault == nil else { return findings.finds.append(find) }
    let links = sampling.reports.compactMap { report in
      (report.links.first { $0.kind == .landingPage } ?? report.links.first)?.url
    }
    let pages = samplePages(links, atMost: settings.samples)
    // Not worth a request for each entry unless much is won.
    if pages.reports.count == links.count,
      Richness.average(pages.reports) > Richness.average(find.samples) + 10
    {
      var following = harvest
      following.crawl.follow = true
      var sampling = sampling
      sampling.reports = pages.reports
      findings.finds.append(Find(following, "a feed that leads to landing pages", .latest, sampling))
    } else {
      findings.finds.append(find)
    }
  }

  /// Reads pages as a run would, robots.txt first, until there are reports enough; the first two that are none end it.
  func samplePages(_ addresses: [String], atMost limit: Int) -> (
    reports: [Report], looked: Int, fault: HarvestFault?
  ) {
    var reports: [Report] = []
    var looked = 0
    var fault: HarvestFault?
    for address in addresses.prefix(limit) {
      guard reports.count < settings.samples,
        let sampling = sampler(1).sample(HarvestSettings(format: "page", url: address))
      else { break }
      looked += 1
      reports += sampling.reports
      fault = sampling.fault ?? fault
      if sampling.isSpent || (looked >= 4 && reports.isEmpty) { break }
    }
    return (reports, looked, fault)
  }
}
