import Catalogue

/// Knows a decision by its number in the store: ascending in the order in which persons decided, from 1.
public typealias DecisionNumber = Int64

/// What a person said about what the library shows. Decisions are kept for good; what the library shows is computed
/// from those that stand (`Standing`).
public enum Decision: Hashable, Sendable {
  /// A value, an element or a whole list in place of what the upstream says (rules 11 and 14).
  case edit(Edit)
  /// Values added to a set, and removed from it (rule 13).
  case amend(Amendment)
  /// A field is to come from one record (rule 10).
  case pin(Field, record: RecordNumber)
  /// Two records are of one report, whatever their identifiers say (rule 9). `lifting`: the keep-aparts between the
  /// records of the two reports, as they stood when the person merged them; see `Standing.apart(between:and:)`.
  case merge(RecordPair, lifting: [RecordPair])
  /// Two records are of different reports, whatever their identifiers say (rule 9).
  case keepApart(RecordPair)
  /// The end of a conflict over an edit (rule 11).
  case resolve(Resolution)
  /// `upstream` of a `deleted-upstream`: edits and pins that fall with the report (rule 12).
  case withdraw([DecisionNumber])
  /// `local` of a `deleted-upstream`: the report is shown in spite of exactly these tombstones (rule 12).
  case keep([Tombstone])
  /// A better parser reads something else out of the bytes that an edit was made over (rule 2).
  case rebase(Rebase)
  /// An earlier decision is taken back: what the library shows is computed as if it had not been made.
  case undo(DecisionNumber)
}

/// A decision with its number.
public struct NumberedDecision: Hashable, Sendable {
  public var number: DecisionNumber
  public var decision: Decision

  public init(_ number: DecisionNumber, _ decision: Decision) {
    self.number = number
    self.decision = decision
  }
}

/// A person's value for a field, or for an element of a list (rule 11).
public struct Edit: Hashable, Sendable {
  /// Single or a list; sets are amended.
  public var field: Field
  /// nil: the whole field.
  public var element: ElementKey?
  /// The record that supplied the value.
  public var anchor: RecordNumber
  /// What the anchor's last live revision said then; of an element, that element or nothing.
  public var base: FieldValue
  /// What the person wants; the empty value blanks the field or removes the element.
  public var local: FieldValue

  public init(
    _ field: Field, element: ElementKey? = nil, anchor: RecordNumber, base: FieldValue, local: FieldValue
  ) {
    self.field = field
    self.element = element
    self.anchor = anchor
    self.base = base
    self.local = local
  }
}

/// What a person adds to a set-like field and removes from it (rule 13).
public struct Amendment: Hashable, Sendable {
  public var field: Field
  /// The report's first record: by it the report is found again after joins and splits.
  public var anchor: RecordNumber
  public var added: [FieldItem]
  public var removed: [FieldItem]

  public init(_ field: Field, anchor: RecordNumber, added: [FieldItem] = [], removed: [FieldItem] = []) {
    self.field = field
    self.anchor = anchor
    self.added = added
    self.removed = removed
  }

  /// What is left of it where a later amendment of the same field turned some of it round: of one value the last decision
  /// counts.
  public func givingWay(to later: Amendment) -> Amendment {
    guard later.field == field else { return self }
    let (gone, back) = (Set(later.removed.map(\.setKey)), Set(later.added.map(\.setKey)))
    var left = self
    left.added.removeAll { gone.contains($0.setKey) }
    left.removed.removeAll { back.contains($0.setKey) }
    return left
  }
}

/// Two records, in either order.
public struct RecordPair: Hashable, Sendable {
  /// The lower number.
  public let a: RecordNumber
  public let b: RecordNumber

  public init(_ a: RecordNumber, _ b: RecordNumber) {
    self.a = min(a, b)
    self.b = max(a, b)
  }
}

/// How a person settles a conflict over an edit (rule 11). It carries what the person saw.
public struct Resolution: Hashable, Sendable {
  public enum Choice: Hashable, Sendable {
    /// The edit stays, over the upstream's new value.
    case local
    /// The edit is withdrawn.
    case upstream
    /// This instead of both.
    case value(FieldValue)
  }

  public var edit: DecisionNumber
  /// The edit's field and element.
  public var field: Field
  public var element: ElementKey?
  public var choice: Choice
  /// What the upstream said of it when the person looked.
  public var upstream: FieldValue
  /// Of `two-edits`: the earlier edit.
  public var rival: DecisionNumber?

  public init(
    edit: DecisionNumber, _ field: Field, element: ElementKey? = nil, choice: Choice, upstream: FieldValue,
    rival: DecisionNumber? = nil
  ) {
    self.edit = edit
    self.field = field
    self.element = element
    self.choice = choice
    self.upstream = upstream
    self.rival = rival
  }
}

/// One particular deletion of a record.
public struct Tombstone: Hashable, Sendable, Codable, Comparable {
  public var record: RecordNumber
  /// The number of the revision by which it was deleted.
  public var revision: Int64

  public init(record: RecordNumber, revision: Int64) {
    self.record = record
    self.revision = revision
  }

  public static func < (a: Tombstone, b: Tombstone) -> Bool {
    (a.record, a.revision) < (b.record, b.revision)
  }
}

/// What a better parser makes of the base of an edit (rule 2).
public struct Rebase: Hashable, Sendable {
  public var edit: DecisionNumber
  public var field: Field
  /// The key that the edited element has now.
  public var element: ElementKey?
  /// The base as it stood. Where another base stands (because the resolution that set this one was undone), it stays.
  public var from: FieldValue
  public var base: FieldValue

  public init(
    edit: DecisionNumber, _ field: Field, element: ElementKey? = nil, from: FieldValue, base: FieldValue
  ) {
    self.edit = edit
    self.field = field
    self.element = element
    self.from = from
    self.base = base
  }
}
