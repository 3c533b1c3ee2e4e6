import Catalogue
import Testing

@testable import CatalogueFormats

@Suite("A JSON list is read page by page, as its mapping says") struct JSONHarvestTests {
  typealias Answer = JSONRun.Answer

  struct Way: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var mapping: JSONMapping
    var answers: [String]
    var headers: [[String]] = []
    var asked: [String]
  }

  static let ways: [Way] = [
    Way(
      testDescription: "one answer", mapping: JSONMapping(items: "/items"), answers: [jsonPage(1...3)],
      asked: ["https://r.example/api"]),
    Way(
      testDescription: "page numbers to an empty page",
      mapping: JSONMapping(
        items: "/items", paging: .page(parameter: "page", first: 1), size: .init(parameter: "n", value: 2)),
      answers: [jsonPage(1...2), jsonPage([3]), jsonPage([])],
      asked: (1...3).map { "https://r.example/api?n=2&page=\($0)" }),
    Way(
      testDescription: "page numbers to the total",
      mapping: JSONMapping(
        items: "/items", paging: .page(parameter: "p", first: 0), total: ["/no", "/total"]),
      answers: [jsonPage(1...2, ",\"total\":3"), jsonPage([3], ",\"total\":\"3\"")],
      asked: (0...1).map { "https://r.example/api?p=\($0)" }),
    Way(
      testDescription: "page numbers to the total in a header",
      mapping: JSONMapping(items: "/items", paging: .page(parameter: "p", first: 1), totalHeader: "x-total"),
      answers: [jsonPage(1...2), jsonPage([3])], headers: [["x-total", "3"], ["x-total", "3"]],
      asked: (1...2).map { "https://r.example/api?p=\($0)" }),
    Way(
      testDescription: "offsets",
      mapping: JSONMapping(
        items: "/items", paging: .offset(parameter: "start", first: 1),
        size: .init(parameter: "rows", value: 10)),
      answers: [jsonPage(1...2), jsonPage([3]), jsonPage([])],
      asked: [1, 3, 4].map { "https://r.example/api?rows=10&start=\($0)" }),
    Way(
      testDescription: "cursors, of which equal ones may follow, to an empty page",
      mapping: JSONMapping(
        items: "/items", paging: .cursor(parameter: "c", first: "*", next: ["/none", "/next"])),
      answers: [
        jsonPage(1...2, ",\"next\":\"a+b/=\""), jsonPage([3], ",\"next\":\"a+b/=\""),
        jsonPage([], ",\"next\":\"a+b/=\""),
      ],
      asked: ["%2A", "a%2Bb%2F%3D", "a%2Bb%2F%3D"].map { "https://r.example/api?c=\($0)" }),
    Way(
      testDescription: "cursors without a first one, to where there is none",
      mapping: JSONMapping(items: "/items", paging: .cursor(parameter: "c", first: nil, next: ["/next"])),
      answers: [jsonPage(1...2, ",\"next\":7"), jsonPage([3], ",\"next\":null")],
      asked: ["https://r.example/api", "https://r.example/api?c=7"]),
    Way(
      testDescription: "next links, whole and relative, over an empty page",
      mapping: JSONMapping(items: "/items", paging: .link(next: ["/links/next/href", "/links/next"])),
      answers: [
        jsonPage(1...2, #","links":{"next":{"href":"https:\/\/r.example\/api?after=2#x"}}"#),
        jsonPage([], #","links":{"next":"?after=3"}"#), jsonPage([3], #","links":{}"#),
      ],
      asked: ["https://r.example/api", "https://r.example/api?after=2", "https://r.example/api?after=3"]),
    Way(
      testDescription: "Link headers",
      mapping: JSONMapping(items: "/items", paging: .linkHeader),
      answers: [jsonPage(1...2), jsonPage([3])],
      headers: [
        ["link", #"</api?page=1>; rel="first prev", </api?page=2>; REL=Next"#], ["link", "</>; rel=last"],
      ],
      asked: ["https://r.example/api", "https://r.example/api?page=2"]),
    Way(
      testDescription: "JSON Lines", mapping: JSONMapping(lines: true),
      answers: ["{\"id\":1,\"title\":\"A\"}\n{\"id\":2}\r\n{\"id\":3}"], asked: ["https://r.example/api"]),
  ]

  @Test(arguments: ways)
  func isReadToItsEnd(_ way: Way) {
    for chunk in chunkSizes {
      var run = JSONRun(.json(way.mapping), chunk: chunk)
      let answers = way.answers.enumerated().map { index, text in
        let header = index < way.headers.count ? [(way.headers[index][0], way.headers[index][1])] : []
        return Answer.body(text, 200, header)
      }
      #expect(run.run(answers) == .whole)
      #expect(run.asked == way.asked)
      #expect(run.identifiers == ["1", "2", "3"])
      #expect(run.rejects == [])
    }
  }

  @Test("a run goes on from every page's checkpoint as if nothing had happened", arguments: ways)
  func resumes(_ way: Way) throws {
    let answers = way.answers.enumerated().map { index, text in
      Answer.body(
        text, 200, index < way.headers.count ? [(way.headers[index][0], way.headers[index][1])] : [])
    }
    let settings = HarvestSettings.json(way.mapping)
    var whole = JSONRun(settings)
    _ = whole.run(answers)
    for (index, checkpoint) in whole.checkpoints.enumerated() {
      let resumed = try #require(JSONHarvest(settings, resuming: checkpoint))
      var run = JSONRun(resumed, settings)
      #expect(run.run(Array(answers[(index + 1)...])) == .whole)
      #expect(run.asked == Array(whole.asked[(index + 1)...]))
      #expect(
        run.harvest.checkpoint.replacing(/ignored=\d+/, with: "")
          == whole.harvest.checkpoint.replacing(/ignored=\d+/, with: ""))
      #expect(run.harvest.facts.complete == whole.harvest.facts.complete)
    }
  }

  @Test("what is asked for now is not gone on with from what was asked for before")
  func changed() {
    let mapping = JSONMapping(items: "/items", paging: .page(parameter: "page", first: 1))
    let settings = HarvestSettings.json(mapping)
    var run = JSONRun(settings)
    _ = run.run([.body(jsonPage(1...2))])
    let checkpoint = run.harvest.checkpoint
    #expect(JSONHarvest(settings, resuming: checkpoint) != nil)
    var other = settings
    other.url = "https://r.example/other"
    #expect(JSONHarvest(other, resuming: checkpoint) == nil)
    other = settings
    other.list?.parameters = [.init("a", "b")]
    #expect(JSONHarvest(other, resuming: checkpoint) == nil)
    other = settings
    other.list?.items = "/results"
    #expect(JSONHarvest(other, resuming: checkpoint) == nil)
    other = settings
    other.fields.sources[.title] = FieldSource(["/name"])
    #expect(JSONHarvest(other, resuming: checkpoint) == nil)
    for text in ["", "oai1 phase=list", "json1", "json1 asked=%ZZ", checkpoint + " place=nowhere:1"] {
      #expect(JSONHarvest(settings, resuming: text) == nil)
    }
  }

  @Test("a server that repeats a page ends the list as a fault", arguments: [true, false])
  func repeats(_ first: Bool) {
    let mapping = JSONMapping(items: "/items", paging: .page(parameter: "page", first: 1))
    var run = JSONRun(.json(mapping))
    let pages =
      first ? [jsonPage(1...2), jsonPage(1...2)] : [jsonPage(1...2), jsonPage(3...4), jsonPage(3...4)]
    guard case .brokenOff(let fault)? = run.run(pages.map { .body($0) }) else {
      Issue.record("the list did not end")
      return
    }
    #expect(fault.kind == .loop)
  }

  @Test("a page that brings nothing new to the store ends the list as a fault")
  func nothingNew() {
    let mapping = JSONMapping(items: "/items", paging: .page(parameter: "page", first: 1))
    var run = JSONRun(.json(mapping))
    // The same items in another order.
    guard case .brokenOff(let fault)? = run.run([.body(jsonPage([1, 2])), .body(jsonPage([2, 1]))]) else {
      Issue.record("the list did not end")
      return
    }
    #expect(fault.kind == .loop)
  }

  @Test("empty pages without end are a loop")
  func emptyPages() {
    var run = JSONRun(.json(JSONMapping(items: "/items", paging: .link(next: ["/next"]))))
    let answers = (0..<60).map { Answer.body(jsonPage([], ",\"next\":\"?n=\($0)\"")) }
    guard case .brokenOff(let fault)? = run.run(answers) else {
      Issue.record("the list did not end")
      return
    }
    #expect(fault.kind == .loop && run.asked.count == 50)
  }

  @Test("complete only where it is declared, and only if the list holds what it says that there is")
  func completeness() {
    var mapping = JSONMapping(items: "/items", paging: .page(parameter: "page", first: 1), total: ["/total"])
    func complete(_ answers: [String], complete: Bool? = nil) -> Bool {
      var run = JSONRun(.json(mapping, complete: complete))
      #expect(run.run(answers.map { .body($0) }) == .whole)
      return run.harvest.facts.complete
    }
    let whole = [jsonPage(1...2, ",\"total\":3"), jsonPage([3], ",\"total\":3")]
    #expect(!complete(whole))
    #expect(complete(whole, complete: true))
    mapping.complete = true
    #expect(complete(whole))
    #expect(!complete(whole, complete: false))
    #expect(!complete([jsonPage(1...2, ",\"total\":3"), jsonPage([], ",\"total\":3")]))
    mapping.total = []
    #expect(complete([jsonPage(1...2), jsonPage([])]))
  }

  @Test(
    "a list that ends short of its total by a round cap is not complete, and says so",
    arguments: [200, 400, 404])
  func caps(_ status: Int) {
    let mapping = JSONMapping(
      items: "/items", paging: .offset(parameter: "o", first: 0), total: ["/total"], complete: true)
    var run = JSONRun(.json(mapping))
    let end = status == 200 ? Answer.body(jsonPage([], ",\"total\":1700")) : Answer.body("{}", status)
    #expect(run.run([.body(jsonPage(1...1000, ",\"total\":1700")), end]) == .whole)
    #expect(!run.harvest.facts.complete)
    #expect(
      run.harvest.facts.about.map(\.value) == [
        "it ended after 1000 of 1700 items: the upstream caps its lists; narrow this one by query or set"
      ])
  }

  @Test("a page beyond the last may be an error, where the mapping says so")
  func pastEnd() {
    var mapping = JSONMapping(
      items: "", paging: .page(parameter: "page", first: 1), pastEnd: 400, complete: true)
    let answers: [Answer] = [
      .body(#"[{"id":1},{"id":2}]"#), .body(#"{"code":"rest_post_invalid_page_number","message":"No"}"#, 400),
    ]
    var run = JSONRun(.json(mapping))
    #expect(run.run(answers) == .whole)
    #expect(run.harvest.facts.complete)
    // Not on the first page, and not where it is not said.
    run = JSONRun(.json(mapping))
    guard case .brokenOff(let fault)? = run.run([answers[1]]) else {
      Issue.record("the list did not end")
      return
    }
    #expect(fault.message == "HTTP status 400: the server does not answer with data; it says: No")
    mapping.pastEnd = nil
    run = JSONRun(.json(mapping))
    guard case .brokenOff? = run.run(answers) else {
      Issue.record("the list did not end")
      return
    }
  }

  struct Wrong: Sendable {
    var body: String
    var kind: HarvestFault.Kind
    var says: String
  }

  @Test(
    "an answer that is no list is named, in words",
    arguments: [
      Wrong(
        body: "<!DOCTYPE html><html><head><title>Please log in</title></head></html>", kind: .notData,
        says: "a web page “Please log in”"),
      Wrong(body: "<?xml version=\"1.0\"?><OAI-PMH/>", kind: .notData, says: "is XML"),
      Wrong(body: "", kind: .notData, says: "is empty"),
      Wrong(body: "Service unavailable", kind: .notData, says: "not JSON"),
      Wrong(body: "{\"items\":[{\"id\":1},{\"id\"", kind: .cutShort, says: "breaks off"),
      Wrong(body: "{\"items\":[]", kind: .cutShort, says: "breaks off"),
      Wrong(body: "{\"results\":[]}", kind: .malformed, says: "no list at “/items”"),
      Wrong(
        body: "{\"error\":{\"message\":\"quota\\u0007 exceeded\"}}", kind: .said(code: "error"),
        says: "says: quota exceeded"),
      Wrong(
        body: "{\"items\":[{\"id\":1}],\"x\":nonsense}", kind: .malformed, says: "around the answer's items"),
    ])
  func wrong(_ test: Wrong) {
    for chunk in chunkSizes {
      var run = JSONRun(.json(JSONMapping(items: "/items", complete: true)), chunk: chunk)
      var end: ListEnd?
      for _ in 0..<5 where end == nil { end = run.run([.body(test.body)]) }
      guard case .brokenOff(let fault)? = end else {
        Issue.record("the list did not end")
        return
      }
      #expect(fault.kind == test.kind && fault.message.contains(test.says), "\(fault)")
      #expect(!fault.message.unicodeScalars.contains { $0.value < 0x20 })
    }
  }

  @Test("null, or a total of nought, is an empty list", arguments: ["{\"items\":null}", "{\"total\":0}"])
  func empty(_ body: String) {
    var run = JSONRun(.json(JSONMapping(items: "/items", total: ["/total"])))
    #expect(run.run([.body(body)]) == .whole)
  }

  @Test("an item that is not readable is a reject, and the next ones come")
  func rejects() {
    var run = JSONRun(.json(JSONMapping(items: "/items")))
    #expect(
      run.run([
        .body(#"{"items":[{"id":1},{"id":2,"t":nope},{"title":"no id"},7,{"id":3,"title":"5" pipe"}]}"#)
      ]) == .whole)
    #expect(run.identifiers == ["1", "3"])
    #expect(
      run.rejects.map(\.reason) == [
        "the item is not readable JSON: a word is neither true, false nor null",
        "the record has no identifier",
        "the item is 7, where an object was expected",
      ])
    // What cannot be read is still told by its identifier, so that its absence does not count.
    #expect(run.rejects.map(\.identifier) == ["2", nil, nil])
    #expect(run.repairs == ["bare quote escaped": 1])
  }

  @Test("long identifiers and 1.0 stay as they are printed; the last of equal keys counts")
  func numbers() {
    var run = JSONRun(.json(JSONMapping(items: "/items")))
    #expect(
      run.run([.body(#"{"items":[{"id":12345678901234567890},{"id":1.0},{"id":1,"id":2}]}"#)]) == .whole)
    #expect(run.identifiers == ["12345678901234567890", "1.0", "2"])
  }

  @Test("waits, retries, and begins a list again whose cursor was forgotten")
  func recoveries() {
    let mapping = JSONMapping(
      items: "/items", paging: .cursor(parameter: "c", first: "*", next: ["/next"]), complete: true)
    var run = JSONRun(.json(mapping))
    #expect(run.run([.status(503), .status(429), .cutOff, .body(jsonPage(1...2, ",\"next\":\"a\""))]) == nil)
    #expect(run.recoveries == [.retry, .retry, .retry])
    #expect(run.run([.status(404)]) == nil)
    #expect(run.recoveries.last == .goOn && run.harvest.facts.pass == 1)
    #expect(
      run.run([.body(jsonPage(1...2, ",\"next\":\"b\"")), .body(jsonPage([3], ",\"next\":\"\""))]) == .whole)
    #expect(run.harvest.facts.complete)
    // Refusals are not asked again.
    run = JSONRun(.json(mapping))
    #expect(
      run.run([.status(401)])
        == .brokenOff(HarvestFault(.transfer(status: 401), "HTTP status 401: the server wants credentials")))
    // Nor is anything for ever.
    run = JSONRun(.json(mapping))
    guard case .brokenOff? = run.run([Answer](repeating: .status(500), count: 20)) else {
      Issue.record("it never ends")
      return
    }
    #expect(run.asked.count == 4)
  }

  @Test("a file is one answer, and complete")
  func file() {
    let settings = HarvestSettings.json(
      JSONMapping(items: "/items", paging: .page(parameter: "page", first: 1)), url: "file:///srv/dump.json")
    var run = JSONRun(settings)
    #expect(run.run([.body(jsonPage(1...3))]) == .whole)
    #expect(run.asked == ["file:///srv/dump.json"] && run.harvest.facts.complete)
    #expect(run.harvest.facts.isConditional)
  }

  @Test(
    "the identifier of a broken item is found where it stands before the fault, and only there",
    arguments: [
      (#"{"id":"a b","t":nope}"#, "/id", "a b"), (#"{"n":{"id":"other"},"id":7,"t":nope}"#, "/id", "7"),
      (#"{"t":nope,"id":"\u0061"}"#, "/id", "a"), (#"{"x":{"y":{"id":"deep"}},"t":nope}"#, "/x/y/id", "deep"),
      (#"{"t":"5" pipe","id":"q","u":nope}"#, "/id", "q"), (#"{"id":"cut"#, "/id", nil),
      (#"{"t":nope}"#, "/id", nil),
      (#"{"a":["id",{"id":"no"}],"t":nope}"#, "/id", nil), ("nonsense", "/id", nil),
      (#"{"id":null,"t":nope}"#, "/id", nil),
    ] as [(String, String, String?)])
  func scanned(_ item: String, _ pointer: String, _ expected: String?) throws {
    let pointer = try #require(JSONPointer(pointer))
    #expect(Array(item.utf8).withUnsafeBufferPointer { JSONTextScan.text(at: pointer, in: $0) } == expected)
  }

  @Test(
    "an item that may have swallowed another has no identifier: no list is complete that it stands in",
    arguments: [
      (#"{"id":1,"title":"Ice},{"id":2,"title":"Snow"}"#, nil), (#"{"id":1,"t":nope,"n":{"id":2}}"#, nil),
      (#"{"id":1,"title":"Ice}"#, "1"), (#"{"id":1,"title":"the "id"","t":nope}"#, "1"),
    ] as [(String, String?)])
  func swallowed(_ item: String, _ expected: String?) throws {
    let fields = JSONFields(FieldMapping([.identifier: FieldSource(["/id"])]), base: "https://x.example/")
    #expect(Array(item.utf8).withUnsafeBufferPointer { fields.identifier(scanning: $0) } == expected)
  }

  @Test(
    "a total that is a round number is not believed to be the end, nor a list that ends there to be complete")
  func roundTotals() {
    let mapping = JSONMapping(
      items: "/items", paging: .offset(parameter: "o", first: 0), total: ["/total"], complete: true)
    // It counts no further than 1000, but gives more.
    var run = JSONRun(.json(mapping))
    let first = JSONRun.Answer.body(jsonPage(1...1000, ",\"total\":1000"))
    #expect(
      run.run([
        first, .body(jsonPage(1001...1100, ",\"total\":1000")), .body(jsonPage([], ",\"total\":1000")),
      ]) == .whole)
    #expect(run.identifiers.count == 1100 && run.harvest.facts.complete)
    for end in [JSONRun.Answer.body(jsonPage([], ",\"total\":1000")), .body("{}", 400)] {
      run = JSONRun(.json(mapping))
      #expect(run.run([first, end]) == .whole)
      #expect(
        !run.harvest.facts.complete
          && run.harvest.facts.about.first?.value.hasPrefix("it holds exactly 1000") == true)
      run = JSONRun(.json(mapping, complete: true))
      #expect(run.run([first, end]) == .whole)
      #expect(run.harvest.facts.complete)
    }
  }
}
