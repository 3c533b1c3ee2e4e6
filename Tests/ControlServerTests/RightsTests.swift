import ControlAPI
import Foundation
import TestSupport
import Testing

@testable import ControlServer

@Suite("Who can open the socket may read; root and the daemon's user may change")
struct RightsTests {
  static let changes = [
    "/v1/refresh", "/v1/catalogues/polar/refresh", "/v1/catalogues/polar/approve",
    "/v1/reload", "/v1/catalogues/polar/forget", "/v1/catalogues/polar/rename",
    "/v1/catalogues/polar/reject",
    "/v1/catalogues/polar/reparse", "/v1/verify", "/v1/compact", "/v1/catalogues/polar/pause",
    "/v1/catalogues/polar/resume",
  ]

  private func answer(_ method: String, _ path: String, user: UInt32) -> (Response, [String]) {
    let service = FakeService()
    let response = Router(service: service, events: EventHub(epoch: "t")).answer(
      Request(
        method: method, path: RequestPath.parts(of: path) ?? [], query: [:], body: [],
        peer: Peer(user: user, group: 0, process: 1)))
    return (response, service.asked)
  }

  @Test(arguments: changes)
  func changing(_ path: String) throws {
    for user in [0, geteuid()] {
      #expect(answer("POST", path, user: user).0.status != 403)
    }
    for user in [geteuid() + 1000, UInt32.max] {
      let (response, asked) = answer("POST", path, user: user)
      #expect(response.status == 403 && asked.isEmpty)
      #expect(try JSON.decode(Problem.self, from: response.body).code == .notPermitted)
    }
  }

  @Test(arguments: ["/v1/status", "/v1/catalogues", "/v1/runs", "/v1/reports/7"])
  func reading(_ path: String) { #expect(answer("GET", path, user: 4711).0.status == 200) }

  @Test("an address may be looked at by whoever may read: nothing is changed")
  func probing() throws {
    let service = FakeService()
    let response = Router(service: service, events: EventHub(epoch: "t")).answer(
      Request(
        method: "POST", path: ["", "v1", "probe"], query: [:],
        body: Array("{\"url\": \"https://a.example/\"}".utf8),
        peer: Peer(user: 4711, group: 0, process: 1)))
    #expect(response.status == 200)
    // The service is told who asks: what of the network may be seen depends on that.
    #expect(service.asked == ["probe https://a.example/ - by 4711"])
  }

  @Test("a backup holds addresses as they are configured: it is for who may change")
  func backup() throws {
    #expect(answer("GET", "/v1/backup", user: 4711).0.status == 403)
    #expect(answer("GET", "/v1/backup", user: 4711).1.isEmpty)
    #expect(answer("GET", "/v1/backup", user: 0).0.file?.size == 3 << 20)
    #expect(answer("HEAD", "/v1/backup", user: 0).0.status == 405)
  }

  @Test("the kernel says who asks", .enabled(if: geteuid() == 0))
  func realPeer() throws {
    let folder = TemporaryDirectory()
    chmod(folder.path, 0o755)
    let path = folder.file("c.sock")
    let service = FakeService()
    let server = try ControlServer(socketPath: path, service: service)
    defer { server.stop() }
    func ask(_ method: String, _ target: String, groups: String = "--clear-groups") throws -> String {
      let process = Process()
      process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
      process.arguments = [
        "setpriv", "--reuid=65534", "--regid=0", groups, "curl", "-s", "-o", "/dev/null", "-w",
        "%{http_code}", "-X", method, "--unix-socket", path, "http://localhost/v1/\(target)",
      ]
      let pipe = Pipe()
      process.standardOutput = pipe
      try process.run()
      let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
      process.waitUntilExit()
      return String(decoding: output, as: UTF8.self)
    }
    #expect(try ask("GET", "status") == "200")
    #expect(try ask("POST", "refresh") == "403")
    service.state.withLock { $0.group = 4242 }
    #expect(try ask("POST", "refresh") == "403")
    #expect(try ask("POST", "refresh", groups: "--groups=7,4242") == "202")
    let many = (5000..<5200).map(String.init).joined(separator: ",")
    #expect(try ask("POST", "refresh", groups: "--groups=\(many),4242") == "202")
    #expect(try ask("POST", "refresh", groups: "--groups=\(many)") == "403")
  }
}
