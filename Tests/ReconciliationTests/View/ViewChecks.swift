import Catalogue

@testable import Reconciliation

extension ViewWorld {
  /// The view without record and revision numbers.
  var neutral: [String] {
    func name(_ record: RecordNumber) -> String { "\(names[record] ?? [])" }
    let view = afresh
    var lines: [String] = view.reports.map { report in
      guard let first = record(report.records[0]) else { return "nothing" }
      let fields = Field.allCases.map { field in
        let shown = report.shown(field, first: first)
        let items = shown.items.map { item in
          switch item.source {
          case .revision(let record, _): "\(item.item) of \(name(record))"
          case .edit(let number): "\(item.item) of \(number)"
          }
        }
        return "\(field.rawValue) \(items) \(name(shown.supplier))"
      }
      let conflicts = report.conflicts.map {
        "\($0.kind) \($0.edit ?? 0) \($0.rival ?? 0) \($0.base) \($0.local) \($0.upstream) \($0.policy) \($0.decisions)"
      }
      return "\(report.records.map(name)) \(report.isWithdrawn) \(fields) \(conflicts)"
    }
    for suggestion in view.suggestions {
      lines.append("\([name(suggestion.pair.a), name(suggestion.pair.b)].sorted()) \(suggestion.likeness)")
    }
    return lines.sorted()
  }

  var violatesP5: String? {
    let view = afresh
    let standing = standing
    for record in records where view.reports.count(where: { $0.records.contains(record.number) }) != 1 {
      return "record \(record.number) is in no report, or in two"
    }
    for report in view.reports {
      if report.number != report.records.min() { return "report \(report.number) of \(report.records)" }
      guard let first = record(report.records[0]) else { return "no first record" }
      for field in Field.allCases {
        for item in report.shown(field, first: first).items {
          let isSaid: Bool
          switch item.source {
          case .revision(let number, let revision):
            guard let source = record(number) else { return "no record \(number)" }
            isSaid =
              report.records.contains(number) && revision == source.liveRevision
              && source.report[field].items.contains(item.item)
          case .edit(let number):
            let edit = standing.edits.first { $0.number == number }?.edit
            let amendment = standing.amendments.first { $0.number == number }?.amendment
            isSaid =
              edit.map {
                $0.field == field && report.records.contains($0.anchor) && $0.local.items.contains(item.item)
              }
              ?? amendment.map {
                $0.field == field && report.records.contains($0.anchor) && $0.added.contains(item.item)
              } ?? false
          }
          if !isSaid { return "\(field) \(item) has no such source" }
        }
      }
    }
    return nil
  }

  func violatesP7(_ decision: Decision, _ before: View) -> String? {
    let view = afresh
    let number = decisions.last?.number ?? 0
    let conflicts = view.reports.flatMap(\.conflicts)
    func shown(_ record: RecordNumber, _ field: Field, in view: View) -> FieldValue {
      view.home(record)?.value(field, records) ?? .empty
    }
    switch decision {
    case .edit(let edit):
      let now = shown(edit.anchor, edit.field, in: view)
      let old =
        before.home(edit.anchor)?.records.contains(edit.anchor) == true
        ? shown(edit.anchor, edit.field, in: before) : .empty
      if edit.element == nil, now != edit.local { return "the edit does not show: \(now)" }
      if edit.element != nil, let item = edit.local.items.first,
        !now.items.contains(where: { $0.says(sameAs: item) })
      {
        return "the element does not show"
      }
      if edit.element != nil, edit.local.isEmpty, now.items.count >= max(old.items.count, 1) {
        return "the element is still there"
      }
      if conflicts.contains(where: { $0.edit == number && $0.kind != .twoEdits }) {
        return "an edit opens a conflict"
      }
    case .amend(let amendment):
      let keys = Set(shown(amendment.anchor, amendment.field, in: view).items.map(\.setKey))
      if !amendment.added.allSatisfy({ keys.contains($0.setKey) }) { return "what was added does not show" }
      if !keys.isDisjoint(
        with: amendment.removed.map(\.setKey).filter { !amendment.added.map(\.setKey).contains($0) })
      {
        return "what was removed shows"
      }
    case .pin(let field, let number):
      guard let said = record(number)?.report[field], !said.isEmpty, !field.isUnion, field.kind != .set else {
        break
      }
      if shown(number, field, in: view) != said { return "the pin does not show" }
    case .merge(let pair, _): if view.home(pair.a) != view.home(pair.b) { return "the merge does nothing" }
    case .keepApart(let pair):
      if view.home(pair.a) == view.home(pair.b) { return "the keep-apart does nothing" }
      let homes = [view.home(pair.a), view.home(pair.b)]
      if view.suggestions.contains(where: {
        Set([view.home($0.pair.a), view.home($0.pair.b)]) == Set(homes)
      }) {
        return "the suggestion stays"
      }
    case .resolve(let resolution):
      if conflicts.contains(where: {
        $0.edit == resolution.edit && $0.isOpen
          && (resolution.rival == nil ? $0.kind != .twoEdits : $0.rival == resolution.rival)
      }) {
        return "the conflict stays open"
      }
    case .keep(let tombstones):
      if conflicts.contains(where: { $0.tombstones == tombstones }) { return "it stays open" }
    case .withdraw(let numbers):
      if conflicts.contains(where: { $0.decisions == numbers }) { return "it stays open" }
    case .rebase, .undo: break
    }
    return nil
  }

  /// Rules 9 and 10 in other words, for a world without decisions.
  var differsFromPlainRules: String? {
    let view = afresh
    func related(_ a: ViewRecord, _ b: ViewRecord) -> Bool {
      a.report.identifiers.contains { x in
        b.report.identifiers.contains { y in
          guard let key = x.linking, key == y.linking else { return false }
          let live = records.filter { $0.isLive && $0.report.identifiers.contains { $0.linking == key } }
          guard Set(live.map(\.catalogue)).count == live.count else { return false }
          let (s, t) = (
            Fold.title(a.report.title, subtitle: a.report.subtitle, .wide),
            Fold.title(b.report.title, subtitle: b.report.subtitle, .wide)
          )
          return key.scheme != .isbn || s == t && s != ""
        }
      }
    }
    var groups: [[ViewRecord]] = []
    for record in records {
      let mine = groups.filter { $0.contains { related($0, record) } }
      groups.removeAll { $0.contains { related($0, record) } }
      groups.append(mine.flatMap { $0 } + [record])
    }
    let expected = Set(groups.map { Set($0.map(\.number)) })
    if Set(view.reports.map { Set($0.records) }) != expected { return "\(view.groups) for \(expected)" }
    for report in view.reports {
      let mine = ordered(report)
      let live = mine.filter(\.isLive)
      if report.isWithdrawn != live.isEmpty { return "withdrawn?" }
      let givers = live.isEmpty ? mine : live
      for (a, b) in zip(givers, givers.dropFirst()) {
        let (p, q) = (settings.priority(a.catalogue), settings.priority(b.catalogue))
        if (p, a.catalogue, a.number) >= (q, b.catalogue, b.number) { return "order" }
      }
      for field in Field.allCases where !field.isUnion && field != .subtitle {
        let said = givers.map { $0.report[field] }.first { !$0.isEmpty } ?? .empty
        let now = report.value(field, records)
        if field.kind == .set ? Set(now.items.map(\.setKey)) != Set(said.items.map(\.setKey)) : now != said {
          return "\(field): \(now) for \(said)"
        }
      }
      let ids = Set(givers.flatMap { $0.report[.identifiers].items.map(\.setKey) })
      if Set(report.value(.identifiers, records).items.map(\.setKey)) != ids { return "identifiers" }
    }
    return nil
  }
}
