import TestSupport
import Testing

@testable import Library

@Suite("Searching, whatever is typed")
struct SearchTests {
  private func branch() throws -> Branch {
    let branch = try Branch()
    try branch.run([
      "a|1|Dikes of the old land|0", "b|1|Sluices and dikes|0", "c|1|NEAR the sea AND not far|0",
    ])
    return branch
  }

  @Test(
    arguments: [
      ("dikes", 2), ("DIKES", 2), ("dikes sluices", 1), ("dikes nothing", 0), ("\"old land\"", 1),
      ("\"land old\"", 0), ("“old land”", 1), ("dik*", 2), ("dik", 0), ("dik***", 2), ("sea AND far", 1),
      ("NEAR sea", 1), ("title:dikes", 0), ("-dikes", 2), ("dikes)", 2), ("(dikes", 2), ("dikes 🎉", 2),
      ("dikes\u{0}sluices", 1), ("\"dikes", 2), ("dikes\"", 2), ("sluices'; DROP TABLE record; --", 0),
      ("", 3), ("   ", 3), ("\"\"", 0), ("***", 0), ("🎉", 0), ("?", 0), ("%", 0),
    ])
  func finds(_ query: String, _ count: Int) throws {
    let branch = try branch()
    #expect(try branch.library.search(query, catalogue: nil, after: nil, limit: 9).hits.count == count)
  }

  @Test(
    "a search has at most 32 words, whether in phrases or not, of which 4 with a star",
    arguments: [
      ((1...32).map { "w\($0)" }.joined(separator: " "), nil),
      ((1...33).map { "w\($0)" }.joined(separator: " "), .words(33)),
      ("\"" + (1...33).map { "w\($0)" }.joined(separator: " ") + "\"", .words(33)),
      ((1...3000).map { "w\($0)" }.joined(separator: "-"), .words(3000)),
      (String(repeating: "dikes e\u{301}te\u{301} ", count: 1000), nil),
      ("a* b* c* d*", nil), ("a* b* c* d* e*", .beginnings(5)), ("a* a** a*** a* a* a*", nil),
      ("日本 東京 港 水 船 海", nil),
    ] as [(String, SearchExpression.Excess?)])
  func limits(_ query: String, _ excess: SearchExpression.Excess?) throws {
    let branch = try branch()
    do throws(LibraryError) {
      _ = try branch.library.search(query, catalogue: nil, after: nil, limit: 9)
      #expect(excess == nil)
    } catch {
      guard case .invalid(let message) = error else { throw error }
      #expect(message == excess?.message)
    }
    #expect(Library.searchFault(query) == excess?.message)
  }

  @Test(
    "what is written without spaces is found by its beginning",
    arguments: [
      ("日本", 2), ("日本語", 1), ("日本語の報告", 1), ("\"日本\"", 0), ("\"日本語の報告\"", 1), ("報告", 0), ("日本。", 2),
      ("日本 東京", 1), ("日本*", 2), ("보고", 1), ("東京", 1), ("Tōkyō", 1), ("Tōky", 0), ("tokyo東", 0),
      ("ﾆﾎﾝ", 1), ("に", 1),
    ])
  func withoutSpaces(_ query: String, _ count: Int) throws {
    let branch = try Branch()
    try branch.run(["a|1|日本語の報告|0", "b|1|Tōkyō：日本海と、東京湾|0", "c|1|보고서는 ﾆﾎﾝｶｲ にほんご|0"])
    #expect(try branch.library.search(query, catalogue: nil, after: nil, limit: 9).hits.count == count)
  }

  @Test("of records that state one identifier the live one with the lowest priority is shown")
  func priority() throws {
    let branch = try Branch()
    try branch.run(["a|1|1|0"])
    func configure(_ c: Int, _ d: Int) throws -> Int64? {
      try branch.library.configure([
        ConfiguredCatalogue("c", title: "C", priority: c), ConfiguredCatalogue("d", title: "D", priority: d),
      ]).numbers["d"]
    }
    let first = branch.catalogue
    branch.catalogue = try #require(try configure(5, 5))
    let second = branch.catalogue
    try branch.run(["a|1|1|0"] + (2..<9).map { "z\($0)|1|\($0)|0" })
    func shown() throws -> Int64? {
      while try branch.library.mend() {}
      return try branch.library.search("1", catalogue: nil, after: nil, limit: 1).hits.first?.catalogues.first
    }
    #expect(try shown() == first)
    _ = try configure(5, 4)
    #expect(try shown() == second)
    try branch.run(["a|2|deleted|0"], full: false)
    #expect(try shown() == first)
  }

  @Test("no query is an error, or takes long")
  func hostile() throws {
    let branch = try branch()
    var dice = ArrivalDice(seed: 1)
    let pieces = [
      "\"", "“", "”", "*", "^", ":", "-", "+", "(", ")", "{", "}", "NEAR", "NEAR(", "AND", "OR", "NOT",
      "dikes", " ",
      "\u{0}", "\u{1}", "\u{7f}", "🎉", "é", "e\u{301}", "\u{301}", "½", "Ⓐ", "漢字", "'", ";", "--", "\\", "\n",
      "title",
      "\u{202e}", "\u{fffd}", "1e9", ",", "report_index",
    ]
    for _ in 0..<3000 {
      let query = (0..<dice.below(12)).map { _ in dice.pick(pieces) }.joined()
      #expect(throws: Never.self, "\(query.debugDescription)") {
        do throws(LibraryError) {
          _ = try branch.library.search(query, catalogue: nil, after: nil, limit: 9)
        } catch {
          guard case .invalid = error else { throw error }
        }
      }
    }
    let clock = ContinuousClock()
    let long = [
      Array(repeating: "dikes", count: 10_000).joined(separator: " "), String(repeating: "*", count: 50_000),
      String(repeating: "\"", count: 50_000), String(repeating: "x", count: 50_000),
      "x" + String(repeating: "*", count: 50_000),
    ]
    for query in long {
      let time = try clock.measure {
        _ = try branch.library.search(query, catalogue: nil, after: nil, limit: 9)
      }
      #expect(time < .seconds(2), "\(query.prefix(10)): \(time)")
    }
  }

  @Test("a catalogue's reports are listed, and counted, alone")
  func catalogue() throws {
    let branch = try branch()
    let other = try branch.library.configure([ConfiguredCatalogue("other", title: "Other")]).numbers["other"]
    for (catalogue, count) in [(nil, 3), (branch.catalogue, 3), (other, 0)] {
      for query in ["", "sea", "dikes"] {
        let answer = try branch.library.search(query, catalogue: catalogue, after: nil, limit: 9)
        #expect(answer.hits.count == answer.total)
        if query.isEmpty { #expect(answer.total == count) }
      }
    }
  }

  @Test("pages go on where the last one ended, and end")
  func pages() throws {
    let branch = try Branch()
    try branch.run((0..<25).map { "r\($0)|1|dike \($0)|0" })
    for query in ["dike", ""] {
      var numbers: [Int64] = []
      var next: SearchCursor?
      repeat {
        let answer = try branch.library.search(query, catalogue: nil, after: next, limit: 10)
        #expect(answer.total == 25)
        numbers += answer.hits.map(\.number)
        next = answer.next
      } while next != nil
      #expect(Set(numbers).count == 25 && numbers.count == 25)
    }
  }

  @Test(
    "of more matches than a band holds, each is shown once, and the newest band first; then the total is known"
  )
  func bands() throws {
    let branch = try Branch()
    try branch.run((0..<25).map { "r\($0)|1|dike \($0)|0" })
    let all = Set(try branch.library.search("", catalogue: nil, after: nil, limit: 99).hits.map(\.number))
    var numbers: [Int64] = []
    var next: SearchCursor?
    repeat {
      let answer = try branch.library.search("dike", catalogue: nil, after: next, limit: 4, band: 10)
      let isLast = numbers.count + answer.hits.count > 20
      #expect(answer.isMore == !isLast && (isLast ? answer.total == 25 : answer.total % 10 == 0))
      numbers += answer.hits.map(\.number)
      // What comes meanwhile moves no page.
      if numbers.count == 4 { try branch.run(["new|1|dike new|0"]) }
      next = try answer.next.map { try #require(SearchCursor($0.text)) }
    } while next != nil
    #expect(numbers.count == 25 && Set(numbers) == all)
    #expect(Set(numbers.prefix(10)) == Set(all.sorted().suffix(10)))
  }

  @Test(
    "a cursor that no answer gave is none",
    arguments: ["", "7", "1-2-3", "a-0-1-1", "0-0-0-0-0", "99999999999999-0-1-1", "0--1-5-1"])
  func cursors(text: String) { #expect(SearchCursor(text) == nil) }

  @Test(
    "any cursor gets an answer",
    arguments: ["0-0-0-0", "0-0-9223372036854775807-9223372036854775807", "5-1099511627776-3-1"])
  func strangeCursors(text: String) throws {
    let branch = try branch()
    for query in ["sea", ""] {
      var cursor = SearchCursor(text)
      var pages = 0
      while let at = cursor, pages < 9 {
        cursor = try branch.library.search(query, catalogue: nil, after: at, limit: 9).next
        pages += 1
      }
      #expect(cursor == nil)
    }
  }

  @Test("a search that takes too long, or that nobody waits for, ends and says so")
  func brokenOff() throws {
    let branch = try Branch()
    for run in 0..<8 { try branch.run((0..<2000).map { "r\(run)-\($0)|1|dike \($0)|0" }) }
    let other = try branch.library.configure([ConfiguredCatalogue("other", title: "Other")]).numbers["other"]
    // All matches are looked at, and none is of this catalogue.
    let search = { (seconds: Double, isAwaited: @escaping @Sendable () -> Bool) in
      try branch.library.search(
        "dike", catalogue: other, after: nil, limit: 9, seconds: seconds, isAwaited: isAwaited)
    }
    for (seconds, isAwaited) in [(0.0, true), (60.0, false)] {
      #expect {
        try search(seconds) { isAwaited }
      } throws: { error in
        guard case .tooLong(let why)? = error as? LibraryError else { return false }
        return why.contains("rarer words")
      }
    }
    // Where some were found, they are the answer, and it goes on below them.
    let part = try branch.library.search("dike", catalogue: nil, after: nil, limit: 9, seconds: 0)
    #expect(part.hits.count == 9 && part.isMore && part.total < 10_000 && part.next != nil)
    // The connection is as good as before.
    #expect(try search(60) { true }.total == 0)
  }
}
