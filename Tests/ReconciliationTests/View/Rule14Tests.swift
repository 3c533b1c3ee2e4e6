import Catalogue
import Testing

@testable import Reconciliation

@Suite("Rule 14: ordered lists, element by element")
struct Rule14Tests {
  struct Case: Sendable {
    var what: String
    var upstream: [Contributor]
    var decisions: [Decision]
    var policy = EditPolicy.ask
    var shown: [Contributor]
    var conflict: Conflict.Kind?
  }

  static let (p, q, r) = (person("p"), person("q"), person("r"))
  static let editor = person("p", .editor)
  static let (pU, pW) = (person("p", at: "u"), person("p", at: "w"))

  static func element(
    _ key: String, _ n: Int = 1, base: Contributor?, local: Contributor?, anchor: RecordNumber = 1
  ) -> Decision {
    .edit(
      Edit(
        .contributors, element: ElementKey(key, n), anchor: anchor,
        base: FieldValue(base.map(FieldItem.contributor)),
        local: FieldValue(local.map(FieldItem.contributor))))
  }
  static func whole(base: [Contributor], local: [Contributor]) -> Decision {
    .edit(
      Edit(
        .contributors, anchor: 1, base: FieldValue(base.map(FieldItem.contributor)),
        local: FieldValue(local.map(FieldItem.contributor))))
  }
  static let toEditor = element("author:p", base: p, local: editor)
  static let drop = element("author:p", base: p, local: nil)
  static let addR = element("author:r", base: nil, local: r)

  static let cases = [
    Case(what: "in its place", upstream: [p, q], decisions: [toEditor], shown: [editor, q]),
    Case(what: "wherever it goes", upstream: [r, q, p], decisions: [toEditor], shown: [r, q, editor]),
    Case(what: "others merge silently", upstream: [p, r], decisions: [toEditor], shown: [editor, r]),
    Case(
      what: "changed upstream", upstream: [pU, q], decisions: [toEditor], shown: [editor, q],
      conflict: .changed),
    Case(
      what: "by policy", upstream: [pU, q], decisions: [toEditor], policy: .upstream, shown: [pU, q],
      conflict: .changed),
    Case(
      what: "satisfied under another key", upstream: [q, editor], decisions: [toEditor], shown: [q, editor]),
    Case(
      what: "gone: it stays, last", upstream: [q, r], decisions: [toEditor], shown: [q, r, editor],
      conflict: .elementGone),
    Case(
      what: "gone, by policy", upstream: [q], decisions: [toEditor], policy: .upstream, shown: [q],
      conflict: .elementGone),
    Case(what: "removed", upstream: [p, q], decisions: [drop], shown: [q]),
    Case(what: "removed, and gone", upstream: [q], decisions: [drop], shown: [q]),
    Case(what: "removed, and changed", upstream: [pU, q], decisions: [drop], shown: [q], conflict: .changed),
    Case(what: "added, last", upstream: [p, q], decisions: [addR], shown: [p, q, r]),
    Case(what: "added, and there", upstream: [r, p], decisions: [addR], shown: [r, p]),
    Case(
      what: "added and gone ones in order of decision", upstream: [q], decisions: [addR, toEditor],
      shown: [q, r, editor], conflict: .elementGone),
    Case(
      what: "the n-th occurrence", upstream: [pU, pW],
      decisions: [element("author:p", 2, base: pW, local: r)],
      shown: [pU, r]),
    Case(
      what: "the whole list", upstream: [p, q], decisions: [whole(base: [p, q], local: [q, p])],
      shown: [q, p]),
    Case(
      what: "a whole list covers earlier elements", upstream: [p, q],
      decisions: [toEditor, whole(base: [p, q], local: [q, p])], shown: [q, p]),
    Case(
      what: "a whole list, changed", upstream: [p, q, r], decisions: [whole(base: [p, q], local: [q, p])],
      shown: [q, p], conflict: .changed),
    Case(what: "emptied", upstream: [p, q], decisions: [whole(base: [p, q], local: [])], shown: []),
    Case(
      what: "undone, the elements stand again", upstream: [p, q],
      decisions: [toEditor, whole(base: [p, q], local: [q, p]), .undo(2)], shown: [editor, q]),
    Case(
      what: "settled: element-gone, local", upstream: [q],
      decisions: [
        toEditor,
        .resolve(
          Resolution(
            edit: 1, .contributors, element: ElementKey("author:p"), choice: .local, upstream: .empty)),
      ], shown: [q, editor]),
    Case(
      what: "settled: element-gone, upstream", upstream: [q],
      decisions: [
        toEditor,
        .resolve(
          Resolution(
            edit: 1, .contributors, element: ElementKey("author:p"), choice: .upstream, upstream: .empty)),
      ], shown: [q]),
  ]

  @Test(arguments: cases)
  func elements(_ it: Case) throws {
    let records = [stored(1, report("x", by: it.upstream))]
    let view = View(all: records, it.decisions, .order(policies: [.contributors: it.policy])).reports[0]
    #expect(view.value(.contributors, records).items == it.shown.map(FieldItem.contributor), "\(it.what)")
    #expect(view.conflicts.map(\.kind) == (it.conflict.map { [$0] } ?? []), "\(it.what)")
    #expect(
      view.conflicts.allSatisfy { $0.element == ElementKey("author:p") || $0.element == nil }, "\(it.what)")
  }

  struct Key: Sendable {
    var item: FieldItem
    var name: String
  }

  static let keys = [
    Key(item: .contributor(person("Haas, Marcel de", .editor)), name: "editor:marcel de haas"),
    Key(item: .contributor(person("Marcel de HAAS", .editor)), name: "editor:marcel de haas"),
    Key(item: .contributor(person("???")), name: "author:???"),
    Key(item: .section(Section(label: "2.", title: "The Énd")), name: "2:the end"),
    Key(item: .section(Section(title: "Preface")), name: ":preface"),
    Key(item: .section(Section(label: "2.", pages: PageRange.parse("31-40"))), name: "p:31"),
    Key(item: .section(Section(label: "2.")), name: "p:"),
    Key(item: .series(Series(title: "The Papers", number: "3")), name: "papers"),
  ]

  @Test(arguments: keys)
  func named(_ it: Key) { #expect(it.item.elementName == it.name) }

  @Test("a list with edited elements is its anchor's")
  func anchored() {
    let records = [
      stored(1, "B", report("b", by: [Self.p, Self.q], ids: ["doi:1"])),
      stored(2, "A", report("a", by: [Self.r], ids: ["doi:1"])),
    ]
    let view = View(all: records, [Self.toEditor]).reports[0]
    #expect(view.value(.contributors, records) == people(Self.editor, Self.q))
    #expect(view.value(.title, records) == text("a"))
  }

  @Test("a series' number is edited by itself, and contradicted")
  func series() {
    func records(_ number: String) -> [ViewRecord] {
      [stored(1, report("x", series: [Series(title: "Papers", number: number)]))]
    }
    let edit = Decision.edit(
      Edit(
        .series, element: ElementKey("papers"), anchor: 1,
        base: FieldValue(.series(Series(title: "Papers", number: "3"))),
        local: FieldValue(.series(Series(title: "Papers", number: "4")))))
    #expect(View(all: records("3"), [edit]).reports[0].conflicts == [])
    #expect(View(all: records("4"), [edit]).reports[0].conflicts == [])
    #expect(View(all: records("5"), [edit]).reports[0].conflicts.map(\.kind) == [.changed])
  }

  @Test("after a better parser an edited element keeps its place")
  func rebased() {
    let edit = Standing(numbered([Self.toEditor])).edits[0]
    let dotted = person("p.x")
    #expect(
      edit.rebased(before: report(by: [Self.q, Self.p]), after: report(by: [Self.q, dotted]))
        == .rebase(
          Rebase(
            edit: 1, .contributors, element: ElementKey("author:p x"), from: people(Self.p),
            base: people(dotted))))
    #expect(edit.rebased(before: report(by: [Self.p]), after: report(by: [Self.r, Self.p])) == nil)
  }
}
