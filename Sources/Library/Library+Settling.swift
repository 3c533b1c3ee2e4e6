import Catalogue
import Reconciliation
import Storage
import Threads

/// A conflict with what there is to say about it.
public struct ConflictAnswer: Sendable {
  public var row: ConflictRow
  /// What the report shows as its title; nil where it is gone.
  public var title: String?
  /// By which it ended, where a person ended it.
  public var decision: DecisionRow?
  /// Of a deletion: what falls with it.
  public var atStake: [DecisionRow]
}

extension Library {
  /// Conflicts with what there is to say about them, the latest first; `before` continues a list.
  public func conflictAnswers(_ filter: ConflictFilter, before: Int64?, limit: Int) throws(LibraryError)
    -> AnswerPage<ConflictAnswer>
  {
    let rows = try reading { (connection) throws(StorageError) in
      try connection.conflicts(filter, before: before ?? .max, limit: limit + 1).map {
        (row) throws(StorageError) in try Self.answer(row, connection)
      }
    }
    return AnswerPage(rows, limit: limit, place: \.row.number)
  }

  public func conflictAnswer(_ number: Int64) throws(LibraryError) -> ConflictAnswer {
    let row = try conflict(number)
    return try reading { (connection) throws(StorageError) in try Self.answer(row, connection) }
  }

  private static func answer(_ row: ConflictRow, _ connection: Connection) throws(StorageError)
    -> ConflictAnswer
  {
    var atStake: [DecisionRow] = []
    for number in row.conflict.decisions {
      if let decision = try connection.decision(number) { atStake.append(decision) }
    }
    return ConflictAnswer(
      row: row, title: try connection.title(ofReport: row.report),
      decision: try row.decision.flatMap { (number) throws(StorageError) in try connection.decision(number) },
      atStake: atStake)
  }

  /// The conflicts that opened or ended by the changes behind number `after`, up to `last`; the latest, where there are
  /// more than `limit`.
  public func conflicts(changedAfter after: Int64, upTo last: Int64, limit: Int) throws(LibraryError)
    -> [Int64]
  {
    try reading { (connection) throws(StorageError) in
      try connection.conflicts(changedAfter: after, upTo: last, limit: limit)
    }
  }

  // MARK: Many at once

  /// So many conflicts are settled in one transaction at most, and for so long, in seconds: pages and other decisions
  /// pass in between.
  private static let settlingBatch = 200
  private static let settlingSlice = 0.05

  /// Settles all open conflicts that match, one decision each, the first first. What was settled stays settled where a
  /// later one fails.
  ///
  /// - Parameters:
  ///   - field: Only those about this field.
  ///   - answer: `local` or `upstream`.
  ///   - isDryRun: Only says which they are.
  public func resolveAll(
    _ filter: ConflictFilter, field: Field?, _ answer: Resolving, isDryRun: Bool, _ decider: Decider
  ) throws(LibraryError) -> [ConflictAnswer] {
    var settled: [ConflictAnswer] = []
    var after: Int64 = 0
    while !isStopping {
      let from = after
      let numbers = try reading { (connection) throws(StorageError) in
        try connection.openConflicts(filter, field: field?.rawValue, after: from, limit: Self.settlingBatch)
      }
      guard let last = numbers.last else { break }
      after = isDryRun ? last : try settle(numbers, answer, decider)
      let done = numbers.filter { $0 <= after }
      settled += try reading { (connection) throws(StorageError) in
        var answers: [ConflictAnswer] = []
        for number in done {
          if let row = try connection.conflict(number) { answers.append(try Self.answer(row, connection)) }
        }
        return answers
      }
    }
    return settled
  }

  /// Settles some conflicts in one transaction, until its time is over.
  ///
  /// - Returns: The last that was looked at.
  private func settle(_ numbers: [Int64], _ answer: Resolving, _ decider: Decider) throws(LibraryError)
    -> Int64
  {
    let now = now()
    return try writer.perform { (room) throws(LibraryError) in
      let began = monotonicSeconds()
      return try room.durableTransaction { () throws(LibraryError) in
        var last: Int64 = 0
        for number in numbers {
          if last > 0, monotonicSeconds() > began + Self.settlingSlice { break }
          last = number
          // Another decision, or one of these, may have settled it meanwhile.
          let row = try Library.store { () throws(StorageError) in try room.connection.conflict(number) }
          guard let row, row.closed == nil else { continue }
          let desk = DecisionDesk(room, decider, at: now)
          try desk.resolve(number, answer)
          _ = try desk.close()
        }
        return last
      }
    }
  }
}
