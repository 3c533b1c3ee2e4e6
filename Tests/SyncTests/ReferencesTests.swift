import CatalogueFormats
import Library
import Sync
import TestSupport
import Testing

@Suite("Lists of references are mirrored") struct ReferencesTests {
  private func with(
    _ format: String, _ body: (Harness, Document, String) throws -> Void
  ) throws {
    let document = Document("", type: "text/plain; charset=utf-8")
    let harness = try Harness()
    defer {
      document.server.stop()
      harness.stop()
    }
    var settings = Harness.catalogue("test", document.server.url("/list"), format: format)
    settings.arrivals.missingAfter = 1
    try harness.begin(settings)
    try body(harness, document, format)
  }

  /// A list of reports, by name and title; one of no title but nonsense cannot be read. None is in the first line.
  private static func list(_ format: String, _ reports: [(id: String, title: String?)]) -> String {
    switch format {
    case "ris":
      "\n"
        + reports.map { id, title in
          title.map { "TY  - RPRT\r\nID  - \(id)\r\nTI  - \($0)\r\nER  - \r\n" }
            ?? "TY  - RPRT\r\nAU  - Roe, Ann\r\nER  - \r\n"
        }.joined()
    case "bibtex":
      "%\n"
        + reports.map { id, title in
          title.map { "@techreport{\(id),\n  title = {\($0)}\n}\n" } ?? "@techreport{\(id),\n  title {x}\n}\n"
        }.joined()
    default:
      "[\n"
        + reports.map { id, title in
          "{\"id\": \"\(id)\", \"type\": \"report\",\n\"title\": \(title.map { "\"\($0)\"" } ?? "nonsense here")}"
        }.joined(separator: ",\n") + "]\n"
    }
  }

  @Test(
    "A list is whole: what it carries no more is gone, what has changed is changed, what cannot be read is set aside with its line",
    arguments: ["ris", "bibtex", "csl-json"])
  func mirrored(format: String) throws {
    try with(format) { harness, document, format in
      func set(_ etag: String, _ reports: [(id: String, title: String?)]) {
        let body = Self.list(format, reports)
        document.change {
          $0.etag = etag
          $0.body = body
        }
      }
      set("\"1\"", [("a", "Ice"), ("b", "Snow"), ("c", "Hail"), ("d", "Fog")])
      let first = try harness.refresh()
      #expect(first.state == .done && first.counts.added == 4, "\(first)")
      #expect(try harness.refresh().counts.requests == 1)
      #expect(document.sent.etag == "\"1\"")

      // One is gone, one has another title.
      set("\"2\"", [("a", "Ice"), ("b", "Snow and sleet"), ("d", "Fog")])
      let second = try harness.refresh()
      #expect(second.state == .done && second.counts.changed == 1 && second.counts.gone == 1, "\(second)")
      #expect(try harness.library.search("sleet", catalogue: nil, after: nil, limit: 9).total == 1)
      #expect(try harness.library.size().reports == 3)

      // One that cannot be read costs itself, and is not gone either: RIS lost its name, so that the list was not whole.
      set("\"3\"", [("a", "Ice"), ("b", nil), ("d", "Fog")])
      let third = try harness.refresh()
      #expect(third.counts.rejected == 1 && third.counts.gone == 0, "\(third)")
      let rejects = try harness.library.rejects(catalogue: nil, before: nil, limit: 9).items
      #expect(rejects.map(\.place) == [format == "ris" ? 6 : format == "bibtex" ? 5 : 4], "\(rejects)")
      #expect(rejects.first?.identifier == (format == "ris" ? nil : "b"))
      #expect(third.state == .doneWithRejects)
      #expect(try harness.library.size().reports == 3)
    }
  }

  @Test("A list that breaks off deletes nothing", arguments: ["ris", "bibtex", "csl-json"])
  func cut(format: String) throws {
    try with(format) { harness, document, format in
      let body = Self.list(format, [("a", "Ice"), ("b", "Snow"), ("c", "Hail")])
      document.change { $0.body = body }
      #expect(try harness.refresh().counts.added == 3)
      // Whole by its length, but its last record is not.
      document.change {
        $0.etag = "\"2\""
        $0.body = String(body.prefix(body.count - 12))
      }
      let second = try harness.refresh()
      #expect(second.counts.gone == 0, "\(second)")
      #expect(try harness.library.size().reports == 3)
    }
  }
}
