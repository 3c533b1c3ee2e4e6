import ControlAPI
import ControlClient
import ControlServer
import Foundation
import TestSupport
import Testing

@Suite("Every route, over a real socket")
struct RouteTests {
  let folder = TemporaryDirectory()
  let service = FakeService()
  let server: ControlServer
  var path: String { folder.file("c.sock") }

  init() throws { server = try ControlServer(socketPath: folder.file("c.sock"), service: service) }

  @Test(
    "what is asked reaches the service as it was meant",
    arguments: [
      ("GET", "status", 200, "status"),
      ("GET", "catalogues", 200, "catalogues"),
      ("GET", "catalogues/polar", 200, "catalogue polar"),
      ("POST", "refresh", 202, "refresh * false false by \(geteuid())"),
      ("POST", "catalogues/polar/refresh", 202, "refresh polar false false by \(geteuid())"),
      ("GET", "runs", 200, "runs * 50 -"),
      ("GET", "runs?limit=2&catalogue=polar&cursor=9", 200, "runs polar 2 9"),
      ("GET", "runs/2", 200, "run 2"),
      ("GET", "runs/-2", 200, "run -2"),
      ("GET", "reports?q=sea+ice%20%26", 200, "search [sea ice &] * 50 -"),
      ("GET", "reports", 200, "search [] * 50 -"),
      ("GET", "reports/7", 200, "report [7]"),
      ("GET", "reports/https%3A%2F%2Fdoi.org%2F10.5555%2Fa", 200, "report [https://doi.org/10.5555/a]"),
      ("GET", "reports/10.5555/a//b", 200, "report [10.5555/a//b]"),
      ("GET", "reports/%C3%A9", 200, "report [é]"),
      ("GET", "reports/10.5555%2Fhistory", 200, "report [10.5555/history]"),
      ("GET", "reports/10.5555%2frecords/records", 200, "records [10.5555/records]"),
      ("GET", "reports/10.5555/a%252fb", 200, "report [10.5555/a%2fb]"),
      ("GET", "reports/a+b", 200, "report [a+b]"),
      ("GET", "%72uns", 200, "runs * 50 -"),
      ("POST", "catalogues/polar/approve", 200, "approve polar"),
      ("POST", "catalogues/polar/reject", 409, "reject polar"),
      ("POST", "catalogues/polar/reparse", 200, "reparse polar"),
      ("POST", "reload", 200, "reload"),
      ("POST", "catalogues/polar/forget", 200, "forget polar false false"),
      ("GET", "rejects?catalogue=polar", 200, "rejects polar 50 -"),
      ("GET", "rejects/3", 200, "reject 3"),
      ("GET", "verify", 200, "check"),
      ("POST", "verify", 202, "begin check"),
      ("POST", "compact", 200, "compact"),
      ("HEAD", "status", 200, "status"),
      ("POST", "catalogues/polar/pause", 200, "pause polar"),
      ("POST", "catalogues/polar/resume", 200, "resume polar"),
      ("GET", "changes", 200, "changes * * 50 -"),
      ("GET", "changes?since=12&limit=2", 200, "changes 12 * 2 -"),
      ("GET", "changes?since=run:3&catalogue=polar", 200, "changes run:3 polar 50 -"),
      ("GET", "changes?since=2026-11-24", 200, "changes 2026-11-24T00:00:00Z * 50 -"),
      ("GET", "reports/7?at=12", 200, "report [7] at 12"),
      ("GET", "reports/7?at=2026-11-24", 200, "report [7] at 2026-11-24T23:59:59Z"),
      ("GET", "reports/10.5555/a?at=2026-11-24T06:00:00Z", 200, "report [10.5555/a] at 2026-11-24T06:00:00Z"),
      ("GET", "reports/7/history?cursor=4-0-1", 200, "history [7] 50 4-0-1"),
      ("GET", "conflicts", 200, "conflicts open * * * 50 -"),
      (
        "GET", "conflicts?state=all&catalogue=polar&kind=two-edits&report=10.5555%2Fa&limit=2&cursor=9", 200,
        "conflicts all polar two-edits 10.5555/a 2 9"
      ),
      ("GET", "conflicts/3", 200, "conflict 3"),
      ("GET", "reports/10.5555/a//b/records", 200, "records [10.5555/a//b]"),
      ("GET", "reports/10.5555/a//b/provenance", 200, "provenance [10.5555/a//b]"),
      ("DELETE", "reports/7/edits", 200, "undo edits [7] * by \(geteuid())"),
      ("DELETE", "reports/10.5555/a/edits?field=title", 200, "undo edits [10.5555/a] title by \(geteuid())"),
      ("GET", "decisions", 200, "decisions * 50 -"),
      ("GET", "decisions?report=10.5555%2Fa&limit=3&cursor=9", 200, "decisions 10.5555/a 3 9"),
      ("POST", "decisions/12/undo", 200, "undo 12 - by \(geteuid())"),
      ("GET", "suggestions?cursor=3-9", 200, "suggestions 50 3-9"),
      ("GET", "reports/7/citation", 200, "citation 7 text chicago"),
      ("GET", "reports/10.5555/a/citation?format=bibtex", 200, "citation 10.5555/a bibtex chicago"),
      ("GET", "reports/7/citation?style=mla", 200, "citation 7 text mla"),
    ])
  func routes(_ method: String, _ target: String, _ status: Int, _ asked: String) throws {
    let reply = try Reply(path, method, "/v1/\(target)")
    #expect(reply.status == status, "\(reply)")
    #expect(service.asked == [asked])
    if method == "HEAD" {
      #expect(reply.body.isEmpty)
    } else {
      #expect(reply.body.hasSuffix("}\n"))
    }
  }

  @Test(
    "every error is a problem document (RFC 9457)",
    arguments: [
      ("GET", "/", nil, 404, "no-such-path"),
      ("GET", "/v1", nil, 404, "no-such-path"),
      ("GET", "/v1/", nil, 404, "no-such-path"),
      ("GET", "/v2/status", nil, 404, "no-such-path"),
      ("GET", "/v1/status/x", nil, 404, "no-such-path"),
      ("GET", "//v1/status", nil, 404, "no-such-path"),
      ("POST", "/v1/catalogues/polar/explode", nil, 404, "no-such-path"),
      ("GET", "/v1/catalogues/pola", nil, 404, "no-such-catalogue"),
      ("GET", "/v1/catalogues/..%2F..%2Fetc", nil, 404, "no-such-catalogue"),
      ("POST", "/v1/catalogues/polar%2Fresume", nil, 405, "no-such-method"),
      ("POST", "/v1/catalogues/polar/resume%00junk", nil, 400, "bad-request"),
      ("GET", "/v1/reports/1%00", nil, 400, "bad-request"),
      ("GET", "/v1/reports?limit=5%00", nil, 400, "bad-request"),
      ("GET", "/v1/reports?%00", nil, 400, "bad-request"),
      ("GET", "/v1/reports?" + String(repeating: "a&", count: 1000), nil, 414, "too-large"),
      ("GET", "/v1/runs/99", nil, 404, "no-such-thing"),
      ("GET", "/v1/runs/99999999999999999999", nil, 404, "no-such-thing"),
      ("GET", "/v1/runs/x", nil, 404, "no-such-thing"),
      ("GET", "/v1/runs?limit=0", nil, 400, "bad-request"),
      ("GET", "/v1/runs?limit=1001", nil, 400, "bad-request"),
      ("GET", "/v1/reports?limit=many", nil, 400, "bad-request"),
      ("POST", "/v1/probe", nil, 400, "bad-request"),
      ("POST", "/v1/probe", "{\"name\": \"x\"}", 400, "bad-request"),
      ("GET", "/v1/probe", nil, 405, "no-such-method"),
      ("POST", "/v1/refresh", "{", 400, "bad-request"),
      ("POST", "/v1/refresh", "[]", 400, "bad-request"),
      ("POST", "/v1/refresh", "{\"full\": 1}", 400, "bad-request"),
      ("POST", "/v1/refresh", "{\"full\": null}", 400, "bad-request"),
      ("POST", "/v1/refresh", String(repeating: "[", count: 100_000), 400, "bad-request"),
      ("GET", "/v1/changes?since=yesterday", nil, 400, "bad-request"),
      ("GET", "/v1/changes?since=-1", nil, 400, "bad-request"),
      ("GET", "/v1/reports/7?at=0", nil, 400, "bad-request"),
      ("GET", "/v1/reports/7?at=yesterday", nil, 400, "bad-request"),
      ("GET", "/v1/conflicts?state=closed", nil, 400, "bad-request"),
      ("GET", "/v1/conflicts/4", nil, 404, "no-such-thing"),
      ("GET", "/v1/conflicts/x", nil, 404, "no-such-thing"),
      ("POST", "/v1/conflicts/3", nil, 405, "no-such-method"),
      ("GET", "/v1/conflicts/resolution", nil, 405, "no-such-method"),
      ("POST", "/v1/conflicts/3/resolution", nil, 400, "bad-request"),
      ("POST", "/v1/conflicts/3/resolution", "{\"take\": \"mine\"}", 400, "bad-request"),
      ("POST", "/v1/conflicts/x/resolution", "{\"take\": \"local\"}", 404, "no-such-thing"),
      ("POST", "/v1/conflicts/resolution", "{\"take\": \"value\"}", 400, "bad-request"),
      ("POST", "/v1/conflicts/resolution", "{\"take\": \"local\", \"kind\": null}", 400, "bad-request"),
      ("POST", "/v1/conflicts/3/resolution", "{\"take\": \"local\", \"reason\": null}", 400, "bad-request"),
      ("GET", "/v1/catalogues//", nil, 404, "no-such-path"),
      ("POST", "/metrics", nil, 405, "no-such-method"),
      ("POST", "/v1/status", nil, 405, "no-such-method"),
      ("GET", "/v1/refresh", nil, 405, "no-such-method"),
      ("DELETE", "/v1/reports/7", nil, 405, "no-such-method"),
      ("GET", "/v1/reload", nil, 405, "no-such-method"),
      ("POST", "/v1/catalogues/polar/forget", "{\"purge\": 1}", 400, "bad-request"),
      ("POST", "/v1/catalogues/polar/rename", nil, 400, "bad-request"),
      ("POST", "/v1/catalogues/polar/rename", "{}", 400, "bad-request"),
      ("PATCH", "/v1/reports/7/edits", nil, 400, "bad-request"),
      ("PATCH", "/v1/reports/7/edits", "{\"set\": \"title=x\"}", 400, "bad-request"),
      ("PATCH", "/v1/reports/7/edits", "{\"from\": []}", 400, "bad-request"),
      ("GET", "/v1/reports/7/edits", nil, 405, "no-such-method"),
      ("POST", "/v1/reports/7/pin", "{\"field\": \"title\"}", 400, "bad-request"),
      ("POST", "/v1/reports/7/merge", nil, 400, "bad-request"),
      ("POST", "/v1/reports/7/keep-apart", "{}", 400, "bad-request"),
      ("POST", "/v1/decisions/x/undo", nil, 404, "no-such-thing"),
      ("POST", "/v1/decisions/1/undo", "{\"reason\": null}", 400, "bad-request"),
      ("POST", "/v1/decisions/1/undo", "{\"also\": null}", 400, "bad-request"),
      ("GET", "/v1/decisions?limit=0", nil, 400, "bad-request"),
      ("BREW", "/v1/catalogues/polar/approve", nil, 405, "no-such-method"),
      ("POST", "/v1/catalogues/polar/reject", nil, 409, "nothing-held"),
    ] as [(String, String, String?, Int, String)])
  func problems(_ method: String, _ target: String, _ body: String?, _ status: Int, _ code: String) throws {
    let reply = try Reply(path, method, target, body: body)
    #expect(reply.status == status, "\(reply)")
    #expect(reply.head.contains("Content-Type: application/problem+json"))
    let problem = try JSON.decode(Problem.self, from: Array(reply.body.utf8))
    #expect(problem.code.rawValue == code)
    #expect(problem.status == status)
    #expect(problem.type == "about:blank" && problem.title == Problem.phrase(of: status))
    #expect(reply.head.contains("\r\nAllow: ") == (status == 405))
  }

  @Test("a body asks for more, and what it says besides is ignored")
  func refreshBody() throws {
    let body = "{\"dry_run\": true, \"full\": true, \"later\": 1}"
    #expect(try Reply(path, "POST", "/v1/catalogues/polar/refresh", body: body).status == 202)
    #expect(service.asked == ["refresh polar true true by \(geteuid())"])
  }

  @Test(
    "how conflicts are settled reaches the service as it was meant",
    arguments: [
      ("3/resolution", "{\"take\": \"local\"}", "resolve 3 local - - by \(geteuid())"),
      (
        "3/resolution", "{\"take\": \"value\", \"value\": \"Dikes\", \"reason\": \"so\"}",
        "resolve 3 value Dikes so by \(geteuid())"
      ),
      ("resolution", "{\"take\": \"upstream\"}", "resolve all upstream * * * false"),
      (
        "resolution",
        "{\"take\": \"local\", \"catalogue\": \"polar\", \"kind\": \"changed\", \"field\": \"title\", \"dry_run\": true}",
        "resolve all local polar changed title true"
      ),
    ])
  func resolutions(_ target: String, _ body: String, _ asked: String) throws {
    let reply = try Reply(path, "POST", "/v1/conflicts/\(target)", body: body)
    #expect(reply.status == 200, "\(reply)")
    #expect(service.asked == [asked])
  }

  @Test(
    "what persons decide reaches the service whole",
    arguments: [
      (
        "PATCH", "reports/10.5555/a/edits",
        #"{"set": ["title=é", "subjects+=x"], "clear": ["abstract"], "reason": "r", "by": "nobody"}"#,
        "edit [10.5555/a] title=é,subjects+=x abstract - - r by \(geteuid())"
      ),
      (
        "PATCH", "reports/7/edits", #"{"from": {"title": "A"}, "to": {"title": "B", "page_count": 3}}"#,
        "edit [7] - - A B - by \(geteuid())"
      ),
      (
        "POST", "reports/7/pin", #"{"field": "title", "catalogue": "polar", "reason": "r"}"#,
        "pin [7] title polar r by \(geteuid())"
      ),
      ("POST", "reports/7/merge", #"{"with": "10.5555/b"}"#, "merge [7] [10.5555/b] - by \(geteuid())"),
      ("POST", "reports/7/keep-apart", #"{"from": "9"}"#, "keep apart [7] [9] - by \(geteuid())"),
      ("POST", "decisions/12/undo", #"{"reason": "r"}"#, "undo 12 r by \(geteuid())"),
      ("POST", "decisions/12/undo", #"{"also": [13, 9]}"#, "undo 12+13+9 - by \(geteuid())"),
    ])
  func decisions(_ method: String, _ target: String, _ body: String, _ asked: String) throws {
    let reply = try Reply(path, method, "/v1/\(target)", body: body)
    #expect(reply.status == 200, "\(reply)")
    #expect(service.asked == [asked])
    let answer = try JSON.decode(EditAnswer.self, from: Array(reply.body.utf8))
    #expect(answer == EditAnswer(report: 7, decisions: [12], message: "done"))
  }

  @Test("the client reads what the server says, answers and problems")
  func client() throws {
    let client = try ControlClient(socketPath: path)
    let status = try client.decode(Status.self, try client.get("status"))
    #expect(status.state == .running)
    let start = try client.decode(RefreshAnswer.self, try client.post("refresh", RefreshRequest(full: true)))
    #expect(start.runs.map(\.catalogue) == ["polar"])
    for odd in ["https://doi.org/10.5555/ü?#%", "10.5555/a/history", "10.5555/records", "10.5555/a%2fb"] {
      let report = try client.decode(
        ReportDocument.self, try client.get("reports/" + ControlClient.encode(odd)))
      #expect(report.number == 7)
      #expect(service.asked.last == "report [\(odd)]")
    }
    #expect {
      try client.get("catalogues/polr")
    } throws: { error in
      guard case .problem(let problem) = error as? ControlClient.Failure else { return false }
      return problem.code == .noSuchCatalogue && problem.nearest == ["polar"]
    }
  }

  @Test("one connection serves many requests")
  func keepAlive() throws {
    let connection = try RawConnection(path)
    let one = "GET /v1/status HTTP/1.1\r\nHost: x\r\n\r\n"
    let last = "GET /v1/status HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
    connection.send(String(repeating: one, count: 20) + last)
    #expect(connection.readToEnd().components(separatedBy: "HTTP/1.1 200").count == 22)
  }
}
