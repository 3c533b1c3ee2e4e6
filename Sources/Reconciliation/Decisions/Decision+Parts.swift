import Catalogue

// The JSON of what decisions are made of, in the same flat object.

extension Edit: Codable {
  public init(from decoder: any Decoder) throws {
    let json = try decoder.container(keyedBy: Decision.CodingKeys.self)
    let field = try json.field(.field)
    guard field.kind != .set else {
      throw DecodingError.dataCorruptedError(
        forKey: .field, in: json, debugDescription: "\(field.rawValue) is a set: it is amended, not edited")
    }
    let element = try json.element(of: field)
    let asList = field.kind == .list && element == nil
    self.init(
      field, element: element, anchor: try json.decode(RecordNumber.self, forKey: .anchor),
      base: try json.value(of: field, asList: asList, forKey: .base),
      local: try json.value(of: field, asList: asList, forKey: .local))
  }

  public func encode(to encoder: any Encoder) throws {
    var json = encoder.container(keyedBy: Decision.CodingKeys.self)
    let asList = field.kind == .list && element == nil
    try json.encode(field, forKey: .field)
    try json.encodeIfPresent(element, forKey: .element)
    try json.encode(anchor, forKey: .anchor)
    try json.encode(base, asList: asList, forKey: .base)
    try json.encode(local, asList: asList, forKey: .local)
  }
}

extension Amendment: Codable {
  public init(from decoder: any Decoder) throws {
    let json = try decoder.container(keyedBy: Decision.CodingKeys.self)
    let field = try json.field(.field)
    guard field.kind == .set else {
      throw DecodingError.dataCorruptedError(
        forKey: .field, in: json, debugDescription: "\(field.rawValue) is no set")
    }
    self.init(
      field, anchor: try json.decode(RecordNumber.self, forKey: .anchor),
      added: try json.value(of: field, asList: true, forKey: .added).items,
      removed: try json.value(of: field, asList: true, forKey: .removed).items)
  }

  public func encode(to encoder: any Encoder) throws {
    var json = encoder.container(keyedBy: Decision.CodingKeys.self)
    try json.encode(field, forKey: .field)
    try json.encode(anchor, forKey: .anchor)
    if !added.isEmpty { try json.encode(FieldValue(added), asList: true, forKey: .added) }
    if !removed.isEmpty { try json.encode(FieldValue(removed), asList: true, forKey: .removed) }
  }
}

extension RecordPair: Codable {
  public init(from decoder: any Decoder) throws {
    let json = try decoder.container(keyedBy: Decision.CodingKeys.self)
    self.init(
      try json.decode(RecordNumber.self, forKey: .a), try json.decode(RecordNumber.self, forKey: .b))
  }

  public func encode(to encoder: any Encoder) throws {
    var json = encoder.container(keyedBy: Decision.CodingKeys.self)
    try json.encode(a, forKey: .a)
    try json.encode(b, forKey: .b)
  }
}

extension Resolution: Codable {
  public init(from decoder: any Decoder) throws {
    let json = try decoder.container(keyedBy: Decision.CodingKeys.self)
    let field = try json.field(.field)
    let element = try json.element(of: field)
    let asList = field.kind == .list && element == nil
    let take = try json.decode(String.self, forKey: .take)
    let choice: Choice
    switch take {
    case "local": choice = .local
    case "upstream": choice = .upstream
    case "value": choice = .value(try json.value(of: field, asList: asList, forKey: .value))
    default:
      throw DecodingError.dataCorruptedError(
        forKey: .take, in: json, debugDescription: "\(take) is none of local, upstream, value")
    }
    self.init(
      edit: try json.decode(DecisionNumber.self, forKey: .edit), field, element: element, choice: choice,
      upstream: try json.value(of: field, asList: asList, forKey: .upstream),
      rival: try json.decodeIfPresent(DecisionNumber.self, forKey: .rival))
  }

  public func encode(to encoder: any Encoder) throws {
    var json = encoder.container(keyedBy: Decision.CodingKeys.self)
    let asList = field.kind == .list && element == nil
    try json.encode(edit, forKey: .edit)
    try json.encode(field, forKey: .field)
    try json.encodeIfPresent(element, forKey: .element)
    switch choice {
    case .local: try json.encode("local", forKey: .take)
    case .upstream: try json.encode("upstream", forKey: .take)
    case .value(let value):
      try json.encode("value", forKey: .take)
      try json.encode(value, asList: asList, forKey: .value)
    }
    try json.encode(upstream, asList: asList, forKey: .upstream)
    try json.encodeIfPresent(rival, forKey: .rival)
  }
}

extension Rebase: Codable {
  public init(from decoder: any Decoder) throws {
    let json = try decoder.container(keyedBy: Decision.CodingKeys.self)
    let field = try json.field(.field)
    let element = try json.element(of: field)
    let asList = field.kind == .list && element == nil
    self.init(
      edit: try json.decode(DecisionNumber.self, forKey: .edit), field, element: element,
      from: try json.value(of: field, asList: asList, forKey: .from),
      base: try json.value(of: field, asList: asList, forKey: .base))
  }

  public func encode(to encoder: any Encoder) throws {
    var json = encoder.container(keyedBy: Decision.CodingKeys.self)
    let asList = field.kind == .list && element == nil
    try json.encode(edit, forKey: .edit)
    try json.encode(field, forKey: .field)
    try json.encodeIfPresent(element, forKey: .element)
    try json.encode(from, asList: asList, forKey: .from)
    try json.encode(base, asList: asList, forKey: .base)
  }
}

extension KeyedDecodingContainer<Decision.CodingKeys> {
  fileprivate func field(_ key: Key) throws -> Field { try decode(Field.self, forKey: key) }

  /// Only a list has elements.
  fileprivate func element(of field: Field) throws -> ElementKey? {
    guard let element = try decodeIfPresent(ElementKey.self, forKey: .element) else { return nil }
    guard field.kind == .list else {
      throw DecodingError.dataCorruptedError(
        forKey: .element, in: self, debugDescription: "\(field.rawValue) has no elements")
    }
    return element
  }
}
