import CSQLite
import Glibc

/// `catalogued_rank(report_index)`: how well a hit of the full-text index matches; the less, the better.
///
/// It is FTS5's own `bm25` but for one thing. `bm25` first counts all rows that hold each phrase, which takes 50 ms for a
/// word that most of 1,000,000 reports hold; here a phrase is counted up to `countLimit` rows, and how many there are
/// beyond is taken from how close these lie.
struct SearchRank {
  /// Of title, contributors, subjects, abstract and sections.
  static let weights = [10.0, 5.0, 4.0, 1.0, 3.0]
  private static let countLimit = 2000
  /// How soon more occurrences count no more, and how much a long text's count less: what most use for BM25.
  private static let saturation = 1.2
  private static let lengthShare = 0.75

  /// Of each phrase: how much it says that it occurs (inverse document frequency).
  private let worth: [Double]
  /// Words of a report, on average.
  private let meanLength: Double

  private typealias API = UnsafePointer<Fts5ExtensionApi>

  private init(_ api: API, _ query: OpaquePointer) {
    var rows: Int64 = 0
    var words: Int64 = 0
    _ = api.pointee.xRowCount(query, &rows)
    _ = api.pointee.xColumnTotalSize(query, -1, &words)
    let phrases = api.pointee.xPhraseCount(query)
    meanLength = max(1, Double(words) / Double(max(1, rows)))
    // A single phrase weighs the same in all its hits.
    worth = phrases == 1 ? [1] : (0..<phrases).map { Self.worth(of: $0, api, query, rows: Double(rows)) }
  }

  private struct Count {
    var rows = 0
    var last: Int64 = 0
  }

  private static func worth(of phrase: Int32, _ api: API, _ query: OpaquePointer, rows: Double) -> Double {
    var count = Count()
    _ = api.pointee.xQueryPhrase(query, phrase, &count) { api, row, count in
      guard let api, let count = count?.assumingMemoryBound(to: Count.self) else { return SQLITE_DONE }
      count.pointee.rows += 1
      count.pointee.last = api.pointee.xRowid(row)
      return count.pointee.rows < SearchRank.countLimit ? SQLITE_OK : SQLITE_DONE
    }
    var having = Double(count.rows)
    if count.rows >= countLimit { having = min(rows, having * max(1, rows / Double(max(1, count.last)))) }
    // A word in more than half of the reports would speak against a hit.
    return max(1e-6, log((rows - having + 0.5) / (having + 0.5)))
  }

  private func score(_ api: API, _ row: OpaquePointer) -> Double {
    var length: Int32 = 0
    _ = api.pointee.xColumnSize(row, -1, &length)
    let share = Self.lengthShare
    let damping = Self.saturation * (1 - share + share * Double(length) / meanLength)
    var score = 0.0
    for (phrase, worth) in worth.enumerated() {
      var found = 0.0
      var place = Fts5PhraseIter()
      var column: Int32 = 0
      var offset: Int32 = 0
      guard api.pointee.xPhraseFirst(row, Int32(phrase), &place, &column, &offset) == SQLITE_OK else {
        continue
      }
      while column >= 0 {
        if Int(column) < Self.weights.count { found += Self.weights[Int(column)] }
        api.pointee.xPhraseNext(row, &place, &column, &offset)
      }
      score += worth * found * (Self.saturation + 1) / (found + damping)
    }
    return -score
  }
}

extension SearchRank {
  private final class Kept {
    let rank: SearchRank
    init(_ rank: SearchRank) { self.rank = rank }
  }

  /// Makes it known to a connection.
  static func register(_ connection: Connection) throws(StorageError) {
    var api: UnsafeMutablePointer<fts5_api>?
    let statement = try PreparedStatement(connection.handle, "SELECT fts5(?1)", doing: "preparing the store")
    try withUnsafeMutablePointer(to: &api) { (place) throws(StorageError) in
      statement.bind(0, pointer: place, named: "fts5_api_ptr")
      _ = try statement.step()
      statement.reset()
    }
    let code = api?.pointee.xCreateFunction(
      api, "catalogued_rank", nil,
      { api, row, context, _, _ in
        guard let api, let row else { return }
        if let kept = api.pointee.xGetAuxdata(row, 0) {
          let rank = Unmanaged<Kept>.fromOpaque(kept).takeUnretainedValue().rank
          return sqlite3_result_double(context, rank.score(api, row))
        }
        let rank = SearchRank(api, row)
        // FTS5 gives it back with the query.
        _ = api.pointee.xSetAuxdata(row, Unmanaged.passRetained(Kept(rank)).toOpaque()) { kept in
          if let kept { Unmanaged<Kept>.fromOpaque(kept).release() }
        }
        sqlite3_result_double(context, rank.score(api, row))
      }, nil)
    guard code == SQLITE_OK else {
      throw StorageError.last(connection.handle, code: code ?? SQLITE_ERROR, doing: "preparing the store")
    }
  }
}
