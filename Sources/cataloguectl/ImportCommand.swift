import Catalogue
import ControlAPI
import ControlClient
import Glibc

extension Command {
  static let importing = Command(
    name: "import", takes: [.one(.file("FILE"))],
    help: "Takes the decisions that export --edits of another store wrote.",
    details: """
      Each stays as it was made: by whom, when, and why. One that is here already is not taken twice, so that a file may
      be imported again. One whose record or earlier decision is not here is refused, and so is one where somebody decided
      otherwise of the same here since; the others are taken.
      FILE may be -, standard input.
      """,
    options: [Option("--edits", help: "edits, joins, pins, and all other decisions")],
    choices: [.oneOf("--edits")],
    examples: [
      "cataloguectl import --edits edits.ndjson", "gunzip <edits.gz | cataloguectl import --edits -",
    ]
  ) { context throws(Failure) in
    let name = context.words[0] == "-" ? "standard input" : context.words[0]
    let lines = try readLines(of: context.words[0], called: name)
    let answer = try take(lines, context)
    if context.wantsJSON {
      Screen.write((try? JSON.encode(answer)).map { $0 + [0x0A] } ?? [])
    } else {
      let places = Dictionary(lines.entries.map { ($0.decision.number, $0.line) }) { $1 }
      for refusal in answer.refused {
        let place = places[refusal.number].map { "\(name):\($0): " } ?? ""
        Screen.complain("\(place)decision \(refusal.number) is refused: \(refusal.why)")
      }
      context.screen.say(
        "\(counted(answer.added, "decision")) added, \(answer.known) known already, \(answer.refused.count) refused"
      )
    }
    return answer.refused.isEmpty ? .done : .failed
  }

  private static func take(_ lines: DecisionLines, _ context: Context) throws(Failure) -> ImportAnswer {
    var all = ImportAnswer()
    for piece in lines.pieces {
      let decisions = piece.map(\.decision)
      // By these the daemon tells the same decision made twice in a second from one that is there already.
      var earlier: [String: Int64] = [:]
      for entry in lines.entries[..<piece.startIndex].reversed() {
        guard entry.decision.at == decisions.first?.at else { break }
        let number = "\(entry.decision.number)"
        earlier[number] = all.numbers[number]
      }
      for decision in decisions { earlier.merge(decision.mentioned(of: all.numbers)) { $1 } }
      do throws(Failure) {
        let (answer, _) = try context.post(
          ImportAnswer.self, "decisions/import", ImportRequest(decisions: decisions, numbers: earlier),
          doing: "takes decisions")
        all.numbers.merge(answer.numbers) { $1 }
        all.added += answer.added
        all.known += answer.known
        all.refused += answer.refused
      } catch {
        guard all.added > 0 else { throw error }
        throw Failure(
          code: error.code,
          message: "\(error.message) (\(counted(all.added, "decision")) added before that: import it again)")
      }
    }
    return all
  }

  /// All lines of a file, or of standard input.
  private static func readLines(of path: String, called name: String) throws(Failure) -> DecisionLines {
    func failed(_ doing: String) -> Failure {
      Failure(code: .failed, message: "\(doing) \(name): \(String(cString: strerror(errno)))")
    }
    let file = path == "-" ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw failed("opening") }
    defer { if file != STDIN_FILENO { close(file) } }
    var lines = DecisionLines(of: name)
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = read(file, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw failed("reading") }
      guard count > 0 else { break }
      try lines.read(buffer[..<count])
    }
    try lines.finish()
    return lines
  }
}
