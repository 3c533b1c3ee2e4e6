import Catalogue
import Testing

@testable import CatalogueFormats

@Suite("Labels on pages") struct PageLabelTests {
  @Test(
    "are known however they are printed",
    arguments: [
      ("By", ReportField.authors), ("DOI", .doi), ("E-ISBN", .isbn), ("e ISBN", .isbn), ("AÑO", nil),
      ("ÉDITEUR", .publisher), ("Editeur", .publisher), ("Herausgeber", .editors), ("Дата", .date),
      ("出版日期", .date), ("“Pages”", .pages), ("Pagina's", .pages), ("No. of pages", .pages),
      ("Pages to go", nil),
    ] as [(String, ReportField?)])
  func field(_ label: String, _ field: ReportField?) {
    #expect(PageLabels.field(label) == field)
    #expect(PageLabels.split(label + ": 88")?.field == field)
  }

  @Test("parts of a page are, too")
  func parts() {
    for heading in ["Table of Contents", "TABLE DES MATIÈRES", "Índice", "Spis treści", "目录"] {
      #expect(PageLabels.part(heading) == .contents, "\(heading)")
    }
    #expect(PageLabels.part("Executive summary") == .abstract)
    #expect(PageLabels.part("Table tennis") == nil)
  }

  @Test("words that need no colon open a line in either case, beyond ASCII too")
  func openings() {
    for line in [
      "Published by The House", "PUBLISHED BY The House", "PUBLIÉ PAR The House", "Wydane przez The House",
    ] {
      let found = PageLabels.opening(line)
      #expect(found?.field == .publisher && found?.value == "The House", "\(line)")
    }
    #expect(PageLabels.opening("© 2007")?.field == .date)
    #expect(PageLabels.opening("Опубликовано 5 мая 2021")?.field == .date)
    #expect(PageLabels.opening("Published yesterday") == nil)
  }

  @Test("what begins with other letters than any label is passed over, and nothing else")
  func letters() {
    let openings = LabelOpenings(["by", "pages", "e isbn"])
    for text in ["By", "BY Jane", "by: Jane", "Page 8", "E ISBN", "E-ISBN", "“Pages”", "Éa", "p'ages"] {
      #expect(openings.mayOpen(text), "\(text)")
    }
    for text in ["Bye", "Pa", "Menu", "Eisbn"] { #expect(!openings.mayOpen(text), "\(text)") }
  }

  @Test(
    "pages at the end of a line",
    arguments: [
      ("Threats (pp. 13-22)", "Threats", "(pp. 13-22)"), ("Bedrohungen, S. 31–40", "Bedrohungen", "S. 31–40"),
      ("Threats ..... 13", "Threats", "13"), ("Угрозы, стр. 5-9", "Угрозы", "стр. 5-9"),
      ("Threats PP. 5-6", "Threats", "PP. 5-6"), ("13–22", "", "13–22"),
      ("War (1996-2007)", nil, nil), ("pp", nil, nil), ("(", nil, nil), (")", nil, nil), ("()", nil, nil),
      ("Topic 22", nil, nil),
    ] as [(String, String?, String?)])
  func pages(_ line: String, _ rest: String?, _ pages: String?) {
    let found = ContentsEntry.pages(endingIn: line)
    #expect(found?.rest == rest && found?.pages.printed == pages, "\(String(describing: found))")
  }
}
