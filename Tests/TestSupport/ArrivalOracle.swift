/// Rules 1 to 8 written down once more, plainly and without regard to cost, as the design's executable model has them:
/// what every store must come to.
public struct ArrivalOracle: ArrivalWorld {
  struct Record {
    var revisions: [RevisionSnapshot]
    var datestamp: Int?
    var missed = 0
    var isLive: Bool { revisions.last?.content != nil }
  }

  struct Run {
    var begun: Int
    var full: Bool
    var complete: Bool
    var scope: String
    var response: Int
    var wasHeld: Set<Int>
    var seen: Set<Int> = []
    var said: [Int: ReasonSnapshot] = [:]
    var staged: [Int: ReasonSnapshot] = [:]
    var older: [Int: ArrivalStatement] = [:]
  }

  struct Catalogue {
    var records: [Int: Record] = [:]
    var held: [Int: ReasonSnapshot] = [:]
    var rejected: Set<RejectedSnapshot> = []
    var gone: [CountSnapshot] = []
    var peaks: [CountSnapshot] = []
    var scope: String?
    var response: Int?
    var run: Run?
    var waiting: [Answer] = []

    var live: Set<Int> { Set(records.filter(\.value.isLive).keys) }
  }

  enum Answer {
    case approve(saw: [Int: ReasonSnapshot])
    case reject
  }

  let rules: ArrivalRules
  var catalogues = [Catalogue(), Catalogue()]

  public init(_ rules: ArrivalRules) { self.rules = rules }

  public mutating func step(_ event: ArrivalEvent) {
    let name = event.catalogue
    var catalogue = catalogues[name]
    switch event {
    case .begin(_, let day, let full, let complete, let scope, let response):
      if catalogue.run != nil { catalogue.end() }
      catalogue.begin(day: day, full: full, complete: complete, scope: scope, response: response)
    case .statement(let statement):
      catalogue.hear(statement)
    case .end(_, let regular):
      if regular, catalogue.run != nil { catalogue.close(rules, missingAfter: rules.missingAfter[name]) }
      catalogue.end()
    case .approve: catalogue.answer(.approve(saw: catalogue.held))
    case .reject: catalogue.answer(.reject)
    }
    catalogues[name] = catalogue
  }

  public func snapshot(of name: Int) -> CatalogueSnapshot { catalogues[name].snapshot }
}

extension ArrivalOracle.Catalogue {
  mutating func begin(day: Int, full: Bool, complete: Bool, scope: String, response: Int) {
    let mustBeFull = self.response.map { scope != self.scope || response < $0 } ?? true
    run = ArrivalOracle.Run(
      begun: day, full: full || mustBeFull, complete: complete, scope: scope, response: response,
      wasHeld: Set(held.keys))
  }

  mutating func hear(_ s: ArrivalStatement) {
    guard run != nil else { return }
    guard let i = s.identifier else {
      run!.complete = false
      return
    }
    if run!.seen.insert(i).inserted {
      rejected.remove(RejectedSnapshot(identifier: i, reason: .absent))
      records[i]?.missed = 0
    }
    if s.content == .broken { return }
    guard let record = records[i] else {
      let first = RevisionSnapshot(content: s.stated, raw: s.raw)
      records[i] = ArrivalOracle.Record(revisions: [first], datestamp: s.datestamp)
      run!.said[i] = .stated(s.datestamp)
      return
    }
    if case .stated(let last)? = run!.said[i] {
      if later(s.datestamp, last) { take(s, i) }
    } else if !later(record.datestamp, s.datestamp) {
      take(s, i)
    } else if run!.full, run!.older[i].map({ later(s.datestamp, $0.datestamp) }) ?? true {
      run!.older[i] = s
    }
  }

  private mutating func take(_ s: ArrivalStatement, _ i: Int) {
    run!.said[i] = .stated(s.datestamp)
    run!.older[i] = nil
    if s.content == .deleted, records[i]!.isLive {
      run!.staged[i] = .stated(s.datestamp)
    } else {
      run!.staged[i] = nil
      put(i, content: s.stated, raw: s.raw, reason: .stated(s.datestamp))
    }
  }

  private mutating func put(_ i: Int, content: Int?, raw: Int, reason: ReasonSnapshot) {
    var record = records[i]!
    if content != nil {
      held[i] = nil
      rejected.remove(RejectedSnapshot(identifier: i, reason: .stated(nil)))
    }
    let revision = RevisionSnapshot(content: content, raw: raw)
    if record.revisions.last!.content == content {
      record.revisions[record.revisions.count - 1] = revision
    } else {
      record.revisions.append(revision)
      record.missed = 0
    }
    if case .stated(let datestamp) = reason { record.datestamp = datestamp }
    records[i] = record
  }

  mutating func close(_ rules: ArrivalRules, missingAfter: Int) {
    let run = run!
    var deletions = run.staged
    for (i, s) in run.older {
      if s.content == .deleted, records[i]!.isLive {
        deletions[i] = .stated(s.datestamp)
      } else {
        put(i, content: s.stated, raw: s.raw, reason: .stated(s.datestamp))
      }
    }
    let live = live
    var restated = held
    if run.full, run.complete {
      restated = held.filter { $0.value != .absent }
      for i in live.subtracting(run.seen) {
        records[i]!.missed += 1
        if records[i]!.missed >= missingAfter, restated[i] == nil, deletions[i] == nil {
          deletions[i] = .absent
        }
      }
    }
    deletions = restated.merging(deletions) { _, said in said }.filter {
      live.contains($0.key) && !rejected.contains(RejectedSnapshot(identifier: $0.key, reason: $0.value))
    }
    let since = run.begun - 7
    peaks.append(CountSnapshot(day: run.begun, count: live.count))
    let recent = gone.filter { $0.day > since }.map(\.count).reduce(0, +)
    let most = peaks.filter { $0.day > since }.map(\.count).max()!
    let limit = max(Double(rules.guardCount), rules.guardShare * Double(most))
    if !run.wasHeld.isDisjoint(with: deletions.keys) || Double(deletions.count + recent) > limit
      || deletions.count == live.count
    {
      held = deletions
    } else {
      gone.append(CountSnapshot(day: run.begun, count: deletions.count))
      bury(deletions)
      held = [:]
    }
    scope = run.scope
    response = run.response
    self.run = nil
  }

  private mutating func bury(_ deletions: [Int: ReasonSnapshot]) {
    for (i, reason) in deletions where records[i]!.isLive { put(i, content: nil, raw: 0, reason: reason) }
  }

  /// The run is over, closed or not, and the answers that waited for it count.
  mutating func end() {
    run = nil
    let answers = waiting
    waiting = []
    for answer in answers { self.answer(answer) }
  }

  mutating func answer(_ answer: ArrivalOracle.Answer) {
    guard run == nil else {
      waiting.append(answer)
      return
    }
    switch answer {
    case .approve(let saw):
      let agreed = held.filter { saw[$0.key] == $0.value }
      bury(agreed)
      held = held.filter { agreed[$0.key] == nil }
    case .reject:
      for (i, reason) in held {
        rejected.insert(RejectedSnapshot(identifier: i, reason: reason))
        rejected.insert(RejectedSnapshot(identifier: i, reason: .absent))
      }
      held = [:]
    }
  }

  private func later(_ a: Int?, _ b: Int?) -> Bool { a != nil && (b == nil || a! > b!) }

  var snapshot: CatalogueSnapshot {
    var out = CatalogueSnapshot()
    out.records = records.mapValues {
      RecordSnapshot(revisions: $0.revisions, datestamp: $0.datestamp, missed: $0.missed)
    }
    out.held = held
    out.rejected = rejected
    out.gone = gone.filter { $0.count > 0 }
    out.peaks = peaks
    out.scope = scope
    out.response = response
    out.run = run.map {
      RunSnapshot(
        full: $0.full, complete: $0.complete, staged: $0.staged, older: $0.older, wasHeld: $0.wasHeld)
    }
    return out
  }
}

extension ArrivalStatement {
  /// The content; nil where it is deleted.
  public var stated: Int? { if case .live(let content) = content { content } else { nil } }
}
