import Foundation
import TestSupport
import Testing

@Suite("The units and their installation")
struct UnitTests {
  private let root = TemporaryDirectory()

  private func run(_ script: String, _ arguments: String...) throws -> Programs.Result {
    try Programs.run(
      "/usr/bin/env",
      ["DESTDIR=\(root.path)", Programs.root + "/systemd/" + script] + arguments)
  }

  private func install(_ arguments: String...) throws {
    let result = try Programs.run(
      "/usr/bin/env",
      ["DESTDIR=\(root.path)", Programs.root + "/systemd/install", "--from", Programs.folder] + arguments)
    #expect(result.status == 0, "\(result.errors)")
  }

  private var files: [String] {
    let found = FileManager.default.enumerator(atPath: root.path)?.compactMap { $0 as? String } ?? []
    return found.filter { path in
      var isFolder: ObjCBool = false
      return FileManager.default.fileExists(atPath: root.file(path), isDirectory: &isFolder)
        && !isFolder.boolValue
    }.filter { !$0.contains("/examples/") }.sorted()
  }

  private func text(_ path: String) -> String {
    (try? String(contentsOfFile: root.file(path), encoding: .utf8)) ?? ""
  }

  @Test(
    "go where systemd looks for them, and are gone afterwards; the configuration stays",
    arguments: [
      ("/usr/local", "usr/local/lib/systemd/system", "usr/local/lib/"),
      ("/usr", "usr/lib/systemd/system", "usr/lib/"),
      ("/opt/catalogued", "etc/systemd/system", "etc/"),
    ])
  func installed(_ prefix: String, _ units: String, _ fragments: String) throws {
    try install("--prefix", prefix)
    let below = String(prefix.dropFirst())
    let share = below + "/share"
    let expected: [String] = [
      "\(share)/man/man1/cataloguectl.1", "\(share)/man/man5/catalogued.toml.5",
      "\(share)/man/man8/catalogued.8",
      "\(share)/bash-completion/completions/catalogued", "\(share)/bash-completion/completions/cataloguectl",
      "\(share)/fish/vendor_completions.d/catalogued.fish",
      "\(share)/fish/vendor_completions.d/cataloguectl.fish",
      "\(share)/zsh/\(prefix == "/usr" ? "vendor-completions" : "site-functions")/_catalogued",
      "\(share)/zsh/\(prefix == "/usr" ? "vendor-completions" : "site-functions")/_cataloguectl",
      "\(below)/bin/catalogued", "\(below)/bin/cataloguectl", "\(below)/lib/catalogued/notify-sendmail",
      "\(below)/share/doc/catalogued/README.md", "etc/catalogued/catalogued.toml",
      "\(units)/catalogued.service", "\(units)/catalogued.socket",
      "\(fragments)sysusers.d/catalogued.conf", "\(fragments)tmpfiles.d/catalogued.conf",
    ]
    #expect(files == expected.sorted())
    let service = text(units + "/catalogued.service")
    #expect(service.contains("\nExecStart=\(prefix)/bin/catalogued\n"))
    #expect(service.contains("\nExecReload=\(prefix)/bin/cataloguectl reload\n"))
    #expect(
      text(share + "/man/man5/catalogued.toml.5").contains("B\(prefix)/share/doc/catalogued/examples/\\fR"))
    #expect(prefix == "/usr/local" || !service.contains("/usr/local/"))
    #expect(try run("uninstall", "--prefix", prefix).status == 0)
    #expect(files == ["etc/catalogued/catalogued.toml"])
  }

  @Test("a configuration that a person wrote is kept")
  func kept() throws {
    try install()
    root.write("contact = \"me@example.org\"\n", to: "etc/catalogued/catalogued.toml")
    try install()
    #expect(text("etc/catalogued/catalogued.toml") == "contact = \"me@example.org\"\n")
  }

  @Test(
    "what is asked for wrongly is said, and nothing is done",
    arguments: [
      (["--prefix", "usr"], 1, "must begin with /"), (["--prefix", "/a|b"], 1, "letters, digits"),
      (["--from", "/nowhere"], 1, "swift build"), (["--frm"], 2, "no option --frm"),
    ])
  func wrong(_ arguments: [String], _ status: Int32, _ words: String) throws {
    let result = try Programs.run(
      "/usr/bin/env",
      ["DESTDIR=\(root.path)", Programs.root + "/systemd/install", "--from", Programs.folder] + arguments)
    #expect(result.status == status && result.errors.contains(words), "\(result.errors)")
    #expect(files.isEmpty)
  }

  private static var hasAnalyze: Bool { access("/usr/bin/systemd-analyze", X_OK) == 0 }

  @Test("systemd-analyze has nothing to say", .enabled(if: hasAnalyze))
  func verified() throws {
    // The programs are where this test has them.
    for unit in ["catalogued.service", "catalogued.socket"] {
      let text = try String(contentsOfFile: Programs.root + "/systemd/" + unit, encoding: .utf8)
      root.write(text.replacingOccurrences(of: "/usr/local/bin", with: Programs.folder), to: unit)
    }
    let verify = try Programs.run(
      "/usr/bin/systemd-analyze",
      ["verify", root.file("catalogued.service"), root.file("catalogued.socket")])
    #expect(verify.status == 0 && verify.output.isEmpty && verify.errors.isEmpty, "\(verify.errors)")
    let security = try Programs.run(
      "/usr/bin/systemd-analyze",
      ["security", "--offline=true", "--no-pager", "--threshold=15", root.file("catalogued.service")])
    #expect(security.status == 0, "the exposure is above 1.5: \(security.output.suffix(200))")
  }

  @Test("the sandbox never hides who asks on the socket")
  func peers() throws {
    let text = try String(contentsOfFile: Programs.root + "/systemd/catalogued.service", encoding: .utf8)
    #expect(
      !text.split(separator: "\n").contains { $0.hasPrefix("PrivateUsers=") || $0.hasPrefix("DynamicUser=") })
  }
}
