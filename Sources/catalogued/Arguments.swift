import ControlAPI
import Manual

/// What was asked of the program on its command line.
struct Arguments {
  var config = ""
  var state: String?
  var socket: String?
  var action = Action.serve

  enum Action {
    case serve, check, demo, help, version
    case restore(String)
    case salvage(String)
    case manual(String)
    case completion(CompletionScript.Shell)
  }

  /// Reads the words of a command line; throws what to tell the person.
  init(_ words: some Sequence<String>) throws(UsageError) {
    switch try Program.description.read(Array(words)) {
    case .help, .helpFor: action = .help
    case .version: action = .version
    case .run(_, _, let options):
      config = options["--config"] ?? ""
      state = options["--state"]
      socket = options["--socket"]
      if options["--check"] != nil { action = .check }
      if options["--demo"] != nil { action = .demo }
      if let path = options["--restore"] { action = .restore(path) }
      if let path = options["--salvage"] { action = .salvage(path) }
      if let page = options["--manual"] { action = .manual(page) }
      if let shell = options["--completion"].flatMap(CompletionScript.Shell.init) {
        action = .completion(shell)
      }
    }
  }
}
