import ControlAPI
import ControlClient

extension Command {
  static let search = Command(
    name: "search", arguments: "WORDS… [--catalogue NAME] [--limit N]",
    help: "Finds reports by words of their titles, contributors, subjects, abstracts and sections.",
    options: [
      Option(name: "--catalogue", value: "NAME", help: "only reports of this catalogue"),
      Option(name: "--limit", value: "N", help: "how many to show at most, 20 unless told"),
    ],
    examples: ["cataloguectl search water treaties", "cataloguectl search '\"security alliance\"' --limit 5"],
    count: 1...100
  ) { context throws(Failure) in
    guard let limit = Int(context.options["--limit"] ?? "20"), (1...1000).contains(limit) else {
      throw Failure(code: .usage, message: "--limit is a number from 1 to 1000")
    }
    var path = "reports?limit=\(limit)&q=" + ControlClient.encode(context.words.joined(separator: " "))
    if let name = context.options["--catalogue"] { path += "&catalogue=" + ControlClient.encode(name) }
    return try context.print(path) { bytes throws(Failure) in
      let result = try context.decode(SearchResult.self, bytes)
      for hit in result.hits { print(hit) }
      let total = result.total.map { result.totalIsEstimate ? "more than \($0)" : "\($0)" } ?? "some"
      Terminal.line("\(result.hits.count) of \(total) reports")
    }
  }

  private static func print(_ hit: SearchResult.Hit) {
    let report = hit.report
    let title = report.title.isEmpty ? "(no title)" : report.title
    let full = title + (report.subtitle.map { ": \($0)" } ?? "")
    let number = "\(report.number)"
    let indent = String(repeating: " ", count: max(7, number.count + 1))
    let wrapped = Terminal.wrap(full, indent: indent).dropFirst(indent.count)
    Terminal.line(Table.pad(number, indent.count) + Terminal.bold(String(wrapped)))
    var facts = report.contributors.prefix(3).map(Terminal.clean)
    if report.contributors.count > 3 { facts.append("…") }
    let rest = [report.published, report.publisher].compactMap { $0 }.map(Terminal.clean)
    let line = [facts.joined(separator: "; "), rest.joined(separator: ", ")].filter { !$0.isEmpty }
      .joined(separator: " · ")
    let mark = report.withdrawn ? " · withdrawn" : ""
    let from = report.catalogues.isEmpty ? "" : " [\(report.catalogues.map(Terminal.clean).joined(separator: ", "))]"
    Terminal.line(Terminal.wrap(line + from + mark, indent: indent))
    let snippet = hit.snippet.parts.map(\.text).joined()
    if !snippet.isEmpty, snippet != report.title { Terminal.line(Terminal.wrap(snippet, indent: indent + "  ")) }
  }
}
