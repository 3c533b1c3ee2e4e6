import TestSupport
import Testing

@testable import Transfer

/// Text that compresses a little.
private let text: [UInt8] = (0..<1500).flatMap { Array("record \($0 &* 7919)\n".utf8) }
private let hello = Array("hello".utf8)

@Suite("Content codings are undone")
struct CodingTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var coding: String?
    var sent: [UInt8]
    var expected: [UInt8]

    init(_ name: String, _ coding: String?, _ sent: [UInt8], _ expected: [UInt8] = text) {
      testDescription = name
      self.coding = coding
      self.sent = sent
      self.expected = expected
    }
  }

  static let good: [Case] = [
    Case("plain", nil, text),
    Case("gzip", "gzip", gzipped(text)),
    Case("x-gzip in capitals", "X-GZip", gzipped(text)),
    Case("deflate as zlib", "deflate", deflated(text, bits: 15)),
    Case("deflate, bare", "deflate", deflated(text, bits: -15)),
    Case("zstd", "zstd", zstandard(text)),
    Case("brotli", "br", brotliHello, hello),
    Case("identity", "identity", text),
    Case("a charset where a coding belongs", "utf-8", text),
    Case("two in a row", "gzip, zstd", zstandard(gzipped(text))),
    Case("three in a row", "deflate , gzip,identity, br", [], []),
    Case("gzip that nobody announced", nil, gzipped(text)),
    Case("gzip, two members", "gzip", gzipped(text) + gzipped(hello), text + hello),
    Case("gzip with rubbish behind", "gzip", gzipped(text) + Array("<!-- served by -->".utf8)),
    Case("gzip with zeros behind", "gzip", gzipped(text) + [0, 0, 0, 0]),
    Case("gzip with a lone byte behind", "gzip", gzipped(text) + [0x1F]),
    Case("gzip of nothing", "gzip", gzipped([]), []),
    Case("nothing, said to be gzip", "gzip", [], []),
    Case("nothing, said to be brotli", "br", [], []),
    Case("zstd, two frames", "zstd", zstandard(text) + zstandard(hello), text + hello),
    Case("zstd with rubbish behind", "zstd", zstandard(text) + Array("rubbish".utf8)),
    Case("brotli with rubbish behind", "br", brotliHello + text, hello),
    Case("one byte that begins like gzip", nil, [0x1F], [0x1F]),
    Case("two bytes that begin like gzip", nil, [0x1F, 0x8B, 9], [0x1F, 0x8B, 9]),
    Case("nothing", nil, [], []),
  ]

  let engine: TransferEngine

  init() throws { engine = try TransferEngine() }

  @Test(arguments: good)
  func whole(_ sample: Case) async throws {
    let server = LoopbackServer { _ in
      .bytes(sample.sent, headers: sample.coding.map { [("Content-Encoding", $0)] } ?? [])
    }
    #expect(try await engine.fetch(server.url()).get().body == sample.expected)
  }

  /// Wherever the network cuts: here without a network, byte by byte.
  @Test(arguments: good)
  func inPieces(_ sample: Case) throws {
    for size in [1, 2, 3, 64] {
      let headers = sample.coding.map { [TransferSettings.Header(name: "content-encoding", value: $0)] } ?? []
      var body = Body(PiecewiseAnswer(sample.sent, size: size, headers), limit: 1 << 24)
      var bytes: [UInt8] = []
      while let more = try body.next().get() { bytes += more }
      #expect(bytes == sample.expected)
    }
  }

  @Test(arguments: [
    Case("gzip", "gzip", gzipped(text)), Case("zlib", "deflate", deflated(text, bits: 15)),
    Case("bare deflate", "deflate", deflated(text, bits: -15)), Case("zstd", "zstd", zstandard(text)),
    Case("brotli", "br", brotliHello), Case("unannounced", nil, gzipped(text)),
  ])
  func cutShort(_ sample: Case) async throws {
    for length in [sample.sent.count - 1, sample.sent.count / 2, 4] {
      let server = LoopbackServer { _ in
        .bytes(Array(sample.sent[..<length]), headers: sample.coding.map { [("Content-Encoding", $0)] } ?? [])
      }
      let error = try #require(await engine.fetch(server.url()).error)
      #expect(error.kind == .coding)
      #expect(error.isTransient)
      #expect(error.message.contains("ended in the middle"), "\(error.message)")
    }
  }

  @Test func whatCameBeforeTheBreakIsRead() async throws {
    let packed = gzipped(text)
    let server = LoopbackServer { _ in
      .bytes(Array(packed[..<(packed.count - 9)]), headers: [("Content-Encoding", "gzip")])
    }
    let transfer = engine.start(TransferRequest(url: server.url()), .quick())
    let (bytes, errors) = await onThread {
      var bytes: [UInt8] = []
      var errors: [TransferError] = []
      while errors.count < 2 {
        do throws(TransferError) {
          guard let more = try transfer.read() else { break }
          bytes += more
        } catch { errors.append(error) }
      }
      return (bytes, errors)
    }
    #expect(bytes.count > text.count * 9 / 10)
    #expect(text.starts(with: bytes))
    #expect(errors.count == 2 && errors[0] == errors[1], "the error stays")
  }

  @Test(arguments: [
    ("gzip", Array("<html>not gzip</html>".utf8)), ("zstd", Array("<html>".utf8)),
    ("br", [0xFF, 0xFF, 0xFF]),
    ("deflate", [0xFF, 0xFF, 0xFF]), ("gzip", Array(gzipped(text).dropLast(8)) + [0, 0, 0, 0, 0, 0, 0, 0]),
  ])
  func broken(coding: String, bytes: [UInt8]) async throws {
    let server = LoopbackServer { _ in .bytes(bytes, headers: [("Content-Encoding", coding)]) }
    let error = try #require(await engine.fetch(server.url()).error)
    #expect(error.kind == .coding)
  }

  @Test(arguments: ["compress", "gzip, gzip, gzip, gzip, gzip", "x\u{7F}y"])
  func notAskedFor(coding: String) async throws {
    let server = LoopbackServer { _ in .bytes(text, headers: [("Content-Encoding", coding)]) }
    let error = try #require(await engine.fetch(server.url()).error)
    #expect(error.kind == .coding)
    #expect(!error.isTransient)
    #expect(!error.message.contains("\u{7F}"))
  }

  /// The limit counts what a reader gets; a bomb is given up when it has swollen to the limit, whatever it would
  /// become.
  @Test(arguments: ["plain", "gzip", "unannounced", "twice", "members", "rubbish"])
  func sizeLimit(kind: String) async throws {
    let large = [UInt8](repeating: 0, count: 8 << 20)
    let body: [UInt8] =
      switch kind {
      case "plain": Array(large[..<(2 << 20)])
      case "twice": gzipped(gzipped(large))
      // Members that are empty: no byte for the reader, without end.
      case "members": gzipped(Array(repeatElement(gzipped([]), count: 100_000).joined()))
      case "rubbish": gzipped(hello) + large[..<(2 << 20)]
      default: gzipped(large)
      }
    let coding = ["gzip": "gzip", "twice": "gzip, gzip", "members": "gzip, gzip", "rubbish": "gzip"][kind]
    let server = LoopbackServer { _ in .bytes(body, headers: coding.map { [("Content-Encoding", $0)] } ?? [])
    }
    let error = try #require(
      await engine.fetch(server.url(), .quick { $0.maxBodyBytes = 1 << 20 }).error)
    #expect(error.kind == .tooLarge)
    #expect(!error.isTransient)
  }

  @Test func exactlyTheLimitIsAllowed() async throws {
    let server = LoopbackServer { _ in .bytes(gzipped(text), headers: [("Content-Encoding", "gzip")]) }
    let settings = TransferSettings.quick { $0.maxBodyBytes = text.count }
    #expect(try await engine.fetch(server.url(), settings).get().body == text)
    let less = TransferSettings.quick { $0.maxBodyBytes = text.count - 1 }
    #expect(await engine.fetch(server.url(), less).error?.kind == .tooLarge)
  }
}

/// An answer in memory that comes in pieces of one size.
private final class PiecewiseAnswer: Answer {
  private let rest: Locked<ArraySlice<UInt8>>
  private let size: Int
  private let response: TransferResponse

  init(_ bytes: [UInt8], size: Int, _ headers: [TransferSettings.Header]) {
    rest = Locked(bytes[...])
    self.size = size
    response = TransferResponse(
      status: 200, effectiveURL: "http://x/", headers: headers, validators: Validators())
  }

  func head() -> Result<TransferResponse, TransferError> { .success(response) }

  func next() throws(TransferError) -> [UInt8]? {
    rest.withLock {
      let piece = Array($0.prefix(size))
      $0 = $0.dropFirst(size)
      return piece.isEmpty ? nil : piece
    }
  }

  func cancel() {}
}
