import Foundation
import TestSupport
import Testing

@Suite("SIGTERM ends the daemon within 5 s", .serialized)
struct EndTests {
  /// What an upstream does while the daemon is told to end.
  struct Upstream: CustomTestStringConvertible {
    var testDescription: String
    var answer: @Sendable (LoopbackServer.Request) -> LoopbackServer.Reply

    init(_ name: String, _ answer: @escaping @Sendable (LoopbackServer.Request) -> LoopbackServer.Reply) {
      testDescription = name
      self.answer = answer
    }
  }

  static let upstreams = [
    Upstream("never answers") { _ in .silence },
    Upstream("drips") { _ in
      LoopbackServer.Reply(200, body: .throttled(Array(repeating: 0x20, count: 1 << 20), bytesPerSecond: 3))
    },
    Upstream("stands still in the middle") { _ in
      LoopbackServer.Reply(200, body: .stalled(after: Array("<?xml".utf8), declaredLength: 10_000))
    },
    Upstream("fails, and the run sleeps until it asks again") { _ in .text("later", status: 500) },
    Upstream("asks to wait") { _ in .text("later", status: 503, headers: [("Retry-After", "25")]) },
    Upstream("sends without end") { _ in
      LoopbackServer.Reply(200, body: .generated { _ in Array(repeating: 0x20, count: 65536) })
    },
  ]

  @Test("whatever its upstream does", arguments: upstreams)
  func whateverUpstreamsDo(_ upstream: Upstream) throws {
    let server = LoopbackServer(handler: upstream.answer)
    defer { server.stop() }
    let daemon = try RunningDaemon(
      state: TemporaryDirectory(),
      catalogues: ["test": "title = \"T\"\nurl = \"\(server.url("/oai"))\"\nformat = \"oai-pmh\"\n"])
    let end = Date() + 10
    while server.requestCount == 0, Date() < end { usleep(10_000) }
    usleep(500_000)
    ends(daemon)
    #expect(server.requestCount > 0)
  }

  @Test("while clients stand still in the middle of a request, or of its answer")
  func clients() throws {
    let daemon = try RunningDaemon(state: TemporaryDirectory(), catalogues: [:])
    var open: [Int32] = []
    defer { for descriptor in open { close(descriptor) } }
    for text in [
      "", "GET /v1/status HT", "POST /v1/refresh HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n{",
    ] {
      let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
      #expect(withUnixAddress(daemon.socket) { connect(descriptor, $0, $1) } == 0)
      #expect(send(descriptor, text, text.utf8.count, 0) == text.utf8.count)
      open.append(descriptor)
    }
    usleep(200_000)
    ends(daemon)
  }

  @Test("with the last page committed, and goes on from there")
  func lastPage() throws {
    let repository = Repository(records: 1000, page: 20)
    defer { repository.stop() }
    repository.change { $0.delay = 0.1 }
    let state = TemporaryDirectory()
    let daemon = try RunningDaemon(state: state, catalogues: ["test": repository.toml])
    // Identify and the first pages.
    let end = Date() + 20
    while repository.requests < 8, Date() < end { usleep(10_000) }
    ends(daemon)
    #expect(
      !FileManager.default.fileExists(atPath: state.file("catalogued.sqlite-wal")), "the log is taken in")
    let asked = repository.requests
    let contents = try StoreContents(state: state.path)
    #expect(contents.openRuns == 1)
    // Every page that had come whole; the one that was on its way is asked for again.
    #expect(contents.records.count >= 20 * 4 && contents.records.count % 20 == 0, "\(contents.records.count)")
    repository.change { $0.delay = 0 }
    try daemon.start()
    #expect(daemon.log.contains("goes on with a full run"), "\(daemon.log)")
    let refresh = try daemon.ctl("refresh", "test", "--wait")
    #expect(refresh.status == 0, "\(refresh.errors)")
    #expect(repository.requests - asked < 50, "it began again: \(repository.requests - asked) requests")
    daemon.stop()
    #expect(try StoreContents(state: state.path).records.count == 1000)
  }

  @Test("even while another program holds the store's lock, which a run would wait 10 s for")
  func lockedStore() throws {
    let repository = Repository(records: 1000, page: 20)
    defer { repository.stop() }
    repository.change { $0.delay = 0.1 }
    let state = TemporaryDirectory()
    let daemon = try RunningDaemon(state: state, catalogues: ["test": repository.toml])
    let lock = try StoreLock(state.file("catalogued.sqlite"))
    sleep(1)
    ends(daemon)
    #expect(daemon.log.contains("does not wait any longer for"), "\(daemon.log)")
    lock.release()
    try daemon.start()
    #expect(try daemon.ctl("refresh", "test", "--wait").status == 0)
    daemon.stop()
    #expect(try StoreContents(state: state.path).records.count == 1000)
  }

  @Test("a run that finds nothing new says nothing")
  func quiet() throws {
    let repository = Repository(records: 40, page: 20)
    defer { repository.stop() }
    let daemon = try RunningDaemon(state: TemporaryDirectory(), catalogues: ["test": repository.toml])
    _ = try daemon.ctl("refresh", "test", "--wait")
    let before = daemon.log
    #expect(before.contains("test: done, 40 heard"))
    for _ in 0..<3 { #expect(try daemon.ctl("refresh", "test", "--wait").status == 0) }
    #expect(daemon.log == before)
  }

  private func ends(_ daemon: RunningDaemon) {
    let start = Date()
    #expect(daemon.stop() == 0)
    #expect(Date().timeIntervalSince(start) < 5, "\(daemon.log)")
  }

  @Test("a log that nobody reads holds up neither a reload nor the end")
  func unreadLog() throws {
    let folder = TemporaryDirectory()
    let (log, process) = (Pipe(), Process())
    process.executableURL = URL(fileURLWithPath: Programs.folder + "/catalogued")
    process.arguments = [
      "--config", folder.write("", to: "c.toml"), "--state", folder.path, "--socket", folder.file("s"),
    ]
    process.standardError = log
    try process.run()
    #expect(String(decoding: log.fileHandleForReading.availableData, as: UTF8.self).contains("answers on"))
    let full = log.fileHandleForWriting.fileDescriptor
    _ = fcntl(full, F_SETFL, fcntl(full, F_GETFL) | O_NONBLOCK)
    while write(full, Array(repeating: UInt8(ascii: "x"), count: 4096), 4096) > 0 {}
    _ = fcntl(full, F_SETFL, fcntl(full, F_GETFL) & ~O_NONBLOCK)
    let begun = Date()
    #expect(try Programs.run("cataloguectl", ["--socket", folder.file("s"), "reload"]).status == 0)
    process.terminate()
    process.waitUntilExit()
    #expect(Date().timeIntervalSince(begun) < 5)
    #expect(process.terminationStatus == 0)
  }
}
