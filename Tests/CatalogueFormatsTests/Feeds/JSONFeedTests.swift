import Catalogue
import Testing

@testable import CatalogueFormats

@Suite("JSON Feed 1.1 and 1.0") struct JSONFeedTests {
  private func feed(_ items: String, head: String = "\"title\": \"F\"", version: String = "1.1") -> String {
    "{\"version\": \"https://jsonfeed.org/version/\(version)\", \(head), \"items\": [\(items)], \"hubs\": [], \"icon\": \"x\"}"
  }

  @Test func everything() throws {
    let item = """
      {"id": "https://doi.org/10.1234/x", "url": "/p/1", "external_url": "http://other.example/", "title": "Ice & <water>",
      "content_html": "<p>Too &amp; short</p>", "summary": "A summary of more than forty bytes, in plain text.",
      "date_modified": "2009-01-01T00:00:00Z", "date_published": "2007-11-01T10:00:00+01:00", "language": "de",
      "authors": [{"name": "Ann Roe"}, {"url": "http://x.example/"}], "tags": ["ice", "ice", "snow"],
      "attachments": [{"url": "a.pdf", "mime_type": "application/pdf"}, {"url": "b.mp3", "mime_type": "audio/mpeg"}], "_own": {"a": [1]}}
      """
    let head =
      "\"title\": \"F [1]\", \"language\": \"fr\", \"authors\": [{\"name\": \"Cy “é” Doe\"}], \"home_page_url\": \"/\""
    let outcome = try #require(
      FeedReader.readEveryWay(feed("\(item), {\"id\": 7, \"content_text\": \"Text\"}", head: head)))
    #expect(outcome.fault == nil && outcome.rejects.isEmpty && outcome.repairs.isEmpty)
    #expect(outcome.identifiers == ["https://doi.org/10.1234/x", "7"])
    let report = outcome.reports[0]
    #expect(
      report.title == "Ice & <water>"
        && report.abstract == "A summary of more than forty bytes, in plain text.")
    #expect(
      report.published?.sortKey == 2007_11_01 && report.languages == ["de"]
        && report.subjects == ["ice", "snow"])
    #expect(report.identifiers == [Identifier(scheme: .doi, value: "10.1234/x")])
    #expect(report.contributors.map(\.name.printed) == ["Ann Roe"])
    #expect(
      report.links == [
        Link(kind: .landingPage, url: "http://feeds.example/p/1"),
        Link(kind: .fullText, url: "http://feeds.example/reports/a.pdf"),
        Link(kind: .related, url: "http://other.example/"),
        Link(kind: .related, url: "http://feeds.example/reports/b.mp3"),
      ])
    #expect(
      outcome.reports[1].contributors.map(\.name.printed) == ["Cy “é” Doe"]
        && outcome.reports[1].languages == ["fr"])
    #expect(Set(outcome.contexts).count == 1)
    #expect(
      outcome.facts.about == [
        AboutFact(name: "Title", value: "F [1]"), AboutFact(name: "Kind", value: "JSON Feed 1.1"),
        AboutFact(name: "Page", value: "http://feeds.example/"),
      ])
  }

  @Test func oneAuthorInVersion1() {
    let outcome = FeedReader.read(
      feed("{\"id\": \"1\", \"title\": \"A\", \"author\": {\"name\": \"Ann Roe\"}}", version: "1"))
    #expect(outcome.reports.first?.contributors.map(\.name.printed) == ["Ann Roe"])
  }

  @Test func nextPages() {
    let outcome = FeedReader.readEveryWay(
      feed("{\"id\": \"1\", \"title\": \"A\"}", head: "\"next_url\": \"/2.json\""))
    guard case .request(let request)? = outcome?.next else { return #expect(Bool(false), "no next page") }
    #expect(request.url == "http://feeds.example/2.json" && outcome?.facts.isConditional == true)
  }

  @Test(arguments: [
    "{\"title\": \"no id\"}", "{\"url\": \"/p\"}", "{\"id\": \"a\\u0001b\", \"title\": \"x\"}",
    "{\"id\": \"1\", \"title\": \"\\ud83d\"}",
  ]) func identities(_ item: String) {
    let outcome = FeedReader.readEveryWay(feed(item))
    #expect(outcome?.statements.count == 1 && outcome?.identifiers.first?.isEmpty == false)
  }

  @Test func oneBadItemCostsItself() throws {
    let items =
      "{\"id\": \"1\", \"title\": \"A\"}, {\"id\": \"2\", \"title\": }, 17, {}, {\"id\": \"3\", \"title\": \"C\"}"
    let outcome = try #require(FeedReader.readEveryWay(feed(items)))
    #expect(outcome.identifiers.contains("1") && outcome.identifiers.contains("3"))
    #expect(outcome.rejects.count == 3 && outcome.fault == nil)
  }

  @Test func whatCameBeforeABreakIsGood() throws {
    let text = feed("{\"id\": \"1\", \"title\": \"A\"}, {\"id\": \"2\", \"title\": \"B\"}")
    let cut = String(text.prefix(text.count - 40))
    let outcome = try #require(FeedReader.readEveryWay(cut))
    #expect(outcome.identifiers == ["1"] && outcome.fault?.kind == .cutShort)
  }
}
