/// Pages that are to be asked whether they changed, those first that were asked longest ago. Keeps about as many as can
/// be asked for.
struct RevisitQueue: Sendable {
  private struct Item: Sendable {
    var age: Int64
    var entry: PageEntry
    /// Of the record that is there while the page is as it was.
    var identifier: String?
  }
  private var pages: [Item] = []
  private var isSorted = true

  /// - Parameter limit: How many will be asked for at most.
  /// - Returns: The identifiers of the records of those that will not be asked for.
  mutating func add(_ entry: PageEntry, age: Int64, identifier: String?, limit: Int) -> [String] {
    pages.append(Item(age: age, entry: entry, identifier: identifier))
    isSorted = false
    guard pages.count > 2 * max(limit, 500) else { return [] }
    sort()
    let dropped = pages.prefix(pages.count - max(limit, 500)).compactMap(\.identifier)
    pages.removeFirst(pages.count - max(limit, 500))
    return dropped
  }

  /// The next that are asked for.
  mutating func take(_ limit: Int) -> [PageEntry] {
    sort()
    let last = pages.suffix(limit).reversed().map(\.entry)
    pages.removeLast(last.count)
    return last
  }

  /// Gives up so many; the identifiers of their records.
  mutating func drop(_ limit: Int) -> [String] {
    let last = pages.suffix(limit)
    defer { pages.removeLast(last.count) }
    return last.compactMap(\.identifier)
  }

  /// The oldest last.
  private mutating func sort() {
    guard !isSorted else { return }
    pages.sort { $0.age < $1.age }
    isSorted = true
  }
}
