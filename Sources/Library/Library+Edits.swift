import Catalogue
import Reconciliation
import Storage

/// Who decides, and why.
public struct Decider: Hashable, Sendable {
  /// The user's name.
  public var by: String
  public var reason: String?

  public init(_ by: String, reason: String? = nil) {
    self.by = by
    self.reason = reason
  }
}

/// What became of what a person asked for.
public struct DecisionReceipt: Hashable, Sendable {
  /// In their order; none where nothing had to be changed.
  public var decisions: [DecisionNumber]
  /// The report that shows it.
  public var report: Int64
}

extension Library {
  /// A person changes what a report shows (rules 11, 13 and 14): all of `requests`, one after the other, or nothing. On the
  /// disk before it is answered.
  ///
  /// - Throws: `.notFound`; `.invalid` where a field does not take a value.
  public func edit(_ reference: String, _ requests: [EditRequest], _ decider: Decider) throws(LibraryError)
    -> DecisionReceipt
  {
    try decide(on: reference, decider) { (desk) throws(LibraryError) in
      let (view, records, _) = try desk.look()
      guard let first = records.first else { return }
      let ordered = try Library.valid { () throws(EditProblem) in
        try EditRequest.inOrder(requests, on: view, first: first)
      }
      for request in ordered { try desk.take(request) }
    }
  }

  /// A person changes a report's document, as in an editor.
  ///
  /// - Parameters:
  ///   - seen: The document as the person got it: what is the same in both is left alone.
  ///   - wanted: What the person made of it.
  public func edit(_ reference: String, from seen: Report, to wanted: Report, _ decider: Decider)
    throws(LibraryError) -> DecisionReceipt
  {
    let requests = try Library.valid { () throws(EditProblem) in
      try EditRequest.changing(seen, to: wanted)
    }
    return try decide(on: reference, decider) { (desk) throws(LibraryError) in
      let (view, records, _) = try desk.look()
      guard let first = records.first else { return }
      let shown = view.report(first: first.report)
      for field in Set(requests.map(\.field)).sorted() where shown[field] != seen[field] {
        throw .refused(
          "\(field.rawValue) of report \(view.number) has changed since you began; look at it again, and edit that"
        )
      }
      for request in requests { try desk.take(request) }
    }
  }

  /// A person takes back all that persons edited of a report, or of one field of it, what later edits replaced included.
  public func undoEdits(_ reference: String, _ field: Field?, _ decider: Decider) throws(LibraryError)
    -> DecisionReceipt
  {
    try decide(on: reference, decider) { (desk) throws(LibraryError) in
      // Where an edit is taken back, the one that it replaced stands again.
      while let number = try desk.lastEdit(of: field) { try desk.take(.undo(number)) }
    }
  }

  /// A person wants a field to come from one catalogue's record (rule 10).
  public func pin(_ reference: String, _ field: Field, catalogue: String, _ decider: Decider)
    throws(LibraryError) -> DecisionReceipt
  {
    try decide(on: reference, decider) { (desk) throws(LibraryError) in
      let (view, records, _) = try desk.look()
      let ofIt = records.filter { $0.catalogue == catalogue }
      guard let record = ofIt.first(where: \.isLive) ?? ofIt.first else {
        let names = Set(records.map(\.catalogue)).sorted().joined(separator: ", ")
        throw .notFound("report \(view.number) has no record of “\(catalogue)”; it is carried by \(names)")
      }
      try desk.take(.pin(field, record: record.number))
    }
  }

  /// A person says that two reports are one (rule 9).
  public func merge(_ one: String, _ other: String, _ decider: Decider) throws(LibraryError)
    -> DecisionReceipt
  {
    try decide(on: one, decider) { (desk) throws(LibraryError) in
      let first = try desk.look().view
      let second = try desk.look(at: other)
      guard first.number != second.number else {
        throw .refused("both are report \(first.number) already")
      }
      let lifted = try desk.standing(first.records + second.records).apart(
        between: first.records, and: second.records)
      try desk.take(.merge(RecordPair(first.number, second.number), lifting: lifted))
    }
  }

  /// A person says that two reports, or two records of one report, are of different ones (rule 9).
  public func keepApart(_ one: String, _ other: String, _ decider: Decider) throws(LibraryError)
    -> DecisionReceipt
  {
    try decide(on: one, decider) { (desk) throws(LibraryError) in
      let pair = RecordPair(desk.record, try desk.record(other))
      guard pair.a != pair.b else {
        throw .invalid("record \(pair.a) cannot be kept apart from itself; name two reports, or two records")
      }
      try desk.take(.keepApart(pair))
    }
  }

  /// A person takes back an earlier decision; what is shown is as if it had not been made.
  public func undo(_ number: DecisionNumber, _ decider: Decider) throws(LibraryError) -> DecisionReceipt {
    try decide(decider) { (desk) throws(LibraryError) in
      let found = try Library.store { () throws(StorageError) in
        (try desk.connection.decision(number), try desk.connection.records(touchedBy: number))
      }
      guard let row = found.0 else { throw .notFound("there is no decision \(number)") }
      let all = try Library.store { () throws(StorageError) in
        try desk.connection.decisions(touching: found.1).map { NumberedDecision($0.number, $0.decision) }
      }
      guard !Standing.undone(all).contains(number) else {
        throw .refused("decision \(number) is undone already")
      }
      desk.record = found.1.first ?? 0
      desk.ending = .decision
      try desk.take(.undo(row.number))
    }
  }

  /// A person settles a conflict, as it stands now.
  ///
  /// - Parameter typed: The value that takes the place of both; `answer` is nil then.
  public func resolve(_ number: Int64, _ answer: Resolving, _ decider: Decider) throws(LibraryError)
    -> DecisionReceipt
  {
    try decide(decider) { (desk) throws(LibraryError) in try desk.resolve(number, answer) }
  }

  /// Turns what an edit is refused for into the library's error.
  static func valid<T>(_ body: () throws(EditProblem) -> T) throws(LibraryError) -> T {
    do throws(EditProblem) { return try body() } catch { throw .invalid("\(error)") }
  }

  private func decide(
    on reference: String? = nil, _ decider: Decider,
    _ body: @escaping @Sendable (DecisionDesk) throws(LibraryError) -> Void
  ) throws(LibraryError) -> DecisionReceipt {
    let now = now()
    return try writer.perform { (room) throws(LibraryError) in
      try Library.store { () throws(StorageError) in
        try room.connection.execute("PRAGMA synchronous = FULL")
      }
      defer { try? room.connection.execute("PRAGMA synchronous = NORMAL") }
      return try room.transaction { () throws(LibraryError) in
        let desk = DecisionDesk(room, decider, at: now)
        if let reference { desk.record = try desk.record(reference) }
        try body(desk)
        return try desk.close()
      }
    }
  }
}

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
    let found = try Library.store { () throws(StorageError) -> Int64? in
      for number in try Library.candidates(reference, connection) {
        if try connection.statement(ofRecord: number) != nil { return number }
      }
      return nil
    }
    guard let found else { throw .noReport(reference) }
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
    try Library.store { () throws(StorageError) in
      var earlier: [DecisionNumber: [Int64]] = [:]
      for number in decision.decisions { earlier[number] = try connection.records(touchedBy: number) }
      let records = decision.touched { earlier[$0] ?? [] }
      let number = room.records.newDecision()
      let row = DecisionRow(
        number: number, at: now, by: decider.by, reason: decider.reason, decision: decision)
      try connection.add(row, touching: records)
      taken.append(number)
      touched.formUnion(records)
    }
  }

  func resolve(_ number: Int64, _ answer: Resolving) throws(LibraryError) {
    let row = try Library.store { () throws(StorageError) in try connection.conflict(number) }
    guard let row else { throw .notFound("there is no conflict \(number)") }
    guard row.closed == nil else {
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
