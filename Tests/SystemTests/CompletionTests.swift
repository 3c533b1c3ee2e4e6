import Foundation
import Manual
import TestSupport
import Testing

@testable import cataloguectl
@testable import catalogued

@Suite("Completion, in the shells themselves", .serialized)
struct CompletionTests {
  private static let catalogues = ["a.b_c", "world-bank", "zenodo"]

  private func daemon() throws -> RunningDaemon {
    // A title is shown beside its name, whatever a shell would make of it.
    let toml =
      "title = \"$(touch /x) `id` : 'x' \\\"y\\\" \\\\\"\nurl = \"http://127.0.0.1:1/\"\nenabled = false\n"
    return try RunningDaemon(
      state: TemporaryDirectory(),
      catalogues: Dictionary(uniqueKeysWithValues: Self.catalogues.map { ($0, toml) }))
  }

  @Test("every command and every option of both programs is offered", arguments: Shell.all)
  func everything(_ shell: Shell) throws {
    let ctl = cataloguectl.Program.description
    let daemon = catalogued.Program.description
    func names(_ options: [Manual.Option]) -> Set<String> { Set(options.map(\.name)) }
    var lines = ["cataloguectl ", "cataloguectl help ", "cataloguectl --", "catalogued --", "catalogued "]
    let commands = Set(ctl.commands.map(\.name))
    var expected = [
      commands.union(["help"]), commands, names(ctl.options), names(daemon.options), names(daemon.options),
    ]
    for command in ctl.commands {
      lines.append("cataloguectl \(command.name) --")
      expected.append(names(command.options + ctl.options))
    }
    let found = try shell.complete(lines)
    #expect(found.count == lines.count)
    for (line, pair) in zip(lines, zip(found, expected)) { #expect(pair.0 == pair.1, "\(line)") }
  }

  @Test(
    "names of catalogues come from the daemon that is meant; paths and fixed words are known",
    arguments: Shell.all)
  func values(_ shell: Shell) throws {
    let daemon = try daemon()
    let asked = "cataloguectl --socket \(daemon.socket)"
    let all = Set(Self.catalogues)
    let table: [(String, Set<String>)] = [
      ("\(asked) refresh ", all), ("\(asked) refresh zenodo a.b_c ", ["world-bank"]),
      ("cataloguectl --socket=\(daemon.socket) refresh --full w", ["world-bank"]),
      ("cataloguectl refresh --socket \(daemon.socket) z", ["zenodo"]),
      ("\(asked) search x --catalogue ", all), ("\(asked) search x --catalogue=ze", ["--catalogue=zenodo"]),
      (
        "\(asked) catalogues zenodo ",
        Set(cataloguectl.Program.description.options.map(\.name)).subtracting(["--socket"])
      ),
      ("\(asked) show doi:10.1/x=y --js", ["--json"]), ("\(asked) changes --since ", []),
      ("\(asked) refresh -- --f", []), ("\(asked) refresh nowhere x", []),
      ("cataloguectl --socket \(daemon.state)/nobody refresh ", []),
      ("cataloguectl completion ", Set(CompletionScript.Shell.allCases.map(\.rawValue))),
      ("\(asked) forget zenodo --keep --y", ["--yes"]), ("\(asked) forget zenodo --keep --p", []),
      ("cataloguectl backup \(daemon.state)/catalogued.t", ["\(daemon.state)/catalogued.toml"]),
      ("cataloguectl --socket=\(daemon.state)/catalogued.t", ["--socket=\(daemon.state)/catalogued.toml"]),
      ("catalogued --config \(daemon.state)/catalogued.t", ["\(daemon.state)/catalogued.toml"]),
      ("catalogued --state \(daemon.state)/catalogue", ["\(daemon.state)/catalogues.d/"]),
      ("catalogued --manual=catalogued.", ["--manual=catalogued.toml"]),
      ("catalogued --check --res", []),
      ("\(Programs.folder)/cataloguectl frobnicate", []),
      ("\(Programs.folder)/cataloguectl veri", ["verify"]),
    ]
    let found = try shell.complete(table.map(\.0))
    #expect(found.count == table.count)
    for ((line, expected), found) in zip(table, found) {
      // Whether a folder's name ends with a stroke is the shell's own.
      #expect(Set(found.map(bare)) == Set(expected.map(bare)), "\(line)")
    }
    #expect(!FileManager.default.fileExists(atPath: "/x"))
  }

  private func bare(_ word: String) -> String { word.hasSuffix("/") ? String(word.dropLast()) : word }

  @Test("a daemon that does not answer costs a second, and says nothing")
  func silence() throws {
    let daemon = try daemon()
    kill(daemon.identifier, SIGSTOP)
    defer { kill(daemon.identifier, SIGCONT) }
    let start = Date()
    let result = try Programs.run("cataloguectl", ["__complete", "--socket", daemon.socket, "refresh", ""])
    #expect(Date().timeIntervalSince(start) < 3)
    #expect(result.status == 0 && result.output == "words\n" && result.errors.isEmpty)
  }
}
