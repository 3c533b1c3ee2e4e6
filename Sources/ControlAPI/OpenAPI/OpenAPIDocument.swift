/// The OpenAPI 3.1 document of the API.
public enum OpenAPIDocument {
  /// As JSON, one line.
  public static func encode() throws -> [UInt8] { try JSON.encode(document) }

  private static var document: JSONValue {
    var paths: [String: [String: JSONValue]] = [:]
    for operation in Operation.allCases {
      let route = operation.route
      paths[route.path, default: [:]][route.method.lowercased()] = describe(operation, route)
    }
    return [
      "openapi": "3.1.0",
      "info": [
        "title": "Catalogued", "version": .string(Version.current),
        "summary": "A mirror of report catalogues, on a Unix socket",
        "license": ["name": "Apache-2.0", "identifier": "Apache-2.0"],
      ],
      "servers": [["url": "http://localhost", "description": "The host's name is not looked at."]],
      "paths": .members(paths.mapValues { .members($0) }),
      "components": [
        "schemas": .members(
          Dictionary(
            uniqueKeysWithValues: Schema.all.map { ($0.name, $0.schema.json.described($0.description)) })
        )
      ],
    ]
  }

  private static func describe(_ operation: Operation, _ route: Route) -> JSONValue {
    var parameters = names(in: route.path).map { name -> JSONValue in
      ["name": .string(name), "in": "path", "required": .boolean(true), "schema": Schema.string().json]
    }
    for parameter in route.parameters {
      parameters.append([
        "name": .string(parameter.name), "in": "query", "schema": parameter.schema.json,
        "description": .string(parameter.description),
      ])
    }
    var responses: [String: JSONValue] = ["\(route.status)": success(route)]
    for status in Set(route.problems + (route.isRestricted ? [403] : []) + anywhere + unheard) {
      var content: [String: JSONValue] = [
        "application/problem+json": ["schema": Schema.named("Problem").json]
      ]
      if unheard.contains(status) { content["text/html"] = [:] }
      responses["\(status)"] = [
        "description": .string(Problem.phrase(of: status)), "content": .members(content),
      ]
    }
    if route.method == "GET", route.answer.type == "application/json" {
      responses["304"] = ["description": "The client's `If-None-Match` has it already."]
    }
    return .object([
      "operationId": .string(operation.rawValue), "summary": .string(route.summary),
      "parameters": .array(parameters), "responses": .members(responses),
      "requestBody": route.body.map { body in
        [
          "required": .boolean(route.needsBody), "content": ["application/json": ["schema": body.json]],
        ]
      },
    ])
  }

  /// What any request may meet.
  private static let anywhere = [405, 406, 408, 500, 503]

  /// What libmicrohttpd may answer by itself, in a page for people, to what it cannot read as HTTP/1.1. (0.9.75
  /// sends the head of such an answer twice where it is a wrong `Content-Length` that it refuses.)
  private static let unheard = [400, 413, 414, 431, 505]

  private static func success(_ route: Route) -> JSONValue {
    switch route.answer {
    case .json(let schema):
      [
        "description": .string(route.status == 202 ? "It begins." : "The answer."),
        "content": ["application/json": ["schema": schema.json]],
      ]
    case .other(let types, let description):
      [
        "description": .string(description),
        "content": .members(Dictionary(uniqueKeysWithValues: types.map { ($0, .members([:])) })),
      ]
    }
  }

  /// The parts of a path that stand in braces.
  private static func names(in path: String) -> [String] {
    path.split(separator: "/").filter { $0.hasPrefix("{") }.map { String($0.dropFirst().dropLast()) }
  }
}
