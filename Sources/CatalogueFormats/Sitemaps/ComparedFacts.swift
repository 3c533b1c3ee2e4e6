import Catalogue

/// What tells the reports of two pages apart, as far as two pages of one report say the same: hashes, of no more than a
/// few of each kind.
struct ComparedFacts: Hashable, Sendable {
  private let title: Int
  private let published: PartialDate?
  /// The identifiers by which it would be joined with others.
  private let identifiers: Set<Int>
  private let numbers: Set<Int>
  private let contributors: Set<Int>
  private let files: Set<Int>

  private var others: Set<Int> { numbers.union(contributors).union(files) }

  init(_ report: Report) {
    func hashes(_ values: some Sequence<some Hashable>) -> Set<Int> { Set(values.prefix(8).map(\.hashValue)) }
    title = Fold.title(report.title, subtitle: report.subtitle).hashValue
    published = report.published
    identifiers = hashes(report.identifiers.lazy.compactMap(\.linking))
    numbers = hashes(
      report.identifiers.lazy.filter { $0.scheme == .reportNumber }.map(\.value)
        + report.series.lazy.compactMap(\.number))
    contributors = hashes(report.contributors.lazy.map { Fold.text($0.name.family ?? $0.name.printed) })
    files = hashes(report.links.lazy.filter { $0.kind == .fullText }.map(\.url))
  }

  /// Whether they may be of one report, one of them saying less than the other.
  func agree(_ other: ComparedFacts) -> Bool {
    func agree(_ a: Set<Int>, _ b: Set<Int>) -> Bool { a.isEmpty || b.isEmpty || !a.isDisjoint(with: b) }
    return title == other.title
      && (published == other.published || published == nil || other.published == nil)
      && agree(identifiers, other.identifiers) && agree(numbers, other.numbers)
      && agree(contributors, other.contributors) && agree(files, other.files)
  }

  /// Whether they are of one report for all that can be seen: by an identifier that both have, or where something besides
  /// the title is the same.
  func isSame(as other: ComparedFacts) -> Bool {
    if self == other || !identifiers.isDisjoint(with: other.identifiers) { return true }
    let isDated = published != nil && published == other.published
    return agree(other) && (isDated || !others.isDisjoint(with: other.others))
  }
}

/// What a page's record says before the page is heard again.
struct SaidByPage: Hashable, Sendable {
  let facts: ComparedFacts
  /// Where its page stands, as it says.
  private let places: Set<String>

  init(_ report: Report) {
    facts = ComparedFacts(report)
    places = Set(
      report.links.lazy.filter { $0.kind == .landingPage }.prefix(8).compactMap {
        PageAddress($0.url)?.normal
      })
  }

  /// Whether what came from another place is the same report's page: by its facts, or as that is where it was before.
  func isSame(as other: SaidByPage, at place: String) -> Bool {
    places.contains(place) || !places.isDisjoint(with: other.places) || facts.isSame(as: other.facts)
  }
}
