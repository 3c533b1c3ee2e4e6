import Catalogue
import Testing

@testable import Reconciliation

@Suite("Rule 10: which record supplies a field")
struct Rule10Tests {
  struct Case: Sendable {
    var what: String
    var records: [ViewRecord]
    var decisions: [Decision] = []
    var settings = ViewSettings.order()
    var field = Field.title
    var value: FieldValue
    var source: RecordNumber
  }

  static func doi(_ title: String, subtitle: String? = nil, publisher: String? = nil) -> Report {
    report(title, subtitle: subtitle, publisher: publisher, ids: ["doi:1"])
  }

  static let cases = [
    Case(
      what: "by priority", records: [stored(1, "B", doi("b")), stored(2, "A", doi("a"))], value: text("a"),
      source: 2),
    Case(
      what: "then by name", records: [stored(1, "B", doi("b")), stored(2, "A", doi("a"))],
      settings: ViewSettings(catalogues: ["A": .init(priority: 1), "B": .init(priority: 1)]),
      value: text("a"),
      source: 2),
    Case(
      what: "then by number", records: [stored(3, doi("c")), stored(1, doi("a"))],
      decisions: [.merge(RecordPair(1, 3), lifting: [])], value: text("a"), source: 1),
    Case(
      what: "an unknown catalogue comes last", records: [stored(1, "X", doi("x")), stored(2, "C", doi("c"))],
      value: text("c"), source: 2),
    Case(
      what: "an empty value never wins",
      records: [stored(1, "A", doi("a")), stored(2, "B", doi("b", publisher: "Bank"))], field: .publisher,
      value: text("Bank"), source: 2),
    Case(
      what: "the living before the dead",
      records: [stored(1, "A", live: false, doi("a")), stored(2, "B", doi("b"))],
      value: text("b"), source: 2),
    Case(
      what: "not even where the living says nothing",
      records: [stored(1, "A", live: false, doi("a", publisher: "Bank")), stored(2, "B", doi("b"))],
      field: .publisher, value: text(""), source: 2),
    Case(
      what: "all of them if none lives",
      records: [stored(1, "B", live: false, doi("b")), stored(2, "A", live: false, doi("a"))],
      value: text("a"),
      source: 2),
    Case(
      what: "the pinned record", records: [stored(1, "A", doi("a")), stored(2, "B", doi("b"))],
      decisions: [.pin(.title, record: 2)], value: text("b"), source: 2),
    Case(
      what: "even a dead one", records: [stored(1, "A", doi("a")), stored(2, "B", live: false, doi("b"))],
      decisions: [.pin(.title, record: 2)], value: text("b"), source: 2),
    Case(
      what: "the last pin", records: [stored(1, "A", doi("a")), stored(2, "B", doi("b"))],
      decisions: [.pin(.title, record: 2), .pin(.title, record: 1)], value: text("a"), source: 1),
    Case(
      what: "no pin that says nothing", records: [stored(1, "A", doi("a")), stored(2, "B", doi(""))],
      decisions: [.pin(.title, record: 2)], value: text("a"), source: 1),
    Case(
      what: "a pin that was taken back", records: [stored(1, "A", doi("a")), stored(2, "B", doi("b"))],
      decisions: [.pin(.title, record: 2), .undo(1)], value: text("a"), source: 1),
    Case(
      what: "a subtitle is its title's",
      records: [stored(1, "A", doi("SCO: what?")), stored(2, "B", doi("SCO", subtitle: "what?"))],
      field: .subtitle,
      value: text(""), source: 1),
    Case(
      what: "also of a pinned title",
      records: [stored(1, "A", doi("SCO: what?")), stored(2, "B", doi("SCO", subtitle: "what?"))],
      decisions: [.pin(.title, record: 2)], field: .subtitle, value: text("what?"), source: 2),
    Case(
      what: "and of an edited title",
      records: [stored(1, "A", doi("SCO: what?")), stored(2, "B", doi("SCO", subtitle: "what?"))],
      decisions: [.edit(Edit(.title, anchor: 2, base: text("SCO"), local: text("S.C.O.")))], field: .subtitle,
      value: text("what?"), source: 2),
    Case(
      what: "and of the first title there is",
      records: [stored(1, "A", doi("", subtitle: "odd")), stored(2, "B", doi("SCO", subtitle: "what?"))],
      field: .subtitle, value: text("what?"), source: 2),
  ]

  @Test(arguments: cases)
  func suppliers(_ it: Case) throws {
    let view = View(all: it.records, it.decisions, it.settings)
    let report = try #require(view.reports.first)
    #expect(view.reports.count == 1)
    let first = try #require(it.records.first { $0.number == report.records[0] })
    let shown = report.shown(it.field, first: first)
    #expect(shown.value == it.value, "\(it.what)")
    #expect(shown.supplier == it.source, "\(it.what)")
    #expect(shown.items.allSatisfy { $0.source == .revision(record: it.source, revision: it.source * 10) })
  }

  @Test("identifiers and links are what all live records say")
  func unions() throws {
    let a = report(
      "a", ids: ["doi:1", "isbn:1"], links: [Link(kind: .landingPage, url: "http://Example.org/a/")])
    let b = report(
      "b", ids: ["doi:1", "handle:1/x"],
      links: [
        Link(kind: .fullText, url: "https://example.org/a"),
        Link(kind: .fullText, url: "https://b.org/f.pdf"),
      ])
    let c = report("c", ids: ["doi:1", "isbn:9"])
    let view = View(all: [stored(1, a), stored(2, "B", b), stored(3, "C", live: false, c)])
    let shown = view.reports[0].fields
    let ids = try #require(shown.first { $0.field == .identifiers })
    #expect(ids.value.items == ["doi:1", "isbn:1", "handle:1/x"].map { .identifier(id($0)) })
    #expect(ids.items.map(\.source).last == .revision(record: 2, revision: 20))
    let links = try #require(shown.first { $0.field == .links })
    #expect(links.value.items == [a.links[0], b.links[1]].map(FieldItem.link))
    #expect(view.reports[0].report(first: a).links.count == 2)
  }

  @Test("what the others say stands beside it")
  func voices() throws {
    let records = [
      stored(1, Self.doi("a", publisher: "Bank")), stored(2, "B", Self.doi("b")),
      stored(3, "C", live: false, Self.doi("a")),
    ]
    let report = try #require(View(all: records).reports.first)
    let voices = report.voices(.title, records: records)
    #expect(voices.map(\.record) == [1, 2, 3])
    #expect(voices.map(\.agrees) == [true, false, true])
    #expect(voices.map(\.isLive) == [true, true, false])
    #expect(report.voices(.publisher, records: records).map(\.value.isEmpty) == [false, true, true])
  }

  @Test("a report that several supply can be put together")
  func composed() throws {
    let (a, b) = (Self.doi("a"), Self.doi("b", publisher: "Bank"))
    let view = try #require(View(all: [stored(1, a), stored(2, "B", b)]).reports.first)
    #expect(view.report(first: a) == report("a", publisher: "Bank", ids: ["doi:1"]))
  }
}
