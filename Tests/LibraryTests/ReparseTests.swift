import Reconciliation
import Storage
import Testing

@testable import Library

@Suite("Rule 2: reparse")
struct ReparseTests {
  private func reparse(_ branch: Branch) throws -> ReparseResult {
    branch.parser.isBetter = true
    return try branch.library.reparse(
      catalogue: branch.catalogue, parser: branch.parser, settings: branch.settings)
  }

  @Test("a better parse takes the old one's place, without a revision")
  func better() throws {
    let branch = try Branch()
    try branch.run(["a|1|1|0", "a|2|2|0", "b|1|3|0"])
    let revisions = try branch.number("SELECT count(*) FROM revision")
    branch.parser.prefix = "new "
    let result = try reparse(branch)
    #expect(result.revisions == 3 && result.changed == 3)
    #expect(try branch.number("SELECT count(*) FROM revision") == revisions)
    #expect(try branch.title("a") == "new 2" && branch.title("b") == "new 3")
    #expect(try branch.library.search("new", catalogue: nil, after: nil, limit: 9).total == 2)
    #expect(try reparse(branch).changed == 0)
    #expect(try branch.library.verify().isEmpty)
    // The upstream says the same bytes again: nothing changes.
    #expect(try branch.run(["a|2|2|0", "b|1|3|0"]).counts.unchanged == 2)
  }

  @Test("what was set aside and can be read now is heard, and leaves")
  func mended() throws {
    let branch = try Branch()
    try branch.run(["a|1|1|0", "a|2|?2|0", "n|1|?3|0", "!u|1|?4|0", "x|1|broken|0"])
    let result = try reparse(branch)
    #expect(result.mended == 3 && result.rejects == 1)
    #expect(try branch.title("a") == "2" && branch.title("n") == "3" && branch.title("u") == "4")
    #expect(try branch.library.waiting(catalogue: branch.catalogue).rejects == 1)
    #expect(try branch.library.catalogue(branch.catalogue).lastClose?.scope == "s")
    #expect(try branch.library.interruptedRun(catalogue: branch.catalogue) == nil)
    #expect(try branch.library.verify().isEmpty)
  }

  @Test("its deletions apply, by date")
  func deletions() throws {
    let branch = try Branch()
    try branch.run(["a|1|1|0", "b|5|2|0", "c|1|3|0", "a|2|?deleted|0", "b|2|?deleted|0"])
    let result = try reparse(branch)
    #expect(result.mended == 2)
    #expect(try branch.title("a") == nil && branch.title("b") == "2" && branch.title("c") == "3")
    #expect(try branch.library.verify().isEmpty)
  }

  @Test("its deletions pass the guard like any others")
  func guarded() throws {
    let branch = try Branch()
    branch.settings = ArrivalSettings(guardCount: 0, guardShare: 0)
    try branch.run(["a|1|1|0", "b|1|2|0", "a|2|?deleted|0"])
    _ = try reparse(branch)
    #expect(try branch.title("a") == "1")
    #expect(try branch.library.held(catalogue: branch.catalogue).count == 1)
    #expect(try branch.library.approve(catalogue: branch.catalogue, saw: nil) == 1)
    #expect(try branch.title("a") == nil)
    #expect(try branch.library.verify().isEmpty)
  }

  @Test("an undated reject without an identifier is not known to be newer, and stays")
  func undated() throws {
    let branch = try Branch()
    try branch.run(["!a||?9|0"])
    try branch.run(["a||1|0"], full: false)
    let result = try reparse(branch)
    #expect(result.mended == 0 && result.rejects == 1)
    #expect(try branch.title("a") == "1")
  }

  @Test("an older reject that can be read does not void a newer one that cannot")
  func newerUnread() throws {
    let branch = try Branch()
    try branch.run(["a|1|?2|0", "a|2|broken|0"])
    let result = try reparse(branch)
    #expect(result.mended == 1 && result.rejects == 1)
    #expect(try branch.title("a") == "2")
    #expect(try branch.library.waiting(catalogue: branch.catalogue).rejects == 1)
  }

  @Test("many rejects are heard in pages of one run")
  func many() throws {
    let branch = try Branch()
    try branch.run((0..<450).map { "r\($0)|1|?\($0)|0" })
    #expect(try reparse(branch).mended == 450)
    #expect(try branch.library.size().reports == 450)
    #expect(try branch.number("SELECT count(*) FROM run") == 2)
    #expect(try branch.library.verify().isEmpty)
  }

  @Test("it waits for the close of an open run, also of an interrupted one")
  func open() throws {
    let branch = try Branch()
    let (handle, preparer) = try branch.begin()
    try branch.take(["a|1|1|0", "b|1|?2|0"], handle, preparer)
    for _ in 0..<2 {
      #expect(throws: LibraryError.self) { try reparse(branch) }
      #expect(try branch.library.interruptedRun(catalogue: branch.catalogue)?.number == handle.run)
      try branch.restart()
    }
  }
}
