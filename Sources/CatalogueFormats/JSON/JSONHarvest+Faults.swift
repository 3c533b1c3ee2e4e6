import Catalogue

/// What to do when a page could not be had.
extension JSONHarvest {
  mutating func failed(_ fault: HarvestFault, attempt: Int) -> Recovery {
    ignoredReceipts = max(ignoredReceipts, Self.lateReceipts)
    if isFile || fault.kind == .loop { return .brokenOff(fault) }
    if HTTPRefusal.isFlowControl(fault) {
      return attempt <= Self.limits.flowControl ? .retry : .brokenOff(fault)
    }
    if place != .first, isBeyondTheLast(fault) || isBeyondTheCap(fault) {
      endList()
      return .goOn
    }
    if place == .first, since != nil, isOfArguments(fault) { return askForEverything() }
    if HTTPRefusal.isFinal(fault) { return mayBeOfCursor(fault) ? restart(fault) : .brokenOff(fault) }
    if case .said = fault.kind, place == .first { return .brokenOff(fault) }
    if attempt <= Self.limits.retries { return .retry }
    if place == .first, since != nil, isOfServer(fault) { return askForEverything() }
    return place == .first ? .brokenOff(fault) : restart(fault)
  }

  /// Some APIs answer with an error where there are no more pages.
  private func isBeyondTheLast(_ fault: HarvestFault) -> Bool {
    mapping.pastEnd.map { fault.kind == .transfer(status: $0) } ?? false
  }

  /// Others count no further than a round number.
  private func isBeyondTheCap(_ fault: HarvestFault) -> Bool {
    guard let total = facts.expectedRecords, received <= total, Self.isRound(received) else { return false }
    return isOfArguments(fault) || fault.kind == .transfer(status: 404)
      || fault.kind == .transfer(status: 413)
  }

  private func isOfArguments(_ fault: HarvestFault) -> Bool {
    [400, 403, 422].contains { fault.kind == .transfer(status: $0) }
  }

  private func isOfServer(_ fault: HarvestFault) -> Bool {
    if case .transfer(let status?) = fault.kind { status >= 500 } else { false }
  }

  /// The server does not take its incremental parameter.
  private mutating func askForEverything() -> Recovery {
    since = nil
    tell("Incremental harvests", "the server refuses them; everything is read each time")
    return .goOn
  }

  /// Cursors, and the addresses of next pages, are forgotten by servers after a while.
  private func mayBeOfCursor(_ fault: HarvestFault) -> Bool {
    switch place {
    case .cursor, .url: [400, 404, 410, 422].contains { fault.kind == .transfer(status: $0) }
    default: false
    }
  }

  /// The list from its beginning; what came already is known by its hash.
  private mutating func restart(_ fault: HarvestFault) -> Recovery {
    switch place {
    case .cursor, .url: break
    default: return .brokenOff(fault)
    }
    guard restarts < Self.limits.restarts else {
      return .brokenOff(
        HarvestFault(
          fault.kind, "\(fault.message); the list was begun again \(restarts) times and broke off each time"))
    }
    restarts += 1
    facts.pass += 1
    ignoredReceipts = Self.lateReceipts + pages
    place = .first
    (pages, received, emptyPages) = (0, 0, 0)
    (firstPage, lastPage) = (0, 0)
    return .goOn
  }
}
