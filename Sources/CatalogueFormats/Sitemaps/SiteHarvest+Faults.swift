import Catalogue

extension SiteHarvest {
  mutating func failed(_ fault: HarvestFault, attempt: Int) -> Recovery {
    body = []
    let isFlowControl = HTTPRefusal.isFlowControl(fault)
    let limit = isFlowControl ? Self.limits.flowControl : Self.limits.retries
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
    if verdict == .file || fault.kind == .transfer(status: 413) {
      note(page, kind: PageKind.file.rawValue)
      goOn()
      return .goOn
    }
    if mayRetry, attempt <= limit { return .retry }
    if source == .page || HTTPRefusal.isFlowControl(fault) { return .brokenOff(fault) }
    failuresInRow += 1
    tally.failed.add(
      page.entry.address, fault.kind == .notData ? String(fault.message.prefix { $0 != ";" }) : fault.message)
    // Nothing changes: a record that came of the page before is there. Of a new page nobody knows what it would be.
    if let known = page.known { keep(known) } else { tally.isIncomplete = true }
    // A site that does not want to be read is not asked for its next thousand pages.
    if failuresInRow >= Self.limits.failuresInRow {
      return .brokenOff(
        HarvestFault(
          fault.kind, "\(failuresInRow) pages in a row could not be had; the last: \(fault.message)"))
    }
    goOn()
    return .goOn
  }
}
