import Catalogue
import Citations
import Testing

@testable import CatalogueFormats

@Suite("What goes out as references comes in again: nothing is lost that the format can say")
struct RoundTripTests {
  static let formats: [RecordFormat] = [.ris, .bibtex, .cslJSON]

  /// A report and all of its chapters, written, and read as a catalogue.
  static func reading(_ reports: [(number: Int64, report: Report)], _ format: RecordFormat, chunk: Int? = nil)
    -> Reading
  {
    var writer = format.writer(at: Timestamp(seconds: 0))
    let citations = reports.flatMap { number, report in
      [Citation(number: number, report: report)]
        + report.sections.indices.map { Citation(number: number, report: report, position: $0 + 1) }
    }
    return Reading(writer.document(citations), .references(format.rawValue), chunk: chunk, contentType: nil)
  }

  /// A report's facts in words, so that a test says which of them differ.
  static func facts(_ report: Report) -> [String: String] {
    func people(_ all: [Contributor]) -> String { all.map(\.parts).joined(separator: "; ") }
    var facts: [String: String] = [
      "title": report.title, "contributors": people(report.contributors),
      "published": "\(report.published?.iso ?? "")",
      "publisher": report.publisher ?? "", "pages": report.pageCount.map(String.init) ?? "",
      "types": "\(report.types)", "series": "\(report.series.map { [$0.title, $0.number ?? ""] })",
      "subjects": "\(report.subjects)", "languages": "\(report.languages)", "abstract": report.abstract ?? "",
      "identifiers": report.identifiers.map { "\($0.scheme) \($0.value)" }.sorted().joined(separator: "; "),
      "links": report.links.map { "\($0.kind.rawValue) \($0.url)" }.joined(separator: "; "),
      "sections": "\(report.sections.count)",
    ]
    for (index, section) in report.sections.enumerated() {
      let parts = [
        section.label, section.title, people(section.contributors), section.pages?.printed, section.excerpt,
      ]
      facts["section \(index)"] = parts.map { $0 ?? "-" }.joined(separator: "|")
    }
    return facts
  }

  @Test("Any report, with its chapters", arguments: formats, 1...150)
  func roundTrip(format: RecordFormat, seed: Int) {
    let report = SayableReport.make(seed)
    let reading = Self.reading([(17, report)], format, chunk: seed % 3 == 0 ? 1 + seed : nil)
    #expect(reading.fault == nil && reading.rejects.isEmpty && reading.repairs.isEmpty, "\(reading.repairs)")
    #expect(reading.records.count == 1)
    let wanted = Self.facts(ExpectedReport.make(report, format))
    let found = Self.facts(reading.report)
    for (name, fact) in wanted.sorted(by: { $0.key < $1.key }) where found[name] != fact {
      Issue.record("\(name): \(found[name] ?? "none") for \(fact)")
    }
  }

  @Test("Many reports in one file stay apart, each with its own chapters", arguments: formats)
  func many(format: RecordFormat) {
    let reports = (1...60).map { (Int64($0), SayableReport.make($0)) }
    let reading = Self.reading(reports, format, chunk: 4096)
    #expect(reading.reports.count == reports.count && reading.rejects.isEmpty && reading.facts.complete)
    #expect(reading.reports.map(\.sections.count) == reports.map(\.1.sections.count))
    #expect(Set(reading.identifiers).count == reports.count)
  }

  @Test(
    "A paragraph that looks like a field or a record's end stays one of its text", arguments: formats,
    ["ER", "ER -", "er", "TY - RPRT", "ID - 3", "TI – Sand", "Ab", "KW-x", "-", "--"])
  func paragraphs(format: RecordFormat, paragraph: String) {
    let text = "Dunes.\n\n\(paragraph)\n\nMore of them."
    let report = Report(
      title: "Sand", abstract: text, sections: [Section(title: "Sea", excerpt: text), Section(title: "Wind")])
    let reading = Self.reading([(1, report)], format)
    #expect(reading.rejects.isEmpty && reading.repairs.isEmpty, "\(reading.repairs)")
    #expect(reading.report.abstract == text && reading.report.sections == report.sections)
  }

  @Test(
    "A chapter that is cited alone is not its report: what names the report does not name it",
    arguments: formats)
  func chapterAlone(format: RecordFormat) {
    var report = Report(title: "Sand", sections: [Section(title: "Dunes", pages: PageRange.parse("1-9"))])
    report.identifiers = [
      Identifier(scheme: .doi, value: "10.5555/book"), Identifier(scheme: .handle, value: "1887/9"),
      Identifier(scheme: .isbn, value: "9783161484100"),
    ]
    for link in [[], [Link(kind: .landingPage, url: "https://www.jstor.org/stable/resrep05516")]] {
      report.links = link
      var writer = format.writer(at: Timestamp(seconds: 0))
      let bytes = writer.document([Citation(number: 1, report: report, position: 1)])
      let found = Reading(bytes, .references(format.rawValue), contentType: nil).report
      #expect(found.title == "Dunes" && found.identifiers.isEmpty, "\(found.identifiers)")
      #expect(found.links.contains { $0.url == "https://doi.org/10.5555/book" }, "\(found.links)")
    }
  }

  @Test(
    "A chapter that is a record of its own stays one beside its report", arguments: formats, [true, false])
  func recordOfItsOwn(format: RecordFormat, isFirst: Bool) {
    let book = Report(title: "Sand", types: ["Report"], sections: [Section(title: "Sea")])
    var chapter = Report(title: "Dunes", subjects: ["wind"], types: ["Book chapter"])
    chapter.series = [Series(title: "Sand")]
    chapter.links = [Link(kind: .landingPage, url: "https://x.example/dunes")]
    let all = isFirst ? [chapter, book] : [book, chapter]
    let reports = zip([1, 2] as [Int64], all).map { (number: $0, report: $1) }
    let reading = Self.reading(reports, format)
    #expect(reading.titles == all.map(\.title) && reading.repairs.isEmpty, "\(reading.repairs)")
    for (found, wanted) in zip(reading.reports, all) {
      #expect(Self.facts(found) == Self.facts(wanted))
    }
  }

  @Test("What was read and is written again is read as the same", arguments: formats, 1...40)
  func twice(format: RecordFormat, seed: Int) {
    let first = Self.reading([(1, SayableReport.make(seed))], format).report
    let second = Self.reading([(1, first)], format).report
    let (wanted, found) = (Self.facts(first), Self.facts(second))
    for (name, fact) in wanted where found[name] != fact {
      Issue.record("\(name): \(found[name] ?? "none") for \(fact)")
    }
  }
}
