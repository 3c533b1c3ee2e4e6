import CatalogueFormats
import Storage

extension Library {
  /// What is known of landing pages from the runs before, each in its place; nil where nothing is. Of an address that is
  /// new, what is known of the page at another (`PageAddress.siblings`): its site may have moved to `https`; else of the
  /// one report's page whose address ends most like it.
  ///
  /// - Parameters:
  ///   - withReports: Whether what the pages' records say is wanted, too.
  ///   - run: The run that asks; 0 where none is written.
  public func knownPages(_ addresses: [String], withReports: Bool, catalogue: Int64, run: Int64)
    throws(LibraryError) -> [KnownPage?]
  {
    guard !addresses.isEmpty else { return [] }
    let now = now()
    return try reading { (connection) throws(StorageError) in
      func known(_ row: PageRow, isNamesake: Bool = false) -> KnownPage {
        KnownPage(
          note: row.note, age: max(0, now - row.at), isLive: row.isLive,
          isOfThisRun: run > 0 && row.run == run, isNamesake: isNamesake)
      }
      let rows = try connection.pages(addresses, of: catalogue)
      var pages = rows.map { $0.map { known($0) } }
      if withReports {
        for (index, row) in rows.enumerated() {
          guard let revision = row?.revision else { continue }
          pages[index]?.report = try connection.statement(ofRevision: revision)
        }
        return pages
      }
      var unknown: [Int] = []
      for (index, address) in addresses.enumerated() where pages[index] == nil {
        let siblings = PageAddress(address)?.siblings ?? []
        pages[index] = try connection.pages(siblings, of: catalogue).lazy.compactMap { $0 }.first.map {
          known($0)
        }
        if pages[index] == nil { unknown.append(index) }
      }
      let namesakes = try connection.namesakes(
        of: unknown.map { addresses[$0] }, in: catalogue, before: run > 0 ? run : .max)
      for (index, row) in zip(unknown, namesakes) {
        if let row, row.isLive { pages[index] = known(row, isNamesake: true) }
      }
      return pages
    }
  }
}

extension Connection {
  /// Of each address the page with a record that shares most of the last parts of its path with it, of several the one
  /// that was asked for last.
  fileprivate func namesakes(of addresses: [String], in catalogue: Int64, before run: Int64)
    throws(StorageError) -> [PageRow?]
  {
    var places: [String: [Int]] = [:]
    for (place, address) in addresses.enumerated() {
      for tail in PageName(address)?.tails ?? [] {
        // A name that many pages have tells nothing.
        if places[tail, default: []].count < 10 { places[tail, default: []].append(place) }
      }
    }
    guard !places.isEmpty else { return addresses.map { _ in nil } }
    var nearest = Array(repeating: (address: "", shared: 0, run: Int64(0)), count: addresses.count)
    try recordPages(of: catalogue, before: run) { address, run in
      for (shared, tail) in (PageName(address)?.tails ?? []).enumerated() {
        guard let places = places[tail] else { break }
        for place in places where (nearest[place].shared, nearest[place].run) < (shared + 1, run) {
          nearest[place] = (address, shared + 1, run)
        }
      }
    }
    return try pages(nearest.map(\.address), of: catalogue)
  }
}
