import Catalogue
import ControlAPI
import ControlClient
import Glibc

extension Command {
  static let export = Command(
    name: "export", takes: [.optional(.file("FILE"))],
    help: "Writes what persons decided, for another store to take (import).",
    details: """
      One JSON object a line (application/x-ndjson), in the order of the decisions, those that were taken back
      included. Records are named by catalogue and the upstream's identifier. Without FILE, or with -, it goes to
      standard output. FILE bears its name only once all of it is on the disk.
      """,
    options: [
      Option("--edits", help: "edits, joins, pins, and all other decisions"),
      Option("--force", help: "replace FILE if it is there"),
    ],
    choices: [.oneOf("--edits")],
    examples: ["cataloguectl export --edits edits.ndjson", "cataloguectl export --edits | gzip >edits.gz"]
  ) { context throws(Failure) in
    guard let path = context.words.first, path != "-" else {
      _ = try eachDecision(context) { (line) throws(Failure) in Screen.write(line) }
      return .done
    }
    let file = try WholeFile("export", path, mayReplace: context.has("--force"))
    let count = try eachDecision(context) { (line) throws(Failure) in try file.write(line) }
    try file.finish()
    if context.wantsJSON {
      Screen.write((try? JSON.encode(["decisions": count])).map { $0 + [0x0A] } ?? [])
    } else {
      context.screen.say("\(counted(count, "decision")) in \(path)")
    }
    return .done
  }

  /// Gives each decision as a line, as the daemon wrote it; says how many there were.
  private static func eachDecision(_ context: Context, _ body: ([UInt8]) throws(Failure) -> Void)
    throws(Failure) -> Int
  {
    var count = 0
    var cursor = ""
    while true {
      let piece = try context.get(
        Listing<JSONValue>.self, "decisions/export?limit=\(DecisionLines.mostInPiece)\(cursor)")
      for item in piece.items {
        guard let line = try? JSON.encode(item) else { continue }
        try body(line + [0x0A])
      }
      count += piece.items.count
      guard let next = piece.next else { return count }
      cursor = "&cursor=" + ControlClient.encode(next)
    }
  }
}

extension WholeFile {
  fileprivate func write(_ bytes: [UInt8]) throws(Failure) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else {
        throw Failure(code: .failed, message: "writing \(partial): \(String(cString: strerror(errno)))")
      }
      rest = rest.dropFirst(count)
    }
  }
}
