import Foundation
import TestSupport
import Testing

/// The other ways that catalogues speak, through both real programs and a real HTTP server.
@Suite("Feeds, tables and JSON") struct FormatTests {
  private static let feed = """
    <?xml version="1.0" encoding="utf-8"?>
    <rss version="2.0"><channel><title>Reports</title><ttl>2880</ttl>
    <item><guid isPermaLink="false">urn:x:1</guid><title>Ice &amp;amp; roads</title>
    <link>https://doi.org/10.5555/ice.1</link><pubDate>Tue, 24 Nov 2026 10:00:00 GMT</pubDate></item>
    </channel></rss>
    """

  /// Three numbered pages of one item each, then an empty one.
  private static func page(_ request: LoopbackServer.Request) -> LoopbackServer.Reply {
    let page = Int(request.query["page"] ?? "1") ?? 1
    let items =
      page > 3 ? "" : "{\"id\": \"\(page)\", \"name\": \"Report \(page)\", \"by\": [{\"last\": \"Roe\"}]}"
    return .bytes(Array("{\"meta\": {\"count\": 3}, \"results\": [\(items)]}".utf8), type: "application/json")
  }

  private static func landingPage(_ number: String) -> LoopbackServer.Reply {
    .text(
      "<html><head><title>Dikes \(number)</title><meta name=\"citation_title\" content=\"Dikes, part \(number)\">"
        + "<meta name=\"citation_author\" content=\"Waterman, Anna\"></head><body><h1>Dikes</h1></body></html>",
      type: "text/html; charset=utf-8")
  }

  private static let server = LoopbackServer { request in
    switch request.path {
    case "/feed":
      if request.header("if-none-match") == "\"1\"" {
        return LoopbackServer.Reply(304, headers: [("ETag", "\"1\"")])
      }
      return LoopbackServer.Reply(
        headers: [("Content-Type", "application/rss+xml"), ("ETag", "\"1\"")], body: .whole(Array(feed.utf8)))
    case "/table.csv":
      return .bytes(
        Array(
          "No;Titel;Autor;Jahr\r\n1;\"Stra\u{df}en; und Eis\";M\u{fc}ller, Ute;2024\r\nragged\r\n"
            .unicodeScalars.map { UInt8($0.value) }),
        type: "text/csv")
    case "/api": return page(request)
    case "/sitemap.xml":
      let links = (1...3).map { "<url><loc>http://\(request.header("host") ?? "")/reports/\($0)</loc></url>" }
      return .xml("<urlset>\(links.joined())</urlset>")
    case "/reports/1", "/reports/2": return landingPage(String(request.path.dropFirst(9)))
    case "/reports/3":
      return .text(
        "<html><head><title>A talk</title><script type=\"application/ld+json\">{\"@type\":\"Event\",\"name\":\"A talk\","
          + "\"startDate\":\"2026-05-05\"}</script></head><body><h1>A talk</h1></body></html>",
        type: "text/html")
    default: return .text("no", status: 404)
    }
  }

  @Test func landingPagesBehindASitemapAreFoundAndCounted() throws {
    let server = Self.server
    let daemon = try RunningDaemon(
      state: TemporaryDirectory(),
      catalogues: [
        "pages":
          "url = \"\(server.url("/sitemap.xml"))\"\nformat = \"sitemap\"\ngap = \"0s\"\ninterval = \"1h\"\n"
          + "include = \"/reports/*\"\n"
      ])
    #expect(try daemon.ctl("refresh", "pages", "--wait").status == 0)
    #expect(try daemon.ctl("search", "waterman").output.contains("Dikes, part 2"))
    let page = try daemon.ctl("show", server.url("/reports/1"))
    #expect(page.output.hasPrefix("Dikes, part 1"), "\(page.output)")
    let catalogue = try daemon.ctl("catalogues", "pages").output
    #expect(catalogue.contains("3 listed, 2 reports") && catalogue.contains("1 event"), "\(catalogue)")
    #expect(daemon.stop() == 0)
  }

  @Test func statusSaysHowManyPagesWaitForTheNextRuns() throws {
    let daemon = try RunningDaemon(
      state: TemporaryDirectory(),
      catalogues: [
        "pages":
          "url = \"\(Self.server.url("/sitemap.xml"))\"\nformat = \"sitemap\"\ngap = \"0s\"\ninterval = \"1h\"\nbudget = 1\n"
      ])
    // Its first run began by itself, and may have read one.
    #expect(try daemon.ctl("refresh", "pages", "--wait").status == 0)
    var status = try daemon.ctl("status").output
    #expect(status.contains("new page") && status.contains(" for the next runs (budget)"), "\(status)")
    #expect(status.contains("in part"), "\(status)")
    for _ in 0..<2 { #expect(try daemon.ctl("refresh", "pages", "--wait").status == 0) }
    status = try daemon.ctl("status").output
    #expect(!status.contains("(budget)") && !status.contains("in part"), "\(status)")
    #expect(daemon.stop() == 0)
  }

  @Test func eachIsMirroredShownAndAskedForOnce() throws {
    let server = Self.server
    let gap = "gap = \"0s\"\ninterval = \"1h\"\n"
    let daemon = try RunningDaemon(
      state: TemporaryDirectory(),
      catalogues: [
        "feed": "url = \"\(server.url("/feed"))\"\n" + gap,
        "table": "url = \"\(server.url("/table.csv"))\"\nformat = \"table\"\n" + gap
          + "[fields]\nidentifier = \"No\"\ntitle = \"Titel\"\nauthors = \"Autor\"\ndate = \"Jahr\"\n",
        "api": "url = \"\(server.url("/api"))\"\nformat = \"json\"\n" + gap
          + "[list]\nitems = \"/results\"\npage = { parameter = \"page\", first = 1 }\ntotal = \"/meta/count\"\n"
          + "complete = true\n[fields]\nidentifier = \"/id\"\ntitle = \"/name\"\n"
          + "authors = { each = \"/by/*\", family = \"/last\" }\n",
      ])
    #expect(try daemon.ctl("refresh", "feed", "table", "api", "--wait").status == 0)

    let feed = try daemon.ctl("show", "https://doi.org/10.5555/ICE.1")
    #expect(feed.output.hasPrefix("Ice & roads"), "\(feed.output)")
    #expect(try daemon.ctl("catalogues", "feed").output.contains("feed, as its answers say"))
    #expect(try daemon.ctl("catalogues", "feed").output.contains("the catalogue's ttl says every 2 d"))
    #expect(try daemon.ctl("refresh", "feed", "--wait").output.contains("304"))

    #expect(try daemon.ctl("search", "straßen", "müller").output.contains("Straßen; und Eis"))
    let rejects = try daemon.ctl("rejects", "table").output
    #expect(rejects.contains("ragged"), "\(rejects)")

    let counts = try #require(try daemon.json("catalogues", "api")["counts"] as? [String: Any])
    #expect(counts["live"] as? Int == 3)
    #expect(try daemon.ctl("search", "\"Report 2\"").output.contains("Roe"))
    #expect(daemon.stop() == 0)
  }
}
