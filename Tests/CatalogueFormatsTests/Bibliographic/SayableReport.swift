import Catalogue
import TestSupport

/// Reports that references can say, each fully determined by its seed: all kinds of facts, and in every text what is hard
/// to write in one of the formats.
struct SayableReport {
  private var dice: ArrivalDice
  private init(_ seed: Int) { dice = ArrivalDice(seed: seed) }

  static func make(_ seed: Int) -> Report {
    var maker = SayableReport(seed)
    return maker.report(seed)
  }

  /// What has a meaning in TeX, in BibTeX, in RIS, in JSON or in lists of names; and scripts.
  static let pieces = [
    "Salt & sand", "50 % of {R&D} #1", "a -- b---c", "``so'' and 'tis", "why?`s no!`s", "C:\\new\\textbf",
    "x_1^2 ~y",
    "$5 and $6", "«so» <<so>> ,,so", "5 < 6 <b and 7> 4", "a \"b\" c", "TY  - RPRT", "@book{x, title = {y}}",
    "ER  -",
    "% no comment", "War and Peace", "and others", "水的未来", "مستقبل المياه", "עתיד", "Tỉnh Thừa Thiên",
    "Straße NATO iPad",
    "\\'e \\\"u", "{", "}", "a}b{c", "😀", "it's", "- -", "#", "salt; sand", "ice;", "&amp;<b>x</b>", "dash-",
    "-",
    "`", "'",
  ]

  static let people = [
    "Marcel de Haas", "Frans-Paul van der Putten", "King, Martin Luther, Jr.", "José Ortega y Gasset",
    "Ann Lee",
    "Ludwig van Beethoven", "al-Rashid, Harun", "Valéry Giscard d'Estaing", "王小明", "Nguyễn, Văn An",
    "O'Neill, Seán", "Smith, J. A.", "Jean-Luc Picard", "María José García López", "Plato", "Özal",
  ]

  static let bodies = [
    "World Bank", "Ministry of War and Peace", "R&D Institute, Ltd.", "Institute -- North {West}", "世界银行研究所",
  ]

  private mutating func text(_ start: String) -> String {
    var words = [start]
    for _ in 0..<dice.below(4) { words.append(dice.pick(Self.pieces)) }
    return PlainText.clean(words.joined(separator: " "))
  }

  private mutating func perhaps<T>(_ make: (inout Self) -> T) -> T? { dice.chance(0.6) ? make(&self) : nil }

  private mutating func some<T>(_ most: Int, _ make: (inout Self, Int) -> T) -> [T] {
    (0..<dice.below(most + 1)).map { make(&self, $0) }
  }

  private mutating func contributor(_ roles: [Contributor.Role]) -> Contributor {
    let role = dice.pick(roles)
    guard dice.chance(0.8) else {
      return Contributor(name: Name(printed: dice.pick(Self.bodies)), role: role, kind: .corporate)
    }
    var name = Name.parse(dice.pick(Self.people))
    name.family = name.family ?? name.printed
    return Contributor(name: name, role: role, kind: .person)
  }

  private mutating func report(_ seed: Int) -> Report {
    var report = Report(title: text("Report \(seed)"), subtitle: perhaps { $0.text("Below") })
    report.contributors = some(4) { maker, _ in maker.contributor(Contributor.Role.allCases) }
    report.published = perhaps { maker in
      let month = maker.perhaps { 1 + $0.dice.below(12) }
      let day = month == nil ? nil : maker.perhaps { 1 + $0.dice.below(28) }
      return PartialDate(year: 1900 + maker.dice.below(200), month: month, day: day, printed: "as printed")
    }
    report.publisher = perhaps { $0.text("House") }
    report.pageCount = perhaps { 1 + $0.dice.below(999) }
    report.abstract = perhaps { "\($0.text("First")).\n\n\($0.text("Second"))." }
    report.subjects = some(3) { "\($1) \($0.text("Subject"))" }
    report.languages = dice.pick([[], ["en"], ["de", "en-GB"], ["zh-Hant", "ar"]])
    report.series = some(2) { maker, _ in
      Series(title: maker.text("Papers of"), number: maker.perhaps { "\($0.dice.below(99))/A" })
    }
    report.identifiers =
      some(2) { maker, n in Identifier(scheme: .reportNumber, value: "WP_\(n), \(maker.dice.below(99))") }
      + dice.pick([[], ["9783161484100"], ["9783161484100", "9780306406157"]]).map {
        Identifier(scheme: .isbn, value: $0)
      }
      + dice.pick([[], ["0317-8471"]]).map { Identifier(scheme: .issn, value: $0) }
      + dice.pick([[], ["10.5555/a_b--c(1)"]]).map { Identifier(scheme: .doi, value: $0) }
      + dice.pick([[], ["1887/9_a"]]).map { Identifier(scheme: .handle, value: $0) }
    report.links =
      dice.pick([[], [Link(kind: .landingPage, url: "https://x.example/~r/a_b--c?x=1&y=%20#z")]])
      + dice.pick([[], [Link(kind: .fullText, url: "https://x.example/a_b.pdf")]])
    report.types = dice.pick([[], ["Working Paper"], ["Book"], ["Monograph"], ["R&D -- report"]])
    report.sections = some(4) { $0.section($1) }
    return report
  }

  private mutating func section(_ index: Int) -> Section {
    Section(
      label: perhaps { $0.dice.pick(["\(index + 1).", "Annex A_\(index)", "IV"]) },
      title: dice.chance(0.8) ? text("Chapter \(index)") : "",
      contributors: some(2) { maker, _ in maker.contributor([.author, .translator]) },
      pages: perhaps { $0.dice.pick(["31-40", "[i]-[ii]", "75-", "12, 15-17", "e12", "ix"]) }.flatMap {
        PageRange.parse($0)
      },
      excerpt: perhaps { "\($0.text("Opening")).\n\n\($0.text("More"))." })
  }
}
