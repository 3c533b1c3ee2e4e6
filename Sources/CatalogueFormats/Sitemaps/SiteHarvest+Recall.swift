import Catalogue

extension SiteHarvest {
  mutating func recalled(_ all: [Recollection]) -> PageFacts {
    if !asked.isEmpty, all.count == asked.count { return recalledInFull(all) }
    for (entry, one) in zip(recalling ?? [], all) {
      if let note = one.page?.note, let identifier = note.present {
        knowsReports = true
        identities.hold(identifier, at: note.address)
      }
      if let date = deleted[entry.address], !isNewer(entry.lastmod, than: date) {
        // When all others were asked for: it may have moved.
        if turn == .putOff { bury(entry, one.page) }
      } else if let request = judge(entry, one.page) {
        asked.append(request)
      }
    }
    var facts = PageFacts(records: tombstones.count)
    swap(&facts.news, &news)
    swap(&facts.statements, &tombstones)
    if asked.isEmpty {
      goOn()
    } else {
      recalling = asked.map { PageEntry(address: $0.known?.address ?? $0.entry.address) }
    }
    return facts
  }

  /// All is known of the pages that are to be asked for.
  private mutating func recalledInFull(_ all: [Recollection]) -> PageFacts {
    if var (page, _) = doubted {
      page.record = RecordOfName(said: all[0].page?.said ?? all[0].record)
      doubted = nil
      asked = []
      wanted.append(page)
      goOn()
      return PageFacts(records: 0)
    }
    var requests: [PageRequest] = []
    for (var request, one) in zip(asked, all) {
      request.said = one.page?.said
      request.namesakes = one.namesakes
      if !comesLater(request) { requests.append(request) }
    }
    asked = []
    wanted += requests.reversed()
    goOn()
    return PageFacts(records: 0)
  }

  /// Puts a page off that may be the record of another, which is asked for before: one that is known so, and a new one
  /// whose address ends as another's that may lead to it.
  private mutating func comesLater(_ page: PageRequest) -> Bool {
    guard turn != .putOff, putOff.count < Self.limits.putOff else { return false }
    let hasTwin =
      !page.namesakes.isEmpty || (knowsReports && identities.listed.holdsTwin(of: page.entry.address))
    guard (page.known == nil && hasTwin) || identities.isSecond(page) else { return false }
    putOff.append(page.entry)
    return true
  }

  /// Whether a page is asked for, and how.
  private mutating func judge(_ entry: PageEntry, _ known: KnownPage?) -> PageRequest? {
    if identities.mustSpeak(entry.address) {
      if let known, known.note.address == entry.address {
        let lastmod = entry.lastmod.isEmpty ? known.note.lastmod : entry.lastmod
        return PageRequest(
          entry: PageEntry(address: entry.address, lastmod: lastmod), known: known.note, conditional: false)
      }
      // Known under an address that is written otherwise: there it is asked for as what it is.
      if turn == .putOff { return nil }
    }
    guard let known, known.note.version == Self.version, known.note.address == entry.address else {
      return PageRequest(entry: entry, known: known?.note, conditional: false)
    }
    let note = known.note
    if known.isOfThisRun {
      if note.kind == PageNote.failed { tally.isIncomplete = true }
      if let identifier = note.present { identities.keep(identifier) }
      if turn == .listed { count(note) }
      return nil
    }
    // What could not be had comes when all else was asked for.
    if note.kind == PageNote.failed, turn == .listed {
      leave(revisits.add(entry, age: known.age, note, limit: settings.crawl.budget))
      return nil
    }
    // Its record went, by absence or by a purge, and the page is there again: its content must be heard.
    if note.kind == PageNote.report, !known.isLive {
      return PageRequest(entry: entry, known: note, conditional: false)
    }
    // One answer of 404 is not enough to lose a record by.
    if note.kind == PageNote.gone, known.isLive {
      return PageRequest(entry: entry, known: note, conditional: false)
    }
    // Another page has come in the name of its record.
    if note.present.map({ identities.isTaken($0, besides: entry.address) }) ?? false {
      return PageRequest(entry: entry, known: note, conditional: false)
    }
    if turn != .listed { return PageRequest(entry: entry, known: note, conditional: true) }
    // Where changes are told one by one, a list of resources may be older than what is known.
    if entry.isChange || hasChanges, !entry.lastmod.isEmpty, entry.lastmod != note.lastmod,
      !isNewer(entry.lastmod, than: note.lastmod)
    {
      keep(note)
      return nil
    }
    if !entry.lastmod.isEmpty, entry.lastmod != note.lastmod {
      return PageRequest(entry: entry, known: note, conditional: true)
    }
    let isDue = entry.lastmod.isEmpty || known.age >= settings.crawl.askedAgainAfter || settings.crawl.asksAll
    guard isDue else {
      keep(note)
      return nil
    }
    // Only one that will not be asked for is heard now as it was: what its answer says must come first.
    leave(revisits.add(entry, age: known.age, note, limit: settings.crawl.budget))
    return nil
  }

  private func isNewer(_ date: String, than other: String) -> Bool {
    guard date != other, !date.isEmpty else { return false }
    guard let a = WebDate.seconds(date), let b = WebDate.seconds(other) else { return true }
    return a > b
  }

  // MARK: Pages that are not asked for

  /// robots.txt refuses it. A page that may not be looked at is none that is gone: a record that came of it before is there
  /// all the same, and what nobody knows may be one that was known elsewhere.
  mutating func refuse(_ page: PageRequest) {
    tally.refused.add(page.entry.address)
    if source == .page {
      ending = HarvestFault(.notData, "robots.txt refuses the page (RFC 9309): nothing was asked for")
    }
    if let known = page.known, known.kind != PageNote.failed, known.kind != PageNote.gone {
      keep(known)
    } else {
      tally.isIncomplete = true
    }
  }

  /// The budget is spent.
  mutating func leave(_ page: PageRequest) {
    if let known = page.known, known.kind != PageNote.failed {
      tally.leftOld += 1
      keep(known)
    } else {
      tally.left += 1
      tally.isIncomplete = true
    }
  }

  /// Those are not asked for in this run.
  mutating func leave(_ pages: [RevisitQueue.Page]) {
    for page in pages {
      if page.hasFailed {
        tally.left += 1
        tally.isIncomplete = true
      } else if let identifier = page.identifier {
        news.present.append(identifier)
        identities.keep(identifier)
        tally.reports += 1
      }
    }
  }

  // MARK: Pages that are gone, as a list of changes says

  /// Records whose pages answered that they are gone.
  mutating func bury() { tombstones += identities.takeBuried() }

  private mutating func bury(_ entry: PageEntry, _ known: KnownPage?) {
    let date = deleted.removeValue(forKey: entry.address) ?? ""
    guard let known, let identifier = known.note.identifier, known.isLive, !known.isOfThisRun,
      date.isEmpty || isNewer(date, than: known.note.lastmod)
    else { return }
    identities.bury(identifier, because: "deleted \(date)")
    var note = known.note
    note.kind = PageNote.gone
    note.lastmod = date
    news.notes.append(note)
    count(note)
  }
}
