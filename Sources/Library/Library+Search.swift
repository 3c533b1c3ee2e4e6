import Storage
import Threads

/// What a search found.
public struct SearchAnswer: Sendable {
  public var hits: [SearchRow]
  /// How many reports match, as far as they were counted.
  public var total: Int
  /// Whether more may match than were counted.
  public var isMore: Bool
  /// Where the next page begins; nil at the end.
  public var next: SearchCursor?
}

extension Library {
  /// How many matches are ranked and counted at once. It takes about 30 ms, half of them to read how long each is.
  public static let searchBand = 10_000

  /// Searches titles, contributors, subjects, abstracts and section titles; lists all reports where `query` is empty.
  /// The best hits come first; of more than 10,000, the newest 10,000 before all others.
  ///
  /// - Parameters:
  ///   - size: How many matches are ranked and counted at once.
  ///   - seconds: After so long the answer is what was found until then, or `.tooLong`.
  ///   - isAwaited: Asked again and again; where nobody waits any more, the search ends.
  /// - Throws: `.invalid` where it asks for more than `SearchLimits`.
  public func search(
    _ query: String, catalogue: Int64?, after cursor: SearchCursor?, limit: Int, band size: Int = searchBand,
    seconds: Double = 2,
    isAwaited: @escaping @Sendable () -> Bool = { true }
  ) throws(LibraryError) -> SearchAnswer {
    let cursor = cursor ?? SearchCursor()
    guard let expression = try Self.expression(query) else {
      guard query.allSatisfy(\.isWhitespace) else {
        return SearchAnswer(hits: [], total: 0, isMore: false, next: nil)
      }
      return try list(catalogue: catalogue, after: cursor, limit: limit)
    }
    let deadline = monotonicSeconds() + seconds
    let isEnough = { @Sendable in monotonicSeconds() > deadline || !isAwaited() }
    do throws(StorageError) {
      return try store.read { (connection) throws(StorageError) in
        connection.breakOff(when: isEnough)
        let band: SearchBand
        do {
          defer { connection.breakOff(when: nil) }
          band = try connection.ranked(
            expression, catalogue: catalogue, from: cursor.bottom, below: cursor.top, limit: size)
        }
        let end = monotonicSeconds() + Self.hitsPatience
        connection.breakOff { monotonicSeconds() > end || !isAwaited() }
        defer { connection.breakOff(when: nil) }
        return try Self.page(of: band, cursor, limit) { (numbers) throws(StorageError) in
          try connection.hits(numbers, expression)
        }
      }
    } catch {
      if error.isBreakOff {
        throw .tooLong("the search takes too long; ask for rarer words, or for longer beginnings of words")
      }
      noteHealth(error)
      throw .store(error)
    }
  }

  /// Seconds that it may take to show what was found.
  private static let hitsPatience = 2.0

  static func expression(_ query: String) throws(LibraryError) -> String? {
    do throws(SearchExpression.Excess) {
      return try SearchExpression.make(query)
    } catch {
      throw .invalid(error.message)
    }
  }

  /// Why a text cannot be searched for, for people; nil where it can.
  public static func searchFault(_ words: String) -> String? {
    do throws(LibraryError) {
      return try expression(words) == nil ? "there is no letter and no digit in it" : nil
    } catch {
      return error.message
    }
  }

  private static func page(
    of band: SearchBand, _ cursor: SearchCursor, _ limit: Int,
    _ hits: ([Int64]) throws(StorageError) -> [SearchRow]
  ) throws(StorageError) -> SearchAnswer {
    let shown = band.numbers.dropFirst(cursor.shown).prefix(limit)
    let isMore = band.isCut || cursor.bottom > 1
    var next: SearchCursor?
    if let range = band.range {
      // The next page is of the same band, even if new reports come, or if more can be looked at in the time.
      var here = cursor
      here.shown += shown.count
      (here.top, here.bottom) = (range.upperBound + 1, band.isCut ? range.lowerBound : cursor.bottom)
      next = here
    }
    if cursor.shown + shown.count >= band.numbers.count {
      // The band is at its end; what is below it, if there is anything, is the next one.
      var below = SearchCursor()
      below.above = cursor.above + band.numbers.count
      below.top = band.isCut ? band.range?.lowerBound ?? 0 : cursor.bottom
      next = isMore ? below : nil
    }
    return SearchAnswer(
      hits: try hits(Array(shown)), total: cursor.above + band.numbers.count, isMore: isMore, next: next)
  }

  /// In the order of their numbers.
  private func list(catalogue: Int64?, after cursor: SearchCursor, limit: Int) throws(LibraryError)
    -> SearchAnswer
  {
    try reading { (connection) throws(StorageError) in
      let rows = try connection.reports(catalogue: catalogue, from: cursor.bottom, limit: limit + 1)
      var next: SearchCursor?
      if rows.count > limit, let following = rows.last {
        next = SearchCursor()
        next?.bottom = following.number
      }
      return SearchAnswer(
        hits: Array(rows.prefix(limit)), total: try connection.reportCount(catalogue: catalogue),
        isMore: false, next: next)
    }
  }
}
