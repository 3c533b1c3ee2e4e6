import Foundation
import TestSupport
import Testing

@testable import Transfer

@Suite("A file: URL is read only where the configuration says so, and only files are")
struct FileTests {
  let engine: TransferEngine
  let directory = TemporaryDirectory()

  init() throws { engine = try TransferEngine() }

  @Test(arguments: ["file://", "file:", "file://localhost", "FILE://"])
  func isRead(prefix: String) async throws {
    let path = directory.write("text", to: "a b.xml").replacingOccurrences(of: " ", with: "%20")
    let fetched = try await engine.fetch(prefix + path, allowsFile: true).get()
    #expect(fetched.text == "text")
    #expect(fetched.head.status == 200)
  }

  @Test func largeAndCompressed() async throws {
    let bytes = [UInt8](repeating: 65, count: 3_000_000)
    let gzip = try #require(run("gzip", ["-c"], input: bytes))
    for content in [bytes, gzip] {
      let path = directory.write(content, to: "x")
      #expect(try await engine.fetch("file://" + path, allowsFile: true).get().body == bytes)
      let error = await engine.fetch("file://" + path, allowsFile: true, .quick { $0.maxBodyBytes = 1 << 20 })
        .error
      #expect(error?.kind == .tooLarge)
    }
  }

  @Test func needsPermission() async {
    let path = directory.write("text", to: "a")
    #expect(await engine.fetch("file://" + path).error?.kind == .refused)
  }

  @Test(arguments: [
    ("file:///nowhere/at/all", "No such file"), ("file:///dev/zero", "a device"),
    ("file:///tmp", "a directory"),
    ("file://host/etc/passwd", "another host"), ("file:relative", "not the path"),
    ("file:///a%00b", "not the path"),
    ("file:///a%zz", "not the path"),
  ])
  func saysWhatIsWrong(url: String, words: String) async throws {
    let error = try #require(await engine.fetch(url, allowsFile: true).error)
    #expect(error.kind == .file)
    #expect(!error.isTransient)
    #expect(error.message.contains(words), "\(error.message)")
  }
}
