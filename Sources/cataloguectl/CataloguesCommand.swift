import Catalogue
import ControlAPI
import ControlClient

extension Command {
  static let catalogues = Command(
    name: "catalogues", takes: [.optional(.catalogue)],
    help: "Lists the catalogues, or says everything of one.",
    examples: ["cataloguectl catalogues", "cataloguectl catalogues zenodo"]
  ) { context throws(Failure) in
    guard let name = context.words.first else {
      return try context.show(Listing<CatalogueStatus>.self, "catalogues") { $1.add($0.items) }
    }
    return try context.show(CatalogueStatus.self, "catalogues/" + ControlClient.encode(name)) { $1.add($0) }
  }
}

extension Page {
  /// Everything of one catalogue.
  mutating func add(_ catalogue: CatalogueStatus) {
    add("\(bold: catalogue.title)")
    var facts: [(name: String, value: String)] = [
      ("name", catalogue.name), ("address", catalogue.url),
      (
        "format",
        catalogue.formatIsFound == true ? "\(catalogue.format), as its answers say" : catalogue.format
      ),
      ("state", Words.state(catalogue)),
      ("records", "\(catalogue.counts.live) live, \(catalogue.counts.withdrawn) withdrawn"),
      ("in step", catalogue.inStep.map { "\($0) (\(Words.relative($0)))" } ?? "never"),
      (
        "next run",
        catalogue.nextRun.map { "\(Words.relative($0.at)), because: \($0.because)" }
          ?? Words.noNextRun(catalogue.state)
      ),
      ("priority", "\(catalogue.priority)"),
    ]
    if case .unconfigured(let because) = catalogue.state {
      let name = catalogue.name
      facts.append(
        (
          "unconfigured",
          because ?? "no file names it; its records stay until cataloguectl forget \(name) --keep or --purge"
        ))
    } else {
      facts.append(("interval", Words.span(catalogue.interval)))
    }
    if let moved = catalogue.movedTo { facts.append(("moved to", "\(moved): write that into its file")) }
    if case .waiting(let until, let because) = catalogue.state {
      facts.append(("waits", because + (until.map { ", until \($0)" } ?? "")))
    }
    if let held = catalogue.held {
      facts.append(
        ("held", "\(counted(held.deletions, "deletion")) of \(held.of) records, since run \(held.run)"))
    }
    if catalogue.rejects > 0 {
      facts.append(("rejects", "\(catalogue.rejects): cataloguectl rejects \(catalogue.name)"))
    }
    if let error = catalogue.lastError {
      facts.append(
        ("last error", "\(error.message) (\(counted(error.times, "time")), \(Words.relative(error.at)))"))
    }
    if let run = catalogue.lastRun {
      facts.append(("last run", "\(run.id): \(Words.state(run.state)), \(Words.counts(run.counters))"))
    }
    if catalogue.recentRuns.count > 1 {
      facts.append(("last runs", "\(RunPicture.draw(catalogue.recentRuns).plain) (\(RunPicture.legend))"))
    }
    facts += catalogue.repairs.map { ("mended", "\($0.name) (\($0.count)×)") }
    facts += catalogue.about.map { ($0.name.lowercased(), $0.value) }
    add(facts: facts, indent: 2)
  }
}
