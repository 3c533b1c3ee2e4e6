import Catalogue
import Testing

@Suite("Dates keep their precision and their printed form")
struct PartialDateTests {
  @Test(
    "forms of dates",
    arguments: [
      ("2007", "2007"), ("2007-11", "2007-11"), ("2007-11-01", "2007-11-1"),
      ("2007-11-01T23:59:59Z", "2007-11-1"),
      ("2007-11-01 10:00", "2007-11-1"), ("Nov. 1, 2007", "2007-11-1"),
      ("Copyright Date: Nov. 1, 2007", "2007-11-1"),
      ("1 November 2007", "2007-11-1"), ("November 2007", "2007-11"), ("Nov 2007", "2007-11"),
      ("2007/11/01", "2007-11-1"),
      ("2007/11", "2007-11"), ("20071101", "2007-11-1"), ("200711", "2007-11"), ("01.11.2007", "2007-11-1"),
      ("1.11.2007", "2007-11-1"), ("11/2007", "2007-11"), ("25/11/2007", "2007-11-25"),
      ("11/25/2007", "2007-11-25"),
      ("05/04/2007", "2007"), ("04/04/2007", "2007-4-4"), ("c2007", "2007"), ("[2007]", "2007"),
      ("©2007", "2007"),
      ("© 2007", "2007"), ("[ca. 2007?]", "2007"), ("cop. 2007", "2007"), ("p2007", "2007"),
      ("Final report; June 2007", "2007-6"), ("Spring 2007", "2007"), ("Q3 2007", "2007"),
      ("2007-2009", "2007"),
      ("2007–2009", "2007"), ("2007 Nov", "2007-11"), ("2007 Nov 1", "2007-11-1"), ("2007-13-45", "2007"),
      ("2007-02-30", "2007-2"), ("2007-00-00", "2007"), ("31 June 2007", "2007-6"),
      ("29 February 2008", "2008-2-29"),
      ("29 February 1900", "1900-2"), ("1st November 2007", "2007-11-1"), ("1er novembre 2007", "2007-11-1"),
      ("1 de noviembre de 2007", "2007-11-1"), ("novembre 2007", "2007-11"), ("août 2007", "2007-8"),
      ("AOÛT 2007", "2007-8"),
      ("3. März 2007", "2007-3-3"), ("Dezember 2007", "2007-12"), ("3 maart 2007", "2007-3-3"),
      ("12 mei 2007", "2007-5-12"),
      ("15 gennaio 2007", "2007-1-15"), ("15 de março de 2007", "2007-3-15"), ("fevereiro 2007", "2007-2"),
      ("dez. 2007", "2007-12"), ("enero de 2007", "2007-1"), ("setiembre 2007", "2007-9"),
      ("Sept. 2007", "2007-9"),
      ("1 ноября 2007 г.", "2007-11-1"), ("Май 2007", "2007-5"), ("2007年11月1日", "2007-11-1"),
      ("2007年11月", "2007-11"),
      ("Thu, 01 Nov 2007 12:00:00 GMT", "2007-11-1"), ("Thu Nov  1 12:00:00 2007", "2007-11-1"),
      ("Nov2007", "2007-11"),
      ("May-June 2007", "2007-6"), ("Report 1234, June 2007", "2007-6"), ("  2007  ", "2007"),
      ("2007?", "2007"),
      ("published 2007", "2007"), ("July 4 2007", "2007-7-4"), ("2007-11-01/2007-12-01", "2007-11-1"),
      ("1999/2000", "1999"), ("1000", "1000"), ("2999", "2999"), ("20071101T120000Z", "2007-11-1"),
      ("2007.", "2007"), ("1. marts 2007", "2007-3-1"), ("1 augusti 2007", "2007-8-1"),
      ("3. maaliskuuta 2007", "2007-3-3"), ("elokuu 2007", "2007-8"), ("1. heinäkuuta 2007", "2007-7-1"),
      ("3 września 2007", "2007-9-3"), ("STYCZEŃ 2007", "2007-1"), ("12 maja 2007", "2007-5-12"),
      ("1 listopada 2007 r.", "2007-11-1"), ("3 مارس 2007", "2007-3-3"), ("أغسطس 2007", "2007-8"),
      ("٣ مارس ٢٠٠٧", "2007-3-3"), ("٢٠٠٧", "2007"), ("２００７年１１月１日", "2007-11-1"),
    ])
  func forms(printed: String, expected: String) {
    let date = PartialDate.parse(printed)
    let shown = date.map { date in
      [date.year, date.month, date.day].compactMap { $0.map(String.init) }.joined(separator: "-")
    }
    #expect(shown == expected)
  }

  @Test(
    "no dates",
    arguments: [
      "", " ", "n.d.", "s.a.", "forthcoming", "0000", "0999", "3000", "9999-12-31", "0001-01-01", "207", "-",
      "😀", "1193875200",
      "A2007", "WPS2345", "[200-]", "November", "12:30", "\u{202E}", String(repeating: "9", count: 300),
      String(repeating: "x", count: 100_000),
    ])
  func none(printed: String) { #expect(PartialDate.parse(printed) == nil) }

  @Test(
    "the printed form stays, the label goes",
    arguments: [
      ("Copyright Date: Nov. 1, 2007", "Nov. 1, 2007"), ("Nov. 1, 2007", "Nov. 1, 2007"),
      ("[c2007]", "[c2007]"),
      (" 2007-11-01T10:00:00Z ", "2007-11-01"), ("2007-11-01 10:00", "2007-11-01"),
      ("Thu, 01 Nov 2007 10:00:00 GMT", "2007-11-01"), ("2007-13-01T10:00:00Z", "2007"),
      ("Final report; June 2007", "Final report; June 2007"),
      ("Published: 2007", "2007"),
    ])
  func printed(text: String, printed: String) { #expect(PartialDate.parse(text)?.printed == printed) }

  @Test("of DSpace's dates the earliest, of equals the coarser")
  func published() {
    let dates = ["2012-03-19T18:00:08Z", "2012-03-19T18:00:08Z", "2011-03"]
    #expect(PartialDate.published(among: dates)?.printed == "2011-03")
    #expect(PartialDate.published(among: ["2011-03-01", "2011-03"])?.printed == "2011-03")
    #expect(PartialDate.published(among: ["2011", "2011-03"])?.printed == "2011")
    #expect(PartialDate.published(among: ["n.d.", ""]) == nil)
    #expect(PartialDate.published(among: []) == nil)
  }

  @Test("the order of dates")
  func order() {
    #expect(PartialDate.parse("2007")?.sortKey == 2007_00_00)
    #expect(PartialDate.parse("2007-11")?.sortKey == 2007_11_00)
    #expect(PartialDate.parse("2007-11-01")?.sortKey == 2007_11_01)
  }
}
