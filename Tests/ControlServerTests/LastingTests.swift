import ControlAPI
import Foundation
import TestSupport
import Testing

@testable import ControlServer

@Suite("What removes for good, and decisions that are carried elsewhere")
struct LastingTests {
  let folder = TemporaryDirectory()
  let service = FakeService()
  let server: ControlServer
  var path: String { folder.file("c.sock") }

  init() throws { server = try ControlServer(socketPath: folder.file("c.sock"), service: service) }

  private static let line =
    #"{"number": 12, "at": 1764000000, "by": "ann", "decision": {"decision": "undo", "undoes": 3, "x": 0.5}, "#
    + #""records": [], "unknown": 1}"#

  @Test(
    "reach the service as they were meant",
    arguments: [
      ("reports/7/purge", nil, "purge [7] false"), ("reports/7/purge", "{}", "purge [7] false"),
      ("reports/10.5555/a//b/purge", #"{"dry_run": true}"#, "purge [10.5555/a//b] true"),
      ("reports/10.5555%2Fpurge/purge", nil, "purge [10.5555/purge] false"),
      ("trim", #"{"older_than": "730d"}"#, "trim 63072000 * false"),
      (
        "trim", #"{"older_than": "1w", "catalogue": "polar", "dry_run": true}"#, "trim 604800 polar true"
      ),
      ("decisions/import", #"{"decisions": []}"#, "import [] [:]"),
      (
        "decisions/import", #"{"decisions": [\#(line)], "numbers": {"3": 4}}"#, #"import [12] ["3": 4]"#
      ),
    ] as [(String, String?, String)])
  func changes(_ target: String, _ body: String?, _ asked: String) throws {
    let reply = try Reply(path, "POST", "/v1/\(target)", body: body)
    #expect(reply.status == 200, "\(reply)")
    #expect(service.asked == ["\(asked) by \(geteuid())"])
  }

  @Test(arguments: [
    ("decisions/export", "export 50 -"), ("decisions/export?limit=200&cursor=9-0", "export 200 9-0"),
  ])
  func export(_ target: String, _ asked: String) throws {
    let reply = try Reply(path, "GET", "/v1/\(target)")
    #expect(reply.status == 200 && service.asked == [asked], "\(reply)")
  }

  @Test(
    "what is not of their form is refused",
    arguments: [
      ("reports/7/purge", #"{"dry_run": 1}"#), ("trim", nil), ("trim", "{}"),
      ("trim", #"{"older_than": "0d"}"#), ("trim", #"{"older_than": 730}"#),
      ("trim", #"{"older_than": "2y"}"#), ("trim", #"{"older_than": "1d", "catalogue": null}"#),
      ("decisions/import", nil), ("decisions/import", "{}"), ("decisions/import", #"{"decisions": [{}]}"#),
      ("decisions/import", #"{"decisions": [], "numbers": {"3": "4"}}"#),
      ("decisions/import", #"{"decisions": [], "numbers": {"3": -1}}"#),
      (
        "decisions/import",
        #"{"decisions": [{"number": 1, "at": 1, "by": "ann", "decision": [], "records": []}]}"#
      ),
      (
        "decisions/import",
        #"{"decisions": [\#(line.replacingOccurrences(of: "\"unknown\"", with: "\"reason\": null, \"unknown\""))]}"#
      ),
      ("decisions/import", #"{"decisions": [], "numbers": {"03": 1}}"#),
      ("decisions/import", #"{"decisions": [\#(line.replacingOccurrences(of: "12", with: "-12"))]}"#),
    ] as [(String, String?)])
  func refused(_ target: String, _ body: String?) throws {
    let reply = try Reply(path, "POST", "/v1/\(target)", body: body)
    #expect(reply.status == 400 && service.asked.isEmpty, "\(reply)")
  }

  @Test(arguments: ["/v1/reports/7/purge", "/v1/trim", "/v1/decisions/import"])
  func areForWhoMayChange(_ path: String) throws {
    func answer(_ method: String, _ path: String) -> Response {
      Router(service: service, events: EventHub(epoch: "t")).answer(
        Request(
          method: method, path: RequestPath.parts(of: path) ?? [], query: [:], body: [],
          peer: Peer(user: 4711, group: 0, process: 1)))
    }
    #expect(answer("POST", path).status == 403 && service.asked.isEmpty)
    #expect(answer("GET", "/v1/decisions/export").status == 200)
  }

  @Test(
    "an age is days or weeks, as its pattern says",
    arguments: [
      ("1d", 86_400), ("730d", 63_072_000), ("104w", 62_899_200), ("99999w", 60_479_395_200), ("0d", nil),
      ("01d", nil), ("d", nil), ("", nil), ("7", nil), ("7h", nil), ("2y", nil), ("-1d", nil), ("1 d", nil),
      ("100000d", nil), ("1.5d", nil), ("1w2d", nil), ("7D", nil), ("１d", nil), ("1d\n", nil), ("+1d", nil),
    ] as [(String, Int64?)])
  func age(_ text: String, _ seconds: Int64?) throws {
    #expect(Age(text)?.seconds == seconds)
    #expect(try (text.wholeMatch(of: Regex(Age.pattern)) != nil) == (seconds != nil))
  }
}
