import Catalogue
import Testing

@testable import CatalogueFormats

@Suite("Columns fill the fields that the catalogue's file, or their names, say")
struct TableMappingTests {
  @Test("By name, whatever its case and blanks; by number; by the first that holds anything")
  func names() {
    let text =
      "Rec. No;Titel;Print;Online;Author;Author\nA-1;Ice;;9780306406157;Roe, Ann;Lee, Bo\nA-2;Snow;0-306-40615-2;;Poe, Al;\n"
    let reading = Reading(
      text,
      .table([.identifier: ["rec no"], .title: ["#2"], .isbn: ["online", " PRINT "], .authors: ["Author"]]))
    #expect(reading.fault == nil)
    #expect(reading.statements.map(\.identifier) == ["A-1", "A-2"])
    #expect(reading.titles == ["Ice", "Snow"])
    #expect(
      reading.reports.map(\.identifiers) == [
        [.init(scheme: .isbn, value: "9780306406157")], [.init(scheme: .isbn, value: "9780306406157")],
      ])
    #expect(reading.reports.map { $0.contributors.map(\.name.family) } == [["Roe", "Lee"], ["Poe"]])
    #expect(
      reading.about("Read")
        == "identifier from “Rec. No”; title from “Titel”; authors from “Author” or “Author”; isbn from “Online” or “Print”"
    )
    #expect(reading.about("Not read") == nil)
  }

  @Test(
    "A column that is not there is a fault that names the nearest",
    arguments: [
      ("Tittle", "there is no column “Tittle”; did you mean “Title”? The columns are: ID, Title, Year"),
      ("Zzzzzz", "there is no column “Zzzzzz”. The columns are: ID, Title, Year"),
      ("#4", "there is no column #4; the table has 3"), ("#0", "there is no column #0; the table has 3"),
    ])
  func missing(_ name: String, _ words: String) {
    let settings = HarvestSettings.table([.identifier: ["ID"], .title: [name]])
    let reading = Reading("ID,Title,Year\n1,Ice,2001\n", settings)
    #expect(reading.fault == HarvestFault(.malformed, "[fields] title: " + words))
    #expect(reading.records.isEmpty)
  }

  @Test("Asking again cannot help a wrong mapping")
  func final() throws {
    var harvest = DocumentHarvest(.mapped(FieldMapping([.identifier: FieldSource(["x"])])), .table())
    try harvest.begin(AnswerHead(status: 200, contentType: nil))
    #expect(throws: HarvestFault.self) {
      try Array("ID,Title\n1,Ice\n".utf8).withUnsafeBytes { try harvest.feed($0) { _ in } }
      _ = try harvest.end { _ in }
    }
    let fault = HarvestFault(.malformed, "x")
    #expect(harvest.failed(fault, attempt: 1) == .brokenOff(fault))
  }

  @Test("Without an identifier's column there is no table")
  func nameless() {
    #expect(
      Reading("Title,Year\nIce,2001\n").fault?.message.contains(
        "no column is known to hold the records' identifier") == true)
    let mapped = Reading("ID,Title\n1,Ice\n", .table([.title: ["Title"]]))
    #expect(mapped.fault?.message.contains("identifier is needed") == true)
    let parts = Reading(
      "ID\n1\n",
      HarvestSettings(
        format: "table", url: "https://t.example/",
        fields: FieldMapping([
          .identifier: FieldSource(["ID"]), .authors: FieldSource(["ID"], parts: [.family: ["x"]]),
        ])))
    #expect(parts.fault?.message.contains("parts of names are for JSON") == true)
  }

  @Test("Without [fields], columns are known by common names")
  func common() throws {
    let crs = Reading(
      "number,url,sha1,latestPubDate,title,latestPDF,latestHTML\nR41234,reports/R41234.json,ab,2019-05-01,Ice,files/a.pdf,files/a.html\n"
    )
    #expect(crs.statements.first?.identifier == "reports/R41234.json")
    #expect(crs.reports[0].identifiers == [.init(scheme: .reportNumber, value: "R41234")])
    #expect(crs.reports[0].published?.day == 1)
    #expect(crs.about("Not read") == "sha1, latestHTML")
    let zotero = Reading(
      "\"Key\",\"Item Type\",\"Publication Year\",\"Author\",\"Title\",\"DOI\",\"Url\",\"Abstract Note\",\"Manual Tags\",\"Editor\"\n"
        + "\"K1\",\"report\",\"2007\",\"Haas, Marcel de; Roe, Ann\",\"Ice\",\"10.1234/ABC\",\"https://r.example/1\",\"<p>One.</p><p>Two &amp; three.</p>\",\"ice; snow\",\"Lee, Bo\"\n"
    )
    let report = try #require(zotero.reports.first)
    #expect(report.contributors.map(\.role) == [.author, .author, .editor])
    #expect(report.identifiers == [.init(scheme: .doi, value: "10.1234/abc")])
    #expect(report.abstract == "One.\n\nTwo & three.")
    #expect(report.subjects == ["ice", "snow"])
    #expect(report.types == ["report"])
    let dspace = Reading(
      "id,collection,dc.contributor.author,dc.date.issued,dc.title,dc.identifier.uri,dc.subject\n"
        + "u-1,10986/1,\"Roe, Ann||Lee, Bo\",2011-03,Ice,http://hdl.handle.net/10986/2,a||b\n")
    #expect(dspace.reports[0].contributors.map(\.name.family) == ["Roe", "Lee"])
    #expect(dspace.reports[0].identifiers == [.init(scheme: .handle, value: "10986/2")])
    #expect(dspace.reports[0].subjects == ["a", "b"])
  }

  @Test("Rows that mean deleted are tombstones")
  func deleted() {
    let reading = Reading("id,title,withdrawn\n1,Ice,yes\n2,Snow,no\n3,Hail,\n")
    #expect(reading.statements.map(\.state) == [.deleted] + reading.reports.map { .live($0) })
    #expect(reading.titles == ["Snow", "Hail"])
  }

  @Test("Excel's texts that look like formulas lose their dress")
  func formulas() {
    let reading = Reading("id,title,isbn\n=\"001\",\"=\"\"Ice\"\"\",=\"9780306406157\"\n")
    #expect(reading.statements.map(\.identifier) == ["001"])
    #expect(reading.titles == ["Ice"])
    #expect(reading.reports[0].identifiers.map(\.value) == ["9780306406157"])
  }

  @Test("A record read later, with its context alone, is the same; with another mapping, another")
  func reparse() throws {
    let reading = Reading("id;title;alt\r\n1;\"Ice; \"\"thaws\"\"\";Snow\r\n")
    let context = try #require(reading.contexts.first)
    var repairs: [String: Int] = [:]
    let again = try TableRecordParser(.table()).parse(
      reading.records[0].bytes, context: context, repairs: &repairs)
    #expect(reading.records[0].outcome == .statement(again))
    let other = try TableRecordParser(.table([.identifier: ["id"], .title: ["alt"]])).parse(
      reading.records[0].bytes, context: context, repairs: &repairs)
    guard case .live(let report) = other.state else { return #expect(Bool(false)) }
    #expect(report.title == "Snow")
    #expect(throws: RecordFault.self) {
      try TableRecordParser(.table([.identifier: ["nr"]])).parse(
        reading.records[0].bytes, context: context, repairs: &repairs)
    }
    #expect(throws: RecordFault.self) {
      try TableRecordParser(.table()).parse(reading.records[0].bytes, context: [1, 2], repairs: &repairs)
    }
  }
}
