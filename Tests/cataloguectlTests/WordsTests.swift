import Catalogue
import ControlAPI
import ControlClient
import Testing

@testable import cataloguectl

@Suite("How facts are said")
struct WordsTests {
  @Test(
    arguments: [
      (0, "now"), (-1, "now"), (-45, "45 s ago"), (-90, "2 min ago"), (3600, "in 60 min"), (7200, "in 2 h"),
      (-86400, "24 h ago"), (3 * 86400, "in 3 d"), (Int64.max, "now"),
    ] as [(Int64, String)])
  func relative(_ seconds: Int64, _ words: String) {
    let now: Int64 = 1_700_000_000
    #expect(Words.relative(Timestamp(seconds: seconds == .max ? .min : now + seconds), now: now) == words)
  }

  @Test(
    arguments: [
      (0, "0 bytes"), (999, "999 bytes"), (1000, "1.0 kB"), (12_345, "12.3 kB"), (999_960, "1.0 MB"),
      (161_000_000, "161.0 MB"), (2_500_000_000_000, "2.5 TB"),
    ] as [(Int64, String)])
  func sizes(_ bytes: Int64, _ words: String) { #expect(Words.size(bytes) == words) }

  @Test func plurals() {
    #expect([0, 1, 2].map { counted($0, "report") } == ["0 reports", "1 report", "2 reports"])
  }

  @Test("every way to fail has its exit code")
  func exitCodes() {
    func code(_ status: Int, _ code: Problem.Code) -> ExitCode {
      Failure(.problem(Problem(status: status, code: code, detail: "d"))).code
    }
    #expect(code(403, .notPermitted) == .notPermitted)
    #expect(code(404, .noSuchCatalogue) == .notFound)
    #expect(code(409, .held) == .waits)
    #expect(code(409, .nothingHeld) == .failed)
    #expect(code(500, .failed) == .failed)
    #expect(Failure(.noDaemon(path: "/s", why: "w")).code == .noDaemon)
    #expect(Failure(.notPermitted(path: "/s")).code == .notPermitted)
    #expect(ExitCode.done.worse(.waits) == .waits)
    #expect(ExitCode.waits.worse(.failed) == .failed)
    #expect(ExitCode.failed.worse(.done) == .failed)
  }

  @Test(
    "a catalogue of which a dry run goes on has no run with that number",
    arguments: [(-1, "a dry run"), (-20, "a dry run"), (7, "running (7)"), (nil, "running")]
      as [(Int64?, String)])
  func running(_ run: Int64?, _ words: String) {
    let status = CatalogueStatus(
      name: "polar", title: "Polar", url: "https://polar.example", format: "oai-pmh", priority: 0,
      interval: 60, state: .running(run: run))
    #expect(Words.state(status) == words)
  }

  @Test(arguments: RunInfo.State.allCases)
  func runs(_ state: RunInfo.State) {
    let run = RunInfo(id: 1, catalogue: "polar", state: state, full: false, began: Timestamp(seconds: 0))
    let expected: ExitCode =
      switch state {
      case .done, .doneWithRejects: .done
      case .held: .waits
      default: .failed
      }
    #expect(run.exitCode == expected)
    #expect(!Words.state(state).isEmpty)
  }
}
