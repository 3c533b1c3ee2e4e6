import Foundation
import TestSupport
import Testing

@Suite("The demo") struct DemoTests {
  /// What the README's first command shows, and what it says to ask.
  @Test func mirrorsTheBundledCatalogues() throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: Programs.folder + "/catalogued")
    process.arguments = ["--demo"]
    process.currentDirectoryURL = URL(fileURLWithPath: Programs.root)
    let scratch = TemporaryDirectory()
    let path = scratch.write("", to: "output")
    process.standardOutput = FileHandle(forWritingAtPath: path)
    process.standardError = FileHandle.nullDevice
    try process.run()
    defer { if process.isRunning { process.terminate() } }
    var output = ""
    let end = Date() + 30
    while Date() < end, !output.contains("Ctrl-C") {
      usleep(20_000)
      output = try String(contentsOfFile: path, encoding: .utf8)
    }
    for line in [
      "clingendael  3 reports", "polar        10 reports", "harbour      3 reports", "drylands     3 reports",
      "lighthouse   3 reports",
      "resrep05516  1 report", "riverbank    3 reports (set aside as unreadable: 1 record)",
    ] {
      #expect(output.contains(line), "\(line) is missing in \(output)")
    }
    let socket = try #require(output.split(whereSeparator: \.isWhitespace).first { $0.hasSuffix(".sock") })
    let search = try Programs.run(
      "cataloguectl", ["--socket", String(socket), "search", "shanghai", "cooperation"])
    #expect(search.status == 0)
    #expect(search.output.contains("Towards a full-grown security alliance?"), "\(search.output)")
    let show = try Programs.run(
      "cataloguectl", ["--socket", String(socket), "show", "https://www.jstor.org/stable/resrep05516"])
    for fact in [
      "Marcel de Haas", "Frans-Paul van der Putten", "Nov. 1, 2007", "Clingendael Institute", "88",
    ] {
      #expect(show.output.contains(fact), "\(fact) is missing in \(show.output)")
    }
    // The report's own page says the same of it, and its contents, which the other catalogue lacks.
    for (number, pages) in [
      "[i]-[ii]", "[iii]-[iv]", "1-2", "3-4", "5-6", "7-12", "13-22", "23-28", "29-30", "31-40", "41-46",
      "47-54", "55-64", "75-82",
    ].enumerated() {
      let entry = "\(number + 1). (pp. \(pages))\n"
      #expect(show.output.contains(entry), "\(entry) is missing in \(show.output)")
    }
    for origin in [
      "From clingendael:", "From resrep05516: https://www.jstor.org/stable/resrep05516", "Access      login",
    ] {
      #expect(show.output.contains(origin), "\(origin) is missing in \(show.output)")
    }
    // A feed, a KBART list whose chapters are the report's contents, and a JSON catalogue.
    for (report, facts) in [
      (
        "10.5555/harbour.41",
        ["Ines Quintão", "Tides & tariffs: what a closed strait costs a port", "files/41.pdf"]
      ),
      ("resrep90001", ["Okafor (editor)", "Upstream, downstream: the bargaining record", "Haddad"]),
      ("10.5555/lh.2025.07", ["Szymańska, Marta (author)", "de Vries, Pieter (editor)", "64", "LH-2025-07"]),
    ] {
      let show = try Programs.run("cataloguectl", ["--socket", String(socket), "show", report])
      for fact in facts { #expect(show.output.contains(fact), "\(fact) is missing in \(show.output)") }
    }
    let state = URL(fileURLWithPath: String(socket)).deletingLastPathComponent().path
    process.terminate()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    #expect(!FileManager.default.fileExists(atPath: state), "the throw-away state is left behind")
  }
}
