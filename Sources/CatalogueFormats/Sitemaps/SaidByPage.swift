import Catalogue

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
