import Catalogue
import ControlAPI
import ControlClient

extension Command {
  static let history = Command(
    name: "history", takes: [.one(.text("ID"))],
    help: "Tells what has come to pass with a report, the latest first.",
    details: """
      Every revision of its records, every edit and other decision, every join and split, and every conflict with its end.
      cataloguectl diff ID A B shows what two revisions say differently, and cataloguectl undo takes a decision back.
      """,
    options: [limit(unlessSaid: 100)],
    examples: ["cataloguectl history 17"]
  ) { context throws(Failure) in
    let path =
      "reports/\(ControlClient.encode(context.words[0]))/history?limit=\(context.limit(unlessSaid: 100))"
    return try context.show(Listing<HistoryEntry>.self, path) { $1.add($0) }
  }

  static let diff = Command(
    name: "diff",
    takes: [.one(.text("ID")), .one(.number("A", 1...Int.max)), .one(.number("B", 1...Int.max))],
    help: "Shows what two revisions of a report's records say differently, field by field.",
    details:
      "cataloguectl history ID lists the revisions. With --json, the two as the API has them, in an array.",
    examples: ["cataloguectl diff 17 40 52"]
  ) { context throws(Failure) in
    func path(_ revision: String) -> String {
      "reports/\(ControlClient.encode(context.words[0]))?at=\(revision)"
    }
    let old = try context.get(path(context.words[1]))
    let new = try context.get(path(context.words[2]))
    if context.wantsJSON {
      Screen.write(Array("[".utf8) + old.trimmed + Array(",".utf8) + new.trimmed + Array("]\n".utf8))
      return .done
    }
    var page = Page(context.screen)
    page.add(
      differences: try context.decode(ReportDocument.self, old),
      try context.decode(ReportDocument.self, new))
    page.print()
    return .done
  }
}

extension [UInt8] {
  /// Without the line's end.
  fileprivate var trimmed: [UInt8] { last == UInt8(ascii: "\n") ? Array(dropLast()) : self }
}

extension Page {
  mutating func add(_ history: Listing<HistoryEntry>) {
    var table = Table("WHEN", "WHAT", "REVISION", "DECISION", "BY", "RUN", numbers: [2, 3, 5])
    for entry in history.items {
      let reason = entry.reason.map { " (\($0))" } ?? ""
      let undone = entry.undone == true ? "undone: " : ""
      table.add(
        "\(Words.relative(entry.at))", "\(undone)\(entry.what)\(reason)",
        "\(entry.revision.map { "\($0)" } ?? "—")", "\(entry.decision.map { "\($0)" } ?? "—")",
        "\(entry.by.map { Words.who($0, entry.imported) } ?? "—")", "\(entry.run.map { "\($0)" } ?? "—")")
    }
    add(table)
    if history.next != nil { add("There is more: see --limit.") }
  }

  /// What two states of a report say differently.
  mutating func add(differences old: ReportDocument, _ new: ReportDocument) {
    for (document, mark) in [(old, "-"), (new, "+")] {
      guard let past = document.past else { continue }
      add(wrapped: "\(past.what), \(past.at)", behind: "\(mark) ")
    }
    let differences = ReportDifference.between(old.report, new.report)
    guard !differences.isEmpty else {
      add()
      add("They say the same.")
      return
    }
    for difference in differences {
      add()
      add("\(bold: difference.name)")
      for line in ValuesDiff.lines(difference.old, difference.new, hasColour: screen.hasColour) {
        add(wrapped: line, behind: "  ")
      }
    }
  }
}
