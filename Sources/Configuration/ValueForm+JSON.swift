import CatalogueFormats
import Sync

// The values of `[list]`.

extension ValueForm<String> {
  /// A JSON Pointer; also the empty one.
  static let pointer = ValueForm("a JSON Pointer such as \"/results\"") { node, _ throws(ValueFault) in
    guard case .string(let text) = node.value else { throw ValueFault() }
    if let fault = CatalogueFile.faultOfPointer(text) { throw ValueFault(fault) }
    return text
  } show: {
    quoted($0)
  }

  /// A parameter that need not be there: the empty one is not shown.
  static let parameterName = ValueForm("the name of a parameter") { node, context throws(ValueFault) in
    try text("the name of a parameter").read(node, context)
  } show: {
    $0.isEmpty ? nil : quoted($0)
  }

  /// What an argument's value is made with.
  static let template = ValueForm("a text with {} in it") { node, _ throws(ValueFault) in
    guard case .string(let text) = node.value, text.contains("{}") else { throw ValueFault() }
    return text
  } show: {
    quoted($0)
  }

  /// A text that may be white space.
  static let separator = ValueForm("a text such as \",\" or \" AND \"") { node, _ throws(ValueFault) in
    guard case .string(let text) = node.value, !text.isEmpty else { throw ValueFault() }
    return text
  } show: {
    quoted($0)
  }

  /// RFC 9110, 5.1.
  static let headerName = ValueForm("the name of a header") { node, context throws(ValueFault) in
    let name = try text("the name of a header").read(node, context)
    try Key<CatalogueSettings>.checkHeaderName(name)
    return name
  } show: {
    quoted($0)
  }

  var lowercased: ValueForm {
    ValueForm(
      takes, read: { node, context throws(ValueFault) in try read(node, context).lowercased() }, show: show)
  }
}

extension ValueForm<[String]> {
  /// One JSON Pointer, or several in a list, of which the first that leads to anything counts.
  static let pointers = ValueForm("a JSON Pointer such as \"/next\", or a list of them") {
    node, context throws(ValueFault) in
    guard case .array(let nodes) = node.value else {
      return [try ValueForm<String>.pointer.read(node, context)]
    }
    var pointers: [String] = []
    for node in nodes { pointers.append(try ValueForm<String>.pointer.read(node, context)) }
    return pointers
  } show: {
    $0.isEmpty ? nil : $0.count == 1 ? quoted($0[0]) : "[\($0.map(quoted).joined(separator: ", "))]"
  }
}

extension ValueForm<[JSONMapping.Parameter]> {
  /// `{ filter = "type:report", fields = ["title", "link"] }`; or, where the order matters, a list of such tables.
  static let parameters = ValueForm("a table such as { filter = \"type:report\" }, or a list of them") {
    node, context throws(ValueFault) in
    switch node.value {
    case .table(let entries): return try read(entries)
    case .array(let nodes):
      var parameters: [JSONMapping.Parameter] = []
      for node in nodes {
        guard case .table(let entries) = node.value else { throw ValueFault() }
        parameters += try read(entries)
      }
      return parameters
    default: throw ValueFault()
    }
  } show: { parameters in
    guard !parameters.isEmpty else { return nil }
    return "[\(parameters.map { "{ \(quoted($0.name)) = \(quoted($0.value)) }" }.joined(separator: ", "))]"
  }

  private static func read(_ entries: [TOMLEntry]) throws(ValueFault) -> [JSONMapping.Parameter] {
    var parameters: [JSONMapping.Parameter] = []
    for entry in entries {
      var nodes = [entry.node]
      if case .array(let several) = entry.node.value { nodes = several }
      for node in nodes {
        switch node.value {
        case .string(let text): parameters.append(.init(entry.key, text))
        case .integer(let number): parameters.append(.init(entry.key, "\(number)"))
        case .boolean(let flag): parameters.append(.init(entry.key, "\(flag)"))
        default: throw ValueFault("the parameter \(excerpt(entry.key)) is \(node.inWords)")
        }
      }
    }
    return parameters
  }
}

extension ValueForm<JSONMapping.KeyPlace> {
  static let keyPlace = ValueForm("{ header = \"X-Api-Key\" } or { query = \"api_key\" }") {
    node, context throws(ValueFault) in
    guard case .table(let entries) = node.value, entries.count == 1, let entry = entries.first else {
      throw ValueFault()
    }
    switch entry.key {
    case "header": return .header(try ValueForm<String>.headerName.read(entry.node, context))
    case "query": return .query(try ValueForm<String>.text("a parameter").read(entry.node, context))
    default: throw ValueFault()
    }
  } show: {
    switch $0 {
    case .header(let name): "{ header = \(quoted(name)) }"
    case .query(let name): "{ query = \(quoted(name)) }"
    }
  }
}
