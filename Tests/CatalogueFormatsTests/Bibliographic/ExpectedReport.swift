import Catalogue
import Citations

/// What a reference says of a report, so that it must be read back.
///
/// Of everything but names, subjects and languages a reference has one only. A title's two parts become one; a report's own
/// page is preferred to its file; a name without parts is a body's.
enum ExpectedReport {
  /// What stays of a report that is written with its chapters behind it.
  static func make(_ report: Report, _ format: RecordFormat) -> Report {
    var expected = Report()
    expected.title = title(report)
    expected.contributors = contributors(report.contributors, format)
    expected.published = report.published.map { date in
      var date = date
      date.printed = date.iso
      return date
    }
    expected.publisher = report.publisher
    expected.pageCount = report.pageCount
    expected.types = [report.types.first ?? "Report"]
    expected.series = Array(report.series.prefix(1))
    expected.subjects = report.subjects
    expected.languages = format == .ris ? report.languages : Array(report.languages.prefix(1))
    expected.abstract = report.abstract
    expected.identifiers = identifiers(report, format)
    expected.links = links(report, format)
    expected.sections = report.sections.indices.map { section(report, $0, format) }
    return expected
  }

  private static func title(_ report: Report) -> String {
    guard let subtitle = report.subtitle else { return report.title }
    return report.title + (report.title.last.map { ":?!.".contains($0) } == true ? " " : ": ") + subtitle
  }

  private static func contributors(_ all: [Contributor], _ format: RecordFormat) -> [Contributor] {
    let roles: [Contributor.Role] =
      format == .cslJSON
      ? [.author, .editor, .translator, .compiler, .illustrator, .contributor]
      : [.author, .editor, .translator]
    return roles.flatMap { role in all.filter { $0.role == role } }
  }

  private static func identifiers(_ report: Report, _ format: RecordFormat) -> [Identifier] {
    var schemes: [Identifier.Scheme] = [.reportNumber, .isbn, .issn, .doi]
    // A handle's address stands in for that of a page.
    if format == .bibtex || page(report) == nil { schemes.append(.handle) }
    return schemes.flatMap { scheme in
      let all = report.identifiers.filter { $0.scheme == scheme }
      return format == .ris && scheme != .doi ? all : Array(all.prefix(1))
    }
  }

  private static func links(_ report: Report, _ format: RecordFormat) -> [Link] {
    let page = page(report)
    let file = report.links.first { $0.kind == .fullText }
    if format == .ris { return [page, file].compactMap { $0 } }
    let hasHandle = report.identifiers.contains { $0.scheme == .handle }
    return [page ?? (hasHandle ? nil : file)].compactMap { $0 }
  }

  private static func page(_ report: Report) -> Link? { report.links.first { $0.kind == .landingPage } }

  private static func section(_ report: Report, _ index: Int, _ format: RecordFormat) -> Section {
    var section = report.sections[index]
    // Where no chapter names anybody, and nobody edited the report, its authors wrote them all.
    if report.sections.allSatisfy(\.contributors.isEmpty),
      !report.contributors.contains(where: { $0.role == .editor })
    {
      section.contributors = report.contributors.filter { $0.role == .author }
    }
    section.contributors = contributors(section.contributors, format).filter { $0.role != .editor }
    return section
  }
}
