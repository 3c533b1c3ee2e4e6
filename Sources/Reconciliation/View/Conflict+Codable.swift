import Catalogue

// A conflict as stores and the API write it: one flat object, with the values as in decisions. Keys are never given
// another meaning; unknown ones are ignored.

extension Conflict: Codable {
  enum CodingKeys: String, CodingKey {
    case kind, field, element, edit, rival, anchor, revision, base, local, upstream
    case rivalLocal = "rival_local"
    case decisions, tombstones, policy
  }

  public init(from decoder: any Decoder) throws {
    let json = try decoder.container(keyedBy: CodingKeys.self)
    let field = try json.decodeIfPresent(Field.self, forKey: .field)
    let element = try json.decodeIfPresent(ElementKey.self, forKey: .element)
    let asList = field.map { $0.kind == .list && element == nil } ?? false
    func value(_ key: CodingKeys) throws -> FieldValue {
      try field.map { try json.value(of: $0, asList: asList, forKey: key) } ?? .empty
    }
    self.init(
      try json.decode(Kind.self, forKey: .kind), field: field, element: element,
      edit: try json.decodeIfPresent(DecisionNumber.self, forKey: .edit),
      rival: try json.decodeIfPresent(DecisionNumber.self, forKey: .rival),
      anchor: try json.decode(RecordNumber.self, forKey: .anchor),
      revision: try json.decode(Int64.self, forKey: .revision),
      base: try value(.base), local: try value(.local), upstream: try value(.upstream),
      rivalLocal: try value(.rivalLocal),
      decisions: try json.decodeIfPresent([DecisionNumber].self, forKey: .decisions) ?? [],
      tombstones: try json.decodeIfPresent([Tombstone].self, forKey: .tombstones) ?? [],
      policy: try json.decode(EditPolicy.self, forKey: .policy))
  }

  public func encode(to encoder: any Encoder) throws {
    var json = encoder.container(keyedBy: CodingKeys.self)
    let asList = field.map { $0.kind == .list && element == nil } ?? false
    try json.encode(kind, forKey: .kind)
    try json.encodeIfPresent(field, forKey: .field)
    try json.encodeIfPresent(element, forKey: .element)
    try json.encodeIfPresent(edit, forKey: .edit)
    try json.encodeIfPresent(rival, forKey: .rival)
    try json.encode(anchor, forKey: .anchor)
    try json.encode(revision, forKey: .revision)
    try json.encode(policy, forKey: .policy)
    if field != nil {
      try json.encode(base, asList: asList, forKey: .base)
      try json.encode(local, asList: asList, forKey: .local)
      try json.encode(upstream, asList: asList, forKey: .upstream)
      if rival != nil { try json.encode(rivalLocal, asList: asList, forKey: .rivalLocal) }
    }
    if !decisions.isEmpty { try json.encode(decisions, forKey: .decisions) }
    if !tombstones.isEmpty { try json.encode(tombstones, forKey: .tombstones) }
  }
}
