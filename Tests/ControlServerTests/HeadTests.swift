import ControlAPI
import ControlServer
import Foundation
import TestSupport
import Testing

@Suite("A request's head, byte for byte")
struct HeadTests {
  let folder = TemporaryDirectory()
  let service = FakeService()
  let server: ControlServer
  var path: String { folder.file("c.sock") }

  init() throws { server = try ControlServer(socketPath: folder.file("c.sock"), service: service) }

  private func ask(_ text: String) throws -> Reply {
    let connection = try RawConnection(path)
    connection.send(text)
    return Reply(connection.readToEnd())
  }

  private func code(_ reply: Reply) throws -> String {
    try JSON.decode(Problem.self, from: Array(reply.body.utf8)).code.rawValue
  }

  @Test(
    "a target in absolute-form is taken (RFC 9112, 3.2.2)",
    arguments: ["http://localhost/v1/status", "HTTP://x:80/v1/status?a=http://b/c"])
  func absoluteForm(_ target: String) throws {
    #expect(try ask("GET \(target) HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").status == 200)
    #expect(service.asked == ["status"])
  }

  @Test(
    "a head that two programs might read in two ways is refused, and ends its connection",
    arguments: [
      "GET /v1/status HTTP/1.1\r\n\r\n",
      "GET /v1/status HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
      "POST /v1/refresh HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n{}",
      "POST /v1/refresh HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nContent-Length: 0\r\n\r\n{}",
    ])
  func ambiguous(_ text: String) throws {
    let reply = try ask(text)
    #expect(reply.status == 400 && reply.head.contains("Connection: close"), "\(reply)")
    #expect(try code(reply) == "bad-request" && service.asked.isEmpty)
  }

  @Test("HTTP/1.0 names no host")
  func oldVersion() throws { #expect(try ask("GET /v1/status HTTP/1.0\r\n\r\n").status == 200) }

  @Test("a body that is announced too large is refused before it comes, and not asked for")
  func announced() throws {
    for expectation in ["", "Expect: 100-continue\r\n"] {
      let reply = try ask(
        "POST /v1/refresh HTTP/1.1\r\nHost: x\r\n\(expectation)Content-Length: 4194305\r\n\r\n")
      #expect(reply.status == 413, "\(reply)")
      #expect(try code(reply) == "too-large")
    }
    let connection = try RawConnection(path)
    connection.send(
      "POST /v1/refresh HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nConnection: close\r\n"
        + "Content-Length: 2\r\n\r\n")
    #expect(connection.read(to: "\r\n\r\n") == "HTTP/1.1 100 Continue\r\n\r\n")
    connection.send("{}")
    #expect(Reply(connection.readToEnd()).status == 202)
    #expect(service.asked.count == 1)
  }

  @Test(
    "what libmicrohttpd refuses by itself is refused at once, and asks nothing",
    arguments: [("-2", 400), ("99999999999999999999999", 413)])
  func noLength(_ length: String, _ status: Int) throws {
    let reply = try ask("POST /v1/refresh HTTP/1.1\r\nHost: x\r\nContent-Length: \(length)\r\n\r\n")
    #expect(reply.status == status && reply.head.contains("Connection: close"), "\(reply)")
    #expect(service.asked.isEmpty)
  }

  @Test("a client that closes its half behind its request gets its answer, however long that takes")
  func halfClosed() throws {
    service.hold()
    let clients = try (0..<200).map { index in
      let connection = try RawConnection(path)
      let body = index % 2 == 0 ? "" : "{}"
      connection.send(
        "\(index % 2 == 0 ? "GET /v1/catalogues" : "POST /v1/refresh") HTTP/1.1\r\nHost: x\r\n"
          + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)")
      connection.finish()
      return connection
    }
    #expect(service.awaitWaiting(4))
    service.letGo()
    let statuses = clients.enumerated().map { Reply($1.readToEnd()).status == ($0 % 2 == 0 ? 200 : 202) }
    #expect(statuses.allSatisfy { $0 }, "\(statuses.count { !$0 }) of 200 without an answer")
    #expect(service.asked.count == 200)
  }
}
