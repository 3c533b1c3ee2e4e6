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
    let row = try #require(try shelf.search("sluice").first)
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
    let hit = try #require(try shelf.search("dikes").first)
    #expect(hit.isWithdrawn && hit.report.title == "Dikes")
    try shelf.put("a", Report(title: "Dikes again"))
    #expect(try shelf.search("again").first?.isWithdrawn == false)
    #expect(try shelf.connection.indexProblems().isEmpty)
  }

  @Test("limits to a catalogue, and to a band of numbers from above")
  func bands() throws {
    let shelf = try Shelf()
    let numbers = try (0..<25).map { try shelf.put("\($0)", Report(title: "Dike \($0)")) }
    let band = { (catalogue: Int64?, bottom: Int64, top: Int64, limit: Int) in
      try shelf.connection.ranked("dike", catalogue: catalogue, from: bottom, below: top, limit: limit)
    }
    #expect(try band(1, 1, .max, 25).numbers.sorted() == numbers)
    #expect(try band(1, 1, .max, 25).isCut == false)
    #expect(try band(2, 1, .max, 25).numbers.isEmpty)
    let newest = try band(nil, 1, .max, 10)
    #expect(newest.numbers.sorted() == numbers.suffix(10) && newest.isCut)
    let below = try band(nil, numbers[3], try #require(newest.range).lowerBound, 100)
    #expect(below.numbers.sorted() == numbers[3..<15].map { $0 } && !below.isCut)
  }

  @Test(
    "ranks as FTS5's bm25 does",
    arguments: [
      "dike", "dike AND sluice", "sluice AND polder", "\"dike sluice\"", "dike*",
      "dike AND polder AND sluice",
    ])
  func rank(expression: String) throws {
    let shelf = try Shelf()
    let words = ["dike", "sluice", "polder", "weir", "ford", "quay"]
    var random = SystemRandomNumberGenerator()
    func text(_ count: Int) -> String {
      (0..<count).map { _ in words[min(Int.random(in: 0..<9, using: &random), 5)] }.joined(separator: " ")
    }
    for n in 0..<200 { try shelf.put("\(n)", Report(title: text(1 + n % 4), abstract: text(n % 13))) }
    let ranks = try shelf.connection.prepared(
      "SELECT rowid, rank, catalogued_rank(report_index) FROM report_index WHERE report_index MATCH ?"
    ).bind(0, expression).all { ($0.int(0), $0.double(1), $0.double(2)) }
    #expect(!ranks.isEmpty)
    // Of two that rank the same, the last bit decides.
    let byOurs = ranks.sorted { ($0.2, $0.0) < ($1.2, $1.0) }.map(\.1)
    #expect(zip(byOurs, byOurs.dropFirst()).allSatisfy { $0 <= $1 + 1e-9 })
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
