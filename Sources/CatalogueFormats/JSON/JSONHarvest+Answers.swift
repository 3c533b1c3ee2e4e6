import Catalogue

/// What an answer means, once it is whole.
extension JSONHarvest {
  mutating func takePage() throws(HarvestFault) {
    let envelope = JSONEnvelope(splitter.layout == .lines ? [] : splitter.envelope, head, mapping)
    try recognise(envelope)
    pages += 1
    let items = splitter.items
    received += items
    emptyPages = items == 0 ? emptyPages + 1 : 0
    facts.isConditional = pages == 1
    facts.expectedRecords = envelope.total ?? facts.expectedRecords
    if isRepeated(items) {
      throw HarvestFault(
        .loop,
        "the server gave the same \(items) items again where the next ones were asked for: it does not page")
    }
    if pages == 1 { firstPage = page.value }
    lastPage = page.value
    place = nextPlace(items, envelope)
    if place == nil {
      endList()
    } else {
      facts.isConditional = false
      if emptyPages >= Self.limits.emptyPages {
        throw HarvestFault(.loop, "\(emptyPages) pages in a row held nothing; the list does not seem to end")
      }
    }
  }

  /// Throws where the answer holds no list, or breaks off.
  private func recognise(_ envelope: JSONEnvelope) throws(HarvestFault) {
    guard splitter.place != .start, splitter.place != .notJSON || splitter.isTooDeep else {
      if !isData { throw HTTPRefusal.fault(head.status) }
      guard head.status != 204 else { return }
      throw notData()
    }
    guard isData else { throw refusal(envelope) }
    guard !splitter.isTooDeep else {
      throw HarvestFault(
        .malformed, "the answer nests more than \(JSONSplitter.depthLimit) deep around its list")
    }
    guard !splitter.envelopeOverflowed else {
      throw HarvestFault(
        .malformed, "the answer holds more than 4 MiB beside its items; nothing more was read")
    }
    guard splitter.ended else { throw HarvestFault(.cutShort, "the answer breaks off before its end") }
    guard splitter.layout != .lines else { return }
    if let fault = envelope.fault {
      throw HarvestFault(
        .malformed, "what stands around the answer's items is not readable JSON: \(fault.message)")
    }
    guard splitter.listBegan || envelope.isEmptyList else { throw noList(envelope) }
  }

  // MARK: The next page

  /// A server that ignores the page's number, or a cursor, gives the first page or the last one again. Pages of one
  /// item may well be equal where items were moved meanwhile.
  private func isRepeated(_ items: Int) -> Bool {
    guard pages > 1, items > 1 else { return false }
    return page.value == firstPage || page.value == lastPage
  }

  private func nextPlace(_ items: Int, _ envelope: JSONEnvelope) -> JSONRequests.Place? {
    guard !isFile else { return nil }
    switch mapping.paging {
    case .none: return nil
    case .page(_, let first): return mayGoOn(items) ? .number(first + pages) : nil
    case .offset(_, let first): return mayGoOn(items) ? .number(first + received) : nil
    case .cursor(_, _, let next): return mayGoOn(items) ? envelope.first(of: next).map { .cursor($0) } : nil
    case .link(let next):
      return envelope.first(of: next).flatMap { requests.next($0, from: head.url) }.map { .url($0) }
    case .linkHeader:
      let target = LinkHeader.target("next", in: head.values(of: "link"))
      return target.flatMap { requests.next($0, from: head.url) }.map { .url($0) }
    }
  }

  /// Where the answers themselves do not say whether more follows: an empty page, or the last item, ends the list. A
  /// total that is a round number may be no more than how far the upstream counts.
  private func mayGoOn(_ items: Int) -> Bool {
    items > 0 && (facts.expectedRecords.map { received < $0 || Self.isRound($0) } ?? true)
  }

  /// The caps that upstreams put on their lists, and on their counts, are round.
  static func isRound(_ count: Int) -> Bool { count >= 1000 && count % 1000 == 0 }

  /// The list is over. It is complete only if it holds as many items as it says that there are.
  mutating func endList() {
    place = nil
    guard let total = facts.expectedRecords else { return }
    if received < total {
      facts.complete = false
      let reason =
        Self.isRound(received) ? ": the upstream caps its lists; narrow this one by query or set" : ""
      tell("List", "it ended after \(received) of \(total) items\(reason)")
    } else if received == total, Self.isRound(total), settings.complete != true {
      facts.complete = false
      tell(
        "List",
        "it holds exactly \(total) items: the upstream may cap its lists; narrow this one by query or set")
    }
  }

  mutating func tell(_ name: String, _ value: String) {
    facts.about.append(AboutFact(name: name, value: Printable.line(value, limit: 2000)))
  }

  // MARK: In words

  private func notData() -> HarvestFault {
    guard !splitter.envelope.isEmpty else {
      return HarvestFault(.notData, "the answer is empty; nothing changed")
    }
    let start = splitter.envelope.prefix(64).filter { !ASCII.isSpace($0) }.map(ASCII.lower)
    guard start.first == ASCII.lessThan else {
      return HarvestFault(.notData, "the answer is not JSON; nothing changed")
    }
    let envelope = Envelope(splitter.envelope, charset: .utf8)
    let isXML = start.starts(with: "<?xml".utf8) && envelope.pageTitle == nil
    let title = envelope.pageTitle.map { " “\($0)”" } ?? ""
    return HarvestFault(
      .notData,
      isXML
        ? "the answer is XML, not JSON: is this another kind of catalogue? Nothing changed"
        : "the answer is a web page\(title), not JSON: an error page, a login or a bot wall; nothing changed")
  }

  private func noList(_ envelope: JSONEnvelope) -> HarvestFault {
    if let message = envelope.errorMessage {
      return HarvestFault(.said(code: "error"), "the upstream says: \(message)")
    }
    return HarvestFault(
      .malformed, "the answer holds no list at “\(Printable.line(mapping.items))”; check items in [list]")
  }

  private func refusal(_ envelope: JSONEnvelope) -> HarvestFault {
    var fault = HTTPRefusal.fault(head.status)
    if splitter.ended, let message = envelope.errorMessage { fault.message += "; it says: \(message)" }
    return fault
  }
}
