import Catalogue
import Reconciliation
import Testing

@testable import Storage

@Suite("What new records may join")
struct ReadAheadTests {
  private func report(_ title: String, doi: String = "10.5555/1", year: String = "2020") -> Report {
    Report(
      title: title, contributors: [Contributor(name: Name(printed: "Li"))],
      published: PartialDate.parse(year), identifiers: [Identifier(scheme: .doi, value: doi)])
  }

  @Test("is read by identifier, once, and holds until the revision has other bytes")
  func holds() throws {
    let shelf = try Shelf()
    try shelf.put("a", report("Dikes"))
    try shelf.put("b", report("Locks", doi: "10.5555/2"))
    var known: Set<Int64> = []
    let (ahead, joins) = try shelf.connection.readAhead(of: shelf.encoded(report("Dams")), besides: &known)
    #expect(joins == 1)
    #expect(ahead.map(\.said.report) == [report("Dikes")])
    #expect(ahead.map(\.keys) == [LinkKey.keys(of: report("Dikes"), isLive: true)])
    #expect(try shelf.connection.readAhead(of: shelf.encoded(report("Dams")), besides: &known).ahead.isEmpty)
    let one = try #require(ahead.first)
    #expect(try one.holds(on: shelf.connection))
    // Its catalogue is read again otherwise, in the meantime.
    let row = try #require(try shelf.row("a"))
    try shelf.transaction { () throws(StorageError) in
      try shelf.records.replaceParse(row.revision, of: row, by: shelf.encoded(report("Dykes")), at: 0)
    }
    #expect(try !one.holds(on: shelf.connection))
  }

  @Test("an identifier that many state leads nowhere")
  func series() throws {
    let shelf = try Shelf()
    for n in 1...5 { try shelf.put("\(n)", report("Paper \(n)")) }
    var known: Set<Int64> = []
    let (ahead, joins) = try shelf.connection.readAhead(of: shelf.encoded(report("Dams")), besides: &known)
    #expect(ahead.isEmpty)
    #expect(joins == nil)
  }

  @Test("an inserted record's keys are those of what it says")
  func inserted() throws {
    let shelf = try Shelf()
    for report in [
      report("Dikes"), Report(title: "No keys"), report("堤防", doi: "10.5555/X", year: "2021-02"),
    ] {
      #expect(shelf.encoded(report).linkKeys == LinkKey.keys(of: report, isLive: true))
    }
  }

  @Test("likenesses are found in the small table and in the large one, and are taken out of both")
  func likenesses() throws {
    let shelf = try Shelf()
    let key = LinkKey.likeness(try #require(report("Dikes").likenesses.first))
    try shelf.put("a", report("Dikes"))
    try shelf.connection.execute(
      "INSERT INTO likeness SELECT * FROM likeness_new; DELETE FROM likeness_new")
    try shelf.put("b", report("Dikes", doi: "10.5555/2"))
    #expect(try shelf.connection.bearers(key, limit: 9) == [1, 2])
    try shelf.bury("a")
    try shelf.bury("b")
    #expect(try shelf.connection.bearers(key, limit: 9).isEmpty)
    #expect(try shelf.connection.keyCounts().likenesses == 0)
  }

  @Test("when there are many, the small table's go over into the large one")
  func tidied() throws {
    let shelf = try Shelf()
    func counts() throws -> [Int64] {
      try ["likeness", "likeness_new"].map { table in
        try shelf.connection.prepared("SELECT count(*) FROM \(table)").first { $0.int(0) } ?? -1
      }
    }
    try shelf.connection.execute(
      """
      WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 16384)
      INSERT INTO likeness_new SELECT n, n FROM n
      """)
    #expect(try counts() == [0, 16_384])
    let records = try RecordWriter(shelf.connection)
    try shelf.connection.transaction { () throws(StorageError) in
      try records.loadCounters()
      try records.storeCounters()
    }
    #expect(try counts() == [16_384, 0])
  }
}
