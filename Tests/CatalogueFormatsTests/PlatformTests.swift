import Catalogue
import Foundation
import Testing

@testable import CatalogueFormats

@Suite("Dublin Core as the platforms send it") struct PlatformTests {
  private func report(_ fields: String) throws -> Report {
    let outcome = try #require(Pages.readEveryWay(Pages.page([Pages.record(1, fields)])))
    guard case .live(let report)? = outcome.statements.first?.state else {
      throw RecordFault(reason: "\(outcome)", identifier: nil)
    }
    return report
  }

  /// DSpace: accession and availability timestamps first, the true date last; extents among the descriptions.
  @Test func dspace() throws {
    let report = try report(
      """
      <dc:title>Roads</dc:title><dc:date>2012-06-01T10:00:00Z</dc:date><dc:date>2012-06-01T10:00:00Z</dc:date>
      <dc:date>2011-03</dc:date><dc:description>46 p.</dc:description>
      <dc:description>What became of forty roads that were built in one year, and who keeps them in repair today.</dc:description>
      <dc:identifier>https://hdl.handle.net/10986/1234</dc:identifier><dc:identifier>10.1596/1813-9450-5555</dc:identifier>
      <dc:identifier>http://www-wds.example.org/servlet/2011.pdf</dc:identifier><dc:identifier>https://doi.org/10.1596/null</dc:identifier>
      <dc:relation>Policy Research working paper ; no. WPS 5555</dc:relation><dc:rights>CC BY 3.0 IGO</dc:rights>
      <dc:language>en_US</dc:language>
      """)
    #expect(report.published?.year == 2011 && report.published?.month == 3 && report.published?.day == nil)
    #expect(report.pageCount == 46)
    #expect(report.abstract?.hasPrefix("What became") == true)
    #expect(report.identifiers.contains(Identifier(scheme: .handle, value: "10986/1234")))
    #expect(report.identifiers.contains(Identifier(scheme: .doi, value: "10.1596/1813-9450-5555")))
    #expect(!report.identifiers.contains { $0.value.hasSuffix("null") })
    #expect(report.links == [Link(kind: .fullText, url: "http://www-wds.example.org/servlet/2011.pdf")])
    #expect(report.series == [Series(title: "Policy Research working paper", number: "WPS 5555")])
    #expect(report.access == .open)
    #expect(report.languages == ["en-US"])
  }

  /// EPrints: file addresses and a citation as identifiers; landing page and DOI in relation.
  @Test func eprints() throws {
    let report = try report(
      """
      <dc:title>Tides</dc:title><dc:type>Monograph</dc:type><dc:type>NonPeerReviewed</dc:type>
      <dc:identifier>http://eprints.example.ac.uk/12/1/tides.pdf</dc:identifier>
      <dc:identifier>Lee, Ann (2014) Tides. Technical Report. University of Example, doi:10.5555/cited.1, 40 pages in all.</dc:identifier>
      <dc:relation>http://eprints.example.ac.uk/12/</dc:relation><dc:relation>https://doi.org/10.5555/tides</dc:relation>
      """)
    #expect(report.types == ["Monograph", "NonPeerReviewed"])
    #expect(report.links.first?.kind == .fullText)
    #expect(report.links.contains(Link(kind: .landingPage, url: "http://eprints.example.ac.uk/12/")))
    #expect(report.identifiers.contains { $0.scheme == .doi })
  }

  /// OJS gives "Name; Affiliation"; FAO joins names; others add roles and corporate bodies.
  @Test func names() throws {
    let report = try report(
      """
      <dc:title>Nets</dc:title><dc:creator>Okafor, Ngozi; University of Example</dc:creator>
      <dc:creator>Lee, Ann; Ruiz, Pablo</dc:creator><dc:creator>Marcel de Haas</dc:creator>
      <dc:creator>World Bank</dc:creator><dc:contributor>Lind, Eva (ed.)</dc:contributor>
      """)
    #expect(
      report.contributors.map(\.name.printed) == [
        "Okafor, Ngozi", "Lee, Ann", "Ruiz, Pablo", "Marcel de Haas", "World Bank", "Lind, Eva",
      ])
    #expect(report.contributors[0].affiliation == "University of Example")
    #expect(report.contributors[3].name.particle == "de")
    #expect(report.contributors[4].kind == .corporate)
    #expect(report.contributors[5].role == .editor)
  }

  @Test func extentsAndFreeDates() throws {
    let report = try report(
      "<dc:title>Piers</dc:title><dc:format>application/pdf</dc:format><dc:format>240 p.</dc:format>"
        + "<dc:date>Final report; June 2007</dc:date><dc:identifier>FHWA-RD-07-123</dc:identifier>"
        + "<dc:rights>info:eu-repo/semantics/embargoedAccess</dc:rights><dc:source>ISSN 0307-0131</dc:source>"
    )
    #expect(report.pageCount == 240)
    #expect(report.published?.year == 2007 && report.published?.month == 6)
    #expect(report.identifiers.contains(Identifier(scheme: .reportNumber, value: "FHWA-RD-07-123")))
    #expect(report.access == .loginNeeded)
  }

  @Test func anyPrefixAndNamespace() throws {
    let record =
      "<oai:record xmlns:oai=\"http://www.openarchives.org/OAI/2.0/\"><oai:header><oai:identifier>a</oai:identifier>"
      + "<oai:datestamp>2020-01-01</oai:datestamp></oai:header><oai:metadata><d:dc xmlns:d=\"http://purl.org/dc/terms/\">"
      + "<!-- m </oai:record> --><d:title>T</d:title></d:dc></oai:metadata></oai:record>"
    let page =
      "<oai:OAI-PMH xmlns:oai=\"http://www.openarchives.org/OAI/2.0/\"><oai:ListRecords>\(record)</oai:ListRecords></oai:OAI-PMH>"
    let outcome = try #require(Pages.readEveryWay(Array(page.utf8)))
    #expect(outcome.statements.count == 1)
  }

  @Test(arguments: [("status=\"deleted\"", true), ("", false)]) func deletedRecords(
    _ status: String, _ isDeleted: Bool
  ) throws {
    let record =
      "<record><header \(status)><identifier>a&amp;b</identifier><datestamp>2020-01-01T00:00:01Z</datestamp></header></record>"
    let outcome = try #require(Pages.readEveryWay(Pages.page([record])))
    if isDeleted {
      #expect(
        outcome.statements == [
          Statement(identifier: "a&b", datestamp: Datestamp(seconds: 1_577_836_801), state: .deleted)
        ])
    } else {
      #expect(outcome.rejects.first?.identifier == "a&b", "no metadata and not deleted")
    }
  }
}
