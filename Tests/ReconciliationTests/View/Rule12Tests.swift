import Catalogue
import Testing

@testable import Reconciliation

@Suite("Rule 12: reports of which no live record is left")
struct Rule12Tests {
  static let dead = stored(1, live: false, report("a", subjects: ["s"]))
  static let edit = Decision.edit(Edit(.title, anchor: 1, base: text("a"), local: text("mine")))

  @Test("without decisions it is withdrawn, and still shows what it said")
  func withdrawn() {
    let report = View(all: [Self.dead]).reports[0]
    #expect(report.isWithdrawn && report.conflicts == [])
    #expect(report.value(.title, [Self.dead]) == text("a"))
  }

  @Test(arguments: [
    edit, .pin(.title, record: 1), .amend(Amendment(.subjects, anchor: 1, added: [.text("t")])),
  ])
  func conflict(_ decision: Decision) throws {
    let report = View(all: [Self.dead], [decision]).reports[0]
    #expect(!report.isWithdrawn)
    let conflict = try #require(report.conflicts.first)
    #expect(conflict.kind == .deletedUpstream && conflict.decisions == [1] && conflict.revision == 11)
    #expect(conflict.tombstones == [Tombstone(record: 1, revision: 11)])
    #expect(conflict.settled(.value(text("x"))) == nil)

    let kept = View(all: [Self.dead], [decision, try #require(conflict.settled(.local))]).reports[0]
    #expect(!kept.isWithdrawn && kept.conflicts == [])
    let gone = View(all: [Self.dead], [decision, try #require(conflict.settled(.upstream))]).reports[0]
    #expect(gone.isWithdrawn && gone.conflicts == [] && gone.value(.title, [Self.dead]) == text("a"))
    let undone = View(all: [Self.dead], [decision, try #require(conflict.settled(.upstream)), .undo(2)])
      .reports[0]
    #expect(undone == report)
  }

  @Test("what fell counts no more; what was taken back is another matter")
  func fallen() {
    let replaced = Decision.edit(Edit(.title, anchor: 1, base: text("a"), local: text("first")))
    let decisions: [Decision] = [
      replaced, Self.edit, .pin(.abstract, record: 1),
      .amend(Amendment(.subjects, anchor: 1, added: [.text("t")])),
      .merge(RecordPair(1, 2), lifting: []), .keepApart(RecordPair(1, 2)), .withdraw([2, 3]),
    ]
    #expect(Standing.fallen(numbered(decisions)) == [1, 2, 3, 5])
    #expect(Standing.fallen(numbered(decisions + [.undo(7)])) == [1, 5])
    #expect(Standing.fallen(numbered(decisions + [.undo(7), .undo(2)])) == [5])
    let given = Decision.resolve(Resolution(edit: 1, .title, choice: .upstream, upstream: text("b")))
    #expect(Standing.fallen(numbered([Self.edit, given])) == [1])
    #expect(Standing.fallen(numbered([Self.edit, given, .undo(2)])) == [])
  }

  @Test("it is kept for exactly these tombstones")
  func exactly() {
    let keep = Decision.keep([Tombstone(record: 1, revision: 11)])
    var again = Self.dead
    again.lastRevision = 13
    #expect(View(all: [again], [Self.edit, keep]).reports[0].conflicts.map(\.kind) == [.deletedUpstream])
    let other = stored(2, "B", live: false, report("b"))
    let both = View(all: [Self.dead, other], [Self.edit, keep, .merge(RecordPair(1, 2), lifting: [])])
      .reports[0]
    #expect(both.conflicts.map(\.kind) == [.deletedUpstream])
  }

  @Test("a record that lives on keeps the report")
  func alive() {
    let other = stored(2, "B", report("b"))
    let report = View(all: [Self.dead, other], [Self.edit, .merge(RecordPair(1, 2), lifting: [])]).reports[0]
    #expect(!report.isWithdrawn && report.conflicts == [])
    #expect(report.value(.title, [Self.dead, other]) == text("mine"))
  }

  @Test("a merge alone keeps nothing")
  func merged() {
    let other = stored(2, "B", live: false, report("b"))
    let report = View(all: [Self.dead, other], [.merge(RecordPair(1, 2), lifting: [])]).reports[0]
    #expect(report.isWithdrawn && report.conflicts == [])
  }
}
