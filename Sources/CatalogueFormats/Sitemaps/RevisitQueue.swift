import Catalogue

/// Pages that are to be asked whether they changed, those first that were asked longest ago. Keeps about as many as can
/// be asked for.
struct RevisitQueue: Sendable {
  struct Page: Sendable {
    fileprivate var age: Int64
    fileprivate var entry: PageEntry
    /// Of the record that is there while the page is as it was.
    var identifier: String?
    /// Whether it could not be had when it was asked for last.
    var hasFailed: Bool
  }
  private var pages: [Page] = []
  private var isSorted = true

  var isEmpty: Bool { pages.isEmpty }

  /// - Parameters:
  ///   - note: What is known of it.
  ///   - limit: How many will be asked for at most.
  /// - Returns: Those that will not be asked for.
  mutating func add(_ entry: PageEntry, age: Int64, _ note: PageNote, limit: Int) -> [Page] {
    pages.append(
      Page(age: age, entry: entry, identifier: note.present, hasFailed: note.kind == PageNote.failed))
    isSorted = false
    guard pages.count > 2 * max(limit, 500) else { return [] }
    sort()
    let dropped = Array(pages.prefix(pages.count - max(limit, 500)))
    pages.removeFirst(dropped.count)
    return dropped
  }

  /// The next that are asked for.
  mutating func take(_ limit: Int) -> [PageEntry] {
    sort()
    let last = pages.suffix(limit).reversed().map(\.entry)
    pages.removeLast(last.count)
    return last
  }

  /// Gives up so many.
  mutating func drop(_ limit: Int) -> [Page] {
    let last = Array(pages.suffix(limit))
    pages.removeLast(last.count)
    return last
  }

  /// The oldest last.
  private mutating func sort() {
    guard !isSorted else { return }
    pages.sort { $0.age < $1.age }
    isSorted = true
  }
}
