import ControlAPI
import ControlClient
import ControlServer
import Foundation
import TestSupport
import Testing

@Suite("A file over the socket")
struct DownloadTests {
  let folder = TemporaryDirectory()
  let service = FakeService()
  let server: ControlServer

  init() throws { server = try ControlServer(socketPath: folder.file("c.sock"), service: service) }

  /// What came, or why not.
  private func download(_ path: String = "backup", take: @escaping (Int) -> Bool = { _ in true }) throws
    -> Result<Int64, ControlClient.Failure>
  {
    let client = try ControlClient(socketPath: folder.file("c.sock"))
    var count = 0
    do throws(ControlClient.Failure) {
      let bytes = try client.download(path) {
        count += $0.count
        return take(count)
      } progress: { _ in
      }
      #expect(Int(bytes) == count)
      // The client goes on with other questions.
      _ = try client.get("status")
      return .success(bytes)
    } catch { return .failure(error) }
  }

  @Test("comes whole, with the digest that the daemon said")
  func whole() throws { #expect(try download() == .success(3 << 20)) }

  @Test("what is not what was sent is refused")
  func broken() throws {
    service.state.withLock { $0.isBroken = true }
    guard case .failure(.unreadable(let why)) = try download() else {
      Issue.record("it was taken")
      return
    }
    #expect(why.contains("digest"))
  }

  @Test("a no is the daemon's own")
  func problem() throws {
    guard case .failure(.problem(let problem)) = try download("backup/nothing") else {
      Issue.record("there was a file")
      return
    }
    #expect(problem.code == .noSuchPath)
  }

  @Test("who cannot keep it hangs up")
  func refused() throws {
    guard case .failure(.unreadable) = try download(take: { $0 < 1 << 20 }) else {
      Issue.record("it was kept")
      return
    }
  }

  @Test("a daemon that stops in the middle is no end")
  func stopped() throws {
    let server = server
    let result = try download { count in
      if count > 1 << 16 { server.stop() }
      return true
    }
    guard case .failure(.hungUp) = result else {
      Issue.record("\(result)")
      return
    }
  }
}
