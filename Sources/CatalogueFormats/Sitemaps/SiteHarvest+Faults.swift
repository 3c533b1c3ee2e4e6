import Catalogue

extension SiteHarvest {
  mutating func failed(_ fault: HarvestFault, attempt: Int) -> Recovery {
    body = []
    let isFlowControl = HTTPRefusal.isFlowControl(fault)
    // One page that has no answer is not what the whole site says.
    var limit = isFlowControl ? Self.limits.flowControl : Self.limits.retries
    if case .page = asking, source != .page, fault.kind == .transfer(status: 503) {
      limit = Self.limits.retries
    }
    let mayRetry =
      !isFile && !HTTPRefusal.isFinal(fault) && fault.kind != .notData && fault.kind != .transfer(status: 413)
    switch asking {
    case .robots(let origin):
      if mayRetry, attempt <= limit { return .retry }
      // Of another site's pages none are asked for, then; of its own nothing can go on.
      guard origin != PageAddress(settings.url)?.origin else { return .brokenOff(fault) }
      robots[origin] = .unreachable
      goOn()
      return .goOn
    case .list(let list): return failedList(list, fault, attempt, mayRetry, limit)
    case .page(let page): return failedPage(page, fault, attempt, mayRetry, limit)
    case nil: return .brokenOff(fault)
    }
  }

  private mutating func failedList(
    _ list: ListAddress, _ fault: HarvestFault, _ attempt: Int, _ mayRetry: Bool, _ limit: Int
  ) -> Recovery {
    if feed != nil {
      switch feed!.failed(fault, attempt: attempt) {
      case .retry: return .retry
      case .brokenOff(let fault): return .brokenOff(fault)
      case .goOn:
        goOn()
        return .goOn
      }
    }
    if mayRetry, attempt <= limit { return .retry }
    if listsRead == 0, lists.isEmpty, let guess = guesses.first, let site = PageAddress(settings.url) {
      guesses.removeFirst()
      add(list: site.origin + guess, depth: 0)
      goOn()
      return .goOn
    }
    // The list that was configured, or the only one: there is nothing to go on with.
    guard listsRead > 0 || !lists.isEmpty, list.depth > 0 || !guesses.isEmpty || source == .listing else {
      return .brokenOff(fault)
    }
    tally.failedLists.add(list.address, fault.message)
    tally.isIncomplete = true
    goOn()
    return .goOn
  }

  private mutating func failedPage(
    _ page: PageRequest, _ fault: HarvestFault, _ attempt: Int, _ mayRetry: Bool, _ limit: Int
  ) -> Recovery {
    // Of a report that was there, it is no news that its page is too large, or a file.
    if verdict == .file || fault.kind == .transfer(status: 413), page.known?.present == nil {
      note(page, kind: PageKind.file.rawValue)
      goOn()
      return .goOn
    }
    if mayRetry, attempt <= limit { return .retry }
    if source == .page || fault.kind == .transfer(status: 429) { return .brokenOff(fault) }
    failures.last = fault
    tally.failed.add(
      page.entry.address, fault.kind == .notData ? String(fault.message.prefix { $0 != ";" }) : fault.message)
    let hadFailed = page.known?.kind == PageNote.failed
    if let known = page.known, !hadFailed {
      // Nothing changes: a record that came of the page before is there.
      keep(known, isAsked: true)
    } else {
      // Of a new page nobody knows what it would be.
      tally.isIncomplete = true
      news.notes.append(
        PageNote(
          address: page.entry.address, lastmod: page.entry.lastmod, kind: PageNote.failed,
          version: Self.version))
    }
    if hadFailed { failures.againInRow += 1 } else { failures.inRow += 1 }
    if failures.inRow == Self.limits.failuresInRow.first, !failures.hasTriedOthers {
      tryOthers()
    } else if failures.inRow >= limitInRow(fault) {
      return .brokenOff(
        HarvestFault(
          fault.kind, "\(failures.inRow) pages in a row could not be had; the last: \(fault.message)"))
    }
    goOn()
    return .goOn
  }

  /// A site that does not want to be read is not asked for its next thousand pages; one that is overloaded, less still.
  private func limitInRow(_ fault: HarvestFault) -> Int {
    HTTPRefusal.isFlowControl(fault) ? Self.limits.failuresInRow.first : Self.limits.failuresInRow.all
  }

  /// A part of a site may be for members: what is asked for next is taken from all over the list.
  private mutating func tryOthers() {
    failures.hasTriedOthers = true
    let samples = Self.limits.failuresInRow.all - Self.limits.failuresInRow.first
    let step = max(1, (wanted.count + samples - 1) / samples)
    wanted = (0..<step).flatMap { start in
      stride(from: start, to: wanted.count, by: step).map { wanted[$0] }
    }
  }

  /// Whether a page is not asked for in this run: it could not be had in the last one, and neither could others of its
  /// kind in this.
  func isGivenUp(_ page: PageRequest) -> Bool {
    page.known?.kind == PageNote.failed && failures.againInRow >= Self.limits.failuresInRow.first
  }
}
