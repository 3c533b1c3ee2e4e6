import Catalogue
import Testing

@testable import CatalogueFormats

@Suite("What a page prints for people") struct PageShapeTests {
  private func report(_ body: String) throws -> Report {
    try Page("<html lang=en><head><title>T</title></head><body><main>\(body)</main></body></html>").report()
  }

  @Test(
    "Facts behind labels, in the languages of those who publish reports",
    arguments: [
      ("Publication date: 3 March 2021", "Pages: 12", "2021-03-03"),
      ("Date de publication : 3 mars 2021", "Nombre de pages : 12", "2021-03-03"),
      ("Erscheinungsdatum: 3. März 2021", "Seiten: 12", "2021-03-03"),
      ("Fecha de publicación: 3 de marzo de 2021", "Páginas: 12", "2021-03-03"),
      ("Data de publicação: 3 de março de 2021", "Número de páginas: 12", "2021-03-03"),
      ("Data di pubblicazione: 3 marzo 2021", "Numero di pagine: 12", "2021-03-03"),
      ("Publicatiedatum: 3 maart 2021", "Aantal pagina's: 12", "2021-03-03"),
      ("Publicerad: 3 mars 2021", "Antal sidor: 12", "2021-03-03"),
      ("Publisert: 3. mars 2021", "Antall sider: 12", "2021-03-03"),
      ("Udgivet: 3. marts 2021", "Sidetal: 12", "2021-03-03"),
      ("Julkaistu: 3. maaliskuuta 2021", "Sivumäärä: 12", "2021-03-03"),
      ("Data publikacji: 3 marca 2021", "Liczba stron: 12", "2021-03-03"),
      ("Дата публикации: 3 марта 2021", "Количество страниц: 12", "2021-03-03"),
      ("出版日期：2021年3月3日", "页数：12", "2021-03-03"),
      ("発行日：2021年3月3日", "ページ数：12", "2021-03-03"),
      ("تاريخ النشر: 3 مارس 2021", "عدد الصفحات: 12", "2021-03-03"),
    ])
  func labels(date: String, pages: String, iso: String) throws {
    let report = try report("<h1>A survey</h1><p>\(date)</p><p>\(pages)</p>")
    #expect(report.published?.iso == iso, "\(date)")
    #expect(report.pageCount == 12, "\(pages)")
  }

  @Test("Names below the heading, in any order and with particles") func names() throws {
    let report = try report(
      """
      <h1>A survey</h1><div class="byline">By van der Putten, Frans-Paul</div>
      <div class="byline">Ann Roe, Cy Doe and Marcel de Haas</div><p>Published by: The Institute</p><p>Pages: 9</p>
      """)
    #expect(report.contributors.map(\.name.family) == ["Putten", "Roe", "Doe", "Haas"])
    #expect(report.contributors.map(\.name.particle) == ["van der", nil, nil, "de"])
    #expect(report.publisher == "The Institute")
  }

  @Test("What has the form of a name and is a button is no author") func buttons() throws {
    let report = try report(
      "<h1>A survey</h1><p>Share This</p><p>Save Report</p><p>Published by: The Institute</p><p>Pages: 9</p>")
    #expect(report.contributors.isEmpty)
  }

  @Test("A table of facts, and one of terms") func tables() throws {
    let report = try report(
      """
      <h1>A survey</h1><table><tr><th>ISBN</th><td>978-90-5031-118-2</td></tr><tr><th>Series</th><td>Polar Papers, no. 7</td></tr>
      <tr><th>Authors</th><td>Ann Roe; Cy Doe (ed.)</td></tr></table>
      <div><span class="label">Language</span> <span>German</span></div><div><strong>Keywords:</strong> ice, law</div>
      """)
    #expect(report.identifiers == [Identifier(scheme: .isbn, value: "9789050311182")])
    #expect(report.series == [Series(title: "Polar Papers", number: "7")])
    #expect(
      report.contributors.map { "\($0.name.printed) \($0.role)" } == ["Ann Roe author", "Cy Doe editor"])
    #expect(report.languages == ["de"])
    #expect(report.subjects == ["ice", "law"])
  }

  @Test(
    "Contents: labels, authors and pages in every printed form",
    arguments: [
      ("2. Threats (pp. 13-22)", "2.", "Threats", "13-22"),
      ("Annex A: Summits, S. 31–40", "Annex A", "Summits", "31–40"),
      ("Kapitel 3 – Bedrohungen … 31", "Kapitel 3", "Bedrohungen", "31"),
      ("Foreword ..... ix", nil, "Foreword", "ix"),
      ("Data (p. e12)", nil, "Data", "e12"), ("Data e12", nil, "Data", "e12"),
      ("The price of E10", nil, "The price of E10", nil), ("Tables, pp. A-1–A-9", nil, "Tables", "A-1–A-9"),
      ("前言 (第1-2页)", nil, "前言", "第1-2页"),
      ("Summits 1996-2007 (pp. [iii]-[iv])", nil, "Summits 1996-2007", "[iii]-[iv]"),
      ("The year 2007", nil, "The year 2007", nil), ("Summits (1996-2007)", nil, "Summits (1996-2007)", nil),
      ("Bedrohungen, Seiten 3 bis 7", nil, "Bedrohungen", "Seiten 3 bis 7"),
      ("Menaces, pages 12 à 15", nil, "Menaces", "pages 12 à 15"),
      ("前言（第1-2页）", nil, "前言", "（第1-2页）"), ("前言 第3至5頁", nil, "前言", "第3至5頁"),
      ("第一章 ……… 3", nil, "第一章", "3"), ("مقدمة (ص. 1-2)", nil, "مقدمة", "ص. 1-2"),
      ("7 steps to peace", nil, "7 steps to peace", nil),
      ("IV. Outlook p. 75 ff.", "IV.", "Outlook", "75 ff."),
    ] as [(String, String?, String, String?)])
  func entries(printed: String, label: String?, title: String, pages: String?) throws {
    let report = try report(
      "<h1>A survey</h1><p>Pages: 90</p><h2>Contents</h2><ul><li>\(printed)</li><li>Last (p. 90)</li></ul>")
    let section = try #require(report.sections.first)
    if pages == nil {
      // Where others have pages, an entry without any stays: the list is the same.
      #expect(section.pages == nil)
    } else {
      #expect(section.pages?.printed.trimmingLabel == pages)
    }
    #expect(section.label == label)
    #expect(section.title == title)
    #expect(report.sections.count == 2)
  }

  @Test("Contents in a table, its numbers in a column of their own") func contentsInTable() throws {
    let report = try report(
      """
      <h1>A survey</h1><p>Pages: 90</p><h2>Table of Contents</h2><table>
      <tr><td>1.</td><td>Wells</td><td>(pp. [i]-[ii])</td></tr><tr><td>2.</td><td>Rain</td><td>(pp. 3-4)</td></tr>
      <tr><td>3.</td><td>Snow</td><td>e12</td></tr></table>
      """)
    #expect(report.sections.map(\.label) == ["1.", "2.", "3."])
    #expect(report.sections.map(\.title) == ["Wells", "Rain", "Snow"])
    #expect(report.sections.allSatisfy { $0.excerpt == nil && $0.pages != nil })
  }

  @Test(
    "Authors in scripts without capitals",
    arguments: ["محمد بن سلمان", "山田太郎", "דוד בן גוריון"])
  func otherScripts(name: String) throws {
    let marked = try report(
      "<h1>A</h1><p class=author>\(name)</p><p>Published by: The Institute</p><p>Pages: 9</p>")
    #expect(marked.contributors.map(\.name.printed) == [name])
    let labelled = try report("<h1>A</h1><p>المؤلف: \(name)</p><p>Pages: 9</p>")
    #expect(labelled.contributors.map(\.name.printed) == [name])
  }

  @Test("Contents without a list: a title, its author, its pages, its opening words") func contentsInLines()
    throws
  {
    let report = try report(
      """
      <h1>A survey</h1><p>Pages: 90</p><h2>Inhalt</h2>
      <h3>Wells</h3><div>S. 1–12</div><div>Ann Roe</div><p>Nobody digs where all the wells are dry.</p>
      <h3>Rain</h3><div>S. 13–20</div>
      <h2>About us</h2><p>We are an institute.</p>
      """)
    #expect(report.sections.map(\.title) == ["Wells", "Rain"])
    #expect(report.sections.first?.contributors.map(\.name.printed) == ["Ann Roe"])
    #expect(report.sections.first?.excerpt == "Nobody digs where all the wells are dry.")
    #expect(report.sections.last?.excerpt == nil)
  }

  @Test("A summary below its heading, and the file that is offered") func summary() throws {
    let report = try report(
      """
      <h1>A survey</h1><p>Published on 3 March 2021</p><a href="/f/1.pdf">Download the report (PDF)</a>
      <h2>Summary</h2><p>One paragraph that says what was found, and where.</p><p>Another one.</p><h2>More</h2><p>No.</p>
      """)
    #expect(report.abstract == "One paragraph that says what was found, and where.\n\nAnother one.")
    #expect(report.links.contains(Link(kind: .fullText, url: "https://institute.example/f/1.pdf")))
    #expect(report.published?.iso == "2021-03-03")
  }
}

extension String {
  /// The pages without brackets and label.
  fileprivate var trimmingLabel: String {
    var text = self[...]
    if text.hasPrefix("("), text.hasSuffix(")") { text = text.dropFirst().dropLast() }
    for label in ["pp. ", "p. ", "S. "] where text.hasPrefix(label) { text = text.dropFirst(label.count) }
    return String(text)
  }
}
