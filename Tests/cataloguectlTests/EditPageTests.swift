import Catalogue
import ControlAPI
import Testing

@testable import cataloguectl

@Suite("What persons decide, and where values come from, on a page")
struct EditPageTests {
  static let moment = Timestamp(seconds: 1_700_000_000)

  private func page(width: Int? = nil, _ lay: (inout Page) -> Void) -> String {
    var page = Page(Screen(width: width))
    lay(&page)
    return page.text
  }

  @Test("Of a web page's record, a value's source says by which way of describing itself the page says it")
  func waysOfAPage() {
    let source = ValueSource.Revision(catalogue: "site", record: 1, revision: 2, page: ["json-ld", "page"])
    let title = SourcedValue(ValueInfo(value: .string("T"), text: "T"), from: .revision(source))
    let text = page {
      $0.add(ProvenanceInfo(number: 1, title: "T", fields: [FieldProvenance(field: "title", items: [title])]))
    }
    #expect(text.contains("from site, record 1, revision 2 (json-ld, page)"))
  }

  @Test("Of several values that others say only some of, it is told which")
  func someOfSeveral() {
    let field = FieldProvenance(
      field: "identifiers", items: [value("ISSN 0317-8471", 1), edited("DOI 10.5555/locks")],
      voices: [voice(1, ["ISSN 0317-8471"], agrees: true), voice(2, ["ISSN 0317-8471"], agrees: true)],
      edits: [7])
    let text = page { $0.add(ProvenanceInfo(number: 1, title: "Locks", fields: [field])) }
    #expect(text.contains("delta, record 2 says: ISSN 0317-8471") && !text.contains("says the same"))
  }

  private func value(_ text: String, _ record: Int64) -> SourcedValue {
    SourcedValue(
      ValueInfo(value: .string(text), text: text),
      from: .revision(
        ValueSource.Revision(
          catalogue: record == 1 ? "polar" : "delta", record: record, revision: record + 10, run: 3,
          at: Self.moment)))
  }

  private func edited(_ text: String) -> SourcedValue {
    SourcedValue(
      ValueInfo(value: .string(text), text: text),
      from: .decision(
        ValueSource.Decision(decision: 7, by: "ann", at: Self.moment, reason: "as printed\u{1b}[31m")))
  }

  private func voice(_ record: Int64, _ texts: [String], agrees: Bool = false, live: Bool = true)
    -> FieldProvenance.Voice
  {
    FieldProvenance.Voice(
      catalogue: record == 1 ? "polar" : "delta", record: record, revision: record + 10, live: live,
      texts: texts, agrees: agrees)
  }

  private var provenance: ProvenanceInfo {
    ProvenanceInfo(
      number: 1, title: "Dikes",
      fields: [
        FieldProvenance(
          field: "title", items: [edited("Dikes")],
          voices: [voice(1, ["Dams"]), voice(2, ["Dikes"], agrees: true)], edits: [7], conflicts: [4]),
        FieldProvenance(
          field: "publisher", items: [value("Delta Press", 2)],
          voices: [voice(1, [], live: false), voice(2, ["Delta Press"], agrees: true)],
          pin: FieldProvenance.Pin(catalogue: "delta", record: 2, decision: 9)),
        FieldProvenance(
          field: "abstract", items: [], voices: [voice(1, [String(repeating: "word ", count: 100)])],
          edits: [8]),
        FieldProvenance(
          field: "subjects", items: [value("dikes", 1), value("water", 1), edited("dams")],
          voices: [voice(1, ["dikes", "water"], agrees: true)], edits: [7]),
      ])
  }

  @Test("provenance: what is shown, whose it is, and what the others say")
  func sources() {
    #expect(
      page { $0.add(provenance) }.hasPrefix(
        """
        Dikes

        title
          in conflict: cataloguectl conflicts show 4
          Dikes
            by ann, decision 7, 2023-11-14T22:13:20Z: as printed[31m
            polar, record 1 says: Dams
            delta, record 2 says the same

        publisher, pinned to delta (decision 9)
          Delta Press
            from delta, record 2, revision 12, run 3, 2023-11-14T22:13:20Z
            polar, record 1 (deleted) says nothing

        abstract
          (empty)
            blanked by decision 8
            polar, record 1 says: word word
        """))
    #expect(
      page { $0.add(provenance) }.hasSuffix(
        """

        subjects
          dikes
          water
            from polar, record 1, revision 11, run 3, 2023-11-14T22:13:20Z
          dams
            by ann, decision 7, 2023-11-14T22:13:20Z: as printed[31m

        Report 1

        """))
  }

  @Test("nothing is wider than the screen", arguments: [30, 40, 80])
  func narrow(_ width: Int) {
    let decisions = Listing(items: [
      DecisionInfo(
        number: 12, at: Self.moment, by: "ann", reason: "as on the title page of the second edition",
        kind: "edit", report: 3, text: "title: “Dikes of the delta” → “Dikes of the Delta”", undone: true)
    ])
    let suggestions = Listing(items: [
      SuggestionInfo(
        likeness: "title",
        reports: [
          ReportSummary(number: 1, title: "Dikes of the delta", catalogues: ["polar"]),
          ReportSummary(number: 3, title: "Dikes of the Delta", catalogues: ["delta"]),
        ])
    ])
    for text in [
      page(width: width) { $0.add(provenance) }, page(width: width) { $0.add(decisions) },
      page(width: width) { $0.add(suggestions) },
    ] {
      for line in text.split(separator: "\n") {
        #expect(String(line).columns <= width || line.contains("2023-11"), "\(line)")
      }
    }
  }

  @Test func lists() {
    let decision = DecisionInfo(
      number: 12, at: Timestamp(seconds: 0), by: "ann", reason: "why", kind: "edit", report: 3,
      text: "title: “A” → “B”", undone: true)
    let text = page { $0.add(Listing(items: [decision], next: "12")) }
    #expect(text.contains("(undone) title: “A” → “B”  why\n") && text.hasSuffix("see --limit.\n"), "\(text)")
    var fallen = decision
    (fallen.undone, fallen.fallen) = (false, true)
    #expect(page { $0.add(Listing(items: [fallen])) }.contains("(no longer counts) title: “A” → “B”"))
    #expect(page { $0.add(Listing<DecisionInfo>(items: [])) } == "Nobody has decided anything.\n")
    #expect(page { $0.add(Listing<SuggestionInfo>(items: [])) } == "No two reports look alike.\n")
  }
}

@Suite("A report as a person changes it in an editor")
struct ReportTextTests {
  private var report: Report {
    Report(
      title: "Dikes / dams", contributors: [Contributor(name: Name(printed: "Li, Wei", family: "Li"))],
      published: PartialDate.parse("2020"), identifiers: [Identifier(scheme: .doi, value: "10.5555/x")],
      abstract: "One.\nTwo.")
  }

  private func refusal(_ text: String) -> String? {
    do throws(Failure) {
      _ = try ReportText.read(Array(text.utf8))
      return nil
    } catch { return error.message }
  }

  @Test("the fields in their order, and back")
  func roundTrip() throws {
    let text = try ReportText.of(report)
    #expect(text.hasPrefix("{\n  \"title\": \"Dikes / dams\",\n  \"contributors\": ["))
    #expect(try ReportText.read(Array(text.utf8)) == report)
    #expect(try ReportText.of(Report()) == "{\n\n}\n")
    #expect(try ReportText.read(Array("{}".utf8)) == Report())
  }

  @Test(
    "what says nothing is nothing",
    arguments: [
      #"{"title": "", "subtitle": null, "series": []}"#,
      #"{"subtitel": null}"#,
    ])
  func empty(_ text: String) throws { #expect(try ReportText.read(Array(text.utf8)) == Report()) }

  @Test(
    "what a report has no place for is refused",
    arguments: [
      (#"{"titel": "x"}"#, "a report has no place for “titel”; did you mean title?"),
      (#"{"contributors": [{"name": {"printed": "x"}, "rolle": "y"}]}"#, "“contributors[1].rolle”"),
      (#"{"title": 3}"#, "title: 3 stands where a text in quotation marks is wanted"),
      (#"{"title": ["a"]}"#, "title: a list stands where a text in quotation marks is wanted"),
      (
        #"{"contributors": {}}"#,
        "contributors: a group between { and } stands where a list between [ and ] is wanted"
      ),
      (#"{"subjects": [null]}"#, "subjects[1]: null stands where a text in quotation marks is wanted"),
      (#"{"page_count": "88"}"#, "page_count: “88” stands where a whole number is wanted"),
      (
        #"{"published": {"year": 2007.5, "printed": "x"}}"#,
        "published.year: 2007.5 stands where a whole number"
      ),
      (
        #"{"contributors": [{"name": {"printed": "x"}, "role": "edtior"}]}"#,
        "contributors[1].role: “edtior” is none of author, editor, translator"
      ),
      (#"{"contributors": [{"name": {"printed": "x"}, "role": "edtior"}]}"#, "; did you mean editor?"),
      (#"{"links": [{"kind": "pdf", "url": "https://x.org"}]}"#, "links[1].kind: “pdf” is none of "),
      (#"{"identifiers": [{"scheme": "dio", "value": "10.1/x"}]}"#, "did you mean doi?"),
      (#"{"contributors": [{"role": "editor"}]}"#, "contributors[1].name is missing"),
      (#"{"access": "shut"}"#, "access: “shut” is none of open"), ("[]", "no JSON of a report"),
      ("{", "line 1, column 2: it ends where a name in quotation marks or } should stand"),
      ("", "line 1, column 1: it ends where a value should stand"),
      ("{\n  \"title\": \"Ü\" x\n}", "line 2, column 16: a comma or } should stand here"),
    ])
  func refused(_ text: String, _ words: String) throws {
    let message = try #require(refusal(text))
    #expect(message.contains(words), "\(message)")
    for word in ["Cannot initialize", "decode", "String", "Dictionary"] {
      #expect(!message.contains(word), "Swift's own words: \(message)")
    }
  }
}

@Suite("Where a text stops being JSON")
struct JSONFaultTests {
  @Test(
    "the first fault, by line and column",
    arguments: [
      ("[1, 2,]", 1, 7, "a value should stand here"), ("[1 2]", 1, 4, "a comma or ] should stand here"),
      ("{\"a\" 1}", 1, 6, "a colon should stand here"), ("{a: 1}", 1, 2, "a name in quotation marks or }"),
      ("{\"a\": 1,\n}", 2, 1, "a name in quotation marks should stand here"),
      ("[01]", 1, 2, "a value or ]"), ("[-]", 1, 2, "a value or ]"), ("[1.]", 1, 2, "a value or ]"),
      ("[1e]", 1, 2, "a value or ]"), ("{} {}", 1, 4, "nothing more should stand here"),
      ("[\"é\tb\"]", 1, 4, "written \\n or \\t"), ("[\"\\x\"]", 1, 3, "a backslash"),
      ("[\"\\u12\"]", 1, 3, "four hexadecimal digits"), ("[\n\"abc]", 2, 1, "no closing quotation mark"),
      ("{\"a\": {\"b\": 1},\n \"b\": 2, \"a\": 3}", 2, 10, "a second time"),
      ("[\"\\", 1, 3, "a backslash"), ("[", 1, 2, "it ends where a value or ]"),
    ] as [(String, Int, Int, String)])
  func found(_ text: String, _ line: Int, _ column: Int, _ what: String) throws {
    let fault = try #require(JSONFault.first(in: Array(text.utf8)))
    #expect(fault.line == line && fault.column == column && fault.what.contains(what), "\(fault)")
  }

  @Test("what is JSON has none, however deep it is")
  func none() {
    let deep = String(repeating: "[", count: 100_000) + String(repeating: "]", count: 100_000)
    for text in [
      "{}", " [ ] ", "{\"a\": [1, -0.5e+3, true, false, null, \"\\u00e9\\\\ ü\"], \"b\": {\"c\": {}}}\n", "0",
      deep,
    ] {
      #expect(JSONFault.first(in: Array(text.utf8)) == nil, "\(text.prefix(40))")
    }
  }
}
