import ControlAPI
import ControlClient

extension Command {
  static let catalogues = Command(
    name: "catalogues", arguments: "[NAME]", help: "Lists the catalogues, or says everything of one.",
    examples: ["cataloguectl catalogues", "cataloguectl catalogues zenodo"], count: 0...1
  ) { context throws(Failure) in
    guard let name = context.words.first else {
      return try context.print("catalogues") { bytes throws(Failure) in
        CatalogueTable.print(try context.decode(Listing<CatalogueStatus>.self, bytes).items)
      }
    }
    return try context.print("catalogues/" + ControlClient.encode(name)) { bytes throws(Failure) in
      CataloguePage.print(try context.decode(CatalogueStatus.self, bytes))
    }
  }
}

enum CataloguePage {
  static func print(_ catalogue: CatalogueStatus) {
    Terminal.line(Terminal.bold(Terminal.clean(catalogue.title)))
    var facts: [(String, String)] = [
      ("name", catalogue.name), ("address", catalogue.url), ("format", catalogue.format),
      ("state", CatalogueTable.state(catalogue)),
      ("records", "\(catalogue.counts.live) live, \(catalogue.counts.withdrawn) withdrawn"),
      ("in step", catalogue.inStep.map { "\($0) (\(Words.relative($0)))" } ?? "never"),
      ("next run", catalogue.nextRun.map { "\(Words.relative($0.at)), \($0.because)" } ?? "—"),
      ("interval", Words.span(catalogue.interval)), ("priority", "\(catalogue.priority)"),
    ]
    if let held = catalogue.held {
      facts.append(("held", "\(held.deletions) deletions of \(held.of) records, since run \(held.run)"))
    }
    if catalogue.rejects > 0 { facts.append(("rejects", "\(catalogue.rejects): cataloguectl rejects \(catalogue.name)")) }
    if let error = catalogue.lastError { facts.append(("last error", error.message)) }
    if let run = catalogue.lastRun {
      facts.append(("last run", "\(run.id): \(Words.state(run.state)), \(Words.counts(run.counters))"))
    }
    for repair in catalogue.repairs { facts.append(("mended", "\(repair.name) (\(repair.count)×)")) }
    for fact in catalogue.about { facts.append((fact.name.lowercased(), fact.value)) }
    let width = facts.map { Terminal.columns($0.0) }.max() ?? 0
    for (name, value) in facts {
      let indent = String(repeating: " ", count: width + 4)
      let text = Terminal.wrap(value, indent: indent)
      Terminal.line("  " + Table.pad(Terminal.clean(name), width) + "  " + text.dropFirst(indent.count))
    }
  }
}
