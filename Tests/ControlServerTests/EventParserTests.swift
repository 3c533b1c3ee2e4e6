import ControlClient
import ControlServer
import Foundation
import TestSupport
import Testing

@Suite("An event stream is read as HTML describes it (9.2.6)")
struct EventParserTests {
  private static func event(_ data: String, _ name: String = "message", id: String? = nil) -> ServerEvent {
    ServerEvent(id: id, name: name, data: Array(data.utf8))
  }

  /// Whole, and in pieces of 1 to 64 bytes.
  private func read(_ bytes: [UInt8], limit: Int = 1000) -> (events: [ServerEvent]?, parser: EventParser) {
    var results: [([ServerEvent]?, EventParser)] = []
    for size in [bytes.count] + Array(1...64) {
      var parser = EventParser(limit: limit)
      var events: [ServerEvent]? = []
      var rest = bytes[...]
      while !rest.isEmpty {
        let new = Array(rest.prefix(size)).withUnsafeBytes { parser.take($0) }
        rest = rest.dropFirst(size)
        guard let new else {
          events = nil
          break
        }
        events? += new
      }
      results.append((events, parser))
    }
    for result in results {
      #expect(result.0 == results[0].0 && result.1.lastID == results[0].1.lastID)
      #expect(result.1.retry == results[0].1.retry)
    }
    return results[0]
  }

  @Test(
    arguments: [
      ("data: a\n\n", [event("a")]), ("data:a\r\n\r\n", [event("a")]), ("data: a\r\r", [event("a")]),
      ("data: a\r\n\n", [event("a")]), ("data: a\n", []), ("data: a\n\ndata: b", [event("a")]),
      ("data: YHOO\ndata: +2\ndata: 10\n\n", [event("YHOO\n+2\n10")]),
      ("data\n\ndata\ndata\n\n", [event(""), event("\n")]),
      ("data:test\n\ndata: test\n\n", [event("test"), event("test")]),
      ("data:  two\n\n", [event(" two")]), (":a comment\n\n:\n\ndata: x\n:more\n\n", [event("x")]),
      ("event: run\ndata: {}\n\ndata: {}\n\n", [event("{}", "run"), event("{}")]),
      ("event: run\n\ndata: x\n\n", [event("x")]),
      (
        "id: 1\ndata: a\n\ndata: b\n\nid\ndata: c\n\n",
        [event("a", id: "1"), event("b", id: "1"), event("c")]
      ),
      ("id: 1\0\ndata: a\n\n", [event("a")]), ("\u{FEFF}data: a\n\n", [event("a")]),
      ("data: a\n\n\u{FEFF}data: b\n\n", [event("a")]), ("unknown: x\nDATA: y\ndata: z\n\n", [event("z")]),
      ("data: 東京\n\n", [event("東京")]),
      ("retry: 1000\n\nid: e-1\r\nevent: run\r\ndata: {}\r\n\r\n:\r\n\r\n", [event("{}", "run", id: "e-1")]),
    ] as [(String, [ServerEvent])])
  func reads(_ text: String, _ events: [ServerEvent]) { #expect(read(Array(text.utf8)).events == events) }

  @Test("an id holds only once its event is complete")
  func ids() {
    #expect(read(Array("id: 1\ndata: a\n\nid: 2\ndata: b\n".utf8)).parser.lastID == "1")
    #expect(read(Array("id: 1\n\n".utf8)).parser.lastID == "1")
    #expect(EventParser(lastID: "7").lastID == "7")
  }

  @Test(
    arguments: [
      ("retry: 250\n", 250), ("retry: x\n", nil), ("retry: -1\n", nil), ("retry:\n", nil),
      ("retry: 99999999999999999999\n", nil),
    ] as [(String, Int?)])
  func retries(_ text: String, _ retry: Int?) { #expect(read(Array(text.utf8)).parser.retry == retry) }

  @Test("an event that never ends costs no more than the limit")
  func limits() {
    let long = String(repeating: "x", count: 2000)
    for text in ["data: \(long)", long, ":\(long)", "data: \(long.prefix(600))\ndata: \(long.prefix(600))\n"]
    {
      #expect(read(Array(text.utf8)).events == nil)
    }
    #expect(read(Array(String(repeating: "data: x\n\n", count: 1000).utf8)).events?.count == 1000)
    #expect(read(Array(String(repeating: "id: \(long.prefix(900))\n", count: 10).utf8)).events == [])
  }

  // MARK: Over the socket

  /// Hears until something came, or so many seconds have passed.
  private func hear(_ reader: EventReader, _ count: Int, seconds: Double = 10) throws -> [ServerEvent] {
    var events: [ServerEvent] = []
    let end = Date() + seconds
    while events.count < count, Date() < end { events += try reader.next(within: 50) }
    return events
  }

  @Test("who listens goes on behind what it heard; what cannot be known any more is told as reset")
  func resumes() throws {
    let folder = TemporaryDirectory()
    let hub = EventHub(epoch: "e", heartbeat: 0.1)
    let server = try ControlServer(socketPath: folder.file("s"), service: FakeService(), events: hub)
    defer { server.stop() }
    let reader = try EventReader(socketPath: folder.file("s"), patience: 0.5)
    while !reader.isOpen { _ = try reader.next(within: 50) }
    for number in 1...200 { hub.publish("run", [number]) }
    let first = try hear(reader, 200)
    #expect(first.map(\.data) == (1...200).map { Array("[\($0)]".utf8) })
    #expect(reader.lastID == "e-200" && reader.retry == 1)
    // The server's signs of life are heard, though nothing happens.
    #expect(try hear(reader, 1, seconds: 1) == [])
    let next = try EventReader(socketPath: folder.file("s"), after: "e-198")
    #expect(try hear(next, 2).map(\.id) == ["e-199", "e-200"])
    let other = try EventReader(socketPath: folder.file("s"), after: "other-198")
    #expect(try hear(other, 1).map(\.name) == ["reset"])
    server.stop()
    #expect(throws: ControlClient.Failure.self) { while true { _ = try next.next(within: 50) } }
  }

  @Test("a server that falls silent, or is none, is told as such")
  func silence() throws {
    let folder = TemporaryDirectory()
    let server = try ControlServer(
      socketPath: folder.file("s"), service: FakeService(), events: EventHub(epoch: "e", heartbeat: 60))
    defer { server.stop() }
    let reader = try EventReader(socketPath: folder.file("s"), patience: 0.5)
    let begun = Date()
    let failure = #expect(throws: ControlClient.Failure.self) {
      while true { _ = try reader.next(within: 50) }
    }
    #expect(failure == .silent(path: folder.file("s"), seconds: 0))
    #expect((0.4...3).contains(Date().timeIntervalSince(begun)))
    let alone = try EventReader(socketPath: folder.file("nobody"))
    let none = #expect(throws: ControlClient.Failure.self) { while true { _ = try alone.next(within: 50) } }
    #expect(none == .noDaemon(path: folder.file("nobody"), why: "there is no such socket"))
  }
}
