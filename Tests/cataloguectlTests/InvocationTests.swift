import Manual
import Testing

@testable import cataloguectl

@Suite("The command line")
struct InvocationTests {
  private func read(_ line: String) throws(UsageError) -> Request {
    try Program.description.read(line.split(separator: " ").map(String.init))
  }

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
      ("search - --limit=7", "search", ["-"], ["--limit": "7"]),
      ("search help", "search", ["help"], [:]),
      ("completion zsh", "completion", ["zsh"], [:]),
      (
        "edit 1 --clear title --clear=links[2] subjects-=x", "edit", ["1", "subjects-=x"],
        ["--clear": "title,links[2]"]
      ),
      ("runs --limit 2 --limit 3", "runs", [], ["--limit": "3"]),
    ] as [(String, String, [String], [String: String])])
  func understood(_ line: String, _ name: String, _ words: [String], _ options: [String: String]) throws {
    #expect(try read(line) == .run(command: name, words: words, options: options))
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
      ("search x --limit 0", "--limit takes a number from 1 to 1000, not “0”"),
      ("search x --limit=", "--limit takes a number"), ("runs --limit 1e3", "--limit takes a number"),
      ("completion bahs", "completion takes bash or zsh or fish, not “bahs”; did you mean bash?"),
      ("forget a", "say --keep (its records go on showing) or --purge (what only it carries is removed"),
      ("forget a --purge --keep", "--keep and --purge exclude each other"),
      ("trim", "say --older-than AGE"), ("export f", "say --format"), ("import f", "say --edits"),
      ("import --edits", "usage: cataloguectl import FILE (--edits)"), ("purge 1 2", "one word too many"),
      ("sta\u{1b}[31m", "there is no command sta?[31m"),
    ])
  func slips(_ line: String, _ answer: String) {
    do throws(UsageError) {
      _ = try read(line)
      Issue.record("\(line) was understood")
    } catch {
      #expect(error.message.contains(answer), "\(error.message)")
    }
  }

  @Test func tooManyWords() {
    slips(
      "search" + String(repeating: " word", count: 14_000),
      "too many words: cataloguectl search takes at most 32, and these are 14000")
  }

  @Test("wrong usage ends with 2", arguments: [["stauts"], ["status", "--chek"], []])
  func status(_ arguments: [String]) { #expect(CommandLineTool.run(arguments) == .usage) }

  @Test(arguments: ["--help", "-h", "help", "--help --json"])
  func overview(_ line: String) throws { #expect(try read(line) == .help) }

  @Test(arguments: Command.all.map(\.name))
  func help(_ name: String) throws {
    for line in ["\(name) --help", "help \(name)", "-h \(name)", "\(name) a b c --help"] {
      #expect(try read(line) == .helpFor(command: name))
    }
  }

  @Test func version() throws { #expect(try read("--version") == .version) }
}
