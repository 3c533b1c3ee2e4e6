import Catalogue

/// Which documents belong to one reading (RFC 5005, 3 and 4), and what to do where one cannot be had.
extension FeedHarvest {
  /// Goes on to the next document, or ends the list.
  mutating func takeNext(_ head: FeedHead) {
    pages += 1
    for url in [page ?? address, address] { visited.insert(Self.mark(url)) }
    page = nil
    guard let next = successor(head) else { return }
    guard pages < Self.limits.pages else {
      return tell("Older entries", "only the first \(Self.limits.pages) documents were read")
    }
    guard !visited.contains(Self.mark(next)) else {
      return body.count("link to a page that was read already, not followed")
    }
    page = next
  }

  /// The document that holds older entries: the next page, or the archive before. A run that is not full goes on only
  /// as long as all entries may be new to it: then some of those before may be, too.
  private func successor(_ head: FeedHead) -> String? {
    guard !head.isComplete,
      let next = ["next", "prev-archive"].lazy.compactMap({ relation in
        head.links.first { $0.relation == relation }?.url
      }).first
    else { return nil }
    guard let sinceDay else { return next }
    guard body.allDated, let earliest = body.earliestDay else { return nil }
    return earliest >= sinceDay ? next : nil
  }

  private static func mark(_ url: String) -> String { String(ContentHash.text([url]).suffix(16)) }

  mutating func committed(records: Int, newSinceRestart: Int) {
    if ignoredReceipts > 0 {
      ignoredReceipts -= 1
      return
    }
    guard records > 0, newSinceRestart == 0, page != nil, !isFirst else { return }
    loop = HarvestFault(
      .loop, "a page held \(records) entries, and none of them was new: the feed's pages do not end")
  }

  mutating func failed(_ fault: HarvestFault, attempt: Int) -> Recovery {
    ignoredReceipts = max(ignoredReceipts, Self.lateReceipts)
    if settings.url.hasPrefix("file:") { return .brokenOff(fault) }
    let limit = HTTPRefusal.isFlowControl(fault) ? Self.limits.flowControl : Self.limits.retries
    if !HTTPRefusal.isFinal(fault), attempt <= limit { return .retry }
    guard !isFirst, HTTPRefusal.isFinal(fault) else { return .brokenOff(fault) }
    // What the feed itself holds is whole; an older document that is gone must not keep it from being asked again.
    tell("Older entries", "\(page ?? "") could not be read: \(fault.message)")
    page = nil
    return .goOn
  }

  // MARK: Checkpoint

  private static let version = "feed1"

  var checkpoint: String {
    var words = Checkpoint(Self.version)
    words.add("full", facts.full)
    words.add("complete", facts.complete)
    words.add("page", page)
    words.add("pages", pages)
    words.add("date", facts.responseDate)
    words.add("since", sinceDay)
    words.add("conditional", facts.isConditional)
    words.add("polling", facts.polling.text)
    for fact in facts.about { words.add("about", "\(fact.name)\u{1F}\(fact.value)") }
    words.add("visited", visited.sorted().joined(separator: ","))
    return words.text
  }

  /// Goes on from a checkpoint; nil for what is none.
  init?(_ settings: HarvestSettings, resuming checkpoint: String) {
    guard let words = Checkpoint(checkpoint, version: Self.version) else { return nil }
    self.init(settings, .full)
    facts.full = words.flag("full")
    facts.complete = words.flag("complete")
    page = words["page"]
    pages = words.count("pages")
    facts.responseDate = words.date("date")
    sinceDay = words.number("since")
    facts.isConditional = words.flag("conditional")
    if let wish = words["polling"] { facts.polling = PollingWish(text: wish) }
    for about in words.all("about") {
      let fact = about.split(separator: "\u{1F}", maxSplits: 1, omittingEmptySubsequences: false)
      if fact.count == 2 { facts.about.append(AboutFact(name: String(fact[0]), value: String(fact[1]))) }
    }
    if let addresses = words["visited"] { visited = Set(addresses.split(separator: ",").map(String.init)) }
    ignoredReceipts = Self.lateReceipts
  }
}
