import Catalogue

@testable import Citations

/// "Marcel de Haas", "Clingendael Institute" in square brackets for a body.
func person(_ printed: String, _ role: Contributor.Role = .author) -> Contributor {
  if printed.hasPrefix("[") {
    return Contributor(
      name: Name(printed: String(printed.dropFirst().dropLast())), role: role, kind: .corporate)
  }
  return Contributor(name: Name.parse(printed), role: role, kind: .person)
}

/// The report that the product set out from, as its page says it; one of its chapters has a name.
enum Seed {
  static let report = Report(
    title: "The Shanghai Cooperation Organisation",
    subtitle: "Towards a full-grown security alliance?",
    contributors: [
      person("Marcel de Haas", .editor), person("Marcel de Haas"), person("Frans-Paul van der Putten"),
    ],
    published: PartialDate.parse("Nov. 1, 2007"), publisher: "Clingendael Institute", pageCount: 88,
    identifiers: [Identifier(scheme: .stableURL, value: "https://www.jstor.org/stable/resrep05516")],
    languages: ["en"], types: ["Research Report"],
    sections: [
      Section(pages: PageRange.parse("[i]-[ii]")),
      Section(title: "Preface", pages: PageRange.parse("1-2")),
      Section(
        contributors: [person("Frans-Paul van der Putten")], pages: PageRange.parse("31-40"),
        excerpt: "What does China want of the organisation?"),
    ])

  static let whole = Citation(number: 17, report: report)
  static let chapter = Citation(number: 17, report: report, position: 3)
}

func written(_ citations: [Citation], _ format: RecordFormat, _ style: TextStyle = .chicago) -> String {
  var writer = format.writer(style: style, at: Timestamp(seconds: 1_790_000_000))
  return String(decoding: writer.document(citations), as: UTF8.self)
}

/// What one report is in a format.
func written(_ report: Report, _ format: RecordFormat) -> String {
  written([Citation(number: 1, report: report)], format)
}
