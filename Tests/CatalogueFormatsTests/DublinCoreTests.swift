import Catalogue
import Testing

@testable import CatalogueFormats

@Suite("What Dublin Core says of a report")
struct DublinCoreTests {
  private func fields(_ values: KeyValuePairs<String, String>) throws -> Report {
    try report(values.map { "<dc:\($0.key)>\($0.value)</dc:\($0.key)>" }.joined())
  }

  @Test("DSpace: many dates, identifiers of every kind, an extent among the descriptions")
  func dspace() throws {
    let abstract = String(repeating: "This paper asks what follows from thawing permafrost. ", count: 3)
    let report = try fields([
      "title": "Thaw", "title": "Another title", "date": "2012-04-02T10:11:12Z",
      "date": "2012-04-02T10:11:12Z",
      "date": "2011-03", "identifier": "https://repo.example/handle/10986/1234",
      "identifier": "https://doi.org/10.1596/ABC",
      "identifier": "https://repo.example/bitstream/handle/10986/1234/a.pdf", "description": "46 p.",
      "description": abstract, "type": "Working Paper", "type": "Text", "language": "eng",
      "language": "English",
      "publisher": "Polar Institute", "format": "application/pdf",
      "rights": "http://creativecommons.org/licenses/by/3.0/igo",
    ])
    #expect(report.title == "Thaw")
    #expect(report.published?.year == 2011 && report.published?.month == 3 && report.published?.day == nil)
    #expect(
      report.identifiers == [
        .init(scheme: .handle, value: "10986/1234"), .init(scheme: .doi, value: "10.1596/abc"),
      ])
    #expect(report.pageCount == 46)
    #expect(report.abstract?.hasPrefix("This paper") == true)
    #expect(report.links.contains(Link(kind: .landingPage, url: "https://repo.example/handle/10986/1234")))
    #expect(report.links.contains { $0.kind == .fullText && $0.url.hasSuffix("a.pdf") })
    #expect(report.types == ["Working Paper", "Text"])
    #expect(report.languages == ["en"])
    #expect(report.access == .open)
    #expect(report.publisher == "Polar Institute")
  }

  @Test("OJS and others: markup in prose, as elements or written out, never runs words together")
  func markup() throws {
    let nested = try fields([
      "title": "On H<sub>2</sub>O", "description": "<p>A.</p><p>B<br/>C</p><ul><li>one</li><li>two</li></ul>",
    ])
    #expect(nested.title == "On H2O")
    #expect(nested.abstract == "A.\n\nB C\n\none\n\ntwo")
    let written = try fields([
      "title": "In &lt;i&gt;Ice&lt;/i&gt;",
      "description": "&lt;p&gt;A &amp;amp; B.&lt;/p&gt;&lt;p&gt;C&lt;/p&gt;",
      "subject": "R&amp;amp;D", "rights": "&lt;a href='https://creativecommons.org/x'&gt;here&lt;/a&gt;",
    ])
    #expect(written.title == "In Ice")
    #expect(written.abstract == "A & B.\n\nC")
    #expect(written.subjects == ["R&D"] && written.access == .open)
  }

  @Test(
    "Languages: several in one element",
    arguments: [
      ("eng", ["en"]), ("English; French", ["en", "fr"]), ("en, fr/es", ["en", "fr", "es"]),
      ("Spanish, Castilian", ["es"]), ("English (US)", ["en"]), ("n/a", []), (";", []),
    ])
  func languages(text: String, expected: [String]) throws {
    #expect(try fields(["title": "T", "language": text]).languages == expected)
  }

  @Test("EPrints: file URLs and a citation for identifiers; landing page and DOI as relations")
  func eprints() throws {
    let report = try fields([
      "title": "Ice", "identifier": "http://e.example/12/1/ice.pdf",
      "identifier":
        "Smith, J. (2001) Ice. Technical Report. University of Example, Department of Polar Studies, Exampleton.",
      "relation": "http://e.example/12/", "relation": "10.1234/ICE.12", "type": "NonPeerReviewed",
    ])
    #expect(
      report.links == [
        Link(kind: .fullText, url: "http://e.example/12/1/ice.pdf"),
        Link(kind: .landingPage, url: "http://e.example/12/"),
      ])
    #expect(report.identifiers == [.init(scheme: .doi, value: "10.1234/ice.12")])
  }

  @Test("Related works are not the report itself")
  func related() throws {
    let two = try fields([
      "title": "T", "relation": "https://doi.org/10.1/a", "relation": "https://doi.org/10.1/b",
    ])
    #expect(!two.identifiers.contains { $0.scheme == .doi })
    let own = try fields([
      "title": "T", "identifier": "doi:10.1234/a", "relation": "https://doi.org/10.1234/b",
    ])
    #expect(own.identifiers == [.init(scheme: .doi, value: "10.1234/a")])
    let elsewhere = try fields([
      "title": "T", "relation": "info:eu-repo/semantics/altIdentifier/doi/10.1234/a",
      "relation": "info:eu-repo/grantAgreement/EC/FP7/246686", "relation": "https://doi.org/10.1234/b",
    ])
    #expect(elsewhere.identifiers == [.init(scheme: .doi, value: "10.1234/a")])
    #expect(elsewhere.series.isEmpty)
  }

  @Test(
    "Identifiers as printed",
    arguments: [
      ("https://doi.org/10.1234/ABC", Identifier.Scheme.doi, "10.1234/abc"),
      ("Available at https://doi.org/10.1234/abc.", .doi, "10.1234/abc"),
      ("ISBN 978-3-16-148410-0", .isbn, "9783161484100"), ("hdl:10986/5", .handle, "10986/5"),
      ("NASA/TM-2001-211234", .reportNumber, "NASA/TM-2001-211234"), ("WPS 1234", .reportNumber, "WPS 1234"),
      ("12345", .upstream, "12345"), ("RePEc:wbk:wbrwps:1234", .repec, "repec:wbk:wbrwps:1234"),
    ])
  func identifier(_ printed: String, _ scheme: Identifier.Scheme, _ value: String) throws {
    #expect(
      try fields(["title": "T", "identifier": printed]).identifiers == [
        Identifier(scheme: scheme, value: value)
      ])
  }

  @Test(
    "A DOI made of nothing is refused",
    arguments: ["10.1234/null", "https://doi.org/10.1234/null", "doi:10.1234/null"])
  func null(_ printed: String) throws {
    let report = try fields(["title": "T", "identifier": printed, "relation": printed])
    #expect(report.identifiers.isEmpty && report.links.isEmpty)
  }

  @Test(
    "Series and numbers",
    arguments: [
      ("Clingendael Papers ; 3", "Clingendael Papers", "3"), ("Polar Papers, no. 7", "Polar Papers", "7"),
      ("Policy Research working paper ; no. WPS 1234", "Policy Research working paper", "WPS 1234"),
    ])
  func series(_ printed: String, _ title: String, _ number: String) throws {
    for element in ["relation", "source"] {
      let report = try report("<dc:title>T</dc:title><dc:\(element)>\(printed)</dc:\(element)>")
      #expect(report.series == [Series(title: title, number: number)])
    }
  }

  @Test(
    "Who may read it",
    arguments: [
      ("Open access", Access.open), ("info:eu-repo/semantics/openAccess", .open), ("CC BY 4.0", .open),
      ("https://creativecommons.org/licenses/by-nc/4.0/", .open),
      ("info:eu-repo/semantics/restrictedAccess", .loginNeeded),
      ("info:eu-repo/semantics/embargoedAccess", .loginNeeded),
      ("info:eu-repo/semantics/closedAccess", .loginNeeded),
      ("Log in through your library", .loginNeeded), ("Restricted", .loginNeeded),
      ("© 2007 Polar Institute", nil),
    ] as [(String, Access?)])
  func access(_ printed: String, _ access: Access?) throws {
    let report = try fields(["title": "T", "rights": printed])
    #expect(report.access == access)
    #expect(report.rights == [printed])
  }

  @Test("Names: both orders, several in one, affiliations, roles")
  func names() throws {
    let report = try fields([
      "title": "T", "creator": "Haas, Marcel de", "creator": "Ana Bram; Polar Institute, Exampleton",
      "creator": "Polar Institute",
      "contributor": "Ito, Hana (ed.)", "creator": "Okafor, Wim; Tanaka, Yara",
    ])
    #expect(report.contributors.contains { $0.name.family == "Haas" && $0.role == .author })
    #expect(report.contributors.contains { $0.name.family == "Ito" && $0.role == .editor })
    #expect(report.contributors.contains { $0.affiliation != nil })
    #expect(report.contributors.contains { $0.name.family == "Okafor" })
    #expect(report.contributors.contains { $0.name.family == "Tanaka" })
  }

  @Test("Subjects are split, and each stands once")
  func subjects() throws {
    let report = try fields([
      "title": "T", "subject": "ice; snow ;; ice", "subject": "thaw", "subject": "snow",
    ])
    #expect(report.subjects == ["ice", "snow", "thaw"])
  }

  @Test(
    "Extents in format",
    arguments: [("46 p.", 46), ("xii, 88 pages ; 28 cm", 88), ("application/pdf", nil)] as [(String, Int?)])
  func extents(_ printed: String, _ pages: Int?) throws {
    #expect(try fields(["title": "T", "format": printed]).pageCount == pages)
  }
}
