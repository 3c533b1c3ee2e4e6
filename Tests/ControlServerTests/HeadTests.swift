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
