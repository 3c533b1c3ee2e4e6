import ControlServer
import Foundation
import TestSupport
import Testing
import Threads

@Suite("The server's end", .serialized)
struct StopTests {
  let folder = TemporaryDirectory()
  let service = FakeService()
  var path: String { folder.file("c.sock") }
  static let request = "GET /v1/catalogues HTTP/1.1\r\nHost: x\r\n\r\n"

  private func serve(grace: Double) throws -> ControlServer {
    try ControlServer(
      socketPath: path, service: service, settings: ControlServerSettings(stopGrace: grace))
  }

  @Test("what is being worked on is answered")
  func answered() throws {
    let server = try serve(grace: 5)
    service.hold()
    let connections = try (0..<20).map { _ in
      let connection = try RawConnection(path)
      connection.send(Self.request)
      return connection
    }
    #expect(service.awaitWaiting(4))
    let service = service
    Thread("later") {
      usleep(200_000)
      service.letGo()
    }.detach()
    server.stop()
    let statuses = connections.map { Reply($0.readToEnd()).status }
    #expect(statuses.allSatisfy { $0 == 200 || $0 == 503 || $0 == 0 }, "\(statuses)")
    #expect(statuses.filter { $0 == 200 }.count >= 4, "\(statuses)")
  }

  @Test("what takes too long is answered 503, and nothing is left suspended")
  func tooLong() throws {
    let server = try serve(grace: 0.2)
    service.hold()
    let connections = try (0..<20).map { _ in
      let connection = try RawConnection(path)
      connection.send(Self.request)
      return connection
    }
    #expect(service.awaitWaiting(4))
    let begun = Date()
    server.stop()
    #expect(Date().timeIntervalSince(begun) < 2)
    let statuses = connections.map { Reply($0.readToEnd()).status }
    #expect(statuses.allSatisfy { $0 == 503 || $0 == 0 }, "\(statuses)")
    #expect(statuses.filter { $0 == 503 }.count >= 4, "\(statuses)")
    service.letGo()
  }

  @Test("a request that libmicrohttpd refuses by itself just then does no harm")
  func refusing() throws {
    // More arguments than it has room for: the client is answered and hung up on before libmicrohttpd has looked at them.
    let request = "GET /v1/reports?\(String(repeating: "a&", count: 9000)) HTTP/1.1\r\nHost: x\r\n\r\n"
    for _ in 0..<40 {
      let server = try serve(grace: 1)
      let connections = try (0..<4).map { _ in try RawConnection(path) }
      for connection in connections { connection.send(request) }
      #expect(Reply(connections[0].readToEnd()).status == 414)
      server.stop()
    }
  }

  @Test("stalled and idle connections do not hold it up")
  func stalled() throws {
    let server = try serve(grace: 0.2)
    let connections = try [
      "", "GET /v1/", "POST /v1/refresh HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n{",
    ].map {
      let connection = try RawConnection(path)
      connection.send($0)
      return connection
    }
    #expect(try Reply(path, "GET", "/v1/status").status == 200)
    let begun = Date()
    server.stop()
    #expect(Date().timeIntervalSince(begun) < 2)
    #expect(connections.allSatisfy { $0.readToEnd().isEmpty })
  }

  @Test("stopped in the middle of a storm, again and again")
  func storm() throws {
    for _ in 0..<20 {
      let server = try serve(grace: 0.05)
      let path = path
      let threads = (0..<8).map { _ in
        Thread("client", stack: 1 << 18) {
          for _ in 0..<1000 {
            guard let reply = try? Reply(path, "GET", "/v1/catalogues"), reply.status == 200 else { return }
          }
        }
      }
      usleep(20_000)
      server.stop()
      for thread in threads { thread.join() }
    }
  }
}
