/// Any JSON value, where no type stands for it.
public enum JSONValue: Hashable, Sendable {
  case null
  case string(String)
  case integer(Int64)
  /// One that is no `integer`.
  case number(Double)
  case boolean(Bool)
  case array([JSONValue])
  case members([String: JSONValue])

  /// An object; members without a value are left out.
  static func object(_ members: [String: JSONValue?]) -> JSONValue {
    .members(members.compactMapValues { $0 })
  }

  /// An object with a description, where there is something to say.
  func described(_ text: String) -> JSONValue {
    guard case .members(var members) = self, !text.isEmpty else { return self }
    members["description"] = .string(text)
    return .members(members)
  }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral {
  public init(stringLiteral value: String) { self = .string(value) }
  public init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
  public init(dictionaryLiteral elements: (String, JSONValue)...) {
    self = .members(Dictionary(uniqueKeysWithValues: elements))
  }
}

extension JSONValue: Codable {
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let value = try? container.decode(Bool.self) {
      self = .boolean(value)
    } else if let value = try? container.decode(Int64.self) {
      self = .integer(value)
    } else if let value = try? container.decode(Double.self) {
      self = .number(value)
    } else if let value = try? container.decode(String.self) {
      self = .string(value)
    } else if let values = try? container.decode([JSONValue].self) {
      self = .array(values)
    } else {
      self = .members(try container.decode([String: JSONValue].self))
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .null: try container.encodeNil()
    case .string(let value): try container.encode(value)
    case .integer(let value): try container.encode(value)
    case .number(let value): try container.encode(value)
    case .boolean(let value): try container.encode(value)
    case .array(let values): try container.encode(values)
    case .members(let values): try container.encode(values)
    }
  }
}

extension JSONValue {
  /// Whether it is `null`, or holds one.
  var hasNull: Bool {
    switch self {
    case .null: true
    case .array(let values): values.contains(where: \.hasNull)
    case .members(let members): members.values.contains(where: \.hasNull)
    default: false
    }
  }
}
