import Catalogue
import Testing

@testable import CatalogueFormats

@Suite("The presets read their APIs' documented answers") struct JSONPresetTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var testDescription: String { name }
    var name: String
    var url: String?
    var set: String?
    var query: String?
    var answers: [String]
    var headers: [(String, String)] = []
    /// What is asked, as far as it is told by its end.
    var asked: [String]
    /// What is asked since 2024-03-01T12:30:00Z.
    var since: String
    var identifiers: [String]
    var deleted: [String] = []
    var first: Report
  }

  private static func person(
    _ printed: String, _ family: String, _ given: String, role: Contributor.Role = .author,
    particle: String? = nil, suffix: String? = nil, at affiliation: String? = nil
  ) -> Contributor {
    Contributor(
      name: Name(printed: printed, family: family, given: given, particle: particle, suffix: suffix),
      role: role,
      kind: .person, affiliation: affiliation)
  }

  static let cases: [Case] = [
    Case(
      name: "crossref", query: "ice", answers: PresetAnswers.crossref,
      asked: ["filter=type%3Areport&query=ice&rows=500&cursor=%2A", "cursor=DnF1ZXJ5%2Babc%2F%3D"],
      since: "filter=type%3Areport%2Cfrom-index-date%3A2024-02-29&query=ice&rows=500&cursor=%2A",
      identifiers: ["10.5555/PAT.2024.7", "10.5555/pat.2024.8", "10.5555/pat.2024.9"],
      first: Report(
        title: "Ice & Roads", subtitle: "What thaws first",
        contributors: [
          person("de la Fuente, Ana María", "Fuente", "Ana María", particle: "de la", at: "Office for Ice"),
          person("Lind, Bo, Jr.", "Lind", "Bo", suffix: "Jr."),
          Contributor(name: Name(printed: "Working Group on Thaw"), kind: .corporate),
          person("Moss, Cy", "Moss", "Cy", role: .editor),
        ],
        published: PartialDate(year: 2024, month: 3, printed: "2024-03"), publisher: "Office for Ice",
        identifiers: [
          Identifier(scheme: .doi, value: "10.5555/pat.2024.7"),
          Identifier(scheme: .isbn, value: "9783161484100"),
        ],
        abstract: "Roads on ice < 1 m sink.\n\nOthers hold.", subjects: ["Ice", "Roads"],
        languages: ["en"],
        series: [Series(title: "Ice Papers")],
        links: [
          Link(kind: .landingPage, url: "https://ice.example/roads"),
          Link(kind: .fullText, url: "https://ice.example/roads.pdf"),
        ], rights: ["https://creativecommons.org/licenses/by/4.0/"], access: .open, types: ["report"])),
    Case(
      name: "datacite", answers: PresetAnswers.dataCite,
      asked: [
        "resource-type-id=report&page%5Bcursor%5D=1&page%5Bsize%5D=500",
        "page%5Bcursor%5D=MTIz&page%5Bsize%5D=500",
      ],
      since: "&query=updated%3A%5B2024-03-01T12%3A29%3A59Z%20TO%20%2A%5D&page%5Bsize%5D=500",
      identifiers: ["10.5555/wind-4", "10.5555/wind-5"],
      first: Report(
        title: "Wind over shallow seas", subtitle: "A survey",
        contributors: [
          person("Okoro, Ngozi", "Okoro", "Ngozi", at: "Wind House"),
          Contributor(name: Name(printed: "Wind House"), kind: .corporate),
          person("Ray, Ed", "Ray", "Ed", role: .editor, at: "Wind House"),
        ],
        published: PartialDate(year: 2021, month: 6, day: 30, printed: "2021-06-30"), publisher: "Wind House",
        pageCount: 61,
        identifiers: [
          Identifier(scheme: .doi, value: "10.5555/wind-4"),
          Identifier(scheme: .reportNumber, value: "WH-21-4"),
        ], abstract: "Wind drops at night.", subjects: ["Wind", "Seas"], languages: ["en"],
        links: [Link(kind: .landingPage, url: "https://wind.example/4")], rights: ["CC BY 4.0"],
        access: .open,
        types: ["Technical Report"])),
    Case(
      name: "openalex", set: "institutions.id:I5", answers: PresetAnswers.openAlex,
      asked: ["filter=type%3Areport%2Cinstitutions.id%3AI5&per-page=200&cursor=%2A", "cursor=IlsxLjAsIF0i"],
      since:
        "filter=type%3Areport%2Cinstitutions.id%3AI5%2Cfrom_updated_date%3A2024-02-29&per-page=200&cursor=%2A",
      identifiers: ["https://openalex.org/W999", "https://openalex.org/W1000"],
      first: Report(
        title: "Grids after storms",
        contributors: [
          person("Park, Ji-woo", "Park", "Ji-woo", at: "Grid Lab"),
          person("Lea Ott", "Ott", "Lea", at: "Ott & Co., Bern"),
        ],
        published: PartialDate(year: 2023, month: 11, day: 2, printed: "2023-11-02"), publisher: "Grid Lab",
        identifiers: [Identifier(scheme: .doi, value: "10.5555/grid.1")],
        abstract: "Storms break lines; lines break.",
        subjects: ["Power grid"], languages: ["en"],
        links: [
          Link(kind: .landingPage, url: "https://grid.example/1"),
          Link(kind: .fullText, url: "https://grid.example/1.pdf"),
        ], rights: ["cc-by"], access: .open, types: ["report"])),
    Case(
      name: "osti", query: "rods", answers: PresetAnswers.osti, headers: [("x-total-count", "2")],
      asked: [
        "product_type=Technical%20Report&sort=entry_date%20asc&q=rods&rows=400&page=1", "rows=400&page=2",
      ],
      since: "&q=rods&entry_date_start=02%2F29%2F2024&rows=400&page=1", identifiers: ["1234567", "1234568"],
      first: Report(
        title: "Cold fuel in long rods",
        contributors: [
          person("Singh, Amrit", "Singh", "Amrit", at: "North Laboratory, Elmtown, ND (United States)"),
          person("Vu, Minh", "Vu", "Minh"),
        ],
        published: PartialDate(year: 2019, month: 8, day: 1, printed: "2019-08-01"),
        publisher: "North Laboratory (NL), Elmtown, ND (United States)", pageCount: 48,
        identifiers: [
          Identifier(scheme: .doi, value: "10.5555/1234567"),
          Identifier(scheme: .reportNumber, value: "LAB-TR-77"),
        ], abstract: "Rods bend.", subjects: ["11 NUCLEAR FUEL", "rods"], languages: ["en"],
        links: [
          Link(kind: .landingPage, url: "https://www.osti.gov/biblio/1234567"),
          Link(kind: .fullText, url: "https://www.osti.gov/servlets/purl/1234567"),
        ], types: ["Technical Report"])),
    Case(
      name: "ntrs", set: "RC", answers: PresetAnswers.ntrs,
      asked: ["center=RC&page.size=100&page.from=0", "center=RC&page.size=100&page.from=1"],
      since: "center=RC&modified.gte=2024-02-29&page.size=100&page.from=0",
      identifiers: ["20990000017", "20990000018"],
      first: Report(
        title: "Tiles in rain",
        contributors: [
          person("Doe, Jan P.", "Doe", "Jan P.", at: "Rain Center"), person("Poe, Al", "Poe", "Al"),
        ],
        published: PartialDate(year: 1999, month: 2, day: 28, printed: "1999-02-28"),
        publisher: "NASA",
        identifiers: [
          Identifier(scheme: .doi, value: "10.5555/tiles"),
          Identifier(scheme: .reportNumber, value: "NASA-TM-0001"),
          Identifier(scheme: .reportNumber, value: "E-77"),
        ], abstract: "Tiles were wetted.", subjects: ["tiles"],
        links: [
          Link(kind: .landingPage, url: "https://ntrs.nasa.gov/citations/20990000017"),
          Link(kind: .fullText, url: "https://ntrs.nasa.gov/api/citations/20990000017/downloads/a.pdf"),
        ], rights: ["GOV_PUBLIC_USE_PERMITTED"], types: ["Technical Memorandum (TM)"])),
    Case(
      name: "gov-uk", set: "dff", answers: PresetAnswers.govUK,
      asked: ["&filter_organisations=dff&count=500&start=0", "&filter_organisations=dff&count=500&start=1"],
      since: "&filter_organisations=dff&filter_public_timestamp=from%3A2024-02-29&count=500&start=0",
      identifiers: ["5a1f0c1e-0000-4000-8000-000000000001", "/government/statistics/ferries-2021"],
      first: Report(
        title: "Ferry crossings: 2019 to 2020",
        contributors: [Contributor(name: Name(printed: "Department for Ferries"), kind: .corporate)],
        published: PartialDate(year: 2020, month: 12, day: 3, printed: "2020-12-03"),
        publisher: "Department for Ferries",
        abstract: "How often ferries ran.",
        links: [Link(kind: .landingPage, url: "https://www.gov.uk/government/statistics/ferry-crossings")],
        types: ["official_statistics"])),
    Case(
      name: "govinfo", set: "GOVPUB", answers: PresetAnswers.govInfo,
      asked: [
        "/collections/GOVPUB/1900-01-01T00%3A00%3A00Z?offsetMark=%2A&pageSize=1000",
        "/collections/GOVPUB/1900-01-01T00:00:00Z?offsetMark=AoJw%3D&pageSize=1000",
      ],
      since: "/collections/GOVPUB/2024-03-01T12%3A29%3A59Z?offsetMark=%2A&pageSize=1000",
      identifiers: ["GOVPUB-X-PURL-gpo9", "GOVPUB-X-PURL-gpo10"],
      first: Report(
        title: "Dams and fish", published: PartialDate(year: 1998, month: 7, day: 1, printed: "1998-07-01"),
        links: [Link(kind: .landingPage, url: "https://www.govinfo.gov/app/details/GOVPUB-X-PURL-gpo9")],
        types: ["X"])),
    Case(
      name: "dspace7", url: "https://grain.example/server/api", set: "cccc", query: "millet",
      answers: PresetAnswers.dSpace,
      asked: [
        "https://grain.example/server/api/discover/search/objects?dsoType=item&sort=dc.date.accessioned%2CASC&scope=cccc&query=millet&size=100",
        "https://grain.example/server/api/discover/search/objects?dsoType=item&page=1&size=100",
      ],
      since:
        "&query=%28millet%29%20AND%20%28lastModified%3A%5B2024-03-01T12%3A29%3A59Z%20TO%20%2A%5D%29&size=100",
      identifiers: ["20.500.5555/12", "bbbb"], deleted: ["bbbb"],
      first: Report(
        title: "Millet in dry years",
        contributors: [
          person("Diallo, Awa", "Diallo", "Awa"), person("Sow, Idy", "Sow", "Idy"),
          person("Ba, Ken", "Ba", "Ken", role: .editor),
        ],
        published: PartialDate(year: 2018, month: 11, printed: "2018-11"), publisher: "Grain Institute",
        pageCount: 46,
        identifiers: [
          Identifier(scheme: .doi, value: "10.5555/millet"),
          Identifier(scheme: .handle, value: "20.500.5555/12"),
        ], abstract: "Millet grows late.", subjects: ["Millet", "Drought"], languages: ["en"],
        series: [Series(title: "Grain Papers", number: "12")], rights: ["CC-BY-4.0"], access: .open,
        types: ["Report"])),
    Case(
      name: "wordpress", url: "https://think.example/wp-json/wp/v2/report", set: "12",
      answers: PresetAnswers.wordPress,
      headers: [("x-wp-total", "2"), ("x-wp-totalpages", "2")],
      asked: [
        "https://think.example/wp-json/wp/v2/report?_embed=author%2Cwp%3Aterm&orderby=id&order=asc&categories=12&per_page=100&page=1",
        "&per_page=100&page=2",
      ],
      since: "&categories=12&modified_after=2024-03-01T12%3A29%3A59Z&per_page=100&page=1",
      identifiers: ["41", "42"],
      first: Report(
        title: "Trade & Tides – A Reader’s Guide", contributors: [person("Mei Tan", "Tan", "Mei")],
        published: PartialDate(year: 2022, month: 4, day: 5, printed: "2022-04-05"),
        abstract: "Ships wait […]",
        subjects: ["Trade", "Ports & Ships"],
        links: [Link(kind: .landingPage, url: "https://think.example/reports/trade/")], types: ["report"])),
    Case(
      name: "drupal", url: "https://bank.example/jsonapi/node/publication", answers: PresetAnswers.drupal,
      asked: [
        "/publication?sort=drupal_internal__nid&page%5Blimit%5D=50", "page%5Boffset%5D=50&page%5Blimit%5D=50",
      ],
      since:
        "&filter%5Bsince%5D%5Bcondition%5D%5Bvalue%5D=1709296199&filter%5Bsince%5D%5Bcondition%5D%5Bpath%5D=changed&filter%5Bsince%5D%5Bcondition%5D%5Boperator%5D=%3E%3D&page%5Blimit%5D=50",
      identifiers: ["c0ffee00-0000-4000-8000-000000000001", "c0ffee00-0000-4000-8000-000000000002"],
      first: Report(
        title: "Loans for wells",
        published: PartialDate(year: 2016, month: 12, day: 1, printed: "2016-12-01"),
        abstract: "Wells & loans.", languages: ["en"],
        links: [Link(kind: .landingPage, url: "https://bank.example/publications/loans-wells")],
        types: ["node--publication"])),
  ]

  private func settings(_ test: Case) throws -> HarvestSettings {
    let url = try #require(test.url ?? JSONPreset.named(test.name)?.mapping.url)
    return HarvestSettings(format: test.name, url: url, set: test.set, query: test.query)
  }

  @Test(arguments: cases)
  func reads(_ test: Case) throws {
    for chunk in chunkSizes {
      var run = JSONRun(try settings(test), chunk: chunk)
      #expect(run.run(test.answers.map { .body($0, 200, test.headers) }) == .whole)
      #expect(run.asked.count == test.asked.count)
      for (url, end) in zip(run.asked, test.asked) { #expect(url.hasSuffix(end), "\(url)") }
      #expect(run.identifiers == test.identifiers)
      #expect(run.statements.filter { $0.state == .deleted }.map(\.identifier) == test.deleted)
      #expect(run.rejects == [] && run.repairs == [:])
      #expect(run.harvest.facts.complete && run.harvest.facts.full)
      guard case .live(let report)? = run.statements.first?.state else {
        Issue.record("the first report is not live")
        return
      }
      if chunk == nil { Self.compare(report, test.first) }
      #expect(report == test.first)
    }
  }

  /// Field by field, so that a difference is seen.
  private static func compare(_ a: Report, _ b: Report) {
    #expect(a.title == b.title && a.subtitle == b.subtitle)
    #expect(a.contributors == b.contributors)
    #expect(a.published == b.published)
    #expect(a.publisher == b.publisher && a.pageCount == b.pageCount)
    #expect(a.identifiers == b.identifiers)
    #expect(a.abstract == b.abstract && a.subjects == b.subjects && a.languages == b.languages)
    #expect(a.series == b.series && a.links == b.links)
    #expect(a.rights == b.rights && a.access == b.access && a.types == b.types)
  }

  @Test("what changed is asked for as the API documents it", arguments: cases)
  func incremental(_ test: Case) throws {
    let since = HarvestScope.since(Datestamp(seconds: 1_709_296_200))
    let run = JSONRun(try settings(test), since)
    #expect(run.next.hasSuffix(test.since), "\(run.next)")
    #expect(!run.harvest.facts.full)
  }

  @Test("every preset has a case above, and all its places are pointers")
  func nothingForgotten() {
    #expect(Set(Self.cases.map(\.name)) == Set(JSONPreset.all.map(\.name)))
    for preset in JSONPreset.all {
      #expect(CatalogueFormat.named(preset.name) != nil)
      #expect(preset.mapping.fields[.identifier] != nil && preset.mapping.since != nil)
      for source in preset.mapping.fields.sources.values {
        for place in source.alternatives + source.parts.values.flatMap({ $0 }) {
          #expect(JSONMapping.isPointer(place))
        }
      }
    }
  }

  @Test("a catalogue's own fields win over the preset's, one by one")
  func own() {
    let settings = HarvestSettings(
      format: "crossref", url: "https://api.crossref.org/works",
      fields: FieldMapping([.title: FieldSource(["/type"])]))
    var run = JSONRun(settings)
    _ = run.run([.body(PresetAnswers.crossref[0])])
    guard case .live(let report)? = run.statements.first?.state else {
      Issue.record("no report")
      return
    }
    #expect(report.title == "report" && report.subtitle == "What thaws first")
  }

  @Test("an answer is known by its keys for what it is, and for nothing else", arguments: cases)
  func recognised(_ test: Case) {
    for type in ["application/json", nil] {
      let guess = FormatGuess(AnswerSample(contentType: type, bytes: Array(test.answers[0].utf8)))
      #expect(guess?.format == test.name)
    }
    for text in [
      "{\"results\":[]}", "[]", "{\"version\":\"https://jsonfeed.org/version/1.1\",\"items\":[]}",
      "<html>\"osti_id\"",
    ] {
      let guess = FormatGuess(AnswerSample(contentType: "application/json", bytes: Array(text.utf8)))
      #expect(guess.map { $0.format != test.name } ?? true)
    }
  }
}
