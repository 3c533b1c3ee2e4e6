/// What a value of the API looks like, as JSON Schema says it (draft 2020-12, the dialect of OpenAPI 3.1).
public indirect enum Schema: Sendable {
  case string(Form = .text)
  /// A string that a regular expression matches (ECMA-262).
  case matching(String)
  /// A whole number, at least `from` and at most `to`.
  case integer(from: Int64? = 0, to: Int64? = nil)
  case boolean
  /// Any JSON value.
  case anything
  case array(Schema, atMost: Int64? = nil)
  case object([Member])
  /// An object whose members have names of digits, and values of one kind; with nil, one of any members at all.
  case map(of: Schema?)
  /// One of the schemas that have a name.
  case named(String)
  /// A string that is one of these. A client should expect that a newer daemon knows more.
  case oneOf([String])

  public enum Form: String, Sendable {
    case text = ""
    /// RFC 3339, 5.6.
    case moment = "date-time"
  }

  /// A member of an object.
  public struct Member: Sendable {
    public var name: String
    public var schema: Schema
    public var isRequired: Bool
    public var description: String

    static func always(_ name: String, _ schema: Schema, _ description: String = "") -> Member {
      Member(name: name, schema: schema, isRequired: true, description: description)
    }

    static func perhaps(_ name: String, _ schema: Schema, _ description: String = "") -> Member {
      Member(name: name, schema: schema, isRequired: false, description: description)
    }
  }
}

extension Schema {
  /// As a JSON Schema, in members of an object.
  var json: JSONValue {
    switch self {
    case .string(.text): ["type": "string"]
    case .string(let form): ["type": "string", "format": .string(form.rawValue)]
    case .matching(let pattern): ["type": "string", "pattern": .string(pattern)]
    case .integer(let from, let to):
      .object([
        "type": "integer", "minimum": from.map(JSONValue.integer), "maximum": to.map(JSONValue.integer),
      ])
    case .boolean: ["type": "boolean"]
    case .anything: [:]
    case .array(let element, let most):
      .object(["type": "array", "items": element.json, "maxItems": most.map(JSONValue.integer)])
    case .object(let members):
      [
        "type": "object",
        "properties": .object(
          Dictionary(
            uniqueKeysWithValues: members.map { ($0.name, $0.schema.json.described($0.description)) })
        ),
        "required": .array(members.filter(\.isRequired).map { .string($0.name) }),
      ]
    case .map(nil): ["type": "object", "additionalProperties": .boolean(true)]
    case .map(let value?):
      [
        "type": "object", "additionalProperties": value.json,
        "propertyNames": ["pattern": "^(0|[1-9][0-9]{0,17})$"],
      ]
    case .named(let name): ["$ref": .string("#/components/schemas/\(name)")]
    case .oneOf(let values): ["type": "string", "enum": .array(values.map(JSONValue.string))]
    }
  }
}
