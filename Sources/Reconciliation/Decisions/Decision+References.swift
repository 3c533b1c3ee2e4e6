extension Decision {
  /// The records that the decision itself names. (One that names only other decisions concerns their records, too.)
  public var records: [RecordNumber] {
    switch self {
    case .edit(let edit): [edit.anchor]
    case .amend(let amendment): [amendment.anchor]
    case .pin(_, let record): [record]
    case .merge(let pair, let lifted): ([pair] + lifted).flatMap { [$0.a, $0.b] }
    case .keepApart(let pair): [pair.a, pair.b]
    case .keep(let tombstones): tombstones.map(\.record)
    case .resolve, .withdraw, .rebase, .undo: []
    }
  }

  /// The earlier decisions that the decision names.
  public var decisions: [DecisionNumber] {
    switch self {
    case .resolve(let resolution): [resolution.edit] + (resolution.rival.map { [$0] } ?? [])
    case .withdraw(let numbers): numbers
    case .rebase(let rebase): [rebase.edit]
    case .undo(let number): [number]
    case .edit, .amend, .pin, .merge, .keepApart, .keep: []
    }
  }

  /// The records whose reports a decision changes, those of the decisions that it names included. A store keeps them with
  /// the decision: by them the decisions of a cluster are found, and what has to be mended after it.
  ///
  /// - Parameter earlier: The decision of a number, and what this function said of it.
  public func touched(
    _ earlier: (DecisionNumber) -> [RecordNumber]
  ) -> [RecordNumber] {
    Array(Set(records + decisions.flatMap(earlier))).sorted()
  }

  /// The same decision in a store that gave other numbers; nil where one of its records or decisions is not there. A
  /// `keep` names revisions, which are one store's own, and so has no counterpart in another.
  public func renumbered(
    record: (RecordNumber) -> RecordNumber?, decision: (DecisionNumber) -> DecisionNumber?
  ) -> Decision? {
    func pair(_ pair: RecordPair) -> RecordPair? {
      guard let a = record(pair.a), let b = record(pair.b), a != b else { return nil }
      return RecordPair(a, b)
    }
    switch self {
    case .edit(var edit):
      guard let anchor = record(edit.anchor) else { return nil }
      edit.anchor = anchor
      return .edit(edit)
    case .amend(var amendment):
      guard let anchor = record(amendment.anchor) else { return nil }
      amendment.anchor = anchor
      return .amend(amendment)
    case .pin(let field, let number): return record(number).map { .pin(field, record: $0) }
    case .merge(let merged, let lifted):
      return pair(merged).map { .merge($0, lifting: lifted.compactMap(pair)) }
    case .keepApart(let kept): return pair(kept).map(Decision.keepApart)
    case .resolve(var resolution):
      guard let edit = decision(resolution.edit) else { return nil }
      resolution.edit = edit
      if let rival = resolution.rival {
        guard let rival = decision(rival) else { return nil }
        resolution.rival = rival
      }
      return .resolve(resolution)
    case .withdraw(let numbers):
      let numbers = numbers.compactMap(decision)
      return numbers.isEmpty ? nil : .withdraw(numbers)
    case .rebase(var rebase):
      guard let edit = decision(rebase.edit) else { return nil }
      rebase.edit = edit
      return .rebase(rebase)
    case .undo(let number): return decision(number).map(Decision.undo)
    case .keep: return nil
    }
  }
}
