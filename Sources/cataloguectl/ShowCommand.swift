import Catalogue
import ControlAPI
import ControlClient

extension Command {
  static let show = Command(
    name: "show", arguments: "ID",
    help: "Shows a report: by its number, a DOI, an ISBN, an address, or the upstream's own identifier.",
    examples: ["cataloguectl show 17", "cataloguectl show https://doi.org/10.5555/ipg.2020.01"], count: 1...1
  ) { context throws(Failure) in
    try context.print("reports/" + ControlClient.encode(context.words[0])) { bytes throws(Failure) in
      ReportPage.print(try context.decode(ReportDocument.self, bytes))
    }
  }
}

enum ReportPage {
  static func print(_ document: ReportDocument) {
    let report = document.report
    let title = report.title.isEmpty ? "(no title)" : report.title
    Terminal.line(Terminal.bold(Terminal.wrap(title)))
    if let subtitle = report.subtitle { Terminal.line(Terminal.wrap(subtitle)) }
    if document.withdrawn { Terminal.line(Terminal.warning("Withdrawn by every catalogue that carried it.")) }
    Terminal.line()
    for contributor in report.contributors { Terminal.line(Terminal.wrap(name(contributor))) }
    fact("Published", report.published?.printed)
    fact("Publisher", report.publisher)
    fact("Pages", report.pageCount.map(String.init))
    fact("Language", list(report.languages))
    for series in report.series { fact("Series", series.title + (series.number.map { ", \($0)" } ?? "")) }
    fact("Type", list(report.types))
    for identifier in report.identifiers { fact(label(identifier.scheme), identifier.value) }
    for link in report.links { fact(label(link.kind), link.url) }
    fact("Subjects", list(report.subjects))
    fact("Access", report.access.map { $0 == .open ? "open" : "login needed" })
    fact("Rights", list(report.rights))
    if let abstract = report.abstract {
      Terminal.line()
      Terminal.line(Terminal.wrap(abstract))
    }
    if !report.sections.isEmpty { contents(report.sections) }
    Terminal.line()
    for record in document.records {
      let stamp = record.datestamp.map { ", \($0)" } ?? ""
      let revisions = record.revisions == 1 ? "1 revision" : "\(record.revisions) revisions"
      Terminal.line(
        Terminal.wrap(
          "From \(record.catalogue): \(record.identifier)\(stamp), \(revisions)" + (record.deleted ? ", deleted" : "")))
    }
    Terminal.line("Report \(document.number)")
  }

  /// The table of contents, numbered from 1.
  private static func contents(_ sections: [Section]) {
    Terminal.line()
    Terminal.line(Terminal.bold("Contents"))
    let width = "\(sections.count)".count
    for (index, section) in sections.enumerated() {
      let number = String(repeating: " ", count: width - "\(index + 1)".count) + "\(index + 1). "
      let indent = String(repeating: " ", count: width + 4)
      let label = section.label.map { $0 + " " } ?? ""
      let pages = section.pages.map { " (\($0.printed))" } ?? ""
      let title = Terminal.wrap((label + section.title + pages).isEmpty ? "—" : label + section.title + pages, indent: indent)
      Terminal.line("  " + number + title.dropFirst(indent.count))
      for contributor in section.contributors { Terminal.line(Terminal.wrap(name(contributor), indent: indent)) }
      if let excerpt = section.excerpt { Terminal.line(Terminal.wrap(excerpt, indent: indent + "  ")) }
    }
  }

  private static func name(_ contributor: Contributor) -> String {
    let role = contributor.role == .author ? "" : " (\(contributor.role.rawValue))"
    return contributor.name.printed + role + (contributor.affiliation.map { ", \($0)" } ?? "")
  }

  private static func fact(_ name: String, _ value: String?) {
    guard let value, !value.isEmpty else { return }
    let indent = String(repeating: " ", count: 14)
    Terminal.line(Table.pad(name, 14) + Terminal.wrap(value, indent: indent).dropFirst(14))
  }

  private static func list(_ values: [String]) -> String? {
    values.isEmpty ? nil : values.joined(separator: "; ")
  }

  private static func label(_ scheme: Identifier.Scheme) -> String {
    switch scheme {
    case .doi: "DOI"
    case .isbn: "ISBN"
    case .issn: "ISSN"
    case .handle: "Handle"
    case .ark: "ARK"
    case .repec: "RePEc"
    case .reportNumber: "Report no."
    case .stableURL: "Stable URL"
    case .upstream: "Identifier"
    }
  }

  private static func label(_ kind: Link.Kind) -> String {
    switch kind {
    case .landingPage: "Page"
    case .fullText: "Full text"
    case .related: "Related"
    }
  }
}
