import CatalogueFormats
import Foundation
import Library
import Sync
import Synchronization
import TestSupport
import Testing
import Transfer

@Suite("Runs of JSON APIs") struct JSONTests {
  private static let mapping = JSONMapping(
    items: "/items", paging: .page(parameter: "page", first: 1), total: ["/total"],
    since: .init(.init(parameter: "since"), date: .second), complete: true)

  private static func catalogue(_ url: String, _ change: (inout CatalogueSettings) -> Void = { _ in })
    -> CatalogueSettings
  {
    var settings = Harness.catalogue("test", url, format: "json")
    settings.harvest.list = mapping
    settings.harvest.fields = FieldMapping([
      .identifier: FieldSource(["/id"]), .title: FieldSource(["/title"]),
    ])
    settings.arrivals.missingAfter = 1
    change(&settings)
    return settings
  }

  private static func page(_ numbers: some Sequence<Int>, total: Int) -> LoopbackServer.Reply {
    let items = numbers.map { "{\"id\":\($0),\"title\":\"Report \($0)\"}" }.joined(separator: ",")
    return .bytes(
      Array("{\"items\":[\(items)],\"total\":\(total)}".utf8), type: "application/json",
      headers: [("Date", "Fri, 01 Mar 2024 12:30:00 GMT")])
  }

  @Test("a list is mirrored, what changed is asked for since the answer's own date, what is gone goes")
  func mirrors() throws {
    let left = Mutex(5)
    let server = LoopbackServer { request in
      let count = left.withLock { $0 }
      if request.query["since"] != nil { return Self.page([1], total: 1) }
      return request.query["page"] == "1"
        ? Self.page(1...3, total: count) : Self.page(4..<(count + 1), total: count)
    }
    let harness = try Harness()
    defer {
      server.stop()
      harness.stop()
    }
    try harness.begin(Self.catalogue(server.url("/api")))
    let first = try harness.refresh()
    #expect(first.state == .done && first.counts.added == 5)
    #expect(try harness.refresh().state == .done)
    #expect(server.log.last?.target == "/api?since=2024-03-01T12%3A29%3A59Z&page=1")
    left.withLock { $0 = 4 }
    let full = try harness.refresh(full: true)
    #expect(full.state == .done && full.counts.gone == 1)
  }

  @Test("a key that the upstream repeats is told to nobody", arguments: ["secret/key", "plain"])
  func keys(_ key: String) throws {
    let server = LoopbackServer { request in
      let words = "no \(request.query["key"] ?? request.header("x-key") ?? "?") at \(request.target)"
      return .text("{\"error\":\"\(words)\"}", status: 403)
    }
    let directory = TemporaryDirectory()
    let file = directory.file("key")
    try key.write(toFile: file, atomically: true, encoding: .utf8)
    defer { server.stop() }
    for credentials: TransferSettings.Credentials in [
      .query(parameter: "key", file: file), .header(name: "X-Key", file: file),
    ] {
      let harness = try Harness()
      defer { harness.stop() }
      try harness.begin(Self.catalogue(server.url("/api")) { $0.transfer.credentials = credentials })
      let message = try harness.refresh().message
      #expect(message.contains("it says: no … at /api"))
      #expect(!message.contains(key) && !message.contains("secret%2Fkey"))
    }
  }

  @Test("a list that a cap cuts off deletes nothing", arguments: [true, false])
  func caps(_ refuses: Bool) throws {
    let isCapped = Mutex(false)
    let server = LoopbackServer { request in
      let isCapped = isCapped.withLock { $0 }
      switch request.query["page"] {
      case "1": return Self.page(1...1000, total: 1100)
      default:
        if !isCapped { return Self.page(1001...1100, total: 1100) }
        return refuses ? .text("{\"message\":\"too far\"}", status: 400) : Self.page([], total: 1100)
      }
    }
    let harness = try Harness()
    defer {
      server.stop()
      harness.stop()
    }
    try harness.begin(Self.catalogue(server.url("/api")))
    #expect(try harness.refresh().counts.added == 1100)
    isCapped.withLock { $0 = true }
    let capped = try harness.refresh(full: true)
    #expect(capped.state == .done && capped.counts.gone == 0)
    #expect(try harness.library.size().reports == 1100)
  }

  @Test("an API's key is sent with every page, and told to nobody")
  func keys() throws {
    let server = LoopbackServer { request in
      guard request.query["k"] == "s3cr3t" else { return .text("{\"message\":\"no key\"}", status: 403) }
      return request.query["page"] == "1" ? Self.page(1...3, total: 4) : Self.page([4], total: 4)
    }
    let harness = try Harness()
    defer {
      server.stop()
      harness.stop()
    }
    let file = harness.directory.write("s3cr3t\n", to: "key")
    try harness.begin(
      Self.catalogue(server.url("/api")) { $0.transfer.credentials = .query(parameter: "k", file: file) })
    #expect(try harness.refresh().counts.added == 4)
    #expect(!"\(harness.events.all)".contains("s3cr3t"))
    #expect(!"\(try harness.library.runs(catalogue: nil, before: nil, limit: 10))".contains("s3cr3t"))
  }

  @Test("the date may stand in the address, and the set")
  func placeholders() throws {
    let server = LoopbackServer { _ in Self.page(1...3, total: 3) }
    let harness = try Harness()
    defer {
      server.stop()
      harness.stop()
    }
    try harness.begin(
      Self.catalogue(server.url("/collections/{set}/{since}")) {
        $0.harvest.set = "GOVPUB"
        $0.harvest.list?.since = .init(.init(parameter: ""), date: .second, beginning: "1900-01-01T00:00:00Z")
      })
    #expect(try harness.refresh().state == .done)
    #expect(try harness.refresh().state == .done)
    #expect(
      server.log.map(\.target) == [
        "/collections/GOVPUB/1900-01-01T00%3A00%3A00Z?page=1",
        "/collections/GOVPUB/2024-03-01T12%3A29%3A59Z?page=1",
      ])
  }
}
