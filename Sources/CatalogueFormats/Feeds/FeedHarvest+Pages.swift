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
    facts.isConditional = false
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

  /// `feed1 full=1 …`: words of `name=value`.
  var checkpoint: String {
    var words = [Self.version, "full=\(facts.full ? 1 : 0)", "complete=\(facts.complete ? 1 : 0)"]
    func add(_ name: String, _ value: String?) {
      if let value { words.append("\(name)=\(Query.encode(value))") }
    }
    add("page", page)
    add("pages", "\(pages)")
    add("date", facts.responseDate.map { "\($0.seconds)" })
    add("since", sinceDay.map { "\($0)" })
    add("conditional", facts.isConditional ? "1" : "0")
    add("polling", facts.polling.words)
    for fact in facts.about { add("about", "\(fact.name)\u{1F}\(fact.value)") }
    add("visited", visited.sorted().joined(separator: ","))
    return words.joined(separator: " ")
  }

  /// Goes on from a checkpoint; nil for what is none.
  init?(_ settings: HarvestSettings, resuming checkpoint: String) {
    let words = checkpoint.split(separator: " ")
    guard words.first == Self.version[...] else { return nil }
    self.init(settings, .full)
    page = nil
    for word in words.dropFirst() {
      let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2, let value = Query.decode(parts[1]) else { return nil }
      switch parts[0] {
      case "full": facts.full = value == "1"
      case "complete": facts.complete = value == "1"
      case "page": page = value
      case "date": facts.responseDate = Int64(value).map(Datestamp.init(seconds:))
      case "since": sinceDay = Int(value)
      case "conditional": facts.isConditional = value == "1"
      case "polling": facts.polling = PollingWish(words: value)
      case "about":
        let fact = value.split(separator: "\u{1F}", maxSplits: 1, omittingEmptySubsequences: false)
        if fact.count == 2 { facts.about.append(AboutFact(name: String(fact[0]), value: String(fact[1]))) }
      case "pages": pages = Int(value) ?? 0
      case "visited": visited = Set(value.split(separator: ",").map(String.init))
      default: break
      }
    }
    ignoredReceipts = Self.lateReceipts
  }
}

extension PollingWish {
  /// `interval;hours;days;source`, for a checkpoint.
  fileprivate var words: String {
    let hours = skipHours.sorted().map(String.init).joined(separator: ",")
    let days = skipDays.sorted().map(String.init).joined(separator: ",")
    return "\(interval);\(hours);\(days);\(source)"
  }

  fileprivate init(words: String) {
    let parts = words.split(separator: ";", omittingEmptySubsequences: false)
    self.init()
    guard parts.count == 4 else { return }
    interval = Int64(parts[0]) ?? 0
    skipHours = Set(parts[1].split(separator: ",").compactMap { Int($0) })
    skipDays = Set(parts[2].split(separator: ",").compactMap { Int($0) })
    source = String(parts[3])
  }
}
