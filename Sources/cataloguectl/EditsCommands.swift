import ControlAPI
import ControlClient
import Manual
import Reconciliation

extension Command {
  static let edits = Command(
    name: "edits", takes: [.optional(.text("ID"))],
    help: "Lists what persons decided, of all reports or of one, the latest first.",
    details: """
      (undone) is what was taken back; (no longer counts) what a later decision replaced, a resolution gave up, or fell with
      a deletion that somebody accepted. Long values are cut: --json has all of them.
      """,
    options: [limit(unlessSaid: 20)], examples: ["cataloguectl edits", "cataloguectl edits 17 --limit 5"]
  ) { context throws(Failure) in
    let filter = context.words.first.map { "&report=" + ControlClient.encode($0) } ?? ""
    let path = "decisions?limit=\(context.limit(unlessSaid: 20))" + filter
    return try context.show(Listing<DecisionInfo>.self, path) { $1.add($0) }
  }

  static let undo = Command(
    name: "undo", takes: [.any(.number("DECISION", 1...Int.max), upTo: 100)],
    help: "Takes decisions back: what the library shows is as if they had not been made.",
    details: """
      edits lists decisions with their numbers; of several all are taken back, or none. An undo is a decision, too, and can
      be taken back. With --edits, all edits of a report are taken back, those that later ones replaced included.
      """,
    options: [
      Option("--edits", .text("ID"), help: "all edits of this report, instead of decisions by their numbers"),
      Option(
        "--field", .words(Field.allCases.map(\.rawValue), called: "FIELD"),
        help: "of the report's edits, only those of this field"),
      .reason,
    ], examples: ["cataloguectl undo 12", "cataloguectl undo --edits 17 --field title"]
  ) { context throws(Failure) in
    if let report = context.value("--edits") {
      guard context.words.isEmpty, !context.has("--reason") else {
        throw Failure(
          code: .usage, message: "--edits goes with --field, and with no DECISION and no --reason")
      }
      let field = context.value("--field").map { "?field=" + ControlClient.encode($0) } ?? ""
      return context.say(
        try context.delete(EditAnswer.self, "reports/\(ControlClient.encode(report))/edits" + field))
    }
    guard !context.words.isEmpty, !context.has("--field") else {
      throw Failure(
        code: .usage,
        message: "say which DECISION, as edits lists them; or --edits ID for all edits of a report")
    }
    let wish = UndoRequest(
      reason: context.value("--reason"), also: context.words.dropFirst().compactMap { Int64($0) })
    return context.say(try context.post(EditAnswer.self, "decisions/\(context.words[0])/undo", wish))
  }

  static let pin = Command(
    name: "pin",
    takes: [
      .one(.text("ID")), .one(.words(Field.allCases.filter { !$0.isUnion }.map(\.rawValue), called: "FIELD")),
      .one(.catalogue("CATALOGUE")),
    ],
    help: "Lets a field of a report come from one catalogue, whatever the priorities say.",
    options: [.reason], examples: ["cataloguectl pin 17 abstract zenodo"]
  ) { context throws(Failure) in
    let wish = PinRequest(
      field: context.words[1], catalogue: context.words[2], reason: context.value("--reason"))
    return try context.decide("pin", wish)
  }

  static let merge = Command(
    name: "merge", takes: [.one(.text("ID")), .one(.text("OTHER"))],
    help: "Makes two reports one; their catalogues need not state the same identifier.",
    options: [.reason], examples: ["cataloguectl merge 17 42"]
  ) { context throws(Failure) in
    try context.decide("merge", MergeRequest(with: context.words[1], reason: context.value("--reason")))
  }

  static let keepApart = Command(
    name: "keep-apart", takes: [.one(.text("ID")), .one(.text("OTHER"))],
    help: "Keeps two reports apart, or parts one: OTHER then is one of its records.",
    details: """
      Records have numbers, too: show ID --provenance says which records a report is made of. What was edited stays with
      the record over whose value it was made; the answer says which decisions are with which report then.
      """,
    options: [.reason], examples: ["cataloguectl keep-apart 17 42"]
  ) { context throws(Failure) in
    try context.decide(
      "keep-apart", KeepApartRequest(from: context.words[1], reason: context.value("--reason")))
  }

  static let suggestions = Command(
    name: "suggestions", help: "Lists reports that look alike: merge them, or keep them apart.",
    options: [limit(unlessSaid: 20)], examples: ["cataloguectl suggestions"]
  ) { context throws(Failure) in
    let path = "suggestions?limit=\(context.limit(unlessSaid: 20))"
    return try context.show(Listing<SuggestionInfo>.self, path) { $1.add($0) }
  }
}

extension Context {
  /// Decides about the report that the first word names.
  fileprivate func decide(_ verb: String, _ wish: some Encodable) throws(Failure) -> ExitCode {
    say(try post(EditAnswer.self, "reports/\(ControlClient.encode(words[0]))/\(verb)", wish))
  }
}

extension Page {
  mutating func add(_ decisions: Listing<DecisionInfo>) {
    guard !decisions.items.isEmpty else {
      add("Nobody has decided anything.")
      return
    }
    var table = Table("DECISION", "WHEN", "WHO", "REPORT", "WHAT", "REASON", numbers: [0, 3])
    for decision in decisions.items {
      table.add(
        "\(decision.number)", "\(Words.relative(decision.at))",
        "\(Words.who(decision.by, decision.imported))",
        "\(decision.report.map { "\($0)" } ?? "—")",
        (decision.undone ? "(undone) " : decision.fallen == true ? "(no longer counts) " : "")
          + "\(decision.text)", "\(decision.reason ?? "")")
    }
    add(table)
    if decisions.next != nil { add("There are more: see --limit.") }
  }

  mutating func add(_ suggestions: Listing<SuggestionInfo>) {
    guard !suggestions.items.isEmpty else {
      add("No two reports look alike.")
      return
    }
    for suggestion in suggestions.items {
      say("\(Words.likeness(suggestion.likeness)):")
      for report in suggestion.reports { add(report, indent: 2) }
      let numbers = suggestion.reports.map { "\($0.number)" }.joined(separator: " ")
      say("cataloguectl merge \(numbers), or cataloguectl keep-apart \(numbers)", behind: "  ")
    }
    if suggestions.next != nil { add("There are more: see --limit.") }
  }
}

extension Words {
  /// Why two reports look alike.
  fileprivate static func likeness(_ kind: String) -> String {
    switch kind {
    case "title": "The same title, year and first contributor"
    case "publisher-number": "The same publisher and report number"
    case "series-number": "The same series and number"
    default: kind
    }
  }
}
