import Catalogue
import Testing

@testable import Storage

@Suite("A full disk")
struct FullDiskTests {
  @Test("rolls the transaction back; everything before stands, and it goes on when there is room")
  func full() throws {
    let shelf = try Shelf()
    try shelf.put("before", Report(title: "Dikes"))
    let pages = try shelf.connection.prepared("PRAGMA page_count").first { $0.int(0) } ?? 0
    try shelf.connection.execute("PRAGMA max_page_count = \(pages + 4)")
    let long = shelf.encoded(
      Report(title: "Sluices", abstract: (0..<20_000).map { "word\($0 &* 7919)" }.joined(separator: " ")))
    let error = #expect(throws: StorageError.self) {
      try shelf.transaction { () throws(StorageError) in
        for n in 0..<50 {
          _ = try shelf.records.insert(
            "n\(n)", datestamp: nil, hash: RawHash(high: 0, low: 0), long, shelf.arrival)
        }
      }
    }
    #expect(error?.kind == .full)
    #expect(error?.message.contains("nothing is lost") == true)
    #expect(try shelf.find("dikes").count == 1)
    #expect(try shelf.find("sluices").isEmpty)
    #expect(try shelf.row("n0") == nil)
    #expect(try shelf.connection.pageProblems().isEmpty)
    #expect(try shelf.connection.indexProblems().isEmpty)

    try shelf.connection.execute("PRAGMA max_page_count = 1000000")
    let number = try shelf.put("n0", Report(title: "Sluices"))
    #expect(number == 2)
    #expect(try shelf.find("sluices") == [2])
  }
}
