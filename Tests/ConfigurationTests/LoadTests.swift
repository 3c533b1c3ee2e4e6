import Foundation
import Testing

@testable import Configuration

@Suite("A configuration is read whole, whatever is wrong with a part")
struct LoadTests {
  static let right = "url = \"https://a.example/oai\""
  static let other = "url = \"https://b.example/oai\""

  @Test("all faults of all files at once; one bad file does not cost the others")
  func allFaults() throws {
    let bench = try Workbench(
      "concurrent_runs = 0\nsokcet = \"/s\"\n[log]\nlevel = \"loud\"\n[defaults]\ninterval = 6\ntitle = \"T\"\n",
      catalogues: [
        "good": Self.right, "bad": Self.right + "\nx = 1\npriority = \"\"\ngap = 1", "broken": "[",
      ])
    let complaints = bench.complaints()
    let places = complaints.map { $0.split(separator: " ")[0] }
    #expect(
      places == [
        "catalogued.toml:1:19:", "catalogued.toml:2:1:", "catalogued.toml:4:9:", "catalogued.toml:6:12:",
        "catalogued.toml:7:1:", "catalogues.d/bad.toml:2:1:", "catalogues.d/bad.toml:3:12:",
        "catalogues.d/bad.toml:4:7:", "catalogues.d/broken.toml:1:1:",
      ], "\(complaints)")
    #expect(complaints[1].contains("did you mean \"socket\"?"))
    #expect(complaints[4].contains("title does not belong in [defaults]"))
    let loaded = bench.load()
    #expect(loaded.catalogues.map(\.name) == ["good"])
    #expect(loaded.daemon.concurrentRuns == 16)
    #expect(loaded.problems.map(\.catalogue) == [nil, nil, nil, nil, nil, "bad", "bad", "bad", "broken"])
  }

  @Test func daemonSettings() throws {
    let bench = try Workbench(
      """
      state_directory = "state"
      socket = "/tmp/c.sock"
      contact = "lib@example.org"
      concurrent_runs = 2
      [log]
      level = "debug"
      format = "json"
      """, catalogues: ["a": Self.right, "b": Self.other + "\ncontact = \"b@example.org\""])
    #expect(bench.complaints() == [])
    let loaded = bench.load()
    #expect(loaded.daemon.stateDirectory == bench.folder + "/state")
    #expect(loaded.daemon.socketPath == "/tmp/c.sock")
    #expect(loaded.daemon.concurrentRuns == 2)
    #expect(loaded.daemon.logLevel == .debug)
    #expect(loaded.daemon.logFormat == .json)
    #expect(loaded.catalogues.map(\.transfer.contact) == ["lib@example.org", "b@example.org"])
  }

  @Test("[defaults] hold unless a catalogue says otherwise")
  func defaults() throws {
    let bench = try Workbench(
      "[defaults]\ninterval = \"1d\"\nguard = 3\nmax_size = \"1 MiB\"\n",
      catalogues: ["a": Self.right, "b": Self.other + "\ninterval = \"2h\""])
    #expect(bench.complaints() == [])
    #expect(bench.load().catalogues.map(\.interval) == [86400, 7200])
    #expect(bench.load().catalogues.map(\.arrivals.guardCount) == [3, 3])
    #expect(bench.load().catalogues.map(\.transfer.maxBodyBytes) == [1 << 20, 1 << 20])
  }

  @Test("paths come from systemd's environment")
  func environment() throws {
    let loaded = try Workbench().load(["STATE_DIRECTORY": "/var/lib/x:/y", "RUNTIME_DIRECTORY": "/run/x"])
    #expect(loaded.daemon.stateDirectory == "/var/lib/x")
    #expect(loaded.daemon.socketPath == "/run/x/catalogued.sock")
  }

  @Test("no file, not a file, a huge file, a deep file, not UTF-8")
  func oddFiles() throws {
    let missing = Configuration.load(path: "/nonexistent/catalogued.toml", formats: ["oai-pmh"])
    #expect(
      missing.problems.map(\.description) == [
        "/nonexistent/catalogued.toml: cannot be read: No such file or directory"
      ])
    #expect(missing.isRefused)
    let unnamed = Configuration.load(
      path: "/nonexistent/catalogued.toml", mayBeAbsent: true, formats: ["oai-pmh"])
    #expect(unnamed.problems.isEmpty && unnamed.folder.device == nil)
    let bench = try Workbench(catalogues: ["a": Self.right])
    let folder = bench.folder + "/catalogues.d/"
    try FileManager.default.createDirectory(atPath: folder + "dir.toml", withIntermediateDirectories: false)
    mkfifo(folder + "fifo.toml", 0o600)
    try Data(repeating: 0x20, count: (1 << 20) + 1).write(to: URL(fileURLWithPath: folder + "huge.toml"))
    try Data([0x61, 0x3d, 0x22, 0xff, 0x22]).write(to: URL(fileURLWithPath: folder + "latin.toml"))
    try Data(("x = " + String(repeating: "[", count: 100_000)).utf8).write(
      to: URL(fileURLWithPath: folder + "deep.toml"))
    try Data("x".utf8).write(to: URL(fileURLWithPath: folder + "a.toml.bak"))
    try Data("x".utf8).write(to: URL(fileURLWithPath: folder + ".hidden.toml"))
    let loaded = bench.load()
    #expect(loaded.catalogues.map(\.name) == ["a"])
    #expect(loaded.problems.compactMap(\.catalogue) == ["deep", "dir", "fifo", "huge", "latin"])
    #expect(!loaded.isRefused)
  }

  @Test("a folder that is lost is not an empty one")
  func lostFolder() {
    let found = CatalogueFolder(path: "/etc/catalogues.d", device: 1, files: 2)
    let cases: [(CatalogueFolder, String?)] = [
      (CatalogueFolder(path: "/etc/catalogues.d"), "is gone"),
      (CatalogueFolder(path: "/etc/catalogues.d", device: 2), "is it to be mounted?"),
      (CatalogueFolder(path: "/etc/catalogues.d", device: 2, files: 1), nil),
      (CatalogueFolder(path: "/etc/catalogues.d", device: 1), nil),
    ]
    for (now, says) in cases {
      let fault = now.fault(after: found)
      #expect((fault == nil) == (says == nil))
      if let fault, let says { #expect(fault.message.contains(says) && fault.weight == .all) }
      #expect(now.fault(after: CatalogueFolder(path: "/etc/catalogues.d")) == nil)
    }
  }

  @Test("what is in force is printed as TOML that means the same, without secrets")
  func inForce() throws {
    let bench = try Workbench(
      "concurrent_runs = 9",
      catalogues: [
        "a": Self.right
          + """

          interval = "90m"
          guard = "7.5 %"
          proxy = "http://me:secret-1@proxy.example:80"
          headers = { X-Key = "secret-2" }
          from = 2020-01-01
          [credentials]
          netrc = "n"
          """
      ])
    #expect(bench.complaints() == [])
    let text = bench.load().inForce
    for line in [
      "concurrent_runs = 9", "interval = \"90m\"", "guard = { count = 10, share = \"7.5 %\" }",
      "max_size = \"256 MiB\"",
      "proxy = \"http://…@proxy.example:80\"", "headers = { \"X-Key\" = \"…\" }",
      "from = 2020-01-01T00:00:00Z",
      "credentials = { netrc = \"\(bench.folder)/catalogues.d/n\" }", "enabled = true",
    ] { #expect(text.contains(line + "\n"), "\(line)\n\(text)") }
    #expect(!text.contains("secret"))
    let parts = text.components(separatedBy: "\n# catalogues.d/a.toml\n")
    let again = try Workbench(parts[0], catalogues: ["a": parts[1]])
    #expect(again.complaints() == [])
    #expect(again.load().catalogues.first?.interval == 5400)
  }

  @Test("a long title, a strange one: printed whole, and read again as it was")
  func oddTitles() throws {
    for title in [String(repeating: "a", count: 200), "\u{200f}ab\u{e000}\u{e0041}c", "\\ \"東京\" é"] {
      let written = title.replacingOccurrences(of: "\\", with: "\\\\").replacingOccurrences(
        of: "\"", with: "\\\"")
      let bench = try Workbench(catalogues: ["a": Self.right + "\ntitle = \"\(written)\""])
      #expect(bench.load().catalogues.first?.title == title)
      let shown = bench.load().inForce.components(separatedBy: "\n# catalogues.d/a.toml\n")
      #expect(shown[1].unicodeScalars.allSatisfy { $0 == "\n" || $0.properties.generalCategory != .format })
      #expect(try Workbench(shown[0], catalogues: ["a": shown[1]]).load().catalogues.first?.title == title)
    }
  }

  @Test("the examples that come along are right, and every key that they show is one")
  func examples() throws {
    let config = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("Config")
    let loaded = Configuration.load(
      path: config.path + "/catalogued.toml",
      formats: ["oai-pmh", "table", "bibtex", "json", "feed", "sitemap", "listing"])
    #expect(loaded.problems.map(\.description) == [])
    #expect(loaded.catalogues.allSatisfy { !$0.enabled })
    // With every comment sign before a key taken off, they must still be right (credentials one kind at a time).
    func uncommented(_ file: String) throws -> String {
      try String(contentsOfFile: config.path + "/" + file, encoding: .utf8).split(separator: "\n")
        .map { $0.replacing(/^# (?=(\[{0,2}[a-z_]+\]{0,2}$|[a-z_]+ = ))/, with: "") }
        .filter { $0.prefixMatch(of: /basic_file|bearer_file|netrc/) == nil }.joined(separator: "\n")
    }
    let bench = try Workbench(
      try uncommented("catalogued.toml"),
      catalogues: [
        "example-oai-pmh": try uncommented("catalogues.d/example-oai-pmh.toml"),
        "b": try uncommented("catalogues.d/example-table.toml"),
        "c": try uncommented("catalogues.d/example-json.toml"),
        "d": try uncommented("catalogues.d/example-feed.toml"),
        "e": try uncommented("catalogues.d/example-sitemap.toml"),
        "f": try uncommented("catalogues.d/example-listing.toml"),
      ])
    #expect(bench.complaints() == [])
    // A key stands in the example of the format that it is for.
    let text = try ["oai-pmh", "table", "json", "feed", "sitemap", "listing"].map {
      try uncommented("catalogues.d/example-\($0).toml") + "\n"
    }
    .joined()
    for key in CatalogueKeys.all.map(\.name) {
      let isShown = ("\n" + text).contains("\n\(key) = ") || text.contains("\n[\(key)]")
      #expect(isShown, "\(key)")
    }
    let main = "\n" + (try uncommented("catalogued.toml"))
    for key in DaemonKeys.all.map(\.name) {
      #expect(
        main.contains("\n\(key) = ") || main.contains("\n[\(key)]") || main.contains("\n[[\(key)]]"), "\(key)"
      )
    }
  }
}
