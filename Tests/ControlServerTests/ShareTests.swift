import ControlAPI
import ControlServer
import Foundation
import TestSupport
import Testing
import Threads

@testable import struct ControlServer.ConnectionShares

@Suite("Nobody locks the others out", .serialized)
struct ShareTests {
  let folder = TemporaryDirectory()
  let service = FakeService()
  var path: String { folder.file("c.sock") }

  private func serve(_ settings: ControlServerSettings) throws -> ControlServer {
    chmod(folder.path, 0o755)
    let server = try ControlServer(socketPath: path, service: service, settings: settings)
    chmod(path, 0o666)
    return server
  }

  /// Connections of another user, who keeps them and asks on them when told to.
  private final class Stranger {
    private let process = Process()
    private let input = Pipe()
    private let output = Pipe()

    init(_ path: String, user: Int, connections: Int) throws {
      process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
      process.arguments = [
        "setpriv", "--reuid=\(user)", "--clear-groups", "perl", "-e", Self.program, path, "\(connections)",
      ]
      process.standardInput = input
      process.standardOutput = output
      try process.run()
      _ = output.fileHandleForReading.readData(ofLength: 1)
    }

    /// The answers' statuses.
    func ask() throws -> [Int] {
      try input.fileHandleForWriting.close()
      let text = String(decoding: try output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
      process.waitUntilExit()
      return text.split(separator: "\n").compactMap { Int($0) }
    }

    private static let program = #"""
      use IO::Socket::UNIX;
      $SIG{PIPE} = "IGNORE";
      $| = 1;
      my @clients = map { IO::Socket::UNIX->new($ARGV[0]) } 1 .. $ARGV[1];
      print "!";
      <STDIN>;
      for my $client (@clients) {
        syswrite $client, "GET /v1/status HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
        sysread $client, my $answer, 99;
        print +(split " ", $answer)[1], "\n";
      }
      """#
  }

  @Test("who drips bytes is hung up on when the request should have come, and hears why")
  func dripping() throws {
    let server = try serve(ControlServerSettings(requestTimeout: 1))
    defer { server.stop() }
    let begun = monotonicSeconds()
    let beginnings = [
      "G", "GET /v1/status HTTP/1.1\r\nA: ",
      "POST /v1/refresh HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n",
    ]
    let clients = try beginnings.map { beginning in
      let connection = try RawConnection(path)
      connection.send(beginning)
      return connection
    }
    // A byte moves all the time: libmicrohttpd's own timeout never comes.
    while clients.contains(where: { $0.send(" ") }) {
      guard monotonicSeconds() - begun < 10 else { break }
      usleep(20_000)
    }
    #expect((0.9...4).contains(monotonicSeconds() - begun))
    for client in clients {
      let reply = Reply(client.readToEnd())
      #expect(reply.status == 408, "\(reply)")
      #expect(try JSON.decode(Problem.self, from: Array(reply.body.utf8)).code == .tooSlow)
    }
    #expect(service.asked.isEmpty)
  }

  @Test("an answer that takes longer than a request may is waited for; so is the next request")
  func slowAnswer() throws {
    let server = try serve(ControlServerSettings(idleTimeout: 5, requestTimeout: 1))
    defer { server.stop() }
    service.hold()
    let client = try RawConnection(path)
    client.send("GET /v1/catalogues HTTP/1.1\r\nHost: x\r\n\r\n")
    #expect(service.awaitWaiting(1))
    usleep(1_500_000)
    service.letGo()
    #expect(client.read(to: "\r\n\r\n").hasPrefix("HTTP/1.1 200"))
    usleep(1_500_000)
    client.send("GET /v1/status HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
    #expect(client.readToEnd().contains("HTTP/1.1 200"))
  }

  @Test("one user has half of the connections, and root the rest", .enabled(if: geteuid() == 0))
  func shares() throws {
    let server = try serve(ControlServerSettings(maxConnections: 16))
    defer { server.stop() }
    let first = try Stranger(path, user: 65_534, connections: 20)
    let second = try Stranger(path, user: 65_533, connections: 20)
    // Two places are left, and root's.
    #expect(try Reply(path, "GET", "/v1/status").status == 200)
    #expect(try first.ask() == Array(repeating: 200, count: 8) + Array(repeating: 503, count: 12))
    #expect(try second.ask() == Array(repeating: 200, count: 6) + Array(repeating: 503, count: 14))
    // What they had is free again.
    let end = monotonicSeconds() + 5
    while true {
      let again = try Stranger(path, user: 65_533, connections: 9).ask()
      if again == Array(repeating: 200, count: 8) + [503] { break }
      try #require(monotonicSeconds() < end, "\(again)")
    }
  }

  @Test("root, too, hears that all are taken, and a crowd is turned away")
  func full() throws {
    let server = try serve(ControlServerSettings(maxConnections: 4))
    defer { server.stop() }
    let clients = try (0..<4).map { _ in try RawConnection(path) }
    for _ in 0..<300 { #expect(Reply(try RawConnection(path).readToEnd()).status == 503) }
    #expect(try Reply(path, "GET", "/v1/status").status == 503)
    #expect(service.asked.isEmpty && clients.count == 4)
    for client in clients {
      client.send("GET /v1/status HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
      #expect(Reply(client.readToEnd()).status == 200)
    }
  }

  @Test(
    "the store and the upstreams keep their descriptors",
    arguments: [(64, 16), (50, 6), (1024, 768), (20_000, 2048), (1, 1)])
  func descriptors(_ limit: Int, _ connections: Int) {
    #expect(ConnectionShares(2048, descriptors: limit).all == connections)
  }
}
