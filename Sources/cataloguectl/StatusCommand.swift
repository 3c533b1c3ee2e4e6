import Catalogue
import ControlAPI

extension Command {
  static let status = Command(
    name: "status",
    help: "Says whether all is well, what needs a person, and how each catalogue stands.",
    details: "LAST RUNS draws a column for each, the latest at the right: \(RunPicture.legend).",
    options: [
      Option("--check", help: "one line for monitoring; exit status 0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN")
    ],
    examples: ["cataloguectl status", "cataloguectl status --check", "cataloguectl --json status"]
  ) { context throws(Failure) in
    if context.has("--check") {
      guard !context.wantsJSON else {
        throw Failure(code: .usage, message: "--check and --json exclude each other: say one of them")
      }
      return try StatusCheck.run(context)
    }
    return try context.show(Status.self, "status") { status, page throws(Failure) in
      // Of a damaged store, what ails it can still be said.
      let catalogues = try? context.get(Listing<CatalogueStatus>.self, "catalogues").items
      if catalogues == nil, status.needsPerson.isEmpty { _ = try context.get("catalogues") }
      page.add(status, catalogues ?? [])
    }
  }
}

extension Page {
  mutating func add(_ status: Status, _ catalogues: [CatalogueStatus]) {
    if status.state == .starting || status.state == .stopping {
      add("The daemon is \(status.state.rawValue).")
    }
    if status.needsPerson.isEmpty {
      add("\(bold: "All is well.") Nothing needs a person.")
    } else {
      add("\(warning: "Needs a person:")")
      for need in status.needsPerson { add(need) }
    }
    if let background = status.background { add(wrapped: Self.words(background)) }
    add()
    if catalogues.isEmpty {
      add("No catalogue is configured: see catalogues.d beside catalogued.toml.")
    } else {
      add(catalogues)
    }
    add()
    let store = status.store
    add(
      wrapped:
        """
        \(counted(store.reports, "report")), \(store.withdrawn) withdrawn; \(Words.size(store.bytes)) in \
        \(store.path); catalogued \(status.version), up \(Words.span(status.uptime))
        """)
  }

  private static func words(_ background: Status.Background) -> Line {
    let whose = background.catalogue ?? "all catalogues"
    switch background.kind {
    case .terms:
      return
        "In the background, reports follow the new priority or policies of \(whose): \(background.done) % done."
    case .joins: return "In the background, records find those of the same report: \(background.done) % done."
    default: return "In the background, something is being done: \(background.done) % done."
    }
  }

  private mutating func add(_ need: Need) {
    let name: Line = need.catalogue.map { "\($0): " } ?? ""
    let since: Line = need.since.map { $0.seconds > 0 ? " (\(Words.relative($0)))" : "" } ?? ""
    add(wrapped: name + "\(need.message)" + since, behind: "  ")
    if let command = need.command { add("    \(command)") }
  }

  /// A table of catalogues.
  mutating func add(_ catalogues: [CatalogueStatus]) {
    var table = Table(
      "CATALOGUE", "STATE", "LIVE", "IN STEP", "LAST RUNS", "NEXT", "BECAUSE", numbers: [2])
    for catalogue in catalogues {
      var because = catalogue.nextRun?.because ?? ""
      if case .waiting(_, let why) = catalogue.state { because = why }
      if case .unconfigured(let why) = catalogue.state { because = why ?? "no file names it" }
      let state = Words.state(catalogue)
      table.add(
        "\(catalogue.name)", catalogue.state.isTrouble ? "\(warning: state)" : "\(state)",
        "\(catalogue.counts.live)", "\(Self.inStep(catalogue))",
        RunPicture.draw(catalogue.recentRuns),
        "\(catalogue.nextRun.map { Words.relative($0.at) } ?? "—")", "\(because)")
    }
    add(table)
    for catalogue in catalogues {
      guard let left = catalogue.left else { continue }
      add(wrapped: "\(catalogue.name): \(left) left for the next runs (budget)")
    }
  }

  private static func inStep(_ catalogue: CatalogueStatus) -> String {
    guard let time = catalogue.inStep else { return "never" }
    return catalogue.left == nil ? Words.relative(time) : "in part"
  }
}

extension CatalogueState {
  fileprivate var isTrouble: Bool {
    switch self {
    case .held, .failing: true
    default: false
    }
  }
}
