import Catalogue
import Storage
import Testing

@testable import Library

@Suite("Polls that find nothing are written together, and nobody can tell")
struct UnchangedTests {
  private func poll(_ branch: Branch, isAwaited: Bool, since: Int64? = nil, upTo: Int64? = nil) throws
    -> Int64?
  {
    try branch.library.noteUnchanged(
      UnchangedPoll(
        catalogue: branch.catalogue, scope: "s", begun: 1, message: "HTTP 304", polling: "",
        counts: RunCounts(),
        since: since, upTo: upTo),
      isAwaited: isAwaited)
  }

  @Test("one that a person waits for is in the store when it is answered")
  func awaited() throws {
    let branch = try Branch()
    let number = try #require(try poll(branch, isAwaited: true))
    #expect(try branch.number("SELECT count(*) FROM run WHERE id = \(number)") == 1)
  }

  @Test("whoever asks for runs sees all of them, in their order")
  func seen() throws {
    let branch = try Branch()
    for _ in 0..<15 { #expect(try poll(branch, isAwaited: false) == nil) }
    #expect(try branch.number("SELECT count(*) FROM run") == 0)
    #expect(try branch.library.runs(catalogue: nil, before: nil, limit: 100).items.count == 15)
    _ = try poll(branch, isAwaited: false)
    #expect(try branch.library.overviews()[branch.catalogue]?.lastRun?.number == 16)
  }

  @Test("what waits when the program ends is written")
  func stopped() throws {
    let branch = try Branch()
    for _ in 0..<5 { _ = try poll(branch, isAwaited: false) }
    try branch.restart()
    #expect(try branch.number("SELECT count(*) FROM run") == 5)
  }

  @Test("a hundred cost hardly more of the log than a few")
  func cheap() throws {
    func growth(isAwaited: Bool) throws -> Int64 {
      let branch = try Branch()
      _ = try poll(branch, isAwaited: true)
      let before = branch.library.store.sizes.log
      for _ in 0..<100 { _ = try poll(branch, isAwaited: isAwaited) }
      branch.library.writeUnchanged()
      return branch.library.store.sizes.log - before
    }
    let (together, apart) = (try growth(isAwaited: false), try growth(isAwaited: true))
    #expect(together * 10 < apart, "\(together) bytes of log together, \(apart) apart")
  }

  @Test("the next run begins where the poll ended, unless a run has closed since")
  func date() throws {
    let branch = try Branch()
    func date() throws -> Int64? { try branch.library.catalogue(branch.catalogue).responseDate }
    func close(at date: Int64) throws {
      let run = try branch.library.beginRun(
        catalogue: branch.catalogue, full: false, complete: false, scope: "s", settings: ArrivalSettings())
      _ = try branch.library.handle(run: run.number).close(
        RunEnd(responseDate: Datestamp(seconds: date), promisesTombstones: false))
    }
    try close(at: 1000)
    _ = try poll(branch, isAwaited: true, since: 1000, upTo: 2000)
    #expect(try date() == 2000)
    try close(at: 500)  // the upstream's clock went back
    _ = try poll(branch, isAwaited: true, since: 2000, upTo: 3000)
    #expect(try date() == 500)
  }

  @Test("of runs that found nothing the last twenty are kept, and those that rule 7 counts for a week")
  func pruned() throws {
    let branch = try Branch()
    func close() throws {
      let run = try branch.library.beginRun(
        catalogue: branch.catalogue, full: true, complete: true, scope: "s", settings: ArrivalSettings())
      _ = try branch.library.handle(run: run.number).close(
        RunEnd(responseDate: nil, promisesTombstones: false))
    }
    for _ in 0..<30 { try close() }
    #expect(try branch.number("SELECT count(*) FROM run") == 30)
    branch.clock.advance(by: 8 * 86400)
    try close()
    #expect(try branch.number("SELECT count(*) FROM run") == 20)
    for _ in 0..<30 { _ = try poll(branch, isAwaited: true) }
    #expect(try branch.number("SELECT count(*) FROM run WHERE live_at_close IS NULL") == 20)
  }
}
