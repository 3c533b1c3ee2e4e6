import Foundation
import Storage
import TestSupport
import Testing

@Suite("Pages of which several are committed together", .serialized) struct PageKillTests {
  private static let pages = 400

  private static func answer(_ request: LoopbackServer.Request, delay: UInt32 = 0) -> LoopbackServer.Reply {
    if request.path == "/sitemap.xml" {
      let host = request.header("host") ?? ""
      let entries = (0..<pages).map {
        "<url><loc>http://\(host)/reports/\($0)</loc><lastmod>2026-01-01</lastmod></url>"
      }
      return .xml("<urlset>\(entries.joined())</urlset>")
    }
    guard request.path.hasPrefix("/reports/") else { return .text("no", status: 404) }
    usleep(delay)
    let number = request.path.dropFirst(9)
    return .text(
      "<html><head><title>Dikes \(number)</title><meta name=\"citation_title\" content=\"Dikes, part \(number)\">"
        + "<meta name=\"citation_author\" content=\"Waterman, Anna\"></head><body><h1>Dikes</h1></body></html>",
      type: "text/html; charset=utf-8")
  }

  private static func catalogue(_ server: LoopbackServer) -> [String: String] {
    [
      "test":
        "url = \"\(server.url("/sitemap.xml"))\"\nformat = \"sitemap\"\ngap = \"0s\"\nbudget = 10000\ninterval = \"6h\"\n"
    ]
  }

  @Test("train a dictionary, as the records of a list do")
  func compression() throws {
    let server = LoopbackServer { Self.answer($0) }
    defer { server.stop() }
    let state = TemporaryDirectory()
    let daemon = try RunningDaemon(state: state, catalogues: Self.catalogue(server))
    #expect(try daemon.ctl("refresh", "test", "--wait").status == 0)
    daemon.stop()
    let store = try Store(path: state.path + "/catalogued.sqlite")
    let (all, packed) = try store.read { (connection) throws(StorageError) in
      (
        try connection.prepared("SELECT count(*) FROM revision").first { $0.int(0) },
        try connection.prepared("SELECT count(*) FROM revision WHERE dictionary > 0").first { $0.int(0) }
      )
    }
    #expect(all == Int64(Self.pages))
    // Those by which it was trained are packed without it, but for the last of them.
    #expect((packed ?? 0) >= Int64(Self.pages - 200), "\(packed ?? 0)")
  }

  @Test("are asked for again after a kill, and that is all it costs", .timeLimit(.minutes(2)))
  func fiveKills() throws {
    let server = LoopbackServer { Self.answer($0, delay: 4000) }
    defer { server.stop() }
    let state = TemporaryDirectory()
    let daemon = try RunningDaemon(state: state, catalogues: Self.catalogue(server))
    var inProgress = 0
    for _ in 0..<5 {
      usleep(UInt32.random(in: 250_000...400_000))
      daemon.kill()
      if try StoreContents(state: state.path).openRuns > 0 { inProgress += 1 }
      try daemon.start()
    }
    _ = try daemon.ctl("refresh", "test", "--wait")
    #expect(try daemon.ctl("verify").status == 0)
    daemon.stop()
    let contents = try StoreContents(state: state.path)
    #expect(contents.openRuns == 0 && contents.records.count == Self.pages)
    #expect(inProgress > 0, "no kill hit a run")
    let asked = server.log.map(\.target).filter { $0.hasPrefix("/reports/") }
    #expect(Set(asked).count == Self.pages)
    // Those that were not committed yet, and the two that were on their way.
    #expect(asked.count <= Self.pages + 5 * 52, "\(asked.count)")
  }
}
