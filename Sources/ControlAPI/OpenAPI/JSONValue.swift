/// Any JSON value, to write a document that no type stands for.
enum JSONValue: Sendable {
  case string(String)
  case integer(Int64)
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
  init(stringLiteral value: String) { self = .string(value) }
  init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
  init(dictionaryLiteral elements: (String, JSONValue)...) {
    self = .members(Dictionary(uniqueKeysWithValues: elements))
  }
}

extension JSONValue: Encodable {
  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .string(let value): try container.encode(value)
    case .integer(let value): try container.encode(value)
    case .boolean(let value): try container.encode(value)
    case .array(let values): try container.encode(values)
    case .members(let values): try container.encode(values)
    }
  }
}
