import Catalogue
import ControlAPI
import ControlServer
import Library
import Notify
import Reconciliation

/// What persons decide about reports.
extension DaemonService {
  func edit(_ reference: String, _ request: ReportEdit, by peer: Peer) throws(Problem) -> EditAnswer {
    let (set, clear) = (request.set ?? [], request.clear ?? [])
    let isTyped = !set.isEmpty || !clear.isEmpty
    let wish: (Decider) throws(LibraryError) -> DecisionReceipt
    switch (request.from, request.to) {
    case (let from?, let to?) where !isTyped:
      wish = { (decider) throws(LibraryError) in try library.edit(reference, from: from, to: to, decider) }
    case (nil, nil) where isTyped:
      let requests = try typed { () throws(EditProblem) in
        try set.map { (text) throws(EditProblem) in try EditRequest(typed: text) }
          + clear.map { (text) throws(EditProblem) in try EditRequest(clearing: text) }
      }
      wish = { (decider) throws(LibraryError) in try library.edit(reference, requests, decider) }
    default:
      throw Problem(
        status: 400, code: .badRequest, detail: "Say what to set and to clear; or from and to, both of them.")
    }
    return try decide(by: peer, request.reason, wish)
  }

  func undoEdits(_ reference: String, field: String?, by peer: Peer) throws(Problem) -> EditAnswer {
    let field = try field.map { (name) throws(Problem) in try self.field(name) }
    return try decide(by: peer, nil) { (decider) throws(LibraryError) in
      try library.undoEdits(reference, field, decider)
    }
  }

  func pin(_ reference: String, _ request: PinRequest, by peer: Peer) throws(Problem) -> EditAnswer {
    let field = try field(request.field)
    return try decide(by: peer, request.reason) { (decider) throws(LibraryError) in
      try library.pin(reference, field, catalogue: request.catalogue, decider)
    }
  }

  func merge(_ reference: String, _ request: MergeRequest, by peer: Peer) throws(Problem) -> EditAnswer {
    try decide(by: peer, request.reason) { (decider) throws(LibraryError) in
      try library.merge(reference, request.with, decider)
    }
  }

  func keepApart(_ reference: String, _ request: KeepApartRequest, by peer: Peer) throws(Problem)
    -> EditAnswer
  {
    try decide(by: peer, request.reason) { (decider) throws(LibraryError) in
      try library.keepApart(reference, request.from, decider)
    }
  }

  func undo(_ decision: Int64, _ request: UndoRequest, by peer: Peer) throws(Problem) -> EditAnswer {
    let decisions = [decision] + (request.also ?? [])
    guard decisions.count <= 101 else {
      throw Problem(
        status: 400, code: .badRequest, detail: "At most 100 other decisions are taken back with one.")
    }
    let answers = try decideAll(by: peer, request.reason) { (decider) throws(LibraryError) in
      try library.undo(decisions, decider)
    }
    return EditAnswer(
      report: answers[0].report, decisions: answers.flatMap(\.decisions),
      message: answers.map(\.message).joined(separator: "; "))
  }

  func decisions(of reference: String?, limit: Int, cursor: String?) throws(Problem) -> Listing<DecisionInfo>
  {
    let list = ListMark(.decisions, reference)
    let before = try place(cursor, of: list)
    let page = try asking { () throws(LibraryError) in
      try library.notedDecisions(of: reference, before: before, limit: limit)
    }
    return Listing(items: page.items.map(DecisionInfo.init), next: page.next.map { list.cursor("\($0)") })
  }

  func suggestions(limit: Int, cursor: String?) throws(Problem) -> Listing<SuggestionInfo> {
    let list = ListMark(.suggestions)
    let after = try cursor.map { (text) throws(Problem) in
      let place = list.place(text)?.split(separator: "-", omittingEmptySubsequences: false)
      let numbers = place?.map { Int64($0) } ?? []
      guard numbers.count == 2, let a = numbers[0], let b = numbers[1] else { throw Problem.noCursor }
      return (a, b)
    }
    let found = try asking { () throws(LibraryError) in
      try library.suggestions(after: after, limit: limit + 1)
    }
    let names = try names()
    let items = found.prefix(limit).map { answer in
      SuggestionInfo(
        likeness: answer.suggestion.likeness.rawValue,
        reports: answer.reports.map { ReportSummary($0, names) })
    }
    let last = found.prefix(limit).last.map { "\($0.suggestion.pair.a)-\($0.suggestion.pair.b)" }
    return Listing(items: items, next: found.count > limit ? last.map(list.cursor) : nil)
  }

  // MARK: Deciding

  /// Decides, tells whoever listens, and says what is shown now.
  func decide(
    by peer: Peer, _ reason: String?, _ body: (Decider) throws(LibraryError) -> DecisionReceipt
  ) throws(Problem) -> EditAnswer {
    try decideAll(by: peer, reason) { (decider) throws(LibraryError) in [try body(decider)] }[0]
  }

  /// The same for several at once.
  private func decideAll(
    by peer: Peer, _ reason: String?, _ body: (Decider) throws(LibraryError) -> [DecisionReceipt]
  ) throws(Problem) -> [EditAnswer] {
    let by = User.name(peer.user)
    let reason = reason.flatMap { $0.isEmpty ? nil : $0 }
    let receipts = try asking { () throws(LibraryError) in try body(Decider(by, reason: reason)) }
    return try receipts.map { (receipt) throws(Problem) in
      let message = try asking { () throws(LibraryError) in try self.message(receipt) }
      for decision in try asking({ () throws(LibraryError) in try library.notedDecisions(receipt.decisions) })
      {
        log.write(
          .info, "user \(peer.user) (\(by)) decided: \(decision.text)",
          [("decision", "\(decision.row.number)"), ("report", "\(receipt.report)")])
      }
      if !receipt.decisions.isEmpty { events.decided(receipt.report) }
      return EditAnswer(report: receipt.report, decisions: receipt.decisions, message: message)
    }
  }

  private func typed<T>(_ body: () throws(EditProblem) -> T) throws(Problem) -> T {
    do throws(EditProblem) { return try body() } catch {
      throw Problem(status: 400, code: .badRequest, detail: "\(error)")
    }
  }

  private func field(_ name: String) throws(Problem) -> Field {
    guard let field = Field(rawValue: name.lowercased().replacing("-", with: "_")) else {
      throw Problem(status: 400, code: .badRequest, detail: "\(EditProblem.unknownField(name))")
    }
    return field
  }

  /// What a report shows now in the fields that were decided about; or which reports there are.
  private func message(_ receipt: DecisionReceipt) throws(LibraryError) -> String {
    guard !receipt.decisions.isEmpty else {
      return "report \(receipt.report) shows that already: nothing was changed"
    }
    let decisions = try library.notedDecisions(receipt.decisions)
    // It is done, even if nothing is left to show it by.
    guard let found = try? library.provenance("\(receipt.report)") else {
      return "that is noted; what it was about was purged"
    }
    var fields: [Field] = []
    var others: Set<Int64> = []
    for decision in decisions {
      var meant = decision.row.decision
      while case .undo(let number) = meant, let earlier = try library.notedDecisions([number]).first {
        meant = earlier.row.decision
      }
      switch meant {
      case .merge(let pair, _), .keepApart(let pair):
        for record in [pair.a, pair.b] {
          if let found = try? library.report("\(record)") { others.insert(found.report.number) }
        }
      default: if let field = meant.field, !fields.contains(field) { fields.append(field) }
      }
    }
    if others.count > 1 {
      let reports = others.sorted()
      var message = "they are reports \(reports.map(String.init).joined(separator: " and ")) now"
      for report in reports {
        guard let edits = try? library.standingEdits(of: "\(report)"), !edits.isEmpty else { continue }
        message +=
          "; what \(edits.count == 1 ? "decision" : "decisions") \(edits.list) changed is with report \(report)"
      }
      return message
    }
    if !others.isEmpty { return "they are one report now: \(receipt.report)" }
    guard !fields.isEmpty, let first = found.records.first else {
      return "report \(receipt.report) is \(found.view.isWithdrawn ? "withdrawn" : "shown") now"
    }
    let shown = fields.sorted().map { field in
      let value = found.view.shown(field, first: first).value
      return value.isEmpty ? "no \(field.rawValue)" : "\(field.rawValue) \(value.quoted)"
    }
    return "report \(receipt.report) shows \(shown.joined(separator: ", ")) now"
  }
}

extension [DecisionNumber] {
  /// "2, 5 and 7"; of many, the first ones.
  fileprivate var list: String {
    guard count <= 8 else {
      return prefix(8).map(String.init).joined(separator: ", ") + " and \(count - 8) more"
    }
    return count < 2
      ? map(String.init).joined()
      : dropLast().map(String.init).joined(separator: ", ") + " and \(self[count - 1])"
  }
}
