import CatalogueFormats
import Sync
import Testing

@testable import Configuration

@Suite("[list] declares a JSON API") struct ListKeyTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var lines: String
    var mapping: JSONMapping
    var testDescription: String { lines }
  }

  static let cases: [Case] = [
    Case(lines: "items = \"/message/items\"", mapping: JSONMapping(items: "/message/items")),
    Case(lines: "items = \"\"", mapping: JSONMapping()),
    Case(lines: "lines = true", mapping: JSONMapping(lines: true)),
    Case(lines: "path = \"/api/reports\"", mapping: JSONMapping(path: "/api/reports")),
    Case(
      lines: "page = { parameter = \"page\" }",
      mapping: JSONMapping(paging: .page(parameter: "page", first: 1))),
    Case(
      lines: "page = { parameter = \"p\", first = 0 }",
      mapping: JSONMapping(paging: .page(parameter: "p", first: 0))),
    Case(
      lines: "offset = { parameter = \"start\" }",
      mapping: JSONMapping(paging: .offset(parameter: "start", first: 0))),
    Case(
      lines: "cursor = { parameter = \"cursor\", first = \"*\", next = \"/next\" }",
      mapping: JSONMapping(paging: .cursor(parameter: "cursor", first: "*", next: ["/next"]))),
    Case(
      lines: "cursor = { parameter = \"after\", next = [\"/a\", \"/b\"] }",
      mapping: JSONMapping(paging: .cursor(parameter: "after", first: nil, next: ["/a", "/b"]))),
    Case(lines: "next = \"/links/next\"", mapping: JSONMapping(paging: .link(next: ["/links/next"]))),
    Case(lines: "link_header = true", mapping: JSONMapping(paging: .linkHeader)),
    Case(
      lines: "size = { parameter = \"rows\", value = 500 }",
      mapping: JSONMapping(size: .init(parameter: "rows", value: 500))),
    Case(lines: "total = [\"/a\", \"/b\"]", mapping: JSONMapping(total: ["/a", "/b"])),
    Case(lines: "total_header = \"X-WP-Total\"", mapping: JSONMapping(totalHeader: "x-wp-total")),
    Case(lines: "past_end = 404", mapping: JSONMapping(pastEnd: 404)),
    Case(
      lines: "since = { parameter = \"filter\", value = \"from:{}\", join = \",\", date = \"day\" }",
      mapping: JSONMapping(since: .init(.init(parameter: "filter", value: "from:{}", join: ","), date: .day))),
    Case(
      lines: "[list.since]\nparameter = \"v\"\ndate = \"epoch\"\nwith = { op = \">=\" }",
      mapping: JSONMapping(since: .init(.init(parameter: "v"), date: .epoch, with: [.init("op", ">=")]))),
    Case(
      lines: "since = { date = \"second\", beginning = \"1900-01-01\" }",
      mapping: JSONMapping(since: .init(.init(parameter: ""), date: .second, beginning: "1900-01-01"))),
    Case(lines: "query = { parameter = \"q\" }", mapping: JSONMapping(query: .init(parameter: "q"))),
    Case(
      lines: "set = { parameter = \"f\", value = \"m:{}\", join = \" AND \" }",
      mapping: JSONMapping(set: .init(parameter: "f", value: "m:{}", join: " AND "))),
    Case(
      lines: "parameters = { a = \"x\", b = [\"1\", 2], c = true }",
      mapping: JSONMapping(parameters: [
        .init("a", "x"), .init("b", "1"), .init("b", "2"), .init("c", "true"),
      ])),
    Case(
      lines: "parameters = [{ z = \"1\" }, { a = \"2\" }]",
      mapping: JSONMapping(parameters: [.init("z", "1"), .init("a", "2")])),
    Case(lines: "complete = true", mapping: JSONMapping(complete: true)),
    Case(lines: "key = { header = \"X-Api-Key\" }", mapping: JSONMapping(key: .header("X-Api-Key"))),
    Case(lines: "key = { query = \"api_key\" }", mapping: JSONMapping(key: .query("api_key"))),
  ]

  @Test(arguments: cases)
  func arrives(_ test: Case) throws {
    let lines = Self.list(test.lines)
    #expect(try Workbench.complaints(lines) == [])
    #expect(try #require(try Workbench.catalogue(lines)).harvest.list == test.mapping)
  }

  @Test("every key of the table has a case above")
  func nothingForgotten() {
    for key in ListTable.keys { #expect(Self.cases.contains { $0.lines.contains(key.name) }, "\(key.name)") }
  }

  @Test(
    arguments: [
      ("items = \"/a~2\"", "behind ~ stands 0 or 1"), ("itmes = \"/a\"", "did you mean \"items\""),
      ("page = { parameter = \"p\" }\nlink_header = true", "takes one way to the next page"),
      ("page = { first = 1 }", "parameter is missing in page"),
      ("cursor = { parameter = \"c\" }", "next is missing in cursor"),
      ("size = 100", "size must be a table with parameter, value"),
      ("since = { date = \"week\" }", "date must be one of"),
      ("total_header = \"a b\"", "not the name of a header"),
      ("key = { cookie = \"a\" }", "key must be { header"),
      ("parameters = { a = 1.5 }", "the parameter \"a\" is the number 1.5"),
      ("past_end = 200", "past_end must be"), ("items = \"$.results\"", "it is JSONPath"),
      ("since = { parameter = \"a\", value = \"b\" }", "value must be a text with {} in it"),
    ])
  func complains(_ lines: String, _ says: String) throws {
    let complaints = try Workbench.complaints(Self.list(lines))
    #expect(complaints.count == 1 && complaints[0].contains(says), "\(complaints)")
  }

  /// A catalogue's lines with that `[list]`.
  private static func list(_ lines: String) -> String {
    "format = \"json\"\n[list]\n\(lines)\n[fields]\nidentifier = \"/id\""
  }

  @Test("an item's identifier must be known, and every place must be a pointer")
  func fields() throws {
    let missing = try Workbench.complaints("format = \"json\"\n[fields]\ntitle = \"/t\"")
    #expect(missing.count == 1 && missing[0].contains("identifier is missing in [fields]"), "\(missing)")
    let wrong = try Workbench.complaints("format = \"crossref\"\n[fields]\ntitle = \"/a~2\"")
    #expect(wrong.count == 1 && wrong[0].contains("is no JSON Pointer"), "\(wrong)")
    #expect(try Workbench.complaints("format = \"crossref\"\n[fields]\ntitle = \"/t\"") == [])
  }

  @Test("a selector that finds nothing anywhere is one fault, and not missing besides")
  func selectors() throws {
    for (selector, says) in [("a:hover", "“:hover” is not understood"), ("//a[$x]", "names a variable")] {
      let complaints = try Workbench.complaints("format = \"listing\"\nlinks = \"\(selector)\"")
      #expect(complaints.count == 1 && complaints[0].contains(says), "\(complaints)")
    }
    let missing = try Workbench.complaints("format = \"listing\"")
    #expect(missing.count == 1 && missing[0].contains("links is missing"), "\(missing)")
  }

  @Test("a place that leads nowhere is named, at its own line and column")
  func places() throws {
    let complaints = try Workbench.complaints(
      "format = \"json\"\n[fields]\nidentifier = \"/id\"\ntitle = [\"/t\", \"$.t\"]\nlanding_page = \"https://x/{/id\""
    )
    #expect(complaints.count == 2, "\(complaints)")
    #expect(complaints.contains { $0.hasPrefix("6:16: ") && $0.contains("{ has no }") }, "\(complaints)")
    #expect(complaints.contains { $0.hasPrefix("5:16: ") && $0.contains("it is JSONPath") }, "\(complaints)")
  }

  @Test(
    "keys that the format does not read are not passed over in silence",
    arguments: [
      (
        "format = \"kbart\"\nquery = \"a\"",
        "query says nothing where format is \"kbart\": it is for \"json\" or a preset's"
      ),
      (
        "format = \"crossref\"\nfrom = 2020-01-01",
        "from says nothing where format is \"crossref\": it is for \"oai-pmh\""
      ),
      ("format = \"feed\"\nset = \"a\"", "it is for \"oai-pmh\", \"json\" or a preset's"),
      ("format = \"feed\"\n[fields]\ntitle = \"a\"", "it is for \"table\", \"json\" or a preset's"),
      ("format = \"table\"\n[list]\nitems = \"/a\"", "list says nothing"),
      ("format = \"table\"\n[fields]\nauthors = { each = \"/a\" }", "authors must be the name of a column"),
      ("format = \"govinfo\"\nset = \"A\"", "url must hold {set}, as \"https://api.govinfo.gov"),
      ("format = \"auto\"\nset = \"a\"", ""),
    ])
  func strangers(_ lines: String, _ says: String) throws {
    let complaints = try Workbench.complaints(lines)
    #expect(complaints.count == (says.isEmpty ? 0 : 1), "\(complaints)")
    #expect(says.isEmpty || complaints[0].contains(says), "\(complaints)")
  }

  @Test("an address with a place for the set needs one")
  func placeOfSet() throws {
    let complaints = try Workbench(catalogues: ["a": "format = \"govinfo\""]).complaints()
    #expect(complaints.count == 1 && complaints[0].contains("set is missing: its value"), "\(complaints)")
  }

  @Test("query and set must be known how to be asked for")
  func unasked() throws {
    #expect(
      try Workbench.complaints("set = \"a\"\nquery = \"b\"\n" + Self.list("items = \"/i\"")).count
        == 2)
    #expect(try Workbench.complaints("format = \"govinfo\"\nquery = \"b\"").count == 1)
    #expect(try Workbench.complaints("format = \"crossref\"\nset = \"a\"\nquery = \"b\"") == [])
  }

  @Test(
    "a preset that has one place in the world needs no url; the others do",
    arguments: JSONPreset.all.map(\.name))
  func urls(_ name: String) throws {
    let preset = try #require(JSONPreset.named(name))
    let needsSet = preset.mapping.url?.contains("{set}") == true
    let bench = try Workbench(catalogues: ["a": "format = \"\(name)\"" + (needsSet ? "\nset = \"A\"" : "")])
    if let url = preset.mapping.url {
      #expect(bench.complaints() == [])
      #expect(bench.load().catalogues.first?.harvest.url == url)
    } else {
      #expect(bench.complaints().count == 1)
    }
    // A key of [list] changes that one thing of the preset.
    let changed = try Workbench.catalogue(
      "format = \"\(name)\"\n[list]\nsize = { parameter = \"n\", value = 7 }")
    var expected = preset.mapping
    expected.size = .init(parameter: "n", value: 7)
    #expect(changed?.harvest.list == expected)
  }

  @Test(
    "a preset's mapping, written as [list], is read back as the same value",
    arguments: JSONPreset.all.map(\.name))
  func printed(_ name: String) throws {
    var mapping = try #require(JSONPreset.named(name)).mapping
    mapping.url = nil
    mapping.fields = FieldMapping()
    let table = ListTable(mapping)
    let lines = ListTable.keys.compactMap { key in key.show(table).map { "\(key.name) = \($0)" } }
    let text = Self.list(lines.joined(separator: "\n"))
    #expect(try Workbench.complaints(text) == [])
    #expect(try #require(try Workbench.catalogue(text)).harvest.list == mapping)
  }

  @Test(
    "a preset, written as [list] and [fields], is the same mapping", arguments: JSONPreset.all.map(\.name))
  func wholePresets(_ name: String) throws {
    let mapping = try #require(JSONPreset.named(name)).mapping
    var settings = CatalogueSettings(
      name: "a", title: "a",
      harvest: HarvestSettings(
        format: "json", url: mapping.url ?? "https://a.example/api", fields: mapping.fields, list: mapping))
    settings.harvest.list?.fields = FieldMapping()
    settings.harvest.list?.url = nil
    if settings.harvest.url.contains("{set}") { settings.harvest.set = "A" }
    let lines = CatalogueKeys.all.filter { ["url", "format", "set", "list", "fields"].contains($0.name) }
      .compactMap { key in key.show(settings).map { "\(key.name) = \($0)" } }
    let bench = try Workbench(catalogues: ["a": lines.joined(separator: "\n")])
    #expect(bench.complaints() == [])
    let read = try #require(bench.load().catalogues.first)
    #expect(read.harvest.list == settings.harvest.list && read.harvest.fields == mapping.fields)
    #expect(read.harvest.url == settings.harvest.url)
  }
}
