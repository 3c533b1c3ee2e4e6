import ControlAPI
import ControlServer
import Foundation
import TestSupport
import Testing

@Suite("What a client takes, and what it has already")
struct NegotiationTests {
  let folder = TemporaryDirectory()
  let service = FakeService()
  let server: ControlServer
  var path: String { folder.file("c.sock") }

  init() throws { server = try ControlServer(socketPath: folder.file("c.sock"), service: service) }

  @Test(
    "Accept (RFC 9110, 12.5.1)",
    arguments: [
      ("application/json", 200), ("*/*", 200), ("application/*", 200),
      ("text/html, application/json;q=0.1", 200),
      ("", 200), ("Application/JSON; charset=utf-8", 200), ("text/html", 406), ("application/json;q=0", 406),
      ("*/*, application/json;q=0", 406), ("application/*;q=0, application/json", 200),
    ])
  func accept(_ accept: String, _ status: Int) throws {
    let reply = try Reply(path, "GET", "/v1/status", headers: "Accept: \(accept)\r\n")
    #expect(reply.status == status)
    if status == 406 { #expect(reply.head.contains("application/problem+json") && service.asked.isEmpty) }
  }

  @Test("lines of Accept are one (RFC 9110, 5.3)")
  func acceptLines() throws {
    let lines = "Accept: text/html\r\nAccept: application/json\r\n"
    #expect(try Reply(path, "GET", "/v1/status", headers: lines).status == 200)
    let refused = "Accept: */*\r\nAccept: application/json;q=0\r\n"
    #expect(try Reply(path, "GET", "/v1/status", headers: refused).status == 406)
  }

  @Test(
    "metrics also in the form that came before OpenMetrics",
    arguments: [
      ("text/plain", "text/plain; version=0.0.4; charset=utf-8", false),
      ("text/plain;version=0.0.4", "text/plain; version=0.0.4; charset=utf-8", false),
      ("*/*", "application/openmetrics-text; version=1.0.0; charset=utf-8", true),
      (
        "application/openmetrics-text;q=0.7,text/plain;q=0.3",
        "application/openmetrics-text; version=1.0.0; charset=utf-8", true
      ),
    ])
  func metrics(_ accept: String, _ type: String, _ hasInfo: Bool) throws {
    let reply = try Reply(path, "GET", "/metrics", headers: "Accept: \(accept)\r\n")
    #expect(reply.status == 200 && reply.head.contains("Content-Type: \(type)\r\n"), "\(reply.head)")
    #expect(reply.body.contains("# TYPE a info\n") == hasInfo)
    #expect(reply.body.hasSuffix("a_info 1\n# EOF\n"))
  }

  @Test(
    "a citation in the names that clients have for its formats",
    arguments: [
      ("application/json", "csl-json"), ("text/x-bibtex", "bibtex"), ("*/*", "text"),
      ("application/json;q=0.5, application/x-bibtex", "bibtex"),
      ("application/*, application/vnd.citationstyles.csl+json;q=0", "ris"),
    ])
  func citation(_ accept: String, _ format: String) throws {
    let reply = try Reply(path, "GET", "/v1/reports/7/citation", headers: "Accept: \(accept)\r\n")
    #expect(reply.status == 200 && service.asked == ["citation 7 \(format) chicago"])
  }

  @Test("an answer that the client has is not sent again (RFC 9110, 13.1.2)")
  func etag() throws {
    let first = try Reply(path, "GET", "/v1/catalogues")
    let line = try #require(first.head.components(separatedBy: "\r\n").first { $0.hasPrefix("ETag: ") })
    let etag = line.dropFirst("ETag: ".count)
    for known in [String(etag), "\"x\", W/\(etag)", "*"] {
      let reply = try Reply(path, "GET", "/v1/catalogues", headers: "If-None-Match: \(known)\r\n")
      #expect(reply.status == 304 && reply.body.isEmpty && reply.head.contains(etag), "\(reply)")
    }
    let other = try Reply(path, "GET", "/v1/catalogues", headers: "If-None-Match: \"x\"\r\n")
    #expect(other.status == 200 && other.body == first.body)
    #expect(try Reply(path, "GET", "/v1/status").head.contains(etag) == false)
  }

  @Test("the OpenAPI document names every operation, and every schema that it speaks of is there")
  func document() throws {
    let reply = try Reply(path, "GET", "/v1/openapi.json")
    let document = try #require(
      try JSONSerialization.jsonObject(with: Data(reply.body.utf8)) as? [String: Any])
    #expect(document["openapi"] as? String == "3.1.0")
    let paths = try #require(document["paths"] as? [String: [String: Any]])
    for operation in ControlAPI.Operation.allCases {
      let route = operation.route
      let entry = paths[route.path]?[route.method.lowercased()] as? [String: Any]
      #expect(entry?["operationId"] as? String == operation.rawValue)
    }
    let components = document["components"] as? [String: Any]
    let schemas = Set((components?["schemas"] as? [String: Any])?.keys.map { $0 } ?? [])
    let parts = reply.body.components(separatedBy: "#/components/schemas/").dropFirst()
    let named = Set(parts.map { String($0.prefix { $0 != "\"" }) })
    #expect(named.isSubset(of: schemas), "not there: \(named.subtracting(schemas))")
    #expect(schemas.isSubset(of: named), "nobody speaks of \(schemas.subtracting(named))")
  }
}
