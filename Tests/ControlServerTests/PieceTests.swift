import ControlAPI
import ControlClient
import ControlServer
import Foundation
import TestSupport
import Testing

@Suite("A stream of any length over the socket")
struct PieceTests {
  let folder = TemporaryDirectory()
  let service = FakeService()
  let server: ControlServer

  init() throws { server = try ControlServer(socketPath: folder.file("c.sock"), service: service) }

  /// How many bytes came, and up to which change; or why not.
  private func stream(_ take: @escaping (Int) -> Bool = { _ in true }) throws
    -> Result<(Int, Int64), ControlClient.Failure>
  {
    let client = try ControlClient(socketPath: folder.file("c.sock"))
    var count = 0
    do throws(ControlClient.Failure) {
      let change = try client.stream("export") {
        count += $0.count
        return take(count)
      }
      // The client goes on with other questions.
      _ = try client.get("status")
      return .success((count, change))
    } catch { return .failure(error) }
  }

  @Test("comes whole, and says up to which change")
  func whole() throws {
    let (count, change) = try stream().get()
    #expect(count == 1_000_000 && change == 17)
  }

  @Test(
    "what is asked reaches the service as it was meant",
    arguments: [
      ("export", "*/*", "export  jsonl -", "application/x-ndjson"),
      ("export?sections=no", "*/*", "export  jsonl -", "application/x-ndjson"),
      (
        "export?format=ris&sections=yes", "*/*", "export  ris - sections",
        "application/x-research-info-systems; charset=utf-8"
      ),
      (
        "export?q=sea+ice&format=kbart&since=12", "*/*", "export sea ice kbart 12",
        "text/tab-separated-values; charset=utf-8"
      ),
      (
        "export?since=run:3", "application/marcxml+xml", "export  marcxml run:3",
        "application/marcxml+xml; charset=utf-8"
      ),
      (
        "export", "text/csv;q=0.2, application/x-bibtex;q=0.3", "export  bibtex -",
        "application/x-bibtex; charset=utf-8"
      ),
      ("export", "application/xml", "export  oai-dc -", "application/xml; charset=utf-8"),
      ("export", "text/html, text/xml;q=0.9", "export  oai-dc -", "application/xml; charset=utf-8"),
      ("export", "text/x-bibtex", "export  bibtex -", "application/x-bibtex; charset=utf-8"),
      ("export", "application/json", "export  csl-json -", "application/vnd.citationstyles.csl+json"),
      (
        "export", "application/json;q=0.5, application/x-ndjson;q=0.6", "export  jsonl -",
        "application/x-ndjson"
      ),
    ])
  func question(_ target: String, _ accept: String, _ asked: String, _ type: String) throws {
    let reply = try Reply(folder.file("c.sock"), "GET", "/v1/\(target)", headers: "Accept: \(accept)\r\n")
    #expect(reply.status == 200 && service.asked == [asked])
    #expect(
      reply.head.contains("Content-Type: \(type)\r\n") && reply.head.contains("Catalogued-Change: 17\r\n"))
  }

  @Test(
    "a format that there is not, and one that the client does not take",
    arguments: [
      ("export?format=pdf", "*/*", 400), ("export?format=text", "*/*", 400),
      ("export?format=csv&sections=yes", "*/*", 400), ("export?format=ris&sections=1", "*/*", 400),
      ("export?format=csv", "text/html", 406),
      ("export?format=ris&format=csv", "*/*", 400), ("export?format=ris&q=a&FORMAT=ris", "*/*", 400),
      ("export?since=soon", "*/*", 400), ("reports/1/citation?style=harvard", "*/*", 400),
      ("reports/1/citation?sections=0", "*/*", 400), ("reports/1/citation?format=kbart", "*/*", 400),
    ])
  func refused(_ target: String, _ accept: String, _ status: Int) throws {
    let reply = try Reply(folder.file("c.sock"), "GET", "/v1/\(target)", headers: "Accept: \(accept)\r\n")
    #expect(reply.status == status && service.asked.isEmpty)
  }

  @Test("one that cannot be brought to its end is seen to be none")
  func broken() throws {
    service.state.withLock { $0.isBroken = true }
    guard case .failure(.unreadable(let why)) = try stream() else {
      Issue.record("it was taken for whole")
      return
    }
    #expect(why.contains("not all of it"))
  }

  @Test("a daemon that stops in the middle is no end")
  func stopped() throws {
    let server = server
    guard
      case .failure(.unreadable) = try stream({ count in
        if count > 1 << 16 { server.stop() }
        return true
      })
    else {
      Issue.record("it was taken for whole")
      return
    }
  }

  @Test("who goes away in the middle leaves room for others")
  func goneClients() throws {
    for _ in 0..<40 {
      guard case .failure(.unreadable) = try stream({ $0 < 1000 }) else {
        Issue.record("it was kept")
        return
      }
      // Its end is noticed soon, and at the latest when there is no room.
      var isFree = false
      for _ in 0..<200 where !isFree {
        switch try stream() {
        case .success: isFree = true
        case .failure(.problem(let problem)) where problem.status == 503: usleep(10_000)
        case .failure(let failure): Issue.record("\(failure)")
        }
      }
      #expect(isFree)
    }
  }
}
