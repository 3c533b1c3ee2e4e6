import Catalogue
import ControlAPI
import ControlClient

extension Command {
  static let runs = Command(
    name: "runs", takes: [.optional(.catalogue("NAME|ID"))],
    help: "Lists the last runs, of all catalogues or of one, or says everything of one run.",
    options: [limit(unlessSaid: 20)],
    examples: ["cataloguectl runs", "cataloguectl runs zenodo", "cataloguectl runs 12"]
  ) { context throws(Failure) in
    if let word = context.words.first, let number = Int64(word) {
      return try context.show(RunInfo.self, "runs/\(number)") { $1.add(allOf: $0) }
    }
    let limit = context.limit(unlessSaid: 20)
    let filter = context.words.first.map { "&catalogue=" + ControlClient.encode($0) } ?? ""
    return try context.show(Listing<RunInfo>.self, "runs?limit=\(limit)" + filter) { $1.add($0) }
  }
}

extension Page {
  /// A table of runs.
  mutating func add(_ runs: Listing<RunInfo>) {
    guard !runs.items.isEmpty else {
      add("No run has brought anything yet.")
      return
    }
    var table = Table(
      "RUN", "CATALOGUE", "BEGAN", "STATE", "HEARD", "NEW", "CHANGED", "GONE", "WHY",
      numbers: [0, 4, 5, 6, 7])
    for run in runs.items {
      let counters = run.counters
      table.add(
        "\(run.id)", "\(run.catalogue)", "\(Words.relative(run.began))", "\(Words.state(run.state))",
        "\(counters.records)",
        "\(counters.new)", "\(counters.changed)", "\(counters.gone)", "\(run.message ?? "")")
    }
    add(table)
    if runs.next != nil { add("There are more: see --limit.") }
  }

  /// Everything of one run.
  mutating func add(allOf run: RunInfo) {
    say("Run \(run.id) of \(run.catalogue): \(Words.state(run.state))")
    if let message = run.message { add(text: message, indent: 2) }
    let ended: Line = run.ended.map { ", ended \($0)" } ?? ""
    say("began \(run.began)" + ended, behind: "  ")
    add("  asked for \(run.full ? "everything" : "what changed")")
    let counters = run.counters
    let expected: Line = run.expected.map { ", \(counted($0, "record")) expected" } ?? ""
    say(
      "\(counted(counters.requests, "request")), \(Words.size(counters.bytes)), "
        + "\(counted(counters.pages, "page"))" + expected, behind: "  ")
    say("\(Words.counts(counters)), \(counters.unchanged) unchanged", behind: "  ")
    for repair in run.repairs { say("mended: \(repair.name) (\(repair.count)×)", behind: "  ") }
    if let preview = run.preview { add(preview) }
  }

  /// What a dry run would have changed.
  mutating func add(_ preview: DryRunReport) {
    let width = (screen.width ?? .max) - 4
    for (word, change) in [("new", preview.new), ("changed", preview.changed), ("gone", preview.gone)] {
      add("  \(change.count) would be \(word)" + (change.samples.isEmpty ? "" : ":"))
      for sample in change.samples.prefix(5) {
        add("    " + ("\(sample.identifier)  \(sample.title)" as Line).cut(to: width))
      }
      if change.count > 5, !change.samples.isEmpty { add("    …") }
    }
    if preview.wouldHold {
      say("\(warning: "The deletions would be held for a person's decision.")", behind: "  ")
    }
  }
}
