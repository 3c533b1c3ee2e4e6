import Catalogue

/// What to do when a page could not be had.
extension OAIHarvest {
  mutating func failed(_ fault: HarvestFault, attempt: Int) -> Recovery {
    ignoredReceipts = max(ignoredReceipts, Self.lateReceipts)
    if isFile { return .brokenOff(fault) }
    switch phase {
    case .over: return .brokenOff(fault)
    case .identify: return patience(fault, attempt)
    case .formats, .sets:
      if fault.kind == .said(code: Self.notOffered) { return .brokenOff(fault) }
      if HTTPRefusal.isFlowControl(fault), attempt <= Self.limits.flowControl { return .retry }
      guard attempt > 1 || !isTransfer(fault) else { return .retry }
      // It says less of itself than it should; the list counts.
      if phase == .formats {
        phase = .sets
      } else {
        tellSets()
        beginList()
      }
      return .goOn
    case .list: return failedList(fault, attempt)
    }
  }

  private mutating func failedList(_ fault: HarvestFault, _ attempt: Int) -> Recovery {
    if isTooLarge(fault) { return halveWindow() ? .goOn : .brokenOff(fault) }
    if HTTPRefusal.isFlowControl(fault) { return patience(fault, attempt) }
    if token != nil, isOfToken(fault) { return restart(fault) }
    if token == nil, isOfArguments(fault), putFromMoreSimply() { return .goOn }
    let recovery = patience(fault, attempt)
    if case .brokenOff = recovery, token != nil, !isRefused(fault) { return restart(fault) }
    return recovery
  }

  /// Retries as long as there is hope.
  private func patience(_ fault: HarvestFault, _ attempt: Int) -> Recovery {
    if isRefused(fault) { return .brokenOff(fault) }
    let limit = HTTPRefusal.isFlowControl(fault) ? Self.limits.flowControl : Self.limits.retries
    return attempt <= limit ? .retry : .brokenOff(fault)
  }

  /// Some servers take `from` only as a day, some not at all: then everything is read.
  private mutating func putFromMoreSimply() -> Bool {
    guard windows.first?.from != nil, fromForm != .none else { return false }
    fromForm = fromForm == .exact && granularity == .second ? .day : .none
    if fromForm == .none {
      facts.complete = false
      tell("Incremental harvests", "the server takes no from; everything is read each time")
    }
    return true
  }

  /// The list from its beginning, or, where its datestamps never went back, from the highest one: lists have no
  /// promised order, and a list that was begun again from a date is not complete (rule 6).
  private mutating func restart(_ fault: HarvestFault) -> Recovery {
    guard restarts < Self.limits.restarts else {
      return .brokenOff(
        HarvestFault(
          fault.kind, "\(fault.message); the list was begun again \(restarts) times and broke off each time"))
    }
    restarts += 1
    if isOrdered, let highest, let window = windows.first, fromForm != .none,
      window.from.map({ highest.seconds - granularity.seconds > $0.seconds }) ?? true
    {
      windows[0].from = Datestamp(seconds: highest.seconds - granularity.seconds)
      facts.complete = false
    } else {
      facts.pass += 1
    }
    beginWindowAgain()
    return .goOn
  }

  // MARK: Kinds of faults

  private func isTransfer(_ fault: HarvestFault) -> Bool {
    if case .transfer = fault.kind { true } else { false }
  }

  /// Whether the token is what the server does not know any more; some say so only by a status.
  private func isOfToken(_ fault: HarvestFault) -> Bool {
    switch fault.kind {
    case .said(code: "badResumptionToken"), .said(code: "badArgument"): true
    case .transfer(status: 400), .transfer(status: 404), .transfer(status: 410), .transfer(status: 422): true
    default: false
    }
  }

  private func isOfArguments(_ fault: HarvestFault) -> Bool {
    fault.kind == .said(code: "badArgument") || fault.kind == .transfer(status: 400)
      || fault.kind == .transfer(status: 422)
  }

  /// Whether asking again cannot help.
  private func isRefused(_ fault: HarvestFault) -> Bool {
    if case .said(let code) = fault.kind { return Self.final.contains(code) }
    return HTTPRefusal.isFinal(fault)
  }

  /// OAI-PMH 2.0, 3.6: errors that the same request will always meet.
  private static let final: Set<String> = [
    "badArgument", "badVerb", "cannotDisseminateFormat", "idDoesNotExist", "noMetadataFormats",
    "noSetHierarchy",
    notOffered,
  ]

  private func isTooLarge(_ fault: HarvestFault) -> Bool {
    if fault.kind == .transfer(status: 413) { return true }
    guard case .said = fault.kind else { return false }
    let words = Array(fault.message.lowercased().utf8)
    return words.withUnsafeBufferPointer { words in
      Self.tooLarge.contains { words.place(of: $0, from: 0, before: words.count) != nil }
    }
  }

  private static let tooLarge: [StaticString] = [
    "too large", "too many", "too big", "exceeds the max", "limit the range", "narrow",
  ]
}
