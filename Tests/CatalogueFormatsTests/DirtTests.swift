import Catalogue
import Foundation
import Testing

@testable import CatalogueFormats

@Suite("One fault costs at most the record that it stands in") struct DirtTests {
  struct Dirt: Sendable, CustomTestStringConvertible {
    var name: String
    /// What stands in the middle one of three records.
    var field: String
    var title: String?
    var repair: String?
    var testDescription: String { name }
  }

  static let mended: [Dirt] = [
    Dirt(
      name: "a bare <", field: "<dc:title>x < 5 is small</dc:title>", title: "x < 5 is small",
      repair: "bare < escaped"),
    Dirt(
      name: "a bare &", field: "<dc:title>Water & peace</dc:title>", title: "Water & peace",
      repair: "bare & escaped"),
    Dirt(
      name: "HTML's entity", field: "<dc:title>Caf&eacute;s</dc:title>", title: "Cafés",
      repair: "HTML entity decoded"),
    Dirt(
      name: "a control character", field: "<dc:title>A\u{b}B</dc:title>", title: "AB",
      repair: "forbidden control character dropped"),
    Dirt(
      name: "a reference to one", field: "<dc:title>A&#2;B</dc:title>", title: "AB",
      repair: "reference to a forbidden character dropped"),
    Dirt(
      name: "a stray tag", field: "<dc:title>A <i>bold claim</dc:title>", title: "A bold claim",
      repair: "stray tag read as text"),
    Dirt(name: "an undeclared prefix", field: "<dc:title>A</dc:title><zz:odd>b</zz:odd>", title: "A"),
    Dirt(name: "a comment with a record in it", field: "<!-- <record> --><dc:title>A</dc:title>", title: "A"),
    Dirt(name: "CDATA", field: "<dc:title><![CDATA[A </record> & B]]></dc:title>", title: "A </record> & B"),
    Dirt(
      name: "a nested record", field: "<dc:title>A</dc:title><record><leader>x</leader></record>", title: "A"),
  ]

  @Test(arguments: mended) func isMended(_ dirt: Dirt) throws {
    let page = Pages.page([Pages.record(1), Pages.record(2, dirt.field), Pages.record(3)])
    let outcome = try #require(Pages.readEveryWay(page), "chunks of other sizes give other statements")
    #expect(outcome.fault == nil)
    #expect(outcome.rejects.isEmpty)
    #expect(outcome.statements.map(\.identifier) == (1...3).map { "oai:x.example:\($0)" })
    if case .live(let report) = outcome.statements[1].state { #expect(report.title == dirt.title) }
    if let repair = dirt.repair { #expect(outcome.repairs[repair] == 1, "\(outcome.repairs)") }
  }

  static let broken: [(name: String, field: String)] = [
    ("a broken end tag", "<dc:title>A</dc:titel>"),
    ("an end tag too many", "<dc:title>A</dc:title></dc:description>"),
    ("no end tag", "<dc:title>A"), ("no Dublin Core", "<x>1</x>"),
  ]

  @Test(arguments: broken) func isSetAside(_ name: String, _ field: String) throws {
    let page = Pages.page([Pages.record(1), Pages.record(2, field), Pages.record(3)])
    let outcome = try #require(Pages.readEveryWay(page))
    #expect(outcome.fault == nil)
    #expect(outcome.statements.map(\.identifier) == ["oai:x.example:1", "oai:x.example:3"])
    #expect(outcome.rejects.map(\.identifier) == ["oai:x.example:2"])
    #expect(outcome.rejects.allSatisfy { !$0.reason.isEmpty })
  }

  @Test func aDestroyedEndOfARecordCostsItself() throws {
    let bad = Pages.record(2).replacingOccurrences(of: "</record>", with: "</recxrd>")
    let page = Pages.page([Pages.record(1), bad, Pages.record(3)])
    let outcome = try #require(Pages.readEveryWay(page))
    #expect(outcome.statements.map(\.identifier).contains("oai:x.example:1"))
    #expect(outcome.statements.map(\.identifier).contains("oai:x.example:3"))
    #expect(outcome.statements.count + outcome.rejects.count == 3)
  }

  @Test func cp1252InAPageThatSaysUTF8() throws {
    var page = Pages.page([Pages.record(1, "<dc:title>Caf#s</dc:title>")])
    page[try #require(page.firstIndex(of: UInt8(ascii: "#")))] = 0xE9
    let outcome = try #require(Pages.readEveryWay(page))
    guard case .live(let report)? = outcome.statements.first?.state else {
      Issue.record("no statement")
      return
    }
    #expect(report.title == "Cafés")
    #expect(outcome.repairs["byte that is not UTF-8 read as Windows-1252"] == 1)
  }

  @Test(arguments: ["UTF-16LE", "UTF-16BE", "ISO-8859-1", "windows-1252"])
  func otherCharsets(_ charset: String) throws {
    let declaration =
      "<?xml version=\"1.0\" encoding=\"\(charset.hasPrefix("UTF-16") ? "UTF-16" : charset)\"?>"
    let text = String(
      decoding: Pages.page([Pages.record(1, "<dc:title>Cafés</dc:title>")], declaration: declaration),
      as: UTF8.self)
    var bytes: [UInt8] = []
    switch charset {
    case "UTF-16LE": bytes = [0xFF, 0xFE] + text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    case "UTF-16BE": bytes = [0xFE, 0xFF] + text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
    default: bytes = text.unicodeScalars.map { UInt8($0.value) }
    }
    let outcome = try #require(Pages.readEveryWay(bytes))
    guard case .live(let report)? = outcome.statements.first?.state else {
      Issue.record("no statement: \(outcome)")
      return
    }
    #expect(report.title == "Cafés")
  }

  /// One wrong byte, anywhere in a page of 500, costs at most one record: tried at random places.
  @Test func oneWrongByteCostsAtMostOneRecord() {
    let records = (0..<500).map {
      Pages.record(
        $0, "<dc:title>Report \($0)</dc:title><dc:creator>Okafor, Ngozi</dc:creator><dc:date>2020</dc:date>")
    }
    let page = Pages.page(records, token: "next")
    var random = Seeded(state: 7)
    var costs = 0
    var faults = 0
    for _ in 0..<300 {
      var broken = page
      let place = Int.random(in: 0..<page.count, using: &random)
      broken[place] = UInt8.random(in: 0...255, using: &random)
      let outcome = Pages.read(broken, chunk: [0, 1000, 17][place % 3])
      let good = Set(outcome.statements.map(\.identifier))
      let lost = (0..<500).filter { !good.contains("oai:x.example:\($0)") }.count
      #expect(lost <= 1, "byte \(broken[place]) at \(place) costs \(lost) records")
      costs += lost
      // Around the records, a wrong byte may make the page useless as a page: it is asked for again.
      if outcome.fault != nil { faults += 1 }
    }
    #expect(costs > 0, "the wrong bytes hit nothing")
    print("300 wrong bytes: \(costs) records set aside, \(faults) pages to be asked for again")
  }

  @Test(arguments: [
    "<html><head><title>Sign in</title></head><body><p>x</p></body></html>", "", "{\"error\": \"no\"}",
    "<rss></rss>",
  ]) func whatIsNotOAIPMHIsNamed(_ body: String) {
    let outcome = Pages.read(Array(body.utf8), chunk: 0, contentType: "text/html")
    #expect(outcome.fault?.kind == .notData)
    if body.contains("title") { #expect(outcome.fault?.message.contains("Sign in") == true) }
  }

  @Test func aPageThatBreaksOffIsSaidToBe() {
    let page = Pages.page([Pages.record(1), Pages.record(2)])
    for cut in stride(from: 200, to: page.count - 12, by: 40) {
      let outcome = Pages.read(Array(page[..<cut]), chunk: 0)
      #expect(outcome.fault?.kind == .cutShort, "cut at \(cut): \(String(describing: outcome.fault))")
    }
  }

  @Test func aDestroyedTokenIsNoEnd() {
    let page = String(decoding: Pages.page([Pages.record(1)], token: "t2"), as: UTF8.self)
    let broken = page.replacingOccurrences(of: "<resumptionToken>", with: "<resumptionTokem>")
    #expect(Pages.read(Array(broken.utf8), chunk: 0).fault != nil)
  }

  /// No entity is expanded and nothing grows: a record with a document type is at worst a reject.
  @Test func entitiesAreNotExpanded() throws {
    let bomb = "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]>"
    let page = Pages.page(
      [Pages.record(1, "<dc:title>&b;</dc:title>"), Pages.record(2)],
      declaration: "<?xml version=\"1.0\" encoding=\"UTF-8\"?>" + bomb)
    let outcome = try #require(Pages.readEveryWay(page))
    #expect(outcome.statements.map(\.identifier).contains("oai:x.example:2"))
    if case .live(let report)? = outcome.statements.first?.state { #expect(!report.title.contains("aaaa")) }
  }

  @Test func deepNestingIsRefusedQuietly() {
    let deep = String(repeating: "<a>", count: 100_000)
    let outcome = Pages.read(Pages.page([Pages.record(1, deep), Pages.record(2)]), chunk: 4096)
    #expect(outcome.statements.map(\.identifier) == ["oai:x.example:2"])
  }

  @Test func anEndlessRecordIsCutOff() {
    let endless = "<dc:description>" + String(repeating: "lorem ipsum ", count: 1_600_000)
    let outcome = Pages.read(Pages.page([Pages.record(1, endless), Pages.record(2)]), chunk: 65536)
    #expect(outcome.statements.map(\.identifier) == ["oai:x.example:2"])
    #expect(outcome.rejects.count == 1)
  }
}
