import Testing

@testable import CatalogueFormats

@Suite("robots.txt (RFC 9309)") struct RobotsTests {
  private static func rules(_ text: String) -> RobotsRules { RobotsRules(Array(text.utf8)) }

  @Test(
    "the longest rule says, of equals the one that allows",
    arguments: [
      ("Disallow: /", "/a", false), ("Disallow:", "/a", true), ("Allow: /p\nDisallow: /", "/page", true),
      ("Allow: /p\nDisallow: /", "/q", false), ("Allow: /folder\nDisallow: /folder", "/folder/page", true),
      ("Allow: /page\nDisallow: /*.htm", "/page.htm", false),
      ("Allow: /page\nDisallow: /*.ph", "/page.php5", true),
      ("Allow: /$\nDisallow: /", "/", true), ("Allow: /$\nDisallow: /", "/page.htm", false),
      ("Disallow: /fish*.php", "/fish/index.php?x", false), ("Disallow: /*.php$", "/a.php?b", true),
      ("Disallow: /a%3cd.html", "/a%3Cd.html", false),
      ("Disallow: /\u{e9}t\u{e9}", "/%C3%A9t%c3%a9/1", false),
      ("Disallow: /x # y\n", "/x", false), ("disallow : /x", "/x", false),
      ("Disallow: /", "/robots.txt", true),
    ] as [(String, String, Bool)])
  func longest(_ rule: String, _ path: String, _ allowed: Bool) {
    #expect(Self.rules("User-agent: *\n" + rule).allows(path) == allowed)
  }

  @Test("a group of this program's own takes the place of that for everybody, and several are one")
  func groups() {
    let rules = Self.rules(
      """
      User-Agent: *\r
      Disallow: /every\r
      \r
      user-agent: other
      User-agent: CATALOGUED/1.0
      Disallow: /a
      Crawl-delay: 7
      Sitemap: https://x.example/sitemap.xml

      User-agent: third
      Disallow: /third

      User-agent: catalogued
      Disallow: /b
      """)
    #expect(rules.allows("/every") && rules.allows("/third") && !rules.allows("/a") && !rules.allows("/b"))
    #expect(rules.delay == 7 && rules.sitemaps == ["https://x.example/sitemap.xml"])
  }

  @Test("a name that merely begins like this program's is another's")
  func names() { #expect(Self.rules("User-agent: cataloguedbot\nDisallow: /").allows("/a")) }

  @Test("Crawl-delay is obeyed up to a minute")
  func delay() {
    #expect(Self.rules("User-agent: *\nCrawl-delay: 86400").delay == 60)
    #expect(Self.rules("User-agent: *\nCrawl-delay: soon").delay == nil)
  }

  @Test(
    "what stands behind 500 KiB says nothing; without the file everything is allowed, nothing where it is out of reach"
  )
  func limits() {
    let long = "User-agent: *\n" + String(repeating: "# filler\n", count: 60_000) + "Disallow: /\n"
    #expect(Self.rules(long).allows("/a"))
    #expect(RobotsRules.none.allows("/a") && !RobotsRules.unreachable.allows("/a"))
  }

  @Test("a pattern of a thousand stars is no work")
  func stars() {
    let rules = Self.rules("User-agent: *\nDisallow: /" + String(repeating: "*a", count: 1000) + "b$")
    let clock = ContinuousClock()
    let time = clock.measure { #expect(rules.allows("/" + String(repeating: "a", count: 2000))) }
    #expect(time < .seconds(1))
  }
}
