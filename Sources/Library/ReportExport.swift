import Reconciliation
import Storage

/// All reports, or those that match, read a page at a time in the order of their numbers: so that memory stays the same
/// for any number of them, and no page holds the store's log back. Used by one thread at a time.
///
/// It is not of one moment: what changes meanwhile may be in it as it was or as it is. `upTo` says from which change on to
/// go on, and then all of that comes again.
public struct ReportExport: Sendable {
  /// What a page holds.
  public enum Item: Sendable {
    case report(ReportRow)
    /// No catalogue carries it any more.
    case withdrawn(Int64)
    /// It is there no more: purged, or joined to another.
    case removed(Int64)
    /// It changed, and is not found by the words.
    case unmatched(Int64)
  }

  /// The change log's last number when the export began: a later export since then misses nothing.
  public let upTo: Int64
  private let library: Library
  private let expression: String?
  private let since: Int64?
  private var stage = Stage.begins

  private enum Stage {
    case begins
    /// Reports from a number on.
    case reports(from: Int64)
    /// Then, of those that changed, what is gone.
    case gone(NumberSet.Iterator)
    case over
  }

  /// What changed since; nil where all is asked for.
  private var changed: NumberSet?
  /// The numbers that were found and are still to be read.
  private var wanted: ArraySlice<Int64> = []
  /// Of what changed, what the words found.
  private var found = NumberSet()

  init(_ library: Library, _ expression: String?, since: Int64?, upTo: Int64) {
    self.library = library
    self.expression = expression
    self.since = since
    self.upTo = upTo
  }

  /// Bytes of kept reports that are read at once, and how many numbers are looked at.
  private static let pageBytes = 128 << 10
  private static let pageNumbers = 500

  /// The next ones; nil at the end. May be empty.
  public mutating func next() throws(LibraryError) -> [Item]? {
    switch stage {
    case .begins:
      if let since { changed = try library.changedReports(since: since, upTo: upTo) }
      stage = .reports(from: 1)
      return []
    case .reports(let first):
      let (rows, next) = try reports(from: first)
      stage =
        if let next { .reports(from: next) } else if let changed { .gone(changed.makeIterator()) } else {
          .over
        }
      return rows.map(Item.report)
    case .gone(var rest):
      var numbers: [Int64] = []
      while numbers.count < Self.pageNumbers, let number = rest.next() { numbers.append(number) }
      stage = numbers.isEmpty ? .over : .gone(rest)
      return try library.gone(among: numbers, found: expression == nil ? nil : found)
    case .over: return nil
    }
  }

  /// A page of reports, and where the next one begins.
  private mutating func reports(from first: Int64) throws(LibraryError) -> (rows: [ReportRow], next: Int64?) {
    guard expression != nil || changed != nil else {
      let rows = try library.exported(from: first, only: nil, size: Self.pageBytes)
      return (rows, rows.last.map { $0.number + 1 })
    }
    var next = first
    if wanted.isEmpty {
      let numbers = try numbers(from: first)
      guard let last = numbers.last else { return ([], nil) }
      next = last + 1
      wanted = (changed.map { changed in numbers.filter(changed.contains) } ?? numbers)[...]
      if changed != nil, expression != nil { for number in wanted { found.insert(number) } }
    }
    let some = wanted.prefix(Self.pageNumbers)
    guard let lowest = some.first, let highest = some.last else { return ([], next) }
    let rows = try library.exported(from: lowest, only: Array(some), size: Self.pageBytes)
    // A page may be full before all of them were read.
    let end = rows.last?.number ?? highest
    wanted = wanted.drop { $0 <= end }
    return (rows, next)
  }

  private func numbers(from first: Int64) throws(LibraryError) -> [Int64] {
    // To look matches up anew merges those of a word's beginning each time: seldom, and many at once.
    if let expression {
      return try library.matching(expression, after: first - 1, limit: 40 * Self.pageNumbers)
    }
    return changed?.numbers(from: first, limit: Self.pageNumbers) ?? []
  }
}

extension NumberSet {
  /// The lowest numbers that are not below `first`.
  fileprivate func numbers(from first: Int64, limit: Int) -> [Int64] {
    var numbers: [Int64] = []
    var iterator = makeIterator(from: first)
    while numbers.count < limit, let number = iterator.next() { numbers.append(number) }
    return numbers
  }
}
