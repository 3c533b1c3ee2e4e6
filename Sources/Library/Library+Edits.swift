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

  /// A person takes back earlier decisions, one after the other: all of them, or none. What is shown is as if they had
  /// not been made.
  ///
  /// - Returns: What became of each.
  public func undo(_ numbers: [DecisionNumber], _ decider: Decider) throws(LibraryError) -> [DecisionReceipt]
  {
    let now = now()
    return try writer.perform { (room) throws(LibraryError) in
      try room.durableTransaction { () throws(LibraryError) in
        var receipts: [DecisionReceipt] = []
        for number in numbers {
          let desk = DecisionDesk(room, decider, at: now)
          do throws(LibraryError) { try desk.undo(number) } catch {
            throw numbers.count == 1 ? error : error.followed(by: "; none was taken back")
          }
          receipts.append(try desk.close())
        }
        return receipts
      }
    }
  }

  /// A person takes back an earlier decision.
  public func undo(_ number: DecisionNumber, _ decider: Decider) throws(LibraryError) -> DecisionReceipt {
    try undo([number], decider)[0]
  }

  /// A person settles a conflict, as it stands now.
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
      try room.durableTransaction { () throws(LibraryError) in
        let desk = DecisionDesk(room, decider, at: now)
        if let reference { desk.record = try desk.record(reference) }
        try body(desk)
        return try desk.close()
      }
    }
  }
}
