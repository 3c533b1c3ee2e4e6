import Catalogue
import Testing

@testable import CatalogueFormats

@Suite("A table is one conditional request, and complete by its nature")
struct TableHarvestTests {
  private func harvest(_ format: String = "table", complete: Bool? = nil, url: String = "https://t.example/l")
    -> any Harvest
  {
    CatalogueFormat.named(format)!.begin(HarvestSettings(format: format, url: url, complete: complete), .full)
  }

  private func feed(_ harvest: inout any Harvest, _ text: String) throws {
    try Array(text.utf8).withUnsafeBytes { try harvest.feed($0) { _ in } }
  }

  @Test("One request, with validators", arguments: ["table", "kbart"])
  func request(format: String) throws {
    var harvest = harvest(format)
    guard case .request(let request) = harvest.next() else { return #expect(Bool(false)) }
    #expect(request.url == "https://t.example/l")
    #expect(request.conditional)
    #expect(harvest.facts.isConditional && harvest.facts.full && harvest.facts.complete)
    try harvest.begin(AnswerHead(status: 200, contentType: nil))
    try feed(&harvest, "title_id\tpublication_title\tid\na\tb\tc\n")
    #expect(try harvest.end { _ in }.records == 1)
    #expect(harvest.next() == .ended(.whole))
    var again = CatalogueFormat.named(format)?.resume(
      HarvestSettings(format: format, url: "https://t.example/l"), harvest.checkpoint)
    #expect(again?.next() == .ended(.whole))
    #expect(again?.facts.complete == true)
  }

  @Test("An incremental run reads the list as a full one does: it is all there is")
  func since() {
    let harvest = CatalogueFormat.named("table")!.begin(.table(), .since(Datestamp(seconds: 0)))
    #expect(harvest.facts.full && harvest.facts.complete)
  }

  @Test("complete = false says otherwise", arguments: [(nil, true), (true, true), (false, false)])
  func complete(_ setting: Bool?, _ expected: Bool) {
    #expect(harvest(complete: setting).facts.complete == expected)
  }

  @Test(
    "What a status means",
    arguments: [
      (404, 1, false), (401, 1, false), (500, 1, true), (500, 3, true), (500, 4, false), (503, 4, true),
      (429, 10, true),
      (429, 11, false),
    ])
  func status(_ status: Int, _ attempt: Int, _ retries: Bool) {
    var harvest = harvest()
    do throws(HarvestFault) {
      try harvest.begin(AnswerHead(status: status, contentType: nil))
      Issue.record("no fault")
    } catch {
      #expect(error.kind == .transfer(status: status))
      #expect(harvest.failed(error, attempt: attempt) == (retries ? .retry : .brokenOff(error)))
    }
  }

  @Test("A file is not asked for again")
  func file() {
    var harvest = harvest(url: "file:///tmp/x.csv")
    let fault = HarvestFault(.transfer(status: nil), "gone")
    #expect(harvest.failed(fault, attempt: 1) == .brokenOff(fault))
  }

  @Test("An answer that broke off begins the list again: its records come anew")
  func again() throws {
    var harvest = harvest()
    try harvest.begin(AnswerHead(status: 200, contentType: nil))
    try feed(&harvest, "id,title\n" + (0..<5000).map { "\($0),Title of a report\n" }.joined())
    #expect(harvest.failed(HarvestFault(.transfer(status: nil), "cut"), attempt: 1) == .retry)
    try harvest.begin(AnswerHead(status: 200, contentType: nil))
    #expect(harvest.facts.pass == 1)
    try feed(&harvest, "id,title\n1,a\n")
    #expect(try harvest.end { _ in }.records == 1)
  }

  @Test(
    "What is no checkpoint is none",
    arguments: ["", "oai1 over", "table1", "table1 over pass=x", "table1 x pass=0"])
  func checkpoint(_ text: String) {
    #expect(CatalogueFormat.named("table")?.resume(.table(), text) == nil)
  }

  @Test(
    "auto knows tables by their header",
    arguments: [
      ("id,title\n1,x\n", "table"), ("# Reports\n\nid;title;year\n1;x;y\n", "table"),
      (KBARTTests.list([KBARTTests.report]), "kbart"),
      ("\u{FEFF}" + KBARTTests.list([KBARTTests.report]), "kbart"),
      ("<html><body>id,title</body></html>", nil), ("just words, and more\nid of nothing", nil), ("", nil),
      ("{\"id\": 1}", nil),
    ])
  func automatic(_ text: String, _ format: String?) {
    let guess = FormatGuess(AnswerSample(contentType: "text/plain", bytes: Array(text.utf8)))
    #expect(guess?.format == format)
  }
}
