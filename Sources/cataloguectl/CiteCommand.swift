import Catalogue
import Citations
import ControlAPI
import ControlClient

extension Command {
  static let cite = Command(
    name: "cite", takes: [.some(.text("ID"), upTo: 100)],
    help: "Says how reports, or chapters of one, are cited: in words, or for a reference manager.",
    details: """
      ris is for EndNote, RefWorks, Zotero and Mendeley; bibtex for BibTeX and Biber; csl-json for citation processors.
      In words, references follow the Chicago Manual of Style (17th edition, author-date), APA (7th) or MLA (9th);
      titles keep the capitals that the catalogue gives them.

      What is named twice, by whatever names, is cited once. N is an entry's place in the table of contents, as show counts them. A chapter that names nobody is cited without
      authors, unless no chapter of its report names any.
      """,
    options: [
      Option(
        "--sections", .text("N,N-N"), help: "these entries of the contents, in place of the whole report"),
      Option(
        "--format", .words(RecordFormat.cited.map(\.rawValue)), help: "how; text unless told"),
      Option("--style", .words(TextStyle.allCases.map(\.rawValue)), help: "of text; chicago unless told"),
    ],
    examples: [
      "cataloguectl cite 17 --style apa", "cataloguectl cite 17 --sections 3,5-7 --format ris >chapters.ris",
      "cataloguectl cite 17 18 10.5555/ipg.2020.01 --format bibtex",
    ]
  ) { context throws(Failure) in
    let request = try request(context)
    var citations: [Citation] = []
    let code = try context.each(context.words) { (id) throws(Failure) in
      let found = try context.get(ReportDocument.self, "reports/" + ControlClient.encode(id))
      // Whatever it is named by, each is cited once: keys are never given twice.
      guard !citations.contains(where: { $0.number == found.number }) else { return .done }
      do throws(Problem) { citations += try request.citations(of: found.number, found.report) } catch {
        throw Failure(.problem(error))
      }
      return .done
    }
    guard !citations.isEmpty else { return code }
    // None of these formats says when it was written.
    var writer = request.format.writer(style: request.style, at: Timestamp(seconds: 0))
    let bytes = writer.document(citations)
    if request.format == .text { say(bytes, on: context.screen) } else { Screen.write(bytes) }
    return code
  }

  private static func request(_ context: Context) throws(Failure) -> CitationRequest {
    var request = CitationRequest(format: try format(context), sections: try sections(context))
    if let style = context.value("--style").flatMap({ TextStyle(rawValue: $0) }) { request.style = style }
    return request
  }

  private static func format(_ context: Context) throws(Failure) -> RecordFormat {
    let said = context.value("--format").flatMap { RecordFormat(rawValue: $0) }
    let format = said ?? (context.wantsJSON ? .cslJSON : .text)
    guard format == .text || !context.has("--style") else {
      throw Failure(code: .usage, message: "--style is of text: \(format.rawValue) has none")
    }
    return format
  }

  private static func sections(_ context: Context) throws(Failure) -> SectionChoice? {
    guard let text = context.value("--sections") else { return nil }
    guard let sections = SectionChoice(text) else {
      throw Failure(
        code: .usage,
        message: "--sections takes places in the table of contents, from 1: 3,5-7; not “\(text)”")
    }
    guard context.words.count == 1 else {
      throw Failure(code: .usage, message: "--sections is of one report; name one")
    }
    return sections
  }

  /// References, a line each: broken to fit a terminal, whole in a pipe.
  private static func say(_ bytes: [UInt8], on screen: Screen) {
    guard screen.isTerminal else { return Screen.write(bytes) }
    for line in bytes.split(separator: 0x0A) { screen.say("\(String(decoding: line, as: UTF8.self))") }
  }
}
