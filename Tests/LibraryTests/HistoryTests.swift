import Catalogue
import Reconciliation
import Storage
import Testing

@testable import Library

@Suite("Histories where the clock does not help")
struct HistoryTests {
  private func report(_ title: String, by: String = "x") -> Report {
    Report(
      title: title, identifiers: [Identifier(scheme: .doi, value: "10.5555/\(by)")], abstract: "Of \(title).")
  }

  private let ann = Decider("ann")

  private func told(_ library: Library, pieces limit: Int = 50) throws -> [String] {
    var cursor: HistoryCursor?
    var told: [String] = []
    repeat {
      let page = try library.history(of: "1", after: cursor, limit: limit)
      told += page.items.map { item in
        switch item {
        case .revision(let row, _): "says \(row.report?.title ?? "nothing")"
        case .decision(let row, _, _): "decision \(row.number)"
        case .change(let row, let conflict): "\(row.kind) \(conflict?.number ?? row.other ?? 0)"
        }
      }
      cursor = try page.next.map { try #require(HistoryCursor($0.text)) }
    } while cursor != nil
    return told
  }

  @Test("what came to pass within one second is told in the order in which it did", arguments: [1, 2, 50])
  func oneSecond(_ limit: Int) throws {
    let branches = try TwoBranches()
    let library = branches.library
    try branches.run("a", [("1", report("One"))])
    _ = try library.edit(
      "1", [try EditRequest(typed: "title=Mine"), try EditRequest(typed: "subjects+=s")], ann)
    try branches.run("b", [("x", report("Theirs"))])
    _ = try library.edit("1", [try EditRequest(typed: "page_count=8")], ann)
    try branches.run("a", [("1", report("Two"))])
    try branches.run("a", [("1", report("Three"))])
    _ = try library.resolve(2, .local, ann)
    try branches.run("a", [("1", nil), ("2", report("Other", by: "y"))])
    #expect(
      try told(library, pieces: limit).reversed() == [
        "says One", "decision 1", "decision 2", "says Theirs", "joined 0", "decision 3", "says Two",
        "conflict 1",
        "says Three", "conflict 2", "settled 1", "decision 4", "settled 2", "says nothing",
      ])
  }

  @Test("decisions of a store that did not note it stand behind what was said in their second")
  func olderStore() throws {
    let branches = try TwoBranches()
    try branches.run("a", [("1", report("One"))])
    _ = try branches.library.edit("1", [try EditRequest(typed: "title=Mine")], ann)
    try branches.run("a", [("1", report("Two"))])
    _ = try branches.library.resolve(1, .upstream, ann)
    try branches.execute("UPDATE decision SET revision = NULL, change = NULL")
    #expect(
      try told(branches.library).reversed() == [
        "says One", "says Two", "conflict 1", "decision 1", "decision 2", "settled 1",
      ])
  }

  @Test("what trim has left is told, and what was done keeps its time")
  func trimmed() throws {
    let branches = try TwoBranches()
    let library = branches.library
    try branches.run("a", [("1", report("One"))])
    for title in ["Theirs", "Theirs!", "Theirs?"] {
      branches.clock.advance(by: 86_400)
      try branches.run("b", [("x", report(title))])
    }
    _ = try library.edit("1", [try EditRequest(typed: "title=Mine")], ann)
    let all = try told(library)
    #expect(all.contains("says Theirs") && all.contains("joined 0"))
    branches.clock.advance(by: 86_400)
    let catalogue = try #require(try library.catalogues().first { $0.name == "b" }).number
    let count = try library.trim(catalogue: catalogue, before: branches.clock.now(), isRehearsal: false)
    #expect(count.revisions == 2)
    let left = all.filter { $0 != "says Theirs" && $0 != "says Theirs!" }
    #expect(try told(library) == left)
    #expect(try told(library, pieces: 1) == left)
    // The state that joined it is gone, and the log has the time of what came next.
    let items = try library.history(of: "1", after: nil, limit: 50).items
    for case .change(let row, _) in items { #expect((row.at ?? 0) >= 1_000_000, "\(row)") }
    #expect(try library.verify() == [])
  }

  @Test("of a conflict that another has taken the place of, resolving names the other")
  func superseded() throws {
    let branches = try TwoBranches()
    let library = branches.library
    try branches.run("a", [("1", report("One"))])
    _ = try library.edit("1", [try EditRequest(typed: "title=Mine")], ann)
    for title in ["Two", "Three"] { try branches.run("a", [("1", report(title))]) }
    let error = #expect(throws: LibraryError.self) { try library.resolve(1, .local, ann) }
    #expect(error?.message.contains("conflict 2 stands in its place") == true, "\(error?.message ?? "")")
    _ = try library.resolve(2, .local, ann)
    let later = #expect(throws: LibraryError.self) { try library.resolve(1, .local, ann) }
    #expect(later?.message.contains("conflicts show 1 says how it ended") == true, "\(later?.message ?? "")")
  }
}
