import Testing

@testable import CatalogueFormats

@Suite("The name of a page") struct PageNameTests {
  @Test(
    "is told by the last parts of its path",
    arguments: [
      ("https://a.example/reports/dikes", ["dikes", "reports/dikes"]),
      ("https://a.example/en/Reports/Dikes.html", ["dikes", "reports/dikes", "en/reports/dikes"]),
      ("https://a.example/x/dikes/index.html", ["dikes", "x/dikes"]),
      ("https://a.example/view?id=1", ["view?id=1"]), ("https://a.example/index.php?id=1", ["?id=1"]),
      ("https://a.example/en/?id=1", ["?id=1", "en/?id=1"]),
      ("https://a.example/v1.2", ["v1.2"]), ("https://a.example/%D0%B0", ["%d0%b0"]),
      ("https://a.example/а", ["%d0%b0"]),
      ("https://a.example/1/2/3/4/5/6/", ["6", "5/6", "4/5/6", "3/4/5/6", "2/3/4/5/6"]),
    ])
  func parts(address: String, tails: [String]) { #expect(PageName(address)?.tails == tails) }

  @Test("has no name where it is the site's entrance") func entrance() {
    #expect(PageName("https://a.example/") == nil && PageName("https://a.example") == nil)
    #expect(PageName("https://a.example/index.php") == nil)
  }
}
