import Catalogue

/// A record as the view needs it. A record that never was live has nothing to show, and is none.
public struct ViewRecord: Hashable, Sendable {
  public var number: RecordNumber
  /// The name of its catalogue.
  public var catalogue: String
  /// Whether its last revision is live; else it is a tombstone.
  public var isLive: Bool
  /// The number of its last live revision, which `report` is.
  public var liveRevision: Int64
  /// The number of its last revision: of a tombstone's, if it is one.
  public var lastRevision: Int64
  public var report: Report

  public init(
    number: RecordNumber, catalogue: String, isLive: Bool = true, liveRevision: Int64, lastRevision: Int64,
    report: Report
  ) {
    self.number = number
    self.catalogue = catalogue
    self.isLive = isLive
    self.liveRevision = liveRevision
    self.lastRevision = lastRevision
    self.report = report
  }
}

/// What shows where the upstream has changed what a person edited (rule 11).
public enum EditPolicy: String, Sendable, Codable, CaseIterable {
  /// The edit, with an open conflict until a person decides.
  case ask
  /// The edit; noted as decided by policy.
  case local
  /// The upstream's value; noted as decided by policy.
  case upstream
}

/// What the configuration says of a catalogue's part in reports. Of a catalogue that is configured no more: what it
/// said last.
public struct CatalogueTerms: Hashable, Sendable {
  /// The lower, the sooner its values show.
  public var priority: Int
  /// By field; `ask` where nothing is said.
  public var policies: [Field: EditPolicy]

  public init(priority: Int, policies: [Field: EditPolicy] = [:]) {
    self.priority = priority
    self.policies = policies
  }
}

/// The configuration as far as the view depends on it.
public struct ViewSettings: Hashable, Sendable {
  /// By name. A catalogue that is not here comes last.
  public var catalogues: [String: CatalogueTerms]

  public init(catalogues: [String: CatalogueTerms]) { self.catalogues = catalogues }

  func priority(_ catalogue: String) -> Int { catalogues[catalogue]?.priority ?? Int.max }

  func policy(_ catalogue: String, _ field: Field) -> EditPolicy {
    catalogues[catalogue]?.policies[field] ?? .ask
  }
}
