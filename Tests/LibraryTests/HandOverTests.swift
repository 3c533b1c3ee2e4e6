import Catalogue
import Reconciliation
import Storage
import Testing

@testable import Library

@Suite("What persons decided when a record goes")
struct HandOverTests {
  private func report(_ title: String, abstract: String? = nil, doi: String = "10.5555/x") -> Report {
    Report(
      title: title, identifiers: [Identifier(scheme: .doi, value: doi)], abstract: abstract)
  }

  private let decider = Decider("ann", reason: "the title page says so")

  @Test("what a person decided outlives the purge of the catalogue that it was decided over")
  func purgedCatalogue() throws {
    let branches = try TwoBranches()
    let library = branches.library
    try branches.run("a", [("1", report("Dikes")), ("2", report("Locks", doi: "10.5555/2"))])
    try branches.run("b", [("x", report("The dikes"))])
    branches.clock.advance(by: 60)
    let edited = branches.clock.now()
    _ = try library.edit(
      "1", [try EditRequest(typed: "title=Dykes"), try EditRequest(typed: "subjects+=water")], decider)
    _ = try library.edit("2", [try EditRequest(typed: "title=Weirs")], decider)
    try branches.configure(only: "b")
    branches.clock.advance(by: 60)
    let loss = try library.purgeCount("a")
    #expect(loss.records == 2 && loss.decisions == 1 && loss.handedOver == 2)
    try library.purge("a", by: "ann")
    let left = try library.report("10.5555/x")
    #expect(left.report.number == 3 && left.records.count == 1)
    #expect(left.report.report.title == "Dykes" && left.report.report.subjects == ["water"])
    #expect(try library.decisions(before: nil, limit: 9).items.map(\.by) == ["ann", "ann"])
    // As it was shown before the purge.
    #expect(try library.report("3", at: edited).report.title == "Dykes")
    #expect(try library.report("3", at: edited - 1).report.title == "The dikes")
    #expect {
      try library.report("1")
    } throws: {
      ($0 as? LibraryError)?.message
        == "there is no report “1” any more: what else was known of it is report 3 now"
    }
    try branches.run("b", [("x", report("Dams"))])
    #expect(try library.conflicts(ConflictFilter(), before: nil, limit: 9).items.count == 1)
    #expect(try library.verify() == [])
  }

  @Test(
    "a purge brings no edit back that a resolution had withdrawn, and says before what goes and what stays")
  func purgedResolution() throws {
    for answer in [Resolving.upstream, .local, .typed("Third")] {
      let branches = try TwoBranches()
      let library = branches.library
      try branches.run("a", [("p", report("Upstream P"))])
      try branches.run("b", [("q", report("Upstream Q", doi: "10.5555/2"))])
      _ = try library.edit("1", [try EditRequest(typed: "title=Edited P")], decider)
      _ = try library.edit("2", [try EditRequest(typed: "title=Edited Q")], decider)
      _ = try library.merge("1", "2", decider)
      _ = try library.resolve(1, answer, decider)
      let before = try branches.shown("1").title
      try branches.configure(only: "a")
      let loss = try library.purgeCount("b")
      let isHandedOver = answer != .upstream
      #expect(loss.decisions == (isHandedOver ? 0 : 1) && loss.handedOver == (isHandedOver ? 3 : 2))
      try library.purge("b", by: "ann")
      #expect(try branches.shown("1").title == before, "\(answer)")
      #expect(try library.conflicts(ConflictFilter(), before: nil, limit: 9).items.isEmpty, "\(answer)")
      #expect(try library.verify() == [])
    }
  }

  @Test("who imported what a purge hands over stays known")
  func purgedImport() throws {
    let (one, other) = (try TwoBranches(), try TwoBranches())
    for branches in [one, other] {
      try branches.run("a", [("p", report("One"))])
      try branches.run("b", [("q", report("One"))])
    }
    _ = try one.library.edit("1", [try EditRequest(typed: "title=Edited")], decider)
    let all = try one.library.portableDecisions(after: 0, limit: 9).items
    _ = try other.library.take(all, from: "root")
    try other.configure(only: "b")
    try other.library.purge("a", by: "ann")
    #expect(try other.shown("2").title == "Edited")
    let decisions = try other.library.decisions(before: nil, limit: 9).items
    #expect(!decisions.isEmpty && decisions.allSatisfy { $0.imported?.by == "root" }, "\(decisions)")
  }

  @Test("a purge puts no earlier edit or amendment in the place of a later one of another record")
  func purgedEarlierEdit() throws {
    let branches = try TwoBranches()
    let library = branches.library
    try branches.run("a", [("p", report("Upstream P"))])
    try branches.run("b", [("q", report("Upstream Q", doi: "10.5555/2"))])
    for (reference, typed) in [
      ("2", "title=Earlier"), ("2", "subjects+=water"), ("2", "subjects+=dikes"), ("1", "title=Later"),
    ] { _ = try library.edit(reference, [try EditRequest(typed: typed)], decider) }
    _ = try library.merge("1", "2", decider)
    _ = try library.edit("1", [try EditRequest(typed: "subjects-=water")], decider)
    #expect(try branches.shown("1").title == "Later" && branches.shown("1").subjects == ["dikes"])
    try branches.configure(only: "a")
    try library.purge("b", by: "ann")
    #expect(try branches.shown("1").title == "Later" && branches.shown("1").subjects == ["dikes"])
    #expect(try library.verify() == [])
  }

  @Test("what a purge hands over is told as who decided it said it, and not as who said the opposite")
  func purgedMerge() throws {
    let branches = try TwoBranches()
    let library = branches.library
    try branches.run("b", [("1", report("One", doi: "10.5555/1"))])
    try branches.run("a", [("x", report("One", doi: "10.5555/1")), ("2", report("Two", doi: "10.5555/3"))])
    _ = try library.merge("1", "3", Decider("ann"))
    _ = try library.keepApart("1", "3", Decider("bob", reason: "not the same"))
    _ = try library.undo(2, Decider("bob"))
    try branches.configure(only: "a")
    try library.purge("b", by: "root")
    #expect(try library.report("3").report.number == 2)
    let handed = try #require(try library.decisions(before: nil, limit: 1).items.first)
    #expect(handed.decision == .merge(RecordPair(2, 3), lifting: []))
    #expect(handed.by == "ann" && handed.reason == nil)
    // The first says nothing any more; what goes on is taken back by its own number.
    #expect(throws: LibraryError.self) { try library.undo(1, Decider("ann")) }
    _ = try library.undo(handed.number, Decider("ann"))
    #expect(try library.report("3").report.number == 3)
  }

  @Test("what a purged record held together stays together")
  func purgedHub() throws {
    let branches = try TwoBranches()
    let library = branches.library
    try branches.run("b", [("hub", report("Hub", doi: "10.5555/1"))])
    try branches.run("a", [("1", report("One", doi: "10.5555/2")), ("2", report("Two", doi: "10.5555/3"))])
    _ = try library.merge("2", "1", decider)
    _ = try library.merge("3", "1", decider)
    try branches.configure(only: "a")
    try library.purge("b", by: "ann")
    #expect(try library.report("3").report.number == 2 && library.report("3").records.count == 2)
    #expect(try library.verify() == [])
  }
}
