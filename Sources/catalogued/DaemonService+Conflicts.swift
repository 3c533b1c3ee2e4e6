import Catalogue
import ControlAPI
import ControlServer
import Library
import Reconciliation

/// What upstreams and persons say against each other, and how persons settle it.
extension DaemonService {
  func conflicts(_ query: ConflictQuery, limit: Int, cursor: String?) throws(Problem) -> Listing<ConflictInfo>
  {
    var filter = try filter(catalogue: query.catalogue, kind: query.kind)
    filter.isOpen = !query.isAll
    if let reference = query.report {
      filter.report = try asking { () throws(LibraryError) in try library.report(reference).report.number }
    }
    let list = ListMark(
      .conflicts, query.isAll ? "all" : nil, query.catalogue, query.kind?.rawValue, query.report)
    let before = try place(cursor, of: list)
    let wanted = filter
    let page = try asking { () throws(LibraryError) in
      try library.conflictAnswers(wanted, before: before, limit: limit)
    }
    let names = try names()
    return Listing(
      items: page.items.map { ConflictInfo($0, names) }, next: page.next.map { list.cursor("\($0)") })
  }

  func conflict(_ number: Int64) throws(Problem) -> ConflictInfo {
    let found = try asking { () throws(LibraryError) in try library.conflictAnswer(number) }
    return ConflictInfo(found, try names())
  }

  func resolve(_ number: Int64, _ request: ResolutionRequest, by peer: Peer) throws(Problem)
    -> ResolutionAnswer
  {
    let choice: Resolving =
      switch request.take {
      case .local: .local
      case .upstream: .upstream
      case .value: .typed(request.value.flatMap { $0.isEmpty ? nil : $0 })
      }
    let answer = try decide(by: peer, request.reason) { (decider) throws(LibraryError) in
      try library.resolve(number, choice, decider)
    }
    let shown = try asking { () throws(LibraryError) in try library.report("\(answer.report)").report }
    let conflict = try conflict(number)
    let field = conflict.field.flatMap(Field.init)
    return ResolutionAnswer(
      conflict: conflict, decision: answer.decisions.last ?? 0, report: shown.number,
      withdrawn: shown.isWithdrawn, shown: field.map { ValueInfo.list(shown.report[$0]) })
  }

  func resolveAll(_ request: ResolutionsRequest, by peer: Peer) throws(Problem) -> ResolutionsAnswer {
    let filter = try filter(catalogue: request.catalogue, kind: request.kind)
    let field = try request.field.map { (name) throws(Problem) in
      guard let field = Field(rawValue: name) else {
        throw .noSuch("field", name, known: Field.allCases.map(\.rawValue))
      }
      return field
    }
    let decider = Decider(User.name(peer.user), reason: request.reason)
    let settled = try asking { () throws(LibraryError) in
      try library.resolveAll(
        filter, field: field, request.take == .local ? .local : .upstream, isDryRun: request.dryRun, decider)
    }
    if !request.dryRun, !settled.isEmpty {
      log.write(
        .info, "\(decider.by) settled \(counted(settled.count, "conflict")): \(request.take.rawValue)")
    }
    let names = try names()
    return ResolutionsAnswer(
      done: !request.dryRun,
      conflicts: settled.map { ResolutionsAnswer.Item(ConflictInfo($0, names)) })
  }

  private func filter(catalogue: String?, kind: ConflictInfo.Kind?) throws(Problem) -> ConflictFilter {
    var filter = ConflictFilter()
    filter.catalogue = try catalogue.map { (name) throws(Problem) in try number(name) }
    if let kind {
      guard let known = Conflict.Kind(rawValue: kind.rawValue) else {
        throw .noSuch("kind of conflict", kind.rawValue, known: Conflict.Kind.allCases.map(\.rawValue))
      }
      filter.kind = known
    }
    return filter
  }

  /// What waits, for `status`: all of it in one, since one command leads to it.
  func need(_ conflicts: [Int64: OpenConflicts], _ names: [Int64: String]) -> Need? {
    guard let since = conflicts.values.map(\.since).min() else { return nil }
    let count = conflicts.values.reduce(0) { $0 + $1.count }
    let parts = conflicts.map { (names[$0.key] ?? "a catalogue that is gone", $0.value.count) }.sorted {
      $0 < $1
    }
    let only = parts.count == 1 ? parts.first?.0 : nil
    let whose =
      only == nil ? " (" + parts.map { "\($0.0) \($0.1)" }.joined(separator: ", ") + ")" : ""
    return Need(
      kind: .conflicts, catalogue: only, since: Timestamp(seconds: since),
      message: "\(counted(count, "conflict")) between upstreams and what persons decided\(whose)",
      command: "cataloguectl conflicts")
  }
}

extension Problem {
  /// 400 for a word that is none of those that there are.
  static func noSuch(_ what: String, _ word: String, known: [String]) -> Problem {
    let nearest = Nearest.of(word, among: known)
    let hint = nearest.first.map { "did you mean \($0)?" } ?? "there are \(known.joined(separator: ", "))."
    return Problem(
      status: 400, code: .badRequest, detail: "There is no \(what) “\(word)”: \(hint)",
      nearest: nearest.isEmpty ? nil : nearest)
  }
}

extension DecisionBrief {
  init(_ row: DecisionRow) {
    self.init(
      decision: row.number, at: Timestamp(seconds: row.at), by: row.by, reason: row.reason,
      what: row.decision.text(nil))
  }
}

extension ConflictInfo {
  init(_ answer: ConflictAnswer, _ names: [Int64: String]) {
    let row = answer.row
    let conflict = row.conflict
    self.init(
      number: row.number, report: row.report, title: answer.title,
      kind: Kind(rawValue: conflict.kind.rawValue), field: conflict.field?.rawValue,
      element: conflict.element.map { Element(key: $0.name, n: $0.occurrence) },
      catalogue: names[row.catalogue], base: ValueInfo.list(conflict.base),
      local: ValueInfo.list(conflict.local), upstream: ValueInfo.list(conflict.upstream),
      rivalLocal: conflict.rival == nil ? nil : ValueInfo.list(conflict.rivalLocal), edit: conflict.edit,
      rival: conflict.rival,
      decisions: conflict.kind == .deletedUpstream ? answer.atStake.map(DecisionBrief.init) : nil,
      run: row.run, opened: Timestamp(seconds: row.opened), policy: conflict.policy.rawValue,
      closed: row.closed.map(Timestamp.init(seconds:)),
      ending: row.ending.map { Ending(rawValue: $0.rawValue) }, decision: row.decision,
      by: answer.decision?.by)
  }
}
