import Catalogue

// Pages that no list names where they were: a new one of their name may be where they are now.

extension SiteHarvest {
  /// A page that an earlier run knew, to be asked whether it leads to the new one of its name; nil where it was.
  mutating func former(_ note: PageNote) -> PageRequest? {
    guard let address = PageAddress(note.address), isLookedAt(address),
      formers.insert(note.address.hashValue).inserted
    else { return nil }
    return PageRequest(
      entry: PageEntry(address: note.address, lastmod: note.lastmod), known: note, conditional: false,
      isFormer: true)
  }

  /// The answer of such a page: its record goes on at the listed page of its name to which it leads, or whose address it
  /// calls its own. Anything else says nothing of where it is.
  mutating func endFormer(_ page: PageRequest, _ facts: inout PageFacts, _ sink: (RecordBytes) -> Void)
    throws(HarvestFault)
  {
    hasRead()
    guard verdict == nil, let answered = PageAddress(head.url), let known = page.known else { return }
    switch read(head.url, &facts) {
    case .success(.wall(let wall)): throw fault(of: wall)
    case .success(.other), .failure: return
    case .success(.report(let report)):
      let named = PageAddress.identity(of: answered, canonical: report.canonical)
      guard let place = [answered, named].first(where: { isNewPlace($0, of: page) }) else { return }
      let settled = identities.settle(
        page, at: place, canonical: place.text, ComparedFacts(report.report), isLast: true, mayWait: false)
      guard case .known(let now) = settled, now.identifier == known.identifier else { return }
      hand(page, now.identifier, place.text, report.report, isLate: false, sink)
      facts.records = 1
    }
  }

  private func isNewPlace(_ place: PageAddress, of page: PageRequest) -> Bool {
    guard let own = PageAddress(page.entry.address)?.normal, own != place.normal else { return false }
    return identities.listed.contains(place.normal) && ListedAddresses.areTwins(own, place.normal)
  }
}
