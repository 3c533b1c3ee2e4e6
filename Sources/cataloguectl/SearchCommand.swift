import Catalogue
import ControlAPI
import ControlClient

extension Command {
  static let search = Command(
    name: "search", takes: [.some(.text("WORD"), upTo: SearchLimits.words)],
    help: "Finds reports by words of their titles, contributors, subjects, abstracts and sections.",
    details: """
      Every word must occur, in whatever order; "words in quotes" must stand behind each other; begin* finds each word
      that begins so. Capitals and diacritics make no difference. A search has at most \(SearchLimits.words) words, and
      \(SearchLimits.beginnings) stars.

      In Chinese, Japanese and Korean, the index takes all that no space or sign parts for one word. A search finds it by
      its beginning, without a star: 日本 finds 日本語の報告, and 報告 does not.
      """,
    options: [
      Option("--catalogue", .catalogue, help: "only reports of this catalogue"),
      limit(unlessSaid: 20),
    ],
    examples: [
      "cataloguectl search water treaties", "cataloguectl search '\"security alliance\"' --limit 5",
    ]
  ) { context throws(Failure) in
    let limit = context.limit(unlessSaid: 20)
    var path = "reports?limit=\(limit)&q=" + ControlClient.encode(context.words.joined(separator: " "))
    if let name = context.value("--catalogue") { path += "&catalogue=" + ControlClient.encode(name) }
    return try context.show(SearchResult.self, path) { $1.add($0) }
  }
}

extension Page {
  mutating func add(_ result: SearchResult) {
    for hit in result.hits { add(hit) }
    guard let total = result.total else {
      add("\(counted(result.hits.count, "report")) shown")
      return
    }
    let found = counted(total, "report")
    if result.hits.isEmpty {
      add("Nothing is found.")
    } else {
      add("\(result.hits.count) of \(result.totalIsEstimate ? "more than " : "")\(found)")
    }
  }

  /// What a hit shows of anything, in columns: whatever upstreams send, a list stays one that can be read.
  private static let longest = 400

  /// The number, the title, who, when and where; and the place where the words were found.
  private mutating func add(_ hit: SearchResult.Hit) {
    add(hit.report)
    let snippet = hit.snippet.parts.reduce(into: Line()) { line, part in
      line.append(Line(part.text, part.hit == true ? .bold : .plain))
    }
    if !snippet.isEmpty, !snippet.plain.hasPrefix(hit.report.title) {
      add(wrapped: snippet.cut(to: Self.longest), behind: .spaces(max(6, "\(hit.report.number)".count) + 3))
    }
  }

  /// A report in a list: its number, the title, who, when and where.
  mutating func add(_ report: ReportSummary, indent: Int = 0) {
    let number = Line.spaces(indent) + Line("\(report.number)".padded(to: 6) + " ")
    let title = report.title.isEmpty ? "(no title)" : report.title
    let whole: Line = "\(bold: report.subtitle.map { "\(title): \($0)" } ?? title)"
    add(wrapped: whole.cut(to: Self.longest), behind: number)
    let who =
      report.contributors.prefix(3).joined(separator: "; ") + (report.contributors.count > 3 ? "; …" : "")
    let published = [report.published, report.publisher].compactMap { $0 }.joined(separator: ", ")
    var facts = [who, published].filter { !$0.isEmpty }
    if !report.catalogues.isEmpty { facts.append("[\(report.catalogues.joined(separator: ", "))]") }
    if report.withdrawn { facts.append("withdrawn") }
    let indent = Line.spaces(number.columns)
    if !facts.isEmpty {
      add(wrapped: ("\(facts.joined(separator: " · "))" as Line).cut(to: Self.longest), behind: indent)
    }
  }
}
