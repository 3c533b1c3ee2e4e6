import Catalogue

// {"decision": "edit", "field": "title", "anchor": 12, "base": "Old", "local": "New"}: one flat object, for keeping and
// for `export --edits`. Keys are never given another meaning; unknown ones are ignored.

extension Decision: Codable {
  enum CodingKeys: String, CodingKey {
    case decision, field, element, anchor, base, local, added, removed, record, a, b, lifting, edit, take,
      value, upstream
    case rival, decisions, tombstones, from, undoes
  }

  /// The names of decisions in JSON, and in what people read.
  public enum Name: String, Sendable, Codable, CaseIterable {
    case edit, amend, pin, merge
    case keepApart = "keep-apart"
    case resolve, withdraw, keep, rebase, undo
  }

  public var name: Name {
    switch self {
    case .edit: .edit
    case .amend: .amend
    case .pin: .pin
    case .merge: .merge
    case .keepApart: .keepApart
    case .resolve: .resolve
    case .withdraw: .withdraw
    case .keep: .keep
    case .rebase: .rebase
    case .undo: .undo
    }
  }

  public init(from decoder: any Decoder) throws {
    let json = try decoder.container(keyedBy: CodingKeys.self)
    switch try json.decode(Name.self, forKey: .decision) {
    case .edit: self = .edit(try Edit(from: decoder))
    case .amend: self = .amend(try Amendment(from: decoder))
    case .pin:
      self = .pin(
        try json.decode(Field.self, forKey: .field),
        record: try json.decode(RecordNumber.self, forKey: .record))
    case .merge:
      self = .merge(
        try RecordPair(from: decoder),
        lifting: try json.decodeIfPresent([RecordPair].self, forKey: .lifting) ?? [])
    case .keepApart: self = .keepApart(try RecordPair(from: decoder))
    case .resolve: self = .resolve(try Resolution(from: decoder))
    case .withdraw: self = .withdraw(try json.decode([DecisionNumber].self, forKey: .decisions))
    case .keep: self = .keep(try json.decode([Tombstone].self, forKey: .tombstones))
    case .rebase: self = .rebase(try Rebase(from: decoder))
    case .undo: self = .undo(try json.decode(DecisionNumber.self, forKey: .undoes))
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var json = encoder.container(keyedBy: CodingKeys.self)
    try json.encode(name, forKey: .decision)
    switch self {
    case .edit(let edit): try edit.encode(to: encoder)
    case .amend(let amendment): try amendment.encode(to: encoder)
    case .pin(let field, let record):
      try json.encode(field, forKey: .field)
      try json.encode(record, forKey: .record)
    case .merge(let pair, let lifted):
      try pair.encode(to: encoder)
      if !lifted.isEmpty { try json.encode(lifted, forKey: .lifting) }
    case .keepApart(let pair): try pair.encode(to: encoder)
    case .resolve(let resolution): try resolution.encode(to: encoder)
    case .withdraw(let numbers): try json.encode(numbers, forKey: .decisions)
    case .keep(let tombstones): try json.encode(tombstones, forKey: .tombstones)
    case .rebase(let rebase): try rebase.encode(to: encoder)
    case .undo(let number): try json.encode(number, forKey: .undoes)
    }
  }
}
