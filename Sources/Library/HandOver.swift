import Catalogue
import Reconciliation
import Storage

/// What becomes of what persons decided over a record that goes while its report stays by those of other catalogues: it
/// is decided anew over the first of these, so that no edit goes with it, and nothing shows that did not show before.
struct HandOver {
  struct Decided {
    /// The decision that it stands for.
    var number: DecisionNumber
    var decision: Decision
  }

  /// In the order in which they are to be decided.
  private(set) var decisions: [Decided] = []
  /// All that concerns the report's records, in order.
  private(set) var rows: [DecisionRow] = []

  private let record: RecordNumber
  private let members: Set<RecordNumber>
  private let standing: Standing
  private let undone: Set<DecisionNumber>

  init(of row: RecordRow, _ connection: Connection) throws(StorageError) {
    record = row.number
    members = Set(
      try row.report.map { (report) throws(StorageError) in try connection.members(ofReport: report) } ?? [])
    rows = try connection.decisions(touching: members)
    let numbered = rows.map { NumberedDecision($0.number, $0.decision) }
    standing = Standing(numbered)
    undone = Standing.undone(numbered)
    guard rows.contains(where: { $0.decision.records.contains(row.number) }),
      let heir = try Self.heir(of: row, connection), let said = try connection.statement(ofRecord: heir)
    else { return }
    withdraw(try lost(connection))
    handOverEdits(to: heir, saying: said)
    handOverAmendments(to: heir)
    handOverLinks(to: heir)
  }

  /// The record of another catalogue that the report's values come from when this one is gone.
  private static func heir(of row: RecordRow, _ connection: Connection) throws(StorageError) -> Int64? {
    let reader = try ViewReader(connection)
    guard let cluster = try reader.clusters(touched: [row.number]).first,
      let view = try reader.view(of: cluster).reports.first(where: { $0.records.contains(row.number) })
    else { return nil }
    for number in view.records where try reader.row(number)?.catalogue != row.catalogue { return number }
    return nil
  }

  /// The decisions that concern nothing but the record.
  private func lost(_ connection: Connection) throws(StorageError) -> Set<DecisionNumber> {
    var lost: Set<DecisionNumber> = []
    for row in rows where try connection.records(touchedBy: row.number) == [record] {
      lost.insert(row.number)
    }
    return lost
  }

  /// Of two edits the resolution withdrew the earlier; it says nothing without the later one.
  private mutating func withdraw(_ lost: Set<DecisionNumber>) {
    for row in rows where !undone.contains(row.number) {
      guard case .resolve(let resolution) = row.decision, let rival = resolution.rival,
        lost.contains(resolution.edit), !undone.contains(resolution.edit), !lost.contains(rival)
      else { continue }
      decisions.append(Decided(number: row.number, decision: .withdraw([rival])))
    }
  }

  private mutating func handOverEdits(to heir: RecordNumber, saying said: Report) {
    for one in standing.edits where one.edit.anchor == record && !isOvertaken(one) {
      var edit = one.edit
      edit.anchor = heir
      edit.base = edit.upstream(in: said)
      decisions.append(Decided(number: one.number, decision: .edit(edit)))
    }
  }

  /// Whether a later edit or pin of the report shows in its place: decided anew, it would come after that.
  private func isOvertaken(_ one: Standing.StandingEdit) -> Bool {
    func overtakes(_ number: DecisionNumber, _ field: Field, over other: RecordNumber) -> Bool {
      number > one.number && field == one.edit.field && other != record && members.contains(other)
    }
    return standing.edits.contains { overtakes($0.number, $0.edit.field, over: $0.edit.anchor) }
      || standing.pins.contains { overtakes($0.number, $0.field, over: $0.record) }
  }

  private mutating func handOverAmendments(to heir: RecordNumber) {
    for one in standing.amendments where one.amendment.anchor == record {
      var amendment = one.amendment
      amendment.anchor = heir
      for later in standing.amendments where later.number > one.number && later.amendment.anchor != record {
        if members.contains(later.amendment.anchor) { amendment = amendment.givingWay(to: later.amendment) }
      }
      guard !(amendment.added.isEmpty && amendment.removed.isEmpty) else { continue }
      decisions.append(Decided(number: one.number, decision: .amend(amendment)))
    }
  }

  /// What the record held together stays together, and what it was kept apart from stays apart.
  private mutating func handOverLinks(to heir: RecordNumber) {
    for (pairs, isMerged) in [(standing.merges, true), (Array(standing.apart), false)] {
      for pair in pairs where pair.a == record || pair.b == record {
        let other = pair.a == record ? pair.b : pair.a
        guard other != heir, members.contains(other) == isMerged,
          let number = self.number(of: pair, isMerged: isMerged)
        else { continue }
        let handed = RecordPair(heir, other)
        decisions.append(
          Decided(number: number, decision: isMerged ? .merge(handed, lifting: []) : .keepApart(handed)))
      }
    }
  }

  /// The last decision that says so of a pair, and that nobody took back: the one that counts.
  private func number(of pair: RecordPair, isMerged: Bool) -> DecisionNumber? {
    rows.last { row in
      switch row.decision {
      case .merge(pair, _): isMerged && !undone.contains(row.number)
      case .keepApart(pair): !isMerged && !undone.contains(row.number)
      default: false
      }
    }?.number
  }
}

extension WriterThread.Room {
  /// Decides anew what persons decided over a record that goes: as they did, and when they did.
  func handOver(_ row: RecordRow) throws(StorageError) {
    guard records.hasDecisions, try !connection.decisions(touching: [row.number]).isEmpty else { return }
    let handOver = try HandOver(of: row, connection)
    let who = Dictionary(uniqueKeysWithValues: handOver.rows.map { ($0.number, $0) })
    for one in handOver.decisions {
      guard let before = who[one.number] else { continue }
      _ = try keep(
        one.decision, by: before.by, reason: before.reason, at: before.at, imported: before.imported)
    }
  }
}
