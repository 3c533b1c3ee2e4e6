import Foundation
import TestSupport
import Testing

@Suite("Citations, with both real programs", .serialized)
struct CiteTests {
  /// A daemon that has read the page that the product set out from; its report is number 1.
  private func daemon() throws -> RunningDaemon {
    let page = "\(Programs.root)/Config/demo/resrep05516.html"
    let daemon = try RunningDaemon(
      state: TemporaryDirectory(),
      catalogues: ["seed": "url = \"file:\(page)\"\nformat = \"page\"\ninterval = \"30d\"\n"])
    #expect(try daemon.ctl("refresh", "seed", "--wait").status == 0)
    return daemon
  }

  private func curl(_ daemon: RunningDaemon, _ path: String, accept: String) throws -> (
    head: String, body: String
  ) {
    let output = try Programs.run(
      "/usr/bin/curl",
      ["-si", "--unix-socket", daemon.socket, "-H", "Accept: \(accept)", "http://localhost/v1/\(path)"]
    ).output
    let parts = output.components(separatedBy: "\r\n\r\n")
    return (parts[0], parts.dropFirst().joined(separator: "\r\n\r\n"))
  }

  @Test("what is asked for is cited, in every format, and what is not there is said")
  func cite() throws {
    let daemon = try daemon()
    let ris = try daemon.ctl("cite", "1", "--format", "ris").output
    #expect(ris.hasPrefix("TY  - RPRT\r\nID  - 1\r\n") && ris.hasSuffix("ER  - \r\n\r\n"), "\(ris)")
    #expect(ris.contains("AU  - van der Putten, Frans-Paul\r\n"))
    let chapters = try daemon.ctl("cite", "1", "--sections", "10,1-2,10", "--format", "ris").output
    #expect(chapters.components(separatedBy: "TY  - CHAP").count == 4, "\(chapters)")
    #expect(chapters.contains("SP  - 31\r\nEP  - 40\r\n"))
    let items =
      try daemon.json("cite", "1", "https://www.jstor.org/stable/resrep05516")["items"] as? [[String: Any]]
    // By two names, it is one.
    #expect(items?.map { $0["type"] as? String } == ["report"])
    let twice = try daemon.ctl("cite", "1", "1", "--format", "bibtex").output
    #expect(twice.components(separatedBy: "@techreport{").count == 2, "\(twice)")
    let some = try daemon.ctl("cite", "99", "1", "--style", "mla")
    #expect(some.status == 4 && some.errors.contains("99"), "\(some)")
    #expect(
      some.output.hasPrefix("de Haas, Marcel, and Frans-Paul van der Putten. ")
        && some.output.hasSuffix(".\n"))
    let behind = try daemon.ctl("cite", "1", "--sections", "13-20")
    #expect(behind.status == 4 && behind.errors.contains("has no section 15"), "\(behind)")
  }

  @Test(
    "what cannot be meant is a wrong usage",
    arguments: [
      ["1", "--sections", "0"], ["1", "--sections", "3,"], ["1", "2", "--sections", "3"],
      ["1", "--format", "ris", "--style", "apa"], ["1", "--format", "kbart"], [],
    ]) func usage(_ arguments: [String]) throws
  {
    let result = try Programs.run("cataloguectl", ["--socket", "/nowhere", "cite"] + arguments)
    #expect(result.status == 2 && result.output.isEmpty, "\(result)")
  }

  @Test(
    "over the API by Accept, or by format",
    arguments: [
      ("*/*", "", "text/plain; charset=utf-8", "Haas, Marcel de"),
      ("application/x-bibtex", "", "application/x-bibtex", "@techreport{"),
      (
        "application/vnd.citationstyles.csl+json, text/plain;q=0.5", "",
        "application/vnd.citationstyles.csl+json", "[\n"
      ),
      ("*/*", "?format=ris", "application/x-research-info-systems", "TY  - RPRT"),
      ("text/plain", "?style=apa", "text/plain; charset=utf-8", "de Haas, M., & "),
      ("application/xml", "", "application/problem+json", "{"),
      ("text/plain", "?format=ris", "application/problem+json", "{"),
      ("*/*", "?format=csv", "application/problem+json", "{"),
    ]) func negotiation(_ accept: String, _ query: String, _ type: String, _ begin: String) throws
  {
    let answer = try curl(try daemon(), "reports/1/citation\(query)", accept: accept)
    #expect(answer.head.contains("Content-Type: \(type)"), "\(answer)")
    #expect(answer.body.hasPrefix(begin), "\(answer)")
  }
}
