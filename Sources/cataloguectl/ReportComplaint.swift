import Catalogue
import ControlAPI

/// Why what a person wrote in an editor is no report, in a librarian's words and with its place.
enum ReportComplaint {
  /// - Parameter typed: What was written, as far as it is JSON.
  static func of(_ error: any Error, _ bytes: [UInt8], _ typed: JSONValue?) -> String {
    guard let typed else {
      return JSONFault.first(in: bytes)?.message ?? "that is no JSON"
    }
    guard case .members = typed else { return "that is no JSON of a report: it stands between { and }" }
    guard let error = error as? DecodingError else { return "that is no JSON of a report" }
    switch error {
    case .typeMismatch(let type, let context): return place(context, typed, wants: words(type))
    case .valueNotFound(let type, let context): return place(context, typed, wants: words(type))
    case .keyNotFound(let key, let context): return "\(path(context.codingPath + [key])) is missing"
    case .dataCorrupted(let context):
      if let choices = choices(context.codingPath) {
        let value = value(at: context.codingPath, in: typed).flatMap { value in
          if case .string(let text) = value { text } else { nil }
        }
        return "\(path(context.codingPath)): \(said(value.map(JSONValue.string))) is none of "
          + choices.joined(separator: ", ")
          + (Nearest.of(value ?? "", among: choices).first.map { "; did you mean \($0)?" } ?? "")
      }
      if let (place, number) = firstFraction(typed, at: "") {
        return "\(place): \(said(number)) stands where a whole number is wanted"
      }
      return
        "\(path(context.codingPath)): \(said(value(at: context.codingPath, in: typed))) cannot stand here"
    @unknown default: return "that is no JSON of a report"
    }
  }

  private static func place(_ context: DecodingError.Context, _ typed: JSONValue, wants wanted: String)
    -> String
  {
    "\(path(context.codingPath)): \(said(value(at: context.codingPath, in: typed))) stands where \(wanted) is wanted"
  }

  private static func words(_ type: Any.Type) -> String {
    if type == String.self { return "a text in quotation marks" }
    if type == Bool.self { return "true or false" }
    if type == Int.self { return "a whole number" }
    return "\(type)".hasPrefix("Array") ? "a list between [ and ]" : "a group between { and }"
  }

  /// What may stand in a place where only some words may.
  private static func choices(_ keys: [any CodingKey]) -> [String]? {
    let names = keys.filter { $0.intValue == nil }.map(\.stringValue)
    switch (names.last, names.dropLast().last) {
    case ("role", _): return Contributor.Role.allCases.map(\.rawValue)
    case ("kind", "links"): return Link.Kind.allCases.map(\.rawValue)
    case ("kind", _): return Contributor.Kind.allCases.map(\.rawValue)
    case ("access", _): return Access.allCases.map(\.rawValue)
    case ("scheme", _): return Identifier.Scheme.allCases.map(\.name)
    case ("numbering", _): return PageRange.Page.Numbering.allCases.map(\.rawValue)
    default: return nil
    }
  }

  private static func value(at keys: [any CodingKey], in typed: JSONValue) -> JSONValue? {
    keys.reduce(typed) { value, key in
      switch value {
      case .members(let members): members[key.stringValue]
      case .array(let values): key.intValue.flatMap { values.indices.contains($0) ? values[$0] : nil }
      default: nil
      }
    }
  }

  /// A report has none; Foundation does not say where one stands.
  private static func firstFraction(_ value: JSONValue, at path: String) -> (
    place: String, number: JSONValue
  )? {
    switch value {
    case .number: return (path, value)
    case .array(let values):
      for (index, value) in values.enumerated() {
        if let found = firstFraction(value, at: "\(path)[\(index + 1)]") { return found }
      }
    case .members(let members):
      for (name, value) in members.sorted(by: { $0.key < $1.key }) {
        if let found = firstFraction(value, at: path.isEmpty ? name : path + "." + name) { return found }
      }
    case .null, .string, .integer, .boolean: break
    }
    return nil
  }

  private static func said(_ value: JSONValue?) -> String {
    switch value {
    case nil, .null?: "null"
    case .string(let text)?: "“\(text.count > 60 ? text.prefix(59) + "…" : text)”"
    case .integer(let number)?: "\(number)"
    case .number(let number)?: "\(number)"
    case .boolean(let isTrue)?: "\(isTrue)"
    case .array?: "a list"
    case .members?: "a group between { and }"
    }
  }

  private static func path(_ keys: [any CodingKey]) -> String {
    keys.reduce("") { path, key in
      if let index = key.intValue { return path + "[\(index + 1)]" }
      return path.isEmpty ? key.stringValue : path + "." + key.stringValue
    }
  }
}
