import Catalogue
import Testing

@testable import CatalogueFormats

@Suite("What a JSON API is asked") struct JSONAskingTests {
  private func url(
    _ mapping: JSONMapping, url: String = "https://r.example/api", since: Int64? = nil, set: String? = nil,
    query: String? = nil
  ) -> String {
    JSONRequests(.json(mapping, url: url, set: set, query: query), mapping)
      .url(.first, since: since.map(Datestamp.init(seconds:)))
  }

  /// 2024-03-01T12:30:00Z.
  private let moment: Int64 = 1_709_296_200

  @Test("parameters are sent once, encoded once; the address's own win over the mapping's")
  func parameters() {
    let mapping = JSONMapping(parameters: [.init("filter[a]", "x y&z"), .init("f", "1"), .init("f", "2")])
    #expect(url(mapping) == "https://r.example/api?filter%5Ba%5D=x%20y%26z&f=1&f=2")
    #expect(
      url(mapping, url: "https://r.example/api?f=3&g=a+b%2Bc")
        == "https://r.example/api?f=3&g=a%20b%2Bc&filter%5Ba%5D=x%20y%26z")
    #expect(url(JSONMapping()) == "https://r.example/api")
  }

  @Test("query and set narrow the list, joined to what is there")
  func narrowing() {
    var mapping = JSONMapping(
      query: .init(parameter: "q"), set: .init(parameter: "filter", value: "member:{}", join: ","),
      parameters: [.init("filter", "type:report")])
    #expect(
      url(mapping, set: "78", query: "sea ice")
        == "https://r.example/api?filter=type%3Areport%2Cmember%3A78&q=sea%20ice")
    mapping.since = .init(.init(parameter: "q", value: "updated:[{} TO *]", join: " AND "), date: .second)
    #expect(
      url(mapping, since: moment, query: "a OR b")
        == "https://r.example/api?filter=type%3Areport&q=%28a%20OR%20b%29%20AND%20%28updated%3A%5B2024-03-01T12%3A30%3A00Z%20TO%20%2A%5D%29"
    )
    #expect(url(mapping, since: moment).hasSuffix("&q=updated%3A%5B2024-03-01T12%3A30%3A00Z%20TO%20%2A%5D"))
    #expect(
      url(JSONMapping(since: mapping.since), url: "https://r.example/{set}/{since}", set: "A B").hasPrefix(
        "https://r.example/A%20B/"))
  }

  @Test("an address that holds its parameters already gets none of them twice")
  func moved() {
    let mapping = JSONMapping(
      query: .init(parameter: "q"), set: .init(parameter: "filter", value: "member:{}", join: ","),
      parameters: [.init("filter", "type:report")])
    let once = url(mapping, set: "78", query: "ice")
    #expect(url(mapping, url: once, set: "78", query: "ice") == once)
  }

  @Test(
    "a date is written as the API wants it",
    arguments: [
      (JSONMapping.DateForm.day, "2024-03-01"), (.second, "2024-03-01T12:30:00Z"),
      (.plainSecond, "2024-03-01T12:30:00"),
      (.americanDay, "03/01/2024"), (.epoch, "1709296200"), (.milliseconds, "1709296200000"),
    ])
  func dates(_ form: JSONMapping.DateForm, _ expected: String) {
    #expect(Datestamp(seconds: moment).written(form) == expected)
  }

  @Test(
    "a path is added as far as the address has not got it",
    arguments: [
      ("https://r.example", "https://r.example/wp-json/wp/v2/posts"),
      ("https://r.example/", "https://r.example/wp-json/wp/v2/posts"),
      ("https://r.example/site", "https://r.example/site/wp-json/wp/v2/posts"),
      ("https://r.example/wp-json", "https://r.example/wp-json/wp/v2/posts"),
      ("https://r.example/wp-json/wp/v2/", "https://r.example/wp-json/wp/v2/posts"),
      ("https://r.example/wp-json/wp/v2/posts", "https://r.example/wp-json/wp/v2/posts"),
      ("https://r.example/wp-json/wp/v2/report", "https://r.example/wp-json/wp/v2/report"),
      ("https://r.example/other/posts?x=1", "https://r.example/other/posts?x=1"),
      ("https://r.example?lang=en", "https://r.example/wp-json/wp/v2/posts?lang=en"),
    ])
  func paths(_ address: String, _ expected: String) {
    #expect(JSONRequests.joined(address, "/wp-json/wp/v2/posts") == expected)
  }

  @Test("an incremental run begins at the last one's first Date, less a granule and the overlap")
  func incremental() {
    let mapping = JSONMapping(
      items: "/items", since: .init(.init(parameter: "after"), date: .second), complete: true)
    let date = [("date", "Fri, 01 Mar 2024 12:30:00 GMT")]
    var run = JSONRun(.json(mapping))
    #expect(run.run([.body(jsonPage(1...2), 200, date)]) == .whole)
    #expect(run.harvest.facts.responseDate == Datestamp(seconds: moment) && run.harvest.facts.full)
    run = JSONRun(.json(mapping, overlap: 3600), .since(Datestamp(seconds: moment)))
    #expect(run.next == "https://r.example/api?after=2024-03-01T11%3A29%3A59Z")
    #expect(!run.harvest.facts.full && !run.harvest.facts.complete)
    // The first answer counts, not the last; without a date, the next run is full.
    run = JSONRun(.json(mapping))
    #expect(run.run([.body(jsonPage(1...2))]) == .whole)
    #expect(run.harvest.facts.responseDate == nil)
    // Without a way to ask for changes, a date means nothing.
    run = JSONRun(.json(JSONMapping(items: "/items")), .since(Datestamp(seconds: moment)))
    #expect(run.next == "https://r.example/api" && run.harvest.facts.full)
    #expect(run.run([.body(jsonPage(1...2), 200, date)]) == .whole)
    #expect(run.harvest.facts.responseDate == nil)
  }

  @Test(
    "an API that refuses its incremental parameter is read from its beginning",
    arguments: [400, 403, 422, 500])
  func refused(_ status: Int) {
    let mapping = JSONMapping(
      items: "/items", since: .init(.init(parameter: "after"), date: .day), complete: true)
    var run = JSONRun(.json(mapping), .since(Datestamp(seconds: moment)))
    let refusals = [JSONRun.Answer](repeating: .status(status), count: status == 500 ? 4 : 1)
    #expect(run.run(refusals + [.body(jsonPage(1...2))]) == .whole)
    #expect(
      run.asked.first == "https://r.example/api?after=2024-02-29" && run.asked.last == "https://r.example/api"
    )
    #expect(!run.harvest.facts.complete)
    #expect(run.harvest.facts.about.first?.name == "Incremental harvests")
  }

  @Test("a key that the upstream puts into its next link is taken out again")
  func keys() {
    let mapping = JSONMapping(items: "/items", paging: .link(next: ["/next"]), key: .query("api_key"))
    var run = JSONRun(.json(mapping))
    _ = run.run([.body(jsonPage(1...2, #","next":"?page=2&api_key=SECRET&x=1"}"#.replacing("}", with: "")))])
    #expect(run.next == "https://r.example/api?page=2&x=1")
    #expect(!run.harvest.checkpoint.contains("SECRET"))
  }

  @Test(
    "next links are web addresses or nothing",
    arguments: ["javascript:alert(1)", "file:///etc/passwd", "ftp://r.example/", "http://", ""])
  func badLinks(_ link: String) {
    let mapping = JSONMapping(items: "/items", paging: .link(next: ["/next"]))
    var run = JSONRun(.json(mapping))
    _ = run.run([.body(jsonPage(1...2, ",\"next\":\"\(link)\""))])
    #expect(run.next == "whole" || run.next.hasPrefix("https://r.example/"))
  }

  @Test(
    arguments: [
      (#"<https://r.example/?p=2>; rel="next""#, "https://r.example/?p=2"), ("<a>;rel=next", "a"),
      ("<a>", nil),
      (#"<a,b;c>; title="x, <y>; rel=next"; rel=last, <d>; rel="last Next""#, "d"),
      (#"<a>; rel="prev"; rel="next""#, nil),
      (#"<a> ; foo ; rel = "next" , <b>"#, "a"), (#"<a>; rel="ne\xt""#, "a"), ("", nil), ("<", nil),
      ("<a>; rel=\"next", "a"),
      ("<a>;;;rel=next", "a"), (";,<a>; rel=next", "a"), ("<>; rel=next", ""),
    ] as [(String, String?)])
  func linkHeaders(_ field: String, _ expected: String?) {
    #expect(LinkHeader.target("next", in: ["<x>; rel=first", field]) == expected)
  }

  @Test(
    arguments: [
      ("Fri, 01 Mar 2024 12:30:00 GMT", 1_709_296_200), ("Sun, 06 Nov 1994 08:49:37 GMT", 784_111_777),
      ("Fri, 30 Feb 2024 12:30:00 GMT", nil), ("yesterday", nil), ("", nil),
      ("Fri, 01 Mrz 2024 12:30:00 GMT", nil),
      ("2024-03-01T12:30:00Z", nil),
    ] as [(String, Int64?)])
  func httpDates(_ text: String, _ seconds: Int64?) {
    #expect(Datestamp(http: text)?.seconds == seconds)
  }
}
