import Foundation
import Synchronization
import TestSupport

/// A site of invented reports, made of its parts: what stands at each path.
final class ProbedSite: Sendable {
  typealias Reply = LoopbackServer.Reply

  private let parts: Mutex<[String: Reply]>
  private let server = Mutex<LoopbackServer?>(nil)

  /// - Parameter parts: By path, with the query where one is asked for; `HOST` in the text of one is the site's own.
  init(_ parts: [String: Reply]) {
    self.parts = Mutex(parts)
    server.withLock { $0 = LoopbackServer { [unowned self] in self.answer($0) } }
  }

  func stop() { server.withLock { $0?.stop() } }
  func url(_ path: String = "/") -> String { server.withLock { $0?.url(path) ?? "" } }
  var asked: [String] { server.withLock { $0?.log.map(\.target) ?? [] } }
  var log: [LoopbackServer.Request] { server.withLock { $0?.log ?? [] } }

  private func answer(_ request: LoopbackServer.Request) -> Reply {
    let parts = parts.withLock { $0 }
    guard var reply = parts[request.target] ?? parts[request.path] else { return .text("no", status: 404) }
    if case .whole(let bytes) = reply.body {
      let text = String(decoding: bytes, as: UTF8.self)
      reply.body = .whole(
        Array(text.replacingOccurrences(of: "HOST", with: request.header("host") ?? "").utf8))
    }
    return reply
  }

  // MARK: Parts

  static func html(_ body: String, head: String = "", status: Int = 200) -> Reply {
    .text(
      "<!DOCTYPE html><html><head>\(head)</head><body>\(body)</body></html>",
      type: "text/html; charset=utf-8",
      status: status)
  }

  /// A landing page that says a lot.
  static func page(_ number: Int) -> Reply {
    html(
      "<h1>Tides, part \(number)</h1>",
      head:
        "<title>Tides, part \(number)</title><meta name=\"citation_title\" content=\"Tides, part \(number)\">"
        + "<meta name=\"citation_author\" content=\"Waterman, Anna\">"
        + "<meta name=\"citation_publication_date\" content=\"2021/03/0\(number)\">"
        + "<meta name=\"citation_doi\" content=\"10.5555/tides.\(number)\">"
        + "<meta name=\"description\" content=\"How the tide number \(number) comes in.\">")
  }

  static func sitemap(_ paths: [String]) -> Reply {
    .xml(
      "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">"
        + paths.map { "<url><loc>http://HOST\($0)</loc><lastmod>2026-01-01</lastmod></url>" }.joined()
        + "</urlset>")
  }

  /// A feed of two entries that say no more than where their pages are.
  static func feed(_ folder: String = "/reports/") -> Reply {
    let items = ["Quays", "Locks"].enumerated().map { index, title in
      "<item><guid isPermaLink=\"false\">f\(index)</guid><title>\(title)</title>"
        + "<link>http://HOST\(folder)\(index + 1)</link></item>"
    }
    return .text(
      "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>Harbour reports</title>\(items.joined())"
        + "</channel></rss>", type: "application/rss+xml")
  }

  /// An OAI-PMH repository at a path, of three reports.
  static func oai(_ path: String, name: String = "Harbour Repository") -> [String: Reply] {
    func document(_ body: String) -> Reply {
      .xml(
        "<?xml version=\"1.0\"?><OAI-PMH xmlns=\"http://www.openarchives.org/OAI/2.0/\">"
          + "<responseDate>2026-11-24T00:00:00Z</responseDate><request>http://HOST\(path)</request>\(body)</OAI-PMH>"
      )
    }
    let records = (1...3).map { number in
      "<record><header><identifier>oai:harbour:\(number)</identifier><datestamp>2026-01-01</datestamp></header>"
        + "<metadata><oai_dc:dc xmlns:oai_dc=\"http://www.openarchives.org/OAI/2.0/oai_dc/\" "
        + "xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title>Quay walls \(number)</dc:title>"
        + "<dc:creator>Roe, Bob</dc:creator><dc:date>2019</dc:date><dc:type>report</dc:type></oai_dc:dc></metadata></record>"
    }
    return [
      path: document("<error code=\"badVerb\">no verb</error>"),
      path + "?verb=Identify": document(
        "<Identify><repositoryName>\(name)</repositoryName><baseURL>http://HOST\(path)</baseURL>"
          + "<protocolVersion>2.0</protocolVersion><adminEmail>a@b.example</adminEmail>"
          + "<earliestDatestamp>2015-01-01</earliestDatestamp><deletedRecord>persistent</deletedRecord>"
          + "<granularity>YYYY-MM-DD</granularity></Identify>"),
      path + "?verb=ListMetadataFormats": document(
        "<ListMetadataFormats><metadataFormat><metadataPrefix>oai_dc</metadataPrefix><schema>s</schema>"
          + "<metadataNamespace>n</metadataNamespace></metadataFormat></ListMetadataFormats>"),
      path + "?verb=ListSets": document("<error code=\"noSetHierarchy\">no sets</error>"),
      path + "?verb=ListRecords&metadataPrefix=oai_dc": document(
        "<ListRecords>\(records.joined())</ListRecords>"),
    ]
  }

  /// What is without reports, and what every site has.
  static let plain: [String: Reply] = [
    "/": html("<h1>Harbour Institute</h1>", head: "<title>Harbour Institute</title>")
  ]
}
