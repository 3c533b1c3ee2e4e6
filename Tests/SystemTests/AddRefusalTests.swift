import Foundation
import TestSupport
import Testing

@Suite("cataloguectl add says what is in the way, and never does harm")
struct AddRefusalTests {
  private typealias Site = ProbedSite

  private func daemon(_ catalogues: [String: String] = [:], main: String = "") throws -> RunningDaemon {
    try RunningDaemon(
      state: TemporaryDirectory(), catalogues: catalogues,
      main: main + "[defaults]\ngap = \"0s\"\ntimeout = \"2s\"\n")
  }

  private func files(_ daemon: RunningDaemon) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: daemon.state + "/catalogues.d").sorted()
  }

  @Test(
    "what stands in the way is named",
    arguments: [
      (Site.plain, "/", "nothing was found there", "EMPTY"),
      ([:], "/nowhere", "nothing was found there", "answers with HTTP status 404"),
      (
        ["/": Site.html("<h1>Just a moment...</h1>", head: "<title>Just a moment...</title>")], "/",
        "nothing was found there", "A bot wall came in the place of the page"
      ),
      (
        [
          "/": Site.html(
            "<form><input name=\"u\"><input type=\"password\" name=\"p\"></form>",
            head: "<title>Log in</title>")
        ], "/", "nothing was found there", "A login page came in the place of the page"
      ),
      (
        [
          "/": .text(
            "<title>Just a moment...</title><h1>Just a moment...</h1>", type: "text/html", status: 403)
        ], "/", "nothing was found there", "A bot wall came in the place of the page"
      ),
      (["/": .text("Go away", status: 503)], "/", "nothing was found there", "asks to wait"),
      (
        ["/": .text("{\"reports\": []}", type: "application/json")], "/", "nothing was found there",
        "JSON that no format knows"
      ),
      (
        ["/map.xml": .xml("<urlset><url><loc>http://HOST/reports/1</loc></url>")], "/map.xml",
        "nothing was found there",
        "breaks off"
      ),
      (["/": .redirect(to: "/")], "/", "redirected more than", "EMPTY"),
      (["/": .silence], "/", "2 s", "EMPTY"),
      (["/": .raw("HTTP/1.1 what\r\n\r\n")], "/", "http://", "EMPTY"),
    ] as [([String: ProbedSite.Reply], String, String, String)])
  func walls(parts: [String: ProbedSite.Reply], path: String, error: String, note: String) throws {
    let site = Site(parts)
    defer { site.stop() }
    let daemon = try daemon()
    let result = try daemon.ctl("add", site.url(path))
    #expect(result.status == (error.hasPrefix("nothing") ? 4 : 1), "\(result.errors)")
    #expect(result.errors.contains(error), "\(result.errors)")
    if note != "EMPTY" { #expect(result.output.contains(note), "\(result.output)") }
    #expect(try files(daemon) == [])
    #expect(site.asked.count <= 20, "\(site.asked)")
  }

  @Test("a page that breaks off, and pages that refuse, do not keep other ways from being found")
  func broken() throws {
    var parts = Site.oai("/cgi/oai2")
    parts["/"] = .init(
      headers: [("Content-Type", "text/html")],
      body: .cutShort(
        Array("<html><head><meta name=\"generator\" content=\"EPrints\">".utf8), declaredLength: 9000))
    let site = Site(parts)
    defer { site.stop() }
    let result = try daemon().ctl("add", site.url(), "--dry-run")
    #expect(result.status == 0, "\(result.errors)")
    #expect(
      result.output.contains("format = \"oai-pmh\"") && result.output.contains("broke off"),
      "\(result.output)")
  }

  @Test("robots.txt is obeyed: not one page behind it is asked for")
  func robots() throws {
    var parts = Site.plain
    parts["/robots.txt"] = .text("User-agent: *\nDisallow: /reports/\nSitemap: http://HOST/sitemap.xml\n")
    parts["/sitemap.xml"] = Site.sitemap((1...3).map { "/reports/\($0)" })
    for number in 1...3 { parts["/reports/\(number)"] = Site.page(number) }
    let site = Site(parts)
    defer { site.stop() }
    #expect(try daemon().ctl("add", site.url()).status == 4)
    #expect(!site.asked.contains { $0.hasPrefix("/reports/") }, "\(site.asked)")
  }

  @Test(
    "nothing that robots.txt refuses is asked for, the address itself not either",
    arguments: [
      (Site.Reply.text("User-agent: *\nDisallow: /\n"), "/publications", ["/robots.txt"]),
      (.text("no", status: 503), "/publications", ["/robots.txt"]),
      (.text("User-agent: *\nDisallow: /hidden\n"), "/go", ["/robots.txt", "/go"]),
    ])
  func refused(robots: ProbedSite.Reply, path: String, asked: [String]) throws {
    var parts = Site.oai("/oai")
    parts["/publications"] = Site.html("<h1>Reports</h1>")
    parts["/go"] = .redirect(to: "/hidden/reports")
    parts["/hidden/reports"] = Site.html("<h1>Reports</h1>")
    parts["/robots.txt"] = robots
    let site = Site(parts)
    defer { site.stop() }
    let result = try daemon().ctl("add", site.url(path))
    #expect(
      result.status == 4 && result.output.contains("robots.txt refuses"), "\(result.output)\(result.errors)")
    #expect(site.asked == asked)
  }

  @Test("a redirect is followed, and what is found is where it led")
  func redirect() throws {
    var parts = Site.oai("/cgi/oai2")
    parts["/"] = .redirect(301, to: "/home")
    parts["/home"] = Site.html("x", head: "<meta name=\"generator\" content=\"EPrints\"><title>x</title>")
    let site = Site(parts)
    defer { site.stop() }
    let result = try daemon().ctl("add", site.url(), "--dry-run")
    #expect(result.output.contains("leads to \(site.url("/home"))"), "\(result.output)")
  }

  @Test(
    "the same address, encoded otherwise, is not said to lead anywhere; a report's title is not the site's")
  func spelling() throws {
    var parts = Site.oai("/oai")
    for path in ["/%d1%80/1", "/%D1%80/1"] { parts[path] = Site.page(1) }
    let site = Site(parts)
    defer { site.stop() }
    let result = try daemon().ctl("add", site.url("/р/1"), "--dry-run")
    #expect(
      result.status == 0 && !result.output.contains("leads to")
        && !result.output.contains("title = \"Tides"), "\(result.output)")
  }

  @Test("secrets of the defaults are sent to nobody")
  func secrets() throws {
    let site = Site(Site.oai("/oai"))
    defer { site.stop() }
    let folder = TemporaryDirectory()
    folder.write("token", to: "token")
    let daemon = try RunningDaemon(
      state: TemporaryDirectory(), catalogues: [:],
      main: "[defaults]\ngap = \"0s\"\nheaders = { X-Key = \"secret\" }\n"
        + "credentials = { bearer_file = \"\(folder.file("token"))\" }\n")
    #expect(try daemon.ctl("add", site.url("/oai"), "--dry-run").status == 0)
    #expect(!site.log.contains { $0.header("x-key") != nil || $0.header("authorization") != nil })
    for url in ["http://me:pw@127.0.0.1/", "ftp://127.0.0.1/", "file:///etc/passwd", "reports", "http://"] {
      let result = try daemon.ctl("add", url)
      #expect(result.status == 2 && !result.errors.contains("pw@"), "\(url): \(result.errors)")
    }
  }

  // MARK: Writing

  @Test("the file is written, taken at once, and its first run brings the reports")
  func writes() throws {
    let site = Site(Site.oai("/oai"))
    defer { site.stop() }
    let daemon = try daemon()
    let result = try daemon.ctl("add", site.url("/oai"), "--name", "harbour")
    #expect(result.status == 0, "\(result.errors)")
    #expect(
      result.output.contains(
        "Written to \(daemon.state)/catalogues.d/harbour.toml\n1 added (harbour), 0 unchanged\n"))
    #expect(try files(daemon) == ["harbour.toml"])
    #expect(try daemon.ctl("refresh", "harbour", "--full", "--wait").status == 0)
    #expect(try daemon.ctl("search", "quay").output.contains("Quay walls 2"))
    #expect(
      try Programs.run("catalogued", ["--check", "--config", daemon.configuration, "--state", daemon.state])
        .status == 0)
    // The address is a catalogue's now.
    let again = try daemon.ctl("add", site.url("/oai"))
    #expect(again.status == 1 && again.errors.contains("harbour asks for the same"), "\(again.errors)")
    #expect(again.output.contains("The catalogue harbour has this address already."), "\(again.output)")
    #expect(try files(daemon) == ["harbour.toml"])
  }

  @Test("a name that is taken is refused before anything is asked, and a free one is said")
  func names() throws {
    let site = Site(Site.oai("/oai"))
    defer { site.stop() }
    // Also one whose file has a fault, and one that only its records remember.
    let daemon = try daemon([
      "harbour": "url = \"http://127.0.0.2:1/oai\"\nformat = \"oai-pmh\"\n", "faulty": "url = 7\n",
      "past": "url = \"http://127.0.0.2:1/past\"\nformat = \"feed\"\n",
    ])
    daemon.write(nil, to: "past")
    _ = try daemon.ctl("reload")
    for (name, free) in [("harbour", "harbour-2"), ("faulty", "faulty-2"), ("past", "past-2")] {
      let result = try daemon.ctl("add", site.url("/oai"), "--name", name)
      #expect(result.status == 1 && result.errors.contains("\(free) is free"), "\(name): \(result.errors)")
    }
    for name in ["../up", "12", ".hidden", ""] {
      #expect(try daemon.ctl("add", site.url("/oai"), "--name", name).status == 2, "\(name)")
    }
    #expect(site.asked.isEmpty)
    #expect(try files(daemon) == ["faulty.toml", "harbour.toml"])
  }

  @Test("a file that came into being meanwhile stays as it is")
  func meanwhile() throws {
    let site = Site(Site.oai("/oai"))
    defer { site.stop() }
    let daemon = try daemon()
    let answer = try daemon.json("add", site.url("/oai"), "--dry-run")
    let path = try #require((answer["file"] as? [String: Any])?["path"] as? String)
    // A link that leads nowhere is no file to the daemon's reader, and yet is not written through.
    try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: daemon.state + "/elsewhere")
    let result = try daemon.ctl("add", site.url("/oai"))
    #expect(!FileManager.default.fileExists(atPath: daemon.state + "/elsewhere"), "\(result.output)")
  }

  @Test("who may not write there is told what to do", .enabled(if: geteuid() == 0))
  func rights() throws {
    let site = Site(Site.oai("/oai"))
    defer { site.stop() }
    let folder = TemporaryDirectory()
    chmod(folder.path, 0o755)
    let daemon = try RunningDaemon(
      state: folder, catalogues: [:], main: "control_group = \"nogroup\"\n[defaults]\ngap = \"0s\"\n")
    func add(groups: String) throws -> Programs.Result {
      try Programs.run(
        "/usr/bin/env",
        [
          "setpriv", "--reuid=65534", "--regid=0", groups, Programs.folder + "/cataloguectl", "--socket",
          daemon.socket,
          "add", site.url("/oai"), "--name", "harbour",
        ])
    }
    // A member of control_group, whose files these are not.
    let result = try add(groups: "--groups=65534")
    #expect(result.status == 5, "\(result.errors)")
    #expect(
      result.errors.contains(
        "nothing was written: \(folder.path)/catalogues.d/harbour.toml: Permission denied"))
    #expect(
      result.output.contains("\n  sudo cataloguectl add \(site.url("/oai")) --name harbour\n"),
      "\(result.output)")
    #expect(result.output.contains("\n  sudo cataloguectl reload\n"))
    #expect(result.output.contains("\n  format = \"oai-pmh\"\n"), "the file is printed")
    #expect(try files(daemon) == [])
    // Who may only read does not see through the daemon what is in its network.
    let asked = site.asked.count
    let reader = try add(groups: "--clear-groups")
    #expect(reader.status == 5 && reader.errors.contains("private network"), "\(reader.errors)")
    #expect(site.asked.count == asked)
  }

  @Test("nothing that a site says reaches the terminal or the file as a control character")
  func controls() throws {
    let site = Site(Site.oai("/oai", name: "Har&#x9b;31m\u{85}bour &quot;x&quot; \\ # end"))
    defer { site.stop() }
    let daemon = try daemon()
    let result = try daemon.ctl("add", site.url("/oai"), "--name", "harbour")
    #expect(result.status == 0, "\(result.errors)")
    #expect(
      !result.output.unicodeScalars.contains { $0.properties.generalCategory == .control && $0 != "\n" })
    let file = try String(contentsOfFile: daemon.state + "/catalogues.d/harbour.toml", encoding: .utf8)
    #expect(
      !file.unicodeScalars.contains { $0.properties.generalCategory == .control && $0 != "\n" }, "\(file)")
    #expect(try daemon.json("catalogues", "harbour")["title"] as? String != nil)
  }
}
