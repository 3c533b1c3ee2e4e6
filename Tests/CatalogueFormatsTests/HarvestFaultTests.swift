import Catalogue
import Foundation
import Testing

@testable import CatalogueFormats

@Suite("OAI-PMH: what upstreams do wrong, and what is done about it")
struct HarvestFaultTests {
  private typealias Answer = Script.Answer
  private func page(_ range: Range<Int>, token: String? = nil, size: Int? = nil) -> Script.Answer {
    HarvestTests.page(range, token: token, size: size)
  }
  /// Records whose datestamps go back.
  private func unordered(_ range: Range<Int>, token: String?) -> Script.Answer {
    .body(
      Answers.list(
        range.reversed().map { Answers.record("oai:r:\($0)", "2020-01-\(10 + $0)T00:00:00Z") }, token: token))
  }
  private func ordered(_ range: Range<Int>, token: String?) -> Script.Answer {
    .body(
      Answers.list(range.map { Answers.record("oai:r:\($0)", "2020-01-\(10 + $0)T00:00:00Z") }, token: token))
  }

  @Test("A bad token begins the list again: from its beginning, if its datestamps went back")
  func badTokenUnordered() {
    var script = Script()
    let end = script.run(
      .opening() + [
        unordered(0..<3, token: "t"), .body(Answers.error("badResumptionToken")),
        unordered(0..<3, token: "u"), page(3..<4),
      ])
    #expect(end == .whole)
    #expect(script.asked[5].hasSuffix("metadataPrefix=oai_dc"))
    #expect(script.harvest.facts.complete)
    #expect(script.harvest.facts.pass == 1)
  }

  @Test("… and from the latest datestamp less a granule, if they never did", arguments: [200, 400, 404, 410])
  func badTokenOrdered(_ status: Int) {
    var script = Script()
    let bad: Answer =
      status == 404 || status == 410
      ? .status(status) : .body(Answers.error("badResumptionToken"), status: status)
    #expect(script.run(.opening() + [ordered(0..<3, token: "t"), bad, page(3..<4)]) == .whole)
    #expect(script.last.hasSuffix("&from=2020-01-11T23%3A59%3A59Z"))
    #expect(!script.harvest.facts.complete)
    #expect(script.harvest.facts.pass == 0)
  }

  @Test("A page that was cut short and came again does not count as going back")
  func orderAfterCut() {
    var script = Script()
    let first = Answers.list(
      (0..<3).map { Answers.record("oai:r:\($0)", "2020-01-1\($0)T00:00:00Z") }, token: "t")
    let cut = String(first.prefix(first.count - 120))
    let bad = Answer.body(Answers.error("badResumptionToken"))
    #expect(script.run(.opening() + [.body(cut), .body(first), bad, page(3..<4)]) == .whole)
    #expect(script.last.hasSuffix("&from=2020-01-11T23%3A59%3A59Z"))
  }

  @Test("It is begun again three times at most")
  func restarts() {
    var script = Script()
    let turn: [Answer] = [unordered(0..<3, token: "t"), .body(Answers.error("badResumptionToken"))]
    guard case .brokenOff(let fault)? = script.run(.opening() + turn + turn + turn + turn) else {
      return #expect(Bool(false), "went on")
    }
    #expect(fault.kind == .said(code: "badResumptionToken"))
    #expect(script.recoveries == [.goOn, .goOn, .goOn, .brokenOff(fault)])
  }

  @Test("Faults in mid-list are tried again three times, then the list is begun again")
  func transfer() {
    for fault in [
      Answer.cutOff, .status(500), .body("<OAI-PMH><ListRecords>"), .body(Answers.error("internalError")),
    ] {
      var script = Script()
      let answers: [Answer] = .opening() + [unordered(0..<3, token: "t")] + Array(repeating: fault, count: 4)
      #expect(script.run(answers + [page(0..<4)]) == .whole)
      #expect(script.recoveries == [.retry, .retry, .retry, .goOn])
      #expect(script.asked[4...7].allSatisfy { $0.hasSuffix("resumptionToken=t") })
    }
  }

  @Test("503 and 429 ask to wait: ten times, and the list is not begun again", arguments: [503, 429])
  func flowControl(_ status: Int) {
    var script = Script()
    let waits = [Answer](repeating: .status(status), count: 10)
    #expect(script.run(.opening() + [page(0..<1, token: "t")] + waits + [page(1..<2)]) == .whole)
    #expect(script.recoveries.allSatisfy { $0 == .retry })
    script = Script()
    guard
      case .brokenOff(let fault)? = script.run(
        .opening() + [page(0..<1, token: "t")] + waits + [.status(status)])
    else { return #expect(Bool(false), "went on") }
    #expect(fault.kind == .transfer(status: status))
  }

  @Test(
    "What asking again cannot help ends the run",
    arguments: [
      ("cannotDisseminateFormat", 200), ("badVerb", 200), ("idDoesNotExist", 404), ("noMetadataFormats", 400),
    ])
  func final(_ code: String, _ status: Int) {
    var script = Script()
    guard
      case .brokenOff(let fault)? = script.run(
        .opening() + [.body(Answers.error(code, "so it is"), status: status)])
    else { return #expect(Bool(false), "went on") }
    #expect(fault.kind == .said(code: code))
    #expect(fault.message.contains("so it is"))
  }

  @Test("An empty list may come as an error with status 404")
  func emptyList() {
    var script = Script()
    #expect(script.run(.opening() + [.body(Answers.error("noRecordsMatch"), status: 404)]) == .whole)
  }

  @Test(
    "A token that leads to noRecordsMatch ends the list, but does not make it complete",
    arguments: [false, true])
  func tokenToNothing(isEnded: Bool) {
    var script = Script()
    let last = isEnded ? Answers.list([]) : Answers.error("noRecordsMatch")
    let end = script.run(
      .opening() + [.body(Answers.list([Answers.record("a")], token: "t")), .body(last)])
    #expect(end == .whole)
    #expect(script.harvest.facts.complete == isEnded)
  }

  @Test(
    "Pages for people are named",
    arguments: [
      "<!DOCTYPE html><html><head><title>Please log\u{7} in</title></head><body><form></body></html>",
      "<HTML><HEAD><TITLE>Please log in</TITLE><meta charset=x><br>",
    ], chunkSizes)
  func html(_ body: String, _ chunk: Int?) {
    var script = Script(chunk: chunk)
    let answers = [Answer](repeating: .body(body), count: 4)
    guard case .brokenOff(let fault)? = script.run(.opening() + answers) else {
      return #expect(Bool(false), "went on")
    }
    #expect(fault.kind == .notData)
    #expect(body.contains("HTML") || fault.message.contains("“Please log in”"), "\(fault.message)")
  }

  @Test(
    "Neither empty nor other bodies pass for an empty list",
    arguments: ["", " ", "{}", "<rss/>", "<OAI-PMH></OAI-PMH>"])
  func nothing(_ body: String) {
    var script = Script()
    let end = script.run(.opening() + [Answer](repeating: .body(body), count: 4))
    guard case .brokenOff? = end else { return #expect(Bool(false), "\(String(describing: end))") }
  }

  @Test("A page that breaks off gives its whole records, and is asked for again")
  func cutShort() {
    let whole = Answers.list((0..<3).map { Answers.record("oai:r:\($0)") })
    for length in stride(from: 200, to: whole.utf8.count - 30, by: 37) {
      var script = Script()
      let end = script.run(
        .opening() + [.body(String(decoding: whole.utf8.prefix(length), as: UTF8.self)), .body(whole)])
      #expect(end == .whole)
      #expect(script.recoveries == [.retry])
      #expect(script.identifiers.suffix(3) == ["oai:r:0", "oai:r:1", "oai:r:2"])
    }
  }

  @Test("A destroyed token is not the end of the list")
  func destroyedToken() {
    let good = Answers.list([Answers.record("oai:r:0")], token: "next")
    for bad in ["#resumptionToken>", "<resumptionT#ken>"] {
      var script = Script()
      let broken = good.replacing("<resumptionToken>", with: bad)
      #expect(script.run(.opening() + [.body(broken), .body(good), page(1..<2)]) == .whole)
      #expect(script.recoveries == [.retry])
    }
  }

  @Test("Pages that repeat are a loop")
  func loop() {
    var script = Script()
    let same = [Answer](repeating: page(0..<3, token: "same"), count: 20)
    guard case .brokenOff(let fault)? = script.run(.opening() + same) else {
      return #expect(Bool(false), "went on")
    }
    #expect(fault.kind == .loop)
    #expect(script.asked.count < 15)
  }

  @Test("Tokens may repeat, and empty pages come, as long as something new does")
  func sessionTokens() {
    var script = Script()
    var pages: [Answer] = []
    for at in 0..<12 { pages += [page(at..<at + 1, token: "same"), page(0..<0, token: "same")] }
    #expect(script.run(.opening() + pages + [page(12..<13)]) == .whole)
    #expect(script.identifiers.count == 13)
  }

  @Test("Fifty empty pages in a row are a loop")
  func emptyPages() {
    var script = Script()
    let empty = (0..<60).map { page(0..<0, token: "t\($0)") }
    guard case .brokenOff(let fault)? = script.run(.opening() + empty) else {
      return #expect(Bool(false), "went on")
    }
    #expect(fault.kind == .loop)
    #expect(script.asked.count == 53)
  }

  @Test("A list that begins again from a date brings much twice, which is no loop")
  func repeatsAfterRestart() {
    var script = Script()
    let stamp = "2020-01-10T00:00:00Z"
    let pages: [Answer] = (0..<12).map {
      .body(Answers.list([Answers.record("oai:r:\($0)", stamp)], token: "t\($0)"))
    }
    let end = script.run(
      .opening() + pages + [.body(Answers.error("badResumptionToken"))] + pages + [page(12..<13)])
    #expect(end == .whole)
  }

  @Test("Servers that take no from give everything, which is noted")
  func noFrom() {
    var script = Script(.script(), .since(Datestamp(seconds: 1_700_000_000)))
    let bad = Answer.body(Answers.error("badArgument", "from"))
    #expect(script.run(.shortOpening() + [bad, bad, page(0..<2)]) == .whole)
    #expect(script.asked[2].hasSuffix("from=2023-11-14"))
    #expect(script.last.hasSuffix("metadataPrefix=oai_dc"))
    #expect(script.harvest.facts.about.contains { $0.name == "Incremental harvests" })
    #expect(!script.harvest.facts.complete)
  }

  @Test(
    "A list that is refused as too large is asked for in windows that leave no gap", arguments: [1, 3, 40])
  func windows(_ most: Int) throws {
    // A repository of 100 records, one a day, that lists at most `most` at once.
    var script = Script()
    _ = script.run(.opening())
    var end: ListEnd?
    var requests = 0
    while end == nil, requests < 2000 {
      requests += 1
      guard case .request(let request) = script.harvest.next() else { break }
      let from = argument("from", request.url) ?? .min
      let until = argument("until", request.url) ?? .max
      let hits = (0..<100).filter { (from...until).contains(1_600_000_000 + Int64($0) * 86_400) }
      let records = hits.map {
        Answers.record("oai:r:\($0)", Datestamp(seconds: 1_600_000_000 + Int64($0) * 86_400).utc(.second))
      }
      let answer: Answer =
        hits.count > most
        ? .body(Answers.error("badArgument", "too many records"))
        : hits.isEmpty
          ? .body(Answers.error("noRecordsMatch")) : .body(Answers.list(records))
      end = script.run([answer])
    }
    #expect(end == .whole)
    #expect(script.identifiers == (0..<100).map { "oai:r:\($0)" })
    #expect(script.harvest.facts.complete)
  }

  private func argument(_ name: String, _ url: String) -> Int64? {
    guard let range = url.range(of: "&\(name)=") else { return nil }
    let value = url[range.upperBound...].prefix { $0 != "&" }
    return Query.decode(value).flatMap { Datestamp(utc: $0) }?.seconds
  }

  @Test("A single granule that is too large ends the run")
  func tooLarge() {
    var script = Script()
    let end = script.run(.opening() + [Answer](repeating: .status(413), count: 100))
    guard case .brokenOff(let fault)? = end else { return #expect(Bool(false), "went on") }
    #expect(fault.kind == .transfer(status: 413))
    #expect(script.asked.count < 50)
  }
}
