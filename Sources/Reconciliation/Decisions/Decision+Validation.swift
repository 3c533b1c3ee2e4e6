extension Decision {
  /// The decision with its values in the model's form, or why a field does not take them: for decisions that come from
  /// outside (`import --edits`, the socket). What the upstream said is taken as it stands, also where the person kept it,
  /// or wants it to go.
  public func validated() throws(EditProblem) -> Decision {
    switch self {
    case .edit(var edit):
      guard edit.field.kind != .set else { throw .impossible(edit.field, "a set is amended, not edited") }
      edit.local = try edit.local.validated(
        for: edit.field, isElement: edit.element != nil, leaving: edit.base.items)
      return .edit(edit)
    case .amend(var amendment):
      guard amendment.field.kind == .set else { throw .impossible(amendment.field, "it is no set") }
      amendment.added = try FieldValue(amendment.added).validated(for: amendment.field).items
      return .amend(amendment)
    case .pin(let field, _):
      if field.isUnion {
        throw .impossible(field, "it shows what all catalogues say, and cannot be pinned to one")
      }
      return self
    case .resolve(var resolution):
      guard case .value(let value) = resolution.choice else { return self }
      resolution.choice = .value(
        try value.validated(
          for: resolution.field, isElement: resolution.element != nil, leaving: resolution.upstream.items))
      return .resolve(resolution)
    case .merge(let pair, _), .keepApart(let pair):
      if pair.a == pair.b { throw .form("record \(pair.a) with itself") }
      return self
    case .withdraw, .keep, .rebase, .undo: return self
    }
  }
}

extension FieldValue {
  fileprivate func validated(
    for field: Field, isElement: Bool, leaving known: [FieldItem]
  ) throws(EditProblem) -> FieldValue {
    guard !isElement || items.count <= 1 else { throw .impossible(field, "an element is one value") }
    return try validated(for: field, leaving: known)
  }
}
