import Catalogue
import Testing

@testable import CatalogueFormats

@Suite("Chapters become the sections of the report beside them") struct ChapterTests {
  private static let sample: String =
    "TY  - RPRT\nID  - r\nTI  - Asia's security\nPY  - 2007\nSN  - 9780306406157\nER  - \n"
  private static func chapter(_ n: Int, book: String = "Asia's Security", _ more: String = "") -> String {
    "TY  - CHAP\nID  - r.\(n)\nTI  - Chapter \(n)\nAU  - Roe, Ann\nT2  - \(book)\nSP  - \(n * 10)\nEP  - \(n * 10 + 9)\nSE  - \(n)\n\(more)ER  - \n"
  }

  @Test("RIS: behind the report, or before it", arguments: chunkSizes)
  func ris(chunk: Int?) {
    let chapters = Self.chapter(1, "AB  - Opening words.\n") + Self.chapter(2) + Self.chapter(3)
    for text in [Self.sample + chapters, chapters + Self.sample] {
      let reading = Reading.ris(text + "TY  - RPRT\nID  - s\nTI  - Other\nER  - \n", chunk: chunk)
      #expect(reading.identifiers == ["r", "s"])
      #expect(reading.reports[0].title == "Asia's security")
      let sections = reading.reports[0].sections
      #expect(sections.map(\.title) == ["Chapter 1", "Chapter 2", "Chapter 3"])
      #expect(sections.map(\.label) == ["1", "2", "3"])
      #expect(sections.map { $0.pages?.printed } == ["10-19", "20-29", "30-39"])
      #expect(sections[0].contributors.map(\.parts) == ["Roe|Ann||"])
      #expect(sections[0].excerpt == "Opening words.")
      #expect(reading.records[0].place == 1 && reading.repairs.isEmpty)
    }
  }

  @Test("A chapter whose report is not beside it is a record of its own, and counted")
  func alone() {
    let reading = Reading.ris(Self.chapter(1) + "TY  - RPRT\nID  - s\nTI  - Other\nER  - \n" + Self.sample)
    #expect(reading.identifiers == ["r.1", "s", "r"])
    #expect(reading.repairs == ["chapter without its report beside it kept as a record": 1])
    #expect(reading.reports[0].series == [Series(title: "Asia's Security")])
    #expect(reading.reports[0].types == ["Book chapter"])
    #expect(reading.reports[2].sections.isEmpty)
  }

  /// The tags of a chapter behind the report, and whether it is one of its chapters.
  static let matches: [(String, Bool)] = [
    ("T2  - Asia's Security\n", true), ("T2  - ASIA’S SECURITY\n", true), ("BT  - Asia's security\n", true),
    ("T2  - Africa's Security\n", false), ("T2  - Asia's Security\nPY  - 2007\n", true),
    ("T2  - Asia's Security\nPY  - 2008\n", false), ("T2  - Asia's Security\nSN  - 0-306-40615-2\n", true),
    ("T2  - Asia's Security\nSN  - 978-3-16-148410-0\n", false), ("SN  - 978-0-306-40615-7\n", true),
    ("", false),
  ]

  @Test("What tells the book of a chapter", arguments: matches.indices)
  func match(index: Int) {
    let (tags, isPart) = Self.matches[index]
    let reading = Reading.ris(Self.sample + "TY  - CHAP\nID  - c\nTI  - One\n\(tags)ER  - \n")
    #expect(reading.identifiers == (isPart ? ["r"] : ["r", "c"]), "\(tags)")
    // The book's ISBN is none of the chapter's.
    #expect(reading.reports.last?.identifiers.contains { $0.scheme == .isbn } == isPart)
  }

  @Test("A report has no more chapters than the limit; the others are records of their own")
  func many() {
    let count = ChapterJoining.limits.parts + 10
    let reading = Reading.ris(Self.sample + (1...count).map { Self.chapter($0) }.joined())
    #expect(reading.reports[0].sections.count == ChapterJoining.limits.parts)
    #expect(reading.records.count == 11)
  }

  @Test("BibTeX: by crossref, wherever the report stands; by booktitle beside it", arguments: chunkSizes)
  func bibTeX(chunk: Int?) {
    let report =
      "@techreport{r, title = {Asia's Security}, year = 2007, institution = {Institute}, doi = {10.5555/r}}\n"
    func chapter(_ n: Int, _ key: String = "crossref = {R}") -> String {
      "@incollection{r\(n), title = {Chapter \(n)}, author = {Roe, Ann}, pages = {\(n)--\(n + 9)}, \(key)}\n"
    }
    let other = "@book{b, title = {Between}}\n"
    for text in [
      report + chapter(1) + chapter(2), chapter(1) + chapter(2) + report,
      chapter(1) + other + chapter(2) + report,
      report + chapter(1, "booktitle = {Asia's security}") + chapter(2, "booktitle = \"Asia's security\""),
    ] {
      let reading = Reading.bibTeX(text + other, chunk: chunk)
      #expect(Set(reading.identifiers) == ["r", "b"], "\(text)")
      let found = reading.reports.first { $0.title == "Asia's Security" }
      #expect(found?.sections.map(\.title) == ["Chapter 1", "Chapter 2"])
      #expect(found?.sections.map { $0.pages?.printed } == ["1-10", "2-11"])
    }
    // Far behind its report, a chapter takes from it what it has not itself; but not its identifiers.
    let far = Reading.bibTeX(report + other + chapter(1), chunk: chunk)
    #expect(far.identifiers == ["r", "b", "r1"])
    #expect(far.reports[2].series == [Series(title: "Asia's Security")])
    #expect(far.reports[2].published?.year == 2007)
    #expect(far.reports[2].identifiers.isEmpty)
  }

  @Test("CSL-JSON: beside the report", arguments: chunkSizes)
  func csl(chunk: Int?) {
    let report =
      #"{"id": "r", "type": "report", "title": "Asia's Security", "issued": {"date-parts": [[2007]]}}"#
    let chapter =
      #"{"id": "c", "type": "chapter", "title": "One", "container-title": "Asia's security", "page": "31-40"}"#
    for text in [
      "[\(report),\(chapter)]", "[\(chapter),\n\(report)]", "{\"items\": [\(report),\(chapter)]}",
      "\(report)\n\(chapter)\n",
    ] {
      let reading = Reading.csl(text, chunk: chunk)
      #expect(reading.identifiers == ["r"], "\(reading.fault?.message ?? "")")
      #expect(reading.report.sections.map { $0.pages?.printed } == ["31-40"])
      #expect(reading.facts.complete)
    }
  }
}
