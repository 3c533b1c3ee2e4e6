import Catalogue

/// Why what a person typed is no edit. `description` is for that person, and says what to do instead.
public enum EditProblem: Error, Hashable, Sendable, CustomStringConvertible {
  /// It has not the form FIELD=VALUE.
  case form(String)
  case unknownField(String)
  case unknownPart(Field, String)
  /// The element is counted from 1.
  case noSuchElement(Field, number: Int, of: Int)
  /// The field, or the part of it, does not take this value.
  case refused(Field, value: String, because: String)
  /// The field cannot be asked for this at all.
  case impossible(Field, String)

  public var description: String {
    switch self {
    case .form(let text):
      "\"\(text)\" is no edit: write FIELD=VALUE, FIELD[n]=VALUE, FIELD[n].part=VALUE, FIELD+=VALUE or FIELD-=VALUE"
    case .unknownField(let name):
      Self.unknown("field", name, Nearest.of(name.lowercased(), among: Field.allCases.map(\.rawValue)))
        + "; fields are \(Field.allCases.map(\.rawValue).joined(separator: ", "))"
    case .unknownPart(let field, let name):
      field.parts.isEmpty
        ? "\(field.rawValue) has no parts"
        : Self.unknown("part of \(field.rawValue)", name, Nearest.of(name.lowercased(), among: field.parts))
          + "; parts are \(field.parts.joined(separator: ", "))"
    case .noSuchElement(let field, let number, let count):
      count == 0
        ? "\(field.rawValue)[\(number)]: the report has no \(field.rawValue)"
        : "\(field.rawValue)[\(number)]: the report has \(count), counted from 1"
    case .refused(let field, let value, let reason):
      "\(field.rawValue)=\(value.count > 60 ? value.prefix(59) + "…" : value): \(reason)"
    case .impossible(let field, let reason): "\(field.rawValue): \(reason)"
    }
  }

  private static func unknown(_ thing: String, _ name: String, _ nearest: [String]) -> String {
    "there is no \(thing) \"\(name)\"" + (nearest.first.map { "; did you mean \($0)?" } ?? "")
  }
}
