import Reconciliation
import Storage
import Testing

@testable import Library

@Suite("Rehearsals")
struct RehearsalTests {
  /// Of what a run writes, some numbers.
  private func written(_ branch: Branch) throws -> Int64 {
    try branch.number(
      "SELECT total(number) + (SELECT count(*) FROM run) + (SELECT count(*) FROM dictionary) FROM change")
  }

  /// Rehearses a run of these pages, and then runs it; nothing may be written by the first.
  private func rehearse(
    _ branch: Branch, _ pages: [[String]], passes: [Int] = [], complete: Bool = false
  ) throws -> (result: RehearsalResult, new: [Int]) {
    let before = try written(branch)
    let rehearsal = try branch.library.rehearse(
      catalogue: branch.catalogue, full: true, complete: complete, settings: branch.settings)
    let preparer = try branch.library.preparer(
      catalogue: branch.catalogue, parser: branch.parser, rehearsing: true)
    var new: [Int] = []
    for (n, lines) in pages.enumerated() {
      let page = try branch.page(lines, preparer, pass: passes.isEmpty ? 0 : passes[n])
      new.append(try rehearsal.take(page, preparedBy: preparer))
    }
    let result = try rehearsal.close()
    #expect(try written(branch) == before)
    return (result, new)
  }

  static let cases: [[String]] = [
    ["a|1|1|0"], ["a|2|9|0"], ["a|2|deleted|0"], ["n|1|9|0", "n|1|9|0"], ["n|1|deleted|0"],
    ["a|2|9|0", "a|2|9|0", "a|2|9|0"], ["a|2|deleted|0", "a|3|1|0"], ["~a|1|1|1"], ["~a|2|9|0"],
    ["a|0|9|0"], ["a|0|1|1"], ["a|0|deleted|0"], ["t|2|deleted|1"], ["t|2|4|0"], ["b|2|?|0", "a|1|1|0"],
    ["a|1|1|1", "b|2|9|0", "c|3|deleted|0", "n|1|1|0"],
  ]

  @Test("say what the run comes to", arguments: cases, [false, true])
  func equalToTheRun(_ lines: [String], complete: Bool) throws {
    let branch = try Branch()
    try branch.run(["a|1|1|0", "b|1|2|0", "c|1|3|0", "t|1|deleted|0", "k|1|1|0"])
    let rehearsed = try rehearse(branch, [lines], complete: complete).result
    let run = try branch.run(lines, complete: complete)
    #expect(rehearsed.new.count == run.counts.added || lines == ["t|2|4|0"])
    #expect(rehearsed.new.count + rehearsed.changed.count == run.counts.added + run.counts.changed)
    #expect(rehearsed.wouldHold == (run.state == .held))
    #expect(rehearsed.gone.count == (run.state == .held ? run.counts.held : run.counts.gone))
    #expect(rehearsed.counts.rejected == run.counts.rejected)
  }

  @Test("a first list, long enough to train a dictionary by, leaves none")
  func first() throws {
    let branch = try Branch()
    let (result, _) = try rehearse(branch, [(0..<250).map { "r\($0)|1|1|0" }])
    #expect(result.counts.heard == 250)
    #expect(try branch.number("SELECT count(*) FROM dictionary") == 0)
    try branch.run((0..<250).map { "r\($0)|1|1|0" })
    #expect(try branch.number("SELECT count(*) FROM dictionary") == 1)
  }

  @Test("an unknown record counts as new again after a restart from the beginning, and is shown once")
  func restart() throws {
    let branch = try Branch()
    try branch.run(["a|1|1|0"])
    let (result, new) = try rehearse(
      branch, [["a|1|1|0", "n|1|2|0"], ["n|1|2|0"], ["a|1|1|0", "n|1|2|0"]], passes: [0, 0, 1])
    #expect(new == [2, 0, 2])
    #expect(result.new.count == 1)
  }

  @Test("deletions that would be held are said to be")
  func held() throws {
    let branch = try Branch()
    try branch.run((0..<40).map { "r\($0)|1|1|0" })
    branch.settings = ArrivalSettings(missingAfter: 1)
    let result = try rehearse(branch, [["r0|1|1|0"]], complete: true).result
    #expect(result.wouldHold && result.gone.count == 39 && result.gone.samples.count == 20)
    #expect(result.gone.samples[0].identifier == "r1" && result.gone.samples[0].title == "1")
  }
}
