import Catalogue
import Testing

@testable import CatalogueFormats

@Suite("A record is read strictly, else mended and read again")
struct RecordParserTests {
  struct Mended: Sendable {
    var title: String
    var read: String
    var repairs: [String: Int]
  }

  static let mended: [Mended] = [
    Mended(title: "a < b", read: "a < b", repairs: ["bare < escaped": 1]),
    Mended(title: "R&D & more", read: "R&D & more", repairs: ["bare & escaped": 2]),
    Mended(title: "caf&eacute;&nbsp;&mdash;", read: "café —", repairs: ["HTML entity decoded": 3]),
    Mended(title: "a\u{0}b\u{8}", read: "ab", repairs: ["forbidden control character dropped": 2]),
    Mended(title: "a&#x1;b", read: "ab", repairs: ["reference to a forbidden character dropped": 1]),
    Mended(title: "on <i>ice", read: "on <i>ice", repairs: ["stray tag read as text": 1]),
    Mended(title: "<x:b>fine</x:b>", read: "fine", repairs: [:]),
    Mended(title: "H<sub>2</sub>O", read: "H2O", repairs: [:]),
  ]

  @Test(arguments: mended.indices, [nil, 1, 17] as [Int?])
  func mends(_ index: Int, _ chunk: Int?) throws {
    let row = Self.mended[index]
    let page = Answers.list([Answers.record("oai:r:1", "2020-01-01", "<dc:title>\(row.title)</dc:title>")])
    var repairs: [String: Int] = [:]
    let statement = try #require(Cut(page, chunk: chunk).parsed(&repairs).first ?? nil)
    guard case .live(let report) = statement.state else { return #expect(Bool(false), "deleted") }
    // How stray markup is shown is PlainText's; that nothing is lost is ours.
    if row.repairs["stray tag read as text"] == nil { #expect(report.title == row.read) }
    #expect(!report.title.isEmpty)
    #expect(repairs == row.repairs)
  }

  @Test("Windows-1252 in a page that says UTF-8", arguments: [nil, 1, 5] as [Int?])
  func windows(_ chunk: Int?) throws {
    let page = Answers.list([Answers.record("oai:r:1", "2020-01-01", "<dc:title>a##b</dc:title>")])
    let bytes = page.utf8.map { $0 == 0x23 ? 0x93 : $0 } as [UInt8]
    var repairs: [String: Int] = [:]
    let statement = try #require(Cut(bytes, chunk: chunk).parsed(&repairs).first ?? nil)
    guard case .live(let report) = statement.state else { return }
    #expect(report.title == "a““b")
    #expect(repairs == ["byte that is not UTF-8 read as Windows-1252": 2])
  }

  @Test(
    "A header",
    arguments: [
      ("<datestamp>2007-11-01</datestamp>", 1_193_875_200),
      ("<datestamp>2007-11-01T00:00:10Z</datestamp>", 1_193_875_210),
      ("<datestamp> 2007-11-01T00:00:10 </datestamp>", 1_193_875_210),
      ("<datestamp>yesterday</datestamp>", nil), ("", nil),
      ("<datestamp>2007-13-01</datestamp>", nil),
    ] as [(String, Int64?)])
  func datestamps(_ printed: String, _ seconds: Int64?) throws {
    let record = Answers.record("oai:r:1").replacing(
      "<datestamp>2020-01-01T00:00:00Z</datestamp>", with: printed)
    var repairs: [String: Int] = [:]
    let statement = try #require(Cut(Answers.list([record])).parsed(&repairs)[0])
    #expect(statement.datestamp?.seconds == seconds)
  }

  @Test func deleted() throws {
    var repairs: [String: Int] = [:]
    let statement = try #require(Cut(Answers.list([Answers.deleted("oai:r:1")])).parsed(&repairs)[0])
    #expect(statement.state == .deleted)
    #expect(statement.identifier == "oai:r:1")
  }

  @Test(
    "Why a record cannot be read",
    arguments: [
      (
        "<record><header><datestamp>2020-01-01</datestamp></header><metadata/></record>", "no identifier", nil
      ),
      ("<record><header><identifier>a</identifier></header></record>", "no metadata", "a"),
      (
        "<record><header><identifier>a</identifier></header><metadata><x/></metadata></record>",
        "no Dublin Core", "a"
      ),
      (
        "<record><header><identifier>a</identifier></header><metadata><m:mods xmlns:m='http://www.loc.gov/mods/v3'>"
          + "<m:title>T</m:title></m:mods></metadata></record>", "no Dublin Core", "a"
      ),
      (
        "<record><header><identifier>a</identifier></header><metadata><a:b></a:c></metadata></record>",
        "not well-formed", "a"
      ),
    ] as [(String, String, String?)])
  func faults(_ record: String, _ reason: String, _ identifier: String?) throws {
    let cut = Cut(Answers.list([record]))
    var repairs: [String: Int] = [:]
    let fault = #expect(throws: RecordFault.self) {
      try OAIRecordParser().parse(cut.records[0].bytes, context: cut.records[0].context, repairs: &repairs)
    }
    #expect(fault?.reason.contains(reason) == true, "\(fault?.reason ?? "")")
    #expect(fault?.identifier == identifier)
  }

  @Test(
    "Any vocabulary and container of Dublin Core",
    arguments: [
      "<dc xmlns='http://purl.org/dc/elements/1.1/'><title>T</title></dc>",
      "<dc:dc xmlns:dc='http://purl.org/dc/elements/1.0/'><dc:title>T</dc:title></dc:dc>",
      "<qdc:qualifieddc xmlns:qdc='http://x/qdc' xmlns:dcterms='http://purl.org/dc/terms/'><dcterms:title>T</dcterms:title></qdc:qualifieddc>",
      "<dublinCore><dc:title>T</dc:title></dublinCore>",
      "<title>T</title>",
      "<oai_dc:dc><dc:title>T</dc:title></oai_dc:dc>",
      "<rdf><dc:title><rdf:li>T</rdf:li></dc:title></rdf>",
    ])
  func vocabularies(_ metadata: String) throws {
    let record =
      "<record><header><identifier>a</identifier></header><metadata>\(metadata)</metadata></record>"
    var repairs: [String: Int] = [:]
    let statement = try #require(Cut(Answers.list([record])).parsed(&repairs)[0])
    #expect(statement.state == .live(Report(title: "T")))
  }
}
