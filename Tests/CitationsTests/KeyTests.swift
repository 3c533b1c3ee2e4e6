import Catalogue
import Testing

@testable import Citations

@Suite("Keys of entries") struct KeyTests {
  private func key(_ citation: Citation) -> String {
    var bytes: [UInt8] = []
    CitationKey.add(citation, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test(arguments: [
    (Seed.whole, "dehaas2007-17"), (Seed.chapter, "vanderputten2007-17-3"),
    (Citation(number: 2, report: Report(title: "Über Öl")), "uberol-2"),
    (Citation(number: 3, report: Report(title: "水", contributors: [person("王小明")])), "report-3"),
    (
      Citation(
        number: 4,
        report: Report(contributors: [person("[A Very Long Name of a Body That Goes On {and} On]")])),
      "averylongnameofabodythat-4"
    ),
  ]) func key(_ citation: Citation, _ expected: String) { #expect(key(citation) == expected) }

  @Test("No two entries of a library have the same one") func unique() {
    let citations =
      (1...500).map { Citation(number: $0, report: Seed.report) }
      + (1...3).map { Citation(number: 17, report: Seed.report, position: $0) }
    #expect(Set(citations.map(key)).count == citations.count)
  }
}
