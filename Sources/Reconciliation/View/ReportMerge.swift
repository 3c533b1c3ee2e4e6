import Catalogue

/// Makes one report of its records and of what persons decided about it (rules 10 to 14).
struct ReportMerge {
  /// As rule 10 ranks them.
  let order: [ViewRecord]
  /// The live ones, or all if none lives.
  let givers: ArraySlice<ViewRecord>
  let settings: ViewSettings
  private let edits: [Standing.StandingEdit]
  private let pins: [Standing.StandingPin]
  private let amendments: [Standing.StandingAmendment]
  private let kept: Set<Tombstone>
  private var conflicts: [Conflict] = []

  init(_ records: [ViewRecord], _ standing: Standing, _ settings: ViewSettings) {
    order = records.sorted { a, b in
      if a.isLive != b.isLive { return a.isLive }
      return (settings.priority(a.catalogue), a.catalogue, a.number)
        < (settings.priority(b.catalogue), b.catalogue, b.number)
    }
    givers = order[..<(order.firstIndex { !$0.isLive }.flatMap { $0 == 0 ? nil : $0 } ?? order.count)]
    self.settings = settings
    func isMine(_ record: RecordNumber) -> Bool { records.contains { $0.number == record } }
    edits = standing.edits.filter { isMine($0.edit.anchor) }
    pins = standing.pins.filter { isMine($0.record) }
    amendments = standing.amendments.filter { isMine($0.amendment.anchor) }
    kept = standing.kept
  }

  private var isDecided: Bool { !(edits.isEmpty && pins.isEmpty && amendments.isEmpty) }

  /// The report.
  var report: ReportView {
    var merge = self
    return merge.merged()
  }

  private mutating func merged() -> ReportView {
    let first = order[0]
    var report = ReportView(
      number: order.reduce(first.number) { min($0, $1.number) }, records: order.map(\.number),
      isWithdrawn: !first.isLive)
    guard isDecided else {
      if !firstSuppliesAll { report.fields = fields() }
      return report
    }
    if report.isWithdrawn { report.isWithdrawn = withdraws(first) }
    report.fields = fields()
    report.conflicts = conflicts
    return report
  }

  /// A deletion that would take a person's work with it asks first (rule 12).
  private mutating func withdraws(_ first: ViewRecord) -> Bool {
    let tombstones = order.map { Tombstone(record: $0.number, revision: $0.lastRevision) }.sorted()
    if !tombstones.allSatisfy(kept.contains) {
      let decisions = edits.map(\.number) + pins.map(\.number) + amendments.map(\.number)
      conflicts.append(
        Conflict(
          .deletedUpstream, anchor: first.number, revision: order.reduce(0) { max($0, $1.lastRevision) },
          decisions: decisions.sorted(), tombstones: tombstones))
    }
    return false
  }

  /// Whether no other record adds anything to what the first says.
  private var firstSuppliesAll: Bool {
    guard givers.count > 1, let first = order.first else { return true }
    for field in Field.allCases {
      if field.isUnion {
        let keys = Set(first.report[field].items.map(\.setKey))
        for giver in givers.dropFirst() {
          guard giver.report[field].items.allSatisfy({ keys.contains($0.setKey) }) else { return false }
        }
      } else if first.report.isEmpty(field), field != .subtitle || first.report.isEmpty(.title) {
        guard givers.allSatisfy({ $0.report.isEmpty(field) }) else { return false }
      }
    }
    return true
  }

  private mutating func fields() -> [ShownField] {
    var fields: [ShownField] = []
    var titleGiver = order[0]
    for field in Field.allCases {
      let pin = pins.last { $0.field == field }
      let giver = giver(of: field, pin?.record, titleGiver)
      var shown: ShownField
      let edits = edits.filter { $0.edit.field == field && $0.number > pin?.number ?? -1 }
      if field.kind == .set {
        shown = set(field, giver)
      } else if let last = edits.last, let anchor = order.first(where: { $0.number == last.edit.anchor }) {
        shown = edited(field, edits, last, anchor)
      } else {
        shown = ShownField(field, said(giver, field), supplier: giver.number)
      }
      if field == .title { titleGiver = order.first { $0.number == shown.supplier } ?? giver }
      if !shown.items.isEmpty || !edits.isEmpty { fields.append(shown) }
    }
    return fields
  }

  /// The record that supplies a field (rule 10). A subtitle is its title's: another catalogue may have told both as one.
  private func giver(of field: Field, _ pinned: RecordNumber?, _ titleGiver: ViewRecord) -> ViewRecord {
    if let pinned, let record = order.first(where: { $0.number == pinned }), !record.report.isEmpty(field) {
      return record
    }
    if field == .subtitle { return titleGiver }
    return givers.first { !$0.report.isEmpty(field) } ?? order[0]
  }

  private func said(_ record: ViewRecord, _ field: Field) -> [ShownItem] {
    let source = Source.revision(record: record.number, revision: record.liveRevision)
    return record.report[field].items.map { ShownItem($0, source) }
  }

  // MARK: Sets

  /// (U ∪ added) − removed, by normalised value; of one value the last decision counts (rule 13).
  private func set(_ field: Field, _ giver: ViewRecord) -> ShownField {
    var known: Set<String> = []
    var items: [ShownItem] = []
    for record in field.isUnion ? Array(givers) : [giver] {
      for item in said(record, field) where known.insert(item.item.setKey).inserted { items.append(item) }
    }
    for decision in amendments where decision.amendment.field == field {
      let removed = Set(decision.amendment.removed.map(\.setKey))
      if !removed.isEmpty {
        items.removeAll { removed.contains($0.item.setKey) }
        known.subtract(removed)
      }
      for item in decision.amendment.added where known.insert(item.setKey).inserted {
        items.append(ShownItem(item, .edit(decision.number)))
      }
    }
    return ShownField(field, items, supplier: giver.number)
  }

  // MARK: Edits

  /// A field with edits: what the anchor of the last one says, with the edits of that anchor (rules 11 and 14).
  private mutating func edited(
    _ field: Field, _ edits: [Standing.StandingEdit], _ last: Standing.StandingEdit, _ anchor: ViewRecord
  ) -> ShownField {
    var slots = Slots(field.kind == .list ? said(anchor, field) : [])
    for standing in edits {
      let edit = standing.edit
      let upstream = edit.upstream(in: anchor.report)
      guard edit.anchor == anchor.number else {
        if !edit.local.says(sameAs: last.edit.local) { conflicts.append(rivalry(last, standing, anchor)) }
        continue
      }
      let judgement = edit.judgement(of: upstream, in: anchor.report)
      var shows = EditPolicy.local
      if judgement.isConflict {
        let policy = settings.policy(anchor.catalogue, field)
        if policy == .upstream { shows = .upstream }
        conflicts.append(
          Conflict(
            judgement == .elementGone ? .elementGone : .changed, field: field, element: edit.element,
            edit: standing.number, anchor: anchor.number, revision: anchor.liveRevision, base: edit.base,
            local: edit.local, upstream: upstream, policy: policy))
      }
      // An element that is in the list under another key needs no second place.
      let isThereAlready = judgement == .satisfied && edit.element != nil && upstream.isEmpty
      if shows == .upstream || isThereAlready && !edit.local.isEmpty {
        if field.kind == .single { slots = Slots(said(anchor, field)) }
      } else if let element = edit.element {
        slots[element] = edit.local.items.first.map { ShownItem($0, .edit(standing.number)) }
      } else {
        slots = Slots(edit.local.items.map { ShownItem($0, .edit(standing.number)) })
      }
    }
    return ShownField(field, field.kind == .list ? slots.keyed : slots.items, supplier: anchor.number)
  }

  private func rivalry(
    _ last: Standing.StandingEdit, _ rival: Standing.StandingEdit, _ anchor: ViewRecord
  ) -> Conflict {
    Conflict(
      .twoEdits, field: last.edit.field, element: last.edit.element, edit: last.number, rival: rival.number,
      anchor: anchor.number, revision: anchor.liveRevision, base: last.edit.base, local: last.edit.local,
      upstream: last.edit.upstream(in: anchor.report), rivalLocal: rival.edit.local)
  }
}

/// The elements of a list by their keys, in their order; a new one stands last.
private struct Slots {
  private(set) var items: [ShownItem]
  private var keys: [ElementKey]

  init(_ items: [ShownItem]) {
    self.items = items
    keys = ElementKey.keys(of: FieldValue(items.map(\.item)))
  }

  subscript(key: ElementKey) -> ShownItem? {
    get { keys.firstIndex(of: key).map { items[$0] } }
    set {
      if let place = keys.firstIndex(of: key) {
        if let newValue {
          items[place] = newValue
        } else {
          items.remove(at: place)
          keys.remove(at: place)
        }
      } else if let newValue {
        items.append(newValue)
        keys.append(key)
      }
    }
  }

  /// The items with their keys.
  var keyed: [ShownItem] {
    zip(items, keys).map { item, key in ShownItem(item.item, item.source, key: key) }
  }
}
