import Catalogue
import Testing

@Suite("Pages are read as printed")
struct PageRangeTests {
  /// "i–ii" as roman from 1 to 2: `[r1]-[r2]`; arabic without a letter; others as `?label`.
  private func shown(_ range: PageRange) -> String {
    func page(_ page: PageRange.Page) -> String {
      let text =
        switch page.numbering {
        case .arabic: String(page.number ?? -1)
        case .roman: "r" + String(page.number ?? -1)
        case .other: "?" + page.label
        }
      return page.bracketed ? "[\(text)]" : text
    }
    return range.spans.map { span in
      switch span.end {
      case .single: page(span.first)
      case .page(let last): page(span.first) + "-" + page(last)
      case .open: page(span.first) + "-"
      }
    }.joined(separator: ",")
  }

  @Test(
    "forms of ranges",
    arguments: [
      ("(pp. [i]-[ii])", "[r1]-[r2]"), ("(pp. [iii]-[iv])", "[r3]-[r4]"), ("(pp. 1-2)", "1-2"),
      ("(pp. 3-4)", "3-4"),
      ("(pp. 5-6)", "5-6"), ("(pp. 7-12)", "7-12"), ("(pp. 13-22)", "13-22"), ("(pp. 23-28)", "23-28"),
      ("(pp. 29-30)", "29-30"), ("(pp. 31-40)", "31-40"), ("(pp. 41-46)", "41-46"), ("(pp. 47-54)", "47-54"),
      ("(pp. 55-64)", "55-64"), ("(pp. 75-82)", "75-82"), ("pp. 31-40", "31-40"), ("S. 31–40", "31-40"),
      ("Seiten 31—40", "31-40"), ("31−40", "31-40"), ("31--40", "31-40"), ("75-", "75-"), ("75 ff.", "75-"),
      ("75ff", "75-"),
      ("75 f.", "75-76"), ("75f.", "75-76"), ("12, 15-17", "12,15-17"), ("12; 15–17", "12,15-17"),
      ("e12", "?e12"),
      ("e12-e20", "?e12-?e20"), ("pp. A-1–A-9", "?A-1-?A-9"), ("A-1", "?A-1"), ("C-1–C-9", "?C-1-?C-9"),
      ("v-12", "r5-12"),
      ("iii–x", "r3-r10"), ("IX-XII", "r9-r12"), ("p. 5", "5"), ("p.5", "5"),
      ("5", "5"),
      ("123-8", "123-128"), ("123–28", "123-128"), ("1998-2003", "1998-2003"), ("[i-ii]", "[r1]-[r2]"),
      ("[5]", "[5]"),
      ("pages 3 and 7", "3,7"), ("12a-12b", "?12a-?12b"), ("A.1-A.5", "?A.1-?A.5"), ("pp. 31 - 40", "31-40"),
      ("pág. 5-9", "5-9"), ("стр. 5-9", "5-9"), ("p. i", "r1"), ("pp. 1-20, i-iv", "1-20,r1-r4"),
      ("iiii", "r4"),
      ("Pages: 31-40", "31-40"), ("0", "?0"), ("Seiten 3 bis 7", "3-7"), ("pages 12 à 15", "12-15"),
      ("páginas 3 a 7", "3-7"), ("第3-5页", "3-5"), ("（第1-2页）", "1-2"), ("第3至5頁", "3-5"),
      ("第12ページ", "12"), ("σελ. 5-9", "5-9"), ("ص. 5-9", "5-9"),
    ])
  func forms(printed: String, expected: String) {
    let range = PageRange.parse(printed)
    #expect(range.map(shown) == expected)
    #expect(range?.printed == printed)
  }

  @Test(
    "no pages",
    arguments: [
      "", " ", "()", "(pp. )", "88 p.", "88 pages", "approx. 20", "unpaged", "-5", "5]", "chapter 5", "😀",
      "5, ", "mix-up", "3 bis 7", "88页",
      "civil", String(repeating: "1,", count: 200), String(repeating: "[", count: 10_000), "\u{202E}5-6",
      "1-2-3",
    ])
  func none(printed: String) { #expect(PageRange.parse(printed) == nil) }

  @Test("an abbreviated end has its whole label")
  func abbreviated() {
    guard case .page(let last) = PageRange.parse("123-8")?.spans.first?.end else {
      return #expect(Bool(false))
    }
    #expect(last.label == "128" && last.number == 128)
  }
}

@Suite("Extents are told from other descriptions")
struct ExtentTests {
  @Test(
    "counts of pages",
    arguments: [
      ("46 p.", 46), ("46 p", 46), ("46p.", 46), ("xii, 46 pages", 46), ("46 S.", 46), ("Pages: 88", 88),
      ("88 pp", 88),
      ("1 online resource (88 pages)", 88), ("vi + 88 p.", 88), ("88 Seiten", 88), ("88 páginas", 88),
      ("88 pagina's", 88),
      ("88 с.", 88), ("1 v. (88 p.)", 88), ("[88] p.", 88), ("xii, 88, [4] p.", 88), ("88, 12 p.", 88),
      ("1,234 p.", 1234),
      ("46 p. ; 28 cm", 46), ("46 pages : illustrations, maps ; 28 cm", 46),
      ("46 pages; includes bibliographical references", 46),
      ("88 blz.", 88), ("88 页", 88), ("Number of pages: 88", 88), ("Extent: 88 pages", 88),
      ("PDF, 88 pages, 1.2 MB", 88),
    ])
  func counts(text: String, count: Int) {
    #expect(Extent.pages(in: text) == count)
  }

  @Test(
    "texts that count no pages",
    arguments: [
      "", "88", "2007", "PDF", "application/pdf", "The report has 46 pages of tables.", "pp. 31-40", "p. 31",
      "1 map", "0 p.",
      "Pages", "s", "99999999999 p.", "😀 p.", String(repeating: "1 p. ", count: 10_000), "Chapter 3",
    ])
  func noCount(text: String) { #expect(Extent.pages(in: text) == nil) }

  @Test(
    "nothing but extent or format",
    arguments: [
      ("46 p.", true), ("xii, 46 pages", true), ("PDF", true), ("application/pdf", true),
      ("text/html; charset=utf-8", true),
      ("1.2 MB", true), ("1 online resource (88 pages)", true), ("1 map", true), ("28 cm", true),
      ("2007", false), ("", false),
      ("Includes index.", false), ("A report on maps", false), ("The PDF of the report", false),
      ("Europe", false), ("xii", false),
      ("46 pages; includes bibliographical references", false),
    ])
  func isExtent(text: String, expected: Bool) { #expect(Extent.isExtent(text) == expected) }
}
