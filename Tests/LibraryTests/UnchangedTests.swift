import Storage
import Testing

@testable import Library

@Suite("Polls that find nothing are written together, and nobody can tell")
struct UnchangedTests {
  private func poll(_ branch: Branch, isAwaited: Bool) throws -> Int64? {
    try branch.library.noteUnchanged(
      catalogue: branch.catalogue, scope: "s", begun: 1, message: "HTTP 304", polling: "", RunCounts(),
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
}
