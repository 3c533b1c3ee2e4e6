import Catalogue
import Testing

@testable import CatalogueFormats

@Suite("Tables as programs write them are read, whatever they put between and around the cells")
struct TableShapeTests {
  /// Tables that all hold the reports 1 to 3, titles "Ice", "Snow, and \"more\"", "Zoë\nthaws".
  static let shapes: [(name: String, bytes: [UInt8])] = {
    let plain =
      "id,title,year\r\n1,Ice,2001\r\n2,\"Snow, and \"\"more\"\"\",2002\r\n3,\"Zoë\nthaws\",2003\r\n"
    func with(_ separator: String) -> String {
      plain.replacing("id,title,year", with: "id\(separator)title\(separator)year")
        .replacing("1,Ice,", with: "1\(separator)Ice\(separator)")
        .replacing("2,\"", with: "2\(separator)\"").replacing("\",2002", with: "\"\(separator)2002")
        .replacing("3,\"", with: "3\(separator)\"").replacing("\",2003", with: "\"\(separator)2003")
    }
    let unix = plain.replacing("\r\n", with: "\n")
    func utf16(_ text: String, big: Bool, mark: Bool) -> [UInt8] {
      ((mark ? "\u{FEFF}" : "") + text).utf16.flatMap { unit -> [UInt8] in
        let bytes = [UInt8(unit >> 8), UInt8(unit & 255)]
        return big ? bytes : bytes.reversed()
      }
    }
    return [
      ("RFC 4180", Array(plain.utf8)), ("LF", Array(unix.utf8)),
      ("CR, with line feeds in cells", Array(plain.replacing("\r\n", with: "\r").utf8)),
      ("no end of the last line", Array(unix.utf8.dropLast())),
      ("semicolons", Array(with(";").utf8)), ("tabs", Array(with("\t").utf8)),
      ("bars", Array(with("|").utf8)),
      ("Excel's first line", Array(("sep=;\r\n" + with(";")).utf8)),
      ("Excel's first line in quotes", Array(("\"sep=;\"\r\n" + with(";")).utf8)),
      ("Excel's first line, of a strange separator", Array(("sep=~\r\n" + with("~")).utf8)),
      ("a byte order mark", Array(("\u{FEFF}" + plain).utf8)),
      ("UTF-16 LE", utf16(plain, big: false, mark: true)), ("UTF-16 BE", utf16(plain, big: true, mark: true)),
      ("UTF-16 LE, unmarked", utf16(plain, big: false, mark: false)),
      ("UTF-16 BE, unmarked", utf16(with("\t"), big: true, mark: false)),
      ("Windows-1252", unix.unicodeScalars.map { UInt8($0.value) }),
      (
        "blank lines",
        Array(unix.replacing("\n2,", with: "\n\n  \n2,").replacing("\n3,", with: "\n,,\n3,").utf8)
      ),
      (
        "blanks around quotes",
        Array(unix.replacing("2,\"", with: "2, \"").replacing("\",2002", with: "\" ,2002").utf8)
      ),
      ("all quoted", Array(unix.replacing("1,Ice,2001", with: "\"1\",\"Ice\",\"2001\"").utf8)),
      ("names in capitals", Array(unix.replacing("id,title,year", with: "ID, Title ,YEAR").utf8)),
      (
        "columns in another order and more of them",
        Array(
          "x,year,title,id\n,2001,Ice,1\n,2002,\"Snow, and \"\"more\"\"\",2\n,2003,\"Zoë\nthaws\",3\n".utf8)
      ),
      ("Markdown before it", Array(("# Reports\n\nAll of our reports, as of today.\n\n" + unix).utf8)),
      ("comments before it", Array(("# exported by x\n# (c) y\n" + unix).utf8)),
      ("empty cells behind", Array(unix.replacing("2001\n", with: "2001,,\n").utf8)),
      ("a header in the middle", Array(unix.replacing("\n2,", with: "\nid,title,year\n2,").utf8)),
    ]
  }()

  @Test("They all say the same, whole and in pieces", arguments: shapes.indices, chunkSizes)
  func same(shape: Int, chunk: Int?) {
    let reading = Reading(Self.shapes[shape].bytes, chunk: chunk)
    #expect(reading.fault == nil, "\(Self.shapes[shape].name)")
    #expect(reading.titles == ["Ice", "Snow, and \"more\"", "Zoë thaws"], "\(Self.shapes[shape].name)")
    #expect(reading.statements.map(\.identifier) == ["1", "2", "3"])
    #expect(reading.records.map(\.identifier) == ["1", "2", "3"])
    #expect(reading.reports.map(\.published?.year) == [2001, 2002, 2003])
    #expect(reading.rejects == [])
  }

  @Test("A record's bytes are its row as sent, its context the header, its place the line")
  func bytes() {
    let reading = Reading("sep=;\r\nid;title\r\n1;\"a\r\nb\"\r\n\r\n2;c\r\n")
    #expect(reading.records.map { String(decoding: $0.bytes, as: UTF8.self) } == ["1;\"a\r\nb\"", "2;c"])
    #expect(reading.records.map(\.place) == [3, 6])
    #expect(reading.contexts == [Array("sep=;\nid;title".utf8)])
    let wide = Reading([0xFF, 0xFE] + "id,title\n1,é\n".utf16.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] })
    #expect(wide.records.map(\.bytes) == [Array("1,é".utf8)])
    #expect(wide.about("Character encoding") == "UTF-16 (little-endian)")
  }

  @Test("A setting says the separator where the header cannot")
  func separator() {
    let text = "id|title;subtitle\n1|Ice;Snow\n"
    #expect(
      Reading(text, .table([.identifier: ["#1"], .title: ["#2"]], separator: "|")).titles == ["Ice;Snow"])
    #expect(
      Reading(text, .table([.identifier: ["#1"]], separator: ";")).statements.first?.identifier
        == "1|Ice")
  }

  @Test("What stands before the header is named")
  func junk() {
    let reading = Reading("# Reports 2024\n\nof our house\nid,title\n1,Ice\n")
    #expect(
      reading.about("Before the header") == "2 lines (Markdown or comments), the first “# Reports 2024”")
    #expect(reading.repairs == ["line before the header passed over": 2])
    #expect(reading.records.map(\.place) == [5])
    #expect(reading.about("Columns") == "2, separated by comma: id, title")
    #expect(reading.about("Read") == "identifier from “id”; title from “title”")
  }

  @Test("Markdown's own table is a table, without the rule that it draws", arguments: chunkSizes)
  func markdown(chunk: Int?) {
    let reading = Reading(
      "# Reports\n\n| ID | Titel | Datum |\n|----|:-----:|------:|\n| 1 | Ice | 1. 2. 2003 |\n| 2 | --- | 2004 |\n",
      chunk: chunk)
    #expect(reading.records.map(\.identifier) == ["1", "2"])
    #expect(reading.titles == ["Ice", "---"])
    #expect(reading.reports.map(\.published?.year) == [2003, 2004])
    #expect(reading.repairs["Markdown's rule below the header passed over"] == 1)
  }

  static let strangers: [(String, [UInt8], HarvestFault.Kind, String)] = [
    (
      "a web page", Array(" <!DOCTYPE html><html><head><title>Log\nin</title>".utf8), .notData,
      "web page “Log in”"
    ),
    ("nothing", [], .notData, "empty"), ("white space", Array("\n \n".utf8), .notData, "empty"),
    ("a mark alone", [0xEF, 0xBB, 0xBF], .notData, "empty"),
    ("a workbook", Array("PK\u{3}\u{4}....".utf8), .notData, "Excel workbook"),
    ("an old workbook", [0xD0, 0xCF, 0x11, 0xE0, 0xA1], .notData, "Excel"),
    ("a PDF", Array("%PDF-1.4\n".utf8), .notData, "PDF"),
    ("JSON", Array("{\"a\": 1}".utf8), .notData, "JSON"),
    ("a JSON list", Array("[\n {\"a\": 1}]".utf8), .notData, "JSON"),
    ("XML", Array("<?xml version=\"1.0\"?><x/>".utf8), .notData, "XML"),
  ]

  @Test("What is no table is named", arguments: strangers.indices, chunkSizes)
  func stranger(index: Int, chunk: Int?) {
    let (name, bytes, kind, words) = Self.strangers[index]
    let reading = Reading(bytes, chunk: chunk)
    #expect(reading.fault?.kind == kind, "\(name)")
    #expect(reading.fault?.message.contains(words) == true, "\(name): \(reading.fault?.message ?? "")")
    #expect(reading.records.isEmpty)
  }
}
