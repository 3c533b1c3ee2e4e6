import Catalogue
import Testing

@testable import Reconciliation

@Suite("Rule 9: which records make one report")
struct Rule9Tests {
  struct Case: Sendable {
    var what: String
    var records: [ViewRecord]
    var decisions: [Decision] = []
    var groups: [[RecordNumber]]
  }

  static let same = report("Same", ids: ["doi:10.1/a"])
  static let cases = [
    Case(what: "a DOI joins", records: [stored(1, same), stored(2, "B", same)], groups: [[1, 2]]),
    Case(
      what: "a handle joins in any case",
      records: [
        stored(1, report("x", ids: ["handle:1/Ab"])), stored(2, "B", report("y", ids: ["handle:1/aB"])),
      ],
      groups: [[1, 2]]),
    Case(
      what: "an ARK and a RePEc handle join, through a third",
      records: [
        stored(1, report("x", ids: ["ark:ark:12345/x"])),
        stored(2, "B", report("y", ids: ["ark:ark:12345/x", "repec:repec:aaa:bbbbbb:1"])),
        stored(3, "C", report("z", ids: ["repec:repec:aaa:bbbbbb:1"])),
      ], groups: [[1, 2, 3]]),
    Case(
      what: "JSTOR's stable address is its DOI",
      records: [
        stored(1, report("x", ids: ["https://www.jstor.org/stable/resrep05536"])),
        stored(2, "B", report("y", ids: ["doi:10.2307/resrep05536"])),
      ], groups: [[1, 2]]),
    Case(
      what: "an ISBN joins where titles agree",
      records: [
        stored(1, report("The SCO: Towards an alliance?", ids: ["isbn:1"])),
        stored(2, "B", report("SCO", subtitle: "towards an Alliance", ids: ["isbn:1"])),
        stored(3, "C", report("Another volume", ids: ["isbn:1"])),
      ], groups: [[1, 2], [3]]),
    Case(
      what: "titles that fold to nothing agree with none",
      records: [stored(1, report("?", ids: ["isbn:1"])), stored(2, "B", report("", ids: ["isbn:1"]))],
      groups: [[1], [2]]),
    Case(
      what: "an ISSN, a report number, an upstream's own never join",
      records: [
        stored(1, report("x", ids: ["issn:1", "report-number:7", "upstream:u"])),
        stored(2, "B", report("x", ids: ["issn:1", "report-number:7", "upstream:u"])),
      ], groups: [[1], [2]]),
    Case(
      what: "what two live records of one catalogue state is weak",
      records: [stored(1, same), stored(2, same), stored(3, "B", same)], groups: [[1], [2], [3]]),
    Case(
      what: "unless one of them is gone",
      records: [stored(1, same), stored(2, live: false, same), stored(3, "B", same)], groups: [[1, 2, 3]]),
    Case(
      what: "two DOIs join two records of one catalogue",
      records: [
        stored(1, report("x", ids: ["doi:1", "doi:2"])), stored(2, "B", report("y", ids: ["doi:1"])),
        stored(3, "B", report("z", ids: ["doi:2"])),
      ], groups: [[1, 2, 3]]),
    Case(
      what: "a person merges", records: [stored(1, report("x")), stored(2, report("y"))],
      decisions: [.merge(RecordPair(2, 1), lifting: [])], groups: [[1, 2]]),
    Case(
      what: "a person keeps apart", records: [stored(1, same), stored(2, "B", same)],
      decisions: [.keepApart(RecordPair(1, 2))], groups: [[1], [2]]),
    Case(
      what: "of a pair the last decision counts", records: [stored(1, same), stored(2, "B", same)],
      decisions: [.keepApart(RecordPair(1, 2)), .merge(RecordPair(1, 2), lifting: [RecordPair(1, 2)])],
      groups: [[1, 2]]),
    Case(
      what: "a link that would unite a kept-apart pair is skipped, in the order of catalogues' names",
      records: [stored(1, "C", same), stored(2, "B", same), stored(3, "A", same)],
      decisions: [.keepApart(RecordPair(1, 3))], groups: [[1], [2, 3]]),
    Case(
      what: "persons' merges come first",
      records: [stored(1, "C", same), stored(2, "B", same), stored(3, "A", same)],
      decisions: [.keepApart(RecordPair(1, 3)), .merge(RecordPair(1, 2), lifting: [])],
      groups: [[1, 2], [3]]),
    Case(
      what: "a merge of two reports lifts the keep-aparts between their records",
      records: [stored(1, same), stored(2, "B", same), stored(3, "C", report("y"))],
      decisions: [.keepApart(RecordPair(1, 3)), .merge(RecordPair(2, 3), lifting: [RecordPair(1, 3)])],
      groups: [[1, 2, 3]]),
    Case(
      what: "and an undone merge puts them back",
      records: [stored(1, same), stored(2, "B", same), stored(3, "C", report("y"))],
      decisions: [
        .keepApart(RecordPair(1, 3)), .merge(RecordPair(2, 3), lifting: [RecordPair(1, 3)]), .undo(2),
        .merge(RecordPair(1, 3), lifting: []), .undo(4),
      ], groups: [[1, 2], [3]]),
  ]

  @Test(arguments: cases)
  func groups(_ it: Case) {
    let view = View(all: it.records, it.decisions)
    #expect(view.groups == it.groups, "\(it.what)")
    #expect(view.reports.map(\.number) == it.groups.map { $0[0] }, "\(it.what)")
    #expect(View(all: it.records.reversed(), it.decisions) == view, "\(it.what)")
  }

  struct Likely: Sendable {
    var what: String
    var a: Report
    var b: Report
    var kind: Likeness.Kind?
  }

  static let haas = person("Haas, Marcel de")
  static let likely = [
    Likely(
      what: "title, year and first contributor", a: report("The SCO: towards what?", by: [haas], year: 2007),
      b: report("SCO. Towards what", by: [person("M. de Haas")], year: 2007), kind: .title),
    Likely(
      what: "another year", a: report("SCO", by: [haas], year: 2007), b: report("SCO", by: [haas], year: 2008)
    ),
    Likely(
      what: "another first contributor", a: report("SCO", by: [haas], year: 2007),
      b: report("SCO", by: [person("Putten, Frans-Paul van der"), haas], year: 2007)),
    Likely(what: "no year", a: report("SCO", by: [haas]), b: report("SCO", by: [haas])),
    Likely(
      what: "the publisher where no contributor is told",
      a: report("Annual report", year: 2007, publisher: "World Bank"),
      b: report("Annual report", by: [person("World Bank")], year: 2007), kind: .title),
    Likely(
      what: "publisher with report number", a: report("x", publisher: "RAND", ids: ["report-number:RR-17"]),
      b: report("y", publisher: "Rand", ids: ["report-number:RR 17"]), kind: .publisherNumber),
    Likely(
      what: "series with number", a: report("x", series: [Series(title: "Papers", number: "3")]),
      b: report("y", series: [Series(title: "The papers", number: "3")]), kind: .seriesNumber),
    Likely(
      what: "a series alone", a: report("x", series: [Series(title: "Papers")]),
      b: report("y", series: [Series(title: "Papers")])),
    Likely(
      what: "nothing but a title", a: report("Japan"), b: report("Japan")),
  ]

  @Test(arguments: likely)
  func suggestions(_ it: Likely) {
    let records = [stored(1, it.a), stored(2, "B", it.b)]
    let expected = it.kind.map { [Suggestion(pair: RecordPair(1, 2), likeness: $0)] } ?? []
    #expect(View(all: records).suggestions == expected, "\(it.what)")
    #expect(View(all: records, [.merge(RecordPair(1, 2), lifting: [])]).suggestions == [], "\(it.what)")
    #expect(View(all: records, [.keepApart(RecordPair(1, 2))]).suggestions == [], "\(it.what)")
    #expect(View(all: records, [.keepApart(RecordPair(1, 2)), .undo(1)]).suggestions == expected)
    #expect(View(all: [records[0], stored(2, "B", live: false, it.b)]).suggestions == [], "\(it.what)")
  }

  @Test("whatever changes a key is seen in what keys are made of")
  func sameKeys() {
    let base = report(
      "SCO", subtitle: "Which way", by: [Self.haas], year: 2007, publisher: "Clingendael",
      ids: ["doi:10.1/a", "report-number:7"], series: [Series(title: "Papers", number: "3")])
    var others = [report(), base] + Self.likely.flatMap { [$0.a, $0.b] }
    for field in Field.allCases {
      var other = base
      other[field] = FieldValue()
      others.append(other)
    }
    var abroad = base
    abroad.abstract = "Other words"
    abroad.subjects = ["water"]
    #expect(LinkKey.areSame(of: base, abroad))
    for a in others {
      for b in others where LinkKey.areSame(of: a, b) {
        #expect(LinkKey.keys(of: a, isLive: true) == LinkKey.keys(of: b, isLive: true), "\(a) \(b)")
      }
    }
    #expect(others.count { LinkKey.areSame(of: base, $0) } < others.count / 2)
  }

  @Test("what too many records have stated and given up joins nothing")
  func worn() {
    let dead = (1...RecordNumber(LinkKey.limit)).map { stored($0, live: false, Self.same) }
    #expect(View(all: dead).reports.count == 1)
    #expect(View(all: dead + [stored(999, Self.same)]).reports.count == 101)
  }

  @Test("what too many share says nothing, and reaches nothing")
  func loud() {
    let alike = report("Annual report", by: [Self.haas], year: 2007)
    let few = (1...RecordNumber(Likeness.limit)).map { stored($0, alike) }
    #expect(View(all: few).suggestions.count == 120)
    #expect(View(all: few + [stored(99, alike)]).suggestions == [])
  }

  @Test("a record alone says so at no cost")
  func alone() {
    let one = View(all: [stored(7, Self.same)]).reports
    #expect(one == [ReportView(number: 7, records: [7])])
    #expect(one[0].fields.isEmpty)
    #expect(View(all: [stored(7, live: false, Self.same)]).reports[0].isWithdrawn)
    let joined = View(all: [stored(1, Self.same), stored(2, "B", report("Other", ids: ["doi:10.1/a"]))])
      .reports
    #expect(joined[0].fields.isEmpty && joined[0].records == [1, 2])
  }
}
