import Catalogue
import Testing

@testable import CatalogueFormats

@Suite("Hostile answers cost little and never stop the run")
struct HostileTests {
  private func parse(_ metadata: String) -> Result<Statement, RecordFault> {
    let record =
      "<record><header><identifier>a</identifier></header><metadata>\(metadata)</metadata></record>"
    let cut = Cut(Answers.list([record, Answers.record("b")]), chunk: 4096)
    #expect(cut.identifiers().last == "b")
    var repairs: [String: Int] = [:]
    do throws(RecordFault) {
      return .success(
        try OAIRecordParser().parse(cut.records[0].bytes, context: cut.records[0].context, repairs: &repairs))
    } catch { return .failure(error) }
  }

  @Test("Deep nesting")
  func deep() {
    let deep = String(repeating: "<a>", count: 100_000) + String(repeating: "</a>", count: 100_000)
    guard case .failure(let fault) = parse(deep) else { return #expect(Bool(false), "was read") }
    #expect(fault.identifier == "a")
  }

  @Test("Entities of a document type are never expanded")
  func laughs() throws {
    var type = "<!DOCTYPE OAI-PMH [<!ENTITY a0 \"ha\">"
    for level in 1...20 {
      type += "<!ENTITY a\(level) \"\(String(repeating: "&a\(level - 1);", count: 10))\">"
    }
    let page = Answers.list([Answers.record("a", "2020-01-01", "<dc:title>x &a20; y</dc:title>")])
      .replacing("<OAI-PMH", with: type + "]><OAI-PMH")
    var repairs: [String: Int] = [:]
    let statement = try #require(Cut(page, chunk: 64).parsed(&repairs).first ?? nil)
    guard case .live(let report) = statement.state else { return }
    #expect(report.title == "x &a20; y")
  }

  @Test("A huge attribute, and a great many")
  func attributes() {
    _ = parse("<dc:title x='\(String(repeating: "y", count: 12 << 20))'>T</dc:title>")
    _ = parse("<dc:title \((0..<20_000).map { "a\($0)='1'" }.joined(separator: " "))>T</dc:title>")
  }

  @Test("A great many names do not stay")
  func names() {
    let parser = OAIRecordParser()
    for round in 0..<20 {
      let names = (0..<1000).map { "<n\(round)x\($0)/>" }.joined()
      let cut = Cut(Answers.list([Answers.record("a", "2020-01-01", names + "<dc:title>T</dc:title>")]))
      var repairs: [String: Int] = [:]
      let statement = try? parser.parse(
        cut.records[0].bytes, context: cut.records[0].context, repairs: &repairs)
      #expect(statement?.state == .live(Report(title: "T")))
    }
  }

  @Test("A record without end is cut off, and the next one is read")
  func endless() {
    let long = Answers.record(
      "a", "2020-01-01", "<dc:title>\(String(repeating: "x", count: 17 << 20))</dc:title>")
    let cut = Cut(Answers.list([long, Answers.record("b")]), chunk: 1 << 18)
    #expect(cut.records.count == 2)
    #expect(cut.records[0].bytes.count <= ElementLimits.element)
    #expect(cut.identifiers().last == "b")
    #expect(cut.splitter.repairs["record cut off at 16 MiB"] == 1)
  }

  @Test("An envelope without end is no answer")
  func endlessEnvelope() {
    var script = Script()
    let junk = String(repeating: "<x>" + String(repeating: "y", count: 1000) + "</x>", count: 5 << 10)
    let answers = [Script.Answer](repeating: .body(Answers.envelope(junk + "<ListRecords/>")), count: 4)
    guard case .brokenOff(let fault)? = script.run(.opening() + answers) else {
      return #expect(Bool(false), "went on")
    }
    #expect(fault.kind == .malformed)
  }

  @Test(
    "Openings that are never closed are looked at once",
    arguments: ["<!--", "<![CDATA[", "<?x", "<record ", "<x '", "<"])
  func unclosed(_ opening: String) {
    let page = Answers.list([Answers.record("a")]).replacing(
      "</ListRecords>", with: String(repeating: opening, count: 300_000))
    let clock = ContinuousClock()
    let time = clock.measure { _ = Cut(page, chunk: 1 << 14) }
    #expect(time < .seconds(20))
  }

  @Test("Noise of any kind never traps", arguments: 0..<60)
  func noise(_ seed: UInt64) {
    var random = SeededRandom(seed: seed)
    let words = [
      "<record>", "</record>", "<header>", "<identifier>", "</", "<", ">", "&", "&#x", ";", "<!--", "-->",
      "<![CDATA[", "]]>",
      "<?", "?>", "<!DOCTYPE [", "]>", "\"", "'", "<ListRecords>", "</ListRecords>", "<resumptionToken>",
      "<OAI-PMH>", "\u{0}",
      "ä", "x", " ", "<metadata>", "<dc:title>", "</dc:title>", "<error code=\"x\">",
    ]
    let text = (0..<400).map { _ in words[Int.random(in: 0..<words.count, using: &random)] }.joined()
    let whole = Cut("<OAI-PMH><ListRecords>" + text)
    let pieces = Cut("<OAI-PMH><ListRecords>" + text, chunk: Int.random(in: 1...64, using: &random))
    #expect(whole.records.map(\.bytes) == pieces.records.map(\.bytes))
    var repairs: [String: Int] = [:]
    _ = whole.parsed(&repairs)
    _ = whole.envelope
  }
}
