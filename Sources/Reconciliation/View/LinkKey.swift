import Catalogue

/// Something by which records find each other (rule 9). A store keeps, for each record that was ever live, the keys of
/// its last live revision, and finds the records of a key.
public enum LinkKey: Hashable, Sendable {
  /// A strong identifier, in its linking form: joins records into one report, an ISBN only where titles agree.
  case identifier(Identifier)
  /// A hash of what makes reports alike: opens a suggestion, and joins nothing. The same in every process and version.
  case likeness(UInt64)

  /// The keys of a record, each once. Only live records are alike.
  public static func keys(of report: Report, isLive: Bool) -> [LinkKey] {
    var keys: [LinkKey] = []
    for identifier in report.identifiers {
      guard let linking = identifier.linking else { continue }
      let key = LinkKey.identifier(linking)
      if !keys.contains(key) { keys.append(key) }
    }
    guard isLive else { return keys }
    for likeness in Likeness.all(of: report) {
      let key = LinkKey.likeness(likeness.hash)
      if !keys.contains(key) { keys.append(key) }
    }
    return keys
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
  /// An identifier that two live records of one catalogue state is weak (a series, a working paper and its article). A
  /// likeness that more than `Likeness.limit` records share says nothing ("Annual report"). Neither joins nor suggests
  /// anything, so that neither makes a cluster large.
  public func speaks(among bearers: some Collection<Bearer>) -> Bool {
    guard bearers.count > 1 else { return false }
    switch self {
    case .likeness: return bearers.count <= Likeness.limit
    case .identifier:
      var catalogues: Set<String> = []
      return bearers.allSatisfy { !$0.isLive || catalogues.insert($0.catalogue).inserted }
    }
  }
}
