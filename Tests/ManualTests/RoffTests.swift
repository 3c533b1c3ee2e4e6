import Testing

@testable import Manual

@Suite("Pages of the manual")
struct RoffTests {
  @Test(
    "text shows as it is, whatever roff would make of it",
    arguments: [
      (".TH at the start", "\\&.TH at the start"), ("'br", "\\(aqbr"), ("a\\fBb", "a\\(rsfBb"),
      ("--full-text", "\\-\\-full\\-text"), ("say \"x\"", "say \\(dqx\\(dq"), ("NAME…", "NAME..."),
      ("~/x ^ `y`", "\\(ti/x \\(ha \\(gay\\(ga"), ("é. x", "\\[u00E9].\nx"),
      ("“a” – b — c", "\\(lqa\\(rq \\(en b \\(em c"), ("One. Two", "One.\nTwo"),
    ])
  func escaped(_ text: String, _ roff: String) {
    let page = ManualPage(
      name: "x", section: 1, summary: "y", release: Release(version: "1", date: "2026-01-01"), synopsis: [],
      sections: [.init("S", [.text(text)])])
    #expect(Roff.page(page).hasSuffix(".SH \"S\"\n\(roff)\n"))
  }
}
