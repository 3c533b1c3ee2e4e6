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
      limit(unlessSaid: 50),
    ],
    examples: ["cataloguectl changes --since 2026-11-01", "cataloguectl changes --since run:17"]
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
    return try context.show(
      Listing<ChangeInfo>.self, "changes?limit=\(limit)&since=" + ControlClient.encode(since)
    ) { $1.add($0) }
  }
}

extension Page {
  mutating func add(_ changes: Listing<ChangeInfo>) {
    guard !changes.items.isEmpty else {
      add("Nothing has changed.")
      return
    }
    var table = Table("CHANGE", "WHEN", "WHAT", "REPORT", "CATALOGUE", "RUN", "TITLE", numbers: [0, 3, 5])
    for change in changes.items {
      table.add(
        "\(change.number)", "\(change.at.map { Words.relative($0) } ?? "—")", "\(change.kind.rawValue)",
        "\(change.report)", "\(change.catalogue ?? "—")", "\(change.run.map { "\($0)" } ?? "—")",
        "\(change.title ?? "—")")
    }
    add(table)
    if changes.next != nil, let last = changes.items.last {
      add("There are more: cataloguectl changes --since \(last.number)")
    }
  }
}
