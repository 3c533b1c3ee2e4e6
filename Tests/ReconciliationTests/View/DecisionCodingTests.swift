import Catalogue
import Foundation
import Testing

@testable import Reconciliation

@Suite("Decisions as JSON")
struct DecisionCodingTests {
  struct Case: Sendable {
    var decision: Decision
    /// As stores keep it: never to change.
    var json: String
  }

  static let cases = [
    Case(
      decision: .edit(Edit(.title, anchor: 12, base: text("Old"), local: text("New"))),
      json: #"{"anchor":12,"base":"Old","decision":"edit","field":"title","local":"New"}"#),
    Case(
      decision: .edit(Edit(.pageCount, anchor: 1, base: .empty, local: FieldValue(.number(88)))),
      json: #"{"anchor":1,"base":null,"decision":"edit","field":"page_count","local":88}"#),
    Case(
      decision: .edit(
        Edit(
          .published, anchor: 1,
          base: FieldValue(.date(PartialDate(year: 2007, month: 11, printed: "Nov. 2007"))),
          local: .empty)),
      json:
        #"{"anchor":1,"base":{"month":11,"printed":"Nov. 2007","year":2007},"decision":"edit","field":"published","local":null}"#
    ),
    Case(
      decision: .edit(Edit(.access, anchor: 1, base: .empty, local: FieldValue(.access(.loginNeeded)))),
      json: #"{"anchor":1,"base":null,"decision":"edit","field":"access","local":"login-needed"}"#),
    Case(
      decision: .edit(
        Edit(
          .contributors, element: ElementKey("author:n", 2), anchor: 1, base: people(person("N")),
          local: people(person("N", .editor, at: "U")))),
      json:
        #"{"anchor":1,"base":{"name":{"printed":"N"},"role":"author"},"decision":"edit","element":{"key":"author:n","n":2},"field":"contributors","local":{"affiliation":"U","name":{"printed":"N"},"role":"editor"}}"#
    ),
    Case(
      decision: .edit(
        Edit(
          .sections, anchor: 1, base: .empty,
          local: FieldValue([
            .section(Section(title: "Preface")), .section(Section(label: "1.", title: "One")),
          ]))),
      json:
        #"{"anchor":1,"base":[],"decision":"edit","field":"sections","local":[{"title":"Preface"},{"label":"1.","title":"One"}]}"#
    ),
    Case(
      decision: .edit(
        Edit(
          .series, element: ElementKey("p"), anchor: 1, base: .empty,
          local: FieldValue(.series(Series(title: "P", number: "3"))))),
      json:
        #"{"anchor":1,"base":null,"decision":"edit","element":{"key":"p","n":1},"field":"series","local":{"number":"3","title":"P"}}"#
    ),
    Case(
      decision: .amend(
        Amendment(
          .identifiers, anchor: 3, added: [.identifier(id("doi:10.1/x"))],
          removed: [.identifier(id("isbn:1"))])),
      json:
        #"{"added":[{"scheme":"doi","value":"10.1/x"}],"anchor":3,"decision":"amend","field":"identifiers","removed":[{"scheme":"isbn","value":"1"}]}"#
    ),
    Case(
      decision: .amend(
        Amendment(.links, anchor: 3, added: [.link(Link(kind: .fullText, url: "https://x.org"))])),
      json:
        #"{"added":[{"kind":"full-text","url":"https://x.org"}],"anchor":3,"decision":"amend","field":"links"}"#
    ),
    Case(decision: .pin(.title, record: 4), json: #"{"decision":"pin","field":"title","record":4}"#),
    Case(
      decision: .merge(RecordPair(4, 2), lifting: [RecordPair(2, 5)]),
      json: #"{"a":2,"b":4,"decision":"merge","lifting":[{"a":2,"b":5}]}"#),
    Case(decision: .merge(RecordPair(4, 2), lifting: []), json: #"{"a":2,"b":4,"decision":"merge"}"#),
    Case(decision: .keepApart(RecordPair(4, 2)), json: #"{"a":2,"b":4,"decision":"keep-apart"}"#),
    Case(
      decision: .resolve(Resolution(edit: 7, .title, choice: .local, upstream: text("U"))),
      json: #"{"decision":"resolve","edit":7,"field":"title","take":"local","upstream":"U"}"#),
    Case(
      decision: .resolve(
        Resolution(
          edit: 7, .contributors, element: ElementKey("author:n"), choice: .value(people(person("M"))),
          upstream: .empty, rival: 5)),
      json:
        #"{"decision":"resolve","edit":7,"element":{"key":"author:n","n":1},"field":"contributors","rival":5,"take":"value","upstream":null,"value":{"name":{"printed":"M"},"role":"author"}}"#
    ),
    Case(
      decision: .resolve(Resolution(edit: 7, .title, choice: .upstream, upstream: .empty)),
      json: #"{"decision":"resolve","edit":7,"field":"title","take":"upstream","upstream":null}"#),
    Case(decision: .withdraw([1, 2]), json: #"{"decision":"withdraw","decisions":[1,2]}"#),
    Case(
      decision: .keep([Tombstone(record: 1, revision: 9)]),
      json: #"{"decision":"keep","tombstones":[{"record":1,"revision":9}]}"#),
    Case(
      decision: .rebase(Rebase(edit: 7, .title, from: text("a"), base: text("b"))),
      json: #"{"base":"b","decision":"rebase","edit":7,"field":"title","from":"a"}"#),
    Case(decision: .undo(9), json: #"{"decision":"undo","undoes":9}"#),
  ]

  private static func encoded(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(value), as: UTF8.self)
  }

  @Test(arguments: cases)
  func roundTrip(_ it: Case) throws {
    #expect(try Self.encoded(it.decision) == it.json)
    #expect(try JSONDecoder().decode(Decision.self, from: Data(it.json.utf8)) == it.decision)
    let more = it.json.dropLast() + #","later":[1]}"#
    #expect(try JSONDecoder().decode(Decision.self, from: Data(more.utf8)) == it.decision)
  }

  @Test("every decision of generated worlds survives")
  func generated() throws {
    for seed in 0..<300 {
      var world = ViewWorld()
      world.play(ViewWorld.generate(seed))
      for decision in world.decisions.map(\.decision) {
        #expect(try JSONDecoder().decode(Decision.self, from: JSONEncoder().encode(decision)) == decision)
      }
    }
  }

  @Test(arguments: [
    #"{"decision":"delete"}"#, #"{"decision":"edit","field":"title"}"#,
    #"{"decision":"edit","field":"tilte","anchor":1}"#,
    #"{"decision":"edit","field":"subjects","anchor":1,"local":["a"]}"#,
    #"{"decision":"amend","field":"title","anchor":1,"added":["a"]}"#,
    #"{"decision":"edit","field":"title","anchor":1,"local":7}"#,
    #"{"decision":"edit","field":"title","anchor":1,"element":{"key":"a","n":1}}"#,
    #"{"decision":"resolve","field":"title","edit":1,"take":"both"}"#,
  ])
  func refused(json: String) {
    #expect(throws: DecodingError.self) { try JSONDecoder().decode(Decision.self, from: Data(json.utf8)) }
  }

  @Test("an export finds the other store's numbers")
  func carried() throws {
    let made = PortableDecision(
      number: 7, at: 1_700_000_000, by: "ada", reason: "as printed",
      decision: .resolve(Resolution(edit: 5, .title, choice: .local, upstream: text("U"))), records: [])
    let edit = PortableDecision(
      number: 5, at: 1_700_000_000, by: "ada",
      decision: .edit(Edit(.title, anchor: 12, base: text("a"), local: text("b"))),
      records: [.init(number: 12, catalogue: "jstor", identifier: "oai:1")])
    #expect(
      try Self.encoded(edit)
        == #"{"at":1700000000,"by":"ada","decision":{"anchor":12,"base":"a","decision":"edit","field":"title","local":"b"},"number":5,"records":[{"catalogue":"jstor","identifier":"oai:1","number":12}]}"#
    )
    let there = edit.imported(record: { $0.identifier == "oai:1" ? 99 : nil }, earlier: { _ in nil })
    #expect(there == .edit(Edit(.title, anchor: 99, base: text("a"), local: text("b"))))
    #expect(edit.imported(record: { _ in nil }, earlier: { _ in nil }) == nil)
    #expect(made.imported(record: { _ in nil }, earlier: { $0 == 5 ? 1 : nil })?.decisions == [1])
    #expect(made.imported(record: { _ in nil }, earlier: { _ in nil }) == nil)
    let keep = PortableDecision(
      number: 1, at: 0, by: "a", decision: .keep([Tombstone(record: 12, revision: 1)]), records: edit.records)
    #expect(keep.imported(record: { _ in 1 }, earlier: { $0 }) == nil)
  }

  @Test("what a decision touches includes what it names")
  func touched() {
    let touched: (Decision) -> [RecordNumber] = { $0.touched { [5: [12], 6: [13, 14]][$0] ?? [] } }
    #expect(touched(.undo(6)) == [13, 14])
    #expect(
      touched(.resolve(Resolution(edit: 5, .title, choice: .local, upstream: .empty, rival: 6))) == [
        12, 13, 14,
      ])
    #expect(touched(.merge(RecordPair(9, 2), lifting: [RecordPair(3, 9)])) == [2, 3, 9])
  }
}
