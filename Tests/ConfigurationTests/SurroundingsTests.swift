import Configuration
import Foundation
import Testing

@Suite("--check looks at what the configuration names outside of itself")
struct SurroundingsTests {
  /// What is said of a folder with these files (name and mode), without the folder's name.
  private func said(
    _ main: String = "", _ lines: String = "", _ files: [(String, Int)] = [], isRehearsal: Bool = true
  ) throws -> (problems: [String], remarks: [String]) {
    let bench = try Workbench(main, catalogues: ["a": "url = \"https://a.example/oai\"\n" + lines])
    for (name, mode) in files {
      let path = bench.folder + "/" + name
      _ = FileManager.default.createFile(atPath: path, contents: Data("x".utf8))
      chmod(path, mode_t(mode))
    }
    let loaded = Configuration.load(path: bench.folder + "/catalogued.toml", isRehearsal: isRehearsal)
    #expect(!loaded.isRefused)
    func told(_ problems: [ConfigurationProblem]) -> [String] {
      problems.map { $0.description.replacingOccurrences(of: bench.folder + "/", with: "") }
    }
    return (told(loaded.problems), told(loaded.remarks))
  }

  static let secrets = [
    ("basic_file = \"s\"", "3:14:"), ("bearer_file = \"s\"", "3:15:"), ("netrc = \"s\"", "3:9:"),
    ("key_file = \"s\"\nheader = \"X\"", "3:12:"),
    ("key = \"s\"\ncertificate = \"../catalogued.toml\"", "3:7:"),
  ]

  @Test("a secret's file must be there, and not everybody's", arguments: secrets)
  func secret(_ lines: String, _ at: String) throws {
    let text = "[credentials]\n" + lines
    let missing = try said("", text)
    #expect(missing.problems == ["catalogues.d/a.toml:\(at) there is no file \"catalogues.d/s\""])
    #expect(try said("", text, isRehearsal: false).problems == [], "it may come while the daemon runs")
    #expect(try said("", text, [("catalogues.d/s", 0o640)]) == ([], []))
    for (mode, verb) in [(0o644, "read"), (0o602, "write"), (0o666, "write")] {
      let open = try said("", text, [("catalogues.d/s", mode)])
      #expect(open.problems == [])
      #expect(
        open.remarks.count == 1 && open.remarks[0].contains("\(at) warning: everybody may \(verb)"), "\(open)"
      )
    }
  }

  @Test("in a shell, systemd's own folder of secrets is no fault; in the service it is looked at")
  func credentialsDirectory() throws {
    let text = "[credentials]\nnetrc = \"$CREDENTIALS_DIRECTORY/x\""
    let shell = try said("", text)
    #expect(shell.problems == [])
    #expect(
      shell.remarks.count == 1 && shell.remarks[0].contains("3:9: note: \"$CREDENTIALS_DIRECTORY/x\""),
      "\(shell)")
    #expect(try said("", text, isRehearsal: false).problems.first?.contains("LoadCredential=") == true)
  }

  @Test(arguments: [
    ("", "ca_file = \"ca.pem\"", "catalogues.d/a.toml:2:11: there is no file"),
    ("[defaults]\nca_file = \"ca.pem\"", "", "catalogued.toml:2:11: there is no file \"ca.pem\""),
    ("", "ca_file = \"/\"", "2:11: \"/\" is not a regular file"),
    ("", "from = 2999-01-01", "catalogues.d/a.toml:2:8: from lies in the future"),
    ("[notify]\ncommand = \"/nowhere/tell\"", "", "catalogued.toml:2:11: there is no file \"/nowhere/tell\""),
    ("[notify]\ncommand = \"./tell\"", "", "is not executable"),
    ("[notify]\ncommand = \"/usr\"", "", "is not a program"),
  ])
  func faults(_ main: String, _ lines: String, _ says: String) throws {
    let all = try said(main, lines, [("tell", 0o644)])
    #expect(all.problems.count == 1 && all.problems[0].contains(says), "\(all)")
    #expect(try said(main, lines, isRehearsal: false).problems == [])
  }

  @Test("what is to be mirrored may be written later")
  func files() throws {
    let bench = try Workbench(catalogues: ["a": "url = \"file:my%20dump.xml\""])
    func load() -> LoadedConfiguration {
      Configuration.load(path: bench.folder + "/catalogued.toml", isRehearsal: true)
    }
    #expect(load().problems.isEmpty && load().remarks.count == 1)
    #expect(
      load().remarks[0].description.contains("a.toml:1:7: warning: there is no file"), "\(load().remarks)")
    _ = FileManager.default.createFile(atPath: bench.folder + "/catalogues.d/my dump.xml", contents: Data())
    #expect(load().remarks.isEmpty)
  }

  @Test("a search of a catalogue that is not there costs itself, at a start and a reload, too")
  func searches() throws {
    let search = "[[search]]\nname = \"n\"\nwords = \"w\"\ncatalogue = "
    for isRehearsal in [false, true] {
      #expect(try said(search + "\"a\"", isRehearsal: isRehearsal).problems == [])
      let problems = try said(search + "\"aa\"", isRehearsal: isRehearsal).problems
      #expect(problems.count == 1, "\(problems)")
      #expect(
        problems.first?.contains("catalogued.toml:4:13: there is no catalogue \"aa\"") == true, "\(problems)")
      // One whose file has a fault is there.
      #expect(try said(search + "\"a\"", "gap = 1", isRehearsal: isRehearsal).problems.count == 1)
    }
  }

  @Test(arguments: [
    ("\\\"sea", false), ("sea \\\"ice\\\" \\\"", false), ("“sea ice", false), ("“sea ice”", true),
    ("\\\"sea ice\\\" x*", true), ("a“b", true),
  ])
  func phrases(_ words: String, _ isRight: Bool) throws {
    let complaints = try Workbench("[[search]]\nname = \"n\"\nwords = \"\(words)\"").complaints()
    #expect(complaints.isEmpty == isRight, "\(complaints)")
    if !isRight {
      #expect(
        complaints[0].contains("catalogued.toml:3:9: words must be") && complaints[0].contains("at its end"))
    }
  }
}
