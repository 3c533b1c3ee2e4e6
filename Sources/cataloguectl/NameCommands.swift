import Catalogue
import ControlAPI
import ControlClient
import Glibc

extension Command {
  static let rename = Command(
    name: "rename", takes: [.one(.catalogue("OLD")), .one(.catalogue("NEW"))],
    help: "Gives the records of a catalogue that has no file any more to another name.",
    options: [
      Option("--another", help: "NEW is another catalogue: OLD keeps its records")
    ],
    examples: ["cataloguectl rename zenodo zenodo-eu", "cataloguectl rename zenodo zenodo-eu --another"]
  ) { context throws(Failure) in
    let wish = RenameRequest(to: context.words[1], another: context.has("--another"))
    return try context.change(of: context.words[0], RenameAnswer.self, "rename", wish) {
      ("\($0.message)", .done)
    }
  }

  static let forget = Command(
    name: "forget", takes: [.some(.catalogue, upTo: 1000)],
    help: "Lists a catalogue that has no file any more no longer, and keeps or removes what only it carries.",
    options: [
      Option("--keep", help: "its records go on showing"),
      Option("--purge", help: "what only it carries is removed for good"),
      Option("--yes", help: "remove without asking"),
    ],
    choices: [.oneOf("--keep", "--purge")],
    examples: ["cataloguectl forget zenodo --keep", "cataloguectl forget zenodo --purge"]
  ) { context throws(Failure) in
    let isPurge = context.has("--purge")
    return try context.eachCatalogue { (name) throws(Failure) in
      if isPurge, !context.has("--yes") { try confirm(name, context) }
      return try context.change(
        of: name, ForgetAnswer.self, "forget", ForgetRequest(purge: isPurge),
        doing: isPurge ? "removes what only \(name) carries" : nil
      ) { answer in
        guard answer.purge else {
          return ("\(answer.catalogue) is no longer listed; \(counted(answer.records, "record")) stay", .done)
        }
        return ("\(answer.catalogue): removed \(loss(answer))", .done)
      }
    }
  }

  /// Says what will be lost, and asks for the catalogue's name.
  private static func confirm(_ name: String, _ context: Context) throws(Failure) {
    let (would, _) = try context.post(
      ForgetAnswer.self, "catalogues/\(ControlClient.encode(name))/forget",
      ForgetRequest(purge: true, dryRun: true))
    let lost = loss(would)
    guard isatty(STDIN_FILENO) != 0 else {
      throw Failure(
        code: .usage,
        message: "\(lost) of \(name) would be removed for good: say --yes where nobody can be asked")
    }
    Screen.write(
      Array("\(lost) of \(name) will be removed for good.\nType the catalogue's name to go on: ".utf8),
      to: STDERR_FILENO)
    guard readLine(strippingNewline: true) == name else {
      throw Failure(code: .failed, message: "nothing was removed")
    }
  }

  private static func loss(_ answer: ForgetAnswer) -> String {
    "\(counted(answer.reports + answer.withdrawn, "report")) (\(answer.withdrawn) withdrawn), "
      + "\(counted(answer.records, "record")) with their history, and \(counted(answer.rejects, "reject"))"
  }
}
