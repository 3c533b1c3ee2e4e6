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
  }

  static let help = """
    catalogued — mirrors report catalogues into one SQLite file

    usage: catalogued [--config FILE] [--state DIR] [--socket PATH] [--check] [--demo]
                      [--restore PATH] [--salvage PATH]

      --config FILE   the configuration; catalogues.d/ stands beside it
      --state DIR     where the store is kept
      --socket PATH   where cataloguectl and curl ask
      --check         say every fault of the configuration and of the files that it names, print what is in force, and end
      --demo          mirror the demo catalogues into a throw-away state
      --restore PATH  put a backup where there is no store yet, check it, say what is in it, and end
      --salvage PATH  save what reads of a damaged store into a new one, say what is lost, and end
      --version       say which release this is
      --help          this text

    Paths default to what systemd says, then to /etc, /var/lib and /run for root, then to the XDG directories.
    """

  /// Reads the words of a command line; throws what to tell the person.
  init(_ words: some Sequence<String>) throws(UsageError) {
    var words = Array(words)[...]
    while let word = words.popFirst() {
      let parts = word.split(separator: "=", maxSplits: 1).map(String.init)
      let name = parts.first ?? ""
      func value() throws(UsageError) -> String {
        if parts.count == 2 { return parts[1] }
        guard let next = words.popFirst() else { throw UsageError(message: "\(name) needs a value") }
        return next
      }
      switch name {
      case "--config": config = try value()
      case "--state": state = try value()
      case "--socket": socket = try value()
      case "--check": action = .check
      case "--demo": action = .demo
      case "--restore": action = .restore(try value())
      case "--salvage": action = .salvage(try value())
      case "--help", "-h": action = .help
      case "--version": action = .version
      default: throw UsageError(message: "there is no option \(word.debugDescription); see catalogued --help")
      }
    }
  }

  struct UsageError: Error { var message: String }
}
