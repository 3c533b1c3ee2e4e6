import ControlAPI
import ControlClient

extension Command {
  static let rejects = Command(
    name: "rejects", takes: [.optional(.catalogue("NAME|ID"))],
    help: "Lists the records that could not be read, or shows one.",
    details: "PLACE is a record's first byte in its page, or its line in a table or a list of references.",
    options: [limit(unlessSaid: 100)],
    examples: ["cataloguectl rejects", "cataloguectl rejects zenodo", "cataloguectl rejects 3"]
  ) { context throws(Failure) in
    if let word = context.words.first, let number = Int64(word) {
      return try context.show(RejectInfo.self, "rejects/\(number)") { $1.add($0) }
    }
    let limit = context.limit(unlessSaid: 100)
    let filter = context.words.first.map { "&catalogue=" + ControlClient.encode($0) } ?? ""
    return try context.show(Listing<RejectInfo>.self, "rejects?limit=\(limit)" + filter) { $1.add($0) }
  }
}

extension Page {
  mutating func add(_ reject: RejectInfo) {
    add(
      wrapped: "Reject \(reject.id) of \(reject.catalogue), run \(reject.run), \(Words.relative(reject.at)), "
        + "at \(reject.place): \(reject.reason)")
    for line in String(decoding: reject.bytes?.bytes ?? [], as: UTF8.self).split(separator: "\n") {
      add("  \(String(line))")
    }
  }

  mutating func add(_ listing: Listing<RejectInfo>) {
    guard !listing.items.isEmpty else {
      add("Nothing is set aside.")
      return
    }
    var table = Table("REJECT", "CATALOGUE", "RUN", "PLACE", "IDENTIFIER", "REASON", numbers: [0, 2, 3])
    for reject in listing.items {
      table.add(
        "\(reject.id)", "\(reject.catalogue)", "\(reject.run)", "\(reject.place)",
        "\(reject.identifier ?? "—")", "\(reject.reason)")
    }
    add(table)
    if listing.next != nil { add("There are more: see --limit.") }
  }
}
