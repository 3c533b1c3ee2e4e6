import Catalogue
import Reconciliation
import Storage
import Testing

@testable import Library

@Suite("Rules 9 to 14 in the store")
struct HeartTests {
  private func report(_ title: String, abstract: String? = nil, doi: String = "10.5555/x") -> Report {
    Report(
      title: title, identifiers: [Identifier(scheme: .doi, value: doi)], abstract: abstract)
  }

  private let decider = Decider("ann", reason: "the title page says so")

  @Test("a librarian's year: two catalogues, an edit, conflicts, a deletion, and back")
  func story() throws {
    let branches = try TwoBranches()
    let library = branches.library
    let others = [("2", report("Locks", doi: "10.5555/y"))]
    try branches.run("a", [("1", report("Dikes of the delta", abstract: "Old."))])
    try branches.run("b", [("x", report("The dikes of the Delta", abstract: "Other."))])
    let answer = try library.report("10.5555/x")
    #expect(answer.records.map(\.record) == [1, 2])
    #expect(answer.report.report.title == "Dikes of the delta")
    #expect(try library.report("2").report.number == 1)
    #expect(try library.changes(after: 0, limit: 9).items.map(\.kind) == [.added, .joined])

    let edited = try library.edit("1", [try EditRequest(typed: "title=Dikes of the Delta")], decider)
    #expect(edited.decisions == [1])
    #expect(try branches.shown("1").title == "Dikes of the Delta")
    #expect(try library.search("delta", catalogue: nil, after: nil, limit: 9).hits.count == 1)

    // The abstract follows silently; the title does not.
    try branches.run("a", [("1", report("Dikes of the delta", abstract: "New."))])
    #expect(try branches.shown("1").abstract == "New.")
    #expect(try library.conflicts(ConflictFilter(), before: nil, limit: 9).items.isEmpty)
    try branches.run("a", [("1", report("Dikes and dams", abstract: "New."))])
    #expect(try branches.shown("1").title == "Dikes of the Delta")
    let conflict = try #require(try library.conflicts(ConflictFilter(), before: nil, limit: 9).items.first)
    #expect(conflict.conflict.kind == .changed && conflict.number == 1 && conflict.run == 4)
    #expect(conflict.conflict.upstream == FieldValue(.text("Dikes and dams")))

    _ = try library.resolve(1, .upstream, decider)
    #expect(try branches.shown("1").title == "Dikes and dams")
    #expect(try library.conflict(1).ending == .upstream && library.conflict(1).decision == 2)
    _ = try library.undo(2, decider)
    #expect(try library.conflict(1).closed == nil)
    _ = try library.resolve(1, .typed("Dikes & dams"), decider)
    #expect(try branches.shown("1").title == "Dikes & dams")

    // Both upstreams delete it: it still shows, since a person edited it.
    try branches.run("a", others + [("1", nil)])
    try branches.run("b", others + [("x", nil)])
    let deletion = try #require(try library.conflicts(ConflictFilter(), before: nil, limit: 9).items.first)
    #expect(deletion.conflict.kind == .deletedUpstream && deletion.number == 2)
    try branches.run("b", [("x", report("The dikes of the Delta", abstract: "Other."))])
    #expect(try library.conflict(2).ending == .agreed)
    #expect(try library.verify() == [])
    try branches.restart()
    #expect(try branches.library.verify() == [])
  }

  @Test("a priority's change is carried out in the background, and outlives a kill")
  func priority() throws {
    let branches = try TwoBranches()
    try branches.run("a", (1...50).map { ("\($0)", report("A \($0)", doi: "10.5555/\($0)")) })
    try branches.run("b", (1...50).map { ("\($0)", report("B \($0)", doi: "10.5555/\($0)")) })
    #expect(try branches.shown("7").title == "A 7")
    try branches.configure(a: 3)
    try branches.restart()
    #expect(try branches.shown("7").title == "A 7")
    #expect(try branches.library.isMending())
    let catalogue = try branches.library.catalogues().first { $0.name == "a" }?.number
    #expect(try branches.library.mending() == Mending(catalogue: catalogue, notesKeys: false, share: 0))
    try branches.mend()
    #expect(try branches.library.mending() == nil)
    #expect(try branches.shown("7").title == "B 7")
    #expect(try branches.library.isMending() == false)
    #expect(try branches.library.verify() == [])
  }

  @Test("merge and keep-apart stay, and can be undone")
  func decisions() throws {
    let branches = try TwoBranches()
    let library = branches.library
    try branches.run("a", [("1", report("Dikes", doi: "10.5555/1"))])
    try branches.run("b", [("1", report("Dams", doi: "10.5555/2"))])
    _ = try library.merge("1", "2", decider)
    #expect(try library.report("2").report.number == 1)
    _ = try library.undo(1, decider)
    #expect(try library.report("2").report.number == 2)
    try branches.run("b", [("1", report("Dams", doi: "10.5555/1"))])
    #expect(try library.report("2").report.number == 1)
    _ = try library.keepApart("1", "2", decider)
    #expect(try library.report("2").report.number == 2)
    let kinds = try library.changes(after: 0, limit: 20).items.map(\.kind)
    #expect(kinds == [.added, .added, .joined, .split, .joined, .split], "\(kinds)")
    #expect(try library.verify() == [])
  }

  @Test("a report is purged with its decisions, and comes back as another")
  func purge() throws {
    let branches = try TwoBranches()
    let library = branches.library
    try branches.run("a", [("1", report("Dikes")), ("2", report("Locks", doi: "10.5555/2"))])
    try branches.run("b", [("1", report("Dikes!"))])
    _ = try library.edit("1", [try EditRequest(typed: "title=Dykes")], decider)
    _ = try library.keepApart("1", "2", decider)
    let loss = try library.purgeCount(report: "3")
    #expect(loss.report == 1 && loss.records == 2 && loss.revisions == 2 && loss.decisions == 1)
    #expect(try library.purge(report: "1", by: "ann") == loss)
    #expect(throws: LibraryError.self) { try library.report("10.5555/x") }
    #expect(try library.decisions(before: nil, limit: 9).items.map(\.number) == [2])
    #expect(try library.verify() == [])
    try branches.run("b", [("1", report("Dikes!"))])
    #expect(try library.report("10.5555/x").report.number == 4)
    #expect(try library.verify() == [])
  }

  @Test("trim leaves the last state before the moment, and what anything leads to")
  func trim() throws {
    let branches = try TwoBranches()
    let library = branches.library
    for (n, title) in ["A", "B", "C", "D", "E"].enumerated() {
      if n > 0 { branches.clock.advance(by: 100) }
      try branches.run("a", [("1", report(title))])
    }
    let catalogue = try #require(try library.catalogues().first?.number)
    let before = branches.clock.now() - 150  // A, B and C are older
    let expected = try library.trim(catalogue: catalogue, before: before, isRehearsal: true)
    #expect(expected.revisions == 2 && expected.records == 1)
    #expect(try library.trim(catalogue: catalogue, before: before, isRehearsal: false) == expected)
    let titles = try library.history(of: "1", after: nil, limit: 9).items.compactMap { item in
      if case .revision(let row, _) = item { row.report?.title } else { nil }
    }
    #expect(titles == ["E", "D", "C"])
    #expect(try library.trim(catalogue: catalogue, before: before, isRehearsal: false) == TrimCount())
    #expect(try library.verify() == [])
  }

  @Test("a better parser opens no conflict over an edit")
  func reparse() throws {
    let branches = try TwoBranches()
    let library = branches.library
    try branches.run("a", [("1", report("Dikes"))])
    _ = try library.edit("1", [try EditRequest(typed: "title=Dykes")], decider)
    branches.parser.prefix = "The "
    let catalogue = try #require(try library.catalogues().first?.number)
    let result = try library.reparse(
      catalogue: catalogue, parser: branches.parser, settings: branches.settings)
    #expect(result.changed == 1)
    #expect(try branches.shown("1").title == "Dykes")
    #expect(try library.conflicts(ConflictFilter(), before: nil, limit: 9).items.isEmpty)
    try branches.run("a", [("1", report("Dikes"))])
    #expect(try library.conflicts(ConflictFilter(), before: nil, limit: 9).items.isEmpty)
    #expect(try library.verify() == [])
  }

  @Test("policies decide for the person, and say so")
  func policies() throws {
    let branches = try TwoBranches()
    let library = branches.library
    try branches.configure(policies: [.title: .upstream, .abstract: .local])
    try branches.run("a", [("1", report("Dikes", abstract: "Old."))])
    _ = try library.edit(
      "1", [try EditRequest(typed: "title=Dykes"), try EditRequest(typed: "abstract=Mine.")], decider)
    try branches.run("a", [("1", report("Dams", abstract: "New."))])
    #expect(try branches.shown("1").title == "Dams" && branches.shown("1").abstract == "Mine.")
    var filter = ConflictFilter()
    #expect(try library.conflicts(filter, before: nil, limit: 9).items.isEmpty)
    filter.isOpen = false
    #expect(try library.conflicts(filter, before: nil, limit: 9).items.map(\.ending) == [.policy, .policy])
    try branches.configure()
    try branches.mend()
    #expect(try library.conflicts(ConflictFilter(), before: nil, limit: 9).items.count == 2)
    #expect(try branches.shown("1").title == "Dykes")
    #expect(try library.verify() == [])
  }

  @Test("reports that look alike are suggested, until a person decides")
  func suggestions() throws {
    let branches = try TwoBranches()
    let library = branches.library
    func alike(_ title: String) -> Report {
      Report(
        title: title, contributors: [Contributor(name: Name(printed: "Haas, Marcel de"))],
        published: PartialDate.parse("2007"))
    }
    try branches.run("a", [("1", alike("Dikes of the delta"))])
    try branches.run("b", [("x", alike("The dikes of the Delta"))])
    let found = try #require(try library.suggestions(after: nil, limit: 9).first)
    #expect(found.suggestion.likeness == .title && found.reports.map(\.number) == [1, 2])
    #expect(try library.suggestions(after: (1, 2), limit: 9).isEmpty)
    _ = try library.keepApart("1", "2", decider)
    #expect(try library.suggestions(after: nil, limit: 9).isEmpty)
    _ = try library.undo(1, decider)
    #expect(try library.suggestions(after: nil, limit: 9).count == 1)
    #expect(try library.verify() == [])
  }

  @Test("all edits of a field are taken back, those that later ones replaced included")
  func undoEdits() throws {
    let branches = try TwoBranches()
    let library = branches.library
    try branches.run("a", [("1", report("Dikes"))])
    for title in ["One", "Two"] {
      _ = try library.edit("1", [try EditRequest(typed: "title=\(title)")], decider)
    }
    _ = try library.edit("1", [try EditRequest(typed: "subjects+=water")], decider)
    #expect(try library.undoEdits("1", .title, decider).decisions == [4, 5])
    #expect(try branches.shown("1").title == "Dikes" && branches.shown("1").subjects == ["water"])
    #expect(try library.undoEdits("1", nil, decider).decisions == [6])
    #expect(try library.undoEdits("1", nil, decider).decisions == [])
    #expect(try branches.shown("1") == report("Dikes"))
    let noted = try library.notedDecisions(of: "1", before: nil, limit: 2)
    #expect(noted.items.map(\.row.number) == [6, 5] && noted.next == 5)
    #expect(
      try library.notedDecisions(of: "10.5555/x", before: 5, limit: 9).items.map(\.isUndone) == [
        false, true, true, true,
      ])
  }

  @Test("decisions are taken back together, or none of them")
  func undoTogether() throws {
    let branches = try TwoBranches()
    let library = branches.library
    try branches.run("a", [("1", report("Dikes"))])
    for typed in ["title=One", "subjects+=water"] {
      _ = try library.edit("1", [try EditRequest(typed: typed)], decider)
    }
    for (numbers, words) in [
      ([1, 2, 9], "there is no decision 9; none was taken back"),
      ([1, 2, 1], "decision 1 is undone already; none was taken back"),
    ] as [([Int64], String)] {
      let error = #expect(throws: LibraryError.self) { try library.undo(numbers, decider) }
      #expect(error?.message == words)
      #expect(try branches.shown("1").title == "One" && branches.shown("1").subjects == ["water"])
      #expect(try library.decisions(before: nil, limit: 9).items.count == 2)
    }
    #expect(try library.undo([2, 1], decider).map(\.decisions) == [[3], [4]])
    #expect(try branches.shown("1") == report("Dikes"))
    #expect(try library.verify() == [])
  }

  @Test("the list of decisions says which count no more, although nobody took them back")
  func fallen() throws {
    let branches = try TwoBranches()
    let library = branches.library
    try branches.run("a", [("1", report("Dikes"))])
    for edit in ["title=One", "title=Two", "subjects+=water", "publisher=Delta"] {
      _ = try library.edit("1", [try EditRequest(typed: edit)], decider)
    }
    _ = try library.undo(4, decider)
    func marks() throws -> [String] {
      try library.notedDecisions(of: "1", before: nil, limit: 9).items.reversed().map {
        "\($0.row.number)\($0.isUndone ? " undone" : "")\($0.isFallen ? " fallen" : "")"
      }
    }
    #expect(try marks() == ["1 fallen", "2", "3", "4 undone", "5"])
    try branches.run("a", [("1", nil), ("2", report("Locks", doi: "10.5555/2"))])
    #expect(try marks() == ["1 fallen", "2", "3", "4 undone", "5"])
    _ = try library.resolve(1, .upstream, decider)
    #expect(try library.report("1").report.isWithdrawn)
    #expect(try marks() == ["1 fallen", "2 fallen", "3 fallen", "4 undone", "5", "6"])
    _ = try library.undo(6, decider)
    #expect(try marks() == ["1 fallen", "2", "3", "4 undone", "5", "6 undone", "7"])
  }

  @Test("a report is found by its handle alone, and by its DOI as East Asia prints it")
  func bareHandle() throws {
    let branches = try TwoBranches()
    var stated = report("Dikes")
    stated.identifiers.append(Identifier(scheme: .handle, value: "10986/2112"))
    try branches.run("a", [("1", stated)])
    for reference in ["10986/2112", "hdl:10986/2112", "ＤＯＩ：10.5555/x"] {
      #expect(try branches.library.report(reference).report.number == 1)
    }
  }

  @Test("an upstream that changes again supersedes a conflict; a given identifier is found")
  func again() throws {
    let branches = try TwoBranches()
    let library = branches.library
    try branches.run("a", [("1", report("One"))])
    _ = try library.edit(
      "1", [try EditRequest(typed: "title=Mine"), try EditRequest(typed: "identifiers+=doi:10.4242/given")],
      decider)
    for title in ["Two", "Three"] { try branches.run("a", [("1", report(title))]) }
    #expect(try library.conflict(1).ending == .superseded && library.conflict(2).closed == nil)
    #expect(try library.report("https://doi.org/10.4242/GIVEN").report.number == 1)
    for decision in [1, 2] { _ = try library.undo(Int64(decision), decider) }
    #expect(throws: LibraryError.self) { try library.report("10.4242/given") }
    #expect(try library.verify() == [])
  }
}
