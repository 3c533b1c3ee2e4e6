import ControlAPI

extension Command {
  static let status = Command(
    name: "status", arguments: "", help: "Says whether all is well, what needs a person, and how each catalogue stands.",
    examples: ["cataloguectl status", "cataloguectl --json status"], count: 0...0
  ) { context throws(Failure) in
    try context.print("status") { bytes throws(Failure) in
      let status = try context.decode(Status.self, bytes)
      let catalogues = try context.get(Listing<CatalogueStatus>.self, "catalogues").items
      if status.needsPerson.isEmpty {
        Terminal.line(Terminal.bold("All is well.") + " Nothing needs a person.")
      } else {
        Terminal.line(Terminal.warning("Needs a person:"))
        for need in status.needsPerson {
          let name = need.catalogue.map { $0 + ": " } ?? ""
          Terminal.line(Terminal.wrap(name + need.message, indent: "  "))
          if let command = need.command { Terminal.line("    \(Terminal.clean(command))") }
        }
      }
      Terminal.line()
      if !catalogues.isEmpty {
        CatalogueTable.print(catalogues)
        Terminal.line()
      }
      Terminal.line(
        "\(status.store.reports) reports, \(status.store.withdrawn) withdrawn; \(Words.size(status.store.bytes)) in "
          + "\(Terminal.clean(status.store.path)); catalogued \(status.version), up \(Words.span(status.uptime))")
    }
  }
}

enum CatalogueTable {
  static func print(_ catalogues: [CatalogueStatus]) {
    var table = Table("CATALOGUE", "STATE", "LIVE", "IN STEP", "NEXT", "BECAUSE", numbers: [2])
    for catalogue in catalogues {
      table.add(
        catalogue.name, state(catalogue), "\(catalogue.counts.live)", catalogue.inStep.map { Words.relative($0) } ?? "never",
        catalogue.nextRun.map { Words.relative($0.at) } ?? "—", catalogue.nextRun?.because ?? "")
    }
    table.print()
  }

  static func state(_ catalogue: CatalogueStatus) -> String {
    switch catalogue.state {
    case .idle: catalogue.rejects > 0 ? "idle, \(catalogue.rejects) rejects" : "idle"
    case .running(let run): "running (\(run))"
    case .waiting: "waiting"
    case .held(let deletions): "held: \(deletions) deletions"
    case .failing(_, let times, _): times == 1 ? "failing" : "failing (\(times)×)"
    case .disabled: "disabled"
    case .other(let name): name
    }
  }
}
