import ControlAPI

/// Which of several formats a client asks for: by `format=`, else by `Accept`.
extension Router {
  /// What `format=` asks for; nil where it asks for nothing, or the route has but one.
  func format(_ request: Request, _ route: Route) throws(Problem) -> RecordFormat? {
    guard let text = request.query["format"], route.parameters.contains(where: { $0.name == "format" }) else {
      return nil
    }
    let formats = RecordFormat.allCases.filter { route.answer.types.contains($0.mediaType) }
    guard let format = formats.first(where: { $0.rawValue == text }) else {
      throw Problem(
        status: 400, code: .badRequest,
        detail: "format is \(formats.map(\.rawValue).joined(separator: ", ")).")
    }
    return format
  }

  /// The format of a media type that the route answers in.
  static func format(_ type: String, of formats: [RecordFormat]) -> RecordFormat {
    formats.first { $0.mediaType == type } ?? formats[0]
  }

  func citationRequest(_ request: Request, in type: String) throws(Problem) -> CitationRequest {
    var wish = CitationRequest(format: Self.format(type, of: RecordFormat.cited))
    if let text = request.query["style"] {
      guard let style = TextStyle(rawValue: text) else {
        throw Problem(
          status: 400, code: .badRequest,
          detail: "style is \(TextStyle.allCases.map(\.rawValue).joined(separator: ", ")).")
      }
      wish.style = style
    }
    if let text = request.query["sections"] {
      guard let sections = SectionChoice(text) else {
        throw Problem(
          status: 400, code: .badRequest, detail: "sections are places in the contents, from 1: 3,5-7.")
      }
      wish.sections = sections
    }
    return wish
  }

  func exportRequest(_ request: Request, in type: String) throws(Problem) -> ExportRequest {
    var wish = ExportRequest(
      query: request.query["q"] ?? "", format: Self.format(type, of: RecordFormat.exported),
      since: try since(request))
    switch request.query["sections"] {
    case nil, "no": break
    case "yes" where RecordFormat.withSections.contains(wish.format): wish.sections = true
    case "yes":
      throw Problem(
        status: 400, code: .badRequest,
        detail: "sections are of \(RecordFormat.withSections.map(\.rawValue).joined(separator: ", ")).")
    default: throw Problem(status: 400, code: .badRequest, detail: "sections is yes or no.")
    }
    return wish
  }
}
