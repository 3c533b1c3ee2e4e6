import Catalogue
import Testing

@testable import CatalogueFormats

@Suite("Any table that is written is read back, however it comes")
struct TablePropertyTests {
  /// Pseudo-random, the same every time.
  struct Dice: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var z = state
      z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
      z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
      return z ^ (z >> 31)
    }
  }

  struct Table {
    var names: [String]
    var rows: [[String]]
    var bytes: [UInt8]
    var separator: Character
  }

  static let pieces = [
    "a", "Ice", " ", ",", ";", "\t", "|", "\"", "\"\"", "\n", "\r\n", "é", "漢字", "😀", "x\"y", "0", "#",
    "'", "\\",
    "<b>", "&amp;", "sep=;", "\u{A0}", "\u{FEFF}",
  ]

  static func table(_ seed: UInt64) -> Table {
    var dice = Dice(state: seed)
    let separator: Character = [",", ";", "\t", "|"].randomElement(using: &dice)!
    let lineEnd = ["\n", "\r\n", "\r"].randomElement(using: &dice)!
    let columns = Int.random(in: 2...9, using: &dice)
    let names = ["id", "title"] + (2..<columns).map { "column \($0)" }
    var rows: [[String]] = []
    for number in 0..<Int.random(in: 0...30, using: &dice) {
      var row = ["r\(number)"]
      for _ in 1..<columns {
        let length = Int.random(in: 0...6, using: &dice)
        row.append((0..<length).map { _ in pieces.randomElement(using: &dice)! }.joined())
      }
      rows.append(row)
    }
    let quotesAll = Bool.random(using: &dice)
    func written(_ cell: String) -> String {
      let special = cell.unicodeScalars.contains {
        $0 == Unicode.Scalar(String(separator)) || "\"\r\n ".unicodeScalars.contains($0)
      }
      guard special || quotesAll else { return cell }
      return "\"\(cell.replacing("\"", with: "\"\""))\""
    }
    var text = ([names] + rows).map { $0.map(written).joined(separator: String(separator)) }
      .joined(separator: lineEnd)
    if Bool.random(using: &dice) { text += lineEnd }
    let bytes: [UInt8]
    switch Int.random(in: 0...4, using: &dice) {
    case 0: bytes = Array(("\u{FEFF}" + text).utf8)
    case 1: bytes = ("\u{FEFF}" + text).utf16.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }
    case 2: bytes = ("\u{FEFF}" + text).utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 255)] }
    default: bytes = Array(text.utf8)
    }
    return Table(names: names, rows: rows, bytes: bytes, separator: separator)
  }

  /// The cells of every record, by the header that its context holds.
  private static func cells(_ reading: Reading) -> [[String]] {
    var repairs: [String: Int] = [:]
    let head = reading.contexts.first.flatMap { TableHead(context: $0) }
    return reading.records.map { record in
      record.bytes.withUnsafeBufferPointer { row in
        var cells = RowCells()
        cells.split(row, separator: head?.dialect.separator ?? 0)
        return (0..<cells.count).map { cells.text($0, in: row, &repairs) ?? "" }
      }
    }
  }

  @Test("The same cells come back, in chunks of 1 to 64 bytes as in one", arguments: 1...120)
  func roundTrip(seed: Int) {
    let table = Self.table(UInt64(seed))
    let settings = HarvestSettings.table([.identifier: ["id"], .title: ["title"]])
    let whole = Reading(table.bytes, settings)
    #expect(whole.fault == nil)
    func trimmed(_ text: String) -> [UInt8] {
      Array(text.utf8).withUnsafeBufferPointer { Array($0.trimmed) }
    }
    let expected = table.rows.map { $0.map(trimmed) }
    let found = Self.cells(whole).map { $0.map { Array($0.utf8) } }
    #expect(found.count == expected.count)
    for (found, expected) in zip(found, expected) where found != expected {
      Issue.record(
        "\(found.map { String(decoding: $0, as: UTF8.self) }) for \(expected.map { String(decoding: $0, as: UTF8.self) }) \(table.separator)"
      )
    }
    for chunk in [1, 2, 3, 7, 1 + seed % 64] {
      let parts = Reading(table.bytes, settings, chunk: chunk)
      #expect(parts.records == whole.records)
      #expect(parts.repairs == whole.repairs && parts.facts == whole.facts)
    }
  }

  @Test(
    "Damaged tables lose nothing silently: whole and in pieces they give the same, and never crash",
    arguments: 1...60)
  func damaged(seed: Int) {
    var dice = Dice(state: UInt64(seed) &* 977)
    var bytes = Self.table(UInt64(seed)).bytes
    for _ in 0..<Int.random(in: 1...8, using: &dice) where !bytes.isEmpty {
      let place = bytes.indices.randomElement(using: &dice)!
      switch Int.random(in: 0...3, using: &dice) {
      case 0: bytes[place] = UInt8(ascii: "\"")
      case 1: bytes[place] = UInt8.random(in: 0...255, using: &dice)
      case 2: bytes.remove(at: place)
      default: bytes.insert(contentsOf: [0x22, 0x0A, 0x2C][...(place % 3)], at: place)
      }
    }
    for settings in [HarvestSettings.table(), .table([.identifier: ["#1"]]), .kbart()] {
      let whole = Reading(bytes, settings)
      for chunk in [1, 5, 1 + seed % 64] {
        let parts = Reading(bytes, settings, chunk: chunk)
        #expect(parts.records == whole.records && parts.fault == whole.fault && parts.facts == whole.facts)
      }
      for record in whole.records { #expect(record.place >= 1) }
    }
  }

  @Test("One quote put anywhere into a table costs at most the row that it stands in", arguments: 0..<60)
  func oneQuote(seed: Int) {
    var dice = Dice(state: UInt64(seed))
    let count = 40
    let lines = (0..<count).map { "\($0),Title \($0),\"Roe, Ann\",2001,w,x,y,z,note \($0)" }
    var text = Array((["id,title,author,year,a,b,c,d,note"] + lines).joined(separator: "\n").utf8)
    let first = text.firstIndex(of: 0x0A)! + 1
    let place = Int.random(in: first..<text.count, using: &dice)
    let row = text[..<place].count { $0 == 0x0A } - 1
    text.insert(UInt8(ascii: "\""), at: place)
    let reading = Reading(text, .table([.identifier: ["id"], .title: ["title"]]))
    let read = Set(reading.titles)
    for number in 0..<count where number != row {
      #expect(read.contains("Title \(number)"), "row \(number) is lost by a quote in row \(row)")
    }
    #expect(reading.records.count == count)
  }
}
