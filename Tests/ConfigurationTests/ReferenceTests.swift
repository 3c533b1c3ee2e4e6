import Foundation
import Testing

@testable import Configuration

@Suite("The reference of the configuration")
struct ReferenceTests {
  @Test("every key with its table, what it takes, what holds without it, and what it is for")
  func complete() {
    let all = KeyReference.all
    #expect(all.first?.name == "state_directory" && all.last?.table == ["credentials"])
    #expect(Set(all.map { [$0.file == .daemon ? "d" : "c"] + $0.table + [$0.name] }).count == all.count)
    for key in all { #expect(!key.help.isEmpty && !key.takes.isEmpty, "\(key)") }
    func find(_ table: [String], _ name: String) -> KeyReference? {
      all.first { $0.table == table && $0.name == name }
    }
    #expect(
      find([], "format")?.standard == "\"auto\"" && find([], "format")?.help.contains("\"kbart\"") == true)
    #expect(find([], "interval")?.standard == "\"6h\"")
    #expect(find([], "interval")?.takes.contains("from 1m to 366d") == true)
    #expect(find(["guard"], "count")?.standard == "10")
    #expect(find(["log"], "level")?.takes == "one of \"error\", \"warning\", \"info\", \"debug\"")
    #expect(find(["notify", "disk_free"], "size")?.isShared == false)
    #expect(find(["list", "cursor"], "next") != nil && find(["fields", "authors"], "family") != nil)
    #expect(find(["search"], "words")?.standard == nil)
    #expect(find([], "url")?.standard == nil && find([], "url")?.isShared == false)
    #expect(find([], "gap")?.isShared == true)
  }

  private static let config = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Config").path

  @Test(
    "every key that the program knows is found in the annotated examples, in its table",
    arguments: KeyReference.all)
  func isInTheExamples(_ key: KeyReference) throws {
    let files =
      key.file == .daemon
      ? ["catalogued.toml"]
      : ["oai-pmh", "table", "json", "feed", "sitemap", "listing"].map { "catalogues.d/example-\($0).toml" }
    let header = "(^|.* )\\[{1,2}\(key.name)\\]{1,2}.*"
    let pair = "(.*[ :])?\(key.name) = .*"
    let inner = "(.*[ :])?\(key.table.last ?? "") = \\{.*\\b\(key.name) = .*"
    // What a report may hold is listed once.
    let listed = ".*\\b\(key.name)\\b.*"
    func shows(_ line: Substring, in table: Substring) throws -> Bool {
      var patterns = [header]
      if key.table.isEmpty || String(table) == key.table.joined(separator: ".") { patterns.append(pair) }
      if !key.table.isEmpty { patterns.append(inner) }
      if key.table.first == "fields" { patterns.append(listed) }
      return try patterns.contains { try line.wholeMatch(of: Regex($0)) != nil }
    }
    let isShown = try files.contains { file in
      var table: Substring = ""
      let text = try String(contentsOfFile: Self.config + "/" + file, encoding: .utf8)
      return try text.split(separator: "\n").contains { line in
        let line = line.drop { "# ".contains($0) }
        if let header = line.firstMatch(of: /^\[{1,2}([a-z_.]+)\]{1,2}/) { table = header.1 }
        return try shows(line, in: table)
      }
    }
    #expect(isShown, "\((key.table + [key.name]).joined(separator: "."))")
  }
}
