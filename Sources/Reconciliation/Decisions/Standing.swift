/// What of persons' decisions still stands: what later ones have not replaced, withdrawn, lifted or undone.
public struct Standing: Hashable, Sendable {
  /// An edit, with what resolutions and better parsers made of it.
  public struct StandingEdit: Hashable, Sendable {
    public var number: DecisionNumber
    public var edit: Edit
  }

  public struct StandingPin: Hashable, Sendable {
    public var number: DecisionNumber
    public var field: Field
    public var record: RecordNumber
  }

  public struct StandingAmendment: Hashable, Sendable {
    public var number: DecisionNumber
    public var amendment: Amendment
  }

  /// Each in ascending order of its number.
  public private(set) var edits: [StandingEdit] = []
  public private(set) var pins: [StandingPin] = []
  public private(set) var amendments: [StandingAmendment] = []
  /// In the order in which they were decided: of a pair the last decision counts.
  public private(set) var merges: [RecordPair] = []
  public private(set) var apart: Set<RecordPair> = []
  public private(set) var kept: Set<Tombstone> = []

  /// What stands of `decisions`, which are in ascending order of their numbers. A part of all decisions will do, as long
  /// as it holds all that mention the records in question (`Decision.records`, `Decision.decisions`).
  public init(_ decisions: some BidirectionalCollection<NumberedDecision>) {
    let undone = Self.undone(decisions)
    for decision in decisions where undone.isEmpty || !undone.contains(decision.number) {
      take(decision.decision, decision.number)
    }
  }

  /// The decisions that a later one took back. An undo can be undone, too.
  public static func undone(
    _ decisions: some BidirectionalCollection<NumberedDecision>
  ) -> Set<DecisionNumber> {
    var undone: Set<DecisionNumber> = []
    for decision in decisions.reversed() {
      if case .undo(let earlier) = decision.decision, earlier < decision.number,
        !undone.contains(decision.number)
      {
        undone.insert(earlier)
      }
    }
    return undone
  }

  /// The decisions that nobody took back and that count no more all the same: a later one replaced them, a resolution gave
  /// them up, or they fell with a deletion that a person accepted.
  public static func fallen(
    _ decisions: some BidirectionalCollection<NumberedDecision>
  ) -> Set<DecisionNumber> {
    let standing = Standing(decisions)
    let counting = Set(
      standing.edits.map(\.number) + standing.amendments.map(\.number) + standing.pins.map(\.number))
    let undone = undone(decisions)
    var fallen: Set<DecisionNumber> = []
    for decision in decisions where !undone.contains(decision.number) {
      switch decision.decision {
      case .edit, .amend, .pin: if !counting.contains(decision.number) { fallen.insert(decision.number) }
      case .merge(let pair, _): if !standing.merges.contains(pair) { fallen.insert(decision.number) }
      case .keepApart(let pair): if !standing.apart.contains(pair) { fallen.insert(decision.number) }
      case .resolve, .withdraw, .keep, .rebase, .undo: break
      }
    }
    return fallen
  }

  /// The keep-aparts that stand between two groups of records: what a merge of two reports lifts (rule 9).
  public func apart(between a: [RecordNumber], and b: [RecordNumber]) -> [RecordPair] {
    guard !apart.isEmpty else { return [] }
    let pairs = apart.filter { a.contains($0.a) && b.contains($0.b) || a.contains($0.b) && b.contains($0.a) }
    return pairs.sorted { ($0.a, $0.b) < ($1.a, $1.b) }
  }

  private mutating func take(_ decision: Decision, _ number: DecisionNumber) {
    switch decision {
    case .edit(let edit):
      edits.removeAll { edit.replaces($0.edit) }
      edits.append(StandingEdit(number: number, edit: edit))
    case .amend(let amendment):
      amendments.append(StandingAmendment(number: number, amendment: amendment))
    case .pin(let field, let record):
      pins.append(StandingPin(number: number, field: field, record: record))
    case .merge(let pair, let lifted):
      for pair in lifted { forget(pair) }
      forget(pair)
      merges.append(pair)
    case .keepApart(let pair):
      forget(pair)
      apart.insert(pair)
    case .resolve(let resolution): take(resolution)
    case .withdraw(let numbers): remove(numbers)
    case .keep(let tombstones): kept.formUnion(tombstones)
    case .rebase(let rebase):
      guard let place = edits.firstIndex(where: { $0.number == rebase.edit }) else { return }
      edits[place].edit.element = rebase.element
      if edits[place].edit.base == rebase.from { edits[place].edit.base = rebase.base }
    case .undo: break
    }
  }

  private mutating func take(_ resolution: Resolution) {
    guard edits.contains(where: { $0.number == resolution.edit }) else { return }
    if let rival = resolution.rival { remove([rival]) }
    guard let place = edits.firstIndex(where: { $0.number == resolution.edit }) else { return }
    switch resolution.choice {
    case .upstream: edits.remove(at: place)
    case .local: if resolution.rival == nil { edits[place].edit.base = resolution.upstream }
    case .value(let value):
      edits[place].edit.local = value
      edits[place].edit.base = resolution.upstream
    }
  }

  private mutating func forget(_ pair: RecordPair) {
    merges.removeAll { $0 == pair }
    apart.remove(pair)
  }

  private mutating func remove(_ numbers: [DecisionNumber]) {
    edits.removeAll { numbers.contains($0.number) }
    pins.removeAll { numbers.contains($0.number) }
    amendments.removeAll { numbers.contains($0.number) }
  }
}

extension Edit {
  /// Whether an earlier edit counts no more where this one is made: of a field or element at an anchor the last edit
  /// counts; a whole list covers its elements (rules 11 and 14).
  public func replaces(_ earlier: Edit) -> Bool {
    field == earlier.field && anchor == earlier.anchor && (element == nil || element == earlier.element)
  }
}

extension Decision {
  /// Whether an earlier decision about the same report, which still counts, would count no more, or show otherwise, were
  /// this one made now.
  ///
  /// - Parameter report: Of which report a record is.
  public func overrides(_ earlier: Decision, report: (RecordNumber) -> RecordNumber) -> Bool {
    switch (self, earlier) {
    case (.edit(let edit), .edit(let other)):
      edit.field == other.field
        && (edit.anchor != other.anchor || edit.element == nil || other.element == nil
          || edit.element == other.element)
    case (.edit(let edit), .pin(let field, _)), (.pin(let field, _), .edit(let edit)): edit.field == field
    case (.pin(let field, _), .pin(let other, _)): field == other
    case (.amend(let amendment), .amend(let other)): other.givingWay(to: amendment) != other
    case (.resolve(let resolution), .resolve(let other)): resolution.edit == other.edit
    case (.merge(let pair, _), .keepApart(let other)), (.keepApart(let pair), .merge(let other, _)):
      RecordPair(report(pair.a), report(pair.b)) == RecordPair(report(other.a), report(other.b))
    default: false
    }
  }
}
