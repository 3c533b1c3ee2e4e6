import CatalogueFormats
import Storage

extension Library {
  /// What is known of landing pages from the runs before, each in its place. Of an address that is new, what is known of
  /// the page at another (`PageAddress.siblings`): its site may have moved to `https`.
  ///
  /// - Parameters:
  ///   - inFull: Whether what the pages' records say, and which pages may have moved to the others, is wanted, too.
  ///   - run: The run that asks; 0 where none is written.
  public func knownPages(_ addresses: [String], inFull: Bool, catalogue: Int64, run: Int64)
    throws(LibraryError) -> [Recollection]
  {
    guard !addresses.isEmpty else { return [] }
    let now = now()
    return try reading { (connection) throws(StorageError) in
      var rows = try connection.pages(addresses, of: catalogue)
      for (index, address) in addresses.enumerated() where rows[index] == nil {
        let siblings = PageAddress(address)?.siblings ?? []
        rows[index] = try connection.pages(siblings, of: catalogue).lazy.compactMap { $0 }.first
      }
      func known(_ row: PageRow) throws(StorageError) -> KnownPage {
        var page = KnownPage(
          note: row.note, age: max(0, now - row.at), isLive: row.isLive,
          isOfThisRun: run > 0 && row.run == run)
        if inFull { page.said = try connection.said(in: row.revision) }
        return page
      }
      var all: [Recollection] = []
      for row in rows { all.append(Recollection(page: try row.map(known))) }
      guard inFull else { return all }
      let others = rows.indices.filter { rows[$0]?.note.identifier == nil }
      let namesakes = try connection.namesakes(
        of: others.map { addresses[$0] }, in: catalogue, before: run > 0 ? run : .max)
      for (index, rows) in zip(others, namesakes) {
        all[index].namesakes = try rows.map(known)
        let record = try RecordLookup(connection).record(catalogue: catalogue, identifier: addresses[index])
        if let record, record.isLive { all[index].record = try connection.said(in: record.liveRevision) }
      }
      return all
    }
  }
}

extension Connection {
  /// What a page's record says.
  fileprivate func said(in revision: Int64?) throws(StorageError) -> SaidByPage? {
    guard let revision, let kept = try keptBody(ofRevision: revision) else { return nil }
    return kept.report.map { SaidByPage($0, context: kept.context) }
  }

  /// Of each address the pages with live records that share most of the last parts of its path with it, those first that
  /// were asked for last.
  fileprivate func namesakes(of addresses: [String], in catalogue: Int64, before run: Int64)
    throws(StorageError) -> [[PageRow]]
  {
    var places: [String: [Int]] = [:]
    for (place, address) in addresses.enumerated() {
      for tail in PageName(address)?.tails ?? [] {
        // A name that many pages have tells nothing.
        if places[tail, default: []].count < 10 { places[tail, default: []].append(place) }
      }
    }
    guard !places.isEmpty else { return addresses.map { _ in [] } }
    var nearest: [[(address: String, shared: Int, run: Int64)]] = Array(repeating: [], count: addresses.count)
    try recordPages(of: catalogue, before: run) { address, run in
      for (shared, tail) in (PageName(address)?.tails ?? []).enumerated() {
        guard let places = places[tail] else { break }
        for place in places {
          nearest[place].removeAll { $0.address == address }
          nearest[place].append((address, shared, run))
          nearest[place].sort { ($0.shared, $0.run) > ($1.shared, $1.run) }
          if nearest[place].count > 3 { nearest[place].removeLast() }
        }
      }
    }
    var rows: [[PageRow]] = []
    for near in nearest { rows.append(try pages(near.map(\.address), of: catalogue).compactMap(\.self)) }
    return rows
  }
}
