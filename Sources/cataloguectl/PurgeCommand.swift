import Catalogue
import ControlAPI
import ControlClient

extension Command {
  static let purge = Command(
    name: "purge", takes: [.optional(.text("ID"))],
    help: "Removes a report, or what only one catalogue carries, for good.",
    details: """
      A report is named as for show: what goes is its records in every catalogue, all their revisions, and the
      edits and other decisions that concern nothing else. An upstream that goes on listing it brings it back,
      as a new report.

      A catalogue must have no file any more; see forget.
      """,
    options: [
      Option("--catalogue", .catalogue, help: "what only this catalogue carries, as forget --purge does"),
      Option("--dry-run", help: "only say what would be lost"),
      Option("--yes", help: "remove without asking"),
    ],
    examples: [
      "cataloguectl purge 10.5555/12345 --dry-run", "cataloguectl purge 17",
      "cataloguectl purge --catalogue zenodo",
    ]
  ) { context throws(Failure) in
    switch (context.words.first, context.value("--catalogue")) {
    case (let report?, nil): return try purge(report: report, context)
    case (nil, let catalogue?): return try purge(catalogue: catalogue, context)
    case (nil, nil): throw Failure(code: .usage, message: "say which report, or --catalogue NAME")
    case (_?, _?):
      throw Failure(code: .usage, message: "a report and --catalogue exclude each other: say one of them")
    }
  }

  private static func purge(report: String, _ context: Context) throws(Failure) -> ExitCode {
    let path = "reports/\(ControlClient.encode(report))/purge"
    let isRehearsal = context.has("--dry-run")
    if !isRehearsal, !context.has("--yes") {
      let (would, _) = try context.post(PurgeAnswer.self, path, PurgeRequest(dryRun: true))
      try context.askBeforeRemoving(loss(would), typing: "yes", called: "yes")
    }
    let (answer, bytes) = try context.post(PurgeAnswer.self, path, PurgeRequest(dryRun: isRehearsal))
    if context.wantsJSON { Screen.write(bytes) } else { context.screen.say("\(answer.message)") }
    return .done
  }

  private static func loss(_ answer: PurgeAnswer) -> String {
    "report \(answer.report), “\(answer.title)”: \(counted(answer.records, "record")) of "
      + "\(answer.catalogues.joined(separator: ", ")) with \(counted(answer.revisions, "revision")), and "
      + "\(counted(answer.decisions, "decision")) (an upstream that goes on listing it brings it back),"
  }

  // MARK: A catalogue

  /// Removes what only a catalogue carries, after a person has typed its name.
  static func purge(catalogue name: String, _ context: Context) throws(Failure) -> ExitCode {
    if context.has("--dry-run") {
      return try context.change(
        of: name, ForgetAnswer.self, "forget", ForgetRequest(purge: true, dryRun: true)
      ) { ("\($0.catalogue): would remove \(loss($0))", .done) }
    }
    if !context.has("--yes") {
      let (would, _) = try context.post(
        ForgetAnswer.self, "catalogues/\(ControlClient.encode(name))/forget",
        ForgetRequest(purge: true, dryRun: true))
      try context.askBeforeRemoving(
        "\(loss(would)) of \(name)", typing: name, called: "the catalogue's name")
    }
    return try context.change(
      of: name, ForgetAnswer.self, "forget", ForgetRequest(purge: true),
      doing: "removes what only \(name) carries"
    ) { ("\($0.catalogue): removed \(loss($0))", .done) }
  }

  private static func loss(_ answer: ForgetAnswer) -> String {
    "\(counted(answer.reports + answer.withdrawn, "report")) (\(answer.withdrawn) withdrawn), "
      + "\(counted(answer.records, "record")) with their history, \(counted(answer.rejects, "reject")), "
      + "and \(counted(answer.decisions ?? 0, "decision")) of persons"
      + (answer.handedOver.flatMap {
        $0 > 0 ? " (\($0) more \($0 == 1 ? "goes" : "go") on over what other catalogues say)" : nil
      } ?? "")
  }
}
