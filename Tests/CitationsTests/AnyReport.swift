import Catalogue
import TestSupport

/// Reports of every shape, each fully determined by its seed.
enum AnyReport {
  private static let texts = [
    "Salt", "R&D {50 %} #1", "a \"b\" \\ c/d", "水的未来", "مستقبل", "é\u{300}", "tab\there\nand there",
    "\u{1}\u{7F}", "x",
  ]

  static func make(_ seed: Int) -> Report {
    var dice = ArrivalDice(seed: seed)
    func text() -> String { texts[dice.below(texts.count)] }
    func perhaps<T>(_ make: () -> T) -> T? { dice.chance(0.5) ? make() : nil }
    func some<T>(_ make: () -> T) -> [T] { (0..<dice.below(3)).map { _ in make() } }
    func contributor() -> Contributor {
      Contributor(
        name: Name(
          printed: text(), family: perhaps(text), given: perhaps(text), particle: perhaps(text),
          suffix: perhaps(text)),
        role: Contributor.Role.allCases[dice.below(Contributor.Role.allCases.count)],
        kind: Contributor.Kind.allCases[dice.below(Contributor.Kind.allCases.count)],
        affiliation: perhaps(text))
    }
    let pages = ["31-40", "[i]-[ii]", "75-", "12, 15-17", "e12", "ix"]
    return Report(
      title: text(), subtitle: perhaps(text), contributors: some(contributor),
      published: perhaps {
        PartialDate(year: 1 + dice.below(9999), month: 11, day: perhaps { 1 }, printed: text())
      },
      publisher: perhaps(text), pageCount: perhaps { 1 + dice.below(999) },
      identifiers: some {
        Identifier(
          scheme: Identifier.Scheme.allCases[dice.below(Identifier.Scheme.allCases.count)], value: text())
      },
      abstract: perhaps(text), subjects: some(text), languages: some { "en" },
      series: some { Series(title: text(), number: perhaps(text)) },
      links: some { Link(kind: Link.Kind.allCases[dice.below(3)], url: "https://example.org/") },
      rights: some(text),
      access: perhaps { Access.allCases[dice.below(2)] }, types: some(text),
      sections: some {
        Section(
          label: perhaps(text), title: dice.chance(0.5) ? text() : "", contributors: some(contributor),
          pages: PageRange.parse(pages[dice.below(pages.count)]), excerpt: perhaps(text))
      })
  }
}
