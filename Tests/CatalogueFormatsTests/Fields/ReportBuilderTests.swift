import Catalogue
import Testing

@testable import CatalogueFormats

@Suite("Values whose fields are known make a statement")
struct ReportBuilderTests {
  private func build(_ values: KeyValuePairs<ReportField, String>) throws -> (
    report: Report, repairs: [String: Int]
  ) {
    var builder = ReportBuilder()
    builder.add(.identifier, "x")
    for (field, text) in values { builder.add(field, text) }
    var repairs: [String: Int] = [:]
    guard case .live(let report) = try builder.statement(&repairs).state else {
      throw RecordFault(reason: "deleted", identifier: nil)
    }
    return (report, repairs)
  }

  @Test("Every field goes to its place")
  func fields() throws {
    let (report, repairs) = try build([
      .title: " <i>Ice</i> &amp; snow ", .subtitle: "A\nstudy", .authors: "Haas, Marcel de; Roe, Ann (ed.)",
      .editors: "Lee, Bo",
      .contributors: "Poe, Al", .corporateAuthors: "Polar Institute; Ice", .date: "Nov. 1, 2007",
      .publisher: "P\u{0}ress",
      .pages: "88", .doi: "https://doi.org/10.1234/ABC", .isbn: "0-306-40615-2", .issn: "12345679",
      .handle: "http://hdl.handle.net/10986/1", .reportNumber: "WP 7", .identifiers: "RePEc:abc:wpaper:1",
      .abstract: "<p>One.</p><p>Two.</p>", .subjects: "ice; snow ;", .languages: "English",
      .series: "Polar Papers",
      .seriesNumber: "3", .landingPage: "https://r.example/1", .fullText: "https://r.example/1/get",
      .rights: "CC BY 4.0",
      .access: "P", .types: "report",
    ])
    #expect(repairs.isEmpty)
    #expect(report.title == "Ice & snow")
    #expect(report.subtitle == "A study")
    #expect(report.contributors.map(\.role) == [.author, .editor, .editor, .contributor, .author, .author])
    #expect(report.contributors.map(\.kind).suffix(2) == [.corporate, .corporate])
    #expect(report.published == PartialDate(year: 2007, month: 11, day: 1, printed: "Nov. 1, 2007"))
    #expect(report.publisher == "Press")
    #expect(report.pageCount == 88)
    #expect(
      report.identifiers == [
        .init(scheme: .doi, value: "10.1234/abc"), .init(scheme: .isbn, value: "9780306406157"),
        .init(scheme: .issn, value: "1234-5679"), .init(scheme: .handle, value: "10986/1"),
        .init(scheme: .reportNumber, value: "WP 7"), .init(scheme: .repec, value: "repec:abc:wpaper:1"),
      ])
    #expect(report.abstract == "One.\n\nTwo.")
    #expect(report.subjects == ["ice", "snow"])
    #expect(report.languages == ["en"])
    #expect(report.series == [Series(title: "Polar Papers", number: "3")])
    #expect(
      report.links == [
        Link(kind: .landingPage, url: "https://r.example/1"),
        Link(kind: .fullText, url: "https://r.example/1/get"),
      ])
    #expect(report.rights == ["CC BY 4.0"])
    #expect(report.access == .loginNeeded)
    #expect(report.types == ["report"])
  }

  @Test(
    "What cannot be read is left out and counted",
    arguments: [
      (ReportField.doi, "10.12", "unreadable DOI left out"),
      (.doi, "https://r.example/x", "unreadable DOI left out"),
      (.isbn, "978-0-306-40615-8", "unreadable ISBN left out"),
      (.issn, "1234-5678", "unreadable ISSN left out"),
      (.handle, "x", "unreadable handle left out"), (.date, "soon", "unreadable date left out"),
      (.pages, "many", "unreadable number of pages left out"),
      (.pages, "0", "unreadable number of pages left out"),
      (.languages, "Klingonish", "unreadable language left out"),
      (.access, "maybe", "unreadable access left out"),
      (.landingPage, "reports/1", "unreadable address left out"),
      (.fullText, "ftp://x.example/1", "unreadable address left out"),
    ])
  func unreadable(_ field: ReportField, _ text: String, _ repair: String) throws {
    let (report, repairs) = try build([field: text])
    #expect(repairs == [repair: 1])
    #expect(report == Report())
  }

  @Test(
    "What programs write for nothing is nothing",
    arguments: ["", " ", "-", "–", "NULL", "null", "N/A", "n/a", "NaN", "None", "\\N"])
  func void(_ text: String) throws {
    for field in ReportField.allCases
    where ![.identifier, .deleted, .title, .subtitle, .abstract].contains(field) {
      let (report, repairs) = try build([field: text])
      #expect(report == Report() && repairs.isEmpty, "\(field)")
    }
    var builder = ReportBuilder()
    builder.add(.identifier, text)
    var repairs: [String: Int] = [:]
    #expect(throws: RecordFault(reason: "the record has no identifier", identifier: nil)) {
      try builder.statement(&repairs)
    }
  }

  @Test("Identifiers in every form, several in one value")
  func identifiers() throws {
    #expect(try build([.doi: "doi:10.1234/ABC"]).report.identifiers.map(\.value) == ["10.1234/abc"])
    #expect(try build([.doi: "see 10.1234/ABC, and more"]).report.identifiers.map(\.value) == ["10.1234/abc"])
    #expect(try build([.doi: "10.1234/a 10.1234/b"]).report.identifiers.count == 2)
    #expect(
      try build([.isbn: "978-0-306-40615-7 (pbk.); 9781861972712"]).report.identifiers.map(\.value) == [
        "9780306406157", "9781861972712",
      ])
    #expect(try build([.isbn: "9780306406157, 9781861972712"]).report.identifiers.count == 2)
    #expect(try build([.issn: "1234-5679; 2049-3630"]).report.identifiers.count == 2)
    #expect(try build([.doi: "10.1234/a", .landingPage: "https://doi.org/10.1234/A"]).report.links.isEmpty)
    #expect(
      try build([.landingPage: "www.r.example/1"]).report.links.map(\.url) == ["http://www.r.example/1"])
    #expect(try build([.landingPage: "https://r.example/a.pdf"]).report.links.map(\.kind) == [.fullText])
  }

  @Test("The record's own identifier is the report's, where it can be no other's")
  func own() throws {
    for (text, values) in [
      ("https://doi.org/10.1234/ABC", ["10.1234/abc"]), ("x", []), ("9780306406157", []),
    ] {
      var builder = ReportBuilder()
      var repairs: [String: Int] = [:]
      builder.add(.identifier, " \(text)\t")
      let statement = try builder.statement(&repairs)
      #expect(statement.identifier == text)
      guard case .live(let report) = statement.state else { return #expect(Bool(false)) }
      #expect(report.identifiers.map(\.value) == values)
    }
  }

  @Test("Of what a report has once, the first that can be read counts")
  func first() throws {
    let (report, _) = try build([
      .title: "", .title: "A", .title: "B", .date: "soon", .date: "2001", .date: "2002", .pages: "x",
      .pages: "46 p.", .pages: "9",
      .publisher: "P", .publisher: "Q", .access: "open", .access: "closed",
    ])
    #expect(report.title == "A" && report.published?.year == 2001 && report.pageCount == 46)
    #expect(report.publisher == "P" && report.access == .open)
  }

  @Test(
    "Access",
    arguments: [
      ("F", Access.open), ("true", .open), ("false", .loginNeeded), ("Open Access", .open), ("gold", .open),
      ("restricted", .loginNeeded),
    ])
  func access(_ text: String, _ access: Access) throws {
    #expect(try build([.access: text]).report.access == access)
    #expect(try build([.rights: "CC BY", .access: "closed"]).report.access == .loginNeeded)
  }

  @Test(
    "Words that mean deleted",
    arguments: [
      ("true", true), ("1", true), ("Yes", true), ("DELETED", true), ("withdrawn", true), ("no", false),
      ("0", false), ("", false),
    ])
  func deleted(_ text: String, _ isDeleted: Bool) throws {
    var builder = ReportBuilder()
    var repairs: [String: Int] = [:]
    builder.add(.identifier, "x")
    builder.add(.deleted, text)
    #expect((try builder.statement(&repairs).state == .deleted) == isDeleted)
  }

  @Test("A builder is empty after each statement, whether it could be made or not")
  func reuse() throws {
    var builder = ReportBuilder()
    var repairs: [String: Int] = [:]
    builder.add(.title, "A")
    builder.add(.doi, "x")
    #expect(throws: RecordFault.self) { try builder.statement(&repairs) }
    #expect(repairs == ["unreadable DOI left out": 1])
    builder.add(.identifier, "1")
    #expect(try builder.statement(&repairs).state == .live(Report()))
    #expect(repairs == ["unreadable DOI left out": 1])
    builder.add(.identifier, String(repeating: "x", count: 2001))
    #expect(throws: RecordFault.self) { try builder.statement(&repairs) }
  }
}

@Suite("Contributors in parts")
struct ContributorPartsTests {
  private func one(_ parts: [FieldSource.NamePart: String], _ role: Contributor.Role = .author)
    -> [Contributor]
  {
    var contributor = ContributorParts()
    for (part, text) in parts { contributor[part] = text }
    return contributor.contributors(role)
  }

  @Test("Names keep their parts; particles and suffixes that stand elsewhere are found")
  func names() {
    #expect(
      one([.family: "de Haas", .given: "Marcel", .affiliation: "Clingendael"]) == [
        Contributor(
          name: Name(printed: "de Haas, Marcel", family: "Haas", given: "Marcel", particle: "de"),
          kind: .person,
          affiliation: "Clingendael")
      ])
    #expect(
      one([.family: "Haas", .given: "Marcel", .particle: "de"])[0].name
        == Name(printed: "de Haas, Marcel", family: "Haas", given: "Marcel", particle: "de"))
    #expect(one([.family: "King", .given: "Martin Luther", .suffix: "Jr."])[0].name.suffix == "Jr.")
    #expect(one([.given: "Plato"])[0].name == Name(printed: "Plato", family: "Plato"))
    #expect(one([.family: "Plato"])[0].kind == .person)
    #expect(
      one([.name: "Haas, Marcel de", .family: "Haas", .given: "Marcel"])[0].name.printed == "Haas, Marcel de")
  }

  @Test("A body in a person's place, names without parts, and nothing")
  func others() {
    #expect(one([.family: "World Health Organization"])[0].kind == .corporate)
    #expect(one([.name: "Haas, Marcel de; Roe, Ann", .affiliation: "C"]).map(\.affiliation) == ["C", "C"])
    #expect(one([.name: " "]) == [])
    #expect(one([.affiliation: "C"]) == [])
  }

  @Test(
    "The upstream's role wins",
    arguments: [
      ("editor", Contributor.Role.editor), ("Hrsg.", .editor), ("trl", .translator), ("x", .sponsor),
    ])
  func roles(_ text: String, _ role: Contributor.Role) {
    #expect(one([.family: "Roe", .given: "Ann", .role: text], .sponsor)[0].role == role)
  }

  @Test("corporate_authors makes bodies of them")
  func corporate() throws {
    var builder = ReportBuilder()
    var parts = ContributorParts()
    parts[.name] = "Ice"
    builder.add(.identifier, "x")
    builder.add(parts, to: .corporateAuthors)
    #expect(builder.report.contributors.map(\.kind) == [.corporate])
  }
}

@Suite("Markup in values becomes plain text; what only looks like it stays")
struct FieldTextTests {
  @Test(arguments: [
    ("a < b & c > d", "a < b & c > d"), ("AT&T; x<y and y>z", "AT&T; x<y and y>z"), ("&lt;b&gt;", "<b>"),
    ("&amp;lt;", "&lt;"),
    ("<jats:p>One <jats:italic>two</jats:italic>.</jats:p><jats:p>Three</jats:p>", "One two. Three"),
    ("x<sub>2</sub><!-- no -->", "x2"), ("a<script>b</script>c", "ac"),
    ("<mml:math><mml:mi>x</mml:mi></mml:math>", "x"),
    ("&#8217;&#150;&eacute;", "’–é"), ("a<br/>b", "a b"), ("50 <b", "50 <b"), ("", ""),
  ])
  func line(_ text: String, _ plain: String) {
    #expect(FieldText.line(text) == plain)
  }
}
