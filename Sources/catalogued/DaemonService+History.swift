import Catalogue
import ControlAPI
import ControlServer
import Library
import Reconciliation

/// What has come to pass with a report, and how it was.
extension DaemonService {
  func history(of reference: String, limit: Int, cursor: String?) throws(Problem) -> Listing<HistoryEntry> {
    let list = ListMark(.history, reference)
    let after = try cursor.map { (text) throws(Problem) in
      guard let cursor = list.place(text).flatMap({ HistoryCursor($0) }) else { throw Problem.noCursor }
      return cursor
    }
    let (report, page) = try asking { () throws(LibraryError) in
      let report = try library.report(reference).report.number
      return (report, try library.history(of: "\(report)", after: after, limit: limit))
    }
    let names = try names()
    return Listing(
      items: page.items.map { HistoryEntry($0, of: report, names) },
      next: page.next.map { list.cursor($0.text) })
  }

  func report(_ reference: String, past: PastTime) throws(Problem) -> ReportDocument {
    let names = try names()
    switch past {
    case .revision(let number):
      let found = try asking { () throws(LibraryError) in try library.revision(number, of: reference) }
      let row = found.records.first?.revision
      let name = row.flatMap { names[$0.catalogue] } ?? "its catalogue"
      let what = found.isWithdrawn ? "deleted by \(name)" : "as \(name) said it"
      return answer(
        found, names,
        PastView(
          at: Timestamp(seconds: row?.at ?? 0), revision: number, what: "revision \(number), \(what)"))
    case .moment(let seconds):
      let found = try asking { () throws(LibraryError) in try library.report(reference, at: seconds) }
      let at = Timestamp(seconds: seconds)
      return answer(
        found, names,
        PastView(
          at: at, what: "what was known at \(at), by the priorities and policies of today"))
    }
  }

  private func answer(_ past: PastReport, _ names: [Int64: String], _ view: PastView) -> ReportDocument {
    ReportDocument(
      number: past.number, withdrawn: past.isWithdrawn, report: past.report,
      records: past.records.map { record in
        let row = record.revision
        return ReportDocument.Record(
          catalogue: names[row.catalogue] ?? "", identifier: row.identifier,
          datestamp: row.datestamp.map { Timestamp(seconds: $0.seconds) }, deleted: row.report == nil,
          revisions: record.revisions)
      }, past: view)
  }
}

extension HistoryEntry {
  init(_ item: HistoryItem, of report: Int64, _ names: [Int64: String]) {
    switch item {
    case .revision(let row, let previous):
      let name = names[row.catalogue] ?? ""
      self.init(
        kind: .revision, at: Timestamp(seconds: row.at), what: Self.told(row, previous, name),
        revision: row.number, catalogue: name, identifier: row.identifier, run: row.run,
        datestamp: row.datestamp.map { Timestamp(seconds: $0.seconds) }, report: row.report)
    case .decision(let row, let isUndone, let catalogue):
      self.init(
        kind: Kind(rawValue: row.decision.name.rawValue), at: Timestamp(seconds: row.since),
        what: row.decision.text(catalogue.flatMap { names[$0] }),
        decision: row.number, by: row.by, reason: row.reason,
        imported: row.imported.map(DecisionImport.init), undone: isUndone)
    case .change(let row, let conflict):
      let isJoint = row.kind == .joined || row.kind == .split
      self.init(
        kind: Kind(rawValue: ChangeInfo.Kind(row.kind).rawValue),
        at: Timestamp(seconds: row.at ?? 0), what: Self.told(row, conflict, of: report, names),
        catalogue: row.catalogue.flatMap { names[$0] }, run: row.run, decision: row.decision, by: row.by,
        imported: row.imported.map(DecisionImport.init), conflict: conflict?.number,
        other: isJoint ? (row.report == report ? row.other : row.report) : nil)
    }
  }

  private static func told(_ row: RevisionRow, _ previous: RevisionRow?, _ catalogue: String) -> String {
    guard let report = row.report else { return "\(catalogue) deleted it" }
    guard let previous else { return "\(catalogue) has it" }
    guard let before = previous.report else { return "\(catalogue) has it again" }
    let fields = Field.allCases.filter { report[$0] != before[$0] }.map(\.rawValue)
    return fields.isEmpty
      ? "\(catalogue) says it otherwise" : "\(catalogue) changed \(fields.joined(separator: ", "))"
  }

  private static func told(
    _ row: ChangeRow, _ conflict: ConflictRow?, of report: Int64, _ names: [Int64: String]
  ) -> String {
    switch row.kind {
    case .joined:
      row.other.map { "report \($0) joined it" }
        ?? "a record of \(row.catalogue.flatMap { names[$0] } ?? "a catalogue") joined it"
    case .split:
      row.report == report
        ? "split from report \(row.other ?? 0)" : "report \(row.report) split from it"
    case .conflict: "conflict \(row.other ?? 0) opened\(over(conflict))"
    case .settled:
      "conflict \(row.other ?? 0)\(over(conflict)) is settled: \(ending(row, conflict))"
    default: ChangeInfo.Kind(row.kind).rawValue
    }
  }

  private static func over(_ conflict: ConflictRow?) -> String {
    guard let conflict else { return "" }
    return conflict.conflict.field.map { " over \($0.rawValue)" } ?? " over its deletion"
  }

  /// How it ended then: it may have been opened again since.
  private static func ending(_ row: ChangeRow, _ conflict: ConflictRow?) -> String {
    if let ending = row.ending { return words(ending) }
    // Earlier releases only noted the last.
    if let last = conflict?.ending, row.decision == conflict?.decision { return words(last) }
    return row.decision.map { "by decision \($0)" } ?? words(.agreed)
  }

  private static func words(_ ending: ConflictRow.Ending) -> String {
    switch ending {
    case .local: "the person's"
    case .upstream: "the upstream's"
    case .value: "another value"
    case .decision: "by another decision"
    case .agreed: "they agree"
    case .superseded: "the upstream changed again"
    case .policy: "by the configuration"
    case .purged: "purged"
    }
  }
}
