import Catalogue
import CatalogueFormats
import Foundation
import Sync
import Testing
import Transfer

@testable import Configuration

@Suite("Each key of a catalogue arrives in its place")
struct CatalogueKeyTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var lines: String
    var expect: @Sendable (CatalogueSettings) -> Bool
    var testDescription: String { lines }
  }

  static let cases: [Case] = [
    Case(lines: #"title = "A Title""#) { $0.title == "A Title" && $0.name == "a" },
    Case(lines: "") { $0.title == "a" && $0.enabled && $0.interval == 6 * 3600 && $0.priority == 100 },
    Case(lines: "enabled = false") { !$0.enabled },
    Case(lines: #"interval = "90s""#) { $0.interval == 90 },
    Case(lines: #"interval = "30m""#) { $0.interval == 1800 },
    Case(lines: #"interval = "1h30m""#) { $0.interval == 5400 },
    Case(lines: #"interval = "1 d""#) { $0.interval == 86400 },
    Case(lines: #"between = "22:00-06:00""#) { $0.between == DailyWindow(start: 1320, end: 360) },
    Case(lines: "") { $0.between == nil },
    Case(lines: "priority = 7") { $0.priority == 7 },
    Case(lines: "trim = true") { $0.allowsTrim },
    Case(lines: "edits = { title = \"local\", sections = \"upstream\" }") {
      $0.policies == [.title: .local, .sections: .upstream]
    },
    Case(lines: #"format = "csv""#) { $0.harvest.format == "csv" },
    Case(lines: "") { $0.harvest.format == "oai-pmh" && $0.harvest.url == "https://a.example/oai" },
    Case(lines: #"set = "hdl:1""#) { $0.harvest.set == "hdl:1" },
    Case(lines: "query = \"sea ice\"\nformat = \"crossref\"") { $0.harvest.query == "sea ice" },
    Case(lines: "format = \"json\"\n[list]\nitems = \"/results\"\n[fields]\nidentifier = \"/id\"") {
      $0.harvest.list == JSONMapping(items: "/results")
    },
    Case(lines: #"metadata_prefix = "mods""#) { $0.harvest.metadataPrefix == "mods" },
    Case(lines: "from = 2020-01-01") { $0.harvest.from == Datestamp(seconds: 1_577_836_800) },
    Case(lines: "from = 2020-01-01T01:00:00+01:00") { $0.harvest.from == Datestamp(seconds: 1_577_836_800) },
    Case(lines: #"from = "2020-01-01""#) { $0.harvest.from == Datestamp(seconds: 1_577_836_800) },
    Case(lines: #"overlap = "2h""#) { $0.harvest.overlap == 7200 },
    Case(
      lines:
        "format = \"sitemap\"\ninclude = \"/a/*\"\nexclude = [\"/b\", \"https://x.example/\"]\nbudget = 5"
    ) {
      $0.harvest.crawl.include == ["/a/*"] && $0.harvest.crawl.exclude == ["/b", "https://x.example/"]
        && $0.harvest.crawl.budget == 5
    },
    Case(lines: "format = \"listing\"\nlinks = \"h3 a\"\nnext = \"//a[@rel='next']\"") {
      $0.harvest.crawl.links == "h3 a" && $0.harvest.crawl.next == "//a[@rel='next']"
    },
    Case(lines: "format = \"feed\"\nfollow = true") { $0.harvest.crawl.follow },
    Case(lines: "complete = false") { $0.harvest.complete == false },
    Case(lines: "") { $0.harvest.fields.sources.isEmpty && $0.harvest.separator == nil },
    Case(lines: "[fields]\nidentifier = \"ID\"\ntitle = [\"Title\", \"#3\"]") {
      $0.harvest.fields.sources == [.identifier: FieldSource(["ID"]), .title: FieldSource(["Title", "#3"])]
    },
    Case(lines: "fields = { report_number = \"No.\", full_text = \"PDF\" }") {
      $0.harvest.fields.sources == [.reportNumber: FieldSource(["No."]), .fullText: FieldSource(["PDF"])]
    },
    Case(
      lines: "[fields.authors]\neach = \"/author/*\"\nfamily = \"/family\"\ngiven = [\"/given\", \"/first\"]"
    ) {
      $0.harvest.fields.sources == [
        .authors: FieldSource(
          ["/author/*"], parts: [.family: ["/family"], .given: ["/given", "/first"]])
      ]
    },
    Case(lines: #"separator = ";""#) { $0.harvest.separator == UInt8(ascii: ";") },
    Case(lines: #"separator = "tab""#) { $0.harvest.separator == UInt8(ascii: "\t") },
    Case(lines: "missing_after = 3") { $0.arrivals.missingAfter == 3 },
    Case(lines: #"full_every = "7d""#) { $0.arrivals.fullEvery == 7 * 86400 },
    Case(lines: #"guard = { count = 5, share = "10 %" }"#) {
      $0.arrivals.guardCount == 5 && abs($0.arrivals.guardShare - 0.1) < 1e-9
    },
    Case(lines: "guard = 50") { $0.arrivals.guardCount == 50 && $0.arrivals.guardShare == 0.2 },
    Case(lines: #"guard = "5%""#) {
      $0.arrivals.guardCount == 10 && abs($0.arrivals.guardShare - 0.05) < 1e-9
    },
    Case(lines: "[guard]\nshare = 0.5") { $0.arrivals.guardShare == 0.5 },
    Case(lines: #"contact = "a@b.example""#) { $0.transfer.contact == "a@b.example" },
    Case(lines: #"timeout = "10m""#) { $0.transfer.timeout == 600 },
    Case(lines: #"connect_timeout = "1500ms""#) { $0.transfer.connectTimeout == 1.5 },
    Case(lines: #"low_speed_limit = "1 kB""#) { $0.transfer.lowSpeedLimit == 1000 },
    Case(lines: #"low_speed_time = "30s""#) { $0.transfer.lowSpeedTime == 30 },
    Case(lines: #"max_size = "512 MiB""#) { $0.transfer.maxBodyBytes == 512 << 20 },
    Case(lines: #"max_size = "1.5GiB""#) { $0.transfer.maxBodyBytes == 3 << 29 },
    Case(lines: "max_redirects = 0") { $0.transfer.maxRedirects == 0 },
    Case(lines: "requests_per_host = 4") { $0.transfer.requestsPerHost == 4 },
    Case(lines: #"gap = "0.25s""#) { $0.transfer.gap == 0.25 },
    Case(lines: #"proxy = "socks5h://127.0.0.1:9050""#) { $0.transfer.proxy == "socks5h://127.0.0.1:9050" },
    Case(lines: #"ca_file = "/etc/ca.pem""#) { $0.transfer.certificateAuthorities == "/etc/ca.pem" },
    Case(lines: #"headers = { X-Key = "v" }"#) { $0.transfer.headers == [.init(name: "X-Key", value: "v")] },
    Case(lines: "[headers]\nX-A = \"1\"\nX-B = \"2\"") { $0.transfer.headers.map(\.name) == ["X-A", "X-B"] },
    Case(lines: "[credentials]\nbasic_file = \"/s/p\"") { $0.transfer.credentials == .basic(file: "/s/p") },
    Case(lines: "[credentials]\nbearer_file = \"/s/p\"") { $0.transfer.credentials == .bearer(file: "/s/p") },
    Case(lines: "[credentials]\nnetrc = \"/s/p\"") { $0.transfer.credentials == .netrc(file: "/s/p") },
    Case(lines: "[credentials]\ncertificate = \"/s/c\"\nkey = \"/s/k\"") {
      $0.transfer.credentials == .clientCertificate(certificate: "/s/c", key: "/s/k")
    },
    Case(lines: "[credentials]\nbasic_file = \"$CREDENTIALS_DIRECTORY/a\"") {
      $0.transfer.credentials == .basic(file: "/run/credentials/x/a")
    },
    Case(lines: "[credentials]\nheader = \"X-Api-Key\"\nkey_file = \"/s/k\"") {
      $0.transfer.credentials == .header(name: "X-Api-Key", file: "/s/k")
    },
    Case(lines: "[credentials]\nquery = \"api_key\"\nkey_file = \"/s/k\"") {
      $0.transfer.credentials == .query(parameter: "api_key", file: "/s/k") && $0.harvest.list == nil
    },
    Case(lines: "format = \"govinfo\"\n[credentials]\nkey_file = \"/s/k\"") {
      $0.transfer.credentials == .header(name: "X-Api-Key", file: "/s/k")
    },
    Case(lines: "format = \"openalex\"\n[credentials]\nkey_file = \"/s/k\"") {
      $0.transfer.credentials == .query(parameter: "api_key", file: "/s/k")
    },
    Case(lines: "format = \"crossref\"\n[credentials]\nquery = \"k\"\nkey_file = \"/s/k\"") {
      $0.harvest.list?.key == .query("k") && $0.harvest.list?.items == "/message/items"
    },
    Case(lines: "[credentials]\nbasic_file = \"p\"") {
      if case .basic(let file) = $0.transfer.credentials {
        return file.hasPrefix("/") && file.hasSuffix("/catalogues.d/p")
      }
      return false
    },
  ]

  @Test(arguments: cases)
  func arrives(_ test: Case) throws {
    let environment = ["CREDENTIALS_DIRECTORY": "/run/credentials/x"]
    #expect(try Workbench.complaints(test.lines, environment: environment) == [])
    let settings = try #require(try Workbench.catalogue(test.lines, environment: environment))
    #expect(test.expect(settings))
  }

  @Test("every key of the table has a case above")
  func nothingForgotten() {
    for key in CatalogueKeys.all where key.name != "url" {
      #expect(Self.cases.contains { $0.lines.contains(key.name) }, "\(key.name)")
    }
  }

  @Test(
    "what the manual promises is there",
    arguments: [
      "title", "url", "format", "interval", "between", "set", "metadata_prefix", "from", "overlap",
      "complete",
      "missing_after", "full_every", "guard", "priority", "enabled", "credentials", "headers", "proxy", "gap",
      "max_size",
      "timeout", "connect_timeout", "low_speed_limit", "low_speed_time", "max_redirects", "requests_per_host",
    ])
  func promised(_ name: String) { #expect(CatalogueKeys.all.contains { $0.name == name }) }

  @Test("every field has a key of its name, and is shown as it can be read again")
  func fields() throws {
    let lines = ReportField.allCases.map { "\($0.rawValue) = [\"a \($0.rawValue)\", \"\\\"\"]" }
    let text = "[fields]\n" + lines.joined(separator: "\n")
    #expect(try Workbench.complaints(text) == [])
    let settings = try #require(try Workbench.catalogue(text))
    #expect(settings.harvest.fields.sources.count == ReportField.allCases.count)
    let parts = FieldSource.NamePart.allCases.map { "\($0.rawValue) = \"/\($0.rawValue)\"" }
    for lines in [
      text, "separator = \"|\"",
      "fields = { editors = { each = [\"/a\", \"/b\"], \(parts.joined(separator: ", ")) } }",
    ] {
      let settings = try #require(try Workbench.catalogue(lines))
      let shown = CatalogueKeys.all.filter { $0.name == "fields" || $0.name == "separator" }
        .compactMap { key in key.show(settings).map { "\(key.name) = \($0)" } }
      let again = try #require(try Workbench.catalogue(shown.joined(separator: "\n")))
      #expect(again.harvest == settings.harvest)
    }
  }

  @Test(
    "file addresses become absolute; a file is complete at once",
    arguments: [
      ("file:dump.xml", "file://FOLDER/catalogues.d/dump.xml"), ("file:/srv/d.xml", "file:///srv/d.xml"),
      ("file:///srv/d.xml", "file:///srv/d.xml"), ("file://localhost/srv/d.xml", "file:///srv/d.xml"),
      ("file:../demo/a%20b.xml", "file://FOLDER/catalogues.d/../demo/a%20b.xml"),
    ])
  func files(_ url: String, _ expected: String) throws {
    let bench = try Workbench(catalogues: ["a": "url = \"\(url)\""])
    let settings = try #require(bench.load().catalogues.first)
    #expect(settings.harvest.url == expected.replacingOccurrences(of: "FOLDER", with: bench.folder))
    #expect(settings.arrivals.missingAfter == 1)
    let kept = try Workbench(catalogues: ["a": "url = \"\(url)\"\nmissing_after = 4"])
    #expect(kept.load().catalogues.first?.arrivals.missingAfter == 4)
  }
}
