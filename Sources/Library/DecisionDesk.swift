import Catalogue
import Reconciliation
import Storage

/// How a person settles a conflict.
public enum Resolving: Hashable, Sendable {
  case local, upstream
  /// This value instead of both, as it is typed for the conflict's field or element; nil for none at all.
  case typed(String?)
}

/// Where one person's request becomes decisions, inside the transaction that keeps them.
final class DecisionDesk {
  private let room: WriterThread.Room
  private let decider: Decider
  private let now: Int64
  /// A record of the report that it is about.
  var record: Int64 = 0
  /// How conflicts end that stand no more afterwards.
  var ending = ConflictRow.Ending.decision
  private var taken: [DecisionNumber] = []
  private var touched: Set<Int64> = []
  var connection: Connection { room.connection }

  init(_ room: WriterThread.Room, _ decider: Decider, at now: Int64) {
    self.room = room
    self.decider = decider
    self.now = now
  }

  /// The record that a reference means.
  func record(_ reference: String) throws(LibraryError) -> Int64 {
    let (found, heir) = try Library.store { () throws(StorageError) -> (Int64?, Int64?) in
      for number in try Library.candidates(reference, connection) {
        if try connection.statement(ofRecord: number) != nil { return (number, nil) }
      }
      return (nil, try Library.heir(of: reference, connection))
    }
    guard let found else { throw .noReport(reference, now: heir) }
    return found
  }

  /// The report as it is shown with all that was decided so far, its records, and the decisions that stand.
  func look() throws(LibraryError) -> (view: ReportView, records: [ViewRecord], standing: Standing) {
    try Library.store { () throws(StorageError) in
      let reader = try ViewReader(connection, hasDecisions: room.records.hasDecisions)
      guard let cluster = try reader.clusters(touched: [record]).first,
        let view = try reader.view(of: cluster).reports.first(where: { $0.records.contains(record) })
      else { throw StorageError(.damaged, "record \(record) has no report") }
      var records: [ViewRecord] = []
      for number in view.records {
        if let record = try reader.record(number) { records.append(record) }
      }
      return (view, records, Standing(try reader.decisions(cluster)))
    }
  }

  /// Another report, as it is shown.
  func look(at reference: String) throws(LibraryError) -> ReportView {
    let before = record
    defer { record = before }
    record = try record(reference)
    return try look().view
  }

  /// What stands of the decisions that concern some records.
  func standing(_ records: [Int64]) throws(LibraryError) -> Standing {
    try Library.store { () throws(StorageError) in
      Standing(try connection.decisions(touching: records).map { NumberedDecision($0.number, $0.decision) })
    }
  }

  /// The latest edit of the report, or of one of its fields, that stands.
  func lastEdit(of field: Field?) throws(LibraryError) -> DecisionNumber? {
    let (view, _, standing) = try look()
    func isMeant(_ edited: Field, _ anchor: RecordNumber) -> Bool {
      (field == nil || edited == field) && view.records.contains(anchor)
    }
    let edits = standing.edits.filter { isMeant($0.edit.field, $0.edit.anchor) }.map(\.number)
    let amendments = standing.amendments.filter { isMeant($0.amendment.field, $0.amendment.anchor) }
      .map(\.number)
    return (edits + amendments).max()
  }

  /// Keeps the decision that a request comes to; none where all is shown as it asks already.
  func take(_ request: EditRequest) throws(LibraryError) {
    let (view, records, standing) = try look()
    let decision = try Library.valid { () throws(EditProblem) in
      try request.decision(on: view, records: records, standing: standing)
    }
    if let decision { try take(decision) }
  }

  /// Keeps a decision.
  func take(_ decision: Decision) throws(LibraryError) {
    let decision = try Library.valid { () throws(EditProblem) in try decision.validated() }
    let (number, records) = try Library.store { () throws(StorageError) in
      try room.keep(decision, by: decider.by, reason: decider.reason, at: now)
    }
    taken.append(number)
    touched.formUnion(records)
  }

  /// The conflict over the same edit that is open now, where one is: the upstream says yet something else.
  private func successor(of row: ConflictRow) throws(LibraryError) -> Int64? {
    guard row.ending == .superseded, let edit = row.conflict.edit else { return nil }
    return try Library.store { () throws(StorageError) in
      let report = try room.lookup.record(row.report)?.report ?? row.report
      return try connection.openConflicts(ofReport: report).first { $0.conflict.edit == edit }?.number
    }
  }

  func resolve(_ number: Int64, _ answer: Resolving) throws(LibraryError) {
    let row = try Library.store { () throws(StorageError) in try connection.conflict(number) }
    guard let row else { throw .notFound("there is no conflict \(number)") }
    guard row.closed == nil else {
      if let next = try successor(of: row) {
        throw .refused(
          "conflict \(number) is closed already: the upstream has changed again, and conflict \(next) stands in its place; "
            + "see cataloguectl conflicts show \(next)")
      }
      throw .refused(
        "conflict \(number) is closed already; cataloguectl conflicts show \(number) says how it ended")
    }
    record = row.report
    let conflict = try look().view.conflicts.first { $0.identity == row.conflict.identity } ?? row.conflict
    let choice: Conflict.Answer
    switch answer {
    case .local: (choice, ending) = (.local, .local)
    case .upstream: (choice, ending) = (.upstream, .upstream)
    case .typed(let text):
      guard let field = conflict.field else {
        throw .invalid("a deletion is kept (local) or taken (upstream); a value does not settle it")
      }
      let value = try Library.valid { () throws(EditProblem) in
        guard let text else { return FieldValue.empty }
        return conflict.element == nil
          ? try FieldValue(field, typed: text) : FieldValue(try FieldItem(field, typed: text))
      }
      (choice, ending) = (.value(value), .value)
    }
    guard let decision = conflict.settled(choice) else {
      throw .invalid("a deletion is kept (local) or taken (upstream); a value does not settle it")
    }
    try take(decision)
  }

  /// Takes back an earlier decision.
  func undo(_ number: DecisionNumber) throws(LibraryError) {
    let (row, touched) = try Library.store { () throws(StorageError) in
      (try connection.decision(number), try connection.records(touchedBy: number))
    }
    guard let row else { throw .notFound("there is no decision \(number)") }
    let isOfPurged = try Library.store { () throws(StorageError) in
      switch row.decision {
      case .merge(let pair, _), .keepApart(let pair):
        for record in [pair.a, pair.b] where try connection.identity(ofRecord: record) == nil { return true }
        return false
      default: return false
      }
    }
    guard !isOfPurged else {
      throw .refused(
        "decision \(number) is about a record that was purged, and counts no more; what the purge handed over "
          + "is a decision of its own: cataloguectl edits lists it")
    }
    let all = try Library.store { () throws(StorageError) in
      try connection.decisions(touching: touched).map { NumberedDecision($0.number, $0.decision) }
    }
    guard !Standing.undone(all).contains(number) else {
      throw .refused("decision \(number) is undone already")
    }
    // Of some that it concerns, one may have been purged.
    record = try Library.store { () throws(StorageError) in
      for record in touched where try connection.statement(ofRecord: record) != nil { return record }
      return touched.first ?? 0
    }
    ending = .decision
    try take(.undo(number))
  }

  /// Lets what is shown follow, and says what was decided.
  func close() throws(LibraryError) -> DecisionReceipt {
    try Library.store { () throws(StorageError) in
      if let last = taken.last {
        try room.settle(touched: touched.sorted(), because: .decision(last, ending: ending))
      }
      let report = try room.lookup.record(record)?.report ?? record
      return DecisionReceipt(decisions: taken, report: report)
    }
  }
}

extension WriterThread.Room {
  /// Keeps a decision, with the records that it concerns: what is shown of them has to be settled then.
  func keep(
    _ decision: Decision, by user: String, reason: String?, at moment: Int64,
    imported: DecisionRow.Import? = nil
  ) throws(StorageError) -> (number: DecisionNumber, touched: [Int64]) {
    var earlier: [DecisionNumber: [Int64]] = [:]
    for number in decision.decisions { earlier[number] = try connection.records(touchedBy: number) }
    let touched = decision.touched { earlier[$0] ?? [] }
    let number = records.newDecision()
    try connection.add(
      DecisionRow(
        number: number, at: moment, by: user, reason: reason, decision: decision, imported: imported),
      touching: touched)
    return (number, touched)
  }
}
