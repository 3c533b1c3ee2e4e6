import Catalogue
import ControlAPI
import ControlClient

extension Command {
  static let show = Command(
    name: "show", takes: [.one(.text("ID"))],
    help:
      "Shows a report: by its number, a DOI, an ISBN or a handle (also as an address), or the upstream's own identifier.",
    details:
      "WHEN is a day (2026-11-24, to its end) or moment (2026-11-24T06:00:00Z, both in UTC), or a revision's number.",
    options: [
      Option("--at", .text("WHEN"), help: "as it was then, or as that revision said it"),
      Option(
        "--provenance",
        help:
          "say of each value which catalogue's record or which edit it comes from, and what the others say"),
    ],
    choices: [.atMostOneOf("--at", "--provenance")],
    examples: [
      "cataloguectl show 17", "cataloguectl show https://doi.org/10.5555/ipg.2020.01",
      "cataloguectl show 17 --at 2026-11-01",
      "cataloguectl show 17 --provenance",
    ]
  ) { context throws(Failure) in
    if context.has("--provenance") {
      let path = "reports/\(ControlClient.encode(context.words[0]))/provenance"
      return try context.show(ProvenanceInfo.self, path) { $1.add($0) }
    }
    return try context.show(
      ReportDocument.self, "reports/" + ControlClient.encode(context.words[0]) + (try at(context))
    ) { $1.add($0) }
  }

  private static func at(_ context: Context) throws(Failure) -> String {
    guard let text = context.value("--at") else { return "" }
    guard PastTime(text) != nil else {
      throw Failure(
        code: .usage,
        message: "--at takes a day (2026-11-24), a moment (2026-11-24T06:00:00Z) or a revision's number")
    }
    return "?at=" + ControlClient.encode(text)
  }
}

extension Page {
  mutating func add(_ document: ReportDocument) {
    let report = document.report
    if let past = document.past {
      add(wrapped: "\(warning: "As it was:") \(past.what)")
      add()
    }
    add(wrapped: "\(bold: report.title.isEmpty ? "(no title)" : report.title)")
    if let subtitle = report.subtitle { add(text: subtitle) }
    if document.withdrawn { add("\(warning: "Withdrawn by every catalogue that carried it.")") }
    if !report.contributors.isEmpty || !report.facts.isEmpty { add() }
    for contributor in report.contributors {
      add(wrapped: "\(contributor.inWords(always: true))", behind: "  ")
    }
    add(facts: report.facts, indent: 2)
    if let abstract = report.abstract {
      add()
      add(text: abstract)
    }
    if !report.sections.isEmpty {
      add()
      add("\(bold: "Contents")")
      for (index, section) in report.sections.enumerated() {
        add(section, index + 1, of: report.sections.count)
      }
    }
    add()
    for record in document.records {
      let stamp: Line = record.datestamp.map { ", \($0)" } ?? ""
      let end: Line = record.deleted ? ", deleted" : ""
      add(
        wrapped: "From \(record.catalogue): \(record.identifier)" + stamp
          + ", \(counted(record.revisions, "revision"))" + end)
    }
    add("Report \(document.number)")
  }

  /// An entry of the table of contents, numbered from 1.
  private mutating func add(_ section: Section, _ position: Int, of count: Int) {
    let number: Line = "  \("\(position)".padded(to: "\(count)".count, atStart: true)). "
    // A label that says no more than the place is not said twice.
    let label = section.label == "\(position)" ? nil : section.label
    var title = [label, section.title.isEmpty ? nil : section.title].compactMap { $0 }.joined(
      separator: " ")
    if let pages = section.pages {
      // Some are printed in brackets.
      let printed = pages.printed.hasPrefix("(") ? pages.printed : "(\(pages.printed))"
      title += title.isEmpty ? printed : " " + printed
    }
    add(wrapped: title.isEmpty ? "—" : "\(title)", behind: number)
    let indent = Line.spaces(number.columns)
    for contributor in section.contributors {
      add(wrapped: "\(contributor.inWords(always: false))", behind: indent)
    }
    if let excerpt = section.excerpt { add(text: excerpt, indent: number.columns + 2) }
  }
}

extension Contributor {
  /// "Marcel de Haas (editor), Clingendael Institute"; an author's role is said only where asked for.
  func inWords(always: Bool) -> String {
    var roles = role == .author && !always ? [] : [role.rawValue]
    if kind == .corporate { roles.append("corporate") }
    let role = roles.isEmpty ? "" : " (\(roles.joined(separator: ", ")))"
    return name.printed + role + (affiliation.map { ", \($0)" } ?? "")
  }
}
