import Foundation
import TestSupport
import Testing

@testable import cataloguectl

/// README.md is a promise: what it tells a person to type works as it stands there.
@Suite("README.md") struct ReadmeTests {
  private static let text =
    (try? String(contentsOfFile: Programs.root + "/README.md", encoding: .utf8)) ?? ""

  /// The lines of a code block that begin with `word`.
  private static func lines(_ word: String) -> [String] {
    text.split(separator: "\n").filter { $0.hasPrefix("    " + word) }.map {
      $0.trimmingCharacters(in: .whitespaces)
    }
  }

  @Test func theCurlLinesAnswer() throws {
    let repository = Repository(records: 40, page: 20)
    defer { repository.stop() }
    let daemon = try RunningDaemon(state: TemporaryDirectory(), catalogues: ["worldbank": repository.toml])
    _ = try daemon.ctl("refresh", "worldbank", "--wait")
    let lines = Self.lines("curl ")
    #expect(lines.count >= 4)
    for line in lines {
      let command = line.replacingOccurrences(of: "/run/catalogued/catalogued.sock", with: daemon.socket)
      // Events have no end.
      let result = try Programs.run("/bin/sh", ["-c", command + " -s --max-time 3 -w '\\n%{http_code}'"])
      let status = result.output.split(separator: "\n").last ?? ""
      #expect(status == "200" || status == "202", "\(line): \(result.output)")
    }
  }

  @Test("its table names every command", arguments: Command.all.map(\.name))
  func namesIt(_ command: String) throws {
    let rows = Self.text.split(separator: "\n").filter { $0.hasPrefix("| `cataloguectl ") }
    let pattern = try Regex("[` ]\(command)[` ]")
    #expect(rows.contains { ($0.split(separator: " | ").first ?? "").contains(pattern) })
  }

  @Test func theCommandsOfTheTableExist() throws {
    let daemon = try RunningDaemon(state: TemporaryDirectory(), catalogues: [:])
    let rows = Self.text.split(separator: "\n").filter { $0.hasPrefix("| `cataloguectl ") }
    #expect(rows.count >= 9)
    for row in rows {
      let name = try #require(row.split(separator: " ").dropFirst(2).first).filter(\.isLetter)
      #expect(try daemon.ctl(String(name), "--help").status == 0, "\(name)")
    }
  }

  @Test func theConfigurationThatItCopiesIsSound() throws {
    let directory = TemporaryDirectory()
    try FileManager.default.copyItem(
      atPath: Programs.root + "/Config/catalogued.toml", toPath: directory.file("catalogued.toml"))
    try FileManager.default.createDirectory(
      atPath: directory.file("catalogues.d"), withIntermediateDirectories: true)
    // The catalogues' files that it shows, each from its title to the first line that is none of the file.
    var examples: [[String]] = []
    var isExample = false
    for line in Self.text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("    title = \"") {
        isExample = true
        examples.append([])
      }
      if !line.isEmpty, !line.hasPrefix("    ") { isExample = false }
      if isExample { examples[examples.count - 1].append(line.trimmingCharacters(in: .whitespaces)) }
    }
    #expect(examples.count == 2)
    directory.write(examples[0].joined(separator: "\n"), to: "catalogues.d/worldbank.toml")
    directory.write(examples[1].joined(separator: "\n"), to: "catalogues.d/api.toml")
    let check = try Programs.run("catalogued", ["--config", directory.file("catalogued.toml"), "--check"])
    #expect(check.status == 0, "\(check.errors)")
    #expect(check.output.contains("worldbank") && check.output.contains("api"))
    directory.write("url = \"http://x.example/oai\"\nintervall = \"6h\"\n", to: "catalogues.d/bad.toml")
    let bad = try Programs.run("catalogued", ["--config", directory.file("catalogued.toml"), "--check"])
    #expect(bad.status == 1)
    #expect(bad.errors.contains("bad.toml:2:1") && bad.errors.contains("interval"), "\(bad.errors)")
  }
}
