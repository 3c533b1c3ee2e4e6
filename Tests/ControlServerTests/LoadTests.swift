import ControlAPI
import ControlClient
import ControlServer
import Foundation
import TestSupport
import Testing
import Threads

@Suite("Many clients, slow clients, hostile clients", .serialized)
struct LoadTests {
  let folder = TemporaryDirectory()
  let service = FakeService()
  var path: String { folder.file("c.sock") }

  private func serve(_ settings: ControlServerSettings = ControlServerSettings()) throws -> ControlServer {
    try ControlServer(socketPath: path, service: service, settings: settings)
  }

  @Test("200 clients at once, each answered")
  func manyClients() throws {
    let server = try serve()
    defer { server.stop() }
    let path = path
    let answered = Monitor(0)
    let threads = (0..<200).map { _ in
      Thread("client", stack: 1 << 18) {
        for _ in 0..<5 where (try? Reply(path, "GET", "/v1/catalogues"))?.status == 200 {
          answered.withLock { $0 += 1 }
        }
      }
    }
    for thread in threads { thread.join() }
    #expect(answered.withLock { $0 } == 1000)
  }

  @Test("clients that say half a request, or nothing, cost the others nothing, and are hung up on")
  func stalledClients() throws {
    let server = try serve(ControlServerSettings(idleTimeout: 1))
    defer { server.stop() }
    let halves = ["", "GET /v1/st", "POST /v1/refresh HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{"]
    let stalled = try (0..<300).map { index in
      let connection = try RawConnection(path)
      connection.send(halves[index % 3])
      return connection
    }
    let begun = Date()
    #expect(try Reply(path, "GET", "/v1/status").status == 200)
    #expect(Date().timeIntervalSince(begun) < 1)
    for connection in stalled { _ = connection.readToEnd() }
    #expect(Date().timeIntervalSince(begun) < 8)
  }

  @Test("a client that goes away while its answer is made does no harm")
  func goneClients() throws {
    let server = try serve()
    defer { server.stop() }
    service.hold()
    var clients = try (0..<50).map { _ in
      let connection = try RawConnection(path)
      connection.send("GET /v1/catalogues HTTP/1.1\r\nHost: x\r\n\r\n")
      return connection
    }
    #expect(service.awaitWaiting(4))
    #expect(clients.count == 50)
    clients = []  // they hang up
    service.letGo()
    #expect(try Reply(path, "GET", "/v1/status").status == 200)
  }

  @Test("a body of the limit's size is read, a larger one is told so, an endless one is cut off")
  func bodies() throws {
    let server = try serve()
    defer { server.stop() }
    let fits = "{}" + String(repeating: " ", count: (4 << 20) - 2)
    #expect(try Reply(path, "POST", "/v1/refresh", body: fits).status == 202)
    let reply = try Reply(path, "POST", "/v1/refresh", body: fits + " ")
    #expect(reply.status == 413)
    #expect(try JSON.decode(Problem.self, from: Array(reply.body.utf8)).code == .tooLarge)
    let connection = try RawConnection(path)
    connection.send("POST /v1/refresh HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n")
    let chunk = "10000\r\n" + String(repeating: "x", count: 0x10000) + "\r\n"
    var sent = 0
    while sent < 1000, connection.send(chunk) { sent += 1 }
    #expect(sent < 200)
    #expect(try Reply(path, "GET", "/v1/status").status == 200)
  }

  @Test("many large bodies at once do not fill the memory")
  func manyBodies() throws {
    let server = try serve(ControlServerSettings(maxBodyBytesInAll: 3 << 20))
    defer { server.stop() }
    let body = String(repeating: " ", count: 1 << 20)
    let head =
      "POST /v1/refresh HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: \(body.utf8.count)\r\n\r\n"
    let begun = try (0..<4).map { _ in
      let connection = try RawConnection(path)
      connection.send(head + body.dropLast())
      return connection
    }
    for connection in begun { connection.send(" ") }
    let statuses = begun.map { Reply($0.readToEnd()).status }.sorted()
    #expect(statuses.last == 503 && statuses.first == 400, "\(statuses)")
    // What they held is given back.
    #expect(try Reply(path, "POST", "/v1/refresh", body: "{}" + body.dropLast(2)).status == 202)
  }

  @Test("a head without end is refused by name")
  func largeHead() throws {
    let server = try serve()
    defer { server.stop() }
    let target = "/v1/reports?q=" + String(repeating: "a", count: 200_000)
    let reply = try Reply(path, "GET", target)
    #expect((400..<500).contains(reply.status), "\(reply.status)")
    #expect {
      try ControlClient(socketPath: path).get("reports?q=" + String(repeating: "a", count: 200_000))
    } throws: { error in
      guard case .problem(let problem) = error as? ControlClient.Failure else { return false }
      return (400..<500).contains(problem.status)
    }
  }

  @Test("changes that take long leave room for questions")
  func questionsFirst() throws {
    let server = try serve()
    defer { server.stop() }
    service.hold()
    let slow = try (0..<8).map { _ in
      let connection = try RawConnection(path)
      connection.send("POST /v1/catalogues/polar/reparse HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
      return connection
    }
    #expect(service.awaitWaiting(2))
    #expect(try Reply(path, "GET", "/v1/status").status == 200)
    service.letGo()
    #expect(slow.allSatisfy { Reply($0.readToEnd()).status == 200 })
  }

  @Test("questions without end do not keep a change waiting")
  func changeAmongQuestions() throws {
    let server = try serve()
    defer { server.stop() }
    let path = path
    let isOver = Monitor(false)
    let readers = (0..<30).map { _ in
      Thread("reader", stack: 1 << 18) {
        while !isOver.withLock({ $0 }) { _ = try? Reply(path, "GET", "/v1/catalogues") }
      }
    }
    let begun = Date()
    for _ in 0..<20 { #expect(try Reply(path, "POST", "/v1/refresh", body: "{}").status == 202) }
    #expect(Date().timeIntervalSince(begun) < 5)
    isOver.withLock { $0 = true }
    for reader in readers { reader.join() }
  }

  @Test("1,000 clients that read status and search in turn see no error")
  func readersInTurn() throws {
    let server = try serve()
    defer { server.stop() }
    let clients = try (0..<1000).map { _ in try RawConnection(path) }
    for round in 0..<4 {
      for (index, client) in clients.enumerated() {
        let target = (index + round) % 2 == 0 ? "/v1/status" : "/v1/reports?q=water"
        client.send("GET \(target) HTTP/1.1\r\nHost: x\r\n\(round == 3 ? "Connection: close\r\n" : "")\r\n")
      }
    }
    // Each asks for all of it before it reads anything.
    for client in clients {
      let answers = client.readToEnd()
      #expect(answers.components(separatedBy: "HTTP/1.1 200").count == 5)
    }
    let searches = service.asked.count { $0.hasPrefix("search") }
    #expect(searches == 2000 && service.asked.count == 4000)
  }

  @Test("searches that take long do not keep a question waiting, and one whose client is gone is not begun")
  func searchesLast() throws {
    let server = try serve()
    defer { server.stop() }
    service.hold()
    let ask = { (words: String) in
      let connection = try RawConnection(path)
      connection.send("GET /v1/reports?q=\(words) HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
      return connection
    }
    let slow = try (0..<20).map { _ in try ask("slow") }
    #expect(service.awaitWaiting(2))
    for _ in 0..<10 { #expect(try Reply(path, "GET", "/v1/status").status == 200) }
    #expect(service.asked.count { $0.hasPrefix("search") } == 2)
    _ = try ask("gone")  // hangs up at once
    // Its request is read before this one's, by the one thread that reads.
    #expect(try Reply(path, "GET", "/v1/status").status == 200)
    service.letGo()
    #expect(slow.allSatisfy { Reply($0.readToEnd()).status == 200 })
    #expect(try Reply(path, "GET", "/v1/reports?q=last").status == 200)
    #expect(!service.asked.contains { $0.contains("gone") })
  }
}
