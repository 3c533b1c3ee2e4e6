import Catalogue
import Testing

@testable import CatalogueFormats

@Suite("KBART Phase II: lists of titles, a report's chapters beside it")
struct KBARTTests {
  static let columns = KBARTColumn.allCases.map(\.name)

  /// A list with these rows, by names of columns.
  static func list(
    _ rows: [[String: String]], columns: [String] = columns, lineEnd: String = "\n"
  ) -> String {
    ([columns] + rows.map { row in columns.map { row[$0] ?? "" } }).map {
      $0.joined(separator: "\t") + lineEnd
    }
    .joined()
  }

  static let report: [String: String] = [
    "publication_title": "Russia and Central Asia", "print_identifier": "978-90-5031-100-0",
    "online_identifier": "9780306406157", "title_url": "https://www.jstor.org/stable/resrep05373",
    "first_author": "Haas, Marcel de", "title_id": "resrep05373", "coverage_depth": "fulltext",
    "publisher_name": "Clingendael Institute", "publication_type": "monograph",
    "date_monograph_published_print": "2007-11-01", "date_monograph_published_online": "2015",
    "first_editor": "Putten", "access_type": "F", "notes": "n", "monograph_volume": "3",
  ]

  private static func title(_ id: String, _ title: String = "T", _ more: [String: String] = [:]) -> [String:
    String]
  {
    ["title_id": id, "publication_title": title, "publication_type": "monograph"].merging(more) { $1 }
  }

  @Test("Every column goes where it belongs", arguments: chunkSizes)
  func fields(chunk: Int?) {
    let reading = Reading(Self.list([Self.report]), .kbart(), chunk: chunk)
    #expect(reading.fault == nil)
    #expect(reading.statements.map(\.identifier) == ["resrep05373"])
    let report = reading.reports[0]
    #expect(report.title == "Russia and Central Asia")
    #expect(report.contributors.map(\.name.family) == ["Haas", nil])
    #expect(report.contributors.map(\.name.printed) == ["Haas, Marcel de", "Putten"])
    #expect(report.contributors.map(\.role) == [.author, .editor])
    #expect(report.publisher == "Clingendael Institute")
    #expect(report.published == PartialDate(year: 2007, month: 11, day: 1, printed: "2007-11-01"))
    #expect(
      report.identifiers == [
        Identifier(scheme: .isbn, value: "9780306406157"),
        Identifier(scheme: .stableURL, value: "https://www.jstor.org/stable/resrep05373"),
      ])
    #expect(reading.repairs == ["unreadable ISBN or ISSN left out": 1])
    #expect(report.links == [Link(kind: .landingPage, url: "https://www.jstor.org/stable/resrep05373")])
    #expect(report.access == .open)
    #expect(report.types == ["monograph"])
    #expect(reading.about("Columns of its own") == nil)
    #expect(reading.about("Missing columns") == nil)
  }

  @Test("A DOI in the address is the report's; serials have ISSNs and first issues; P needs a login")
  func details() {
    let reading = Reading(
      Self.list([
        Self.title("a", "A", ["title_url": "https://doi.org/10.1234/ABC", "access_type": "P"]),
        Self.title("b", "B", ["title_url": "https://p.example/doi/full/10.1234/def", "access_type": "x"]),
        [
          "title_id": "c", "publication_title": "C", "publication_type": "Serial",
          "print_identifier": "1234-5679",
          "online_identifier": "2049-3630", "date_first_issue_online": "1999-01",
          "date_last_issue_online": "2001",
        ],
        Self.title("d", "D", ["online_identifier": "1234-5679"]),
      ]), .kbart())
    #expect(reading.reports[0].identifiers == [Identifier(scheme: .doi, value: "10.1234/abc")])
    #expect(reading.reports[0].access == .loginNeeded)
    #expect(reading.reports[1].identifiers == [Identifier(scheme: .doi, value: "10.1234/def")])
    #expect(reading.reports[1].links.map(\.url) == ["https://p.example/doi/full/10.1234/def"])
    #expect(reading.reports[2].identifiers.map(\.value) == ["1234-5679", "2049-3630"])
    #expect(reading.reports[2].published?.month == 1 && reading.reports[2].published?.year == 1999)
    #expect(reading.reports[3].identifiers == [Identifier(scheme: .issn, value: "1234-5679")])
    #expect(reading.repairs == ["unreadable access left out": 1])
  }

  @Test("The columns may stand in any order, and be more; which are missing is told")
  func header() {
    let shuffled = Array(Self.columns.reversed()) + ["oclc_number", "Vendor Note"]
    let text = Self.list([Self.report.merging(["oclc_number": "42"]) { $1 }], columns: shuffled)
    let reading = Reading(text, .kbart())
    #expect(reading.titles == ["Russia and Central Asia"])
    #expect(reading.about("Columns of its own") == "oclc_number, Vendor Note")
    #expect(String(decoding: reading.records[0].bytes, as: UTF8.self).hasSuffix("\t42\t"))
    let few = Reading(
      Self.list([Self.report], columns: ["publication_title", "title_id", "title_url"]), .kbart())
    #expect(few.titles == ["Russia and Central Asia"])
    #expect(few.about("Missing columns")?.hasPrefix("print_identifier, online_identifier, ") == true)
  }

  @Test(
    "A list that lacks what names its titles is refused, with the names",
    arguments: [
      ["publication_title", "first_author"], ["title_id", "title_url", "first_author"], ["a", "b", "c"],
    ])
  func required(_ columns: [String]) {
    let reading = Reading(
      columns.joined(separator: "\t") + "\n" + columns.joined(separator: "\t") + "x\n", .kbart())
    #expect(reading.fault?.kind == .malformed)
    let message = reading.fault?.message ?? ""
    #expect(message.contains("its header lacks"))
    #expect(message.contains(columns.contains("publication_title") ? "title_id" : "publication_title"))
  }

  // MARK: Chapters

  static let chapters: [[String: String]] = [
    title("resrep1.1", "Front Matter", ["first_author": "Roe, Ann"]), title("resrep1.2", "One"),
    title("resrep1.10", "Ten", ["first_editor": "Lee, Bo"]),
  ]

  static let orders: [(String, [[String: String]])] = [
    ("behind", [title("resrep1", "R")] + chapters), ("before", chapters + [title("resrep1", "R")]),
    ("around", [chapters[2], title("resrep1", "R"), chapters[1], chapters[0]]),
    ("backwards", chapters.reversed() + [title("resrep1", "R")]),
    (
      "between other reports",
      [title("resrep0", "O")] + chapters + [
        title("resrep1", "R"), title("resrep10", "X"), title("resrep2", "Y"),
      ]
    ),
    ("with a row of the same title", [title("resrep1", "R")] + chapters + [title("resrep1", "R")]),
    (
      "two reports",
      [title("resrep0", "O"), title("resrep0.1", "Z"), title("resrep1", "R")] + chapters + [
        title("resrep2.1", "Q"), title("resrep2", "Y"),
      ]
    ),
  ]

  @Test(
    "Rows of chapters beside their report's are its sections, by number", arguments: orders.indices,
    chunkSizes)
  func sections(order: Int, chunk: Int?) {
    let reading = Reading(Self.list(Self.orders[order].1), .kbart(), chunk: chunk)
    let name = Self.orders[order].0
    #expect(
      reading.statements.count
        == Set(Self.orders[order].1.compactMap { $0["title_id"]?.split(separator: ".").first }).count,
      "\(name)")
    let report = reading.reports.first { $0.title == "R" }
    #expect(report?.sections.map(\.label) == [nil, nil, nil], "\(name)")
    #expect(report?.sections.map(\.title) == ["Front Matter", "One", "Ten"], "\(name)")
    #expect(report?.sections[0].contributors.map(\.name.family) == ["Roe"])
    #expect(report?.sections[2].contributors.map(\.role) == [.editor])
    #expect(reading.records.map(\.identifier) == reading.statements.map(\.identifier))
    #expect(reading.repairs.isEmpty)
  }

  @Test("The same chapters in another order are the same bytes where their report stands before them")
  func place() {
    let reading = Reading(Self.list(Self.orders[0].1 + [Self.title("resrep2")]), .kbart())
    #expect(reading.records.map(\.place) == [2, 6])
    #expect(reading.records[0].bytes.count { $0 == 0x0A } == 3)
  }

  @Test("A chapter whose report is not beside it is a record of its own", arguments: chunkSizes)
  func alone(chunk: Int?) {
    let rows = [
      Self.title("resrep1", "R"), Self.chapters[0], Self.title("resrep2", "S"), Self.chapters[1],
      Self.title("resrep3", "T"),
      Self.title("resrep9.1", "U"),
    ]
    let reading = Reading(Self.list(rows), .kbart(), chunk: chunk)
    #expect(
      reading.statements.map(\.identifier) == ["resrep1", "resrep2", "resrep1.2", "resrep3", "resrep9.1"])
    #expect(reading.reports[0].sections.map(\.title) == ["Front Matter"])
    #expect(reading.titles[2] == "One")
    #expect(reading.repairs == ["chapter without its report beside it kept as a record": 2])
  }

  @Test("A parent that is a monograph has its parts as sections, a serial has none")
  func parents() {
    let part = ["parent_publication_title_id": "p"]
    let rows = [
      Self.title("x", "Part A", part.merging(["monograph_volume": "1"]) { $1 }), Self.title("p", "Whole"),
      Self.title("y", "Part B", part), Self.title("s", "Series", ["publication_type": "serial"]),
      Self.title("z", "In the series", ["parent_publication_title_id": "s"]),
      Self.title("w", "Elsewhere", part),
    ]
    let reading = Reading(Self.list(rows), .kbart())
    #expect(reading.titles == ["Whole", "Series", "In the series", "Elsewhere"])
    #expect(reading.reports[0].sections.map(\.title) == ["Part A", "Part B"])
    #expect(reading.reports[0].sections.map(\.label) == ["1", nil])
    #expect(reading.repairs.isEmpty)
  }

  @Test("Numbers with points that are not JSTOR's are parts only of what stands beside them")
  func points() {
    let reading = Reading(
      Self.list([
        Self.title("10.1234", "A"), Self.title("10.1235", "B"), Self.title("7", "C"), Self.title("7.1", "D"),
        Self.title("7.x", "E"), Self.title("resrep", "F"), Self.title("resrep.1", "G"),
      ]), .kbart())
    #expect(reading.titles == ["A", "B", "C", "E", "F"])
    #expect(reading.reports[2].sections.map(\.title) == ["D"])
    #expect(reading.repairs.isEmpty)
  }

  @Test("A bad row among the chapters is a reject, and parts nothing", arguments: chunkSizes)
  func bad(chunk: Int?) {
    var lines = Self.list(Self.orders[0].1).split(separator: "\n").map(String.init)
    lines.insert("resrep1.9\tbroken", at: 3)
    lines.insert("\"Peace" + String(repeating: "\t", count: 24), at: 5)
    let reading = Reading(lines.joined(separator: "\n"), .kbart(), chunk: chunk)
    #expect(reading.rejects.count == 2)
    #expect(reading.reports.map { $0.sections.count } == [3])
  }

  @Test("Rows without title_id go by their address or number; without any they are rejects")
  func nameless() {
    let reading = Reading(
      Self.list([
        ["publication_title": "A", "title_url": "https://p.example/a"],
        ["publication_title": "B", "online_identifier": "9780306406157"], ["publication_title": "C"],
      ]), .kbart())
    #expect(reading.statements.map(\.identifier) == ["https://p.example/a", "9780306406157"])
    #expect(reading.rejects == ["the row has neither a title_id nor an address or number"])
  }

  @Test("A report with very many chapters is held in bounded memory, and no row is lost")
  func bounded() {
    let count = KBARTRows.limits.rows + 100
    let rows = [Self.title("resrep1", "R")] + (1...count).map { Self.title("resrep1.\($0)", "C") }
    let reading = Reading(Self.list(rows, columns: ["publication_title", "title_id"]), .kbart())
    #expect(reading.reports[0].sections.count == KBARTRows.limits.rows - 1)
    #expect(reading.statements.count + reading.reports[0].sections.count == count + 1)
  }

  @Test("With a byte order mark, in UTF-16, with CRLF", arguments: ["\u{FEFF}", ""])
  func encodings(mark: String) {
    let text = mark + Self.list(Self.orders[0].1, lineEnd: "\r\n")
    for bytes in [Array(text.utf8), text.utf16.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }] {
      let reading = Reading(bytes, .kbart())
      #expect(reading.reports.map { $0.sections.count } == [3])
    }
  }
}
