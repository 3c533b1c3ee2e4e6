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
    let who = Dictionary(rows.map { ($0.number, $0) }) { first, _ in first }
    func decide(_ decision: Decision, like number: DecisionNumber) throws(StorageError) {
      _ = try keep(
        decision, by: who[number]?.by ?? "catalogued",
        reason: who[number]?.reason ?? "the record that it was about was purged", at: now)
    }
    for standing in standing.edits where standing.edit.anchor == row.number {
      var edit = standing.edit
      edit.anchor = heir
      edit.base = edit.upstream(in: said)
      try decide(.edit(edit), like: standing.number)
    }
    for standing in standing.amendments where standing.amendment.anchor == row.number {
      var amendment = standing.amendment
      amendment.anchor = heir
      try decide(.amend(amendment), like: standing.number)
    }
    let members = Set(try connection.members(ofReport: report))
    for pair in standing.apart where pair.a == row.number || pair.b == row.number {
      let other = pair.a == row.number ? pair.b : pair.a
      // The last decision about the pair is the one that keeps it apart.
      let number = rows.last {
        $0.decision.records.contains(row.number) && $0.decision.records.contains(other)
      }
      if let number, !members.contains(other) {
        try decide(.keepApart(RecordPair(heir, other)), like: number.number)
      }
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
