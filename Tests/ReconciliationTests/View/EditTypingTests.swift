import Catalogue
import Foundation
import Testing

@testable import Reconciliation

@Suite("Edits as a person types them")
struct EditTypingTests {
  struct Case: Sendable {
    var typed: String
    var request: EditRequest
    init(_ typed: String, _ field: Field, _ change: EditRequest.Change) {
      self.typed = typed
      request = EditRequest(field, change)
    }
  }

  static let cases = [
    Case("title=A = B", .title, .whole(text("A = B"))),
    Case("title=  two\u{7}  words ", .title, .whole(text("two words"))),
    Case("abstract=One.\n\nTwo.", .abstract, .whole(text("One.\n\nTwo."))),
    Case("page_count=88", .pageCount, .whole(FieldValue(.number(88)))),
    Case(
      "links+=https://x.org/@a:b", .links, .add(.link(Link(kind: .landingPage, url: "https://x.org/@a:b")))),
    Case("sections[3].pages=123-8, 130-", .sections, .part(3, "pages", "123-8, 130-")),
    Case("contributors [2] .role =editor", .contributors, .part(2, "role", "editor")),
    Case("Page-Count = 88", .pageCount, .whole(FieldValue(.number(88)))),
    Case(
      "published=2007-11", .published,
      .whole(FieldValue(.date(PartialDate(year: 2007, month: 11, printed: "2007-11"))))),
    Case(
      "published=05/04/2007", .published,
      .whole(FieldValue(.date(PartialDate(year: 2007, printed: "05/04/2007"))))),
    Case(
      "published=2015/16", .published,
      .whole(FieldValue(.date(PartialDate(year: 2015, printed: "2015/16"))))),
    Case(
      "published=31/01/2007", .published,
      .whole(FieldValue(.date(PartialDate(year: 2007, month: 1, day: 31, printed: "31/01/2007"))))),
    Case(
      "published=2007年11月", .published,
      .whole(FieldValue(.date(PartialDate(year: 2007, month: 11, printed: "2007年11月"))))),
    Case("subjects=水；土 ; 火", .subjects, .whole(FieldValue([.text("水"), .text("土"), .text("火")]))),
    Case("access=Open", .access, .whole(FieldValue(.access(.open)))),
    Case("languages=ger; English", .languages, .whole(FieldValue([.text("de"), .text("en")]))),
    Case("subjects=a; B ;a", .subjects, .whole(FieldValue([.text("a"), .text("B")]))),
    Case("subjects+=Energy", .subjects, .add(.text("Energy"))),
    Case("subjects-=Energy", .subjects, .remove(.text("Energy"))),
    Case("identifiers+=https://doi.org/10.1234/ABC", .identifiers, .add(.identifier(id("doi:10.1234/abc")))),
    Case("identifiers+=isbn:0-306-40615-2", .identifiers, .add(.identifier(id("isbn:9780306406157")))),
    Case("identifiers+=report-number:TR 17", .identifiers, .add(.identifier(id("report-number:TR 17")))),
    Case("identifiers+=ark:/12345/x-y", .identifiers, .add(.identifier(id("ark:ark:12345/xy")))),
    Case(
      "links+=full-text https://x.org/a.pdf", .links,
      .add(.link(Link(kind: .fullText, url: "https://x.org/a.pdf")))),
    Case(
      "links+=https://x.org/?a=b", .links, .add(.link(Link(kind: .landingPage, url: "https://x.org/?a=b")))),
    Case(
      "contributors+=Doe, Jane (ed.)", .contributors,
      .add(.contributor(Contributor.parse("Doe, Jane (ed.)", role: .author)[0]))),
    Case("contributors[2].role=editor", .contributors, .part(2, "role", "editor")),
    Case("contributors[2].affiliation=", .contributors, .part(2, "affiliation", nil)),
    Case("series[1].number=4", .series, .part(1, "number", "4")),
    Case("series+=Papers; 3", .series, .add(.series(Series(title: "Papers", number: "3")))),
    Case("sections[3].pages=31-40", .sections, .part(3, "pages", "31-40")),
    Case("sections[3]=The End", .sections, .element(3, .section(Section(title: "The End")))),
    Case("subjects[1]=Energy", .subjects, .element(1, .text("Energy"))),
  ]

  @Test(arguments: cases)
  func typed(_ it: Case) throws { #expect(try EditRequest(typed: it.typed) == it.request) }

  static let refusals: [(String, String)] = [
    ("title", "write FIELD=VALUE"), ("=x", "write FIELD=VALUE"), ("tilte=x", "did you mean title?"),
    ("pagecount=3", "did you mean page_count?"), ("qqq=x", "fields are title, subtitle"),
    ("page_count=0", "a report has 1 to 1000000 pages"), ("page_count=many", "not a whole number"),
    ("languages=xx-bogus!", "not a language; write a tag such as en"),
    ("published=2007-13", "there is no such day"), ("published=2007-02-30", "there is no such day"),
    ("published=soon", "not a date"), ("access=opne", "did you mean open?"),
    ("identifiers+=isbn:0-306-40615-3", "not a valid isbn"),
    ("identifiers+=what", "of no scheme that is known"),
    ("links+=ftp://x.org", "not an address"), ("links+=https:///x", "not an address"),
    ("title=", "use --clear"), ("title+=x", "it holds one value"), ("title[1]=x", "it holds one value"),
    ("contributors[0].role=editor", "write FIELD=VALUE"), ("contributors[x]=y", "write FIELD=VALUE"),
    ("contributors[1].rloe=editor", "did you mean role?"),
    ("contributors[1].role=edtior", "did you mean editor?"),
    ("contributors.role=editor", "contributors[1].role"), ("subjects[1].name=x", "subjects has no parts"),
    ("contributors[1].name=", "a contributor needs a name"), ("contributors+=A B; C D", "2 names"),
    ("sections[1].pages=x y z", "not pages"), ("contributors[1]role=x", "write FIELD=VALUE"),
    ("subjects[1]+=x", "write FIELD=VALUE"),
    ("sections[1].pages=40-31", "the last page stands before the first"),
    ("sections[1].pages=5, ix-ii", "the last page stands before the first"),
    ("contributors[1].role=", "a contributor needs a role: one of author, editor"),
    ("ti tle=x", "there is no field \"ti tle\"; did you mean title?"),
    ("published=31/02/2007", "there is no such day"), ("published=13/2007", "there is no such day"),
    ("published=31.11.2007", "there is no such day"), ("published=31 February 2007", "there is no such day"),
    ("published=32/13/2007", "there is no such day"),
    ("published=2007-1-1", "write 2007-01-01"), ("published=2007-2-30", "there is no such day"),
    ("links+=https://u:p@x.org/", "a user or password in it"),
    ("links=https://u@x.org", "a user or password"),
  ]

  @Test(arguments: refusals)
  func refused(typed: String, reason: String) throws {
    // What only the element can refuse is refused when it is known.
    let records = [stored(1, report("x", by: [person("p")], subjects: ["s"]))]
    let problem = #expect(throws: EditProblem.self) {
      _ = try EditRequest(typed: typed).decision(
        on: View(all: records).reports[0], records: records, standing: Standing([]))
    }
    #expect(problem?.description.contains(reason) ?? false, "\(problem?.description ?? "")")
  }

  @Test(
    "a whole list holds a name between each two semicolons, and no affiliations",
    arguments: [
      (
        "Adams, Bo; G20, Working Group; Clark, Di",
        ["author Adams, Bo", "author G20, Working Group", "author Clark, Di"]
      ),
      ("A0, B；A1, B；A2, B", ["author A0, B", "author A1, B", "author A2, B"]),
      ("Haas, Marcel de; Clingendael Institute", ["author Haas, Marcel de", "author Clingendael Institute"]),
      ("Lee, Ann; Roe, Bob (eds.)", ["editor Lee, Ann", "editor Roe, Bob"]),
      ("Lee, Ann (World Bank); Roe, Bob", ["author Lee, Ann World Bank", "author Roe, Bob"]),
    ])
  func names(typed: String, names: [String]) throws {
    let found = try FieldValue(.contributors, typed: typed).items.compactMap(\.contributor)
    #expect(
      found.map { "\($0.role) \($0.name.printed)" + ($0.affiliation.map { " " + $0 } ?? "") } == names)
  }

  @Test("so does that of a section's contributors")
  func sectionNames() throws {
    let section = FieldItem.section(Section(title: "x"))
    guard
      case .section(let found) = try section.setting(
        "contributors", to: "Adams, Bo；G20, Working Group", in: .sections)
    else { return #expect(Bool(false)) }
    #expect(found.contributors.map(\.name.printed) == ["Adams, Bo", "G20, Working Group"])
  }

  @Test(
    "what is asked for twice at once is refused",
    arguments: [
      (["title=a"], ["title"], "title: it cannot be blanked and changed at once"),
      (["subjects+=a"], ["subjects"], "subjects: it cannot be blanked and changed at once"),
      (["title=a", "title=b"], [], "title: it is asked for the same twice"),
      (["contributors[1]=a"], ["contributors[1]"], "contributors: it is asked for the same twice"),
      (
        ["contributors=a; b", "contributors[1].role=editor"], [],
        "contributors: it cannot be set as a whole and by its elements at once"
      ),
      (["contributors[1].role=editor"], ["title"], nil),
      (
        ["contributors[1].role=editor", "contributors[2].role=editor", "contributors+=a", "contributors+=b"],
        [], nil
      ),
    ] as [([String], [String], String?)])
  func contradiction(set: [String], clear: [String], reason: String?) throws {
    let requests = try set.map { try EditRequest(typed: $0) } + clear.map { try EditRequest(clearing: $0) }
    let records = [stored(1, report("x", by: [person("p"), person("q")], subjects: ["s"]))]
    var said: String?
    do {
      _ = try EditRequest.inOrder(requests, on: View(all: records).reports[0], first: records[0])
    } catch { said = "\(error)" }
    #expect(said == reason)
  }

  @Test func clearing() throws {
    #expect(try EditRequest(clearing: "title") == EditRequest(.title, .whole(.empty)))
    #expect(try EditRequest(clearing: "contributors[2]") == EditRequest(.contributors, .element(2, nil)))
    #expect(
      try EditRequest(clearing: "contributors[2].affiliation")
        == EditRequest(.contributors, .part(2, "affiliation", nil)))
    #expect(throws: EditProblem.self) { try EditRequest(clearing: "nothing") }
    let records = [stored(1, report("x", by: [person("p")]))]
    #expect(throws: EditProblem.self, "a role is not blanked") {
      try EditRequest(clearing: "contributors[1].role").decision(
        on: View(all: records).reports[0], records: records, standing: Standing([]))
    }
    let named = [stored(1, report("x", by: [person("Haas, Marcel de")]))]
    #expect(throws: EditProblem.self, "what is printed would go on saying it") {
      try EditRequest(clearing: "contributors[1].family").decision(
        on: View(all: named).reports[0], records: named, standing: Standing([]))
    }
  }

  @Test("an element that is not there")
  func outside() {
    let records = [stored(1, report("x", by: [person("p")]))]
    let problem = #expect(throws: EditProblem.self) {
      try EditRequest(typed: "contributors[3].role=editor").decision(
        on: View(all: records).reports[0], records: records, standing: Standing([]))
    }
    #expect(problem == .noSuchElement(.contributors, number: 3, of: 1))
  }

  struct Story: Sendable {
    var edits: [String]
    var contributors: [Contributor]
    var subjects: [String] = ["s", "t"]
  }

  static let stories = [
    Story(edits: ["contributors[2].role=editor"], contributors: [person("p"), person("q", .editor)]),
    Story(
      edits: ["contributors[2].role=editor", "contributors[2].affiliation=U"],
      contributors: [person("p"), person("q", .editor, at: "U")]),
    Story(edits: ["contributors+=r", "contributors-=p"], contributors: [person("q"), person("r")]),
    Story(
      edits: ["contributors+=p", "contributors+=p"],
      contributors: [person("p"), person("q"), person("p"), person("p")]),
    Story(
      edits: ["contributors=r; s", "contributors[1].role=editor", "contributors+=t"],
      contributors: [person("r", .editor), person("s"), person("t")]),
    Story(
      edits: ["subjects[1]=u", "subjects-=T"], contributors: [person("p"), person("q")], subjects: ["u"]),
    Story(edits: ["subjects=S; v"], contributors: [person("p"), person("q")], subjects: ["S", "v"]),
  ]

  @Test("one after the other", arguments: stories)
  func told(_ it: Story) throws {
    let records = [stored(1, report("x", by: [person("p"), person("q")], subjects: ["s", "t"]))]
    var decisions: [Decision] = []
    for edit in it.edits {
      let report = View(all: records, decisions).reports[0]
      let decision = try EditRequest(typed: edit).decision(
        on: report, records: records, standing: Standing(numbered(decisions)))
      decisions.append(try #require(decision))
    }
    let view = View(all: records, decisions).reports[0]
    func plain(_ items: [FieldItem]) -> [String] {
      items.compactMap(\.contributor).map { "\($0.role) \($0.name.printed) \($0.affiliation ?? "")" }
    }
    #expect(
      plain(view.value(.contributors, records).items) == plain(it.contributors.map(FieldItem.contributor)))
    #expect(Set(view.value(.subjects, records).items) == Set(it.subjects.map(FieldItem.text)))
    #expect(view.conflicts == [])
  }

  @Test("what is shown already needs no decision")
  func needless() throws {
    let records = [stored(1, report("x", subjects: ["s"]))]
    for typed in ["subjects+=S", "subjects=s"] {
      let report = View(all: records).reports[0]
      #expect(
        try EditRequest(typed: typed).decision(on: report, records: records, standing: Standing([])) == nil)
    }
  }

  @Test("a name keeps its parts together")
  func names() throws {
    let records = [stored(1, report("x", by: [person("Haas, Marcel de")]))]
    let decision = try EditRequest(typed: "contributors[1].family=Haase").decision(
      on: View(all: records).reports[0], records: records, standing: Standing([]))
    guard case .edit(let edit) = decision else { return #expect(Bool(false)) }
    #expect(
      edit.local.items.first?.contributor?.name.printed == "Haase, Marcel, de"
        || edit.local.items.first?.contributor?.name.printed == "Haase, Marcel de")
    #expect(edit.element == ElementKey("author:marcel de haas"))
  }
}

@Suite("Edits of a report's document")
struct EditDocumentTests {
  @Test("of a date and of pages what is printed will do")
  func printed() throws {
    let json =
      #"{"title": "x", "published": {"printed": "Nov. 1, 2007"}, "sections": [{"pages": {"printed": "i-ix"}}]}"#
    let new = try JSONDecoder().decode(Report.self, from: Data(json.utf8))
    #expect(new.published == PartialDate(year: 2007, month: 11, day: 1, printed: "Nov. 1, 2007"))
    #expect(new.sections.first?.pages == PageRange.parse("i-ix"))
    #expect(try EditRequest.changing(report("x"), to: new).map(\.field) == [.published, .sections])
    for wrong in [
      #"{"published": {"printed": "soon"}}"#, #"{"sections": [{"pages": {"printed": "soon"}}]}"#,
      #"{"published": {"month": 2, "printed": "2007"}}"#,
    ] {
      #expect(throws: DecodingError.self) { try JSONDecoder().decode(Report.self, from: Data(wrong.utf8)) }
    }
  }

  struct Case: Sendable {
    var what: String
    var old: [String]
    var new: [String]
    /// How many edits; one of the whole list, if `isWhole`.
    var count: Int
    var isWhole = false
  }

  static let cases = [
    Case(what: "one changed", old: ["p", "q"], new: ["p", "r"], count: 1),
    Case(what: "one taken out", old: ["p", "q", "r"], new: ["p", "r"], count: 1),
    Case(what: "two taken out", old: ["p", "q", "r", "s"], new: ["q", "s"], count: 2),
    Case(what: "one of two equal ones", old: ["p", "p"], new: ["p"], count: 1),
    Case(what: "put behind", old: ["p"], new: ["p", "q", "r"], count: 2),
    Case(what: "changed and put behind", old: ["p"], new: ["s", "q"], count: 2),
    Case(what: "in another order", old: ["p", "q"], new: ["q", "p"], count: 1, isWhole: true),
    Case(what: "put in front", old: ["p", "q"], new: ["r", "p", "q"], count: 1, isWhole: true),
    Case(what: "changed and taken out", old: ["p", "q"], new: ["r"], count: 1, isWhole: true),
    Case(what: "emptied", old: ["p", "q"], new: [], count: 1, isWhole: true),
    Case(what: "filled", old: [], new: ["p"], count: 1, isWhole: true),
    Case(what: "unchanged", old: ["p"], new: ["p"], count: 0),
  ]

  @Test(arguments: cases)
  func lists(_ it: Case) throws {
    let old = report("x", by: it.old.map { person($0) })
    let new = report("x", by: it.new.map { person($0) })
    let records = [stored(1, old)]
    let requests = try EditRequest.changing(old, to: new)
    #expect(requests.count == it.count, "\(it.what)")
    var decisions: [Decision] = []
    for request in requests {
      let decision = try request.decision(
        on: View(all: records, decisions).reports[0], records: records,
        standing: Standing(numbered(decisions)))
      decisions.append(try #require(decision))
    }
    #expect(
      View(all: records, decisions).reports[0].value(.contributors, records) == new[.contributors],
      "\(it.what)")
    for case .edit(let edit) in decisions { #expect((edit.element == nil) == it.isWhole, "\(it.what)") }
  }

  @Test("other fields as a whole, and validated")
  func fields() throws {
    var new = report("y", subjects: ["a"])
    new.languages = ["ger"]
    let requests = try EditRequest.changing(report("x"), to: new)
    #expect(
      requests == [
        EditRequest(.title, .whole(text("y"))), EditRequest(.subjects, .whole(text("a"))),
        EditRequest(.languages, .whole(text("de"))),
      ])
    new.pageCount = 0
    #expect(throws: EditProblem.self) { try EditRequest.changing(report("x"), to: new) }
  }

  @Test("a name or a date of which one half was changed is read anew")
  func halves() throws {
    var old = report("x", by: [person("Haas, Marcel de")])
    old.published = PartialDate.parse("1 May 2007")
    var new = old
    new.contributors[0].name.printed = "Haase, Marcel"
    new.published?.printed = "June 2008"
    var requests = try EditRequest.changing(old, to: new)
    #expect(requests.count == 2)
    guard case .element(1, .contributor(let haase)) = requests[0].change else { return #expect(Bool(false)) }
    #expect(haase.name.family == "Haase" && haase.name.particle == nil)
    let june = PartialDate.parse("June 2008")
    #expect(requests[1].change == .whole(FieldValue(june.map(FieldItem.date))))
    new = old
    new.published?.year = 2009
    requests = try EditRequest.changing(old, to: new)
    #expect(requests.map(\.change) == [.whole(try FieldValue(.published, typed: "2009-05-01"))])
  }

  @Test("of a name of which only parts were changed, they say what is printed, wherever it stands")
  func parts() throws {
    var old = report("x", by: [person("Okafor, Ngozi"), person("Haas, Marcel de")])
    old.sections = [Section(title: "One", contributors: [person("Li, Wei")])]
    var new = old
    new.contributors[1].name.family = "Haase"
    new.sections[0].contributors[0].name.given = "Wen"
    func printed(_ new: Report) throws -> [String] {
      try EditRequest.changing(old, to: new).map { request in
        switch request.change {
        case .element(_, .contributor(let it)): return it.name.printed
        case .element(_, .section(let it)): return it.contributors[0].name.printed
        case .whole(let value): return value.printed
        default: return "?"
        }
      }
    }
    #expect(try printed(new) == ["Haase, Marcel de", "Li, Wen"])
    new = old
    new.contributors.removeFirst()
    new.contributors[0].name.given = "Marc"
    #expect(try printed(new) == ["Haas, Marc de"])
    // Both were changed: the person's words stand.
    new = old
    new.contributors[1].name = Name(printed: "M. de Haas", family: "Haas", given: "M.", particle: "de")
    #expect(try printed(new) == ["M. de Haas"])
  }

  @Test("what the person left alone, and what is to go, is not looked at, however odd it is")
  func oddities() throws {
    let odd = Identifier(scheme: .isbn, value: "978-0-00-000000-9")
    let pages = PageRange(spans: [], printed: "passim")
    var old = report("x", by: [person("p"), person("q")], subjects: ["a"])
    old.identifiers = [odd]
    old.sections = [Section(title: "One", pages: pages), Section(title: "Two", pages: pages)]
    let records = [stored(1, old)]
    func show(_ new: Report) throws -> Report {
      var decisions: [Decision] = []
      for request in try EditRequest.changing(old, to: new) {
        let decision = try request.decision(
          on: View(all: records, decisions).reports[0], records: records,
          standing: Standing(numbered(decisions)))
        decisions.append(try #require(decision).validated())
      }
      return View(all: records, decisions).reports[0].report(first: old)
    }
    var new = old
    new.identifiers.append(Identifier(scheme: .doi, value: "10.5555/z"))
    new.sections[1].title = "Second"
    #expect(try show(new) == new)
    new = old
    new.sections.reverse()
    new.identifiers = []
    #expect(try show(new) == new)
    new.sections[0].pages = PageRange(spans: [], printed: "here and there")
    #expect(throws: EditProblem.self) { try show(new) }
    let part = try EditRequest(typed: "sections[2].title=Second").decision(
      on: View(all: records).reports[0], records: records, standing: Standing([]))
    guard case .edit(let edit) = part else { return #expect(Bool(false)) }
    #expect(edit.local.items.first?.section == Section(title: "Second", pages: pages))
  }

  @Test(
    "numbers of elements mean what the person saw, in whatever order things are asked for",
    arguments: [
      (["contributors[1].role=editor"], ["contributors[2]", "contributors[1]"], "r", "a; b; c"),
      ([], ["contributors[1]", "contributors[3]"], "q", "a; b; c"),
      (["contributors-=p", "contributors[2]=s"], [], "s; r", "a; b; c"),
      (["contributors+=s"], ["contributors[2]"], "p; r; s", "a; b; c"),
      (["subjects[1]=x", "subjects[2]=y", "subjects+=z"], [], "p; q; r", "c; x; y; z"),
      (["subjects+=z", "subjects-=b"], ["subjects[1]"], "p; q; r", "c; z"),
    ] as [([String], [String], String, String)])
  func order(_ set: [String], _ clear: [String], _ contributors: String, _ subjects: String) throws {
    let old = report(
      "x", by: [person("p"), person("q"), person("r")], subjects: ["a", "b", "c"])
    let records = [stored(1, old)]
    let requests =
      try set.map { try EditRequest(typed: $0) } + clear.map { try EditRequest(clearing: $0) }
    var decisions: [Decision] = []
    for request in try EditRequest.inOrder(requests, on: View(all: records).reports[0], first: records[0]) {
      let decision = try request.decision(
        on: View(all: records, decisions).reports[0], records: records,
        standing: Standing(numbered(decisions)))
      decisions.append(try #require(decision))
    }
    let shown = View(all: records, decisions).reports[0].report(first: old)
    #expect(shown[.contributors].printed == contributors)
    #expect(shown[.subjects].printed == subjects)
    #expect(decisions.count { if case .amend = $0 { true } else { false } } <= 1, "one undo for a set")
  }

  @Test("what comes from outside is validated")
  func imported() throws {
    func edit(_ field: Field, _ value: FieldValue, _ element: ElementKey? = nil) -> Decision {
      .edit(Edit(field, element: element, anchor: 1, base: .empty, local: value))
    }
    #expect(try edit(.title, text(" a  b ")).validated() == edit(.title, text("a b")))
    for wrong in [
      edit(.pageCount, FieldValue(.number(0))), edit(.title, FieldValue(.number(1))),
      edit(.title, FieldValue([.text("a"), .text("b")])), edit(.subjects, text("a")),
      edit(.contributors, people(person("a"), person("b")), ElementKey("x")), .pin(.links, record: 1),
      .keepApart(RecordPair(1, 1)), .amend(Amendment(.languages, anchor: 1, added: [.text("xx-bogus!")])),
      .resolve(Resolution(edit: 1, .pageCount, choice: .value(FieldValue(.number(0))), upstream: .empty)),
    ] {
      #expect(throws: EditProblem.self) { try wrong.validated() }
    }
  }
}
