import Catalogue
import ControlAPI

extension Command {
  static let reparse = Command(
    name: "reparse", takes: [.one(.catalogue)],
    help: "Reads a catalogue's kept bytes again, without asking the upstream.",
    examples: ["cataloguectl reparse zenodo"]
  ) { context throws(Failure) in
    try context.change(of: context.words[0], ReparseAnswer.self, "reparse") { answer in
      let code: ExitCode = answer.done ? .done : .waits
      if let message = answer.message { return ("\(answer.catalogue): \(message)", code) }
      let line: Line =
        """
        \(answer.catalogue): \(counted(answer.records, "record")) read again, \(answer.changed) changed; \
        of the rejects, \(answer.mended) mended, \(answer.rejects) still cannot be read
        """
      return (line, code)
    }
  }
}
