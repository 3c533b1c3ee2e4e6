import Catalogue

/// What tells the reports of two pages apart, as far as two pages of one report say the same: hashes, of no more than a
/// few of each kind.
struct ComparedFacts: Hashable, Sendable {
  private let title: Int
  /// As ISO 8601 writes it, however the page does.
  private let published: String?
  /// The identifiers by which it would be joined with others.
  private let identifiers: Set<Int>
  private let numbers: Set<Int>
  private let contributors: Set<Int>
  private let languages: Set<Int>
  private let files: Set<Int>

  private var others: Set<Int> { numbers.union(contributors).union(files) }

  init(_ report: Report) {
    func hashes(_ values: some Sequence<some Hashable>) -> Set<Int> { Set(values.prefix(8).map(\.hashValue)) }
    title = Fold.title(report.title, subtitle: report.subtitle).hashValue
    published = report.published?.iso
    identifiers = hashes(report.identifiers.lazy.compactMap(\.linking))
    numbers = hashes(
      report.identifiers.lazy.filter { $0.scheme == .reportNumber }.map(\.value)
        + report.series.lazy.compactMap(\.number))
    contributors = hashes(report.contributors.lazy.map { Fold.text($0.name.family ?? $0.name.printed) })
    languages = hashes(report.languages.lazy.map { $0.prefix { $0 != "-" } })
    files = hashes(report.links.lazy.filter { $0.kind == .fullText }.map(\.url))
  }

  /// Whether they may be of one report, one of them saying less than the other. Files move with pages.
  func agree(_ other: ComparedFacts) -> Bool {
    func agree(_ a: Set<Int>, _ b: Set<Int>) -> Bool { a.isEmpty || b.isEmpty || !a.isDisjoint(with: b) }
    return title == other.title && (published == nil || other.published == nil || isDated(as: other))
      && agree(identifiers, other.identifiers) && agree(numbers, other.numbers)
      && agree(contributors, other.contributors) && agree(languages, other.languages)
  }

  /// Whether both tell a date, one of them perhaps less of it.
  private func isDated(as other: ComparedFacts) -> Bool {
    guard let date = published, let another = other.published else { return false }
    return date.hasPrefix(another) || another.hasPrefix(date)
  }

  /// Whether they are of one report for all that can be seen: by an identifier that both have, or where something besides
  /// the title is the same.
  func isSame(as other: ComparedFacts) -> Bool {
    if self == other || !identifiers.isDisjoint(with: other.identifiers) { return true }
    return agree(other) && (isDated(as: other) || !others.isDisjoint(with: other.others))
  }
}

/// What a report's page says, or its record says before the page is heard again.
public struct SaidByPage: Hashable, Sendable {
  let facts: ComparedFacts
  /// Where the page was read from.
  private let place: String?
  /// Where it says that it stands.
  private let told: Set<String>

  init(_ report: Report, at place: String) {
    facts = ComparedFacts(report)
    self.place = PageAddress(place)?.normal
    told = Set(
      report.links.lazy.filter { $0.kind == .landingPage }.prefix(8).compactMap {
        PageAddress($0.url)?.normal
      })
  }

  /// - Parameter context: What was kept of the page besides its bytes (`RecordBytes.context`).
  public init(_ report: Report, context: [UInt8]) {
    self.init(report, at: LandingPageContext(bytes: context)?.url ?? "")
  }

  /// Whether what comes from another place is the same report's page: by its facts, or as the page was there before.
  ///
  /// - Parameter isListed: Whether a list names that place: what the page told of itself may be a slip, then.
  func isSame(as other: SaidByPage, at place: String, isListed: Bool) -> Bool {
    self.place == place || (!isListed && told.contains(place)) || facts.isSame(as: other.facts)
  }
}
