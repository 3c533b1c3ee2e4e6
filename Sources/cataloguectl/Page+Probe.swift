import Catalogue
import ControlAPI

extension Page {
  /// What was found at an address, what of it is taken and why, and what its reports say.
  mutating func add(_ answer: ProbeAnswer) {
    let title = answer.title.isEmpty ? answer.address : answer.title
    let software: Line = answer.software.map { ", made with \($0)" } ?? ""
    add(wrapped: "\(bold: title)" + software)
    if answer.address != answer.url { add(wrapped: "\(answer.url) leads to \(answer.address)") }
    for name in answer.catalogues {
      add(wrapped: "\(warning: "The catalogue \(name) has this address already.")")
    }
    for note in answer.notes { add(wrapped: "\(note.first?.uppercased() ?? "")\(String(note.dropFirst()))") }
    guard !answer.finds.isEmpty else { return add() }
    add()
    for (index, find) in answer.finds.enumerated() {
      let number = Line("\(index + 1). ")
      let total: Line = find.total.map { ": \($0)" } ?? ""
      add(wrapped: "\(bold: find.what)" + total, behind: number)
      let indent = Line.spaces(number.columns)
      add(wrapped: "\(find.url)", behind: indent)
      if let problem = find.problem {
        add(wrapped: "\(warning: problem)", behind: indent)
      } else {
        add(wrapped: "its reports say: \(Self.fields(find))", behind: indent)
      }
    }
    guard let file = answer.file, let taken = answer.finds.first else { return add() }
    add()
    add(wrapped: "Taken: the first. \(Self.reason(taken, among: answer.finds))")
    add()
    for report in taken.samples { add(sample: report) }
    add("\(bold: "\(file.name).toml")")
    for line in file.text.split(separator: "\n") { add("  \(String(line))") }
    add()
  }

  /// Why it is the first.
  private static func reason(_ taken: ProbeAnswer.Find, among finds: [ProbeAnswer.Find]) -> String {
    let others = finds.dropFirst().filter { $0.problem == nil }
    let reach = "It \(taken.reach)."
    guard let next = others.first else { return reach }
    let (own, other) = (taken.fields.count, next.fields.count)
    if own > other { return "\(reach) Its reports fill \(own) fields, those of \(next.what) \(other)." }
    return next.reach == taken.reach ? reach : "\(reach) The next best \(next.reach)."
  }

  /// "title, who, date; 2 of 3: abstract".
  private static func fields(_ find: ProbeAnswer.Find) -> String {
    let names = find.fields.filter { $0.count == find.samples.count }.map { word($0.name) }
    let some = find.fields.filter { $0.count < find.samples.count }.map { word($0.name) }
    return names.joined(separator: ", ") + (some.isEmpty ? "" : "; not all: " + some.joined(separator: ", "))
  }

  /// A field, as a reader would call it.
  private static func word(_ field: String) -> String {
    switch field {
    case "contributors": "who"
    case "published": "date"
    case "page_count": "pages"
    case "sections": "contents"
    default: field
    }
  }

  /// One of its reports: what it is, and what else is known of it.
  private mutating func add(sample report: Report) {
    add(wrapped: "\(bold: report.title)", behind: "  ")
    if let subtitle = report.subtitle { add(wrapped: "\(subtitle)", behind: "    ") }
    let who = report.contributors.prefix(3).map { $0.inWords(always: true) }.joined(separator: "; ")
    let more = report.contributors.count > 3 ? " and \(report.contributors.count - 3) more" : ""
    if !who.isEmpty { add(wrapped: "\(who)\(more)", behind: "    ") }
    let shown: Set = ["Published", "Publisher", "Pages", "DOI", "ISBN", "Handle", "Report no.", "Series"]
    let facts = report.facts.filter { shown.contains($0.name) }.map { "\($0.name) \($0.value)" }
    if !facts.isEmpty { add(wrapped: "\(facts.joined(separator: "; "))", behind: "    ") }
    var rest: [String] = []
    if !report.sections.isEmpty { rest.append("contents of \(counted(report.sections.count, "part"))") }
    if let abstract = report.abstract { rest.append("“\(Self.opening(abstract))”") }
    if !rest.isEmpty { add(wrapped: "\(rest.joined(separator: "; "))", behind: "    ") }
    add()
  }

  /// The first words of a text.
  private static func opening(_ text: String) -> String {
    guard text.count > 80 else { return text }
    let start = text.prefix(80)
    return (start.lastIndex(of: " ").map { start[..<$0] } ?? start) + "…"
  }
}
