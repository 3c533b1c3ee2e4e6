import Foundation
import TestSupport
import Testing

@testable import Transfer

@Suite("Redirects are followed, but not everywhere")
struct RedirectTests {
  /// An engine for which 127.0.0.2 and 127.0.0.3 are the public network, and all else is private.
  let engine: TransferEngine

  init() throws {
    engine = try TransferEngine(
      EngineLoop.Surroundings(
        product: "catalogued", proxies: ProxyChoice { _ in nil },
        isPublic: { $0.bytes == [127, 0, 0, 2] || $0.bytes == [127, 0, 0, 3] }))
  }

  @Test(arguments: [
    ([301], true), ([308, 301], true), ([302], false), ([301, 302], true), ([302, 301], false),
    ([303], false),
    ([307], false),
  ])
  func chain(statuses: [Int], isMoved: Bool) async throws {
    let server = LoopbackServer { request in
      let step = Int(request.path.dropFirst()) ?? 0
      return step < statuses.count ? .redirect(statuses[step], to: "\(step + 1)") : .text("there")
    }
    let fetched = try await engine.fetch(server.url("/0")).get()
    #expect(fetched.text == "there")
    #expect(fetched.head.status == 200)
    #expect(fetched.head.effectiveURL == server.url("/\(statuses.count)"))
    let permanent = statuses.prefix { $0 == 301 || $0 == 308 }.count
    #expect(fetched.head.movedTo == (isMoved ? server.url("/\(permanent)") : nil))
    #expect(server.connectionCount == 1, "a redirect's body does not cost the connection")
  }

  @Test(arguments: [
    ("../c?x=1#y", "/c?x=1"), ("//127.0.0.1:PORT/d", "/d"), ("http://127.0.0.1:PORT/e f", "/e%20f"),
    ("/é", "/%C3%A9"), ("?q", "/a/b?q"), ("/g\t", "/g"),
  ])
  func targets(location: String, expected: String) async throws {
    let server = LoopbackServer { request in
      let port = request.header("host")?.split(separator: ":").last.map(String.init) ?? ""
      return request.target == "/a/b"
        ? .redirect(to: location.replacingOccurrences(of: "PORT", with: port)) : .text("there")
    }
    let fetched = try await engine.fetch(server.url("/a/b")).get()
    #expect(server.log.last?.target.lowercased() == expected.lowercased())
    #expect(fetched.text == "there")
  }

  @Test("who may only see the public network sees no other, not even where the first address is of one")
  func staysPublic() async throws {
    let secret = LoopbackServer { _ in .text("secret") }
    let open = LoopbackServer(address: "127.0.0.2") { request in
      request.path == "/on" ? .redirect(to: secret.url("/")) : .text("there")
    }
    func fetch(_ url: String) async -> Result<Fetched, TransferError> {
      await engine.start(TransferRequest(url: url, staysPublic: true), .quick()).fetched()
    }
    #expect(try await fetch(open.url("/")).get().text == "there")
    for url in [secret.url("/"), open.url("/on")] {
      guard case .failure(let error) = await fetch(url) else {
        Issue.record("\(url) was fetched")
        continue
      }
      #expect(error.kind == .refused && error.message.contains("private"), "\(error.message)")
    }
    #expect(secret.requestCount == 0)
    #expect(try await engine.fetch(secret.url("/")).get().text == "secret", "who may see all sees it")
  }

  @Test func bodyOfARedirectIsNotRead() async throws {
    let server = LoopbackServer { request in
      request.path == "/"
        ? .init(
          302, headers: [("Location", "/there")],
          body: .generated { _ in [UInt8](repeating: 0, count: 65536) })
        : .text("there")
    }
    #expect(try await engine.fetch(server.url()).get().text == "there")
  }

  @Test(arguments: [0, 1, 5])
  func loopsEnd(limit: Int) async throws {
    let server = LoopbackServer { _ in .redirect(to: "/") }
    let error = try #require(await engine.fetch(server.url(), .quick { $0.maxRedirects = limit }).error)
    #expect(error.kind == .tooManyRedirects)
    #expect(!error.isTransient)
    #expect(server.requestCount == limit + 1)
  }

  @Test(arguments: [
    "file:///etc/passwd", "ftp://127.0.0.1/", "gopher://127.0.0.1/", "FILE:///etc/passwd", "javascript://x/",
    "data:text/plain,x", "http://", "http://[::1", "http://a b/", "dict://127.0.0.1:11211/stat",
  ])
  func otherSchemesAndNonsense(location: String) async throws {
    let server = LoopbackServer { request in
      request.path == "/" ? .redirect(to: location) : .text("", status: 404)
    }
    let settings = TransferSettings.quick { $0.connectTimeout = 1 }
    let result = await engine.fetch(server.url(), allowsFile: true, settings)
    if location.hasPrefix("data:") {
      // curl takes it for a path of the same host, which does no harm.
      #expect(result.error?.kind == .refused || (try? result.get().head.status) == 404)
    } else {
      let error = try #require(result.error)
      #expect(error.kind == .refused)
      #expect(!error.isTransient)
    }
  }

  @Test func withoutLocationItIsTheAnswer() async throws {
    let server = LoopbackServer { _ in .text("choose", status: 302) }
    #expect(try await engine.fetch(server.url()).get().head.status == 302)
  }

  // MARK: Into private networks

  @Test func fromPublicToPrivate() async throws {
    let inside = LoopbackServer { _ in .text("secret") }
    for target in [inside.url(), inside.url(host: "localhost"), inside.url(host: "[::ffff:127.0.0.1]")] {
      let outside = LoopbackServer(address: "127.0.0.2") { _ in .redirect(to: target) }
      let error = try #require(await engine.fetch(outside.url()).error)
      #expect(error.kind == .refused)
      #expect(!error.isTransient)
      #expect(error.message.contains("private"))
    }
    #expect(inside.connectionCount == 0, "not even connected to")
  }

  @Test func fromPublicToPrivateOverAnOpenConnection() async throws {
    let inside = LoopbackServer { _ in .text("secret") }
    let outside = LoopbackServer(address: "127.0.0.2") { _ in .redirect(to: inside.url()) }
    #expect(try await engine.fetch(inside.url()).get().text == "secret", "configured, so allowed")
    #expect(await engine.fetch(outside.url()).error?.kind == .refused)
    #expect(inside.requestCount == 1)
  }

  @Test func fromPublicOverPublicToPrivate() async throws {
    let inside = LoopbackServer { _ in .text("secret") }
    let second = LoopbackServer(address: "127.0.0.3") { _ in .redirect(to: inside.url()) }
    let first = LoopbackServer(address: "127.0.0.2") { _ in .redirect(to: second.url()) }
    #expect(await engine.fetch(first.url()).error?.kind == .refused)
    // Once outside, a request that began inside does not come back, either.
    let start = LoopbackServer { _ in .redirect(to: first.url()) }
    #expect(await engine.fetch(start.url()).error?.kind == .refused)
    #expect(inside.connectionCount == 0)
  }

  @Test func whatIsAllowed() async throws {
    let inside = LoopbackServer { _ in .text("there") }
    let outside = LoopbackServer(address: "127.0.0.2") { _ in .text("there") }
    let other = LoopbackServer(address: "127.0.0.3") { _ in .redirect(to: outside.url()) }
    let between = LoopbackServer { request in
      .redirect(to: request.path == "/in" ? inside.url() : outside.url())
    }
    for url in [between.url("/in"), between.url("/out"), other.url()] {
      #expect(try await engine.fetch(url).get().text == "there")
    }
  }

  @Test(arguments: [
    "http://10.0.0.1/", "http://localhost/", "http://metadata.google.internal/", "http://[fd00::1]/",
  ])
  func behindAProxyTheNameMustDo(target: String) async throws {
    let proxy = LoopbackServer(address: "127.0.0.2") { request in
      request.target.hasPrefix("http://public.example") ? .redirect(to: target) : .text("secret")
    }
    let settings = TransferSettings.quick { $0.proxy = proxy.url() }
    let error = await engine.fetch("http://public.example/", settings).error
    #expect(error?.kind == .refused)
    #expect(proxy.requestCount == 1)
  }

  // MARK: Addresses that a document names (a next page)

  @Test func nextPageIsJudgedAsARedirectIs() async throws {
    let inside = LoopbackServer { _ in .text("secret") }
    let outside = LoopbackServer(address: "127.0.0.2") { _ in .text("there") }
    let other = LoopbackServer(address: "127.0.0.3") { _ in .text("there") }
    #expect(await engine.fetch(inside.url(), origin: outside.url()).error?.kind == .refused)
    #expect(inside.connectionCount == 0)
    #expect(try await engine.fetch(other.url(), origin: outside.url()).get().text == "there")
    #expect(try await engine.fetch(outside.url("/2"), origin: outside.url("/1")).get().text == "there")
    #expect(try await engine.fetch(inside.url("/2"), origin: inside.url("/1")).get().text == "secret")
  }

  @Test func secretsStayAtTheOrigin() async throws {
    let directory = TemporaryDirectory()
    let settings = TransferSettings.quick {
      $0.credentials = .bearer(file: directory.write("token", to: "bearer"))
      $0.headers = [.init(name: "X-Key", value: "key")]
    }
    let origin = LoopbackServer { _ in .text("there") }
    let other = LoopbackServer(address: "127.0.0.3") { _ in .text("there") }
    _ = try await engine.fetch(origin.url("/2"), origin: origin.url("/1"), settings).get()
    #expect(origin.log.last?.header("authorization") == "Bearer token")
    _ = try await engine.fetch("http://me:pass@\(other.url().dropFirst(7))", origin: origin.url(), settings)
      .get()
    #expect(other.log.last?.header("authorization") == nil)
    #expect(other.log.last?.header("x-key") == nil)
  }
}
