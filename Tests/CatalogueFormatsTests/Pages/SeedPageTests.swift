import Catalogue
import Foundation
import Testing

@testable import CatalogueFormats

/// The page that this product set out from, as `Config/demo/resrep05516.html` carries it: excerpts are our own words, all
/// facts are the page's.
@Suite("A page of the shape of the one that Catalogued set out from") struct SeedPageTests {
  private static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  private func demo() throws -> PageReport {
    let html = try [UInt8](Data(contentsOf: Self.root.appending(path: "Config/demo/resrep05516.html")))
    return try Page(html, url: "https://www.jstor.org/stable/resrep05516?seq=1").page()
  }

  private static let pages = [
    "[i]-[ii]", "[iii]-[iv]", "1-2", "3-4", "5-6", "7-12", "13-22", "23-28", "29-30", "31-40", "41-46",
    "47-54",
    "55-64", "75-82",
  ]
  /// How many paragraphs of its beginning each entry shows.
  private static let paragraphs = [0, 0, 0, 0, 1, 2, 2, 1, 1, 2, 2, 2, 1, 0]

  @Test func everyFactIsRead() throws {
    let page = try demo()
    let report = page.report
    #expect(report.title == "The Shanghai Cooperation Organisation")
    #expect(report.subtitle == "Towards a full-grown security alliance?")
    #expect(
      report.contributors == [
        Contributor(
          name: Name(printed: "Marcel de Haas", family: "Haas", given: "Marcel", particle: "de"),
          role: .editor,
          kind: .person),
        Contributor(
          name: Name(printed: "Marcel de Haas", family: "Haas", given: "Marcel", particle: "de"),
          role: .author,
          kind: .person),
        Contributor(
          name: Name(
            printed: "Frans-Paul van der Putten", family: "Putten", given: "Frans-Paul", particle: "van der"),
          role: .author, kind: .person),
      ])
    #expect(report.published == PartialDate(year: 2007, month: 11, day: 1, printed: "Nov. 1, 2007"))
    #expect(report.publisher == "Clingendael Institute")
    #expect(report.pageCount == 88)
    #expect(report.types == ["Research Report"])
    #expect(report.access == .loginNeeded)
    #expect(report.languages == ["en"])
    #expect(page.canonical == "https://www.jstor.org/stable/resrep05516")
    #expect(
      report.identifiers == [
        Identifier(scheme: .stableURL, value: "https://www.jstor.org/stable/resrep05516")
      ])
    #expect(report.links == [Link(kind: .landingPage, url: "https://www.jstor.org/stable/resrep05516")])

    #expect(report.sections.map { $0.pages?.printed } == Self.pages.map { "(pp. \($0))" })
    #expect(report.sections.allSatisfy { $0.title.isEmpty && $0.label == nil })
    #expect(
      report.sections.map { $0.excerpt?.components(separatedBy: "\n\n").count ?? 0 } == Self.paragraphs)
    #expect(report.sections.indices.filter { !report.sections[$0].contributors.isEmpty } == [9])
    #expect(report.sections[9].contributors == [report.contributors[2]])
    #expect(report.sections[0].pages?.spans.first?.first.bracketed == true)
    #expect(report.sections[0].pages?.spans.first?.first.numbering == .roman)
  }

  @Test("Entries whose numbers are printed, a paragraph each, are the same") func flatContents() throws {
    var entries = ""
    for (place, section) in try demo().report.sections.enumerated() {
      let below = section.contributors.map(\.name.printed) + (section.excerpt.map { [$0] } ?? [])
      entries += "<p>\(place + 1). \(section.pages?.printed ?? "")</p>"
      entries += below.flatMap { $0.components(separatedBy: "\n\n") }.map { "<p>\($0)</p>" }.joined()
    }
    let page = try Page(
      "<body><h1>A survey</h1><p>Pages: 88</p><h2>Table of Contents</h2>\(entries)</body>")
    #expect(try page.report().sections == demo().report.sections)
  }

  @Test func saysWhereEachFactCameFrom() throws {
    let page = try demo()
    for field in [
      "title", "subtitle", "contributors", "published", "publisher", "page_count", "access", "sections",
    ] {
      #expect(page.sources(of: field) == [.shape], "\(field)")
    }
    #expect(page.sources(of: "languages") == [.openGraph])
  }

  // MARK: Beside the text itself

  private static let text: String? = {
    var folder = root
    for _ in 0..<5 {
      folder.deleteLastPathComponent()
      let file = folder.appending(path: "shared/seed/report-landing-page.txt")
      if let text = try? String(contentsOf: file, encoding: .utf8) { return text }
    }
    return nil
  }()

  @Test(
    "Every fact of the text is read, and none besides", .enabled(if: text != nil, "the text is not at hand"))
  func agreesWithTheText() throws {
    let report = try demo().report
    let lines = try #require(Self.text).split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
    func value(_ label: String) -> String? {
      lines.first { $0.hasPrefix(label + ": ") }.map { String($0.dropFirst(label.count + 2)) }
    }
    let heading = try #require(lines.firstIndex(of: "Research Report"))
    #expect(report.types == [lines[heading]])
    #expect("\(report.title): \(report.subtitle ?? "")" == lines[heading + 1])
    let dateLine = try #require(lines.firstIndex { $0.hasPrefix("Copyright Date") })
    let printed = report.contributors.map { $0.name.printed + ($0.role == .editor ? " (Editor)" : "") }
    #expect(printed == Array(lines[(heading + 2)..<dateLine]))
    #expect(report.published?.printed == value("Copyright Date"))
    #expect(report.publisher == value("Published by"))
    #expect(report.pageCount.map(String.init) == value("Pages"))
    #expect((report.access == .loginNeeded) == lines.contains { $0.contains("Log in through your library") })

    // An entry is a number with pages, and what stands below it up to the next.
    var entries: [[String]] = []
    for line in lines[dateLine...] {
      if let place = line.range(of: "(pp. ") {
        entries.append([String(line[place.lowerBound...])])
      } else if !entries.isEmpty {
        entries[entries.count - 1].append(line)
      }
    }
    #expect(report.sections.map { $0.pages?.printed ?? "" } == entries.map { $0[0] })
    for (section, entry) in zip(report.sections, entries) {
      // Names are short; excerpts are paragraphs.
      let names = entry.dropFirst().filter { $0.count < 60 && !$0.hasSuffix(".") }
      #expect(section.contributors.map(\.name.printed) == Array(names), "\(entry[0])")
      let paragraphs = entry.count - 1 - names.count
      #expect((section.excerpt?.components(separatedBy: "\n\n").count ?? 0) == paragraphs, "\(entry[0])")
    }
  }
}
