import Catalogue

/// A landing page that was asked for.
public struct PageRow: Hashable, Sendable {
  public var note: PageNote
  /// The run that asked for it last, and when: seconds since 1970.
  public var run: Int64
  public var at: Int64
  /// Whether its record is live.
  public var isLive: Bool
  /// Its record's last live revision.
  public var revision: Int64?
}

extension Connection {
  /// Remembers a page, in the place of what was known of it.
  public func notePage(_ note: PageNote, of catalogue: Int64, run: Int64, at now: Int64) throws(StorageError)
  {
    try prepared("INSERT OR REPLACE INTO page VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
      .bind(0, catalogue).bind(1, note.address).bind(2, note.lastmod).bind(3, note.etag)
      .bind(4, note.lastModified).bind(5, note.identifier).bind(6, note.kind).bind(7, Int64(note.version))
      .bind(8, run).bind(9, now).run()
  }

  /// What is known of pages, each in its place.
  public func pages(_ addresses: [String], of catalogue: Int64) throws(StorageError) -> [PageRow?] {
    let find = try prepared(
      """
      SELECT page.address, lastmod, etag, last_modified, page.identifier, kind, version, run, at, coalesce(live, 0),
        live_revision
      FROM page LEFT JOIN record ON record.catalogue = page.catalogue AND record.identifier = page.identifier
      WHERE page.catalogue = ? AND address = ?
      """)
    var rows: [PageRow?] = []
    rows.reserveCapacity(addresses.count)
    for address in addresses {
      rows.append(
        try find.bind(0, catalogue).bind(1, address).first {
          PageRow(
            note: PageNote(
              address: $0.text(0), lastmod: $0.text(1), etag: $0.optionalText(2),
              lastModified: $0.optionalText(3), identifier: $0.optionalText(4), kind: $0.text(5),
              version: Int($0.int(6))), run: $0.int(7), at: $0.int(8), isLive: $0.int(9) != 0,
            revision: $0.optionalInt(10))
        })
    }
    return rows
  }

  /// The addresses of the pages of live records that earlier runs than `run` asked for last, and which run that was.
  public func recordPages(
    of catalogue: Int64, before run: Int64, _ each: (_ address: String, _ run: Int64) -> Void
  )
    throws(StorageError)
  {
    let pages = try prepared(
      """
      SELECT address, run FROM page JOIN record USING(catalogue, identifier) WHERE catalogue = ? AND run < ? AND live = 1
      """
    ).bind(0, catalogue).bind(1, run)
    while try pages.step() { each(pages.text(0), pages.int(1)) }
  }

  /// Forgets pages that were asked for last before a date.
  public func forgetPages(catalogue: Int64, before date: Int64) throws(StorageError) {
    try prepared("DELETE FROM page WHERE catalogue = ? AND at < ?").bind(0, catalogue).bind(1, date).run()
  }
}
