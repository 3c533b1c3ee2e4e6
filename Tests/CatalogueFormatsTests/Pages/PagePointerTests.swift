import Testing

@testable import CatalogueFormats

@Suite("What a page points to") struct PagePointerTests {
  private func pointers(_ page: String, url: String = "https://site.example/en/reports") -> PagePointers {
    PagePointers(Array(page.utf8), contentType: "text/html; charset=utf-8", url: url)
  }

  @Test func headAndLinks() {
    let found = pointers(
      """
      <html><head><title> The   reports </title><meta property="og:site_name" content="Harbour &amp; Co">
      <META NAME="Generator" CONTENT="EPrints 3.4"><base href="/fr/">
      <link rel="alternate feed" type="application/atom+xml" href="a.atom">
      <link rel="alternate" type="application/rss+xml" href="//feeds.example/r">
      <link rel="alternate" hreflang="fr" href="/fr"><link rel="https://api.w.org/" href="/wp-json/">
      </head><body><a href="1">one</a><a href="1#x">again</a><a href="1">twice</a><a href="mailto:x@y">m</a>
      <li class="pager__item--next"><a href="?page=1">Next</a></li></body></html>
      """)
    #expect(found.title == "Harbour & Co" && found.generator == "EPrints 3.4")
    #expect(found.feeds == ["https://site.example/fr/a.atom", "https://feeds.example/r"])
    #expect(found.wordPress == "https://site.example/wp-json/")
    #expect(
      found.links == [
        "https://site.example/fr/1", "https://site.example/fr/1#x", "https://site.example/fr/?page=1",
      ])
    #expect(found.next == ".pager__item--next a")
  }

  @Test(
    "a page that says nothing points nowhere",
    arguments: ["", "<", "%PDF-1.4", "\u{0}\u{0}", "<title></title>"])
  func nothing(page: String) {
    let found = pointers(page)
    #expect(
      found.title == "" && found.generator == nil && found.feeds == [] && found.links == []
        && found.next == nil)
  }

  @Test("a page of links alone is read as far as any listing goes")
  func many() {
    let found = pointers((0..<30_000).map { "<a href=\"/\($0)\">x</a>" }.joined())
    #expect(found.links.count == 2000)
  }
}

@Suite("The kinds of things that a JSON API gives") struct ContentKindTests {
  @Test func kinds() {
    let types =
      #"{"post": {"rest_base": "posts"}, "odd": {"rest_base": "../x"}, "none": 7, "rep": {"rest_base": "reports"}}"#
    #expect(ContentKinds.wordPress(Array(types.utf8))?.map(\.path) == ["posts", "reports"])
    let links = #"{"links": {"self": {}, "node--report": {}, "user--user": {}, "node--a/b": {}}}"#
    #expect(ContentKinds.drupal(Array(links.utf8))?.map(\.name) == ["report"])
    for text in ["", "[]", "{", "<html>", "7"] {
      #expect(ContentKinds.wordPress(Array(text.utf8)) == nil && ContentKinds.drupal(Array(text.utf8)) == nil)
    }
  }
}
