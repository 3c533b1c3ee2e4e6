import Foundation
import Reconciliation
import Storage
import Testing
import Threads

@testable import Library

@Suite("What has no file any more: kept, purged, renamed")
struct ForgetTests {
  /// A changed record, a withdrawn one, one whose deletion is held, a refused deletion, a reject; and another catalogue.
  private func branch() throws -> Branch {
    let branch = try Branch()
    try branch.run(["a|1|1|0", "b|1|2|0", "c|1|3|0", "d|1|4|0", "e|1|5|0"])
    try branch.run(["a|2|6|0", "b|2|deleted|0", "a|2|6|0"])
    branch.settings = ArrivalSettings(guardCount: 0, guardShare: 0)
    try branch.run(["c|3|deleted|0"])
    _ = try branch.library.reject(catalogue: branch.catalogue)
    try branch.run(["d|3|deleted|0"])
    return branch
  }

  private func names(_ branch: Branch, _ names: String...) throws -> KnownCatalogues {
    try branch.library.configure(names.map { ConfiguredCatalogue($0, title: $0, source: "source") })
  }

  @Test func aPurgeLeavesAConsistentStoreAndGivesNoNumberTwice() throws {
    let branch = try branch()
    let library = branch.library
    #expect(throws: LibraryError.self) { try library.purge("c", by: "ann") }
    _ = try names(branch)
    let would = try library.purgeCount("c")
    #expect(would.records == 5 && would.shown == 4 && would.withdrawn == 1)
    let (record, revision, change, run) = (
      try branch.number("SELECT record FROM counter"), try branch.number("SELECT revision FROM counter"),
      try library.lastChange(), try branch.number("SELECT max(id) FROM run")
    )
    try library.purge("c", by: "ann")
    #expect(try library.verify().isEmpty)
    #expect(try library.size().records == 0)
    for table in ["record", "revision", "report", "identifier", "held", "refused", "reject", "pending"] {
      #expect(try branch.number("SELECT count(*) FROM \(table)") == 0, "\(table)")
    }
    #expect(try branch.number("SELECT count(*) FROM report_index WHERE report_index MATCH 'subject6'") == 0)
    #expect(try branch.number("SELECT count(*) FROM change WHERE kind = 5") == 5)
    #expect(try library.lastChange() == change + 5)
    #expect(try branch.number("SELECT ifnull(sum(length(bytes)), 0) FROM dictionary") == 0)
    #expect(try library.catalogue(branch.catalogue).forgotten == .kept)

    // The same catalogue comes back: everything is asked for, and every number is new.
    #expect(try names(branch, "c").numbers["c"] == branch.catalogue)
    #expect(try library.catalogue(branch.catalogue).lastClose == nil)
    branch.settings = ArrivalSettings()
    try branch.run(["a|1|1|0"])
    #expect(try branch.number("SELECT min(id) FROM record") > record)
    #expect(try branch.number("SELECT min(id) FROM revision") > revision)
    #expect(try branch.number("SELECT max(id) FROM run") > run)
    #expect(try library.verify().isEmpty)
  }

  @Test func aPurgeThatWasKilledGoesOn() throws {
    let branch = try branch()
    _ = try names(branch)
    // As it stands between two of its transactions.
    try branch.execute("UPDATE catalogue SET forgotten = 2")
    let number = branch.catalogue
    try branch.library.writer.perform { (room) throws(LibraryError) in
      try room.transaction { () throws(LibraryError) in
        try Library.store { () throws(StorageError) in
          #expect(try room.purgeSome([1, 2, 3], of: number, until: 0) == 1)
          #expect(try room.purgeSome([2], of: number, until: .infinity) == 1)
        }
      }
    }
    #expect(try branch.library.verify().isEmpty)
    #expect(try branch.library.size().records == 3)
    try branch.restart()
    // A file of its name waits: what it brings must not be purged with the rest.
    let known = try names(branch, "c")
    #expect(known.undecided == ["c": []] && known.numbers.isEmpty)
    #expect(throws: LibraryError.self) { try branch.library.forget("c") }
    #expect(throws: LibraryError.self) {
      try branch.library.separate(ConfiguredCatalogue("c", title: "c", source: "source"))
    }
    #expect(try branch.library.finishPurges() == ["c"])
    #expect(try names(branch, "c").numbers["c"] == number)
    #expect(try branch.library.size().records == 0)
    #expect(try branch.library.verify().isEmpty)
  }

  @Test func whatOthersCarryStays() throws {
    let branch = try branch()
    let other = try #require(
      try branch.library.configure([
        ConfiguredCatalogue("c", title: "C"), ConfiguredCatalogue("other", title: "O"),
      ]).numbers["other"])
    let first = branch.catalogue
    branch.catalogue = other
    try branch.run(["a|1|9|0", "z|1|8|0"])
    branch.catalogue = first
    _ = try branch.library.configure([ConfiguredCatalogue("other", title: "O")])
    try branch.library.purge("c", by: "ann")
    #expect(try branch.library.size().records == 2)
    #expect(try branch.library.verify().isEmpty)
    #expect(try branch.title("z") == "8")
  }

  @Test func aForgottenCatalogueShowsAndComesBack() throws {
    let branch = try branch()
    _ = try names(branch, "c")
    #expect(throws: LibraryError.self) { try branch.library.forget("c") }
    _ = try names(branch)
    try branch.library.forget("c")
    #expect(try branch.library.catalogue(branch.catalogue).forgotten == .kept)
    #expect(try branch.title("e") == "5")
    #expect(try branch.library.verify().isEmpty)
    // A new name with its address does not wait: a person has decided about the old one.
    #expect(try names(branch, "n").undecided.isEmpty)
    #expect(try names(branch, "c").numbers["c"] == branch.catalogue)
    #expect(try branch.library.catalogue(branch.catalogue).forgotten == .no)
  }

  @Test func aNewNameWithAVanishedAddressWaits() throws {
    let branch = try branch()
    _ = try names(branch, "c")
    for _ in 0..<2 {
      let known = try names(branch, "n")
      #expect(known.undecided == ["n": ["c"]])
      #expect(known.numbers["n"] == nil)
    }
    #expect(throws: LibraryError.self) { try branch.library.rename("nothing", to: "n") }
    try branch.library.rename("c", to: "n")
    let known = try names(branch, "n")
    #expect(known.undecided.isEmpty && known.numbers["n"] == branch.catalogue)
    #expect(try branch.library.catalogues().map(\.name) == ["n"])
    // The other answer.
    #expect(try names(branch, "m").undecided == ["m": ["n"]])
    try branch.library.separate(ConfiguredCatalogue("m", title: "M", source: "source"))
    #expect(try names(branch, "m").numbers["m"] != branch.catalogue)
    // Until it has records of its own, the decision can be taken back.
    try branch.library.rename("n", to: "m")
    #expect(try names(branch, "m").numbers["m"] == branch.catalogue)
    #expect(try branch.library.catalogues().map(\.name) == ["m", "n"])
    #expect(try branch.library.verify().isEmpty)
    // A name that is configured goes nowhere.
    #expect(throws: LibraryError.self) { try branch.library.rename("m", to: "x") }
  }

  @Test(
    "a name that was known before waits as a new one does", arguments: ["blank", "purged", "other", "own"])
  func aNameThatComesBack(_ past: String) throws {
    let branch = try branch()
    let c = branch.catalogue
    let old = ConfiguredCatalogue("c", title: "C", source: "source")
    let known = try branch.library.configure([old, ConfiguredCatalogue("x", title: "X", source: "elsewhere")])
    branch.catalogue = try #require(known.numbers["x"])
    if past != "blank" { try branch.run(["x|1|1|0"]) }
    branch.catalogue = c
    _ = try branch.library.configure([old])
    if past == "purged" { try branch.library.purge("x", by: "ann") }
    let back = ConfiguredCatalogue("x", title: "X", source: past == "own" ? "elsewhere" : "source")
    let now = try branch.library.configure([back])
    if past == "own" {
      #expect(now.undecided.isEmpty && now.numbers["x"] != nil)
      return
    }
    #expect(now.undecided == ["x": ["c"]] && now.numbers["x"] == nil)
    if past == "other" {
      #expect(throws: LibraryError.self) { try branch.library.rename("c", to: "x") }
      try branch.library.separate(back)
    } else {
      try branch.library.rename("c", to: "x")
    }
    let decided = try branch.library.configure([back])
    #expect(decided.undecided.isEmpty && decided.numbers["x"] != nil)
    #expect(try branch.library.verify().isEmpty)
  }

  /// A purge gives way to those who wait for the writer, and stops with the program.
  @Test func aPurgeStopsWithTheProgramAndGoesOn() throws {
    let branch = try Branch()
    try branch.run((0..<3000).map { "r\($0)|1|\($0)|0" })
    _ = try names(branch)
    let library = branch.library
    let ended = Monitor(false)
    Thread("purge", stack: 2 << 20) {
      #expect(throws: LibraryError.self) { try library.purge("c", by: "ann") }
      ended.withLock { $0 = true }
    }.detach()
    while try library.size().records == 3000 { usleep(1000) }
    #expect(try library.catalogue(branch.catalogue).forgotten == .purging)
    try branch.restart()
    ended.wait { $0 ? () : nil }
    let left = try branch.library.size().records
    #expect(left > 0 && left < 3000)
    #expect(try branch.library.verify().isEmpty)
    #expect(try branch.library.finishPurges() == ["c"])
    #expect(try branch.library.size().records == 0)
    #expect(try branch.library.verify().isEmpty)
  }

  /// A file that cannot be understood is a file all the same.
  @Test func aFaultyFileIsConfigured() throws {
    let branch = try branch()
    _ = try names(branch, "c")
    let known = try branch.library.configure(
      [ConfiguredCatalogue("n", title: "N", source: "source")], faulty: ["c"])
    #expect(known.undecided.isEmpty)
    #expect(try branch.library.catalogue(branch.catalogue).isConfigured)
    #expect(throws: LibraryError.self) { try branch.library.purge("c", by: "ann") }
  }
}
