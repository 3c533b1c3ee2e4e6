import Catalogue
import Reconciliation
import Storage
import Testing

@testable import Library

@Suite("Conflicts, histories and pasts of reports")
struct ConflictTests {
  private func report(_ title: String, doi: String = "10.5555/x") -> Report {
    Report(title: title, identifiers: [Identifier(scheme: .doi, value: doi)])
  }

  private let ann = Decider("ann")
  private let bob = Decider("bob", reason: "in bulk")

  /// `count` reports of `a` whose titles a person changed, and the upstream after that.
  private func quarrel(_ branches: TwoBranches, _ count: Int) throws {
    func say(_ word: String) -> [(String, Report?)] {
      (1...count).map { ("\($0)", report("\(word) \($0)", doi: "10.5555/\($0)")) }
    }
    try branches.run("a", say("Dikes"))
    for number in 1...count {
      _ = try branches.library.edit("\(number)", [try EditRequest(typed: "title=Dams \(number)")], ann)
    }
    try branches.run("a", say("Locks"))
  }

  @Test("a hundred conflicts are settled in one go, a decision each; a dry run only names them")
  func inBulk() throws {
    let branches = try TwoBranches()
    let library = branches.library
    try quarrel(branches, 100)
    let waiting = try library.waitingForPersons().conflicts
    #expect(waiting.keys.elementsEqual([1]) && waiting[1]?.count == 100)
    #expect(waiting[1]?.last == 100 && waiting[1]?.since == 1_000_000)
    let would = try library.resolveAll(ConflictFilter(), field: .title, .upstream, isDryRun: true, bob)
    #expect(would.map(\.row.number) == Array(1...100))
    #expect(would.allSatisfy { $0.row.closed == nil && $0.decision == nil })
    #expect(try library.resolveAll(ConflictFilter(), field: .abstract, .local, isDryRun: false, bob).isEmpty)
    var ofB = ConflictFilter()
    ofB.catalogue = 2
    #expect(try library.resolveAll(ofB, field: nil, .local, isDryRun: false, bob).isEmpty)

    let settled = try library.resolveAll(ConflictFilter(), field: nil, .upstream, isDryRun: false, bob)
    #expect(settled.map(\.row.number) == Array(1...100))
    #expect(settled.map { $0.decision?.number } == (101...200).map { $0 })
    #expect(settled.allSatisfy { $0.row.ending == .upstream && $0.decision?.by == "bob" })
    #expect(try branches.shown("70").title == "Locks 70")
    #expect(try library.waitingForPersons().conflicts.isEmpty)
    // Each is a decision of its own.
    _ = try library.undo(170, ann)
    #expect(try branches.shown("70").title == "Dams 70" && branches.shown("71").title == "Locks 71")
    #expect(try library.verify() == [])
  }

  /// A librarian's year, a day an act: `a` has it, `b` joins, an edit, the upstream's change, a resolution, a deletion.
  private func year(_ branches: TwoBranches) throws {
    let library = branches.library
    try branches.run("a", [("1", report("Dikes"))])
    branches.clock.advance(by: 86_400)
    try branches.run("b", [("x", report("The dikes"))])
    branches.clock.advance(by: 86_400)
    _ = try library.edit("1", [try EditRequest(typed: "title=Dikes!")], ann)
    branches.clock.advance(by: 86_400)
    try branches.run("a", [("1", report("Dams"))])
    branches.clock.advance(by: 86_400)
    _ = try library.resolve(1, .typed("Dikes and dams"), bob)
    branches.clock.advance(by: 86_400)
    try branches.run("a", [("1", nil), ("2", report("Other", doi: "10.5555/y"))])
  }

  @Test("a history tells all that came to pass, in order, page by page")
  func history() throws {
    let branches = try TwoBranches()
    let library = branches.library
    try year(branches)
    let told = try library.history(of: "x", after: nil, limit: 50)
    func words(_ item: HistoryItem) -> String {
      switch item {
      case .revision(let row, let previous):
        "\(row.report?.title ?? "deleted") after \(previous?.report?.title ?? "nothing")"
      case .decision(let row, _, _): "decision \(row.number) by \(row.by)"
      case .change(let row, let conflict): "\(row.kind) \(conflict?.number ?? row.other ?? 0)"
      }
    }
    #expect(
      told.items.map(words) == [
        "deleted after Dams", "settled 1", "decision 2 by bob", "conflict 1", "Dams after Dikes",
        "decision 1 by ann", "joined 0", "The dikes after nothing", "Dikes after nothing",
      ])
    #expect(told.next == nil)
    var cursor: HistoryCursor?
    var pieces: [String] = []
    repeat {
      let page = try library.history(of: "1", after: cursor, limit: 2)
      pieces += page.items.map(words)
      cursor = try page.next.map { try #require(HistoryCursor($0.text)) }
    } while cursor != nil
    #expect(pieces == told.items.map(words))

    _ = try library.undo(1, ann)
    let decisions = try library.history(of: "1", after: nil, limit: 50).items.compactMap { item in
      if case .decision(let row, let isUndone, _) = item { (row.number, isUndone) } else { nil }
    }
    #expect(decisions.map(\.0) == [3, 2, 1] && decisions.map(\.1) == [false, false, true])
  }

  @Test("a split is told in both reports' histories")
  func split() throws {
    let branches = try TwoBranches()
    try branches.run("a", [("1", report("Dikes"))])
    try branches.run("b", [("x", report("The dikes"))])
    _ = try branches.library.keepApart("1", "2", ann)
    for reference in ["1", "2"] {
      let kinds = try branches.library.history(of: reference, after: nil, limit: 9).items.compactMap {
        if case .change(let row, _) = $0 { row.kind } else { nil }
      }
      #expect(kinds.first == .split, "\(reference): \(kinds)")
    }
  }

  @Test(
    "a report is shown as it was",
    arguments: zip(
      [0, 1, 2, 3, 4, 5], ["Dikes", "Dikes", "Dikes!", "Dikes!", "Dikes and dams", "Dikes and dams"]))
  func past(_ day: Int64, _ title: String) throws {
    let branches = try TwoBranches()
    try year(branches)
    branches.clock.advance(by: 86_400)
    try branches.run("b", [("x", report("What is known today"))])
    let past = try branches.library.report("1", at: 1_000_000 + day * 86_400 + 10)
    #expect(past.report.title == title && !past.isWithdrawn && past.number == 1)
    #expect(past.records.count == (day == 0 ? 1 : 2))
    #expect(past.records.contains { $0.revision.report == nil } == (day == 5))
  }

  @Test("what was not there yet, and what is no revision of it, is not found")
  func noPast() throws {
    let branches = try TwoBranches()
    let library = branches.library
    try year(branches)
    #expect(throws: LibraryError.self) { try library.report("1", at: 999_999) }
    #expect(try library.revision(3, of: "x").report.title == "Dams")
    #expect(try library.revision(5, of: "x").isWithdrawn)
    // The other report's.
    #expect(throws: LibraryError.self) { try library.revision(4, of: "x") }
    #expect(throws: LibraryError.self) { try library.revision(99, of: "x") }
  }

  @Test("what an identifier held together that is gone is shown as it was", arguments: ["1", "2", "x"])
  func pastJoin(_ reference: String) throws {
    let branches = try TwoBranches()
    try branches.run("a", [("1", report("Dikes"))])
    try branches.run("b", [("x", report("The dikes"))])
    branches.clock.advance(by: 86_400)
    try branches.run("b", [("x", report("The dikes", doi: "10.5555/other"))])
    #expect(try branches.library.report("2").report.number == 2)
    let past = try branches.library.report(reference, at: 1_000_001)
    #expect(past.number == 1 && past.records.count == 2 && past.report.title == "Dikes")
    let now = try branches.library.report(reference, at: branches.clock.now())
    #expect(now.records.count == 1)
  }

  @Test("of a time whose states were trimmed, that is said")
  func trimmedPast() throws {
    let branches = try TwoBranches()
    let library = branches.library
    for title in ["One", "Two", "Three"] {
      try branches.run("a", [("1", report(title))])
      branches.clock.advance(by: 86_400)
    }
    let count = try library.trim(catalogue: 1, before: branches.clock.now(), isRehearsal: false)
    #expect(count.revisions == 2)
    let gone = #expect(throws: LibraryError.self) { try library.report("1", at: 1_000_001) }
    #expect(gone?.message.contains("its earlier states were trimmed") == true, "\(gone?.message ?? "")")
    #expect(try library.report("1", at: branches.clock.now()).report.title == "Three")
    try branches.run("b", [("y", report("New", doi: "10.5555/y"))])
    let early = #expect(throws: LibraryError.self) { try library.report("y", at: 1_000_001) }
    #expect(early?.message.contains("was not there yet") == true, "\(early?.message ?? "")")
  }

  @Test("the change log names conflicts, decisions and their catalogue")
  func changes() throws {
    let branches = try TwoBranches()
    let library = branches.library
    try year(branches)
    let all = try library.changes(after: 0, limit: 50).items
    let told = all.map {
      "\($0.kind) \($0.catalogue ?? 0) \($0.other ?? 0) \($0.decision ?? 0) \($0.by ?? "-")"
    }
    #expect(
      told == [
        "added 1 0 0 -", "joined 2 0 0 -", "edited 0 0 1 ann", "changed 1 0 0 -", "conflict 1 1 0 -",
        "edited 0 0 2 bob", "settled 1 1 2 bob", "added 1 0 0 -", "changed 1 0 0 -",
      ])
    #expect(try library.changes(after: 0, catalogue: 2, limit: 50).items.map(\.kind) == [.joined])
    // However long the log is, a page looks at so much of it at most, and the next one goes on.
    for (catalogue, span) in [(1, 1), (1, 4), (2, 1), (2, 3), (2, 9), (9, 2)] as [(Int64, Int64)] {
      var found: [Int64] = []
      var after: Int64? = 0
      var pages = 0
      while let place = after {
        let page = try library.changes(after: place, catalogue: catalogue, limit: 2, span: span)
        #expect(page.items.allSatisfy { $0.number > place && $0.number <= place + span })
        found += page.items.map(\.number)
        after = page.next
        pages += 1
      }
      #expect(found == all.filter { $0.catalogue == catalogue }.map(\.number), "\(catalogue), \(span)")
      #expect(pages >= 9 / Int(span), "\(catalogue), \(span): \(pages)")
    }
    #expect(try library.conflicts(changedAfter: 0, upTo: 99, limit: 9) == [1])
    #expect(try library.conflicts(changedAfter: 7, upTo: 99, limit: 9) == [])
  }
}
