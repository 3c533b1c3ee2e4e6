import Foundation
import Synchronization
import TestSupport

/// A site of reports' pages behind a sitemap, which a test changes.
final class Site: Sendable {
  struct Page: Sendable {
    var title: String
    /// What the sitemap says of its last change; nil: nothing.
    var lastmod: String?
    var status = 200
    /// What is answered in the page's place.
    var body: String?
    var canonical: String?
    var doi: String?
    var type = "text/html; charset=utf-8"
    /// Whether the sitemap names it.
    var isListed = true
    var redirect: String?
  }

  struct State: Sendable {
    /// By their paths; what stands only at the host `www.localhost` has "www." before its path.
    var pages: [String: Page] = [:]
    var robots: (status: Int, text: String) = (404, "")
    /// What is answered at other paths.
    var files: [String: LoopbackServer.Reply] = [:]
    var usesETags = false
    /// Sitemaps that have ETags.
    var lists: [String: String] = [:]
  }

  private let state: Mutex<State>
  private let server = Mutex<LoopbackServer?>(nil)

  init(pages: Int = 0, lastmod: String? = "2026-01-01") {
    var state = State()
    for number in 0..<pages {
      state.pages["/reports/\(number)"] = Page(title: "Report number \(number)", lastmod: lastmod)
    }
    self.state = Mutex(state)
    server.withLock { $0 = LoopbackServer { [unowned self] in self.answer($0) } }
  }

  func stop() { server.withLock { $0?.stop() } }
  func url(_ path: String) -> String { server.withLock { $0?.url(path) ?? "" } }
  func change(_ body: @Sendable (inout sending State) -> Void) { state.withLock { body(&$0) } }

  /// The paths that were asked for since the last call, in their order.
  func asked() -> [String] {
    let all = server.withLock { $0?.log.map(\.target) ?? [] }
    let before = heard.withLock { count in
      defer { count = all.count }
      return count
    }
    return Array(all.dropFirst(before))
  }
  private let heard = Mutex(0)

  /// How many requests came.
  var requests: Int { server.withLock { $0?.requestCount ?? 0 } }

  /// How many of them are pages, and not robots.txt or a list.
  func askedPages() -> [String] { asked().filter { $0.hasPrefix("/reports/") } }

  static func html(_ page: Page) -> String {
    let canonical = page.canonical.map { "<link rel=\"canonical\" href=\"\($0)\">" } ?? ""
    let doi = page.doi.map { "<meta name=\"citation_doi\" content=\"\($0)\">" } ?? ""
    return """
      <!DOCTYPE html><html lang="en"><head><title>\(page.title)</title>\(canonical)\(doi)
      <meta name="citation_title" content="\(page.title)"><meta name="citation_author" content="Roe, Jane">
      <meta name="citation_publication_date" content="2024/05/17">
      <meta name="citation_technical_report_institution" content="Institute of Tests">
      </head><body><h1>\(page.title)</h1><p>What it says.</p></body></html>
      """
  }

  private func answer(_ request: LoopbackServer.Request) -> LoopbackServer.Reply {
    let isAtWWW = request.headers.contains { $0.name == "host" && $0.value.hasPrefix("www.") }
    let (page, file, list, robots, usesETags) = state.withLock {
      (
        (isAtWWW ? $0.pages["www." + request.path] : nil) ?? $0.pages[request.path], $0.files[request.path],
        $0.lists[request.path], $0.robots, $0.usesETags
      )
    }
    if let file { return file }
    if let list { return .tagged("\"\(list.count)\"", Array(list.utf8), type: "text/xml", to: request) }
    if let page {
      if let redirect = page.redirect { return .redirect(301, to: redirect) }
      let body = Array((page.body ?? Self.html(page)).utf8)
      if page.status == 200, usesETags {
        return .tagged("\"\(page.title)\"", body, type: page.type, to: request)
      }
      return .bytes(body, type: page.type, status: page.status)
    }
    switch request.path {
    case "/robots.txt": return .text(robots.text, status: robots.status)
    case "/sitemap.xml": return .xml(sitemap())
    default: return .text("no", status: 404)
    }
  }

  private func sitemap() -> String {
    let entries = state.withLock { $0.pages }.filter(\.value.isListed).sorted { $0.key < $1.key }.map {
      path, page in
      "<url><loc>\(url(path))</loc>\(page.lastmod.map { "<lastmod>\($0)</lastmod>" } ?? "")</url>"
    }
    return
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n"
      + entries.joined(separator: "\n") + "\n</urlset>\n"
  }
}
