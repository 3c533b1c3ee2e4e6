import ControlClient
import ControlServer
import Foundation
import TestSupport
import Testing

@Suite("The socket's file")
struct SocketFileTests {
  let folder = TemporaryDirectory()
  var path: String { folder.file("c.sock") }

  private func serve(_ path: String) throws -> ControlServer {
    try ControlServer(socketPath: path, service: FakeService())
  }

  private func message(_ path: String) -> String {
    do {
      _ = try serve(path)
      return ""
    } catch { return "\(error)" }
  }

  /// Binds a socket and leaves it behind, as a killed daemon does.
  private func leaveBehind(_ path: String) {
    let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8)) }
    _ = withUnsafePointer(to: address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    close(descriptor)
  }

  @Test("has mode 0660, whatever the umask says, and goes with the server", arguments: [0, 0o022, 0o077])
  func mode(_ mask: mode_t) throws {
    let before = umask(mask)
    defer { umask(before) }
    let server = try serve(path)
    let facts = try FileManager.default.attributesOfItem(atPath: path)
    #expect(facts[.posixPermissions] as? Int == 0o660)
    #expect(facts[.type] as? FileAttributeType == .typeSocket)
    server.stop()
    #expect(!FileManager.default.fileExists(atPath: path))
    server.stop()
  }

  @Test("a stale one is replaced")
  func stale() throws {
    leaveBehind(path)
    let server = try serve(path)
    #expect(try ControlClient(socketPath: path).get("status").isEmpty == false)
    server.stop()
  }

  @Test("one that answers is left alone")
  func live() throws {
    let server = try serve(path)
    #expect(message(path).contains("another catalogued answers there"))
    #expect(try ControlClient(socketPath: path).get("status").isEmpty == false)
    server.stop()
  }

  @Test("what is no socket is left alone")
  func foreign() throws {
    folder.write("precious", to: "c.sock")
    #expect(message(path).contains("no socket"))
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "precious")
    try FileManager.default.removeItem(atPath: path)
    symlink("/nonexistent", path)
    #expect(message(path).contains("no socket"))
  }

  @Test("one that another server has put in its place is left alone at the end")
  func replaced() throws {
    let server = try serve(path)
    unlink(path)
    leaveBehind(path)
    server.stop()
    #expect(FileManager.default.fileExists(atPath: path))
  }

  @Test("its folder is made, but only the last one")
  func folders() throws {
    let server = try serve(folder.file("run/c.sock"))
    server.stop()
    #expect(message(folder.file("a/b/c.sock")).contains("No such file"))
  }

  @Test(arguments: ["", String(repeating: "x", count: 108)])
  func badPaths(_ path: String) { #expect(message(path).contains("opening the control socket")) }

  @Test("the client says why nobody answers")
  func client() {
    func failure(_ path: String) -> ControlClient.Failure? {
      do throws(ControlClient.Failure) {
        _ = try ControlClient(socketPath: path).get("status")
        return nil
      } catch { return error }
    }
    #expect(failure(path) == .noDaemon(path: path, why: "there is no such socket"))
    leaveBehind(path)
    #expect(failure(path) == .noDaemon(path: path, why: "nobody listens there"))
    let long = folder.file(String(repeating: "x", count: 200))
    #expect(failure(long) == .noDaemon(path: long, why: "the path is too long for a socket"))
  }
}
