import Catalogue

/// The list: its pages, and the windows that it is asked for in.
extension OAIHarvest {
  mutating func takeList(_ envelope: Envelope) throws(HarvestFault) {
    if let error = envelope.errors.first(where: { $0.code != "noRecordsMatch" }) { throw said(error) }
    if envelope.errors.isEmpty, !splitter.listBegan {
      throw HarvestFault(.malformed, "the answer holds neither a list nor an error")
    }
    if envelope.hasStrays, envelope.token == nil {
      throw HarvestFault(
        .malformed, "the list holds something that is neither a record nor a token: it may go on")
    }
    if isFile { return endFile(envelope) }
    // No list ends so: its token led nowhere. What was not heard may still be there.
    if token != nil, !envelope.errors.isEmpty { facts.complete = false }
    facts.expectedRecords = envelope.completeListSize ?? facts.expectedRecords
    emptyPages = splitter.records == 0 ? emptyPages + 1 : 0
    if let next = envelope.token, !next.isEmpty {
      if emptyPages >= Self.limits.emptyPages {
        loop = HarvestFault(.loop, "\(emptyPages) pages in a row held nothing; the list does not seem to end")
      }
      token = next
      return
    }
    if envelope.errors.isEmpty, isCapped, halveWindow() { return }
    windows.removeFirst()
    token = nil
    heardInWindow = 0
    pagesInWindow = 0
    isOrdered = true
    highest = nil
    if windows.isEmpty { phase = .over }
  }

  /// A file is one page and holds everything, unless it is an answer that says itself that there is more.
  private mutating func endFile(_ envelope: Envelope) {
    tell("Repository name", envelope.repositoryName)
    tell("Deleted records", envelope.deletedRecord)
    heed(envelope.deletedRecord ?? "")
    let isPart = envelope.isPart || !(envelope.token ?? "").isEmpty
    if isPart, settings.complete != true { facts.complete = false }
    windows = []
    phase = .over
  }

  /// A count that equals a round cap, of a list that should be longer.
  private var isCapped: Bool {
    guard let expected = facts.expectedRecords else { return false }
    return heardInWindow >= 1000 && heardInWindow % 1000 == 0 && expected > heardInWindow
  }

  /// Puts two windows in the place of the one that is too large; false if it cannot be halved any more. The first
  /// reaches as far back as the one did, so that all of them are one list.
  mutating func halveWindow() -> Bool {
    guard let window = windows.first, fromForm != .none, let high = window.until ?? facts.responseDate else {
      return false
    }
    let granule = fromForm == .day ? Granularity.day.seconds : granularity.seconds
    let low = window.from ?? earliest ?? Datestamp(seconds: 0)
    let granules = (high.seconds - low.seconds) / granule
    guard granules >= 1 else { return false }
    let middle = Datestamp(seconds: low.seconds + (granules - 1) / 2 * granule)
    let after = Datestamp(seconds: middle.seconds + granule)
    windows.replaceSubrange(
      0..<1, with: [Window(from: window.from, until: middle), Window(from: after, until: window.until)])
    beginWindowAgain()
    return true
  }

  /// The window's list begins again: what it brought already comes once more, which is no loop.
  mutating func beginWindowAgain() {
    ignoredReceipts = Self.lateReceipts + pagesInWindow
    token = nil
    heardInWindow = 0
    pagesInWindow = 0
    emptyPages = 0
    beforePage = nil
    isOrdered = true
    highest = nil
  }
}
