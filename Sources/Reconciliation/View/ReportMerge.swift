import Catalogue

/// Makes one report of its records and of what persons decided about it (rules 10 to 14).
///
/// Records are known by their places, because copying one costs more than all that is asked of it.
struct ReportMerge {
  private let records: [ViewRecord]
  /// The places of the report's records, as rule 10 ranks them.
  private let order: [Int]
  /// The live ones of them, or all if none lives.
  private let givers: ArraySlice<Int>
  private let settings: ViewSettings
  private let edits: [Standing.StandingEdit]
  private let pins: [Standing.StandingPin]
  private let amendments: [Standing.StandingAmendment]
  private let kept: Set<Tombstone>
  private var conflicts: [Conflict] = []

  /// - Parameter group: The places of the report's records among `records`.
  init(_ records: [ViewRecord], _ group: [Int], _ standing: Standing, _ settings: ViewSettings) {
    func comes(_ a: Int, before b: Int) -> Bool {
      if records[a].isLive != records[b].isLive { return records[a].isLive }
      let (p, q) = (settings.priority(records[a].catalogue), settings.priority(records[b].catalogue))
      return (p, records[a].catalogue, records[a].number) < (q, records[b].catalogue, records[b].number)
    }
    func isMine(_ number: RecordNumber) -> Bool { group.contains { records[$0].number == number } }
    self.records = records
    self.settings = settings
    order = group.sorted(by: comes)
    let live = order.prefix { records[$0].isLive }
    givers = live.isEmpty ? order[...] : live
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
      number: order.reduce(records[first].number) { min($0, records[$1].number) },
      records: order.map { records[$0].number }, isWithdrawn: !records[first].isLive)
    if report.isWithdrawn, isDecided {
      report.isWithdrawn = false
      askBeforeDeletion()
    }
    report.fields = fields()
    report.conflicts = conflicts
    return report
  }

  /// A deletion that would take a person's work with it waits for the person (rule 12).
  private mutating func askBeforeDeletion() {
    let tombstones = order.map {
      Tombstone(record: records[$0].number, revision: records[$0].lastRevision)
    }
    guard !tombstones.allSatisfy(kept.contains) else { return }
    let decisions = edits.map(\.number) + pins.map(\.number) + amendments.map(\.number)
    conflicts.append(
      Conflict(
        .deletedUpstream, anchor: records[order[0]].number,
        revision: tombstones.reduce(0) { max($0, $1.revision) }, decisions: decisions.sorted(),
        tombstones: tombstones.sorted()))
  }

  private mutating func fields() -> [ShownField] {
    guard isDecided || givers.count > 1 else { return [] }
    var fields: [ShownField] = []
    var titleGiver = order[0]
    for field in Field.allCases {
      let pin = pins.isEmpty ? nil : pins.last { $0.field == field }
      let giver = giver(of: field, pin?.record, titleGiver)
      let edits =
        edits.isEmpty ? [] : edits.filter { $0.edit.field == field && $0.number > pin?.number ?? -1 }
      if field.kind == .set {
        if let shown = set(field, giver) { fields.append(shown) }
      } else if let last = edits.last, let anchor = place(of: last.edit.anchor) {
        fields.append(edited(field, edits, last, anchor))
        if field == .title { titleGiver = anchor }
      } else {
        if giver != order[0] { fields.append(said(giver, field)) }
        if field == .title { titleGiver = giver }
      }
    }
    return fields
  }

  private func place(of number: RecordNumber) -> Int? { order.first { records[$0].number == number } }

  /// The record that supplies a field (rule 10). A subtitle is its title's: another catalogue may have told both as one.
  private func giver(of field: Field, _ pinned: RecordNumber?, _ titleGiver: Int) -> Int {
    if let pinned, let pinned = place(of: pinned), !records[pinned].report.isEmpty(field) { return pinned }
    if field == .subtitle { return titleGiver }
    return givers.first { !records[$0].report.isEmpty(field) } ?? order[0]
  }

  private func said(_ record: Int, _ field: Field) -> ShownField {
    let source = Source.revision(record: records[record].number, revision: records[record].liveRevision)
    return ShownField(
      field, records[record].report[field].items.map { ShownItem($0, source) },
      supplier: records[record].number)
  }

  // MARK: Sets

  /// (U ∪ added) − removed, by normalised value; of one value the last decision counts (rule 13). What one record alone
  /// supplies is shown as it has it; nil if it is the first that does.
  private func set(_ field: Field, _ giver: Int) -> ShownField? {
    let amendments = amendments.isEmpty ? [] : amendments.filter { $0.amendment.field == field }
    let givers = field.isUnion ? givers : [giver]
    let isAmended = !amendments.isEmpty
    let mayGrow = field.isUnion && (field == .links ? othersMayAdd(\.links) : othersMayAdd(\.identifiers))
    if !isAmended, !mayGrow {
      return giver == order[0] ? nil : said(giver, field)
    }
    var known: Set<SetKey> = []
    var items: [ShownItem] = []
    var othersAdd = false
    for record in givers {
      for item in said(record, field).items where known.insert(item.item.setKey).inserted {
        items.append(item)
        if record != order[0] { othersAdd = true }
      }
    }
    guard isAmended || othersAdd else { return giver == order[0] ? nil : said(giver, field) }
    for decision in amendments {
      let removed = Set(decision.amendment.removed.map(\.setKey))
      if !removed.isEmpty {
        items.removeAll { removed.contains($0.item.setKey) }
        known.subtract(removed)
      }
      for item in decision.amendment.added where known.insert(item.setKey).inserted {
        items.append(ShownItem(item, .edit(decision.number)))
      }
    }
    return ShownField(field, items, supplier: records[giver].number)
  }

  /// Whether any other record states something that the first does not state just so.
  private func othersMayAdd<Element: Equatable>(_ stated: (Report) -> [Element]) -> Bool {
    let first = stated(records[order[0]].report)
    return givers.dropFirst().contains { giver in
      stated(records[giver].report).contains { !first.contains($0) }
    }
  }

  // MARK: Edits

  /// A field with edits: what the anchor of the last one says, with the edits of that anchor (rules 11 and 14).
  private mutating func edited(
    _ field: Field, _ edits: [Standing.StandingEdit], _ last: Standing.StandingEdit, _ place: Int
  ) -> ShownField {
    let anchor = records[place]
    var slots = Slots(field.kind == .list ? said(place, field).items : [])
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
        if field.kind == .single { slots = Slots(said(place, field).items) }
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
