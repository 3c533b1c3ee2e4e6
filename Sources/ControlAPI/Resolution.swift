/// `POST /v1/conflicts/{number}/resolution`: how a person settles a conflict.
public struct ResolutionRequest: Hashable, Sendable, Codable {
  public enum Take: String, Hashable, Sendable, Codable, CaseIterable {
    /// What the person wanted stays.
    case local
    /// What the upstream says shows; the edit is withdrawn.
    case upstream
    /// `value` takes the place of both.
    case value
  }

  public var take: Take
  /// As a person types it; not there, or empty: nothing at all is shown.
  public var value: String?
  public var reason: String?

  public init(take: Take, value: String? = nil, reason: String? = nil) {
    self.take = take
    self.value = value
    self.reason = reason
  }
}

/// The answer to it: what is shown now.
public struct ResolutionAnswer: Hashable, Sendable, Codable {
  /// The conflict as it stands now.
  public var conflict: ConflictInfo
  /// Its number, for `undo`.
  public var decision: Int64
  /// The report that shows it.
  public var report: Int64
  public var withdrawn: Bool
  /// What the report shows in the conflict's field now; nil for `deleted-upstream`.
  public var shown: [ValueInfo]?

  public init(
    conflict: ConflictInfo, decision: Int64, report: Int64, withdrawn: Bool, shown: [ValueInfo]? = nil
  ) {
    self.conflict = conflict
    self.decision = decision
    self.report = report
    self.withdrawn = withdrawn
    self.shown = shown
  }
}

/// `POST /v1/conflicts/resolution`: settles all open conflicts that match.
public struct ResolutionsRequest: Hashable, Sendable, Codable {
  public enum Take: String, Hashable, Sendable, Codable, CaseIterable { case local, upstream }

  public var take: Take
  public var catalogue: String?
  public var kind: ConflictInfo.Kind?
  public var field: String?
  /// Only says which they are.
  public var dryRun: Bool
  public var reason: String?

  public init(
    take: Take, catalogue: String? = nil, kind: ConflictInfo.Kind? = nil, field: String? = nil,
    dryRun: Bool = false, reason: String? = nil
  ) {
    self.take = take
    self.catalogue = catalogue
    self.kind = kind
    self.field = field
    self.dryRun = dryRun
    self.reason = reason
  }

  private enum CodingKeys: String, CodingKey {
    case take, catalogue, kind, field
    case dryRun = "dry_run"
    case reason
  }

  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    take = try values.decode(Take.self, forKey: .take)
    catalogue = try values.decodeIfPresent(String.self, forKey: .catalogue)
    kind = try values.decodeIfPresent(ConflictInfo.Kind.self, forKey: .kind)
    field = try values.decodeIfPresent(String.self, forKey: .field)
    dryRun = try values.decodeIfPresent(Bool.self, forKey: .dryRun) ?? false
    reason = try values.decodeIfPresent(String.self, forKey: .reason)
  }
}

/// The answer to it.
public struct ResolutionsAnswer: Hashable, Sendable, Codable {
  /// A conflict that was settled, or would be.
  public struct Item: Hashable, Sendable, Codable {
    public var number: Int64
    public var report: Int64
    public var title: String?
    public var kind: ConflictInfo.Kind
    public var field: String?
    public var catalogue: String?
    /// Its number, for `undo`; nil in a dry run.
    public var decision: Int64?

    public init(_ conflict: ConflictInfo) {
      number = conflict.number
      report = conflict.report
      title = conflict.title
      kind = conflict.kind
      field = conflict.field
      catalogue = conflict.catalogue
      decision = conflict.decision
    }
  }

  /// False in a dry run.
  public var done: Bool
  /// The first first.
  public var conflicts: [Item]

  public init(done: Bool, conflicts: [Item]) {
    self.done = done
    self.conflicts = conflicts
  }
}
