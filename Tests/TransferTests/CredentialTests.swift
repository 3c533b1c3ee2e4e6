import Foundation
import TestSupport
import Testing

@testable import Transfer

@Suite("Credentials go to their host and nowhere else")
struct CredentialTests {
  let engine: TransferEngine
  let directory = TemporaryDirectory()

  init() throws { engine = try TransferEngine() }

  private func credentials(_ kind: String) -> TransferSettings.Credentials {
    switch kind {
    case "basic": .basic(file: directory.write("user:pass:wörd\n", to: "basic"))
    case "bearer": .bearer(file: directory.write("tok-en\r\n", to: "bearer"))
    default:
      .netrc(
        file: directory.write(
          "machine 127.0.0.1 login user password word\ndefault login a password b\n", to: "netrc"))
    }
  }

  @Test(arguments: [
    ("basic", "Basic " + Data("user:pass:wörd".utf8).base64EncodedString()), ("bearer", "Bearer tok-en"),
    ("netrc", "Basic " + Data("user:word".utf8).base64EncodedString()),
  ])
  func areSent(kind: String, expected: String) async throws {
    let other = LoopbackServer { _ in .text("") }
    let server = LoopbackServer { request in
      switch request.path {
      case "/": .redirect(to: "/same")
      case "/same": .redirect(to: other.url("/other"))
      default: .text("back")
      }
    }
    let settings = TransferSettings.quick {
      $0.credentials = credentials(kind)
      $0.headers = [.init(name: "X-Api-Key", value: "k")]
    }
    _ = try await engine.fetch(server.url(), settings).get()
    #expect(server.log.map { $0.header("authorization") } == [expected, expected])
    #expect(server.log.map { $0.header("x-api-key") } == ["k", "k"])
    #expect(other.requestCount == 1)
    #expect(other.log[0].header("authorization") == nil)
    #expect(other.log[0].header("x-api-key") == nil)
  }

  @Test func comeBackWithTheHost() async throws {
    let home = Locked("")
    let other = LoopbackServer { _ in .redirect(to: home.withLock { $0 }) }
    let server = LoopbackServer { request in request.path == "/" ? .redirect(to: other.url()) : .text("there")
    }
    home.withLock { $0 = server.url("/back") }
    _ = try await engine.fetch(server.url(), .quick { $0.credentials = credentials("bearer") }).get()
    #expect(server.log.map { $0.header("authorization") } == ["Bearer tok-en", "Bearer tok-en"])
    #expect(other.log.map { $0.header("authorization") } == [nil])
  }

  @Test func ofTheURL() async throws {
    let other = LoopbackServer { _ in .text("") }
    let server = LoopbackServer { request in
      request.path == "/" ? .redirect(to: "http://evil:me@127.0.0.1:\(other.port)/") : .text("")
    }
    let fetched = try await engine.fetch("http://me:s%20cret@127.0.0.1:\(server.port)/").get()
    #expect(server.log[0].header("authorization") == "Basic " + Data("me:s cret".utf8).base64EncodedString())
    #expect(other.log[0].header("authorization") == nil, "the upstream does not choose who we are")
    #expect(fetched.head.effectiveURL == other.url())
  }

  @Test func areReadAnewForEachRequest() async throws {
    let server = LoopbackServer { _ in .text("") }
    let path = directory.write("one", to: "token")
    let settings = TransferSettings.quick { $0.credentials = .bearer(file: path) }
    _ = try await engine.fetch(server.url(), settings).get()
    directory.write("two", to: "token")
    _ = try await engine.fetch(server.url(), settings).get()
    #expect(server.log.map { $0.header("authorization") } == ["Bearer one", "Bearer two"])
  }

  @Test(arguments: [
    TransferSettings.Credentials.basic(file: "/nowhere"), .bearer(file: "/nowhere"), .netrc(file: "/nowhere"),
    .clientCertificate(certificate: "/nowhere", key: "/nowhere"), .bearer(file: "/dev/null"),
    .bearer(file: "/tmp"),
  ])
  func missingFiles(credentials: TransferSettings.Credentials) async throws {
    let server = LoopbackServer { _ in .text("") }
    let error = try #require(await engine.fetch(server.url(), .quick { $0.credentials = credentials }).error)
    #expect(error.kind == .credential)
    #expect(!error.isTransient)
    #expect(server.connectionCount == 0)
    // Its turn is free again.
    #expect(try await engine.fetch(server.url()).get().head.status == 200)
  }

  @Test(arguments: [
    ("basic", "SECRET without colon"), ("bearer", "SECRET\nline two"), ("bearer", "SECRET\u{1}"),
  ])
  func unusableFilesAreNotQuoted(kind: String, content: String) async throws {
    let path = directory.write(content, to: "x")
    let settings = TransferSettings.quick {
      $0.credentials = kind == "basic" ? .basic(file: path) : .bearer(file: path)
    }
    let error = try #require(await engine.fetch("http://127.0.0.1:9/", settings).error)
    #expect(error.kind == .credential)
    #expect(!error.message.contains("SECRET"))
  }

  @Test func neverInErrors() async throws {
    let path = directory.write("SECRET", to: "x")
    let server = LoopbackServer { request in
      switch request.path {
      case "/loop": .redirect(to: "http://SECRET:SECRET@127.0.0.1:1/loop?token=SECRET")
      case "/file": .redirect(to: "file://SECRET@h/?api_key=SECRET")
      case "/short": .init(body: .cutShort([], declaredLength: 9))
      case "/slow": .silence
      default: .bytes([1], headers: [("Content-Encoding", "gzip")])
      }
    }
    let settings = TransferSettings.quick {
      $0.credentials = .bearer(file: path)
      $0.headers = [.init(name: "X-Key", value: "SECRET")]
      $0.timeout = 0.3
    }
    for path in ["/loop", "/file", "/short", "/slow", "/coding"] {
      let url = "http://SECRET:SECRET@127.0.0.1:\(server.port)\(path)?api_key=SECRET&x=1"
      let error = try #require(await engine.fetch(url, settings).error)
      #expect(!error.message.contains("SECRET"), "\(error.message)")
    }
    for proxy in ["http://SECRET:SECRET@127.0.0.1:1", "foo://SECRET:SECRET@h", "http://SECRET:SECRET@:x"] {
      let error = try #require(await engine.fetch("http://example.org/", .quick { $0.proxy = proxy }).error)
      #expect(!error.message.contains("SECRET"), "\(error.message)")
    }
  }

  @Test func throughAProxy() async throws {
    let proxy = LoopbackServer { _ in .text("by proxy") }
    let settings = TransferSettings.quick { $0.proxy = proxy.url() }
    #expect(try await engine.fetch("http://no-such-host.invalid/x", settings).get().text == "by proxy")
    #expect(proxy.log[0].target == "http://no-such-host.invalid/x")
  }

  // MARK: Keys of APIs

  private static let key = "s3cr3t/+=key"

  private func keyFile() -> String { directory.write(Self.key + "\n", to: "key") }

  @Test("a key in a header goes to the origin and nowhere else")
  func keyInHeader() async throws {
    let other = LoopbackServer { _ in .text("") }
    let server = LoopbackServer { request in
      request.path == "/" ? .redirect(to: "/same") : .redirect(to: other.url("/other"))
    }
    let settings = TransferSettings.quick {
      $0.credentials = .header(name: "X-Api-Key", file: keyFile())
      $0.headers = [.init(name: "x-api-key", value: "configured")]
    }
    let fetched = try await engine.fetch(server.url(), settings).get()
    #expect(
      server.log.map { $0.headers.filter { $0.name.lowercased() == "x-api-key" }.map(\.value) } == [
        [Self.key], [Self.key],
      ])
    #expect(other.log.count == 1 && !"\(other.log)".contains(Self.key))
    #expect(!"\(fetched.head)".contains(Self.key))
  }

  @Test("a key in the query is sent to the origin, and stands in no address that is told")
  func keyInQuery() async throws {
    let echoed = "s3cr3t%2F%2B%3Dkey"
    let other = LoopbackServer { _ in .text("") }
    let server = LoopbackServer { request in
      switch request.path {
      case let path where path.hasPrefix("/start"): .redirect(301, to: "/moved?x=1&api%5Fkey=\(echoed)")
      case let path where path.hasPrefix("/moved"): .redirect(to: "/there?api_key=\(echoed)&y=2")
      case let path where path.hasPrefix("/away"): .redirect(to: other.url("/other?api_key=\(echoed)&z=3"))
      case let path where path.hasPrefix("/fails"): .text("no", status: 500)
      default: .text("there")
      }
    }
    let settings = TransferSettings.quick { $0.credentials = .query(parameter: "api_key", file: keyFile()) }
    let fetched = try await engine.fetch(server.url("/start?q=a"), settings).get()
    #expect(
      server.log.map(\.target) == [
        "/start?q=a&api_key=\(echoed)", "/moved?x=1&api_key=\(echoed)", "/there?y=2&api_key=\(echoed)",
      ])
    #expect(fetched.head.effectiveURL == server.url("/there?y=2"))
    #expect(!"\(fetched.head)".contains("s3cr3t"))
    // A next page's address in which the upstream left the key has it once.
    _ = try await engine.fetch(server.url("/page?api_key=old&n=2"), origin: server.url("/"), settings).get()
    #expect(server.log.last?.target == "/page?n=2&api_key=\(echoed)")
    // Another host gets none, whatever the redirect says.
    let away = try await engine.fetch(server.url("/away"), settings).get()
    #expect(other.log.map(\.target) == ["/other?z=3"] && away.head.effectiveURL == other.url("/other?z=3"))
    _ = try await engine.fetch(other.url("/next"), origin: server.url("/"), settings).get()
    #expect(other.log.last?.target == "/next")
  }

  @Test("no message holds a key, whatever goes wrong")
  func keyInMessages() async throws {
    let loop = LoopbackServer { request in .redirect(to: request.target + "&again=1") }
    let closed = LoopbackServer { _ in .text("") }
    let address = closed.url("/gone?x=1")
    closed.stop()
    for credentials in [
      TransferSettings.Credentials.query(parameter: "k", file: keyFile()),
      .header(name: "X-K", file: keyFile()),
    ] {
      let settings = TransferSettings.quick { $0.credentials = credentials }
      for url in [loop.url("/a?b"), address, "http://nowhere.invalid/?a=b", "http://127.0.0.1:1/"] {
        let error = try #require(await engine.fetch(url, settings).error)
        #expect(!"\(error)".contains("s3cr3t") && !error.message.contains("s3cr3t"))
      }
    }
    let missing = TransferSettings.quick {
      $0.credentials = .query(parameter: "k", file: directory.path + "/none")
    }
    #expect(await engine.fetch(loop.url("/"), missing).error?.kind == .credential)
    let broken = TransferSettings.quick {
      $0.credentials = .header(name: "X-K", file: directory.write("two\nlines\n", to: "lines"))
    }
    #expect(await engine.fetch(loop.url("/"), broken).error?.kind == .credential)
  }
}
