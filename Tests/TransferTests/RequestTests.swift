import TestSupport
import Testing

@testable import Transfer

@Suite("A request gets its answer")
struct RequestTests {
  let engine: TransferEngine

  init() throws { engine = try TransferEngine(product: "catalogued/9.9") }

  @Test func bodyAndHead() async throws {
    let server = LoopbackServer { _ in .xml("<a/>") }
    let fetched = try await engine.fetch(server.url("/x?verb=Identify#part"), accept: "text/xml").get()
    #expect(fetched.text == "<a/>")
    #expect(fetched.head.status == 200)
    #expect(fetched.head.contentType == "text/xml; charset=utf-8")
    #expect(fetched.head.effectiveURL == server.url("/x?verb=Identify"))
    #expect(fetched.head.movedTo == nil)
    #expect(server.log.map(\.target) == ["/x?verb=Identify"])
    #expect(server.log[0].header("accept") == "text/xml")
    #expect(server.log[0].header("accept-encoding") == "gzip, deflate, br, zstd")
  }

  @Test(
    arguments: [
      (nil, "catalogued/9.9"), ("library@example.org", "catalogued/9.9 (+library@example.org)"),
      ("https://example.org/(bot)", "catalogued/9.9 (+https://example.org/bot)"),
    ] as [(String?, String)])
  func userAgent(contact: String?, expected: String) async throws {
    let server = LoopbackServer { _ in .text("") }
    _ = try await engine.fetch(server.url(), .quick { $0.contact = contact }).get()
    #expect(server.log[0].header("user-agent") == expected)
  }

  @Test func configuredHeadersReplaceOurs() async throws {
    let server = LoopbackServer { _ in .text("") }
    let headers = [("X-Key", "1"), ("ACCEPT", "a/b"), ("X-Empty", "")].map {
      TransferSettings.Header(name: $0.0, value: $0.1)
    }
    _ = try await engine.fetch(server.url(), accept: "text/xml", .quick { $0.headers = headers }).get()
    let sent = server.log[0].headers
    #expect(sent.filter { $0.name == "accept" }.map(\.value) == ["a/b"])
    #expect(sent.contains { $0 == ("x-key", "1") })
    #expect(sent.contains { $0 == ("x-empty", "") })
  }

  @Test(arguments: [("X", "a\r\nEvil: 1"), ("X\n", "a"), ("", "a"), ("X Y", "a"), ("X", "\u{0}")])
  func headersThatWouldBreakOut(name: String, value: String) async {
    let server = LoopbackServer { _ in .text("") }
    let settings = TransferSettings.quick { $0.headers = [.init(name: name, value: value)] }
    let error = await engine.fetch(server.url(), settings).error
    #expect(error?.kind == .refused)
    #expect(error?.isTransient == false)
    #expect(server.requestCount == 0)
  }

  @Test func keepsTheConnection() async throws {
    let server = LoopbackServer { _ in .text("hello") }
    for _ in 0..<5 { _ = try await engine.fetch(server.url()).get() }
    #expect(server.requestCount == 5)
    #expect(server.connectionCount == 1)
  }

  @Test func survivesAConnectionThatWasClosedMeanwhile() async throws {
    let server = LoopbackServer { _ in .raw("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok") }
    for _ in 0..<5 { #expect(try await engine.fetch(server.url()).get().text == "ok") }
    #expect(server.connectionCount == 5)
  }

  @Test(arguments: ["\"a\"", "W/\"weak, with comma\"", "unquoted", "\"é\""])
  func validatorsGoBackByteForByte(etag: String) async throws {
    let date = "Tuesday, 24-Nov-26 08:00:00 GMT"
    let server = LoopbackServer { request in
      var reply = LoopbackServer.Reply.tagged(etag, Array("text".utf8), to: request)
      reply.headers.append(("Last-Modified", date))
      return reply
    }
    let first = try await engine.fetch(server.url()).get()
    #expect(first.head.validators == Validators(etag: etag, lastModified: date))
    let second = try await engine.fetch(server.url(), validators: first.head.validators).get()
    #expect(second.head.status == 304)
    #expect(second.body.isEmpty)
    #expect(server.log[1].header("if-none-match") == etag)
    #expect(server.log[1].header("if-modified-since") == date)
  }

  @Test(arguments: [204, 400, 401, 404, 410, 500, 502])
  func otherStatusesAreAnswersToo(status: Int) async throws {
    let server = LoopbackServer { _ in .text(status == 204 ? "" : "page", status: status) }
    let fetched = try await engine.fetch(server.url()).get()
    #expect(fetched.head.status == status)
    #expect(fetched.text == (status == 204 ? "" : "page"))
  }

  @Test func interimAnswersAndTrailersAreNotTheHead() async throws {
    let server = LoopbackServer { _ in
      .raw(
        "HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\nHTTP/1.1 200 OK\r\nETag: \"1\"\r\nX: a\r\n  folded\r\n"
          + "Transfer-Encoding: chunked\r\n\r\n4\r\nbody\r\n0\r\nETag: \"2\"\r\n\r\n")
    }
    let fetched = try await engine.fetch(server.url()).get()
    #expect(fetched.text == "body")
    #expect(fetched.head.status == 200)
    #expect(fetched.head.validators.etag == "\"1\"")
    #expect(!fetched.head.headers.contains { $0.name == "link" })
    #expect(fetched.head.headers.contains(.init(name: "x", value: "a folded")))
  }

  @Test(arguments: [1000, 3, 1])
  func headersHaveLimits(count: Int) async {
    let size = 100_000 / count
    let server = LoopbackServer { _ in
      let lines = (0..<count * 2).map { "X-\($0): " + String(repeating: "y", count: size) + "\r\n" }
      return .raw("HTTP/1.1 200 OK\r\n" + lines.joined() + "Content-Length: 0\r\n\r\n")
    }
    let error = await engine.fetch(server.url()).error
    #expect(error?.kind == .tooLarge)
    #expect(error?.isTransient == false)
  }
}
