import Catalogue
import Testing

@testable import Storage

@Suite("The full-text index")
struct IndexTests {
  @Test("folds case and diacritics", arguments: ["haagen", "HAAGEN", "häägen", "Háagen"])
  func folded(word: String) throws {
    let shelf = try Shelf()
    try shelf.put("a", Report(title: "Im Häagen"))
    #expect(try shelf.find("\"\(word)\"") == [1])
  }

  @Test("finds every part of a report")
  func columns() throws {
    let shelf = try Shelf()
    try shelf.put(
      "a",
      Report(
        title: "alpha", subtitle: "beta", publisher: "gamma", abstract: "delta", subjects: ["epsilon"],
        series: [Series(title: "zeta")], sections: [Section(title: "eta")]))
    for word in ["alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta"] {
      #expect(try shelf.find(word) == [1])
    }
  }

  @Test("ranks a title above an abstract")
  func rank() throws {
    let shelf = try Shelf()
    try shelf.put("a", Report(title: "Annual report", abstract: "Something on groundwater and other things."))
    try shelf.put("b", Report(title: "Groundwater", abstract: "Something on wells and other things."))
    #expect(try shelf.find("groundwater") == [2, 1])
  }

  @Test("shows where it matched")
  func snippet() throws {
    let shelf = try Shelf()
    try shelf.put("a", Report(title: "On dikes", abstract: "The old sluice leaks."))
    let row = try #require(try shelf.connection.search("sluice", catalogue: nil, offset: 0, limit: 1).first)
    #expect(row.snippet.contains("\u{1}sluice\u{2}"))
  }

  @Test("follows a change: the old words are gone, the identifiers too")
  func change() throws {
    let shelf = try Shelf()
    let old = Identifier(scheme: .doi, value: "10.5555/old")
    let new = Identifier(scheme: .doi, value: "10.5555/new")
    try shelf.put("a", Report(title: "Dikes", identifiers: [old], abstract: "clay"))
    try shelf.put("a", Report(title: "Sluices", identifiers: [new]))
    #expect(try shelf.find("dikes").isEmpty && shelf.find("clay").isEmpty)
    #expect(try shelf.find("sluices") == [1])
    #expect(try shelf.connection.records(stating: old, limit: 9).isEmpty)
    #expect(try shelf.connection.records(stating: new, limit: 9) == [1])
    #expect(try shelf.connection.indexProblems().isEmpty)
  }

  @Test("keeps withdrawn reports, and flags them until they return")
  func withdrawn() throws {
    let shelf = try Shelf()
    try shelf.put("a", Report(title: "Dikes"))
    try shelf.bury("a")
    let hit = try #require(try shelf.connection.search("dikes", catalogue: nil, offset: 0, limit: 1).first)
    #expect(hit.isWithdrawn && hit.report.title == "Dikes")
    try shelf.put("a", Report(title: "Dikes again"))
    #expect(
      try shelf.connection.search("again", catalogue: nil, offset: 0, limit: 1).first?.isWithdrawn == false)
    #expect(try shelf.connection.indexProblems().isEmpty)
  }

  @Test("pages, and limits to a catalogue")
  func pages() throws {
    let shelf = try Shelf()
    for n in 0..<25 { try shelf.put("\(n)", Report(title: "Dike \(n)")) }
    var found: [Int64] = []
    for offset in stride(from: 0, to: 30, by: 10) {
      found += try shelf.connection.search("dike", catalogue: 1, offset: offset, limit: 10).map(\.number)
    }
    #expect(Set(found).count == 25 && found.count == 25)
    #expect(try shelf.connection.search("dike", catalogue: 2, offset: 0, limit: 10).isEmpty)
    #expect(try shelf.connection.matches("dike", catalogue: nil, upTo: 20) == 20)
    #expect(try shelf.connection.matches("dike", catalogue: 1, upTo: 100) == 25)
  }

  @Test("merging it little by little changes no answer, and ends")
  func merge() throws {
    let shelf = try Shelf()
    for n in 0..<60 { try shelf.put("\(n)", Report(title: "Dike \(n) \(n % 7 == 0 ? "sluice" : "")")) }
    let before = try shelf.find("sluice")
    var rounds = 0
    while try shelf.connection.mergeIndex() {
      rounds += 1
      try #require(rounds < 1000)
    }
    #expect(try shelf.find("sluice") == before)
    #expect(try shelf.connection.indexProblems().isEmpty)
  }
}
