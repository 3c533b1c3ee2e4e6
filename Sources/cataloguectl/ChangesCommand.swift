import Catalogue
import ControlAPI
import ControlClient

extension Command {
  static let changes = Command(
    name: "changes",
    help: "Lists what has changed in the library, in order.",
    details: """
      WHEN is a day (2026-11-24) or moment (2026-11-24T06:00:00Z, both in UTC), the number of a change,
      or run:17 for what was changed since that run began. Without it, the last changes are listed.
      """,
    options: [
      Option("--since", .text("WHEN"), help: "only what came after"),
      Option("--catalogue", .catalogue, help: "only what its records made, and its conflicts"),
      limit(unlessSaid: 50),
    ],
    examples: [
      "cataloguectl changes --since 2026-11-01", "cataloguectl changes --since run:17",
      "cataloguectl changes --since 2026-11-01 --catalogue zenodo",
    ]
  ) { context throws(Failure) in
    let limit = context.limit(unlessSaid: 50)
    let since: String
    if let text = context.value("--since") {
      guard Since(text) != nil else {
        throw Failure(
          code: .usage,
          message:
            "--since takes a day (2026-11-24), a moment (2026-11-24T06:00:00Z), a change's number or run:17")
      }
      since = text
    } else {
      let last = try context.get(Status.self, "status").store.lastChange
      since = "\(max(0, last - Int64(limit)))"
    }
    let catalogue = context.value("--catalogue").map { "&catalogue=" + ControlClient.encode($0) } ?? ""
    let path = "changes?limit=\(limit)&since=" + ControlClient.encode(since) + catalogue
    var bytes = try context.get(path)
    var found = try context.decode(Listing<ChangeInfo>.self, bytes)
    // Of one catalogue, the daemon looks at a piece of the log at a time: there may be nothing in it.
    while found.items.count < limit, let next = found.next {
      let more = try context.get(Listing<ChangeInfo>.self, path + "&cursor=" + ControlClient.encode(next))
      let missing = limit - found.items.count
      guard more.items.count <= missing else { break }
      found = Listing(items: found.items + more.items, next: more.next)
      bytes = (try? JSON.encode(found)).map { $0 + [0x0A] } ?? bytes
    }
    if context.wantsJSON {
      Screen.write(bytes)
    } else {
      var page = Page(context.screen)
      page.add(found, behind: context.value("--catalogue"))
      page.print()
    }
    return .done
  }
}

extension Page {
  /// - Parameter catalogue: The one that was asked for, for the command that shows more.
  mutating func add(_ changes: Listing<ChangeInfo>, behind catalogue: String? = nil) {
    guard !changes.items.isEmpty else {
      add("Nothing has changed.")
      return
    }
    var table = Table("CHANGE", "WHEN", "WHAT", "REPORT", "CATALOGUE", "RUN", "TITLE", numbers: [0, 3, 5])
    for change in changes.items {
      table.add(
        "\(change.number)", "\(change.at.map { Words.relative($0) } ?? "—")", "\(change.inWords)",
        "\(change.report)", "\(change.catalogue ?? "—")", "\(change.run.map { "\($0)" } ?? "—")",
        "\(change.title ?? "—")")
    }
    add(table)
    if changes.items.count > 1 { add(wrapped: Self.summary(changes.items)) }
    if changes.next != nil, let last = changes.items.last {
      let filter = catalogue.map { " --catalogue \($0)" } ?? ""
      add("There are more: cataloguectl changes --since \(last.number)\(filter)")
    }
  }

  /// "In all: 3 new, 1 changed. By catalogue: polar 2, zenodo 2."
  private static func summary(_ changes: [ChangeInfo]) -> Line {
    var kinds: [ChangeInfo.Kind: Int] = [:]
    var catalogues: [String: Int] = [:]
    for change in changes {
      kinds[change.kind, default: 0] += 1
      if let catalogue = change.catalogue { catalogues[catalogue, default: 0] += 1 }
    }
    let parts = ChangeInfo.Kind.allCases.compactMap { kind in kinds[kind].map { "\($0) \(kind.rawValue)" } }
    var line: Line = "In all: \(parts.joined(separator: ", "))."
    if catalogues.count > 1 {
      let parts = catalogues.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
      line.append(" By catalogue: \(parts.joined(separator: ", ")).")
    }
    return line
  }
}

extension ChangeInfo {
  /// "new", "joined by 12", "edited by ann", "conflict 3".
  fileprivate var inWords: String {
    let by = by.map { " by \(Words.who($0, imported))" } ?? ""
    switch kind {
    case .joined: return other.map { "joined by \($0)" } ?? "joined"
    case .split: return other.map { "split from \($0)" } ?? "split"
    case .conflict: return conflict.map { "conflict \($0)" } ?? "conflict"
    case .settled: return (conflict.map { "conflict \($0) settled" } ?? "settled") + by
    default: return kind.rawValue + by
    }
  }
}
