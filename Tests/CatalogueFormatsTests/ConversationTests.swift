import Catalogue
import Testing

@testable import CatalogueFormats

@Suite("The conversation of OAI-PMH") struct ConversationTests {
  private static func document(_ body: String, date: String = "2026-01-01T00:00:00Z") -> String {
    Pages.root + "<responseDate>\(date)</responseDate><request>x</request>\(body)</OAI-PMH>"
  }

  private static func identify(_ granularity: String = "YYYY-MM-DDThh:mm:ssZ", deleted: String = "no")
    -> String
  {
    document(
      "<Identify><repositoryName>R</repositoryName><earliestDatestamp>2000-01-01</earliestDatestamp>"
        + "<deletedRecord>\(deleted)</deletedRecord><granularity>\(granularity)</granularity></Identify>")
  }

  private static func error(_ code: String, _ text: String = "") -> String {
    document("<error code=\"\(code)\">\(text)</error>")
  }

  /// Answers a harvest's requests; gives the address that is asked next, or how it ended.
  private func answer(_ harvest: inout OAIHarvest, _ text: String, status: Int = 200, attempt: Int = 1)
    -> Recovery?
  {
    do throws(HarvestFault) {
      try harvest.begin(AnswerHead(status: status, contentType: "text/xml"))
      let bytes = Array(text.utf8)
      let fed: Result<Void, HarvestFault> = bytes.withUnsafeBytes { buffer in
        do throws(HarvestFault) { return .success(try harvest.feed(buffer) { _ in }) } catch {
          return .failure(error)
        }
      }
      try fed.get()
      _ = try harvest.end { _ in }
      return nil
    } catch { return harvest.failed(error, attempt: attempt) }
  }

  private func url(_ harvest: OAIHarvest) -> String {
    if case .request(let request) = harvest.next() { return request.url }
    return "\(harvest.next())"
  }

  private func begin(
    _ scope: HarvestScope = .full, set: String? = nil, granularity: String = "YYYY-MM-DDThh:mm:ssZ"
  )
    -> OAIHarvest
  {
    var harvest = OAIHarvest(HarvestSettings(format: "oai-pmh", url: "http://x.example/oai", set: set), scope)
    _ = answer(&harvest, Self.identify(granularity))
    if harvest.phase == .formats {
      _ = answer(&harvest, Self.error("noMetadataFormats"))
      _ = answer(&harvest, Self.error("noMetadataFormats"), attempt: 2)
    }
    if harvest.phase == .sets {
      _ = answer(&harvest, Self.error("noSetHierarchy"))
      if harvest.phase == .sets { _ = answer(&harvest, Self.error("noSetHierarchy"), attempt: 2) }
    }
    return harvest
  }

  @Test(arguments: [
    ("YYYY-MM-DDThh:mm:ssZ", "2024-12-31T23%3A59%3A59Z"), ("YYYY-MM-DD", "2024-12-31"),
  ]) func fromIsAGranuleEarlierInTheServersGranularity(_ granularity: String, _ from: String) {
    let harvest = begin(.since(Datestamp(seconds: 1_735_689_600)), granularity: granularity)  // 2025-01-01
    #expect(url(harvest) == "http://x.example/oai?verb=ListRecords&metadataPrefix=oai_dc&from=\(from)")
  }

  @Test func tokensAreEncodedOnce() {
    var harvest = begin()
    _ = answer(
      &harvest,
      Self.document(
        "<ListRecords>\(Pages.record(1))<resumptionToken>a&amp;b=c%20d e+f</resumptionToken></ListRecords>"))
    #expect(url(harvest) == "http://x.example/oai?verb=ListRecords&resumptionToken=a%26b%3Dc%2520d%20e%2Bf")
  }

  @Test func anEmptyTokenEndsTheList() {
    var harvest = begin()
    _ = answer(
      &harvest,
      Self.document("<ListRecords>\(Pages.record(1))<resumptionToken completeListSize=\"1\"/></ListRecords>"))
    #expect(harvest.next() == .ended(.whole))
    #expect(harvest.facts.expectedRecords == 1)
  }

  @Test(arguments: [200, 400, 404, 422]) func noRecordsMatchIsAnEmptyListWhateverTheStatus(_ status: Int) {
    var harvest = begin()
    #expect(answer(&harvest, Self.error("noRecordsMatch"), status: status) == nil)
    #expect(harvest.next() == .ended(.whole))
  }

  @Test(arguments: ["badVerb", "cannotDisseminateFormat", "idDoesNotExist", "noMetadataFormats"])
  func otherErrorsBreakTheListOff(_ code: String) {
    var harvest = begin()
    guard case .brokenOff(let fault)? = answer(&harvest, Self.error(code)) else {
      Issue.record("\(code) is not the end")
      return
    }
    #expect(fault.message.contains(code))
  }

  @Test func aBadTokenBeginsAgainAndThreeTimesIsEnough() {
    var harvest = begin()
    for pass in 1...3 {
      _ = answer(
        &harvest,
        Self.document(
          "<ListRecords>\(Pages.record(2, stamp: "2024-02-02"))\(Pages.record(1))<resumptionToken>t</resumptionToken></ListRecords>"
        ))
      #expect(answer(&harvest, Self.error("badResumptionToken")) == .goOn)
      #expect(harvest.facts.pass == pass)
      #expect(harvest.facts.complete, "from its beginning")
      #expect(url(harvest) == "http://x.example/oai?verb=ListRecords&metadataPrefix=oai_dc")
    }
    _ = answer(
      &harvest,
      Self.document("<ListRecords>\(Pages.record(1))<resumptionToken>t</resumptionToken></ListRecords>"))
    guard case .brokenOff? = answer(&harvest, Self.error("badResumptionToken")) else {
      Issue.record("it goes on for ever")
      return
    }
  }

  @Test func anOrderedListGoesOnFromItsHighestDateAndIsNotComplete() {
    var harvest = begin()
    _ = answer(
      &harvest,
      Self.document(
        "<ListRecords>\(Pages.record(1, stamp: "2024-01-01"))\(Pages.record(2, stamp: "2024-01-03"))<resumptionToken>t</resumptionToken></ListRecords>"
      ))
    #expect(answer(&harvest, Self.error("badResumptionToken")) == .goOn)
    #expect(url(harvest).hasSuffix("from=2024-01-02T23%3A59%3A59Z"))
    #expect(!harvest.facts.complete)
  }

  @Test func aWindowThatIsTooLargeIsHalvedToTheGranule() {
    var harvest = begin(granularity: "YYYY-MM-DD")
    #expect(answer(&harvest, Self.error("badArgument", "too many records; narrow the range")) == .goOn)
    #expect(harvest.windows.count == 2)
    #expect(harvest.facts.complete, "windows that reach from the beginning are one list")
    var rounds = 0
    while answer(&harvest, Self.error("badArgument", "too many records")) == .goOn, rounds < 100 {
      rounds += 1
    }
    #expect(rounds < 20)
  }

  @Test func aServerThatTakesNoFrom() {
    var harvest = begin(.since(Datestamp(seconds: 1_735_689_600)))
    #expect(answer(&harvest, Self.error("badArgument")) == .goOn)
    #expect(url(harvest).hasSuffix("from=2024-12-31"), "the exact granularity may be the day")
    #expect(answer(&harvest, Self.error("badArgument")) == .goOn)
    #expect(!url(harvest).contains("from"))
  }

  @Test func aSetThatIsNotOfferedIsNamed() {
    var harvest = OAIHarvest(
      HarvestSettings(format: "oai-pmh", url: "http://x.example/oai", set: "reprots"), .full)
    _ = answer(&harvest, Self.identify())
    _ = answer(
      &harvest,
      Self.document(
        "<ListMetadataFormats><metadataFormat><metadataPrefix>oai_dc</metadataPrefix></metadataFormat></ListMetadataFormats>"
      ))
    guard
      case .brokenOff(let fault)? = answer(
        &harvest,
        Self.document("<ListSets><set><setSpec>reports</setSpec><setName>Reports</setName></set></ListSets>"))
    else {
      Issue.record("a set that is not there is asked for")
      return
    }
    #expect(fault.message.contains("reports"))
    #expect(harvest.facts.about.contains(AboutFact(name: "Sets", value: "Reports (reports)")))
  }

  @Test func pagesThatRepeatAreALoop() {
    var harvest = begin()
    for _ in 0..<12 { harvest.committed(records: 1, newSinceRestart: 1) }
    _ = answer(
      &harvest,
      Self.document("<ListRecords>\(Pages.record(1))<resumptionToken>t</resumptionToken></ListRecords>"))
    harvest.committed(records: 1, newSinceRestart: 0)
    guard case .ended(.brokenOff(let fault)) = harvest.next() else {
      Issue.record("it goes on")
      return
    }
    #expect(fault.kind == .loop)
  }

  @Test func fiftyEmptyPagesAreALoop() {
    var harvest = begin()
    for _ in 0..<50 {
      _ = answer(&harvest, Self.document("<ListRecords><resumptionToken>t</resumptionToken></ListRecords>"))
    }
    guard case .ended(.brokenOff) = harvest.next() else {
      Issue.record("it goes on")
      return
    }
  }

  @Test func aCheckpointIsAllThatIsNeeded() throws {
    var harvest = begin(.since(Datestamp(seconds: 1_735_689_600)))
    _ = answer(
      &harvest,
      Self.document(
        "<ListRecords>\(Pages.record(1))<resumptionToken completeListSize=\"9\">t 1=&amp;</resumptionToken></ListRecords>"
      ))
    let again = try #require(OAIHarvest(harvest.settings, resuming: harvest.checkpoint))
    #expect(again.next() == harvest.next())
    #expect(again.facts.responseDate == harvest.facts.responseDate)
    for broken in ["", "oai1", "oai9 phase=list", harvest.checkpoint.replacingPhase()] {
      #expect(OAIHarvest(harvest.settings, resuming: broken) == nil)
    }
  }

  @Test(arguments: [("no", true, false), ("transient", true, false), ("persistent", false, true)])
  func completenessFollowsThePolicy(_ policy: String, _ complete: Bool, _ promises: Bool) {
    var harvest = OAIHarvest(HarvestSettings(format: "oai-pmh", url: "http://x.example/oai"), .full)
    _ = answer(&harvest, Self.identify(deleted: policy))
    #expect(harvest.facts.complete == complete)
    #expect(harvest.facts.promisesTombstones == promises)
  }

  @Test func aStaticRepositoryIsOneList() {
    var harvest = OAIHarvest(HarvestSettings(format: "oai-pmh", url: "file:/x.xml"), .full)
    let repository =
      "<Repository xmlns=\"http://www.openarchives.org/OAI/2.0/static-repository\"><Identify/>"
      + "<ListRecords metadataPrefix=\"other\">\(Pages.record(9))</ListRecords>"
      + "<ListRecords metadataPrefix=\"oai_dc\">\(Pages.record(1))</ListRecords></Repository>"
    #expect(answer(&harvest, repository) == nil)
    #expect(harvest.next() == .ended(.whole))
    #expect(harvest.facts.complete)
  }
}

extension String {
  fileprivate func replacingPhase() -> String {
    split(separator: " ").map { $0.hasPrefix("phase=") ? "phase=dreaming" : String($0) }.joined(
      separator: " ")
  }
}
