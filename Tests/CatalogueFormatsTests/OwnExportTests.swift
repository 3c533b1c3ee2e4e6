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

  @Test("Dublin Core: entities and tags stay, and so do paragraphs") func dublinCore() throws {
    let cut = Cut(String(decoding: Self.written(.oaiDC), as: UTF8.self))
    var repairs: [String: Int] = [:]
    let statement = try OAIRecordParser().parse(
      cut.records[0].bytes, context: cut.records[0].context, repairs: &repairs)
    guard case .live(let report) = statement.state else {
      Issue.record("it is deleted")
      return
    }
    #expect(report.title == "x &lt; y &amp;amp; <b>z</b>: '=SUM(1)")
    #expect(report.abstract == Self.report.abstract && report.subjects == Self.report.subjects)
    #expect(report.series == Self.report.series && report.identifiers == Self.report.identifiers)
  }
}
