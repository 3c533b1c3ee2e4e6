import Testing

@testable import cataloguectl

@Suite("The command line")
struct InvocationTests {
  @Test(
    arguments: [
      ("status", "status", [], [:]),
      ("--json status", "status", [], ["--json": ""]),
      ("status --json --socket /s", "status", [], ["--json": "", "--socket": "/s"]),
      ("--socket=/s=1 runs 12", "runs", ["12"], ["--socket": "/s=1"]),
      ("runs -2", "runs", ["-2"], [:]),
      ("refresh a --full b --wait", "refresh", ["a", "b"], ["--full": "", "--wait": ""]),
      ("--full refresh", "refresh", [], ["--full": ""]),
      ("search -- --wait -x", "search", ["--wait", "-x"], [:]),
      ("search - --limit=", "search", ["-"], ["--limit": ""]),
      ("search help", "search", ["help"], [:]),
    ] as [(String, String, [String], [String: String])])
  func understood(_ line: String, _ name: String, _ words: [String], _ options: [String: String]) throws {
    guard
      case .run(let command, let read, let given) = try Invocation(
        line.split(separator: " ").map(String.init))
    else {
      Issue.record("\(line) is no command")
      return
    }
    #expect(command.name == name && read == words && given == options)
  }

  @Test(
    "a slip is answered with what was probably meant",
    arguments: [
      ("", "--help"), ("stauts", "did you mean status?"), ("refersh", "did you mean refresh?"),
      ("frobnicate", "see cataloguectl --help"), ("refresh --ful", "did you mean --full?"),
      ("status --wait", "no option --wait of cataloguectl status"), ("--wait status", "no option --wait"),
      ("status --sockte /x", "did you mean --socket?"), ("status --socket", "--socket PATH"),
      ("status --json=1", "takes no value"), ("status now", "usage: cataloguectl status"),
      ("show", "usage: cataloguectl show ID"), ("show 1 2", "usage: cataloguectl show ID"),
    ])
  func slips(_ line: String, _ answer: String) {
    do throws(Failure) {
      _ = try Invocation(line.split(separator: " ").map(String.init))
      Issue.record("\(line) was understood")
    } catch {
      #expect(error.code == .usage && error.message.contains(answer), "\(error.message)")
    }
  }

  @Test(arguments: ["--help", "-h", "help", "--help --json"])
  func overview(_ line: String) throws {
    guard case .overview = try Invocation(line.split(separator: " ").map(String.init)) else {
      Issue.record("no overview")
      return
    }
    for command in Command.all { #expect(Help.overview.contains("  \(command.name) ")) }
  }

  @Test(arguments: Command.all.map(\.name))
  func help(_ name: String) throws {
    for line in [[name, "--help"], ["help", name], ["-h", name], [name, "a", "b", "c", "--help"]] {
      guard case .help(let command) = try Invocation(line) else {
        Issue.record("no help for \(line)")
        return
      }
      let text = Help.text(command)
      #expect(text.contains("usage: cataloguectl \(name)") && text.contains("examples:"))
      for option in command.options { #expect(text.contains("  \(option.name)")) }
      #expect(text.split(separator: "\n").allSatisfy { $0.count <= 100 })
      // The examples are right themselves.
      for example in command.examples {
        guard
          case .run(let meant, _, _) = try Invocation(
            example.split(separator: " ").dropFirst().map(String.init))
        else {
          Issue.record("\(example) is no command")
          continue
        }
        #expect(meant.name == name)
      }
    }
  }

  @Test func version() throws {
    guard case .version = try Invocation(["--version"]) else {
      Issue.record("no version")
      return
    }
  }
}
