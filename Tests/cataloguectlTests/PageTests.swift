import Catalogue
import ControlAPI
import Testing

@testable import cataloguectl

@Suite("What the commands show")
struct PageTests {
  static let moment = Timestamp(seconds: 1_700_000_000)

  private func page(width: Int? = nil, colour: Bool = false, _ lay: (inout Page) -> Void) -> String {
    var page = Page(Screen(width: width, hasColour: colour))
    lay(&page)
    return page.text
  }

  static var status: Status {
    Status(
      version: "0.1.0", state: .running, started: moment, uptime: 7200,
      store: Status.Store(
        path: "/var/lib/s", bytes: 2_500_000, reports: 1, withdrawn: 0, records: 1, lastChange: 4),
      catalogues: [], needsPerson: [])
  }

  static func catalogue(_ state: CatalogueState) -> CatalogueStatus {
    CatalogueStatus(
      name: "polar", title: "Polar\u{1b}[31m reports", url: "https://p.example/oai", format: "oai-pmh",
      priority: 100,
      interval: 21_600, state: state, counts: CatalogueStatus.Counts(records: 8, live: 7, withdrawn: 1),
      about: [Fact(name: "Repository name", value: "Polar\u{7}")], rejects: 2)
  }

  @Test("status says first whether all is well")
  func wellStatus() {
    let text = page { $0.add(Self.status, [Self.catalogue(.idle)]) }
    #expect(text.hasPrefix("All is well. Nothing needs a person.\n\nCATALOGUE"))
    #expect(text.contains("polar      idle, 2 rejects"))
    #expect(text.hasSuffix("1 report, 0 withdrawn; 2.5 MB in /var/lib/s; catalogued 0.1.0, up 2 h\n"))
  }

  @Test("status does not call in step what waits for the next runs")
  func statusLeft() {
    var catalogue = Self.catalogue(.idle)
    catalogue.about = [Fact(name: CatalogueStatus.leftName, value: "7995 new pages")]
    catalogue.inStep = Timestamp(seconds: 0)
    let text = page { $0.add(Self.status, [catalogue]) }
    #expect(text.contains("in part"), "\(text)")
    #expect(text.contains("7995 new"), "\(text)")
  }

  @Test("status says what is done in the background")
  func background() {
    for (background, words) in [
      (
        Status.Background(kind: .terms, catalogue: "polar", done: 40),
        "In the background, reports follow the new priority or policies of polar: 40 % done.\n"
      ),
      (
        Status.Background(kind: .joins, done: 7),
        "In the background, records find those of the same report: 7 % done.\n"
      ),
      (Status.Background(kind: .init(rawValue: "later"), done: 7), "something is being done: 7 % done.\n"),
    ] {
      var status = Self.status
      status.background = background
      let text = page { $0.add(status, [Self.catalogue(.idle)]) }
      #expect(text.contains(words), "\(text)")
    }
  }

  @Test("status says first what needs a person, and what to type")
  func needyStatus() {
    var status = Self.status
    status.needsPerson = [
      Need(
        kind: .held, catalogue: "polar", message: "5 deletions wait", command: "cataloguectl approve polar")
    ]
    let text = page { $0.add(status, [Self.catalogue(.held(deletions: 5))]) }
    #expect(text.hasPrefix("Needs a person:\n  polar: 5 deletions wait\n    cataloguectl approve polar\n"))
    #expect(text.contains("held: 5 deletions"))
  }

  @Test("a catalogue is shown whole, and clean")
  func catalogue() {
    let text = page { $0.add(Self.catalogue(.waiting(until: nil, because: "the host asked to wait"))) }
    for part in [
      "Polar[31m reports\n", "waits", "the host asked to wait", "7 live, 1 withdrawn", "repository name",
    ] {
      #expect(text.contains(part), "\(text)")
    }
    #expect(!text.contains("\u{1b}") && !text.contains("\u{7}"))
  }

  static var document: ReportDocument {
    let range = PageRange(spans: [], printed: "pp. 31-40")
    return ReportDocument(
      number: 17, withdrawn: false,
      report: Report(
        title: "The Shanghai Cooperation Organisation", subtitle: "Towards a full-grown security alliance?",
        contributors: [
          Contributor(name: Name(printed: "Marcel de Haas"), role: .editor, affiliation: "Clingendael"),
          Contributor(name: Name(printed: "Clingendael Institute"), kind: .corporate),
        ],
        published: PartialDate(year: 2007, month: 11, day: 1, printed: "Nov. 1, 2007"),
        publisher: "Clingendael Institute", pageCount: 88,
        identifiers: [Identifier(scheme: .doi, value: "10.5555/sco")],
        abstract: "First paragraph.\n\nSecond\u{1b}[2J paragraph.",
        links: [Link(kind: .fullText, url: "https://c.example/sco.pdf")], rights: ["CC BY 4.0"],
        access: .loginNeeded,
        sections: [
          Section(title: "Preface"),
          Section(
            label: "VI.", title: "China’s interests",
            contributors: [Contributor(name: Name(printed: "Frans-Paul van der Putten"))], pages: range,
            excerpt: "What are China’s interests?"),
          Section(title: "", pages: range),
        ]),
      records: [
        ReportDocument.Record(
          catalogue: "polar", identifier: "oai:p:1", datestamp: Self.moment, deleted: false, revisions: 2)
      ])
  }

  @Test("a report is shown whole")
  func report() {
    let text = page { $0.add(Self.document) }
    for part in [
      "The Shanghai Cooperation Organisation\nTowards a full-grown security alliance?\n",
      "  Marcel de Haas (editor), Clingendael\n", "  Clingendael Institute (author, corporate)\n",
      "  Published  Nov. 1, 2007\n", "  Publisher  Clingendael Institute\n", "  Pages      88\n",
      "  DOI        10.5555/sco\n", "  Full text  https://c.example/sco.pdf\n", "  Access     login needed\n",
      "  Rights     CC BY 4.0\n", "\nFirst paragraph.\nSecond[2J paragraph.\n", "\nContents\n  1. Preface\n",
      "  2. VI. China’s interests (pp. 31-40)\n     Frans-Paul van der Putten\n       What are China’s interests?\n",
      "  3. (pp. 31-40)\n", "From polar: oai:p:1, 2023-11-14T22:13:20Z, 2 revisions\n", "Report 17\n",
    ] { #expect(text.contains(part), "\(part)\n\(text)") }
    #expect(!text.contains("\u{1b}"))
  }

  @Test("running text fits the screen", arguments: [40, 60, 80])
  func narrow(_ width: Int) {
    var page = Page(Screen(width: width, hasColour: true))
    page.add(Self.document)
    page.add(Self.status, [Self.catalogue(.idle)])
    page.add(Self.catalogue(.failing(since: Self.moment, times: 3, error: "the server answered 503")))
    #expect(page.lines.allSatisfy { $0.columns <= width }, "\(page.lines.filter { $0.columns > width })")
  }

  @Test("search hits are shown with what was found in them")
  func search() {
    let hit = SearchResult.Hit(
      report: ReportSummary(
        number: 7, title: "Sea ice", contributors: ["A", "B", "C", "D"], published: "2007", publisher: "P",
        catalogues: ["polar"], withdrawn: true),
      snippet: Snippet(marked: "of \u{2}ice\u{3} and\nsnow"))
    let result = SearchResult(hits: [hit], total: 10_000, totalIsEstimate: true)
    #expect(
      page { $0.add(result) } == """
        7      Sea ice
               A; B; C; … · 2007, P · [polar] · withdrawn
                 of ice and snow
        1 of more than 10000 reports

        """)
    #expect(page(width: 80, colour: true) { $0.add(result) }.contains("of \u{1b}[1mice\u{1b}[0m and snow"))
    #expect(page { $0.add(SearchResult(hits: [], total: 0)) } == "Nothing is found.\n")
  }

  @Test("a run's end is said with its counts, its reason and what to do")
  func outcome() {
    var run = RunInfo(
      id: 4, catalogue: "polar", state: .held, full: true, began: Self.moment,
      ended: Timestamp(seconds: Self.moment.seconds + 95), counters: RunCounters(records: 6, held: 93),
      repairs: [Tally(name: "control character dropped", count: 3)], message: "93 of 94 records are missing")
    #expect(
      page { $0.add(outcomeOf: run) } == """
        polar: held, 6 heard, 0 new, 0 changed, 93 held in 2 min
          93 of 94 records are missing
          cataloguectl approve polar, or cataloguectl reject polar
          mended: control character dropped (3×)

        """)
    #expect(
      RunProgress(run).line(at: 0).plain == "polar: 6 heard, 0 new, 0 changed; 93 of 94 records are missing")
    run = RunInfo(
      id: -1, catalogue: "polar", state: .done, full: true, dryRun: true, began: Self.moment,
      counters: RunCounters(records: 6),
      preview: DryRunReport(
        new: DryRunReport.Change(
          count: 1, samples: [DryRunReport.Sample(identifier: "oai:1", title: "Ice\u{1b}")]),
        gone: DryRunReport.Change(count: 93), wouldHold: true))
    #expect(
      page { $0.add(outcomeOf: run) } == """
        polar: a dry run, nothing was written; 6 heard
          1 would be new:
            oai:1  Ice
          0 would be changed
          93 would be gone
          The deletions would be held for a person's decision.

        """)
    #expect(run.exitCode == .waits)
  }

  @Test("rejects and runs are tables, or say that there is none")
  func lists() {
    #expect(page { $0.add(Listing<RunInfo>(items: [])) } == "No run has brought anything yet.\n")
    #expect(page { $0.add(Listing<RejectInfo>(items: [])) } == "Nothing is set aside.\n")
    let reject = RejectInfo(
      id: 3, catalogue: "polar", run: 4, place: 120, reason: "no <title>", at: Self.moment, size: 9,
      bytes: .binary([0x3c, 0x1b, 0x5b, 0xff, 0x0a, 0x62]))
    #expect(
      page { $0.add(Listing(items: [reject], next: "3")) }.hasSuffix(
        "no <title>\nThere are more: see --limit.\n"))
    #expect(page { $0.add(reject) }.hasSuffix("\n  <[\u{fffd}\n  b\n"))
  }
}
