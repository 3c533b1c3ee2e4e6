import Catalogue
import Reconciliation
import Storage
import Testing

@testable import Library

@Suite("When, by whom and by which run the change log says that something changed")
struct ChangeLogTests {
  private func report(_ title: String, _ identifier: String = "10.5555/x") -> Report {
    Report(title: title, identifiers: [Identifier(scheme: .doi, value: identifier)])
  }

  private let day: Int64 = 86_400
  private let ann = Decider("ann")

  private func all(_ branches: TwoBranches) throws -> [ChangeRow] {
    try branches.library.changes(after: 0, limit: 99).items
  }

  /// Two reports of both catalogues, an edit, another priority a day later, and an edit on the third day.
  private func reprioritised() throws -> TwoBranches {
    let branches = try TwoBranches()
    let (one, two) = (report("One"), report("Two", "10.5555/y"))
    try branches.run("a", [("1", one), ("2", two)])
    try branches.run("b", [("x", report("Eins")), ("y", report("Zwei", "10.5555/y"))])
    branches.clock.advance(by: 50_000)
    _ = try branches.library.edit("2", [try EditRequest(typed: "subjects+=water")], ann)
    branches.clock.advance(by: day - 50_000)
    try branches.configure(a: 3)
    try branches.mend()
    branches.clock.advance(by: day)
    _ = try branches.library.edit("1", [try EditRequest(typed: "title=Uno")], ann)
    return branches
  }

  @Test("what another priority changes is found by its day, and is no run's")
  func priority() throws {
    let branches = try reprioritised()
    let changed = try all(branches).filter { $0.kind == .changed }
    #expect(changed.map(\.report) == [1, 2] && changed.map(\.catalogue) == [2, 2])
    #expect(changed.map(\.at) == [1_000_000 + day, 1_000_000 + day] && changed.map(\.run) == [nil, nil])
    #expect(try branches.library.lastChange(before: 1_000_000 + day) == changed[0].number - 1)
    #expect(try branches.library.lastChange(before: 1_000_001 + day) == changed[1].number)
  }

  @Test(
    "a store that holds such changes with an old revision's time says when they can have been made at the earliest"
  )
  func migrated() throws {
    let branches = try reprioritised()
    // As earlier releases wrote it, and as they left the time out.
    try branches.execute(
      "UPDATE change SET at = NULL WHERE kind = 2;" + MigrationTests.back(to: 10))
    try branches.restart()
    let rows = try all(branches)
    #expect(rows.map(\.kind) == [.added, .added, .joined, .joined, .edited, .changed, .changed, .edited])
    #expect(
      rows.map(\.at) == [
        1_000_000, 1_000_000, 1_000_000, 1_000_000, 1_050_000, 1_050_000, 1_050_000, 1_000_000 + 2 * day,
      ])
    #expect(rows.map(\.run) == [1, 1, 2, 2, nil, nil, nil, nil])
    #expect(try branches.library.lastChange(before: 1_050_000) == 4)
  }

  @Test("a purge is told with its time and its user, and what shows since then is no run's")
  func purge() throws {
    let branches = try TwoBranches()
    try branches.run("a", [("1", report("One")), ("2", report("Two", "10.5555/y"))])
    try branches.run("b", [("x", report("Eins"))])
    branches.clock.advance(by: day)
    try branches.configure(only: "b")
    try branches.library.purge("a", by: "ann")
    _ = try branches.library.purge(report: "3", by: "bob")
    let told = try all(branches).dropFirst(3).map {
      "\($0.kind) \($0.report) \(($0.at ?? 0) - 1_000_000) \($0.by ?? "-") \($0.run ?? 0)"
    }
    #expect(
      told == ["purged 2 86400 ann 0", "split 3 86400 ann 0", "purged 1 86400 ann 0", "purged 3 86400 bob 0"])
  }

  @Test(
    "what persons decided is told as theirs also where the decision was purged, and what was purged has a time"
  )
  func purgedDecision() throws {
    let branches = try TwoBranches()
    let library = branches.library
    try branches.run("a", [("1", report("One"))])
    branches.clock.advance(by: day)
    _ = try library.edit("1", [try EditRequest(typed: "title=Two")], Decider("bob"))
    try branches.configure(only: "b")
    branches.clock.advance(by: day)
    try library.purge("a", by: "ann")
    let rows = try all(branches)
    #expect(rows.map(\.kind) == [.added, .edited, .purged])
    #expect(rows.map(\.by) == [nil, "bob", "ann"])
    // The first has its time from the next: its revision is gone.
    #expect(rows.map(\.at) == [1_000_000 + day, 1_000_000 + day, 1_000_000 + 2 * day])
  }

  @Test("who imported what changed a report is told")
  func imported() throws {
    let (one, other) = (try TwoBranches(), try TwoBranches())
    for branches in [one, other] { try branches.run("a", [("1", report("One"))]) }
    _ = try one.library.edit("1", [try EditRequest(typed: "title=Two")], Decider("ann"))
    _ = try other.library.take(
      try one.library.portableDecisions(after: 0, limit: 9).items, from: "root")
    let row = try all(other).last
    #expect(row?.kind == .edited && row?.by == "ann" && row?.imported?.by == "root")
    #expect(try all(one).last?.imported == nil)
  }

  @Test("what a better parser reads is told as of the time when it read it")
  func reparse() throws {
    let branches = try TwoBranches()
    try branches.run("a", [("1", report("One")), ("2", report("Two", "10.5555/y"))])
    try branches.run("b", [("x", report("Eins"))])
    branches.clock.advance(by: day)
    branches.parser.prefix = "The "
    _ = try branches.library.reparse(catalogue: 1, parser: branches.parser, settings: branches.settings)
    let changed = try all(branches).filter { $0.kind == .changed }
    #expect(changed.count == 2 && changed.allSatisfy { $0.at == 1_000_000 + day && $0.run == nil })
    #expect(changed.allSatisfy { $0.catalogue == 1 })
  }

  @Test("a split is of the catalogue whose word caused it, and of its run, whichever report it leaves")
  func split() throws {
    for catalogue in ["a", "b"] {
      let branches = try TwoBranches()
      try branches.run("a", [("1", report("One"))])
      try branches.run("b", [("x", report("Eins"))])
      try branches.run(catalogue, [(catalogue == "a" ? "1" : "x", report("Other", "10.5555/z"))])
      let number: Int64 = catalogue == "a" ? 1 : 2
      let split = try #require(try all(branches).first { $0.kind == .split })
      #expect(split.report == 2 && split.other == 1 && split.run == 3 && split.catalogue == number)
      #expect(
        try branches.library.changes(after: 0, catalogue: number, limit: 9).items.contains {
          $0.kind == .split
        })
      // And so is the join that brings them together again.
      try branches.run(catalogue, [(catalogue == "a" ? "1" : "x", report("Other"))])
      let joined = try #require(try all(branches).last { $0.kind == .joined })
      #expect(joined.other == 2 && joined.run == 4 && joined.catalogue == number)
    }
  }

  @Test("whose a conflict is, the list of conflicts and the change log say alike")
  func conflict() throws {
    let branches = try TwoBranches()
    let library = branches.library
    try branches.run("a", [("1", report("One"))])
    try branches.run("b", [("x", report("Eins"))])
    _ = try library.edit("1", [try EditRequest(typed: "title=Uno")], ann)
    try branches.run("a", [("1", nil), ("2", report("Two", "10.5555/y"))])
    try branches.run("b", [("x", nil), ("y", report("Zwei", "10.5555/y"))])
    try branches.run("a", [("1", report("One"))])
    var filter = ConflictFilter()
    filter.isOpen = false
    for (catalogue, count) in [(1, 0), (2, 1)] as [(Int64, Int)] {
      filter.catalogue = catalogue
      #expect(try library.conflicts(filter, before: nil, limit: 9).items.count == count)
      let told = try library.changes(after: 0, catalogue: catalogue, limit: 99).items.map(\.kind)
      #expect(told.filter { $0 == .conflict }.count == count && told.filter { $0 == .settled }.count == count)
    }
  }

  @Test("what a policy decides is told, and each end of a conflict as it was")
  func endings() throws {
    let branches = try TwoBranches()
    let library = branches.library
    func say(_ title: String) throws { try branches.run("a", [("1", report(title))]) }
    func ends() throws -> [String] {
      try all(branches).compactMap { row in
        row.ending.map { "\(row.other ?? 0) \($0)" }
      }
    }
    try say("One")
    _ = try library.edit("1", [try EditRequest(typed: "title=Mine")], ann)
    for title in ["Two", "Three", "Two", "One"] { try say(title) }
    #expect(try ends() == ["1 superseded", "2 superseded", "1 agreed"])
    try branches.configure(policies: [.title: .local])
    try branches.mend()
    try say("Two")
    try say("Two")
    try say("Four")
    #expect(try ends().dropFirst(3) == ["1 policy", "3 policy"])
    let told = try library.history(of: "1", after: nil, limit: 99).items.compactMap { item in
      if case .change(let row, _) = item { row.ending } else { nil }
    }
    #expect(told.reversed() == [.superseded, .superseded, .agreed, .policy, .policy])
  }
}
