import Testing

@testable import CatalogueFormats

@Suite("Selectors of links") struct SelectorTests {
  private static let page = """
    <!DOCTYPE html><html><head><base href="/lists/"></head><body>
    <ul id="all"><li class="item first"><h3><a href="a">A</a></h3></li><li class="item"><a class="pdf" href="b.pdf">B</a>
    <a href='c?x=1&amp;y=2' data-kind="report-long">C</a></li></ul>
    <div><p>text</p><a rel="next nofollow" href="?page=2">on</a></div></body>
    """

  private static func find(_ selector: String) throws -> [String] {
    try SearchedPage(Array(page.utf8), contentType: "text/html").find(try PageSelector(selector))
  }

  @Test(
    "CSS and XPath find the same",
    arguments: [
      ("h3 a", ["a"]), ("li.item > a", ["b.pdf", "c?x=1&y=2"]), ("LI.first", ["a"]),
      ("#all a.pdf", ["b.pdf"]),
      ("a[rel~=next]", ["?page=2"]), ("a[rel=\"next\"]", []), ("a[href$=\".pdf\"], h3 a", ["a", "b.pdf"]),
      ("a[href^='c?']", ["c?x=1&y=2"]), ("a[data-kind|=report]", ["c?x=1&y=2"]),
      ("a[href*=page]", ["?page=2"]),
      ("p + a", ["?page=2"]), ("p ~ a", ["?page=2"]), ("li:nth-child(2) a:first-child", ["b.pdf"]),
      ("li:last-child a:last-child", ["c?x=1&y=2"]), ("//h3/a/@href", ["a"]), ("//li[1]", ["a"]),
      ("*.nothing", []),
    ])
  func find(_ selector: String, _ found: [String]) throws {
    #expect(try Self.find(selector) == found)
  }

  @Test(
    "what is no selector is said so",
    arguments: ["", "a >", "a[", "a[href", "a:hover", "..", "a b]", "//a[", "count(", ",a", "a'"])
  func refuses(_ text: String) { #expect(throws: SelectorFault.self) { try PageSelector(text) } }

  @Test(
    "what an expression asks for that is not there is said before any page is searched",
    arguments: [
      "//a[$x]", "//nothing[re:test(@href, 'x')]", "//nothing[matches(@href, 'x')]", "//svg:a",
      "//a[@xlink:href]",
      "//a[ends-with (@href, \"(\")]",
    ])
  func unknown(_ text: String) {
    #expect(
      throws: SelectorFault(
        message: "it names a variable, a prefix or a function that XPath 1.0 does not know")
    ) { try PageSelector(text) }
  }

  @Test(
    "what only looks like it is none",
    arguments: [
      "//a[contains(@href, '$x re:test(')]", "//a[1 div (2) and (@href or (@id))]/text()", "//*[@xml:lang]",
      "//processing-instruction('x')/following-sibling::node ()", "//div[not(child::a-b.c)]",
    ])
  func known(_ text: String) throws { _ = try PageSelector(text) }

  @Test("an expression that finds a number, or takes too much work, ends")
  func limits() throws {
    #expect(throws: SelectorFault.self) { try Self.find("/html and 1") }
    let long = Array(("<body>" + String(repeating: "<p>x</p>", count: 5000)).utf8)
    let page = SearchedPage(long, contentType: nil)
    let selector = try PageSelector("//p[count(//p[count(//p) > 1]) > 1]")
    #expect(throws: SelectorFault.self) { try page.find(selector) }
  }

  private static func list(_ count: Int) -> SearchedPage {
    let items = (0..<count).map { "<li><a href=\"/r/\($0)\">t</a></li>" }
    return SearchedPage(Array("<body><ul>\(items.joined())</ul>".utf8), contentType: nil)
  }

  @Test(
    "a long list is searched at once, whatever is asked of an entry's neighbours",
    .timeLimit(.minutes(1)),
    arguments: [
      ("li:first-child a", 1), ("li:last-child a", 1), ("li:nth-child(3) a", 1), ("li + li a", 5999),
      ("li ~ li a", 5999), ("ul li a, ul > li", 10_000),
    ])
  func longList(_ selector: String, _ count: Int) throws {
    #expect(try Self.list(6000).find(try PageSelector(selector)).count == count)
  }

  @Test("an expression that compares each with each is given up", .timeLimit(.minutes(1)))
  func givesUp() throws {
    let page = Self.list(6000)
    for text in ["//li/following-sibling::li", "//li[not(preceding-sibling::*)]//a", "//a/following::a"] {
      let selector = try PageSelector(text)
      #expect(throws: SelectorFault(message: "it takes too much work on this page")) {
        try page.find(selector)
      }
    }
  }

  @Test("a page beyond the limits is searched up to them, and says so", .timeLimit(.minutes(1)))
  func cut() throws {
    let tag = "<a href=\"/2\" \((0..<400_000).map { "a\($0)=1" }.joined(separator: " "))>x</a>"
    let deep = String(repeating: "<div>", count: 100_000)
    let wide = String(repeating: "<b>x</b>", count: 100_000)
    for part in [tag, deep, wide] {
      let page = SearchedPage(
        Array("<body><a href=\"/1\">y</a>\(part)<a href=\"/3\">z</a>".utf8), contentType: nil)
      #expect(page.cut?.contains("400,000") == false)
      #expect(try page.find(try PageSelector("a")) == ["/1"])
    }
    #expect(Self.list(6000).cut == nil)
  }

  @Test("addresses start from the page's base")
  func base() {
    let page = SearchedPage(Array(Self.page.utf8), contentType: nil)
    #expect(page.base("https://x.example/y/z") == "https://x.example/lists/")
  }
}
