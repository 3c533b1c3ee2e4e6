import Catalogue
import ControlAPI
import ControlClient

extension Command {
  static let resolve = Command(
    name: "resolve", takes: [.optional(.number("N", 1...Int.max))],
    help: "Settles a conflict, or all open ones that match.",
    details: """
      local keeps what the person wants, upstream withdraws that and shows what the upstream says, and --value shows a
      third value, typed as cataloguectl edit takes it; an empty one shows nothing. Of a report that was deleted upstream,
      local goes on showing it, and upstream lets it go with what was decided about it.
      """,
    options: [
      Option("--take", .words(["local", "upstream"]), help: "whose value it is"),
      Option("--value", .text("TEXT"), help: "this value instead of both"),
      Option("--reason", .text("TEXT"), help: "why, for the history"),
      Option("--all", help: "all open conflicts, instead of the one of a number"),
      Option("--catalogue", .catalogue, help: "of all, only those with its upstream"),
      Option(
        "--kind", .words(ConflictInfo.Kind.known.map(\.rawValue), called: "KIND"),
        help: "of all, only those of this kind"),
      Option("--field", .text("FIELD"), help: "of all, only those about this field"),
      Option("--dry-run", help: "of all, only say which they are"),
    ],
    choices: [.oneOf("--take", "--value")],
    examples: [
      "cataloguectl resolve 3 --take upstream",
      "cataloguectl resolve 3 --value 'Dikes and dams' --reason 'the title page says so'",
      "cataloguectl resolve --all --take local --catalogue zenodo --field abstract --dry-run",
    ]
  ) { context throws(Failure) in
    if context.has("--all") { return try resolveAll(context) }
    guard let number = context.words.first else {
      throw Failure(
        code: .usage,
        message: "resolve takes a conflict's number, or --all: cataloguectl resolve 3 --take local")
    }
    for option in ["--catalogue", "--kind", "--field", "--dry-run"] where context.has(option) {
      throw Failure(code: .usage, message: "\(option) goes with --all, not with a conflict's number")
    }
    let take = context.value("--take").flatMap(ResolutionRequest.Take.init) ?? .value
    let wish = ResolutionRequest(
      take: take, value: context.value("--value"), reason: context.value("--reason"))
    let (answer, bytes) = try context.post(ResolutionAnswer.self, "conflicts/\(number)/resolution", wish)
    if context.wantsJSON {
      Screen.write(bytes)
    } else {
      for line in answer.inWords { context.screen.say(line) }
    }
    return .done
  }

  private static func resolveAll(_ context: Context) throws(Failure) -> ExitCode {
    guard context.words.isEmpty else {
      throw Failure(code: .usage, message: "say --all or a conflict's number, not both")
    }
    guard let take = context.value("--take").flatMap(ResolutionsRequest.Take.init) else {
      throw Failure(
        code: .usage, message: "--all takes --take local or --take upstream: a value suits one conflict")
    }
    let wish = ResolutionsRequest(
      take: take, catalogue: context.value("--catalogue"),
      kind: context.value("--kind").map(ConflictInfo.Kind.init(rawValue:)), field: context.value("--field"),
      dryRun: context.has("--dry-run"), reason: context.value("--reason"))
    let (answer, bytes) = try context.post(
      ResolutionsAnswer.self, "conflicts/resolution", wish, doing: "settles conflicts")
    guard !context.wantsJSON else {
      Screen.write(bytes)
      return .done
    }
    var page = Page(context.screen)
    page.add(answer, take)
    page.print()
    return .done
  }
}

extension ResolutionAnswer {
  /// What is shown now, and how to take it back.
  var inWords: [Line] {
    var lines: [Line] = []
    if let shown, let field = conflict.field {
      let text = shown.map(\.text).joined(separator: "; ")
      lines.append(
        text.isEmpty
          ? "Report \(report) shows no \(field) now."
          : "Report \(report) shows as its \(field) now: \(bold: text)")
    } else if withdrawn {
      lines.append("Report \(report) is shown as withdrawn now.")
    } else {
      lines.append("Report \(report) goes on showing.")
    }
    lines.append("Conflict \(conflict.number) is settled. To take that back: cataloguectl undo \(decision)")
    return lines
  }
}

extension Page {
  /// The conflicts that were settled, or would be.
  mutating func add(_ answer: ResolutionsAnswer, _ take: ResolutionsRequest.Take) {
    guard !answer.conflicts.isEmpty else {
      add("No open conflict matches.")
      return
    }
    var table = Table(
      "CONFLICT", "DECISION", "KIND", "FIELD", "CATALOGUE", "REPORT", "TITLE", numbers: [0, 1, 5])
    for item in answer.conflicts {
      table.add(
        "\(item.number)", "\(item.decision.map { "\($0)" } ?? "—")", "\(item.kind.rawValue)",
        "\(item.field ?? "—")", "\(item.catalogue ?? "—")", "\(item.report)", "\(item.title ?? "—")")
    }
    add(table)
    let count = counted(answer.conflicts.count, "conflict")
    guard answer.done else {
      add(wrapped: "\(count) would be settled, each for \(take.rawValue): nothing was done (--dry-run).")
      return
    }
    let first = answer.conflicts.compactMap(\.decision).first ?? 0
    add(wrapped: "\(count) settled, each for \(take.rawValue). To take one back: cataloguectl undo \(first)")
  }
}
