import Catalogue

@testable import Citations

private let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ".map(String.init)

/// "Ann Able", "Bob Bable" …: so many authors.
private func authors(_ count: Int) -> [Contributor] { letters.prefix(count).map { person("Pat \($0)son") } }

private func report(
  _ title: String, _ contributors: [Contributor] = [], _ date: String? = "2019",
  publisher: String? = "Ostrava Institute",
  identifiers: [Identifier] = [], sections: [Section] = []
) -> Report {
  Report(
    title: title, contributors: contributors, published: date.flatMap(PartialDate.parse),
    publisher: publisher,
    identifiers: identifiers, sections: sections)
}

private let doi = [Identifier(scheme: .doi, value: "10.5555/weirs")]

extension StyleCase {
  static let all = persons + dates + chapters + scripts

  private static let persons = [
    StyleCase(
      "one author", report("Locks and weirs", [person("Ann Marie Lee")], identifiers: doi),
      chicago: "Lee, Ann Marie. 2019. Locks and weirs. Ostrava Institute. https://doi.org/10.5555/weirs.",
      apa: "Lee, A. M. (2019). Locks and weirs. Ostrava Institute. https://doi.org/10.5555/weirs",
      mla: "Lee, Ann Marie. Locks and weirs. Ostrava Institute, 2019, https://doi.org/10.5555/weirs."),
    StyleCase(
      "two authors and an editor, the seed's", Seed.report,
      chicago:
        "Haas, Marcel de, and Frans-Paul van der Putten. 2007. The Shanghai Cooperation Organisation: Towards a full-grown security alliance? Edited by Marcel de Haas. Clingendael Institute. https://www.jstor.org/stable/resrep05516.",
      apa:
        "de Haas, M., & van der Putten, F.-P. (2007). The Shanghai Cooperation Organisation: Towards a full-grown security alliance? (M. de Haas, Ed.). Clingendael Institute. https://www.jstor.org/stable/resrep05516",
      mla:
        "de Haas, Marcel, and Frans-Paul van der Putten. The Shanghai Cooperation Organisation: Towards a full-grown security alliance? Edited by Marcel de Haas, Clingendael Institute, 1 Nov. 2007, https://www.jstor.org/stable/resrep05516."
    ),
    StyleCase(
      "three authors", report("Peat", authors(3)),
      chicago: "Ason, Pat, Pat Bson, and Pat Cson. 2019. Peat. Ostrava Institute.",
      apa: "Ason, P., Bson, P., & Cson, P. (2019). Peat. Ostrava Institute.",
      mla: "Ason, Pat, et al. Peat. Ostrava Institute, 2019."),
    StyleCase(
      "eleven authors", report("Peat", authors(11)),
      chicago:
        "Ason, Pat, Pat Bson, Pat Cson, Pat Dson, Pat Eson, Pat Fson, Pat Gson, et al. 2019. Peat. Ostrava Institute.",
      apa:
        "Ason, P., Bson, P., Cson, P., Dson, P., Eson, P., Fson, P., Gson, P., Hson, P., Ison, P., Json, P., & Kson, P. (2019). Peat. Ostrava Institute.",
      mla: "Ason, Pat, et al. Peat. Ostrava Institute, 2019."),
    StyleCase(
      "twenty-one authors", report("Peat", authors(21)),
      chicago:
        "Ason, Pat, Pat Bson, Pat Cson, Pat Dson, Pat Eson, Pat Fson, Pat Gson, et al. 2019. Peat. Ostrava Institute.",
      apa:
        "Ason, P., Bson, P., Cson, P., Dson, P., Eson, P., Fson, P., Gson, P., Hson, P., Ison, P., Json, P., Kson, P., Lson, P., Mson, P., Nson, P., Oson, P., Pson, P., Qson, P., Rson, P., Sson, P., … Uson, P. (2019). Peat. Ostrava Institute.",
      mla: "Ason, Pat, et al. Peat. Ostrava Institute, 2019."),
    StyleCase(
      "no author", report("Who speaks for the delta?"),
      chicago: "Who speaks for the delta? 2019. Ostrava Institute.",
      apa: "Who speaks for the delta? (2019). Ostrava Institute.",
      mla: "Who speaks for the delta? Ostrava Institute, 2019."),
    StyleCase(
      "one editor only", report("Salt", [person("Ludwig van Beethoven", .editor)]),
      chicago: "Beethoven, Ludwig van, ed. 2019. Salt. Ostrava Institute.",
      apa: "van Beethoven, L. (Ed.). (2019). Salt. Ostrava Institute.",
      mla: "van Beethoven, Ludwig, editor. Salt. Ostrava Institute, 2019."),
    StyleCase(
      "two editors only", report("Salt", [person("Ann Lee", .editor), person("Bob Roe", .editor)]),
      chicago: "Lee, Ann, and Bob Roe, eds. 2019. Salt. Ostrava Institute.",
      apa: "Lee, A., & Roe, B. (Eds.). (2019). Salt. Ostrava Institute.",
      mla: "Lee, Ann, and Bob Roe, editors. Salt. Ostrava Institute, 2019."),
    StyleCase(
      "a body that publishes itself", report("Annual report", [person("[Ostrava Institute]")]),
      chicago: "Ostrava Institute. 2019. Annual report. Ostrava Institute.",
      apa: "Ostrava Institute. (2019). Annual report.",
      mla: "Annual report. Ostrava Institute, 2019."),
    StyleCase(
      "a body and a person",
      report("Dikes", [person("[Delta Commission]"), person("Martin Luther King, Jr.")], publisher: nil),
      chicago: "Delta Commission, and Martin Luther King Jr. 2019. Dikes.",
      apa: "Delta Commission, & King, M. L., Jr. (2019). Dikes.",
      mla: "Delta Commission, and Martin Luther King Jr. Dikes. 2019."),
    StyleCase(
      "a name of one word, and a particle that is joined",
      report("Wells", [person("Sukarno"), person("al-Rashid, Harun")]),
      chicago: "Sukarno, and Harun al-Rashid. 2019. Wells. Ostrava Institute.",
      apa: "Sukarno, & al-Rashid, H. (2019). Wells. Ostrava Institute.",
      mla: "Sukarno, and Harun al-Rashid. Wells. Ostrava Institute, 2019."),
    StyleCase(
      "eleven editors only",
      report("Peat", authors(11).map { Contributor(name: $0.name, role: .editor, kind: .person) }),
      chicago:
        "Ason, Pat, Pat Bson, Pat Cson, Pat Dson, Pat Eson, Pat Fson, Pat Gson, et al., eds. 2019. Peat. Ostrava Institute.",
      apa:
        "Ason, P., Bson, P., Cson, P., Dson, P., Eson, P., Fson, P., Gson, P., Hson, P., Ison, P., Json, P., & Kson, P. (Eds.). (2019). Peat. Ostrava Institute.",
      mla: "Ason, Pat, et al., editors. Peat. Ostrava Institute, 2019."),
    StyleCase(
      "a person who publishes himself", report("Peat", [person("Ann Lee")], publisher: "Ann Lee"),
      chicago: "Lee, Ann. 2019. Peat. Ann Lee.", apa: "Lee, A. (2019). Peat. Ann Lee.",
      mla: "Lee, Ann. Peat. Ann Lee, 2019."),
    StyleCase(
      "initials with a hyphen", report("Peat", [person("Lee, J.-P.")]),
      chicago: "Lee, J.-P. 2019. Peat. Ostrava Institute.",
      apa: "Lee, J.-P. (2019). Peat. Ostrava Institute.",
      mla: "Lee, J.-P. Peat. Ostrava Institute, 2019."),
    StyleCase(
      "a publisher that begins small",
      report("Peat", [person("Ann Lee")], nil, publisher: "iDE Global", identifiers: doi),
      chicago: "Lee, Ann. n.d. Peat. iDE Global. https://doi.org/10.5555/weirs.",
      apa: "Lee, A. (n.d.). Peat. iDE Global. https://doi.org/10.5555/weirs",
      mla: "Lee, Ann. Peat. iDE Global, https://doi.org/10.5555/weirs."),
    StyleCase(
      "nothing but an address", report("Peat", [], nil, publisher: nil, identifiers: doi),
      chicago: "Peat. n.d. https://doi.org/10.5555/weirs.",
      apa: "Peat. (n.d.). https://doi.org/10.5555/weirs",
      mla: "Peat. https://doi.org/10.5555/weirs."),
    StyleCase(
      "a translator", report("Wells", [person("Ann Lee"), person("Bob Roe", .translator)]),
      chicago: "Lee, Ann. 2019. Wells. Translated by Bob Roe. Ostrava Institute.",
      apa: "Lee, A. (2019). Wells (B. Roe, Trans.). Ostrava Institute.",
      mla: "Lee, Ann. Wells. Translated by Bob Roe, Ostrava Institute, 2019."),
    StyleCase(
      "a number",
      report(
        "Wells", [person("Ann Lee")],
        identifiers: [Identifier(scheme: .reportNumber, value: "Working Paper 12")]),
      chicago: "Lee, Ann. 2019. Wells. Working Paper 12. Ostrava Institute.",
      apa: "Lee, A. (2019). Wells (Working Paper 12). Ostrava Institute.",
      mla: "Lee, Ann. Wells. Working Paper 12, Ostrava Institute, 2019."),
  ]

  private static let dates = [
    StyleCase(
      "no date", report("Peat", [person("Ann Lee")], nil),
      chicago: "Lee, Ann. n.d. Peat. Ostrava Institute.",
      apa: "Lee, A. (n.d.). Peat. Ostrava Institute.",
      mla: "Lee, Ann. Peat. Ostrava Institute."),
    StyleCase(
      "a month", report("Peat", [person("Ann Lee")], "2019-09"),
      chicago: "Lee, Ann. 2019. Peat. Ostrava Institute.",
      apa: "Lee, A. (2019). Peat. Ostrava Institute.",
      mla: "Lee, Ann. Peat. Ostrava Institute, Sept. 2019."),
    StyleCase(
      "nothing but a title", report("Peat", [], nil, publisher: nil),
      chicago: "Peat. n.d.", apa: "Peat. (n.d.).", mla: "Peat."),
  ]

  private static let collection = report(
    "Water", [person("Ann Lee", .editor), person("Bob Roe", .editor)],
    sections: [
      Section(title: "Preface", pages: PageRange.parse("ix-xii")),
      Section(title: "Whose water?", contributors: [person("Eva Moss")], pages: PageRange.parse("103-108")),
      Section(title: "Where", contributors: [person("Eva Moss")], pages: PageRange.parse("7")),
      Section(title: "When", contributors: [person("Eva Moss")], pages: PageRange.parse("[i]-[ii]")),
      Section(title: "Why", contributors: [person("Eva Moss")], pages: PageRange.parse("75-")),
    ])

  private static let quoted = report(
    "Water", [],
    sections: [
      Section(
        title: "“Quoted” chapter?", contributors: [person("Eva Moss"), person("Bob Roe", .translator)],
        pages: PageRange.parse("1-2")),
      Section(title: "On the \"commons\"", contributors: [person("Eva Moss")], pages: PageRange.parse("3-4")),
    ])

  private static let book = report(
    "Sand", [person("Ann Lee")], sections: [Section(title: "Dunes", pages: PageRange.parse("321-325"))])

  private static let chapters = [
    StyleCase(
      "a chapter without a title, the seed's", Seed.report, section: 3,
      chicago:
        "Putten, Frans-Paul van der. 2007. Chapter in The Shanghai Cooperation Organisation: Towards a full-grown security alliance?, edited by Marcel de Haas, 31–40. Clingendael Institute. https://www.jstor.org/stable/resrep05516.",
      apa:
        "van der Putten, F.-P. (2007). [Chapter]. In M. de Haas (Ed.), The Shanghai Cooperation Organisation: Towards a full-grown security alliance? (pp. 31–40). Clingendael Institute. https://www.jstor.org/stable/resrep05516",
      mla:
        "van der Putten, Frans-Paul. Chapter. The Shanghai Cooperation Organisation: Towards a full-grown security alliance?, edited by Marcel de Haas, Clingendael Institute, 1 Nov. 2007, pp. 31–40, https://www.jstor.org/stable/resrep05516."
    ),
    StyleCase(
      "a chapter of a collection", collection, section: 2,
      chicago:
        "Moss, Eva. 2019. “Whose water?” In Water, edited by Ann Lee and Bob Roe, 103–8. Ostrava Institute.",
      apa: "Moss, E. (2019). Whose water? In A. Lee & B. Roe (Eds.), Water (pp. 103–108). Ostrava Institute.",
      mla:
        "Moss, Eva. “Whose water?” Water, edited by Ann Lee and Bob Roe, Ostrava Institute, 2019, pp. 103–08."
    ),
    StyleCase(
      "roman pages, and nobody knows whose", collection, section: 1,
      chicago: "“Preface.” 2019. In Water, edited by Ann Lee and Bob Roe, ix–xii. Ostrava Institute.",
      apa: "Preface. (2019). In A. Lee & B. Roe (Eds.), Water (pp. ix–xii). Ostrava Institute.",
      mla: "“Preface.” Water, edited by Ann Lee and Bob Roe, Ostrava Institute, 2019, pp. ix–xii."),
    StyleCase(
      "one page", collection, section: 3,
      chicago: "Moss, Eva. 2019. “Where.” In Water, edited by Ann Lee and Bob Roe, 7. Ostrava Institute.",
      apa: "Moss, E. (2019). Where. In A. Lee & B. Roe (Eds.), Water (p. 7). Ostrava Institute.",
      mla: "Moss, Eva. “Where.” Water, edited by Ann Lee and Bob Roe, Ostrava Institute, 2019, p. 7."),
    StyleCase(
      "pages that bear no number", collection, section: 4,
      chicago:
        "Moss, Eva. 2019. “When.” In Water, edited by Ann Lee and Bob Roe, [i]–[ii]. Ostrava Institute.",
      apa: "Moss, E. (2019). When. In A. Lee & B. Roe (Eds.), Water (pp. [i]–[ii]). Ostrava Institute.",
      mla: "Moss, Eva. “When.” Water, edited by Ann Lee and Bob Roe, Ostrava Institute, 2019, pp. [i]–[ii]."),
    StyleCase(
      "pages without an end", collection, section: 5,
      chicago: "Moss, Eva. 2019. “Why.” In Water, edited by Ann Lee and Bob Roe, 75–. Ostrava Institute.",
      apa: "Moss, E. (2019). Why. In A. Lee & B. Roe (Eds.), Water (pp. 75–). Ostrava Institute.",
      mla: "Moss, Eva. “Why.” Water, edited by Ann Lee and Bob Roe, Ostrava Institute, 2019, pp. 75+."),
    StyleCase(
      "a chapter whose title is quoted in part, and translated", quoted, section: 1,
      chicago:
        "Moss, Eva. 2019. “‘Quoted’ chapter?” In Water, 1–2. Translated by Bob Roe. Ostrava Institute.",
      apa: "Moss, E. (2019). “Quoted” chapter? (B. Roe, Trans.). In Water (pp. 1–2). Ostrava Institute.",
      mla: "Moss, Eva. “‘Quoted’ chapter?” Water, translated by Bob Roe, Ostrava Institute, 2019, pp. 1–2."),
    StyleCase(
      "a chapter whose title ends in a quotation", quoted, section: 2,
      chicago: "Moss, Eva. 2019. “On the ‘commons.’” In Water, 3–4. Ostrava Institute.",
      apa: "Moss, E. (2019). On the \"commons\". In Water (pp. 3–4). Ostrava Institute.",
      mla: "Moss, Eva. “On the ‘commons.’” Water, Ostrava Institute, 2019, pp. 3–4."),
    StyleCase(
      "a chapter of a book by one", book, section: 1,
      chicago: "Lee, Ann. 2019. “Dunes.” In Sand, 321–25. Ostrava Institute.",
      apa: "Lee, A. (2019). Dunes. In Sand (pp. 321–325). Ostrava Institute.",
      mla: "Lee, Ann. “Dunes.” Sand, Ostrava Institute, 2019, pp. 321–25."),
  ]

  private static let scripts = [
    StyleCase(
      "from right to left", report("مستقبل المياه", [person("ليلى حسن")], publisher: "معهد الدلتا"),
      chicago:
        "\u{2068}ليلى حسن\u{2069}. 2019. \u{2068}مستقبل المياه\u{2069}. \u{2068}معهد الدلتا\u{2069}.",
      apa: "\u{2068}ليلى حسن\u{2069}. (2019). \u{2068}مستقبل المياه\u{2069}. \u{2068}معهد الدلتا\u{2069}.",
      mla: "\u{2068}ليلى حسن\u{2069}. \u{2068}مستقبل المياه\u{2069}. \u{2068}معهد الدلتا\u{2069}, 2019."),
    StyleCase(
      "a question from right to left", report("מי שומר על המים?", [person("Ann Lee")]),
      chicago: "Lee, Ann. 2019. \u{2068}מי שומר על המים?\u{2069} Ostrava Institute.",
      apa: "Lee, A. (2019). \u{2068}מי שומר על המים?\u{2069} Ostrava Institute.",
      mla: "Lee, Ann. \u{2068}מי שומר על המים?\u{2069} Ostrava Institute, 2019."),
    StyleCase(
      "Chinese", report("水的未来", [person("王小明"), person("Ann Lee")]),
      chicago: "王小明, and Ann Lee. 2019. 水的未来. Ostrava Institute.",
      apa: "王小明, & Lee, A. (2019). 水的未来. Ostrava Institute.",
      mla: "王小明, and Ann Lee. 水的未来. Ostrava Institute, 2019."),
    StyleCase(
      "Chinese and Korean names of which the parts came apart",
      report(
        "水的未来",
        [["王", "小明"], ["김", "철수"]].map { parts in
          Contributor(
            name: Name(printed: parts.joined(separator: ", "), family: parts[0], given: parts[1]),
            role: .author,
            kind: .person)
        }),
      chicago: "王小明, and 김철수. 2019. 水的未来. Ostrava Institute.",
      apa: "王小明, & 김철수. (2019). 水的未来. Ostrava Institute.",
      mla: "王小明, and 김철수. 水的未来. Ostrava Institute, 2019."),
    StyleCase(
      "Cyrillic", report("Вода", [person("Иван Петрович Павлов")]),
      chicago: "Павлов, Иван Петрович. 2019. Вода. Ostrava Institute.",
      apa: "Павлов, И. П. (2019). Вода. Ostrava Institute.",
      mla: "Павлов, Иван Петрович. Вода. Ostrava Institute, 2019."),
    StyleCase(
      "a control character and a direction mark", report("Pe\u{7}at\u{202E}", [person("Ann Lee")]),
      chicago: "Lee, Ann. 2019. Peat. Ostrava Institute.",
      apa: "Lee, A. (2019). Peat. Ostrava Institute.",
      mla: "Lee, Ann. Peat. Ostrava Institute, 2019."),
  ]
}
