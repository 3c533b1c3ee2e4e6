import Reconciliation
import Storage

extension WriterThread.Room {
  /// A record goes, and its report stays by those of other catalogues: what persons decided over the record is decided
  /// anew over the first of these, so that no edit goes with it.
  func handOver(_ row: RecordRow, at now: Int64) throws(StorageError) {
    guard records.hasDecisions, let report = row.report else { return }
    let rows = try connection.decisions(touching: [row.number])
    guard !rows.isEmpty, let heir = try heir(of: row, report),
      let said = try connection.statement(ofRecord: heir)
    else { return }
    let standing = Standing(rows.map { NumberedDecision($0.number, $0.decision) })
    let by = Dictionary(rows.map { ($0.number, $0) }) { first, _ in first }
    func keep(_ decision: Decision, like number: DecisionNumber) throws(StorageError) {
      try connection.add(
        DecisionRow(
          number: records.newDecision(), at: now, by: by[number]?.by ?? "catalogued",
          reason: by[number]?.reason ?? "the record that it was about was purged", decision: decision),
        touching: decision.records)
    }
    for standing in standing.edits where standing.edit.anchor == row.number {
      let edit = standing.edit
      let whole = Edit(edit.field, anchor: heir, base: said[edit.field], local: edit.local)
      let part = Edit(
        edit.field, element: edit.element, anchor: heir,
        base: edit.element.map(said[edit.field].element) ?? .empty,
        local: edit.local)
      try keep(.edit(edit.element == nil ? whole : part), like: standing.number)
    }
    for standing in standing.amendments where standing.amendment.anchor == row.number {
      var amendment = standing.amendment
      amendment.anchor = heir
      try keep(.amend(amendment), like: standing.number)
    }
    let members = Set(try connection.members(ofReport: report))
    for pair in standing.apart where pair.a == row.number || pair.b == row.number {
      let other = pair.a == row.number ? pair.b : pair.a
      guard !members.contains(other), let number = rows.last?.number else { continue }
      try keep(.keepApart(RecordPair(heir, other)), like: number)
    }
  }

  /// The record of another catalogue that the report's values come from when this one is gone.
  private func heir(of row: RecordRow, _ report: Int64) throws(StorageError) -> Int64? {
    let reader = try ViewReader(connection, hasDecisions: records.hasDecisions)
    guard let cluster = try reader.clusters(touched: [row.number]).first,
      let view = try reader.view(of: cluster).reports.first(where: { $0.records.contains(row.number) })
    else { return nil }
    for number in view.records where try reader.row(number)?.catalogue != row.catalogue { return number }
    return nil
  }
}
