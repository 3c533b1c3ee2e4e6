import Catalogue
import Reconciliation
import Storage
import Testing

@testable import Library

@Suite("Decisions that are carried to another store")
struct PortableTests {
  private func report(_ title: String, abstract: String? = nil, doi: String = "10.5555/x") -> Report {
    Report(
      title: title, identifiers: [Identifier(scheme: .doi, value: doi)], abstract: abstract)
  }

  private let decider = Decider("ann", reason: "the title page says so")

  @Test("decisions are carried to another store, once")
  func portable() throws {
    let (one, other) = (try TwoBranches(), try TwoBranches())
    try one.run("a", [("1", report("Dikes")), ("2", report("Locks", doi: "10.5555/2"))])
    try other.run("b", [("7", report("Something else", doi: "10.5555/7"))])
    try other.run("a", [("2", report("Locks", doi: "10.5555/2")), ("1", report("Dikes"))])
    _ = try one.library.edit("1", [try EditRequest(typed: "title=Dykes")], decider)
    _ = try one.library.merge("1", "2", decider)
    _ = try one.library.undo(2, decider)
    let all = try one.library.portableDecisions(after: 0, limit: 100).items
    var result = try other.library.take(all, from: "root")
    #expect(result.added == 3 && result.refused.isEmpty)
    #expect(try other.shown("10.5555/x").title == "Dykes")
    #expect(try other.library.report("10.5555/2").report.report.title == "Locks")
    #expect(try other.library.decisions(before: nil, limit: 9).items.last?.by == "ann")
    let imported = try other.library.decisions(before: nil, limit: 9).items
    #expect(imported.allSatisfy { $0.imported?.by == "root" })
    #expect(try one.library.decisions(before: nil, limit: 9).items.allSatisfy { $0.imported == nil })
    result = try other.library.take(all, from: "root")
    #expect(result.added == 0 && result.known == 3)
    #expect(try other.library.verify() == [])
  }

  @Test("an older edit does not take the place of a newer one that was made here")
  func portableOlder() throws {
    let (one, other) = (try TwoBranches(), try TwoBranches())
    for branches in [one, other] { try branches.run("a", [("1", report("Dikes"))]) }
    _ = try one.library.edit("1", [try EditRequest(typed: "title=Dykes")], decider)
    _ = try one.library.edit("1", [try EditRequest(typed: "abstract=Of water")], decider)
    var all = try one.library.portableDecisions(after: 0, limit: 9).items
    _ = try other.library.edit("1", [try EditRequest(typed: "title=Dams")], Decider("bob"))
    all[0].at -= 60
    let result = try other.library.take(all, from: "root")
    #expect(result.added == 1 && result.refused[1]?.contains("bob has decided otherwise since") == true)
    #expect(try other.shown("1").title == "Dams" && other.shown("1").abstract == "Of water")
    _ = try other.library.undo(1, decider)
    #expect(try other.library.take(all, from: "root").added == 1)
    #expect(try other.shown("1").title == "Dykes")
    #expect(try other.library.verify() == [])
  }

  @Test("an older merge does not join what was kept apart here since")
  func portableMerge() throws {
    let (one, other) = (try TwoBranches(), try TwoBranches())
    for branches in [one, other] {
      try branches.run("a", [("1", report("Dikes"))])
      try branches.run("b", [("x", report("Dams", doi: "10.5555/y"))])
    }
    _ = try one.library.merge("1", "2", decider)
    var all = try one.library.portableDecisions(after: 0, limit: 9).items
    all[0].at -= 60
    _ = try other.library.keepApart("1", "2", Decider("bob"))
    let result = try other.library.take(all, from: "root")
    #expect(result.refused[1]?.contains("bob has decided otherwise since, by decision 1") == true)
    #expect(try other.library.size().reports == 2)
  }

  @Test("an older amendment or pin takes nothing back that was decided here since")
  func portableOlderPin() throws {
    let (one, other) = (try TwoBranches(), try TwoBranches())
    for branches in [one, other] {
      try branches.run("a", [("1", report("Dikes"))])
      try branches.run("b", [("x", report("The dikes"))])
    }
    _ = try one.library.pin("1", .title, catalogue: "b", decider)
    for typed in ["subjects+=water", "subjects-=water", "subjects+=sand"] {
      _ = try one.library.edit("1", [try EditRequest(typed: typed)], decider)
    }
    var all = try one.library.portableDecisions(after: 0, limit: 9).items
    for place in all.indices { all[place].at -= 60 }
    _ = try other.library.edit("1", [try EditRequest(typed: "title=Dams")], Decider("bob"))
    _ = try other.library.edit("1", [try EditRequest(typed: "subjects+=water")], Decider("bob"))
    let result = try other.library.take(all, from: "root")
    #expect(Set(result.refused.keys) == [1, 3])
    #expect(try other.shown("1").title == "Dams" && other.shown("1").subjects == ["water", "sand"])
  }

  @Test("an older resolution, element or keep-apart takes nothing back that was decided here since")
  func portableOlderOthers() throws {
    let (one, other) = (try TwoBranches(), try TwoBranches())
    for branches in [one, other] {
      let doi = [Identifier(scheme: .doi, value: "10.5555/x")]
      let people = [Contributor(name: Name(printed: "Ann Lee"))]
      try branches.run(
        "a",
        [
          ("1", Report(title: "Dikes", contributors: people, identifiers: doi)),
          ("2", report("Locks", doi: "10.5555/2")),
        ])
      try branches.run("b", [("x", report("The dikes")), ("y", report("Weirs", doi: "10.5555/3"))])
    }
    // One conflict over the same edit in both.
    _ = try one.library.edit("2", [try EditRequest(typed: "title=Sluices")], decider)
    _ = try other.library.take(try one.library.portableDecisions(after: 0, limit: 9).items, from: "root")
    for branches in [one, other] {
      try branches.run("a", [("2", report("Dams", doi: "10.5555/2"))])
      branches.clock.advance(by: 60)
    }
    _ = try one.library.resolve(1, .upstream, decider)
    _ = try one.library.edit("1", [try EditRequest(typed: "contributors[1].role=editor")], decider)
    _ = try one.library.keepApart("1", "3", decider)
    other.clock.advance(by: 60)
    _ = try other.library.resolve(1, .local, Decider("bob"))
    _ = try other.library.edit("1", [try EditRequest(typed: "contributors=Bob Roe")], Decider("bob"))
    _ = try other.library.merge("1", "4", Decider("bob"))
    let result = try other.library.take(
      try one.library.portableDecisions(after: 0, limit: 9).items, from: "root")
    #expect(Set(result.refused.keys) == [2, 3, 4] && result.known == 1, "\(result)")
    #expect(try other.shown("2").title == "Sluices")
    #expect(try other.shown("1").contributors.map(\.name.printed) == ["Bob Roe"])
    #expect(try other.library.report("3").report.number == 1)
    #expect(try other.library.verify() == [])
  }

  @Test("what is about a purged record stays in its store")
  func purgedStaysHere() throws {
    let branches = try TwoBranches()
    try branches.run("a", [("1", report("Dikes")), ("2", report("Locks", doi: "10.5555/y"))])
    _ = try branches.library.keepApart("1", "2", decider)
    _ = try branches.library.edit("1", [try EditRequest(typed: "title=Dykes")], decider)
    _ = try branches.library.purge(report: "2", by: "bob")
    #expect(try branches.library.portableDecisions(after: 0, limit: 9).items.map(\.number) == [2])
  }

  @Test("what was imported counts since it was imported, also in history and in a report's past")
  func portableSince() throws {
    let (one, other) = (try TwoBranches(), try TwoBranches())
    for branches in [one, other] { try branches.run("a", [("1", report("Dikes"))]) }
    _ = try one.library.edit("1", [try EditRequest(typed: "title=Dykes")], decider)
    // Made before the other store had the report, or imported it.
    var all = try one.library.portableDecisions(after: 0, limit: 9).items
    all[0].at -= 3600
    other.clock.advance(by: 60)
    let now = other.clock.now()
    _ = try other.library.take(all, from: "root")
    #expect(try other.library.decisions(before: nil, limit: 9).items.map(\.since) == [now])
    let items = try other.library.history(of: "1", after: nil, limit: 9).items
    guard case .decision = items.first else {
      Issue.record("\(items)")
      return
    }
    #expect(try other.library.report("1", at: now - 1).report.title == "Dikes")
    #expect(try other.library.report("1", at: now).report.title == "Dykes")
  }

  @Test("what keeps a report in spite of a deletion that only its store knows stays there")
  func keptStaysHere() throws {
    let branches = try TwoBranches()
    let other = ("2", Optional(report("Locks", doi: "10.5555/y")))
    try branches.run("a", [("1", report("Dikes")), other])
    _ = try branches.library.edit("1", [try EditRequest(typed: "title=Dykes")], decider)
    try branches.run("a", [("1", nil), other])
    _ = try branches.library.resolve(1, .local, decider)
    _ = try branches.library.undo(2, decider)
    #expect(try branches.library.decisions(before: nil, limit: 9).items.count == 3)
    #expect(try branches.library.portableDecisions(after: 0, limit: 9).items.map(\.number) == [1])
    let page = try branches.library.portableDecisions(after: 1, limit: 1)
    #expect(page.items.isEmpty && page.next == 2)
  }

  @Test("what was decided again within one second arrives again, in one piece or in several")
  func portableAgain() throws {
    let (one, other) = (try TwoBranches(), try TwoBranches())
    for branches in [one, other] { try branches.run("a", [("1", report("Dikes"))]) }
    for title in ["aaa", "bbb", "aaa"] {
      _ = try one.library.edit("1", [try EditRequest(typed: "title=\(title)")], decider)
    }
    let all = try one.library.portableDecisions(after: 0, limit: 9).items
    var numbers: [DecisionNumber: DecisionNumber] = [:]
    for decision in all {
      numbers = try other.library.take([decision], from: "root", numbers: numbers).numbers
    }
    #expect(try other.shown("1").title == "aaa" && numbers == [1: 1, 2: 2, 3: 3])
    let again = try other.library.take(all + all, from: "root")
    #expect(again.added == 0 && again.known == 6 && again.numbers == numbers)
  }

  @Test("decisions of a time to come, of nobody, and of names and reasons without end are refused")
  func portableForged() throws {
    let (one, other) = (try TwoBranches(), try TwoBranches())
    for branches in [one, other] { try branches.run("a", [("1", report("Dikes"))]) }
    _ = try one.library.edit("1", [try EditRequest(typed: "title=Dykes")], decider)
    let right = try #require(try one.library.portableDecisions(after: 0, limit: 9).items.first)
    func changed(_ body: (inout PortableDecision) -> Void) -> PortableDecision {
      var decision = right
      body(&decision)
      return decision
    }
    for (wrong, words) in [
      (changed { $0.at = 99_999_999_999_999 }, "time to come"), (changed { $0.by = "" }, "nobody"),
      (changed { $0.by = String(repeating: "x", count: 5000) }, "longer than 256"),
      (changed { $0.reason = String(repeating: "x", count: 10_001) }, "longer than 10000"),
    ] {
      let result = try other.library.take([wrong], from: "root")
      #expect(result.added == 0 && result.refused[1]?.contains(words) == true, "\(result)")
    }
    #expect(try other.library.take([changed { $0.at += 3600 }], from: "root").added == 1)
  }
}
