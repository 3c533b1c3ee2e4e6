import Catalogue

/// What a person and an upstream, or two persons, say against each other (rules 11, 12 and 14).
public struct Conflict: Hashable, Sendable {
  public enum Kind: String, Sendable, Codable, CaseIterable {
    /// The upstream changed what was edited.
    case changed
    /// The element that was edited is in the upstream's list no more.
    case elementGone = "element-gone"
    /// Two reports with edits of the same field became one.
    case twoEdits = "two-edits"
    /// No live record is left of a report that has edits or pins.
    case deletedUpstream = "deleted-upstream"
  }

  public var kind: Kind
  /// nil for `deleted-upstream`.
  public var field: Field?
  public var element: ElementKey?
  /// The edit that it is about, of two the later; nil for `deleted-upstream`.
  public var edit: DecisionNumber?
  /// The earlier of two edits.
  public var rival: DecisionNumber?
  /// The edit's anchor: the record whose upstream says `upstream`. Of `deleted-upstream`, the report's first.
  public var anchor: RecordNumber
  /// The revision that says `upstream`: its run opened the conflict.
  public var revision: Int64
  /// What the upstream said when the person decided. Of an element, that element; the empty value where there is none.
  public var base: FieldValue
  /// What the person wants.
  public var local: FieldValue
  /// What the upstream says now; of `two-edits`, what the edit's own upstream says.
  public var upstream: FieldValue
  /// Of `two-edits`: what the earlier edit wants.
  public var rivalLocal: FieldValue
  /// Of `deleted-upstream`: what falls if the deletion is accepted.
  public var decisions: [DecisionNumber]
  /// Of `deleted-upstream`: the deletions.
  public var tombstones: [Tombstone]
  /// `ask`: open, until a person decides. Else the configuration decided so.
  public var policy: EditPolicy

  init(
    _ kind: Kind, field: Field? = nil, element: ElementKey? = nil, edit: DecisionNumber? = nil,
    rival: DecisionNumber? = nil, anchor: RecordNumber, revision: Int64, base: FieldValue = .empty,
    local: FieldValue = .empty, upstream: FieldValue = .empty, rivalLocal: FieldValue = .empty,
    decisions: [DecisionNumber] = [], tombstones: [Tombstone] = [], policy: EditPolicy = .ask
  ) {
    self.kind = kind
    self.field = field
    self.element = element
    self.edit = edit
    self.rival = rival
    self.anchor = anchor
    self.revision = revision
    self.base = base
    self.local = local
    self.upstream = upstream
    self.rivalLocal = rivalLocal
    self.decisions = decisions
    self.tombstones = tombstones
    self.policy = policy
  }

  public var isOpen: Bool { policy == .ask }

  /// The same for as long as the same edit and the same upstream value stand against each other: a store numbers
  /// conflicts by it. It is the same in every process and version.
  public var identity: String {
    var hash = StableHash()
    switch kind {
    case .deletedUpstream:
      for number in decisions { hash.combine(number) }
      for tombstone in tombstones {
        hash.combine(tombstone.record)
        hash.combine(tombstone.revision)
      }
    case .twoEdits: hash.combine(rival ?? 0)
    case .changed, .elementGone:
      // The encoding of a report with this field alone: it is written for good.
      var report = Report()
      if let field { report[field] = upstream }
      hash.combine(report.encoded())
    }
    return "\(kind.rawValue):\(edit ?? 0):\(hash.hexadecimal)"
  }

  /// How a person settles a conflict.
  public enum Answer: Hashable, Sendable {
    case local, upstream
    /// This instead of both; not for `deleted-upstream`.
    case value(FieldValue)
  }

  /// The decision that settles the conflict as the person saw it; nil where a value is given for a deletion.
  public func settled(_ answer: Answer) -> Decision? {
    guard let edit, let field else {
      return switch answer {
      case .local: .keep(tombstones)
      case .upstream: .withdraw(decisions)
      case .value: nil
      }
    }
    let choice: Resolution.Choice =
      switch answer {
      case .local: .local
      case .upstream: .upstream
      case .value(let value): .value(value)
      }
    return .resolve(
      Resolution(edit: edit, field, element: element, choice: choice, upstream: upstream, rival: rival))
  }
}

/// Two reports that might be one (rule 9): a person merges them or keeps them apart.
public struct Suggestion: Hashable, Sendable {
  /// Of each of the two reports, a record that is like one of the other.
  public var pair: RecordPair
  /// Of the first such pair, in the order of catalogues' names and record numbers.
  public var likeness: Likeness.Kind

  public init(pair: RecordPair, likeness: Likeness.Kind) {
    self.pair = pair
    self.likeness = likeness
  }
}
