import Foundation
import TestSupport
import Testing

@Suite("A configuration that cannot be understood is not started with")
struct StartTests {
  /// A catalogue nobody may ask, beside a configuration.
  private func folder(_ main: String?) throws -> TemporaryDirectory {
    let directory = TemporaryDirectory()
    try FileManager.default.createDirectory(
      atPath: directory.file("catalogues.d"), withIntermediateDirectories: true)
    directory.write("url = \"http://127.0.0.1:1/oai\"\nenabled = false\n", to: "catalogues.d/a.toml")
    if let main { directory.write(main, to: "catalogued.toml") }
    return directory
  }

  /// Runs it with the variables of a user whose home is the folder's `home`.
  private func run(_ directory: TemporaryDirectory, _ arguments: [String]) throws -> Programs.Result {
    let variables = [
      "HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "STATE_DIRECTORY", "CONFIGURATION_DIRECTORY",
      "XDG_RUNTIME_DIR",
    ].flatMap { ["-u", $0] }
    let home = directory.file("home")
    return try Programs.run(
      "/usr/bin/env",
      variables + [
        "STATE_DIRECTORY=\(home)/state", "CONFIGURATION_DIRECTORY=\(home)/config",
        "RUNTIME_DIRECTORY=\(home)/run",
        "timeout", "20", Programs.folder + "/catalogued",
      ] + arguments)
  }

  static let faults: [(String?, [String])] = [
    (
      "state_directory = \"/x\"\ncontact = \"me\nsocket = 5\n",
      ["catalogued.toml:2:11: the text that begins here has no end", "catalogued.toml:3:10: socket must"]
    ),
    (
      "intervall = 1\nconcurrent_runs = 0\n",
      ["catalogued.toml:1:1: there is no key", "catalogued.toml:2:19:"]
    ),
    (nil, ["catalogued.toml: cannot be read: No such file"]),
  ]

  @Test(
    "every fault is said, nothing is made, the status is 78; also before --restore and --salvage",
    arguments: faults)
  func refused(_ main: String?, _ says: [String]) throws {
    for action in [[], ["--restore", "/nowhere"], ["--salvage", "/nowhere"], ["--demo"]] {
      let directory = try folder(main)
      let result = try run(directory, ["--config", directory.file("catalogued.toml")] + action)
      #expect(result.status == 78, "\(action): \(result.errors)")
      for words in says { #expect(result.errors.contains(words), "\(result.errors)") }
      #expect(!FileManager.default.fileExists(atPath: directory.file("home")))
      #expect(result.output.isEmpty)
    }
    let directory = try folder(main)
    #expect(try run(directory, ["--config", directory.file("catalogued.toml"), "--check"]).status == 1)
  }

  @Test("without a file of its own at the default place, the defaults hold, for --check, too")
  func defaults() throws {
    let directory = try folder(nil)
    let check = try run(directory, ["--check"])
    #expect(check.status == 0 && check.errors.isEmpty, "\(check.errors)")
    #expect(check.output.contains("home/state"))
    // A link that leads nowhere is a file that somebody meant.
    try FileManager.default.createDirectory(
      atPath: directory.file("home/config"), withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(
      atPath: directory.file("home/config/catalogued.toml"), withDestinationPath: "/nowhere")
    #expect(try run(directory, []).status == 78)
  }

  @Test("a program is told a fault in one line, a person at a terminal in lines that fit")
  func wrapped() throws {
    let directory = try folder("colour = 1\n[defaults]\ncolour = 1\n")
    let line = "\(Programs.folder)/catalogued --config \(directory.file("catalogued.toml")) --check"
    #expect(try Programs.run("/bin/sh", ["-c", line]).errors.split(separator: "\n").count == 2)
    let terminal = try Programs.run("/bin/sh", ["-c", "script -qec '\(line)' /dev/null </dev/null"]).output
    let told = terminal.prefix(
      upTo: terminal.firstRange(of: "# catalogued.toml")?.lowerBound ?? terminal.endIndex)
    #expect(told.split(whereSeparator: \.isNewline).count > 4, "\(terminal)")
    #expect(
      told.contains("requests_per_host")
        && told.split(whereSeparator: \.isNewline).allSatisfy { $0.count <= 100 })
  }

  @Test("a user without a home is told so, and no folder of the root is meant")
  func homeless() throws {
    let program = Programs.folder + "/catalogued"
    let result = try Programs.run(
      "/usr/bin/env", ["-i", "setpriv", "--reuid", "65534", "--clear-groups", program, "--check"])
    guard geteuid() == 0 else { return }
    #expect(result.status == 1 && result.errors.contains("HOME is not set"), "\(result.errors)")
    let directory = TemporaryDirectory()
    directory.write("", to: "catalogued.toml")
    chmod(directory.path, 0o777)
    for (arguments, says) in [
      ([], "HOME is not set, so nobody knows where the configuration is"),
      (["--config", directory.file("catalogued.toml")], "nobody knows where the store is"),
      (["--config", directory.file("catalogued.toml"), "--state", directory.file("state")], "--socket PATH"),
    ] {
      let result = try Programs.run(
        "/usr/bin/env",
        ["-i", "setpriv", "--reuid", "65534", "--clear-groups", "timeout", "20", program] + arguments)
      #expect(result.status == 78 && result.errors.contains(says), "\(result.errors)")
    }
    #expect(!FileManager.default.fileExists(atPath: directory.file("state")))
  }
}
