import Foundation
import Testing

@testable import CatalogueFormats

@Suite("A page is cut into its records, whatever stands around and in them")
struct PageSplitterTests {
  static let plain = (0..<4).map { Answers.record("oai:r:\($0)") }

  /// Pages that all hold records 0 to 3.
  static let shapes: [(name: String, page: String)] = [
    ("plain", Answers.list(plain)),
    (
      "comments that hold records",
      Answers.list(["<!-- <record> -- > </record> -->"] + plain + ["<!-- </ListRecords> -->"])
    ),
    (
      "CDATA that holds tags",
      Answers.list(
        [Answers.record("oai:r:0", "2020-01-01", "<dc:title><![CDATA[a </record><record> b]]></dc:title>")]
          + plain[1...])
    ),
    ("instructions", Answers.list(["<?php <record> ?>"] + plain)),
    (
      "a greater-than sign in an attribute",
      Answers.list([plain[0].replacing("<record>", with: "<record note='a > b'>")] + plain[1...])
    ),
    (
      "elements called record in the metadata",
      Answers.list(
        [
          Answers.record(
            "oai:r:0", "2020-01-01", "<record><header>x</header><record/></record><dc:title>T</dc:title>")
        ] + plain[1...])
    ),
    (
      "an about part",
      Answers.list(
        [
          plain[0].replacing(
            "</record>", with: "<about><p><identifier>other</identifier></p></about></record>")
        ] + plain[1...])
    ),
    (
      "a document type",
      Answers.list(plain).replacing("<OAI-PMH", with: "<!DOCTYPE x [<!ENTITY e \"]>\"> <!-- ]> -->]><OAI-PMH")
    ),
    (
      "a prefix",
      Answers.list(plain).replacing("<OAI-PMH xmlns=", with: "<oai:OAI-PMH xmlns:oai=").replacing(
        "</OAI-PMH", with: "</oai:OAI-PMH"
      )
      .replacing("<ListRecords", with: "<oai:ListRecords").replacing(
        "</ListRecords", with: "</oai:ListRecords"
      )
      .replacing("<record", with: "<oai:record").replacing("</record", with: "</oai:record")
      .replacing("<header", with: "<oai:header").replacing("</header", with: "</oai:header")
      .replacing("<metadata", with: "<oai:metadata").replacing("</metadata", with: "</oai:metadata")
      .replacing("<identifier", with: "<oai:identifier").replacing("</identifier", with: "</oai:identifier")
    ),
    ("white space in end tags", Answers.list(plain).replacing("</record>", with: "</record\n>")),
    ("no declaration", String(Answers.list(plain).drop { $0 != "\n" }.dropFirst())),
    ("a byte order mark", "\u{FEFF}" + Answers.list(plain)),
  ]

  @Test(arguments: shapes.indices, chunkSizes)
  func cutsShape(_ index: Int, _ chunk: Int?) {
    let shape = Self.shapes[index]
    let cut = Cut(shape.page, chunk: chunk)
    #expect(cut.identifiers() == (0..<4).map { "oai:r:\($0)" }, "\(shape.name)")
    #expect(cut.splitter.ended, "\(shape.name)")
    #expect(cut.envelope.responseDate != nil, "\(shape.name)")
  }

  @Test("The same records come out in chunks of any size", arguments: 1...64)
  func everyChunkSize(_ chunk: Int) {
    let page = Answers.list(Self.plain, token: "t&amp;1", size: 9)
    let whole = Cut(page)
    let pieces = Cut(page, chunk: chunk)
    #expect(pieces.records.map(\.bytes) == whole.records.map(\.bytes))
    #expect(pieces.records.map(\.place) == whole.records.map(\.place))
    #expect(pieces.records.map(\.identifier) == whole.records.map(\.identifier))
    #expect(pieces.splitter.envelope == whole.splitter.envelope)
    #expect(pieces.envelope.token == "t&1")
    #expect(pieces.envelope.completeListSize == 9)
  }

  @Test("A record's place is where it stands, and its bytes are as sent")
  func place() {
    let page = Answers.list(Self.plain)
    for record in Cut(page).records {
      let start = Int(record.place)
      #expect(Array(Array(page.utf8)[start..<start + record.bytes.count]) == record.bytes)
    }
  }

  @Test("The context is the same on every page of a list")
  func context() {
    let first = Cut(Answers.list(Self.plain, token: "a", date: "2024-01-01T00:00:00Z"))
    let next = Cut(Answers.list(Self.plain, token: "b", date: "2024-01-02T00:00:00Z"))
    #expect(first.records[0].context == next.records[3].context)
  }

  @Test("UTF-16 and UTF-32 become UTF-8", arguments: chunkSizes)
  func wide(_ chunk: Int?) throws {
    let page = Answers.list([Answers.record("oai:r:å", "2020-01-01", "<dc:title>Årsrapport 𝄞</dc:title>")])
    let bom = "\u{FEFF}"
    for form in [
      (bom + page).data(using: .utf16LittleEndian), (bom + page).data(using: .utf16BigEndian),
      page.data(using: .utf16BigEndian), (bom + page).data(using: .utf32LittleEndian),
    ] {
      let bytes = [UInt8](try #require(form))
      let cut = Cut(bytes, chunk: chunk)
      #expect(cut.identifiers() == ["oai:r:å"])
      #expect(cut.records.first?.identifier == "oai:r:å")
    }
  }

  @Test("A single-byte charset is told by the declaration, or by HTTP", arguments: [true, false])
  func latin(_ isDeclared: Bool) throws {
    var page = Answers.list([Answers.record("oai:r:1", "2020-01-01", "<dc:title>Årsrapport</dc:title>")])
    page = page.replacing(" encoding=\"UTF-8\"", with: isDeclared ? " encoding='ISO-8859-1'" : "")
    let bytes = page.unicodeScalars.map { UInt8($0.value) }
    let cut = Cut(bytes, chunk: 7, contentType: isDeclared ? nil : "text/xml; charset=\"iso-8859-1\"")
    var repairs: [String: Int] = [:]
    let statement = try #require(cut.parsed(&repairs).first ?? nil)
    guard case .live(let report) = statement.state else { return }
    #expect(report.title == "Årsrapport")
    #expect(repairs.isEmpty)
  }

  @Test(
    "The identifier is told without parsing exactly as the parser reads it, or not at all",
    arguments: [
      ("oai:r:1", "oai:r:1"), ("  oai:r:1\n", "oai:r:1"), ("a&amp;b", "a&b"), ("&#229;", "å"), ("å", "å"),
      ("<![CDATA[a]]>", nil), ("<!-- x -->a", nil), ("a&eacute;", nil), ("", nil), ("&#1;a", nil),
    ] as [(String, String?)])
  func scan(_ printed: String, _ expected: String?) {
    let cut = Cut(Answers.list([Answers.record(printed)]))
    #expect(cut.records.first?.identifier == expected)
    if let expected { #expect(cut.identifiers() == [expected]) }
  }
}
