import Catalogue
import Testing

@testable import Reconciliation

@Suite("Rule 11: edits, and what the upstream says after them")
struct Rule11Tests {
  struct Case: Sendable {
    var what: String
    /// What the anchor says now; it said "base" when the person wrote "local".
    var upstream: String
    var policy = EditPolicy.ask
    var later: [Decision] = []
    var shown: String
    var isEdit = true
    var conflict: Conflict.Kind?
  }

  static let edit = Decision.edit(Edit(.title, anchor: 1, base: text("base"), local: text("local")))
  static func resolve(_ choice: Resolution.Choice, saw upstream: String) -> Decision {
    .resolve(Resolution(edit: 1, .title, choice: choice, upstream: text(upstream)))
  }

  static let cases = [
    Case(what: "U = B", upstream: "base", shown: "local"),
    Case(what: "U = L", upstream: "local", shown: "local"),
    Case(what: "else a conflict that shows L", upstream: "new", shown: "local", conflict: .changed),
    Case(what: "also where U is empty", upstream: "", shown: "local", conflict: .changed),
    Case(what: "policy local", upstream: "new", policy: .local, shown: "local", conflict: .changed),
    Case(
      what: "policy upstream", upstream: "new", policy: .upstream, shown: "new", isEdit: false,
      conflict: .changed),
    Case(
      what: "policy upstream, which says nothing", upstream: "", policy: .upstream, shown: "",
      conflict: .changed),
    Case(
      what: "policy upstream does not matter without a change", upstream: "base", policy: .upstream,
      shown: "local"),
    Case(what: "resolved local", upstream: "new", later: [resolve(.local, saw: "new")], shown: "local"),
    Case(
      what: "local, and U goes on", upstream: "newer", later: [resolve(.local, saw: "new")], shown: "local",
      conflict: .changed),
    Case(
      what: "local, and U goes back: B is what the person saw", upstream: "base",
      later: [resolve(.local, saw: "new")],
      shown: "local", conflict: .changed),
    Case(
      what: "upstream", upstream: "new", later: [resolve(.upstream, saw: "new")], shown: "new", isEdit: false),
    Case(
      what: "upstream, and U goes on", upstream: "newer", later: [resolve(.upstream, saw: "new")],
      shown: "newer",
      isEdit: false),
    Case(what: "a value", upstream: "new", later: [resolve(.value(text("both")), saw: "new")], shown: "both"),
    Case(
      what: "undone, the conflict is open again", upstream: "new",
      later: [resolve(.local, saw: "new"), .undo(2)],
      shown: "local", conflict: .changed),
    Case(
      what: "undone and resolved otherwise", upstream: "new",
      later: [resolve(.local, saw: "new"), .undo(2), resolve(.upstream, saw: "new")], shown: "new",
      isEdit: false),
    Case(
      what: "an undone undo", upstream: "new", later: [resolve(.local, saw: "new"), .undo(2), .undo(3)],
      shown: "local"),
    Case(what: "the edit undone", upstream: "new", later: [.undo(1)], shown: "new", isEdit: false),
    Case(
      what: "a later edit replaces the earlier", upstream: "new",
      later: [.edit(Edit(.title, anchor: 1, base: text("new"), local: text("later")))], shown: "later"),
    Case(
      what: "and undone lets it stand again", upstream: "new",
      later: [.edit(Edit(.title, anchor: 1, base: text("new"), local: text("later"))), .undo(2)],
      shown: "local",
      conflict: .changed),
    Case(
      what: "blank", upstream: "new",
      later: [.edit(Edit(.title, anchor: 1, base: text("new"), local: .empty))],
      shown: ""),
    Case(what: "a later pin", upstream: "new", later: [.pin(.title, record: 1)], shown: "new", isEdit: false),
    Case(
      what: "a better parser", upstream: "base.",
      later: [.rebase(Rebase(edit: 1, .title, from: text("base"), base: text("base.")))], shown: "local"),
    Case(
      what: "a better parser over a resolution that is undone leaves the first base", upstream: "new.",
      later: [
        resolve(.local, saw: "new"), .rebase(Rebase(edit: 1, .title, from: text("new"), base: text("new."))),
        .undo(2),
      ], shown: "local", conflict: .changed),
  ]

  @Test(arguments: cases)
  func edits(_ it: Case) throws {
    let records = [stored(1, report(it.upstream))]
    let view = View(all: records, [Self.edit] + it.later, .order(policies: [.title: it.policy]))
    let shown = view.reports[0].shown(.title, first: records[0])
    #expect(shown.value == text(it.shown), "\(it.what)")
    #expect(
      shown.items.allSatisfy { if case .edit = $0.source { it.isEdit } else { !it.isEdit } }, "\(it.what)")
    #expect(view.reports[0].conflicts.map(\.kind) == (it.conflict.map { [$0] } ?? []), "\(it.what)")
    #expect(view.reports[0].conflicts.allSatisfy { $0.isOpen == (it.policy == .ask) }, "\(it.what)")
  }

  @Test("a conflict says who wants what, and how it is settled")
  func told() throws {
    let view = View(all: [stored(1, report("new"))], [Self.edit])
    let conflict = try #require(view.reports[0].conflicts.first)
    #expect(
      conflict.base == text("base") && conflict.local == text("local") && conflict.upstream == text("new"))
    #expect(conflict.field == .title && conflict.edit == 1 && conflict.anchor == 1 && conflict.revision == 10)
    #expect(conflict.settled(.local) == Self.resolve(.local, saw: "new"))
    #expect(conflict.settled(.value(text("v"))) == Self.resolve(.value(text("v")), saw: "new"))
  }

  @Test("a conflict is the same while the same edit and the same U stand against each other")
  func identity() throws {
    func conflict(_ upstream: String, _ more: [ViewRecord] = [], _ later: [Decision] = []) -> String? {
      View(all: [stored(1, report(upstream, ids: ["doi:1"]))] + more, [Self.edit] + later).reports[0]
        .conflicts.first?.identity
    }
    let first = try #require(conflict("new"))
    // Kept in stores.
    #expect(first == "changed:1:115fccda5c9def9a")
    #expect(conflict("new", [stored(2, "B", report("b", ids: ["doi:1"]))]) == first)
    #expect(conflict("newer") != first)
    #expect(conflict("new", [], [Self.resolve(.local, saw: "x")]) == first)
    #expect(conflict("new", [], [.edit(Edit(.title, anchor: 1, base: text("b"), local: text("l")))]) != first)
  }

  @Test("the anchor holds through a change of priority, a join, and a second catalogue")
  func anchored() {
    let records = [
      stored(1, "B", report("base", ids: ["doi:1"])), stored(2, "A", report("a", ids: ["doi:1"])),
    ]
    let view = View(all: records, [Self.edit])
    #expect(view.reports[0].value(.title, records) == text("local"))
    #expect(view.reports[0].conflicts == [])
    #expect(view.reports[0].fields.first?.supplier == 1)
  }

  @Test("two edits of a field after a join: the later shows")
  func twoEdits() throws {
    let records = [stored(1, report("a", ids: ["doi:1"])), stored(2, "B", report("b", ids: ["doi:1"]))]
    let decisions: [Decision] = [
      .edit(Edit(.title, anchor: 1, base: text("a"), local: text("first"))),
      .edit(Edit(.title, anchor: 2, base: text("b"), local: text("second"))),
    ]
    let report = View(all: records, decisions).reports[0]
    #expect(report.value(.title, records) == text("second"))
    let conflict = try #require(report.conflicts.first)
    #expect(report.conflicts.count == 1 && conflict.kind == .twoEdits)
    #expect(conflict.edit == 2 && conflict.rival == 1 && conflict.rivalLocal == text("first"))
    func after(_ answer: Conflict.Answer) throws -> (FieldValue, Int, [DecisionNumber]) {
      let all = decisions + [try #require(conflict.settled(answer))]
      let report = View(all: records, all).reports[0]
      return (
        report.value(.title, records), report.conflicts.count, Standing(numbered(all)).edits.map(\.number)
      )
    }
    #expect(try after(.local) == (text("second"), 0, [2]))
    #expect(try after(.upstream) == (text("a"), 0, []))
    #expect(try after(.value(text("both"))) == (text("both"), 0, [2]))
    var same = decisions
    same[1] = .edit(Edit(.title, anchor: 2, base: text("b"), local: text("first")))
    #expect(View(all: records, same).reports[0].conflicts == [])
  }

  @Test("what is only printed anew opens no conflict")
  func printed() {
    func date(_ printed: String) -> FieldValue { FieldValue(PartialDate.parse(printed).map(FieldItem.date)) }
    var upstream = report("x")
    upstream.published = PartialDate.parse("Nov. 1, 2007")
    let edit = Edit(.published, anchor: 1, base: date("2006"), local: date("2007-11-01"))
    #expect(View(all: [stored(1, upstream)], [.edit(edit)]).reports[0].conflicts == [])
  }

  @Test("a better parser opens no conflict, and closes none")
  func rebased() throws {
    let standing = Standing(numbered([Self.edit])).edits[0]
    #expect(
      standing.rebased(before: report("base"), after: report("base."))
        == .rebase(Rebase(edit: 1, .title, from: text("base"), base: text("base."))))
    #expect(standing.rebased(before: report("new"), after: report("new.")) == nil)
    #expect(standing.rebased(before: report("base"), after: report("base")) == nil)
  }
}

func == (
  a: (FieldValue, Int, [DecisionNumber]), b: (FieldValue, Int, [DecisionNumber])
) -> Bool { a.0 == b.0 && a.1 == b.1 && a.2 == b.2 }
