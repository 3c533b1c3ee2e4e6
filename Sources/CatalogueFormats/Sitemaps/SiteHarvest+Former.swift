import Catalogue

// Known pages that may have moved to where a new one of their name is listed.

extension SiteHarvest {
  /// Asks for the pages of a report's name, and then for its own page again; says whether there are any.
  mutating func asksFormers(of page: PageRequest) -> Bool {
    guard !page.namesakes.isEmpty else { return false }
    var again = page
    again.namesakes = []
    again.conditional = false
    wanted.append(again)
    wanted += page.namesakes.reversed().compactMap { former($0, of: page.entry) }
    return true
  }

  /// A page that an earlier run knew, to be asked whether it leads to the new one of its name.
  private func former(_ page: KnownPage, of successor: PageEntry) -> PageRequest? {
    // It was looked at once, whatever is included now.
    guard let address = PageAddress(page.note.address), isOfSites(address), !isExcluded(address) else {
      return nil
    }
    return PageRequest(
      entry: PageEntry(address: page.note.address, lastmod: page.note.lastmod), known: page.note,
      said: page.said, conditional: false, successor: successor)
  }

  /// The answer of such a page: its record goes on at the new one where it leads there, or calls that address its own, and
  /// says what the record says. Anything else says nothing of where it is.
  mutating func endFormer(
    _ page: PageRequest, _ successor: PageEntry, _ reading: Result<PageReading, RecordFault>,
    _ facts: inout PageFacts, _ sink: (RecordBytes) -> Void
  ) throws(HarvestFault) {
    hasRead()
    guard verdict == nil, let answered = PageAddress(head.url), let new = PageAddress(successor.address),
      let identifier = page.known?.identifier
    else { return }
    switch reading {
    case .success(.wall(let wall)): throw fault(of: wall)
    case .success(.other), .failure: return
    case .success(.report(let report)):
      let said = SaidByPage(report.report, at: head.url)
      // As the new page will call itself.
      let place = PageAddress.identity(of: answered, canonical: report.canonical)
      guard page.hasLedThere || [place, answered].contains(where: { $0.isSame(as: new) }),
        page.said?.isSame(as: said, at: place.normal, isListed: true) == true
      else { return }
      let settled = identities.settle(
        page, at: place, canonical: place.text, said, isLast: true, mayWait: false)
      guard case .known(let known) = settled, known.identifier == identifier else { return }
      hand(page, identifier, head.url, report.report, isLate: false, sink)
      facts.records = 1
      // What a run knows that ends here, and is taken up again.
      news.notes.append(
        PageNote(
          address: successor.address, lastmod: "", identifier: identifier, kind: PageNote.report,
          version: Self.version))
    }
  }
}
