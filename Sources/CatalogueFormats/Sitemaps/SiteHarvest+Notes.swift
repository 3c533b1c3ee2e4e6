import Catalogue

// What is remembered and counted of pages.

extension SiteHarvest {
  /// Notes a page that was read, and counts it.
  ///
  /// - Parameter isToBeAsked: Whether it is to be asked for in the next run whatever is said of its last change.
  mutating func note(
    _ page: PageRequest, kind: String, identifier: String? = nil, isToBeAsked: Bool = false
  ) {
    var note = PageNote(
      address: page.entry.address, lastmod: page.entry.lastmod, etag: head.values(of: "etag").first,
      lastModified: head.values(of: "last-modified").first, identifier: identifier, kind: kind,
      version: Self.version)
    if isToBeAsked { (note.lastmod, note.etag, note.lastModified) = ("", nil, nil) }
    news.notes.append(note)
    if page.successor == nil { count(note) }
  }

  /// Each page once, however many lists name it.
  mutating func count(_ note: PageNote) {
    guard counted.count >= Self.limits.counted || counted.insert(note.address.hashValue).inserted else {
      return
    }
    switch note.kind {
    case PageNote.report: tally.reports += 1
    case PageNote.gone: tally.gone += 1
    case PageNote.failed: break
    default: tally.others[note.kind, default: 0] += 1
    }
  }

  /// A page that is as it was: its record is there (rule 6), and nothing of it is written.
  mutating func keep(_ note: PageNote, isAsked: Bool = false) {
    if isAsked { news.notes.append(note) }
    if let identifier = note.present {
      news.present.append(identifier)
      identities.keep(identifier)
    }
    count(note)
  }
}
