import CatalogueFormats
import Storage

extension Library {
  /// What is known of landing pages from the runs before, each in its place; nil where nothing is. Of an address that is
  /// new, what is known of the page at another (`PageAddress.siblings`): its site may have moved to `https`.
  ///
  /// - Parameter run: The run that asks; 0 where none is written.
  public func knownPages(_ addresses: [String], catalogue: Int64, run: Int64) throws(LibraryError)
    -> [KnownPage?]
  {
    guard !addresses.isEmpty else { return [] }
    let now = now()
    let rows = try reading { (connection) throws(StorageError) in
      var rows = try connection.pages(addresses, of: catalogue)
      for (index, address) in addresses.enumerated() where rows[index] == nil {
        let siblings = PageAddress(address)?.siblings ?? []
        rows[index] = try connection.pages(siblings, of: catalogue).lazy.compactMap { $0 }.first
      }
      return rows
    }
    return rows.map { row in
      row.map {
        KnownPage(
          note: $0.note, age: max(0, now - $0.at), isLive: $0.isLive,
          isOfThisRun: run > 0 && $0.run == run)
      }
    }
  }
}
