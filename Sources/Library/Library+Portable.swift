import Reconciliation
import Storage

@_exported import struct Reconciliation.PortableDecision

/// What became of decisions that came from another store.
public struct ImportResult: Hashable, Sendable {
  /// The number that each got here, by its number there; those that were here already are among them.
  public var numbers: [DecisionNumber: DecisionNumber] = [:]
  /// How many are new here.
  public var added = 0
  /// How many were here already.
  public var known = 0
  /// Those that could not be taken, by their numbers there, and why.
  public var refused: [DecisionNumber: String] = [:]

  public init() {}
}

extension Library {
  /// What persons decided, as another store can take it: the first first; `after` continues a list. A page may have fewer
  /// than it could, as decisions over what only this store knows are left out: deletions, and records that were purged.
  public func portableDecisions(after: DecisionNumber, limit: Int) throws(LibraryError)
    -> AnswerPage<PortableDecision>
  {
    let (found, unportable) = try reading { (connection) throws(StorageError) in
      let names = Dictionary(
        uniqueKeysWithValues: try connection.catalogues().map { ($0.number, $0.name) })
      var all: [PortableDecision] = []
      var unportable: Set<DecisionNumber> = []
      for row in try connection.decisions(after: after, limit: limit + 1) {
        if try Self.isOfThisStore(row.decision, connection) { unportable.insert(row.number) }
        var records: [PortableDecision.Record] = []
        for number in Set(row.decision.records).sorted() {
          guard let known = try connection.identity(ofRecord: number) else { continue }
          records.append(
            PortableDecision.Record(
              number: number, catalogue: names[known.catalogue] ?? "", identifier: known.identifier))
        }
        all.append(
          PortableDecision(
            number: row.number, at: row.at, by: row.by, reason: row.reason, decision: row.decision,
            records: records))
      }
      return (all, unportable)
    }
    var page = AnswerPage(found, limit: limit, place: \.number)
    page.items.removeAll { unportable.contains($0.number) }
    return page
  }

  /// Whether it keeps a report in spite of deletions, is about a record that was purged, or takes such a decision back:
  /// no other store could take it.
  private static func isOfThisStore(_ decision: Decision, _ connection: Connection) throws(StorageError)
    -> Bool
  {
    switch decision {
    case .keep: return true
    case .undo(let number):
      guard let row = try connection.decision(number) else { return true }
      return try isOfThisStore(row.decision, connection)
    default:
      for record in decision.records where try connection.identity(ofRecord: record) == nil { return true }
      return false
    }
  }

  /// Takes decisions of another store, in their order, as made by whom and when it was there. One that is here already
  /// (made at the same time by the same person, and the same) is not taken twice; one whose record or earlier decision is
  /// not here is refused, and so is one of a time to come, or of nobody, or one that would undo what somebody decided here
  /// later; the others are taken. On the disk before it is answered.
  ///
  /// - Parameters:
  ///   - user: Who brings them, which is kept beside who decided.
  ///   - numbers: What an earlier part of the same export got here, as far as this part names it or was decided in the
  ///     same second.
  public func take(
    _ decisions: [PortableDecision], from user: String, numbers: [DecisionNumber: DecisionNumber] = [:]
  ) throws(LibraryError) -> ImportResult {
    try writer.perform { (room) throws(LibraryError) in
      try room.durably { () throws(StorageError) in try room.take(decisions, from: user, numbers) }
    }
  }
}

extension WriterThread.Room {
  fileprivate func take(
    _ decisions: [PortableDecision], from user: String, _ numbers: [DecisionNumber: DecisionNumber]
  ) throws(StorageError) -> ImportResult {
    var result = ImportResult()
    result.numbers = numbers
    let catalogues = Dictionary(
      uniqueKeysWithValues: try connection.catalogues().map { ($0.name, $0.number) })
    var taken = Dictionary(numbers.map { ($0.value, $0.key) }) { first, _ in first }
    for portable in decisions {
      if let problem = portable.problem(at: now()) {
        result.refused[portable.number] = problem
        continue
      }
      var records: [RecordNumber: Int64] = [:]
      for record in portable.records {
        guard let catalogue = catalogues[record.catalogue] else { continue }
        records[record.number] = try lookup.record(catalogue: catalogue, identifier: record.identifier)?
          .number
      }
      let imported = portable.imported(
        record: { records[$0.number] }, earlier: { result.numbers[$0] })
      guard let imported else {
        result.refused[portable.number] =
          if case .keep = portable.decision {
            "it is about deletions that only that store knows"
          } else {
            "a record or an earlier decision that it names is not here"
          }
        continue
      }
      let decision: Decision
      do throws(EditProblem) { decision = try imported.validated() } catch {
        result.refused[portable.number] = "\(error)"
        continue
      }
      // A person may decide the same twice within a second, and something else in between.
      let same = try connection.decisions(at: portable.at, by: portable.by, decision)
      if let known = same.first(where: { taken[$0] == nil || taken[$0] == portable.number }) {
        taken[known] = portable.number
        result.numbers[portable.number] = known
        result.known += 1
        continue
      }
      if let newer = try newer(than: decision, at: portable.at, besides: taken) {
        result.refused[portable.number] =
          "\(newer.by) has decided otherwise since, by decision \(newer.number) here; undo that one, and import again"
        continue
      }
      let (number, touched) = try keep(
        decision, by: portable.by, reason: portable.reason, at: portable.at,
        imported: DecisionRow.Import(at: now(), by: user))
      try settle(touched: touched.sorted(), because: .decision(number, ending: .decision))
      taken[number] = portable.number
      result.numbers[portable.number] = number
      result.added += 1
    }
    return result
  }

  /// The decision that counts here, was made later than an imported one, and would be replaced by it.
  ///
  /// - Parameter taken: The decisions that came in the same export, by their numbers here.
  private func newer(
    than decision: Decision, at moment: Int64, besides taken: [DecisionNumber: DecisionNumber]
  ) throws(StorageError) -> DecisionRow? {
    var records = Set(decision.records)
    for earlier in decision.decisions { records.formUnion(try connection.records(touchedBy: earlier)) }
    var reports: [RecordNumber: Int64] = [:]
    for record in records {
      guard let report = try lookup.record(record)?.report else { continue }
      for member in try connection.members(ofReport: report) { reports[member] = report }
    }
    let rows = try connection.decisions(touching: records.union(reports.keys))
    let rivals = rows.filter {
      $0.at > moment && taken[$0.number] == nil && decision.overrides($0.decision) { reports[$0] ?? $0 }
    }
    guard !rivals.isEmpty else { return nil }
    let all = rows.map { NumberedDecision($0.number, $0.decision) }
    let ended = Standing.undone(all).union(Standing.fallen(all))
    return rivals.last { !ended.contains($0.number) }
  }
}

extension PortableDecision {
  /// How many bytes a user's name may have, and a reason.
  private static let longestName = 256
  private static let longestReason = 10_000
  /// So far, in seconds, another machine's clock may be ahead.
  private static let aheadAtMost: Int64 = 86_400

  /// Why it is of nobody that could have decided it by then; nil where nothing is wrong.
  fileprivate func problem(at now: Int64) -> String? {
    if at > now + Self.aheadAtMost { return "it was made in a time to come" }
    if by.isEmpty { return "nobody made it" }
    if by.utf8.count > Self.longestName {
      return "the name of who made it is longer than \(Self.longestName) bytes"
    }
    if let reason, reason.utf8.count > Self.longestReason {
      return "its reason is longer than \(Self.longestReason) bytes"
    }
    return nil
  }
}
