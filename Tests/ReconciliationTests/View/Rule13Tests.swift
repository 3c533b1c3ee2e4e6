import Catalogue
import Testing

@testable import Reconciliation

@Suite("Rule 13: sets")
struct Rule13Tests {
  struct Case: Sendable {
    var what: String
    var upstream: [String]
    var decisions: [Decision]
    var shown: [String]
  }

  static func add(_ values: String...) -> Decision {
    .amend(Amendment(.subjects, anchor: 1, added: values.map(FieldItem.text)))
  }
  static func remove(_ values: String...) -> Decision {
    .amend(Amendment(.subjects, anchor: 1, removed: values.map(FieldItem.text)))
  }

  static let cases = [
    Case(what: "added stands behind", upstream: ["b", "a"], decisions: [add("c")], shown: ["b", "a", "c"]),
    Case(what: "removed", upstream: ["b", "a"], decisions: [remove("b")], shown: ["a"]),
    Case(what: "by normalised value", upstream: ["Énergie"], decisions: [remove("ENERGIE")], shown: []),
    Case(
      what: "what is there is not added", upstream: ["Energy"], decisions: [add("energy")], shown: ["Energy"]),
    Case(what: "the last counts", upstream: ["a"], decisions: [remove("a"), add("A")], shown: ["A"]),
    Case(what: "the last counts, again", upstream: [], decisions: [add("a"), remove("A")], shown: []),
    Case(what: "only of one value", upstream: ["a"], decisions: [remove("a"), add("b")], shown: ["b"]),
    Case(what: "added and gone upstream", upstream: [], decisions: [add("a")], shown: ["a"]),
    Case(
      what: "removed, and upstream says it anew", upstream: ["a", "c"], decisions: [remove("c")], shown: ["a"]
    ),
    Case(what: "undone", upstream: ["a"], decisions: [remove("a"), .undo(1)], shown: ["a"]),
    Case(
      what: "what folds to nothing is itself", upstream: ["?", "!"], decisions: [remove("?")], shown: ["!"]),
  ]

  @Test(arguments: cases)
  func amended(_ it: Case) {
    let records = [stored(1, report("x", subjects: it.upstream))]
    let view = View(all: records, it.decisions).reports[0]
    #expect(view.value(.subjects, records).items == it.shown.map(FieldItem.text), "\(it.what)")
    #expect(view.conflicts == [])
  }

  @Test("of identifiers, over the union; and an edit never links")
  func identifiers() {
    let records = [stored(1, report("a", ids: ["doi:1"])), stored(2, "B", report("b", ids: ["doi:2"]))]
    let added = Decision.amend(
      Amendment(
        .identifiers, anchor: 1, added: [.identifier(id("doi:2"))], removed: [.identifier(id("doi:1"))]))
    let view = View(all: records, [added])
    #expect(view.groups == [[1], [2]])
    #expect(view.reports[0].value(.identifiers, records).items == [.identifier(id("doi:2"))])
    #expect(view.reports[0].fields.first { $0.field == .identifiers }?.items[0].source == .edit(1))
  }
}
