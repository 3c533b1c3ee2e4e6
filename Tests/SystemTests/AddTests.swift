import Foundation
import TestSupport
import Testing

@Suite("cataloguectl add looks at an address, and makes a catalogue of it")
struct AddTests {
  private typealias Site = ProbedSite
  private typealias Object = [String: Any]

  /// A daemon that does not wait between requests, nor long for one.
  private func daemon(_ catalogues: [String: String] = [:], main: String = "") throws -> RunningDaemon {
    try RunningDaemon(
      state: TemporaryDirectory(), catalogues: catalogues,
      main: main + "[defaults]\ngap = \"0s\"\ntimeout = \"2s\"\n")
  }

  /// What is found at a path of a site: the answer, and of its finds what serves, the best first.
  private func look(_ parts: [String: ProbedSite.Reply], _ path: String = "/") throws -> (
    Object, [Object], Site
  ) {
    let site = Site(parts)
    let daemon = try daemon()
    let answer = try daemon.json("add", site.url(path), "--dry-run")
    let finds = (answer["finds"] as? [Object] ?? []).filter { $0["problem"] == nil }
    #expect(answer["requests"] as? Int == site.asked.count)
    #expect(Set(site.asked).count == site.asked.count, "nothing is asked twice: \(site.asked)")
    #expect(daemon.stop() == 0)
    return (answer, finds, site)
  }

  private func text(_ answer: Object) -> String { (answer["file"] as? Object)?["text"] as? String ?? "" }

  // MARK: What is found

  @Test(
    "OAI-PMH is where the program that made the page has it",
    arguments: [
      ("<meta name=\"Generator\" content=\"EPrints 3.4\">", "/", "/cgi/oai2", "EPrints"),
      ("<meta name=\"Generator\" content=\"DSpace 6.3\">", "/xmlui/", "/oai/request", "DSpace"),
      ("<ds-app></ds-app>", "/home", "/server/oai/request", "DSpace"),
      (
        "<meta name=\"generator\" content=\"Open Journal Systems 3.3\">", "/index.php/tides/issue",
        "/index.php/tides/oai",
        "Open Journal Systems"
      ),
      ("<!-- bepress -->", "/", "/do/oai/", "Digital Commons"),
      ("", "/", "/oai", nil),
    ] as [(String, String, String, String?)])
  func repository(head: String, path: String, oai: String, software: String?) throws {
    var parts = Site.oai(oai)
    parts[path] = Site.html("<h1>Welcome</h1>", head: head + "<title>Welcome</title>")
    let (answer, finds, site) = try look(parts, path)
    defer { site.stop() }
    #expect(answer["software"] as? String == software)
    #expect(finds.first?["format"] as? String == "oai-pmh" && finds.first?["url"] as? String == site.url(oai))
    #expect(
      text(answer) == "title = \"Harbour Repository\"\nurl = \"\(site.url(oai))\"\nformat = \"oai-pmh\"\n")
    let samples = finds.first?["samples"] as? [Object] ?? []
    #expect(samples.map { $0["title"] as? String } == ["Quay walls 1", "Quay walls 2", "Quay walls 3"])
  }

  @Test("a request's address is the repository's without its arguments")
  func baseAddress() throws {
    let (answer, _, site) = try look(Site.oai("/oai"), "/oai?verb=Identify")
    defer { site.stop() }
    #expect(text(answer).contains("url = \"\(site.url("/oai"))\"\n"))
  }

  @Test("a sitemap in robots.txt leads to the part of the site where reports are")
  func sitemap() throws {
    var parts = Site.plain
    parts["/robots.txt"] = .text("User-agent: *\nDisallow: /private/\nSitemap: http://HOST/maps/all.xml\n")
    let reports = (1...4).map { "/en/reports/\($0)" }
    parts["/maps/all.xml"] = Site.sitemap(reports + (1...9).map { "/en/events/\($0)" } + ["/private/1"])
    for (index, path) in reports.enumerated() { parts[path] = Site.page(index + 1) }
    let (answer, finds, site) = try look(parts)
    defer { site.stop() }
    #expect(finds.first?["total"] as? Int == 4)
    #expect(
      text(answer)
        == "title = \"Harbour Institute\"\nurl = \"\(site.url("/"))\"\nformat = \"sitemap\"\ninclude = \"/en/reports/\"\n"
    )
    let fields = (finds.first?["fields"] as? [Object] ?? []).compactMap { $0["name"] as? String }
    #expect(
      Set(["title", "contributors", "published", "identifiers", "abstract"]).isSubset(of: fields), "\(fields)"
    )
    #expect(!site.asked.contains { $0.hasPrefix("/en/events") || $0.hasPrefix("/private") })
  }

  @Test("the part of the site around the page that was named comes first")
  func near() throws {
    var parts: [String: ProbedSite.Reply] = [
      "/work/tides": Site.html("<h1>Tides</h1>", head: "<title>Tides</title>"),
      "/sitemap.xml": Site.sitemap((1...3).map { "/work/tides/\($0)" } + (1...5).map { "/papers/\($0)" }),
    ]
    for number in 1...3 { parts["/work/tides/\(number)"] = Site.page(number) }
    let (answer, _, site) = try look(parts, "/work/tides")
    defer { site.stop() }
    #expect(text(answer).contains("include = \"/work/tides/\""), "\(text(answer))")
  }

  @Test("a feed whose entries are only links is followed where the pages say more")
  func feed() throws {
    let head =
      "<title>Harbour</title><link rel=\"alternate\" type=\"application/rss+xml\" href=\"/news.rss\">"
    var parts: [String: ProbedSite.Reply] = [
      "/": Site.html("<h1>Harbour</h1>", head: head), "/news.rss": Site.feed(),
    ]
    for number in 1...2 { parts["/reports/\(number)"] = Site.page(number) }
    let (answer, finds, site) = try look(parts)
    defer { site.stop() }
    #expect(finds.first?["total"] as? Int == 2)
    #expect(text(answer).contains("format = \"feed\"\nfollow = true\n"), "\(text(answer))")
    #expect(text(answer).contains("title = \"Harbour reports\""))
    // Where they say no more, the entries are the records.
    let poor = Site.html("<h1>Quays</h1>", head: "<title>Quays</title>")
    for number in 1...2 { parts["/reports/\(number)"] = poor }
    let (other, _, second) = try look(parts)
    defer { second.stop() }
    #expect(text(other).contains("format = \"feed\"") && !text(other).contains("follow"), "\(text(other))")
  }

  @Test("WordPress and Drupal have reports under a name of their own")
  func posts() throws {
    func post(_ number: Int) -> String {
      "{\"id\": \(number), \"slug\": \"s\(number)\", \"title\": {\"rendered\": \"Report \(number)\"}, \"date\": "
        + "\"2020-01-0\(number)T00:00:00\", \"excerpt\": {\"rendered\": \"<p>On \(number).</p>\"}, "
        + "\"link\": \"http://HOST/r/\(number)\", \"type\": \"report\"}"
    }
    let json = "application/json"
    let (answer, finds, site) = try look([
      "/": Site.html(
        "x", head: "<link rel=\"https://api.w.org/\" href=\"http://HOST/wp-json/\"><title>W</title>"),
      "/wp-json/wp/v2/types": .text(
        "{\"post\": {\"rest_base\": \"posts\"}, \"report\": {\"rest_base\": \"research-reports\"}}",
        type: json),
      "/wp-json/wp/v2/research-reports": .text(
        "[\(post(1)), \(post(2))]", type: json, status: 200),
    ])
    defer { site.stop() }
    #expect(finds.first?["format"] as? String == "wordpress", "\(answer)")
    #expect(
      text(answer).contains("url = \"\(site.url("/wp-json/wp/v2/research-reports"))\""), "\(text(answer))")
    #expect(answer["software"] as? String == "WordPress")

    let (drupal, _, second) = try look([
      "/": Site.html("x", head: "<meta name=\"Generator\" content=\"Drupal 10\"><title>D</title>"),
      "/jsonapi": .text(
        "{\"links\": {\"node--page\": {}, \"node--publication\": {}, \"user--user\": {}}}", type: json),
      "/jsonapi/node/publication": .text(
        "{\"jsonapi\":{\"version\":\"1.0\"},\"data\":[{\"type\":\"node--publication\",\"id\":\"1\",\"attributes\":"
          + "{\"title\":\"Dikes\",\"created\":\"2020-02-02T00:00:00+00:00\"}}],\"links\":{}}", type: json),
    ])
    defer { second.stop() }
    #expect(text(drupal).contains("format = \"drupal\""), "\(drupal)")
    #expect(text(drupal).contains("url = \"\(second.url("/jsonapi/node/publication"))\""))
  }

  @Test("a list that is the answer itself is taken as what it is")
  func lists() throws {
    let kbart =
      "publication_title\tprint_identifier\tonline_identifier\tdate_first_issue_online\tnum_first_vol_online\t"
      + "num_first_issue_online\tdate_last_issue_online\tnum_last_vol_online\tnum_last_issue_online\ttitle_url\t"
      + "first_author\ttitle_id\tembargo_info\tcoverage_depth\tnotes\tpublisher_name\tpublication_type\n"
      + "Salt marshes\t\t\t\t\t\t\t\t\thttp://HOST/r/1\tRoe\tresrep1\t\tfulltext\t\tHarbour\tmonograph\n"
    let (answer, finds, site) = try look(["/list.txt": .text(kbart)], "/list.txt")
    defer { site.stop() }
    #expect(text(answer).contains("format = \"kbart\"") && finds.first?["total"] as? Int == 1, "\(answer)")
    let csv = "id,title,authors,year\n1,Quays,\"Roe, Bob\",2020\n2,Locks,\"Roe, Bob\",2021\n"
    let (table, _, second) = try look(["/list.csv": .text(csv, type: "text/csv")], "/list.csv")
    defer { second.stop() }
    #expect(text(table).contains("format = \"table\""), "\(table)")
    let (sitemap, _, third) = try look(
      [
        "/map.xml": Site.sitemap(["/reports/1", "/reports/2"]), "/reports/1": Site.page(1),
        "/reports/2": Site.page(2),
      ],
      "/map.xml")
    defer { third.stop() }
    #expect(
      text(sitemap).contains("format = \"sitemap\"") && text(sitemap).contains("/map.xml\""), "\(sitemap)")
  }

  @Test(
    "without anything else, a listing's own links lead to its pages, below it or in one place",
    arguments: ["/studies/", "/p/"])
  func listing(folder: String) throws {
    let links = (1...3).map { "<li><a href=\"\(folder)\($0)\">Tides \($0)</a></li>" }.joined()
    var parts: [String: ProbedSite.Reply] = [
      "/studies": Site.html(
        "<h1>Studies</h1><ul>\(links)</ul><a rel=\"next\" href=\"/studies?page=2\">more</a><a href=\"/about\">us</a>",
        head: "<title>Studies</title>")
    ]
    for number in 1...3 { parts["\(folder)\(number)"] = Site.page(number) }
    let (answer, _, site) = try look(parts, "/studies")
    defer { site.stop() }
    #expect(
      text(answer).hasSuffix(
        "format = \"listing\"\nlinks = \"a[href*=\\\"\(folder)\\\"]\"\nnext = \"a[rel~=next]\"\n"),
      "\(text(answer))")
  }

  @Test("of several ways the one is taken that reaches furthest, unless another's reports say much more")
  func choice() throws {
    var parts = Site.oai("/cgi/oai2")
    parts["/"] = Site.html(
      "<h1>x</h1>",
      head: "<meta name=\"generator\" content=\"EPrints\"><title>x</title>"
        + "<link rel=\"alternate\" type=\"application/rss+xml\" href=\"/news.rss\">")
    parts["/news.rss"] = Site.feed()
    parts["/robots.txt"] = .text("Sitemap: http://HOST/sitemap.xml\n")
    parts["/sitemap.xml"] = Site.sitemap((1...3).map { "/reports/\($0)" })
    for number in 1...3 { parts["/reports/\(number)"] = Site.page(number) }
    let (_, finds, site) = try look(parts)
    defer { site.stop() }
    #expect(finds.map { $0["format"] as? String } == ["oai-pmh", "sitemap", "feed"])
  }
}
