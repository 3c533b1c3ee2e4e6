import Catalogue
import Citations
import Testing

@testable import CatalogueFormats

@Suite("What Catalogued exported itself is read as it was meant") struct OwnExportTests {
  private static let report = Report(
    title: "x &lt; y &amp;amp; <b>z</b>", subtitle: "'=SUM(1)", contributors: [], publisher: "@home || away",
    identifiers: [
      Identifier(scheme: .reportNumber, value: "-7"), Identifier(scheme: .reportNumber, value: "WP 8"),
      Identifier(scheme: .reportNumber, value: "8"),
    ],
    abstract: "=1 <script>alert(1)</script> &copy;\n\n+2", subjects: ["R&amp D", "a", "b; c"],
    series: [
      Series(title: "Papers"), Series(title: "Notes", number: "3"), Series(title: "Series2"),
      Series(title: "Ice; snow"), Series(title: "Salt; sea", number: "IV; 2"),
    ], types: ["Report", "Study"])

  private static func written(_ format: RecordFormat, _ report: Report = report) -> [UInt8] {
    var writer = format.writer(at: Timestamp(seconds: 0))
    return writer.document([Citation(number: 17, report: report)])
  }

  @Test("CSV: no apostrophe, no entity and no tag too many or too few") func csv() {
    let reading = Reading(Self.written(.csv))
    #expect(reading.repairs.isEmpty && reading.statements.map(\.identifier) == ["17"])
    #expect(reading.reports == [Self.report])
    // Of others' tables, an apostrophe is text.
    #expect(Reading("id,title\n1,'=x\n").titles == ["'=x"])
  }

  @Test("CSV: of several values in a cell, those that hold what parts them stay whole") func values() {
    func body(_ name: String, _ role: Contributor.Role) -> Contributor {
      Contributor(name: Name(printed: name), role: role, kind: .corporate)
    }
    let report = Report(
      title: "Ice; snow",
      contributors: [
        body("Institute for Salt; Water and Sand", .author), body("Ministry of “War”; Peace", .author),
        Contributor(name: Name.parse("Marcel de Haas"), role: .author, kind: .person),
        body("Council of Salt (eds.); Sand", .editor),
      ],
      subjects: ["salt", "ice; snow", "a;b"],
      series: [Series(title: "Papers; notes", number: "3"), Series(title: "\"Quoted\" notes")],
      rights: ["Held by us; \"all\" of them"], types: ["Report;", "\"Study\"; draft"])
    let bytes = Self.written(.csv, report)
    #expect(Reading(bytes).reports == [report])
    let text = String(decoding: bytes, as: UTF8.self)
    #expect(
      text.contains(
        ##","""Institute for Salt; Water and Sand""; ""Ministry of “War”; Peace""; Marcel de Haas","##))
    #expect(text.contains("17,,Ice; snow,"))
  }

  @Test(
    "CSV: what a spreadsheet made of a cell of several values is read as far as it goes",
    arguments: [
      ("a; b", ["a", "b"]), ("a;b", ["a;b"]), ("7;", ["7", ""]), ("; 7", ["", "7"]), ("", [""]),
      ("\"a; b\"; c", ["a; b", "c"]), ("\"a\" b; c", ["\"a\" b", "c"]), ("\"a; b", ["\"a", "b"]),
      ("\"\"\"a\"\" b\"", ["\"a\" b"]), ("\"", ["\""]), ("\"\"", [""]), ("a; \"b;\"", ["a", "b;"]),
    ]) func cells(_ cell: String, _ values: [String])
  {
    #expect(OwnExport.values(in: cell) == values)
  }

  private static func dublinCore(_ report: Report = report) throws -> Report {
    let cut = Cut(String(decoding: written(.oaiDC, report), as: UTF8.self))
    var repairs: [String: Int] = [:]
    let statement = try OAIRecordParser().parse(
      cut.records[0].bytes, context: cut.records[0].context, repairs: &repairs)
    guard case .live(let read) = statement.state else {
      Issue.record("it is deleted")
      return Report()
    }
    return read
  }

  @Test(
    "A chapter's address that is its book's DOI is no DOI of its own", arguments: [RecordFormat.csv, .oaiDC])
  func bookDOI(format: RecordFormat) throws {
    let chapter = Report(
      title: "Dunes", series: [Series(title: "Sand")],
      links: [
        Link(kind: .landingPage, url: "https://doi.org/10.5555/book"),
        Link(kind: .fullText, url: "https://x.example/dunes.pdf"),
      ], types: ["Book chapter"])
    let read = try format == .csv ? Reading(Self.written(.csv, chapter)).reports[0] : Self.dublinCore(chapter)
    #expect(read == chapter)
    // Its own DOI stays one.
    var report = Report(title: "Sand", identifiers: [Identifier(scheme: .handle, value: "1887/9")])
    report.links = [Link(kind: .landingPage, url: "https://x.example/handle/1887/9")]
    #expect(
      try (format == .csv ? Reading(Self.written(.csv, report)).reports[0] : Self.dublinCore(report))
        == report)
  }

  @Test("Dublin Core: a name with a semicolon is one, and quotation marks around a series' number stay")
  func marks() throws {
    let report = Report(
      title: "Ice",
      contributors: [
        Contributor(name: Name(printed: "Institute for Salt; Water"), role: .author, kind: .corporate)
      ],
      series: [Series(title: "\"Papers\"", number: "\"3\""), Series(title: "\"Notes\"")])
    #expect(try Self.dublinCore(report) == report)
  }

  @Test("Dublin Core: entities and tags stay, and so do paragraphs") func dublinCore() throws {
    let report = try Self.dublinCore()
    #expect(report.title == "x &lt; y &amp;amp; <b>z</b>: '=SUM(1)")
    #expect(report.abstract == Self.report.abstract && report.subjects == Self.report.subjects)
    #expect(report.series == Self.report.series && report.identifiers == Self.report.identifiers)
  }
}
