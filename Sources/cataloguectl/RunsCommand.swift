import ControlAPI
import ControlClient

extension Command {
  static let runs = Command(
    name: "runs", arguments: "[NAME|ID]", help: "Lists the last runs, of all catalogues or of one, or says all of one run.",
    examples: ["cataloguectl runs", "cataloguectl runs zenodo", "cataloguectl runs 12"], count: 0...1
  ) { context throws(Failure) in
    if let word = context.words.first, let number = Int64(word) {
      return try context.print("runs/\(number)") { bytes throws(Failure) in
        print(try context.decode(RunInfo.self, bytes))
      }
    }
    let filter = context.words.first.map { "&catalogue=" + ControlClient.encode($0) } ?? ""
    return try context.print("runs?limit=20" + filter) { bytes throws(Failure) in
      var table = Table("RUN", "CATALOGUE", "BEGAN", "STATE", "HEARD", "NEW", "CHANGED", "GONE", "WHY", numbers: [0, 4, 5, 6, 7])
      for run in try context.decode(Listing<RunInfo>.self, bytes).items {
        let counters = run.counters
        table.add(
          "\(run.id)", run.catalogue, Words.relative(run.began), Words.state(run.state), "\(counters.records)",
          "\(counters.new)", "\(counters.changed)", "\(counters.gone)", run.message ?? "")
      }
      table.print()
    }
  }

  private static func print(_ run: RunInfo) {
    Terminal.line("Run \(run.id) of \(Terminal.clean(run.catalogue)): \(Words.state(run.state))")
    if let message = run.message { Terminal.line(Terminal.wrap(message, indent: "  ")) }
    Terminal.line("  began \(run.began)" + (run.ended.map { ", ended \($0)" } ?? ""))
    Terminal.line("  asked for \(run.full ? "everything" : "what changed")")
    let counters = run.counters
    Terminal.line(
      "  \(counters.requests) requests, \(Words.size(counters.bytes)), \(counters.pages) pages"
        + (run.expected.map { ", \($0) records expected" } ?? ""))
    Terminal.line("  \(Words.counts(counters)), \(counters.unchanged) unchanged")
    for repair in run.repairs { Terminal.line("  mended: \(Terminal.clean(repair.name)) (\(repair.count)×)") }
  }
}
