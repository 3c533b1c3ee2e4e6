import ControlAPI
import Foundation
import TestSupport
import Testing
import Threads

@testable import ControlServer

@Suite("Server-sent events", .serialized)
struct EventTests {
  let folder = TemporaryDirectory()
  let hub = EventHub(epoch: "e")
  var path: String { folder.file("c.sock") }

  private struct Number: Codable { var number: Int }

  private func serve() throws -> ControlServer {
    try ControlServer(socketPath: path, service: FakeService(), events: hub)
  }

  /// A client that listens, and hangs up with its connection.
  private func listen(after id: String? = nil) throws -> RawConnection {
    let connection = try RawConnection(path)
    let last = id.map { "Last-Event-ID: \($0)\r\n" } ?? ""
    connection.send("GET /v1/events HTTP/1.1\r\nHost: x\r\n\(last)\r\n")
    return connection
  }

  private func wait(_ what: String, _ isTrue: () -> Bool) throws {
    let end = Date() + 10
    while !isTrue() {
      guard Date() < end else { throw POSIXError(.ETIMEDOUT, userInfo: ["in vain": what]) }
      usleep(2_000)
    }
  }

  @Test("what happens is heard, in order, with ids")
  func heard() throws {
    let server = try serve()
    let client = try listen()
    try wait("a listener") { hub.isHeard }
    for number in 1...100 { hub.publish("run", Number(number: number)) }
    server.stop()
    let text = client.readToEnd()
    #expect(text.contains("Content-Type: text/event-stream"))
    let ids = text.components(separatedBy: "id: ").dropFirst().map { String($0.prefix { $0 != "\n" }) }
    // The first is that of the greeting: who hears no more than it can go on behind it.
    #expect(ids == (0...100).map { "e-\($0)" })
    #expect(text.contains("event: run\ndata: {\"number\":7}\n\n"))
  }

  @Test("a client that comes back hears what it missed; where that is not known any more, it is told so")
  func resumed() throws {
    let server = try serve()
    hub.publish("run", Number(number: 0))
    let first = try listen()
    try wait("a listener") { hub.isHeard }
    for number in 1...1500 { hub.publish("run", Number(number: number)) }
    let clients = try ["e-1490", "e-1500", "e-3", "other-1499", "rubbish", "e--1", "e-1490-"].map {
      try listen(after: $0)
    }
    usleep(300_000)
    server.stop()
    // Before anybody listened nothing was to be missed.
    #expect(first.readToEnd().contains("id: e-1\n"))
    let texts = clients.map { $0.readToEnd() }
    #expect(texts[0].components(separatedBy: "event: run").count == 11)
    #expect(!texts[1].contains("event: "))
    for text in texts.dropFirst(2) {
      #expect(text.contains("id: e-1500\nevent: reset\n") && !text.contains("event: run"))
    }
  }

  @Test("who listens while nothing happens hears that the daemon is there")
  func heartbeat() throws {
    let server = try ControlServer(
      socketPath: path, service: FakeService(), events: EventHub(epoch: "h", heartbeat: 0.05))
    let client = try listen()
    usleep(600_000)
    server.stop()
    #expect(client.readToEnd().components(separatedBy: ":\n\n").count > 3)
  }

  @Test("a client that never reads is cut off, and costs the others nothing")
  func neverReads() throws {
    let server = try serve()
    defer { server.stop() }
    let lazy = try (0..<5).map { _ in try listen() }
    try wait("listeners") { hub.isHeard }
    usleep(200_000)
    let long = String(repeating: "x", count: 60_000)
    for _ in 0..<100 { hub.publish("run", long) }
    #expect(try Reply(path, "GET", "/v1/status").status == 200)
    let brisk = try listen(after: "e-99")
    usleep(100_000)
    #expect(lazy.count == 5)
    hub.publish("run", "the end")
    server.stop()
    #expect(brisk.readToEnd().contains("the end"))
    // What they had room for, and no more.
    #expect(lazy.allSatisfy { $0.readToEnd().utf8.count < 4 << 20 })
  }

  @Test("clients that go are noticed; a stop with listeners is quick and does not panic")
  func goers() throws {
    let server = try serve()
    for _ in 0..<50 { _ = try listen() }
    let stays = try (0..<20).map { _ in try listen() }
    try wait("listeners") { hub.isHeard }
    for number in 0..<5 {
      hub.publish("run", Number(number: number))
      usleep(20_000)
    }
    let begun = Date()
    server.stop()
    #expect(Date().timeIntervalSince(begun) < 3)
    #expect(stays.allSatisfy { $0.readToEnd().contains("event: run") })
    #expect(!hub.isHeard)
  }
}
