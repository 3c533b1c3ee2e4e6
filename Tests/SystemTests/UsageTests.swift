import Foundation
import TestSupport
import Testing

@Suite("What is mistyped is answered with the nearest, and its exit status")
struct UsageTests {
  @Test(arguments: [
    (["--chekc"], "did you mean --check?"), (["--confg", "x"], "did you mean --config?"),
    (["--manual", "cataloged"], "did you mean catalogued?"), (["--completion=fsh"], "did you mean fish?"),
    (["--check", "--demo"], "--check and --demo exclude each other"),
    (["--state"], "--state needs a value: --state DIR"),
    (["serve"], "takes options only, not “serve”"), (["--check=yes"], "--check takes no value"),
    (["\u{1b}[2J"], "takes options only, not “?[2J”"),
  ])
  func daemon(_ arguments: [String], _ says: String) throws {
    let result = try Programs.run("catalogued", arguments)
    #expect(result.status == 2 && result.errors.contains(says) && result.output.isEmpty, "\(result.errors)")
    #expect(result.errors.hasPrefix("catalogued: ") && result.errors.split(separator: "\n").count == 1)
  }

  @Test(arguments: [
    (["stauts"], "did you mean status?"), (["status", "--chek"], "did you mean --check?"),
    (["completion", "zhs"], "did you mean zsh?"),
    (["search", "x", "--limit", "many"], "a number from 1 to 1000"),
    (["forget", "x"], "say --keep"), ([], "see cataloguectl --help"),
  ])
  func client(_ arguments: [String], _ says: String) throws {
    let result = try Programs.run("cataloguectl", arguments)
    #expect(result.status == 2 && result.errors.contains(says) && result.output.isEmpty, "\(result.errors)")
  }

  @Test("a catalogue's name, wherever one may stand")
  func catalogue() throws {
    let toml = "url = \"http://127.0.0.1:1/\"\nenabled = false\n"
    let daemon = try RunningDaemon(state: TemporaryDirectory(), catalogues: ["zenodo": toml, "polar": toml])
    for arguments in [
      ["catalogues", "zendo"], ["refresh", "zendo"], ["refresh", "polar", "zendo"], ["runs", "zendo"],
      ["search", "x", "--catalogue", "zendo"], ["approve", "zendo"], ["reject", "zendo"],
      ["rejects", "zendo"],
      ["reparse", "zendo"], ["pause", "zendo"], ["resume", "zendo"], ["forget", "zendo", "--keep"],
      ["rename", "zendo", "other"], ["purge", "--catalogue", "zendo", "--yes"],
      ["trim", "--older-than", "9d", "zendo", "--yes"],
    ] {
      let result = try Programs.run("cataloguectl", ["--socket", daemon.socket] + arguments)
      #expect(result.status == 4 && result.errors.contains("Did you mean zenodo?"), "\(arguments): \(result)")
    }
  }
}
