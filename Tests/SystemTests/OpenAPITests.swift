import Foundation
import TestSupport
import Testing

/// Answers of a real daemon beside the document that it serves: what it says is there, and nothing else is.
@Suite("The OpenAPI document", .serialized)
struct OpenAPITests {
  private typealias Object = [String: Any]

  private func ask(_ daemon: RunningDaemon, _ path: String, _ method: String = "GET", body: String? = nil)
    throws
    -> (status: Int, json: Object)
  {
    let data = body.map { ["-d", $0] } ?? []
    let output = try Programs.run(
      "/usr/bin/curl",
      ["-s", "-X", method, "-w", "\n%{http_code}", "--unix-socket", daemon.socket, "http://localhost\(path)"]
        + data
    ).output
    let split = try #require(output.lastIndex(of: "\n"))
    let json = try JSONSerialization.jsonObject(with: Data(output[..<split].utf8)) as? Object
    return (Int(output[output.index(after: split)...]) ?? 0, try #require(json))
  }

  /// What of a value is not as a schema has it, stricter than JSON Schema: a member that it does not name is a fault.
  private func faults(_ value: Any, _ schema: Object, _ schemas: Object, at place: String) -> [String] {
    if let name = (schema["$ref"] as? String)?.split(separator: "/").last {
      guard let target = schemas[String(name)] as? Object else { return ["\(place): no schema \(name)"] }
      return faults(value, target, schemas, at: place)
    }
    if schema.allSatisfy({ $0.key == "description" }) { return [] }  // anything
    switch schema["type"] as? String {
    case "object":
      guard let object = value as? Object else { return ["\(place) is no object"] }
      let members = schema["properties"] as? Object ?? [:]
      let missing = (schema["required"] as? [String] ?? []).filter { object[$0] == nil }
      return missing.map { "\(place).\($0) is missing" }
        + object.flatMap { name, value in
          let member = members[name] ?? schema["additionalProperties"]
          if member as? Bool == true { return [String]() }
          return (member as? Object).map { faults(value, $0, schemas, at: "\(place).\(name)") }
            ?? ["\(place).\(name) is not in the document"]
        }
    case "array":
      guard let array = value as? [Any], let items = schema["items"] as? Object else {
        return ["\(place) is no array"]
      }
      return array.enumerated().flatMap { faults($1, items, schemas, at: "\(place)[\($0)]") }
    case "string":
      guard let text = value as? String else { return ["\(place) is no string"] }
      if let values = schema["enum"] as? [String], !values.contains(text) { return ["\(place): \(text)"] }
      return []
    case "boolean":
      return (value as? NSNumber).map { "\($0)" == "0" || "\($0)" == "1" } == true
        ? [] : ["\(place) is no boolean"]
    case "integer":
      guard let number = value as? NSNumber, number.doubleValue.rounded() == number.doubleValue else {
        return ["\(place) is no integer"]
      }
      if let least = schema["minimum"] as? NSNumber, number.int64Value < least.int64Value {
        return ["\(place) is \(number)"]
      }
      return []
    // `Schema.anything`
    case nil where Set(schema.keys).isSubset(of: ["description"]): return []
    default: return ["\(place): the document does not say what it is"]
    }
  }

  @Test("describes what is answered, in every state that can be brought about quickly")
  func answers() throws {
    let (good, dirty) = (Repository(records: 40, page: 20), Repository(records: 40, page: 20))
    defer { for repository in [good, dirty] { repository.stop() } }
    dirty.change { $0.broken = [7] }
    let daemon = try RunningDaemon(
      state: TemporaryDirectory(),
      catalogues: [
        "good": good.toml, "dirty": dirty.toml,
        "dead": "trim = true\ntitle = \"D\"\nurl = \"http://127.0.0.2:1/x\"\nformat = \"feed\"\n",
        "off": good.toml + "enabled = false\nset = \"x\"\n", "faulty": "url = 7\n",
      ])
    for name in ["good", "dirty", "dead"] { _ = try daemon.ctl("refresh", name, "--wait") }
    let document = try ask(daemon, "/v1/openapi.json").json
    let schemas = try #require((document["components"] as? Object)?["schemas"] as? Object)
    let paths = try #require(document["paths"] as? [String: [String: Object]])
    let report =
      (((try ask(daemon, "/v1/changes").json["items"] as? [Object])?.first)?["report"] as? Int) ?? 0
    let portable =
      #"{"number": 1, "at": 1, "by": "ann", "decision": {"decision": "edit", "field": "title", "anchor": 1, "#
      + #""base": "a", "local": "b"}, "records": [{"number": 1, "catalogue": "dirty", "#
      + #""identifier": "oai:test.example:1"}]}"#
    let strange = portable.replacingOccurrences(of: "edit", with: "frob")
    _ = try ask(daemon, "/v1/decisions/import", "POST", body: "{\"decisions\": [\(portable)]}")
    let questions = [
      ("/v1/status", "/v1/status"), ("/v1/catalogues", "/v1/catalogues"),
      ("/v1/catalogues/{name}", "/v1/catalogues/dead"),
      ("/v1/runs", "/v1/runs"), ("/v1/runs/{id}", "/v1/runs/1"), ("/v1/reports", "/v1/reports?q=report"),
      ("/v1/reports", "/v1/reports"), ("/v1/reports/{id}", "/v1/reports/\(report)"),
      ("/v1/reports/{id}/history", "/v1/reports/\(report)/history"),
      ("/v1/reports/{id}/records", "/v1/reports/\(report)/records"), ("/v1/changes", "/v1/changes?limit=5"),
      ("/v1/rejects", "/v1/rejects"), ("/v1/rejects/{id}", "/v1/rejects/1"), ("/v1/verify", "/v1/verify"),
      ("/v1/runs/{id}", "/v1/runs/999"), ("/v1/changes", "/v1/changes?since=then"),
      ("/v1/reports/{id}", "/v1/reports/nothing"), ("/v1/conflicts", "/v1/conflicts?state=all"),
      ("/v1/conflicts/{id}", "/v1/conflicts/1"), ("/v1/reports/{id}", "/v1/reports/\(report)?at=9999-01-01"),
      ("/v1/changes", "/v1/changes?catalogue=good"),
      ("/v1/decisions/export", "/v1/decisions/export"),
    ]
    let changes = [
      ("/v1/catalogues/{name}/refresh", "/v1/catalogues/good/refresh", "{\"dry_run\": true}"),
      ("/v1/refresh", "/v1/refresh", "{\"full\": true}"), ("/v1/reload", "/v1/reload", nil),
      ("/v1/catalogues/{name}/pause", "/v1/catalogues/good/pause", nil),
      ("/v1/catalogues/{name}/resume", "/v1/catalogues/good/resume", nil),
      ("/v1/catalogues/{name}/reparse", "/v1/catalogues/off/reparse", nil),
      ("/v1/catalogues/{name}/approve", "/v1/catalogues/good/approve", nil),
      ("/v1/catalogues/{name}/forget", "/v1/catalogues/good/forget", nil),
      ("/v1/catalogues/{name}/rename", "/v1/catalogues/good/rename", "{}"), ("/v1/verify", "/v1/verify", nil),
      ("/v1/compact", "/v1/compact", nil),
      ("/v1/conflicts/{id}/resolution", "/v1/conflicts/1/resolution", "{\"take\": \"local\"}"),
      ("/v1/conflicts/resolution", "/v1/conflicts/resolution", "{\"take\": \"local\", \"dry_run\": true}"),
      ("/v1/reports/{id}/purge", "/v1/reports/\(report)/purge", "{\"dry_run\": true}"),
      ("/v1/trim", "/v1/trim", "{\"older_than\": \"1d\"}"),
      ("/v1/trim", "/v1/trim", "{\"older_than\": \"1d\", \"catalogue\": \"good\"}"),
      ("/v1/trim", "/v1/trim", "{\"older_than\": \"1d\", \"catalogue\": \"dead\"}"),
      ("/v1/decisions/import", "/v1/decisions/import", "{\"decisions\": [\(portable), \(strange)]}"),
      ("/v1/probe", "/v1/probe", "{\"url\": \"\(good.url)\", \"name\": \"another\"}"),
      ("/v1/probe", "/v1/probe", "{\"url\": \"\(good.url)\", \"name\": \"good\"}"),
      ("/v1/probe", "/v1/probe", "{\"url\": \"http://127.0.0.2:1/\"}"),
      ("/v1/probe", "/v1/probe", "{\"url\": \"file:///etc/passwd\"}"),
    ]
    let edits = [
      (
        "PATCH", "/v1/reports/{id}/edits", "/v1/reports/\(report)/edits",
        #"{"set": ["title=Other", "subjects+=x"]}"#
      ),
      (
        "PATCH", "/v1/reports/{id}/edits", "/v1/reports/\(report)/edits",
        #"{"from": {"publisher": "x"}, "to": {"title": "Other"}}"#
      ),
      ("PATCH", "/v1/reports/{id}/edits", "/v1/reports/\(report)/edits", "{}"),
      (
        "POST", "/v1/reports/{id}/pin", "/v1/reports/\(report)/pin",
        #"{"field": "publisher", "catalogue": "good"}"#
      ),
      ("POST", "/v1/reports/{id}/merge", "/v1/reports/\(report)/merge", #"{"with": "\#(report + 1)"}"#),
      ("POST", "/v1/reports/{id}/merge", "/v1/reports/\(report)/merge", #"{"with": "\#(report + 1)"}"#),
      (
        "POST", "/v1/reports/{id}/keep-apart", "/v1/reports/\(report)/keep-apart",
        #"{"from": "\#(report + 1)"}"#
      ),
      ("POST", "/v1/decisions/{id}/undo", "/v1/decisions/2/undo", #"{"reason": "r"}"#),
      ("POST", "/v1/decisions/{id}/undo", "/v1/decisions/2/undo", nil),
      ("GET", "/v1/reports/{id}/provenance", "/v1/reports/\(report)/provenance", nil),
      ("GET", "/v1/decisions", "/v1/decisions?limit=4", nil),
      ("GET", "/v1/decisions", "/v1/decisions?report=\(report)", nil),
      ("GET", "/v1/suggestions", "/v1/suggestions?limit=2", nil),
      ("DELETE", "/v1/reports/{id}/edits", "/v1/reports/\(report)/edits", nil),
      ("POST", "/v1/reports/{id}/purge", "/v1/reports/\(report)/purge", nil),
    ]
    let all =
      questions.map { ($0.0, $0.1, "GET", String?.none) } + changes.map { ($0.0, $0.1, "POST", $0.2) }
      + edits.map { ($0.1, $0.2, $0.0, $0.3) }
    for (path, target, method, body) in all {
      let (status, json) = try ask(daemon, target, method, body: body)
      let responses = paths[path]?[method.lowercased()]?["responses"] as? [String: Object]
      let content = try #require(
        responses?["\(status)"]?["content"] as? [String: Object],
        "\(method) \(target): \(status) is not described")
      let schema = try #require(content.first { $0.key.hasSuffix("json") }?.value["schema"] as? Object)
      #expect(faults(json, schema, schemas, at: "\(method) \(target)") == [])
    }
  }

  @Test("a list goes on by its own cursor, and refuses that of another")
  func cursors() throws {
    let repository = Repository(records: 40, page: 20)
    defer { repository.stop() }
    repository.change { $0.broken = [3, 7, 9] }
    let daemon = try RunningDaemon(state: TemporaryDirectory(), catalogues: ["good": repository.toml])
    for _ in 1...3 { _ = try daemon.ctl("refresh", "--full", "--wait") }
    let document = try ask(daemon, "/v1/openapi.json").json
    let paths = try #require(document["paths"] as? [String: [String: Object]])
    let lists = [
      ("/v1/runs", "/v1/runs?"), ("/v1/runs", "/v1/runs?catalogue=good&"), ("/v1/rejects", "/v1/rejects?"),
      ("/v1/reports", "/v1/reports?"), ("/v1/reports", "/v1/reports?q=report&"),
      ("/v1/reports", "/v1/reports?q=subject&"), ("/v1/reports", "/v1/reports?q=report&catalogue=good&"),
      ("/v1/changes", "/v1/changes?"),
    ]
    var cursors: [String] = []
    for (path, list) in lists {
      let first = try ask(daemon, list + "limit=1")
      let cursor = try #require(first.json["next"] as? String, "\(list)")
      let parameters = paths[path]?["get"]?["parameters"] as? [Object] ?? []
      let schema = parameters.first { $0["name"] as? String == "cursor" }?["schema"] as? Object
      let pattern = try #require(schema?["pattern"] as? String)
      #expect(try cursor.wholeMatch(of: Regex(pattern)) != nil, "\(cursor)")
      cursors.append(cursor)
    }
    for (index, (_, list)) in lists.enumerated() {
      for (other, cursor) in cursors.enumerated() {
        let answer = try ask(daemon, list + "limit=2&cursor=" + cursor)
        #expect(answer.status == (other == index ? 200 : 400), "\(list) \(lists[other].1)")
        if other != index {
          #expect(
            answer.json["detail"] as? String == "That is no cursor that an answer to this question gave.")
        }
      }
    }
    // What changes is one log: where one began to read it is no part of the place.
    #expect(try ask(daemon, "/v1/changes?since=3&cursor=" + cursors[7]).status == 200)
    let words = (1...3000).map { "w\($0)" }.joined(separator: "+")
    let long = try ask(daemon, "/v1/reports?q=" + words)
    #expect(long.status == 400)
    #expect(long.json["detail"] as? String == "A search has at most 32 words, and this one has 3000.")
    let many = try daemon.ctl("search", (1...40).map { "w\($0)" }.joined(separator: " "))
    #expect(many.status == 2 && many.errors.contains("A search has at most 32 words"), "\(many.errors)")
    #expect(try Programs.run("cataloguectl", ["search"] + (1...14_000).map { "\($0)" }).status == 2)
  }

  @Test("the check itself finds what is amiss")
  func fails() {
    let schema: Object = [
      "type": "object", "required": ["a"],
      "properties": ["a": ["type": "integer", "minimum": 0], "b": ["type": "boolean"]],
    ]
    #expect(faults(["a": 1, "b": true] as Object, schema, [:], at: "x") == [])
    for wrong in [["b": true], ["a": "1"], ["a": -1], ["a": 1.5], ["a": 1, "c": 1], ["a": 1, "b": "no"]]
      as [Object]
    {
      #expect(!faults(wrong, schema, [:], at: "x").isEmpty, "\(wrong)")
    }
  }
}
