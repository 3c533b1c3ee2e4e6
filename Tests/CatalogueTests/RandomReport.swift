import Catalogue

/// Repeatable random numbers (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  mutating func chance(_ one: Int) -> Bool { Int.random(in: 0..<one, using: &self) == 0 }

  mutating func maybe<Value>(_ make: (inout SeededGenerator) -> Value) -> Value? {
    chance(2) ? make(&self) : nil
  }

  mutating func list<Value>(_ make: (inout SeededGenerator) -> Value) -> [Value] {
    (0..<Int.random(in: 0...3, using: &self)).map { _ in make(&self) }
  }

  mutating func text() -> String {
    let pieces = ["a", "Report", "é", "世界", "😀", " ", ":", "x2", "\u{301}", "—", "\n\n"]
    let count = Int.random(in: 0...8, using: &self)
    let short = PlainText.clean((0..<count).map { _ in pieces.randomElement(using: &self) ?? "" }.joined())
    return chance(20) ? String(repeating: short, count: Int.random(in: 10...4_000, using: &self)) : short
  }

  mutating func choice<Value: CaseIterable>(_: Value.Type) -> Value {
    let all = Array(Value.allCases)
    return all[Int.random(in: 0..<all.count, using: &self)]
  }

  mutating func contributor() -> Contributor {
    Contributor(
      name: Name(
        printed: text(), family: maybe { $0.text() }, given: maybe { $0.text() },
        particle: maybe { $0.text() },
        suffix: maybe { $0.text() }),
      role: choice(Contributor.Role.self), kind: choice(Contributor.Kind.self),
      affiliation: maybe { $0.text() })
  }

  mutating func page() -> PageRange.Page {
    PageRange.Page(
      label: text(), numbering: choice(PageRange.Page.Numbering.self),
      number: maybe { Int.random(in: Int.min...Int.max, using: &$0) }, bracketed: chance(2))
  }

  mutating func pages() -> PageRange {
    PageRange(
      spans: list { random in
        let end: PageRange.Span.End =
          switch Int.random(in: 0...2, using: &random) {
          case 0: .single
          case 1: .page(random.page())
          default: .open
          }
        return PageRange.Span(first: random.page(), end: end)
      }, printed: text())
  }

  mutating func report() -> Report {
    Report(
      title: text(), subtitle: maybe { $0.text() }, contributors: list { $0.contributor() },
      published: maybe { random in
        PartialDate(
          year: Int.random(in: 1...9999, using: &random),
          month: random.maybe { Int.random(in: 1...12, using: &$0) },
          day: random.maybe { Int.random(in: 1...31, using: &$0) }, printed: random.text())
      },
      publisher: maybe { $0.text() }, pageCount: maybe { Int.random(in: 0...1_000_000, using: &$0) },
      identifiers: list { Identifier(scheme: $0.choice(Identifier.Scheme.self), value: $0.text()) },
      abstract: maybe { $0.text() }, subjects: list { $0.text() }, languages: list { $0.text() },
      series: list { random in Series(title: random.text(), number: random.maybe { $0.text() }) },
      links: list { Link(kind: $0.choice(Link.Kind.self), url: $0.text()) }, rights: list { $0.text() },
      access: maybe { $0.choice(Access.self) }, types: list { $0.text() },
      sections: list { random in
        Section(
          label: random.maybe { $0.text() }, title: random.text(),
          contributors: random.list { $0.contributor() },
          pages: random.maybe { $0.pages() }, excerpt: random.maybe { $0.text() })
      })
  }
}
