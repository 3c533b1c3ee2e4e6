/// What a list names, and has not been looked at yet. Packed: a sitemap may hold 50,000 addresses.
struct EntryQueue: Sendable {
  private var bytes: [UInt8] = []
  private var at = 0
  private(set) var count = 0

  var isEmpty: Bool { count == 0 }

  /// Neither text holds a line break or a tab: what came from a list has none.
  mutating func append(_ entry: PageEntry) {
    bytes += entry.address.utf8
    bytes.append(0x09)
    bytes += entry.lastmod.utf8
    bytes.append(entry.isChange ? 0x0D : 0x0A)
    count += 1
  }

  /// Takes the first entries, at most so many.
  mutating func take(_ limit: Int) -> [PageEntry] {
    var result: [PageEntry] = []
    while count > 0, result.count < limit,
      let end = bytes[at...].firstIndex(where: { $0 == 0x0A || $0 == 0x0D }),
      let tab = bytes[at..<end].firstIndex(of: 0x09)
    {
      result.append(
        PageEntry(
          address: String(decoding: bytes[at..<tab], as: UTF8.self),
          lastmod: String(decoding: bytes[(tab + 1)..<end], as: UTF8.self), isChange: bytes[end] == 0x0D))
      at = end + 1
      count -= 1
    }
    if count == 0 { (bytes, at) = ([], 0) }
    return result
  }
}

/// A page as a list names it.
struct PageEntry: Hashable, Sendable {
  /// As `PageAddress` has it.
  var address: String
  /// As written; empty where the list says nothing.
  var lastmod = ""
  /// Whether the list tells of changes (ResourceSync): older news than what is known are none.
  var isChange = false
}
