import Catalogue
import ControlAPI
import ControlClient

extension Command {
  static let conflicts = Command(
    name: "conflicts", takes: [.any(.text("show|N"), upTo: 2)],
    help: "Lists where upstreams say something else than what persons decided, or shows one such conflict.",
    details: """
      A conflict is shown with what the upstream said when the person decided, what the person wants, and what the
      upstream says now, each with its differences from the first marked. cataloguectl resolve N settles it.
      """,
    options: [
      Option("--open", help: "only those that wait for a person; so unless told"),
      Option("--all", help: "also those that ended"),
      Option("--catalogue", .catalogue, help: "only those with its upstream"),
      Option(
        "--kind", .words(ConflictInfo.Kind.known.map(\.rawValue), called: "KIND"),
        help: "only those of this kind"),
      Option("--report", .text("ID"), help: "only those of this report"),
      limit(unlessSaid: 100),
    ],
    choices: [.atMostOneOf("--open", "--all")],
    examples: [
      "cataloguectl conflicts", "cataloguectl conflicts show 3",
      "cataloguectl conflicts --all --catalogue zenodo",
    ]
  ) { context throws(Failure) in
    if let number = try number(context.words) {
      return try context.show(ConflictInfo.self, "conflicts/\(number)") { $1.add($0) }
    }
    var path = "conflicts?limit=\(context.limit(unlessSaid: 100))"
    if context.has("--all") { path += "&state=all" }
    for name in ["catalogue", "kind", "report"] {
      if let value = context.value("--" + name) { path += "&\(name)=" + ControlClient.encode(value) }
    }
    return try context.show(Listing<ConflictInfo>.self, path) { $1.add($0, isAll: context.has("--all")) }
  }

  /// "show 3" or "3"; nil for no word.
  private static func number(_ words: [String]) throws(Failure) -> Int64? {
    guard let word = words.last else { return nil }
    guard words.count == 1 || words[0] == "show", let number = Int64(word) else {
      throw Failure(
        code: .usage, message: "conflicts takes a conflict's number: cataloguectl conflicts show 3")
    }
    return number
  }
}

extension Page {
  mutating func add(_ listing: Listing<ConflictInfo>, isAll: Bool) {
    guard !listing.items.isEmpty else {
      add(isAll ? "There never was a conflict." : "There is no open conflict.")
      return
    }
    var table = Table("CONFLICT", "SINCE", "KIND", "FIELD", "CATALOGUE", "REPORT", "TITLE", numbers: [0, 5])
    if isAll {
      table = Table(
        "CONFLICT", "SINCE", "STATE", "KIND", "FIELD", "CATALOGUE", "REPORT", "TITLE", numbers: [0, 6])
    }
    for conflict in listing.items {
      let number: Line = "\(conflict.number)"
      let since: Line = "\(Words.relative(conflict.opened))"
      let kind: Line = "\(conflict.kind.rawValue)"
      let field: Line = "\(conflict.field ?? "—")"
      let catalogue: Line = "\(conflict.catalogue ?? "—")"
      let title: Line = "\(conflict.title ?? "—")"
      if isAll {
        let state: Line = conflict.isOpen ? "\(warning: "open")" : "\(conflict.ending?.inWords ?? "ended")"
        table.add(number, since, state, kind, field, catalogue, "\(conflict.report)", title)
      } else {
        table.add(number, since, kind, field, catalogue, "\(conflict.report)", title)
      }
    }
    add(table)
    if listing.next != nil { add("There are more: see --limit.") }
  }

  /// One conflict, with what stands against what.
  mutating func add(_ conflict: ConflictInfo) {
    add(wrapped: "\(bold: "Conflict \(conflict.number)"): \(conflict.inWords)")
    var facts: [(name: String, value: String)] = [
      ("report", "\(conflict.report), \(conflict.title ?? "which is gone")"),
      ("kind", conflict.kind.rawValue),
    ]
    if let element = conflict.element {
      facts.append(("element", element.key + (element.n > 1 ? " (the one of number \(element.n))" : "")))
    }
    if let catalogue = conflict.catalogue { facts.append(("catalogue", catalogue)) }
    let run = conflict.run.map { ", by run \($0)" } ?? ""
    facts.append(("opened", "\(conflict.opened) (\(Words.relative(conflict.opened)))\(run)"))
    if conflict.policy != "ask" { facts.append(("policy", conflict.policy)) }
    if let closed = conflict.closed {
      let by = conflict.by.map { ", by \($0)" } ?? ""
      let decision = conflict.decision.map { " (decision \($0))" } ?? ""
      facts.append(("settled", "\(closed)\(by)\(decision): \(conflict.ending?.inWords ?? "ended")"))
    }
    add(facts: facts, indent: 2)
    add()
    if let decisions = conflict.decisions {
      add("What goes with the report if the deletion is accepted:")
      for decision in decisions { add(decision) }
    } else {
      add(sides: conflict.sides)
    }
    guard conflict.isOpen else { return }
    add()
    add("cataloguectl resolve \(conflict.number) --take local     \(conflict.effect(.local))")
    add("cataloguectl resolve \(conflict.number) --take upstream  \(conflict.effect(.upstream))")
    if conflict.decisions == nil {
      add("cataloguectl resolve \(conflict.number) --value TEXT     shows TEXT")
    }
  }

  private mutating func add(_ decision: DecisionBrief) {
    let reason = decision.reason.map { " (\($0))" } ?? ""
    add(
      wrapped: "\(decision.what)\(reason), by \(decision.by), \(Words.relative(decision.at))",
      behind: "  \(decision.decision)  ")
  }
}

extension ConflictInfo.Ending {
  /// How it ended, in a word or two.
  var inWords: String {
    switch self {
    case .local: "local stays"
    case .upstream: "upstream shows"
    case .value: "another value"
    case .decision: "by a decision"
    case .agreed: "they agree"
    case .superseded: "upstream changed again"
    case .policy: "by policy"
    default: rawValue
    }
  }
}

extension ConflictInfo {
  /// What it is about, as the end of a sentence.
  fileprivate var inWords: String {
    let field = field ?? "report"
    switch kind {
    case .changed: return "\(catalogue ?? "the upstream") changed the \(field) that was edited"
    case .elementGone: return "what was edited in \(field) is gone from \(catalogue ?? "the upstream")"
    case .twoEdits: return "two edits of the \(field)"
    case .deletedUpstream: return "deleted upstream, although persons decided about it"
    default: return kind.rawValue
    }
  }

  /// What an answer leads to.
  fileprivate func effect(_ take: ResolutionRequest.Take) -> String {
    switch (kind, take) {
    case (.deletedUpstream, .local): "goes on showing the report"
    case (.deletedUpstream, _): "lets the report go"
    case (.twoEdits, .local): "keeps the later edit"
    case (.twoEdits, _): "withdraws both edits"
    case (_, .local): "keeps what the person wants"
    default: "shows what the upstream says"
    }
  }

  /// What stands against each other, the first being what the others are compared with.
  fileprivate var sides: [(name: String, values: [ValueInfo])] {
    if let rivalLocal {
      return [("EARLIER EDIT", rivalLocal), ("LATER EDIT", local), ("UPSTREAM", upstream)]
    }
    return [("BASE", base), ("LOCAL", local), ("UPSTREAM", upstream)]
  }
}
