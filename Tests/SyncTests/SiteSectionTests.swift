import Testing

@testable import Sync

@Suite("The part of a site where its reports are") struct SiteSectionTests {
  private func prefixes(_ paths: [String], near: String? = nil) -> [String] {
    SiteSection.choose(
      from: paths.map { "https://site.example\($0)" }, near: near.map { "https://site.example\($0)" }
    ).map(\.prefix)
  }

  private func many(_ prefix: String, _ count: Int = 3) -> [String] { (1...count).map { "\(prefix)\($0)" } }

  @Test func isTheOneThatIsCalledSo() {
    let pages =
      many("/news/", 90) + many("/en/policy-briefs/", 4) + many("/publications/2020/", 6) + ["/", "/reports"]
    #expect(prefixes(pages) == ["/publications/", "/en/policy-briefs/"])
  }

  @Test func isAroundThePageThatWasNamed() {
    let pages = many("/work/tides/") + many("/work/winds/", 9) + many("/papers/", 30)
    #expect(prefixes(pages, near: "/work/tides") == ["/work/tides/", "/work/", "/papers/"])
    // A report's own page: what stands beside it.
    #expect(prefixes(pages, near: "/work/winds/2").first == "/work/winds/")
    #expect(prefixes(pages, near: "/") == ["/papers/"])
  }

  @Test("is the whole site where nothing tells")
  func whole() {
    #expect(prefixes(many("/a/") + many("/b/")) == ["/"])
    #expect(prefixes([]) == [])
    #expect(prefixes(many("/reports/", 1)) == ["/"], "one page is no part of a site")
  }

  @Test("pages to look at are taken from its beginning to its end")
  func spread() {
    let section = SiteSection(prefix: "/", addresses: (0..<100).map(String.init))
    #expect(section.spread(4) == ["0", "25", "50", "75"])
    #expect(SiteSection(prefix: "/", addresses: ["a", "b"]).spread(4) == ["a", "b"])
  }

  @Test(
    "a request of OAI-PMH is asked at its repository",
    arguments: [
      ("https://a.example/oai?verb=Identify", "https://a.example/oai"),
      (
        "https://a.example/oai?page=oai&verb=ListRecords&metadataPrefix=oai_dc",
        "https://a.example/oai?page=oai"
      ),
      ("https://a.example/oai", "https://a.example/oai"),
    ])
  func withoutVerb(url: String, base: String) { #expect(Exploration.withoutVerb(url) == base) }
}
