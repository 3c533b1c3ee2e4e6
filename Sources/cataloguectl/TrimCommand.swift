import Catalogue
import ControlAPI

extension Command {
  static let trim = Command(
    name: "trim", takes: [.optional(.catalogue)],
    help: "Thins out what is kept of records: old revisions go for good, where the configuration allows it.",
    details: """
      Of the revisions of a record that are older than AGE the last stays, as what was shown then, and so do those
      that are still needed: the latest, and those that open conflicts are about. AGE is in days or weeks:
      730d, 104w.

      A catalogue keeps all of them unless its file says trim = true.
      """,
    options: [
      Option("--older-than", .text("AGE"), help: "how old what goes is at least"),
      Option("--dry-run", help: "only say what would go"),
      Option("--yes", help: "remove without asking"),
    ],
    choices: [.oneOf("--older-than")],
    examples: ["cataloguectl trim --older-than 730d --dry-run", "cataloguectl trim --older-than 104w zenodo"]
  ) { context throws(Failure) in
    guard let age = Age(context.value("--older-than") ?? "") else {
      throw Failure(code: .usage, message: "--older-than takes days or weeks, at least one: 730d, 104w")
    }
    var wish = TrimRequest(
      olderThan: age, catalogue: context.words.first, dryRun: context.has("--dry-run"))
    if !wish.dryRun, !context.has("--yes") {
      wish.dryRun = true
      let (would, bytes) = try context.post(TrimAnswer.self, "trim", wish, doing: "counts")
      // Where nothing goes, there is nothing to ask.
      guard would.revisions > 0 else { return try say(would, bytes, context) }
      try context.askBeforeRemoving(loss(would, age), typing: "yes", called: "yes")
      wish.dryRun = false
    }
    let (answer, bytes) = try context.post(
      TrimAnswer.self, "trim", wish, doing: wish.dryRun ? "counts" : "removes what is older than \(age.text)")
    return try say(answer, bytes, context)
  }

  private static func loss(_ answer: TrimAnswer, _ age: Age) -> String {
    let parts = answer.catalogues.filter { $0.revisions > 0 }.map {
      "\(counted($0.revisions, "revision")) of \(counted($0.records, "record")) of \($0.catalogue)"
    }
    return parts.joined(separator: ", ") + ", older than \(age.text),"
  }

  private static func say(_ answer: TrimAnswer, _ bytes: [UInt8], _ context: Context) throws(Failure)
    -> ExitCode
  {
    if answer.catalogues.isEmpty, !answer.skipped.isEmpty {
      throw Failure(
        code: .failed,
        message: "every catalogue keeps all its revisions: set trim = true in the file of one, and reload")
    }
    if context.wantsJSON {
      Screen.write(bytes)
    } else {
      var page = Page(context.screen)
      page.add(answer)
      page.print()
    }
    return .done
  }
}

extension TrimAnswer {
  /// How many revisions go of all catalogues.
  fileprivate var revisions: Int { catalogues.reduce(0) { $0 + $1.revisions } }
}

extension Page {
  mutating func add(_ answer: TrimAnswer) {
    for count in answer.catalogues {
      let what =
        count.revisions == 0
        ? "nothing that old goes"
        : (answer.done ? "removed " : "would remove ")
          + "\(counted(count.revisions, "revision")) of \(counted(count.records, "record"))"
      say("\(count.catalogue): \(what)")
    }
    if answer.catalogues.isEmpty { say("There are no records.") }
    guard !answer.skipped.isEmpty else { return }
    say("Left alone, since their files do not say trim = true: \(answer.skipped.joined(separator: ", "))")
  }
}
