import Catalogue
import TestSupport

@testable import Reconciliation

/// Something that happens to what the library shows.
enum ViewEvent: Hashable {
  /// A catalogue's record has a new revision, live with a content of the pool, or none: a tombstone.
  case revise(catalogue: Int, identifier: Int, content: Int?)
  case edit(Int, field: Field, value: Int)
  case element(Int, field: Field, place: Int, value: Int?)
  case amend(Int, field: Field, value: Int, add: Bool)
  case pin(Int, field: Field)
  case merge(Int, Int)
  case apart(Int, Int)
  case settle(Int, answer: Int, value: Int)
  case undo(Int)
  case configure(priorities: [Int], policy: EditPolicy)
  /// A better parser reads more out of a catalogue's bytes.
  case reparse(catalogue: Int)
}

/// Records, decisions and a configuration, as they come to be.
struct ViewWorld {
  var records: [ViewRecord] = []
  var names: [RecordNumber: [Int]] = [:]
  var decisions: [NumberedDecision] = []
  var settings = ViewSettings.order()
  private var numbers: [[Int]: RecordNumber] = [:]
  private var revision: Int64 = 0
  /// What the last step changed.
  var changes: [LinkChange] = []

  static let fields: [Field] = [.title, .subtitle, .contributors, .series, .published]
  static let values: [Field: [FieldValue]] = [
    .title: [text("x"), text("y"), text("z"), text("")],
    .subtitle: [text("s"), text("t"), text("")],
    .published: [2001, 2002].map { FieldValue(.date(PartialDate(year: $0, printed: "\($0)"))) } + [.empty],
    .contributors: [
      people(person("p", at: "u")), people(person("p", at: "w")), people(person("q", at: "u")),
      people(person("n"), person("p", at: "u")), .empty,
    ],
    .series: [
      FieldValue(.series(Series(title: "s", number: "1"))),
      FieldValue(.series(Series(title: "s", number: "2"))),
      .empty,
    ],
    .subjects: [text("s"), text("T"), text("S"), text("u")],
    .identifiers: [FieldValue(.identifier(id("doi:1"))), FieldValue(.identifier(id("doi:3")))],
  ]

  /// Small contents that meet in all kinds of ways.
  static let pool: [Report] = {
    var pool: [Report] = []
    let people: [[Contributor]] = [
      [], [person("p", at: "u")], [person("p", at: "v")], [person("p", at: "u"), person("p", at: "v")],
      [person("q", at: "u"), person("p", at: "u")],
    ]
    for title in ["", "x", "X!", "y"] {
      for ids in [
        [], ["doi:1"], ["handle:1/a"], ["doi:1", "handle:1/A"], ["isbn:1"], ["issn:1"], ["doi:1", "doi:2"],
        ["doi:2"],
      ] {
        for (n, by) in people.enumerated() {
          pool.append(
            Catalogue.Report(
              title: title, subtitle: n == 2 ? "s" : nil, contributors: by,
              published: n % 2 == 0 ? nil : PartialDate(year: 2000 + n, printed: "\(2000 + n)"),
              publisher: n == 0 ? "w" : nil, identifiers: ids.map(id),
              subjects: [[], ["s"], ["S", "t"]][n % 3],
              series: n < 3 ? [Series(title: "s", number: "\(n % 2 + 1)")] : []))
        }
      }
    }
    return pool
  }()

  var standing: Standing { Standing(decisions) }
  var afresh: View {
    View(of: records, silent: silentKeys(of: records), decisions: decisions, settings: settings)
  }
  func record(_ number: RecordNumber) -> ViewRecord? { records.first { $0.number == number } }
  func ordered(_ report: ReportView) -> [ViewRecord] { report.records.compactMap(record) }

  /// By name and not by number: the same record in whatever order catalogues come.
  private func pick(_ n: Int) -> ViewRecord? {
    let sorted = records.sorted { (names[$0.number] ?? []).lexicographicallyPrecedes(names[$1.number] ?? []) }
    return sorted.isEmpty ? nil : sorted[n % sorted.count]
  }

  mutating func play(_ events: [ViewEvent]) { for event in events { step(event) } }

  /// Answers the decision that a person came to, if any.
  @discardableResult mutating func step(_ event: ViewEvent) -> Decision? {
    changes = []
    switch event {
    case .revise(let catalogue, let identifier, let content): revise([catalogue, identifier], content)
    case .reparse(let catalogue): reparse(["A", "B"][catalogue])
    case .configure(let priorities, let policy):
      settings.catalogues = Dictionary(
        uniqueKeysWithValues: zip(["A", "B"], priorities).map {
          ($0, CatalogueTerms(priority: $1, policies: [.title: policy, .contributors: policy]))
        })
    default:
      guard let decision = decision(event) else { return nil }
      decisions.append(NumberedDecision((decisions.last?.number ?? 0) + 1, decision))
      return decision
    }
    return nil
  }

  private mutating func revise(_ name: [Int], _ content: Int?) {
    revision += 1
    let number = numbers[name] ?? RecordNumber(numbers.count + 1)
    numbers[name] = number
    names[number] = name
    var change = LinkChange(record: number, before: nil, now: nil)
    if let place = records.firstIndex(where: { $0.number == number }) {
      change.before = records[place].linkState
      if content == nil, !records[place].isLive { return }
      records[place].lastRevision = revision
      records[place].isLive = content != nil
      if let content {
        records[place].report = Self.pool[content]
        records[place].liveRevision = revision
      }
      change.now = records[place].linkState
    } else if let content {
      records.append(
        ViewRecord(
          number: number, catalogue: ["A", "B"][name[0]], liveRevision: revision, lastRevision: revision,
          report: Self.pool[content]))
      change.now = records[records.count - 1].linkState
    } else {
      return
    }
    changes = [change]
  }

  private mutating func reparse(_ catalogue: String) {
    let edits = standing.edits
    for place in records.indices where records[place].catalogue == catalogue {
      let before = records[place]
      records[place].report = Self.readBetter(before.report)
      changes.append(
        LinkChange(record: before.number, before: before.linkState, now: records[place].linkState))
      for edit in edits where edit.edit.anchor == before.number {
        if let rebase = edit.rebased(before: before.report, after: records[place].report) {
          decisions.append(NumberedDecision((decisions.last?.number ?? 0) + 1, rebase))
        }
      }
    }
  }

  static func readBetter(_ report: Report) -> Report {
    var report = report
    if !report.title.isEmpty, !report.title.hasSuffix(".") { report.title += "." }
    for n in report.contributors.indices where !report.contributors[n].name.printed.hasSuffix("ov") {
      report.contributors[n].name.printed += "ov"
    }
    return report
  }

  private func decision(_ event: ViewEvent) -> Decision? {
    let view = afresh
    func home(_ n: Int) -> ReportView? { pick(n).flatMap { view.home($0.number) } }
    func ask(_ n: Int, _ request: EditRequest) -> Decision? {
      guard let report = home(n) else { return nil }
      return try? request.decision(on: report, records: ordered(report), standing: standing)
    }
    switch event {
    case .edit(let n, let field, let value):
      let values = Self.values[field] ?? []
      return ask(n, EditRequest(field, .whole(values[value % values.count])))
    case .element(let n, let field, let place, let value):
      let item = value.flatMap { n in Self.values[field].flatMap { $0[n % $0.count].items.first } }
      guard let report = home(n), let first = record(report.records[0]) else { return nil }
      let count = report.shown(field, first: first).items.count
      if place % (count + 1) == count { return item.flatMap { ask(n, EditRequest(field, .add($0))) } }
      return ask(n, EditRequest(field, .element(place % (count + 1) + 1, item)))
    case .amend(let n, let field, let value, let add):
      guard let values = Self.values[field], let item = values[value % values.count].items.first else {
        return nil
      }
      return ask(n, EditRequest(field, add ? .add(item) : .remove(item)))
    case .pin(let n, let field): return pick(n).map { .pin(field, record: $0.number) }
    case .merge(let a, let b):
      guard let a = pick(a), let b = pick(b), a.number != b.number, let x = view.home(a.number),
        let y = view.home(b.number)
      else { return nil }
      return .merge(
        RecordPair(a.number, b.number), lifting: standing.apart(between: x.records, and: y.records))
    case .apart(let a, let b):
      guard let a = pick(a), let b = pick(b), a.number != b.number else { return nil }
      return .keepApart(RecordPair(a.number, b.number))
    case .settle(let n, let answer, let value):
      let open = openConflicts(view)
      guard !open.isEmpty else { return nil }
      let conflict = open[n % open.count]
      let values = conflict.field.flatMap { Self.values[$0] } ?? [.empty]
      var wanted = values[value % values.count]
      if conflict.element != nil { wanted = FieldValue(wanted.items.first) }
      return conflict.settled([.local, .upstream, .value(wanted)][answer % 3])
    case .undo(let n): return decisions.isEmpty ? nil : .undo(decisions[n % decisions.count].number)
    case .revise, .configure, .reparse: return nil
    }
  }

  /// In an order that does not depend on record numbers.
  private func openConflicts(_ view: View) -> [Conflict] {
    let reports = view.reports.sorted {
      (names[$0.records[0]] ?? []).lexicographicallyPrecedes(names[$1.records[0]] ?? [])
    }
    return reports.flatMap(\.conflicts).filter(\.isOpen)
  }

  static func generate(_ seed: Int) -> [ViewEvent] {
    var dice = ArrivalDice(seed: seed &+ 77)
    let few = (0..<4).map { _ in dice.below(pool.count) }
    let width = dice.pick([1, 2, 2, 3])
    var events: [ViewEvent] = []
    // Decisions meet where they are about few fields.
    let fields = dice.pick([[.title], [.contributors], [.contributors], [.title, .series], Self.fields])
    let lists = fields.filter { $0.kind == .list }
    func number() -> Int { dice.below(42) }
    for n in 0..<(3 + dice.below(22)) {
      if n < 2 || dice.chance(0.4) {
        events.append(
          .revise(
            catalogue: dice.below(2), identifier: dice.below(width),
            content: dice.chance(0.8) ? dice.pick(few) : nil))
        continue
      }
      switch dice.below(20) {
      case 0...3: events.append(.edit(number(), field: dice.pick(fields), value: number()))
      case 4...6:
        events.append(
          .element(
            number(), field: lists.isEmpty ? .contributors : dice.pick(lists), place: number(),
            value: dice.chance(0.75) ? number() : nil))
      case 7:
        events.append(
          .amend(
            number(), field: dice.pick([.subjects, .identifiers]), value: number(), add: dice.chance(0.5)))
      case 8: events.append(.pin(number(), field: dice.pick(fields + [.subjects])))
      case 9, 16, 17: events.append(.merge(number(), number()))
      case 10: events.append(.apart(number(), number()))
      case 11...14: events.append(.settle(number(), answer: number(), value: number()))
      case 18: events.append(.reparse(catalogue: dice.below(2)))
      case 15: events.append(.undo(number()))
      default:
        events.append(
          .configure(priorities: [dice.below(2), 1], policy: dice.pick([.ask, .ask, .local, .upstream])))
      }
    }
    return events
  }
}

extension ViewRecord {
  var linkState: LinkChange.State {
    LinkChange.State(catalogue: catalogue, isLive: isLive, keys: LinkKey.keys(of: report, isLive: isLive))
  }
}
