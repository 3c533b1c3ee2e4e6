import Catalogue
import FoundationEssentials
import Testing

@testable import Citations

@Suite("Whole documents") struct FormatTests {
  /// What is hard to write, in every field.
  private static let report = Report(
    title: "Salt & sand", subtitle: "50 % of <it>",
    contributors: [
      person("[Bread and Roses]"), person("Ludwig van Beethoven", .editor), person("Ann Lee", .translator),
    ],
    published: PartialDate.parse("2019-05"), publisher: "Institute of War and Peace", pageCount: 12,
    identifiers: [
      Identifier(scheme: .doi, value: "10.5555/a_b"), Identifier(scheme: .isbn, value: "9783161484100"),
      Identifier(scheme: .reportNumber, value: "WP_1"), Identifier(scheme: .handle, value: "1887/9"),
    ],
    abstract: "One.\n\nTwo, \"three\".", subjects: ["peace", "war, its ends"], languages: ["en", "de"],
    series: [Series(title: "Papers", number: "7")],
    links: [
      Link(kind: .landingPage, url: "https://example.org/a_b?x=1&y=2"),
      Link(kind: .fullText, url: "https://example.org/a.pdf"),
    ],
    rights: ["CC BY"], access: .open, types: ["Working Paper"],
    sections: [
      Section(label: "1.", title: "One", contributors: [person("Eva Moss")], pages: PageRange.parse("1-9"))
    ])

  @Test func ris() {
    let lines = [
      "TY  - RPRT", "ID  - 1", "TI  - Salt & sand: 50 % of <it>", "AU  - Bread and Roses,",
      "ED  - van Beethoven, Ludwig",
      "A4  - Lee, Ann", "T2  - Papers", "VL  - 7", "PY  - 2019", "DA  - 2019/05//",
      "PB  - Institute of War and Peace",
      "SP  - 12", "M3  - Working Paper", "SN  - WP_1", "SN  - 9783161484100", "DO  - 10.5555/a_b",
      "UR  - https://example.org/a_b?x=1&y=2", "L1  - https://example.org/a.pdf", "KW  - peace",
      "KW  - war, its ends",
      "LA  - en", "LA  - de", "AB  - One.", "", "Two, \"three\".", "ER  - ", "", "",
    ]
    #expect(written(Self.report, .ris) == lines.joined(separator: "\r\n"))
  }

  @Test func bibtex() {
    #expect(
      written(Self.report, .bibtex) == ##"""
        @techreport{breadandroses2019-1,
          author = {{Bread and Roses}},
          title = {Salt \& sand: 50 \% of <it>},
          editor = {van Beethoven, Ludwig},
          translator = {Lee, Ann},
          institution = {{Institute of War and Peace}},
          year = {2019},
          month = may,
          type = {Working {Paper}},
          pagetotal = {12},
          series = {Papers},
          number = {WP\_1},
          volume = {7},
          isrn = {WP\_1},
          isbn = {9783161484100},
          doi = {10.5555/a_b},
          eprint = {1887/9},
          eprinttype = {hdl},
          url = {https://example.org/a_b?x=1&y=2},
          langid = {en},
          keywords = {peace, {war, its ends}},
          abstract = {One.

        Two, "three".}
        }


        """##)
  }

  @Test func csl() {
    #expect(
      written([Citation(number: 1, report: Self.report, position: 1)], .cslJSON) == #"""
        [
          {
            "id": "1-1",
            "type": "chapter",
            "title": "One",
            "author": [{"family": "Moss", "given": "Eva"}],
            "container-title": "Salt & sand: 50 % of <it>",
            "editor": [{"family": "Beethoven", "given": "Ludwig", "non-dropping-particle": "van"}],
            "issued": {"date-parts": [[2019, 5]]},
            "publisher": "Institute of War and Peace",
            "chapter-number": "1.",
            "page": "1-9",
            "collection-title": "Papers",
            "collection-number": "7",
            "ISBN": "9783161484100",
            "DOI": "10.5555/a_b",
            "URL": "https://example.org/a_b?x=1&y=2",
            "language": "en"
          }
        ]

        """#)
  }

  @Test func kbart() {
    let cells = written(Self.report, .kbart).split(separator: "\n")[1].split(
      separator: "\t", omittingEmptySubsequences: false)
    #expect(cells.count == KBARTColumn.allCases.count)
    let named = Dictionary(
      uniqueKeysWithValues: zip(KBARTColumn.allCases.map(\.name), cells.map(String.init)))
    #expect(
      named["publication_title"] == "Salt & sand: 50 % of <it>" && named["first_author"] == "Bread and Roses")
    #expect(named["first_editor"] == "van Beethoven" && named["online_identifier"] == "9783161484100")
    #expect(named["date_monograph_published_online"] == "2019-05" && named["access_type"] == "F")
    #expect(named["title_id"] == "1" && named["publication_type"] == "monograph")
    #expect(named["coverage_depth"] == "fulltext")
  }

  @Test(
    "KBART says no more than is known: how much stands online, which ISBN is the print's, and what an article is",
    arguments: [
      (Report(title: "Ice"), "", "monograph"),
      (Report(title: "Ice", access: .loginNeeded), "fulltext", "monograph"),
      (Report(title: "Ice", links: [Link(kind: .landingPage, url: "https://x.example/")]), "", "monograph"),
      (Report(title: "Ice", types: ["Journal article"]), "", ""),
      (Report(title: "Ice", series: [Series(title: "Sand")], types: ["Book chapter"]), "", ""),
    ]) func kbartUnknown(_ report: Report, _ depth: String, _ type: String)
  {
    var report = report
    report.identifiers = ["9783161484100", "9780306406157"].map { Identifier(scheme: .isbn, value: $0) }
    let cells = written(report, .kbart).split(separator: "\n")[1].split(
      separator: "\t", omittingEmptySubsequences: false)
    func cell(_ column: KBARTColumn) -> String { String(cells[column.rawValue]) }
    #expect(cell(.coverageDepth) == depth && cell(.publicationType) == type)
    #expect(cell(.onlineIdentifier) == "9783161484100" && cell(.printIdentifier).isEmpty)
  }

  @Test func csv() {
    let rows = written(Self.report, .csv).components(separatedBy: "\r\n")
    #expect(
      rows[1] == "1,,Salt & sand,50 % of <it>,Bread and Roses,Ludwig van Beethoven,Ann Lee,2019-05,"
        + "Institute of War and Peace,12,10.5555/a_b,9783161484100,,1887/9,WP_1,https://example.org/a_b?x=1&y=2,"
        + "https://example.org/a.pdf,\"One.\n\nTwo, \"\"three\"\".\",\"peace; war, its ends\",en; de,Papers,7,CC BY,open,Working Paper"
    )
    #expect(written(Report(title: "=HYPERLINK(1)"), .csv).contains("\r\n1,,'=HYPERLINK(1),"))
    #expect(rows[0].split(separator: ",").count == 25)
  }

  @Test func dublinCore() {
    let text = written(Self.report, .oaiDC)
    for line in [
      "<responseDate>2026-09-21T14:13:20Z</responseDate>",
      "<dc:title>Salt &amp; sand: 50 % of &lt;it&gt;</dc:title>",
      "<dc:creator>Bread and Roses</dc:creator>", "<dc:contributor>van Beethoven, Ludwig</dc:contributor>",
      "<dc:identifier>https://doi.org/10.5555/a_b</dc:identifier>",
      "<dc:identifier>ISBN:9783161484100</dc:identifier>",
      "<dc:identifier>https://example.org/a_b?x=1&amp;y=2</dc:identifier>", "<dc:date>2019-05</dc:date>",
      "<dc:format>12 pages</dc:format>", "<dc:relation>Papers; 7</dc:relation>",
      "<dc:rights>CC BY</dc:rights>",
    ] { #expect(text.contains(line), "\(line)") }
  }

  @Test("A paragraph that looks like a tag of RIS is none")
  func risParagraphs() {
    let text = written(Report(title: "Ice", abstract: "One.\n\nTY  - RPRT\n\nER - so"), .ris)
    #expect(text.contains("AB  - One.\r\nAB  - TY - RPRT\r\nAB  - ER - so\r\nER  - \r\n"))
  }

  @Test("Paragraphs of Dublin Core stay; a list without a record is an error of OAI-PMH")
  func dublinCoreLists() {
    #expect(
      written(Self.report, .oaiDC).contains(
        "<dc:description>One.\n\nTwo, &quot;three&quot;.</dc:description>"))
    let empty = written([], .oaiDC)
    #expect(empty.contains("<error code=\"noRecordsMatch\"/>") && !empty.contains("ListRecords>"))
    var writer = OAIDCWriter(at: Timestamp(seconds: 0))
    var bytes: [UInt8] = []
    writer.begin(&bytes)
    writer.add(gone: GoneReport(number: 1, reason: .unmatched), to: &bytes)
    writer.end(&bytes)
    #expect(String(decoding: bytes, as: UTF8.self).hasSuffix("</record>\n</ListRecords>\n</OAI-PMH>\n"))
  }

  @Test(
    "A report that is a chapter of a book goes out as one",
    arguments: [
      (RecordFormat.ris, ["TY  - CHAP", "T2  - Sand"]), (.bibtex, ["@incollection{", "booktitle = {Sand}"]),
      (.cslJSON, ["\"type\": \"chapter\"", "\"container-title\": \"Sand\""]),
    ]) func chapter(_ format: RecordFormat, _ marks: [String])
  {
    let text = written(
      Report(title: "Dunes", series: [Series(title: "Sand")], types: ["Book chapter"]), format)
    for mark in marks { #expect(text.contains(mark), "\(text)") }
  }

  @Test func marc() {
    let text = written(Self.report, .marcxml)
    for line in [
      "<datafield tag=\"110\" ind1=\"2\" ind2=\" \">\n  <subfield code=\"a\">Bread and Roses</subfield>",
      "<datafield tag=\"245\" ind1=\"1\" ind2=\"0\">\n  <subfield code=\"a\">Salt &amp; sand</subfield>\n  <subfield code=\"b\">50 % of &lt;it&gt;</subfield>",
      "<datafield tag=\"700\" ind1=\"1\" ind2=\" \">\n  <subfield code=\"a\">Beethoven, Ludwig van</subfield>\n  <subfield code=\"e\">editor</subfield>",
      "<subfield code=\"a\">10.5555/a_b</subfield>\n  <subfield code=\"2\">doi</subfield>",
      "<subfield code=\"t\">1. One</subfield>\n  <subfield code=\"r\">Eva Moss</subfield>\n  <subfield code=\"g\">pages 1-9</subfield>",
    ] { #expect(text.contains(line), "\(line)") }
  }

  @Test("What is gone is told where the format can", arguments: RecordFormat.allCases)
  func gone(_ format: RecordFormat) {
    var writer = format.writer(at: Timestamp(seconds: 0))
    var bytes: [UInt8] = []
    writer.add(gone: GoneReport(number: 17, reason: .withdrawn), to: &bytes)
    #expect(bytes.isEmpty != format.tellsGone)
    #expect(!format.tellsGone || String(decoding: bytes, as: UTF8.self).contains("17"))
  }
}

@Suite("JSON lines") struct JSONLinesTests {
  private struct Line: Codable, Equatable {
    var number: Int64
    var report: Report
  }

  /// The writer's own hand beside `JSONEncoder`: the same bytes.
  @Test("are the API's own JSON, byte for byte", arguments: 0..<200) func same(_ seed: Int) throws {
    let line = Line(number: Int64(seed), report: AnyReport.make(seed))
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    #expect(
      written([Citation(number: line.number, report: line.report)], .jsonl).utf8.elementsEqual(
        try encoder.encode(line) + [0x0A]))
  }
}
