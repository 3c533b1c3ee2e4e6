import Catalogue
import Testing

@testable import CatalogueFormats

@Suite("A bad row costs itself, never the next")
struct BadRowTests {
  static let header = "id,title,author,year,note\n"

  private static func row(_ n: Int) -> String { "\(n),Title \(n),\"Roe, Ann\",2001,x\n" }

  @Test("A row that does not fit the header is a reject with its line and its bytes", arguments: chunkSizes)
  func ragged(chunk: Int?) {
    let reading = Reading(
      Self.header + Self.row(1) + "2,short\n" + "3,a,b,2001,x,more\n" + Self.row(4), chunk: chunk)
    #expect(reading.titles == ["Title 1", "Title 4"])
    #expect(reading.rejects == ["the row has 2 cells, the header 5", "the row has 6 cells, the header 5"])
    #expect(reading.records.map(\.place) == [2, 3, 4, 5])
    #expect(reading.records[1].bytes == Array("2,short".utf8))
    // The first cell stands in its place in any case: the record is not missing.
    #expect(reading.records[1].outcome == .reject("the row has 2 cells, the header 5", identifier: "2"))
    #expect(reading.records[1].identifier == "2")
  }

  @Test("A row without an identifier is a reject")
  func nameless() {
    let reading = Reading("id,title\n,Ice\nN/A,Snow\n3,Hail\n")
    #expect(reading.titles == ["Hail"])
    #expect(reading.rejects == ["the record has no identifier", "the record has no identifier"])
  }

  /// Rows with a quote that is never closed, and how many of the rows 2 to 40 behind them are read; the row itself is
  /// read, too, where its cells fit when the quote is text.
  static let unclosed: [(row: String, title: String?)] = [
    ("1,\"Peace in our time,Roe,2001,x\n", "\"Peace in our time"), ("1,Peace,Roe,2001,\"x\n", "Peace"),
    ("1,\"Peace, and more,Roe,2001,x\n", nil), ("1,\"Peace\n", nil), ("\"1,Peace,Roe,2001,x\n", "Peace"),
    ("1,\"\"\"Peace,Roe,2001,x\n", "\"\"\"Peace"),
    ("1,\"Peace\" in our time,Roe,2001,x\n", "\"Peace\" in our time"),
    ("1,\"He said \"no\" to it\",Roe,2001,x\n", "He said \"no\" to it"),
    ("1,a 5\" pipe,Roe,2001,x\n", "a 5\" pipe"),
  ]

  @Test(
    "A quote that never closes is text, and the next row begins on the next line",
    arguments: unclosed.indices, chunkSizes)
  func neverCloses(index: Int, chunk: Int?) {
    let (bad, title) = Self.unclosed[index]
    for rest in [(2...40).map(Self.row).joined(), (2...40).map { "\($0),Title \($0),Roe,2001,x\n" }.joined()]
    {
      let reading = Reading(Self.header + bad + rest, chunk: chunk)
      let expected = (2...40).map { "Title \($0)" }
      #expect(reading.titles == (title.map { [$0] } ?? []) + expected, "\(bad)")
      #expect(reading.rejects.count == (title == nil ? 1 : 0))
      #expect(reading.records.first?.bytes == Array(bad.utf8.dropLast()))
    }
  }

  @Test("Even where a later quote would close it in the right column", arguments: chunkSizes)
  func plausible(chunk: Int?) {
    let bad = "1,\"Peace in our time,Roe,2001,x\n"
    let middle = (2...9).map { "\($0),Title \($0),Roe,2001,x\n" }.joined()
    let reading = Reading(
      Self.header + bad + middle + "10,War and \"peace\",Roe,2001,x\n" + Self.row(11), chunk: chunk)
    #expect(reading.statements.map(\.identifier) == (1...11).map(String.init))
    #expect(reading.titles[9] == "War and \"peace\"")
    let near = Reading(Self.header + bad + "2,War and \"peace\",Roe,2001,x\n" + Self.row(3), chunk: chunk)
    #expect(near.statements.map(\.identifier) == ["1", "2", "3"])
  }

  @Test("Long cells with lines and quotes of their own are believed", arguments: chunkSizes)
  func prose(chunk: Int?) {
    let prose = (1...30).map { "Line \($0), with commas, and \"\"quotes\"\".\n" }.joined() + "\n\nEnd"
    let reading = Reading(
      Self.header + "1,T,Roe,2001,\"\(prose)\"\n2,\"\(prose)\",Roe,2001,x\n" + Self.row(3), chunk: chunk)
    #expect(reading.statements.map(\.identifier) == ["1", "2", "3"])
    #expect(reading.records.map(\.place) == [2, 35, 68])
  }

  @Test("A row that is too long is cut, rejected and passed over", arguments: [nil, 1, 4096, 65536])
  func long(chunk: Int?) {
    let long =
      "2," + String(repeating: "x", count: chunk == 1 ? RowScanner.rowLimit : 3 * RowScanner.rowLimit)
      + ",a,b,c\n"
    let reading = Reading(Self.header + Self.row(1) + long + Self.row(3), chunk: chunk)
    #expect(reading.statements.map(\.identifier) == ["1", "3"])
    #expect(reading.rejects == ["the row is longer than 1 MiB"])
    #expect(reading.records[1].bytes.count == RowScanner.rowLimit + 1)
    #expect(reading.records.map(\.place) == [2, 3, 4])
  }

  @Test("A quote without an end costs one row of a large table, and little time", arguments: [nil, 4096])
  func bounded(chunk: Int?) {
    let rows = (2...40_000).map { "\($0),Title \($0),Roe,2001,plain words without quotes\n" }.joined()
    let reading = Reading(Self.header + "1,\"Peace\n" + rows, chunk: chunk)
    #expect(reading.records.count == 40_000)
    #expect(reading.rejects.count == 1)
  }

  @Test("Quotes on every line do not make it slow")
  func hostile() {
    for line in ["\"\n", "1,\"\"\"\n", "\",\n", "\"\"\"x,\n", "1,\"a\"\"\n"] {
      let reading = Reading(Self.header + String(repeating: line, count: 20_000))
      #expect(reading.fault == nil)
      #expect(reading.statements.isEmpty)
    }
  }

  @Test("Too many columns are refused")
  func columns() {
    let reading = Reading("id,title" + String(repeating: ",c", count: 3000) + "\n1,x\n")
    #expect(reading.fault?.kind == .malformed)
    let endless = Reading(String(repeating: "x", count: 20_000))
    #expect(endless.fault?.kind == .malformed)
  }

  @Test("A table that ends within a row is not taken as complete", arguments: chunkSizes)
  func cut(chunk: Int?) {
    for end in ["3,Tit", "3,\"Title", "3"] {
      let reading = Reading(Self.header + Self.row(1) + Self.row(2) + end, chunk: chunk)
      #expect(!reading.facts.complete)
      #expect(reading.repairs == ["last record breaks off; the list is not taken as complete": 1])
      #expect(reading.titles == ["Title 1", "Title 2"])
    }
    for end in ["3,a,b,2001,x", "3,short\n", "  "] {
      #expect(Reading(Self.header + Self.row(1) + end, chunk: chunk).facts.complete)
    }
    #expect(Reading(Self.header + Self.row(1) + "3,Tit", .table(complete: true), chunk: chunk).facts.complete)
  }

  @Test("Quotes, blank rows and names on several lines before the rows")
  func heads() {
    #expect(
      Reading("Reports 12\" wide\n,,\nid,title\n1,\"Ice\"\n2,5\" pipe\n").titles == ["Ice", "5\" pipe"])
    #expect(Reading("id,\"report\ntitle\"\n1,Ice\n").titles == ["Ice"])
    #expect(
      Reading(",,\n,,\na,b,c\n1,Ice,x\n", .table([.identifier: ["#1"], .title: ["#2"]])).titles == ["Ice"])
    #expect(Reading("id,\(String(repeating: "x", count: 20_000))\n1,x\n").fault?.kind == .malformed)
  }
}
