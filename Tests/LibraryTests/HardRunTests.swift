import Reconciliation
import Storage
import Testing

@testable import Library

@Suite("Runs in odd circumstances")
struct HardRunTests {
  @Test("a page that says two things of a record, whatever its quick scans find")
  func twice() throws {
    for first in ["a|2|9|0", "~a|2|9|0", "x>a|2|9|0", "b>a|2|9|0"] {
      let branch = try Branch()
      try branch.run(["a|1|1|0", "b|1|2|0"])
      let close = try branch.run([first, "a|1|1|0", "b|1|2|0"])
      #expect(close.counts.changed == 1 && close.counts.unchanged == 1 && close.counts.duplicate == 1)
      #expect(try branch.title("a") == "9" && branch.title("b") == "2")
      #expect(try branch.library.verify().isEmpty)
    }
  }

  @Test("a wrong quick scan never lets a record pass for another")
  func wrongScan() throws {
    let branch = try Branch()
    try branch.run(["a|1|1|0", "b|1|2|0"])
    let close = try branch.run(["b>a|1|1|0", "a>b|1|2|0", "b>n|1|3|0"])
    #expect(close.counts.unchanged == 2 && close.counts.added == 1)
    #expect(try branch.title("a") == "1" && branch.title("b") == "2" && branch.title("n") == "3")
  }

  @Test(
    "a good record settles what was set aside of it",
    arguments: [["a|1|1|0"], ["a|2|2|0"], ["a|3|deleted|0"]])
  func settled(good: [String]) throws {
    let branch = try Branch()
    try branch.run(["a|1|1|0", "b|1|1|0", "a|2|?|0"])
    #expect(try branch.library.waiting(catalogue: branch.catalogue).rejects == 1)
    try branch.run(good)
    #expect(try branch.library.waiting(catalogue: branch.catalogue).rejects == 0)
  }

  @Test("... also on the same page; and a bad one after it stays")
  func settledOnThePage() throws {
    let branch = try Branch()
    try branch.run(["a|1|?|0", "a|2|1|0", "b|1|1|0", "b|2|?|0"])
    let rejects = try branch.library.rejects(catalogue: nil, before: nil, limit: 9).items
    #expect(rejects.map(\.identifier) == ["b"])
  }

  @Test("decisions wait for the close of an open run, also of an interrupted one")
  func decisions() throws {
    let branch = try Branch()
    branch.settings = ArrivalSettings(guardCount: 0, guardShare: 0)
    try branch.run(["a|1|1|0", "b|1|1|0"])
    #expect(try branch.run(["a|2|deleted|0"]).state == .held)
    let (handle, preparer) = try branch.begin()
    try branch.take(["b|2|2|0"], handle, preparer)
    for _ in 0..<2 {
      #expect(throws: LibraryError.self) { try branch.library.approve(catalogue: branch.catalogue, saw: nil) }
      #expect(throws: LibraryError.self) { try branch.library.reject(catalogue: branch.catalogue) }
      try branch.restart()
    }
    _ = try branch.library.resumeRun(handle.run, settings: branch.settings)
    let close = try branch.library.handle(run: handle.run)
      .close(RunEnd(responseDate: nil, promisesTombstones: true))
    #expect(close.state == .held && close.counts.changed == 1)
    #expect(try branch.library.approve(catalogue: branch.catalogue, saw: nil) == 1)
    #expect(try branch.title("a") == nil && branch.title("b") == "2")
    #expect(try branch.library.verify().isEmpty)
  }

  @Test("a full disk stops the run, loses nothing, and the run goes on when there is room")
  func fullDisk() throws {
    let branch = try Branch()
    try branch.run(["old|1|1|0"])
    let pages = try branch.number("PRAGMA page_count")
    let (handle, preparer) = try branch.begin()
    try branch.take(["a|1|1|0"], handle, preparer)
    try branch.execute("PRAGMA max_page_count = \(pages + 8)")
    let many = (0..<400).map { "m\($0)|1|\(String(repeating: "word\($0) ", count: 300))|0" }
    let error = #expect(throws: LibraryError.self) {
      try branch.take(many, handle, preparer)
      try branch.take(["behind|1|1|0"], handle, preparer)
    }
    guard case .store(let reason)? = error, reason.kind == .full else {
      Issue.record("\(String(describing: error))")
      return
    }
    // Nothing is kept behind the hole.
    #expect(throws: LibraryError.self) { try branch.take(["behind|1|1|0"], handle, preparer) }
    #expect(try branch.title("old") == "1" && branch.title("a") == "1" && branch.title("behind") == nil)
    #expect(try branch.number("SELECT count(*) FROM record") == 2)
    #expect(try branch.library.verify().isEmpty)

    try branch.execute("PRAGMA max_page_count = 1000000")
    _ = try branch.library.resumeRun(handle.run, settings: branch.settings)
    let again = branch.library.handle(run: handle.run)
    try branch.take(
      many, again, try branch.library.preparer(catalogue: branch.catalogue, parser: branch.parser))
    let close = try again.close(RunEnd(responseDate: nil, promisesTombstones: true))
    #expect(close.state == .done && close.counts.added == 401)
    #expect(try branch.library.verify().isEmpty)
  }

  @Test("what has ended is not resumed, closed, or taken into again")
  func ended() throws {
    let branch = try Branch()
    let (handle, preparer) = try branch.begin()
    try branch.take(["a|1|1|0"], handle, preparer)
    _ = try handle.close(RunEnd(responseDate: nil, promisesTombstones: true))
    #expect(throws: LibraryError.self) { try branch.library.resumeRun(handle.run, settings: branch.settings) }
    #expect(throws: LibraryError.self) { try branch.library.resumeRun(99, settings: branch.settings) }
    #expect(throws: LibraryError.self) {
      try handle.close(RunEnd(responseDate: nil, promisesTombstones: true))
    }
    #expect(throws: LibraryError.self) { try branch.take(["b|1|1|0"], handle, preparer) }
    try branch.library.breakOff(run: handle.run, message: "late")
    #expect(try branch.library.run(handle.run)?.state == .done)
    #expect(try branch.title("b") == nil)
  }

  @Test("a library that was stopped refuses pages, and blocks nobody")
  func stopped() throws {
    let branch = try Branch()
    let (handle, preparer) = try branch.begin()
    branch.library.stop()
    for _ in 0..<4 {
      #expect(throws: LibraryError.self) {
        try handle.take(branch.page(["a|1|1|0"], preparer), preparedBy: preparer)
      }
    }
    try handle.drain()
  }

  @Test("a run that could not be begun for want of room is none")
  func noRoomToBegin() throws {
    let branch = try Branch()
    try branch.run(["a|1|1|0"])
    // A run's row always fits somewhere, but not a million of held records beside it: so a trigger refuses.
    try branch.execute("CREATE TRIGGER t BEFORE INSERT ON run BEGIN SELECT raise(ABORT, 'no'); END")
    #expect(throws: LibraryError.self) { try branch.begin() }
    try branch.execute("DROP TRIGGER t")
    #expect(try branch.library.interruptedRun(catalogue: branch.catalogue) == nil)
    #expect(try branch.library.approve(catalogue: branch.catalogue, saw: nil) == 0)
    #expect(try branch.run(["a|2|2|0"]).counts.changed == 1)
  }
}
