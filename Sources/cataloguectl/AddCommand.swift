import Catalogue
import ControlAPI
import ControlClient

extension Command {
  static let add = Command(
    name: "add", takes: [.one(.text("URL"))],
    help: "Looks at an address, says how its catalogue can be had, and writes the catalogue's file.",
    details: """
      The daemon looks, with its own limits and politeness: at what answers at URL; for OAI-PMH where the
      program that made the page has it; for a JSON API, feeds, the sitemaps that robots.txt names, and the
      links of the page itself. Each way that answers is tried, and three of its reports are read. The best
      one is taken: that which reaches furthest, and whose reports say most.

      The file is written here, with your rights, and the configuration is read again. No file is ever
      replaced. Whoever may not write there is told what to do.
      """,
    options: [
      Option(
        "--name", .text("NAME"), help: "what the catalogue is to be called; made of the address unless told"),
      Option("--dry-run", help: "print the file, and write nothing"),
    ],
    examples: [
      "cataloguectl add https://example.org/publications --dry-run",
      "cataloguectl add https://repository.example.org/ --name harbour",
    ]
  ) { context throws(Failure) in
    let url = context.words[0]
    let wish = ProbeRequest(url: url, name: context.value("--name"))
    context.noteSignals()
    let (answer, bytes) = try context.post(ProbeAnswer.self, "probe", wish, doing: "looks at the address")
    let isShown = !context.wantsJSON
    if isShown {
      var page = Page(context.screen)
      page.add(answer)
      page.print()
    } else {
      Screen.write(bytes)
    }
    guard let file = answer.file else {
      throw Failure(code: .notFound, message: "nothing was found there that can be mirrored")
    }
    if context.has("--dry-run") {
      if isShown {
        if let problem = file.problem { context.screen.say("It would be refused: \(problem)") }
        context.screen.say("Nothing was written. It belongs into \(file.path)")
      }
      return .done
    }
    if let problem = file.problem { throw Failure(code: .failed, message: "nothing was written: \(problem)") }
    switch try CatalogueFileWriter.write(file.text, to: file.path) {
    case .written:
      if isShown { context.screen.say("Written to \(file.path)") }
      return try reload(context, file, isShown: isShown)
    case .notPermitted(let why):
      if isShown {
        let again = ["sudo", "cataloguectl", "add", url, "--name", file.name].map(ShellWord.quoted)
        context.screen.say("Let somebody who may write there do it:")
        context.screen.print("  \(again.joined(separator: " "))")
        context.screen.say("or put the lines above into \(file.path), and then:")
        context.screen.print("  sudo cataloguectl reload")
      }
      throw Failure(code: .notPermitted, message: "nothing was written: \(file.path): \(why)")
    }
  }

  /// Lets the daemon take the file, and says what follows.
  private static func reload(_ context: Context, _ file: ProbeAnswer.File, isShown: Bool) throws(Failure)
    -> ExitCode
  {
    let answer: ReloadAnswer
    do throws(Failure) {
      (answer, _) = try context.post(ReloadAnswer.self, "reload", [String: String]())
    } catch {
      // The file is there: whatever keeps the daemon from reading it now, it is read at the next start.
      if isShown {
        context.screen.say("The daemon does not know of it yet. What follows: sudo cataloguectl reload")
      }
      guard error.code == .notPermitted else { throw error }
      return .done
    }
    if isShown { context.screen.say("\(answer.summary)") }
    for problem in answer.problems { Screen.complain(problem.text) }
    let isAsked = answer.added.contains(file.name)
    if isShown, isAsked {
      context.screen.say(
        "Its first run begins by itself: cataloguectl watch \(file.name) shows it, cataloguectl catalogues \(file.name) how "
          + "it stands")
    }
    if answer.waiting.contains(file.name) {
      if isShown { context.screen.say("\(file.name) waits: see cataloguectl catalogues \(file.name)") }
      return .waits
    }
    return isAsked ? .done : .failed
  }
}
