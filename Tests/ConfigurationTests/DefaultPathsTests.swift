import Configuration
import ControlAPI
import Foundation
import Testing

@Suite("Where things are")
struct DefaultPathsTests {
  struct Case: CustomTestStringConvertible {
    var testDescription: String
    var user: UInt32
    var environment: [String: String]
    var configuration: String
    var state: String
    var socket: String

    init(
      _ name: String, _ user: UInt32, _ environment: [String: String], _ configuration: String,
      _ state: String,
      _ socket: String
    ) {
      testDescription = name
      self.user = user
      self.environment = environment
      self.configuration = configuration + "/catalogued.toml"
      self.state = state
      self.socket = socket + "/catalogued.sock"
    }
  }

  private static let home = ["HOME": "/home/ada"]
  private static let unit = [
    "CONFIGURATION_DIRECTORY": "/etc/c", "STATE_DIRECTORY": "/var/lib/c", "RUNTIME_DIRECTORY": "/run/c",
  ]

  @Test(
    "as systemd says, then root's places, then the XDG directories",
    arguments: [
      Case("root", 0, [:], "/etc/catalogued", "/var/lib/catalogued", "/run/catalogued"),
      Case(
        "root by sudo keeps the system's places", 0,
        home.merging(["XDG_RUNTIME_DIR": "/run/user/1000", "XDG_CONFIG_HOME": "/x"]) { $1 },
        "/etc/catalogued",
        "/var/lib/catalogued", "/run/catalogued"),
      Case("a unit as root", 0, unit, "/etc/c", "/var/lib/c", "/run/c"),
      Case("a unit with a user", 1000, unit.merging(home) { $1 }, "/etc/c", "/var/lib/c", "/run/c"),
      Case(
        "a unit with several folders of each", 1000,
        unit.mapValues { $0 + ":/other:" + $0 + "2" }, "/etc/c", "/var/lib/c", "/run/c"),
      Case(
        "a unit without a runtime directory", 0, ["STATE_DIRECTORY": "/var/lib/c"], "/etc/catalogued",
        "/var/lib/c", "/run/catalogued"),
      Case(
        "empty variables are none", 0, unit.mapValues { _ in "" }, "/etc/catalogued", "/var/lib/catalogued",
        "/run/catalogued"),
      Case(
        "a person", 1000, home.merging(["XDG_RUNTIME_DIR": "/run/user/1000"]) { $1 },
        "/home/ada/.config/catalogued", "/home/ada/.local/state/catalogued", "/run/user/1000/catalogued"),
      Case(
        "a person with folders elsewhere", 1000,
        home.merging(["XDG_CONFIG_HOME": "/c", "XDG_STATE_HOME": "/s", "XDG_RUNTIME_DIR": "/r"]) { $1 },
        "/c/catalogued", "/s/catalogued", "/r/catalogued"),
      Case(
        "XDG variables that are not absolute are ignored", 1000,
        home.merging(["XDG_CONFIG_HOME": "c", "XDG_STATE_HOME": ".", "XDG_RUNTIME_DIR": "r"]) { $1 },
        "/home/ada/.config/catalogued", "/home/ada/.local/state/catalogued", "/run/user/1000/catalogued"),
      Case(
        "a person without XDG_RUNTIME_DIR", 1000, home, "/home/ada/.config/catalogued",
        "/home/ada/.local/state/catalogued", "/run/user/1000/catalogued"),
      Case(
        "a person without a runtime directory", 1001, home, "/home/ada/.config/catalogued",
        "/home/ada/.local/state/catalogued", "/run/catalogued"),
    ])
  func places(_ test: Case) {
    let paths = DefaultPaths(test.environment, user: test.user) { $0 == "/run/user/1000" }
    #expect(paths.configuration == test.configuration)
    #expect(paths.stateDirectory == test.state)
    #expect(paths.socket == test.socket)
  }

  @Test("without a home, no folder of the root is meant", arguments: [[:], ["HOME": ""], ["HOME": "home"]])
  func homeless(_ environment: [String: String]) {
    let paths = DefaultPaths(environment, user: 1000) { _ in false }
    #expect(paths.configuration == nil && paths.stateDirectory == nil)
    #expect(DefaultPaths(environment, user: 0) { _ in false }.stateDirectory == "/var/lib/catalogued")
  }

  private static let own = "/run/user/1000/catalogued/catalogued.sock"
  private static let runtime = ["XDG_RUNTIME_DIR": "/run/user/1000"]

  @Test(
    "the companion finds the socket",
    arguments: [
      ("/flag", ["CATALOGUED_SOCKET": "/variable"], [SocketPlaces.system, own], "/flag"),
      (nil, ["CATALOGUED_SOCKET": "/variable"], [SocketPlaces.system, own], "/variable"),
      (nil, ["CATALOGUED_SOCKET": ""], [SocketPlaces.system, own], SocketPlaces.system),
      (nil, runtime, [SocketPlaces.system, own], SocketPlaces.system),
      (nil, runtime, [own], own),
      (nil, runtime, [], SocketPlaces.system),
      (nil, [:], ["/run/user/1000", own], own),
      (nil, [:], ["/run/user/1000"], SocketPlaces.system),
      (nil, [:], [], SocketPlaces.system),
    ] as [(String?, [String: String], [String], String)])
  func asked(_ flag: String?, _ environment: [String: String], _ there: [String], _ expected: String) {
    let exists = { (path: String) in there.contains(path) }
    #expect(
      SocketPlaces.toAsk(flag: flag, environment, user: 1000, exists: exists, answers: exists) == expected)
  }

  @Test("the system's socket that nobody answers on does not hide the user's own")
  func stale() throws {
    func asked(_ there: [String]) -> String {
      SocketPlaces.toAsk(
        flag: nil, Self.runtime, user: 1000, exists: { there.contains($0) }, answers: { _ in false })
    }
    #expect(asked([SocketPlaces.system, Self.own]) == Self.own)
    #expect(asked([SocketPlaces.system]) == SocketPlaces.system, "to say what is amiss with it")
    // What a daemon that was killed leaves behind, before and after.
    let folder = try Workbench().folder
    let path = folder + ".sock"
    let listener = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8)) }
    let bound = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(listener, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    #expect(bound == 0 && listen(listener, 1) == 0)
    #expect(SocketPlaces.answers(path))
    close(listener)
    #expect(!SocketPlaces.answers(path))
    unlink(path)
  }

  @Test("both programs mean the same socket", arguments: [0, 1000] as [UInt32])
  func meet(_ user: UInt32) {
    let served = DefaultPaths(Self.runtime, user: user) { _ in false }.socket
    #expect(SocketPlaces.toAsk(flag: nil, Self.runtime, user: user) { $0 == served } == served)
  }
}
