import Catalogue

/// Something by which records find each other (rule 9). A store keeps, for each record that was ever live, the keys of
/// its last live revision, and finds the records of a key.
public enum LinkKey: Hashable, Sendable {
  /// A strong identifier, in its linking form: joins records into one report, an ISBN only where titles agree.
  case identifier(Identifier)
  /// A hash of what makes reports alike: opens a suggestion, and joins nothing. The same in every process and version.
  case likeness(UInt64)

  /// How many identifiers of one record link, in the order in which it states them. More than a report can have are a
  /// bibliography's.
  public static let identifierLimit = 32

  /// How many records may state an identifier. One that more do has long been given up, record after record, by its
  /// catalogue; it joins nothing, so that no cluster grows without bounds.
  public static let limit = 100

  /// The keys of a record, each once. Only live records are alike.
  public static func keys(of report: Report, isLive: Bool) -> [LinkKey] {
    var keys = identifiers(of: report).map(LinkKey.identifier)
    guard isLive else { return keys }
    for likeness in Likeness.all(of: report) {
      let key = LinkKey.likeness(likeness.hash)
      if !keys.contains(key) { keys.append(key) }
    }
    return keys
  }

  /// Whether two live records have the same keys, because all that keys are made of is the same; false where that would
  /// have to be worked out.
  public static func areSame(of a: Report, _ b: Report) -> Bool {
    a.identifiers == b.identifiers && a.title == b.title && a.subtitle == b.subtitle
      && a.published?.year == b.published?.year && a.contributors.first == b.contributors.first
      && a.publisher == b.publisher && a.series == b.series
  }

  /// The identifiers by which a record links, in their linking form, each once.
  static func identifiers(of report: Report) -> [Identifier] {
    var found: [Identifier] = []
    for identifier in report.identifiers {
      guard let linking = identifier.linking, !found.contains(linking) else { continue }
      found.append(linking)
      if found.count == identifierLimit { break }
    }
    return found
  }

  /// A number for the key, the same in every process and version: for a store that keeps all keys in one index. Two keys
  /// with one number make a cluster larger, and join nothing.
  public var hash: UInt64 {
    switch self {
    case .likeness(let hash): return hash
    case .identifier(let identifier):
      var hash = StableHash()
      hash.combine(CollectionOfOne(identifier.scheme.rawValue))
      hash.combine(identifier.value)
      return hash.value
    }
  }

  /// A record that states a key.
  public struct Bearer: Hashable, Sendable {
    public var record: RecordNumber
    public var catalogue: String
    public var isLive: Bool

    public init(record: RecordNumber, catalogue: String, isLive: Bool) {
      self.record = record
      self.catalogue = catalogue
      self.isLive = isLive
    }
  }

  /// Whether the key means anything among all that bear it.
  ///
  /// An identifier that two live records of one catalogue state is weak (a series, a working paper and its article), and
  /// so is one that more than `limit` records state. A likeness that more than `Likeness.limit` records share says nothing
  /// ("Annual report"). Neither joins nor suggests anything, so that neither makes a cluster large.
  public func speaks(among bearers: some Collection<Bearer>) -> Bool {
    guard bearers.count > 1, bearers.count <= Self.limit else { return false }
    switch self {
    case .likeness: return bearers.count <= Likeness.limit
    case .identifier:
      // They are few: to hash their catalogues' names would take longer.
      var catalogues: [String] = []
      for bearer in bearers where bearer.isLive {
        if catalogues.contains(bearer.catalogue) { return false }
        catalogues.append(bearer.catalogue)
      }
      return true
    }
  }
}
