import Foundation
import TestSupport
import Testing
import Threads

@testable import Transfer

@Suite("Failures are told apart, and say what to do")
struct FailureTests {
  let engine: TransferEngine

  init() throws { engine = try TransferEngine() }

  @Test(arguments: [
    LoopbackServer.Reply(body: .cutShort(Array("abc".utf8), declaredLength: 10)),
    LoopbackServer.Reply(body: .brokenChunks(Array("abc".utf8))),
  ])
  func brokenOff(reply: LoopbackServer.Reply) async throws {
    let server = LoopbackServer { _ in reply }
    let transfer = engine.start(TransferRequest(url: server.url()), .quick())
    let (bytes, error) = await onThread {
      var bytes: [UInt8] = []
      do throws(TransferError) {
        while let more = try transfer.read() { bytes += more }
        return (bytes, nil as TransferError?)
      } catch { return (bytes, error) }
    }
    #expect(bytes.starts(with: Array("abc".utf8)), "what came is read")
    #expect(error?.kind == .network)
    #expect(error?.isTransient == true)
    #expect(error?.message.contains("broke off") == true)
  }

  @Test(arguments: ["", "SSH-2.0-OpenSSH\r\n", "HTTP/1.1 200 OK\r\nX: \u{0}\r\n\r\n"])
  func notHTTP(bytes: String) async throws {
    let server = LoopbackServer { _ in .raw(bytes) }
    let error = try #require(await engine.fetch(server.url()).error)
    #expect(error.kind == .network)
    #expect(error.isTransient)
  }

  @Test func nobodyListens() async throws {
    let server = LoopbackServer { _ in .text("") }
    let url = server.url()
    server.stop()
    let error = try #require(await engine.fetch(url).error)
    #expect(error.kind == .network)
    #expect(error.isTransient)
    #expect(error.message.contains(url))
  }

  @Test func noSuchName() async throws {
    let error = try #require(await engine.fetch("http://no-such-host.invalid/").error)
    #expect(error.kind == .network)
    #expect(error.isTransient)
    // Where no DNS answers at all, the name is still being looked up when the time is over.
    #expect(
      ["no address", "no connection in time"].contains(where: error.message.contains), "\(error.message)")
  }

  @Test func noURL() async throws {
    let error = try #require(await engine.fetch("htp:/nonsense").error)
    #expect(error.kind == .refused)
    #expect(!error.isTransient)
  }

  // MARK: Time

  @Test(arguments: [
    LoopbackServer.Reply.silence, LoopbackServer.Reply(body: .stalled(after: [65], declaredLength: 9)),
    LoopbackServer.Reply(
      body: .generated { _ in
        Thread.sleep(forTimeInterval: 0.05)
        return [65]
      }),
  ])
  func timeout(reply: LoopbackServer.Reply) async throws {
    let server = LoopbackServer { _ in reply }
    let transfer = engine.start(TransferRequest(url: server.url()), .quick { $0.timeout = 0.5 })
    let (result, seconds) = await transfer.timed()
    let error = try #require(result.error)
    #expect(error.kind == .network)
    #expect(error.isTransient)
    #expect(error.message.contains("0.5 seconds"), "\(error.message)")
    #expect(0.4...2 ~= seconds)
  }

  @Test func timeoutCountsOverRedirects() async throws {
    let server = LoopbackServer { _ in .redirect(to: "/").delayed(0.2) }
    let settings = TransferSettings.quick {
      $0.timeout = 0.5
      $0.maxRedirects = 1000
    }
    let error = try #require(await engine.fetch(server.url(), settings).error)
    #expect(error.kind == .network)
    #expect(server.requestCount <= 3)
  }

  @Test func tooSlow() async throws {
    let server = LoopbackServer { _ in
      .init(body: .throttled([UInt8](repeating: 0, count: 10_000), bytesPerSecond: 300))
    }
    let settings = TransferSettings.quick {
      $0.lowSpeedLimit = 1000
      $0.lowSpeedTime = 2
    }
    let error = try #require(await engine.fetch(server.url(), settings).error)
    #expect(error.kind == .network)
    #expect(error.isTransient)
    #expect(error.message.contains("slower than 1000 bytes"))
  }

  @Test func slowEnoughIsFine() async throws {
    let server = LoopbackServer { _ in
      .init(body: .throttled([UInt8](repeating: 0, count: 9000), bytesPerSecond: 3000))
    }
    let settings = TransferSettings.quick {
      $0.lowSpeedLimit = 1000
      $0.lowSpeedTime = 1
    }
    #expect(try await engine.fetch(server.url(), settings).get().body.count == 9000)
  }

  // MARK: Other threads

  @Test(arguments: ["head", "body", "queue"])
  func cancel(during place: String) async throws {
    let server = LoopbackServer { _ in
      place == "body" ? .init(body: .stalled(after: [65], declaredLength: 9)) : .silence
    }
    let before = engine.start(TransferRequest(url: server.url()), .quick())
    let transfer = place == "queue" ? engine.start(TransferRequest(url: server.url()), .quick()) : before
    Thread.detachNewThread {
      Thread.sleep(forTimeInterval: 0.2)
      transfer.cancel()
      transfer.cancel()
    }
    let (result, seconds) = await transfer.timed()
    #expect(result.error?.kind == .cancelled)
    #expect(seconds < 2)
    before.cancel()
  }

  @Test func aTransferThatIsDroppedGivesUpItsTurn() async throws {
    let server = LoopbackServer { request in request.path == "/stall" ? .silence : .text("next") }
    _ = engine.start(TransferRequest(url: server.url("/stall")), .quick())
    #expect(try await engine.fetch(server.url()).get().text == "next")
  }

  /// curl takes a head that never ends for a success.
  @Test func aHeadThatBreaksOffIsAFailure() async throws {
    let server = LoopbackServer { _ in .raw("HTTP/1.1 200 OK\r\nX: y") }
    let (result, seconds) = await engine.start(TransferRequest(url: server.url()), .quick()).timed()
    #expect(throws: TransferError.self) { try result.get() }
    #expect(seconds < 5)
  }

  @Test func shutdownEndsEverything() async throws {
    let engine = try TransferEngine()
    let server = LoopbackServer { request in
      request.path == "/body" ? .init(body: .stalled(after: [65], declaredLength: 9)) : .silence
    }
    let directory = TemporaryDirectory()
    let urls = ["/body", "/head", "/queued"].map { server.url($0) } + ["http://no-such-host.invalid/"]
    let settings = TransferSettings.quick { $0.requestsPerHost = 2 }
    let transfers =
      urls.map { engine.start(TransferRequest(url: $0), settings) } + [
        engine.start(
          TransferRequest(url: "file://" + directory.write("x", to: "x"), allowsFile: true), settings)
      ]
    async let results = withTaskGroup(of: TransferError?.self) { group in
      for transfer in transfers.dropLast() { group.addTask { await transfer.fetched().error } }
      return await group.reduce(into: []) { $0.append($1) }
    }
    try await Task.sleep(for: .milliseconds(200))
    let time = await onThread {
      let start = monotonicSeconds()
      engine.shutdown()
      engine.shutdown()
      return monotonicSeconds() - start
    }
    #expect(time < 1)
    // The name may have been found missing before.
    #expect(await results.allSatisfy { $0?.kind == .cancelled || $0?.message.contains("invalid") == true })
    #expect(await transfers[4].fetched().error?.kind == .cancelled)
    #expect(await engine.fetch(server.url()).error?.kind == .cancelled)
  }

  // MARK: A slow reader

  @Test func aSlowReaderStopsTheServerAndNobodyElse() async throws {
    let piece = [UInt8](repeating: 7, count: 64 << 10)
    let server = LoopbackServer { request in
      request.path == "/large" ? .init(body: .generated { $0 < 3200 ? piece : nil }) : .text("meanwhile")
    }
    let settings = TransferSettings.quick {
      $0.requestsPerHost = 2
      // A pause is not slowness.
      $0.lowSpeedLimit = 10_000
      $0.lowSpeedTime = 1
      $0.maxBodyBytes = 1 << 30
    }
    let transfer = engine.start(TransferRequest(url: server.url("/large")), settings)
    let count = try await onThread { () -> Result<Int, TransferError> in
      Result { () throws(TransferError) in
        var count = try transfer.read()?.count ?? 0
        Thread.sleep(forTimeInterval: 2.5)
        let sent = server.bytesSent
        // Our buffer, and what the kernel's two socket buffers hold.
        #expect(sent < 24 << 20)
        Thread.sleep(forTimeInterval: 0.3)
        #expect(server.bytesSent == sent, "standing still")
        while let bytes = try transfer.read() { count += bytes.count }
        return count
      }
    }.get()
    #expect(count == 200 << 20)
    #expect(try await engine.fetch(server.url("/small"), settings).get().text == "meanwhile")
  }

  @Test func aTransferThatNobodyReadsHoldsNobodyUp() async throws {
    let server = LoopbackServer { request in
      request.path == "/large"
        ? .init(body: .generated { _ in [UInt8](repeating: 7, count: 64 << 10) }) : .text("small")
    }
    let settings = TransferSettings.quick { $0.requestsPerHost = 2 }
    let unread = engine.start(TransferRequest(url: server.url("/large")), settings)
    for _ in 0..<20 { #expect(try await engine.fetch(server.url("/small"), settings).get().text == "small") }
    unread.cancel()
  }
}
