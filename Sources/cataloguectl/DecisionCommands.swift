import ControlAPI
import ControlClient

extension Command {
  static let approve = Command(
    name: "approve", arguments: "NAME", help: "Applies the deletions that are held of a catalogue.",
    examples: ["cataloguectl approve zenodo"], count: 1...1
  ) { context throws(Failure) in try decide("approve", context) }

  static let reject = Command(
    name: "reject", arguments: "NAME", help: "Refuses to believe the deletions that are held of a catalogue: its records stay.",
    examples: ["cataloguectl reject zenodo"], count: 1...1
  ) { context throws(Failure) in try decide("reject", context) }

  private struct Nothing: Encodable {}

  private static func decide(_ verb: String, _ context: Context) throws(Failure) -> ExitCode {
    let path = "catalogues/\(ControlClient.encode(context.words[0]))/\(verb)"
    let (answer, bytes) = try context.post(DecisionAnswer.self, path, Nothing())
    if context.wantsJSON {
      Terminal.write(bytes)
    } else {
      Terminal.line("\(Terminal.clean(answer.catalogue)): \(Terminal.clean(answer.message))")
    }
    return answer.done ? .done : .waits
  }

  static let rejects = Command(
    name: "rejects", arguments: "[NAME|ID]", help: "Lists the records that could not be read, or shows the bytes of one.",
    examples: ["cataloguectl rejects", "cataloguectl rejects 3"], count: 0...1
  ) { context throws(Failure) in
    if let word = context.words.first, let number = Int64(word) {
      return try context.print("rejects/\(number)") { bytes throws(Failure) in
        let reject = try context.decode(RejectInfo.self, bytes)
        Terminal.line(Terminal.wrap("\(reject.catalogue), run \(reject.run), at \(reject.place): \(reject.reason)"))
        for line in String(decoding: reject.bytes?.bytes ?? [], as: UTF8.self).split(separator: "\n") {
          Terminal.line("  " + Terminal.clean(String(line)))
        }
      }
    }
    let filter = context.words.first.map { "&catalogue=" + ControlClient.encode($0) } ?? ""
    return try context.print("rejects?limit=100" + filter) { bytes throws(Failure) in
      var table = Table("REJECT", "CATALOGUE", "RUN", "PLACE", "IDENTIFIER", "REASON", numbers: [0, 2, 3])
      for reject in try context.decode(Listing<RejectInfo>.self, bytes).items {
        table.add(
          "\(reject.id)", reject.catalogue, "\(reject.run)", "\(reject.place)", reject.identifier ?? "—", reject.reason)
      }
      if table.rows.isEmpty { Terminal.line("Nothing is set aside.") } else { table.print() }
    }
  }

  static let reparse = Command(
    name: "reparse", arguments: "NAME", help: "Reads a catalogue's kept bytes again, without asking the upstream.",
    examples: ["cataloguectl reparse zenodo"], count: 1...1
  ) { context throws(Failure) in
    let path = "catalogues/\(ControlClient.encode(context.words[0]))/reparse"
    let (answer, bytes) = try context.post(ReparseAnswer.self, path, Nothing())
    if context.wantsJSON {
      Terminal.write(bytes)
    } else if let message = answer.message {
      Terminal.line("\(Terminal.clean(answer.catalogue)): \(Terminal.clean(message))")
    } else {
      Terminal.line(
        "\(Terminal.clean(answer.catalogue)): \(answer.records) records read again, \(answer.changed) changed, "
          + "\(answer.mended) rejects mended, \(answer.rejects) still cannot be read")
    }
    return answer.done ? .done : .waits
  }
}
