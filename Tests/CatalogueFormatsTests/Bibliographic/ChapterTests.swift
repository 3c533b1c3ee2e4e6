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

  /// A report and a chapter that says more than a section can; and as much as one of the same report's that says only that
  /// again.
  static let beyond: [(format: String, report: String, more: String, same: String)] = [
    (
      "ris",
      "TY  - RPRT\nID  - r\nTI  - Ice\nED  - Lee, Ann\nDO  - 10.5555/r\nUR  - https://x.example/r\nER  - \n",
      "TY  - CHAP\nID  - c\nTI  - One\nT2  - Ice\nA2  - Moss, Eva\nA2  - Lee, Ann\nDO  - 10.5555/c\nUR  - https://x.example/c\nKW  - snow\nPY  - 2007\nSP  - unpaged\nER  - \n",
      "TY  - CHAP\nID  - c\nTI  - One\nT2  - Ice\nA2  - Lee, Ann\nDO  - 10.5555/R\nUR  - https://doi.org/10.5555/r\nUR  - https://x.example/r\nER  - \n"
    ),
    (
      "bibtex",
      "@book{r, title={Ice}, editor={Lee, Ann}, doi={10.5555/r}, url={https://x.example/r}}\n",
      "@incollection{c, title={One}, booktitle={Ice}, editor={Moss, Eva and Lee, Ann}, doi={10.5555/c}, url={https://x.example/c}, keywords={snow}, year=2007, pages={unpaged}}\n",
      "@incollection{c, title={One}, booktitle={Ice}, editor={Lee, Ann}, doi={10.5555/R}, url={https://x.example/r}}\n"
    ),
    (
      "csl-json",
      #"[{"id":"r","type":"book","title":"Ice","editor":[{"family":"Lee","given":"Ann"}],"DOI":"10.5555/r","URL":"https://x.example/r"},"#,
      #"{"id":"c","type":"chapter","title":"One","container-title":"Ice","editor":[{"family":"Moss","given":"Eva"},{"family":"Lee","given":"Ann"}],"DOI":"10.5555/c","URL":"https://x.example/c","keyword":"snow","issued":{"date-parts":[[2007]]},"page":"unpaged"}]"#,
      #"{"id":"c","type":"chapter","title":"One","container-title":"Ice","editor":[{"family":"Lee","given":"Ann"}],"DOI":"10.5555/R","URL":"https://x.example/r"}]"#
    ),
  ]

  @Test(
    "What a section has no place for is counted, unless it is the report's own", arguments: beyond.indices)
  func counted(index: Int) {
    let (format, report, more, same) = Self.beyond[index]
    let reading = Reading(report + more, .references(format), contentType: nil)
    #expect(
      reading.repairs == [
        "DOI of a chapter left out": 1, "address of a chapter left out": 1,
        "subjects of a chapter left out": 1,
        "date of a chapter left out": 1, "unreadable pages of a chapter left out": 1,
      ])
    #expect(reading.report.sections.first?.contributors.map(\.parts) == ["Moss|Eva|| (editor)"])
    let plain = Reading(report + same, .references(format), contentType: nil)
    #expect(plain.repairs.isEmpty && plain.report.sections.first?.contributors.isEmpty == true)
  }

  @Test(
    "So is what another field says of it: its file, a DOI that is called otherwise, the date of a reprint")
  func countedElsewhere() {
    let ris = Reading.ris(
      "TY  - RPRT\nTI  - Ice\nPY  - 2001\nER  - \nTY  - CHAP\nTI  - One\nT2  - Ice\nL1  - https://x.example/1.pdf\nM3  - doi:10.5555/c\nER  - \n"
    )
    #expect(ris.repairs == ["DOI of a chapter left out": 1, "address of a chapter left out": 1])
    let bibTeX = Reading.bibTeX(
      "@book{r, title={Ice}, year=2001}\n@incollection{c, title={One}, crossref={r}, year=1999, pdf={https://x.example/1.pdf}, eprint={10.5555/c}, eprinttype={doi}}\n"
    )
    #expect(
      bibTeX.repairs == [
        "DOI of a chapter left out": 1, "address of a chapter left out": 1, "date of a chapter left out": 1,
      ])
    #expect(ris.report.sections.count == 1 && bibTeX.report.sections.count == 1)
  }

  @Test(
    "What a chapter says again of its report is not counted; what differs is",
    arguments: ["ris", "bibtex", "csl-json"])
  func unlike(format: String) {
    func list(_ isbn: String, _ publisher: String, _ language: String, _ type: String) -> String {
      switch format {
      case "ris":
        func facts(_ isbn: String, _ publisher: String, _ language: String, _ type: String) -> String {
          "SN  - \(isbn)\nPB  - \(publisher)\nLA  - \(language)\nM3  - \(type)\nER  - \n"
        }
        return "TY  - RPRT\nTI  - Ice\n" + facts("9783161484100", "House", "en", "Study")
          + "TY  - CHAP\nTI  - One\nT2  - Ice\n" + facts(isbn, publisher, language, type)
      case "bibtex":
        return
          "@report{r, title={Ice}, isbn={9783161484100}, publisher={House}, langid={english}, type={Study}}\n"
          + "@incollection{c, title={One}, booktitle={Ice}, isbn={\(isbn)}, publisher={\(publisher)}, language={\(language)}, type={\(type)}}\n"
      default:
        return
          #"[{"id":"r","type":"report","title":"Ice","ISBN":"9783161484100","publisher":"House","language":"en","genre":"Study"},{"id":"c","type":"chapter","title":"One","container-title":"Ice","ISBN":"\#(isbn)","publisher":"\#(publisher)","language":"\#(language)","genre":"\#(type)"}]"#
      }
    }
    func read(_ text: String) -> Reading { Reading(text, .references(format), contentType: nil) }
    let same = read(list("978-3-16-148410-0", "HOUSE", "en", "Study"))
    #expect(same.repairs.isEmpty && same.report.sections.count == 1, "\(same.repairs)")
    #expect(
      read(list("9783161484100, 0-306-40615-2", "Press", "de", "Essay")).repairs == [
        "ISBN of a chapter left out": 1, "publisher of a chapter left out": 1,
        "language of a chapter left out": 1,
        "type of a chapter left out": 1,
      ])
  }

  @Test("Chapters that come before their report are each compared with it, and not with one another alone")
  func beforeTheirReport() {
    func chapter(_ id: Int, _ year: Int?) -> String {
      let issued = year.map { #","issued":{"date-parts":[[\#($0)]]}"# } ?? ""
      return #"{"id":"c\#(id)","type":"chapter","title":"Ch \#(id)","container-title":"Ice"\#(issued)},"#
    }
    let list =
      "[" + chapter(1, nil) + chapter(2, 2000) + chapter(3, 2001)
      + #"{"id":"r","type":"book","title":"Ice","issued":{"date-parts":[[2001]]}}]"#
    let reading = Reading(list, .references("csl-json"), contentType: nil)
    #expect(reading.rejects.isEmpty && reading.facts.complete)
    #expect(reading.identifiers == ["c2", "r"])
    #expect(reading.reports.last?.sections.map(\.title) == ["Ch 1", "Ch 3"])
  }
}
