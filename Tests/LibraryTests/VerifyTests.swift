import Reconciliation
import Testing

@testable import Library

@Suite("verify")
struct VerifyTests {
  /// A changed record, a withdrawn one, one whose deletion is held, and two that nothing happened to.
  private func branch() throws -> Branch {
    let branch = try Branch()
    try branch.run(["a|1|1|0", "b|1|2|0", "c|1|3|0", "d|1|4|0", "e|1|5|0"])
    try branch.run(["a|2|6|0", "b|2|deleted|0"])
    branch.settings = ArrivalSettings(guardCount: 0, guardShare: 0)
    try branch.run(["c|3|deleted|0"])
    return branch
  }

  @Test("a sound store has no problem")
  func sound() throws {
    let branch = try branch()
    #expect(try branch.library.verify().isEmpty)
  }

  @Test("each damage is found, and named", arguments: damages)
  func damage(_ damage: Damage) throws {
    let branch = try branch()
    try branch.execute("PRAGMA foreign_keys = OFF; " + damage.sql)
    let problems = try branch.library.verify()
    #expect(problems.contains { $0.contains(damage.found) }, "\(problems)")
  }

  @Test("what was found is kept over restarts, until a check is clean or compact has mended it")
  func kept() throws {
    let branch = try branch()
    #expect(branch.library.health.damage == nil && branch.library.health.staleness == nil)
    try branch.execute(
      """
      INSERT INTO report_index(rowid, title, contributors, subjects, abstract, sections) VALUES(1, 'x', '', '', '', '');
      """)
    #expect(try !branch.library.verify().isEmpty)
    try branch.restart()
    #expect(branch.library.health.damage == nil)
    #expect(branch.library.health.staleness?.message.contains("cataloguectl compact") == true)
    _ = try branch.library.compact()
    try branch.restart()
    #expect(branch.library.health.staleness == nil)

    let body = "(SELECT body FROM revision WHERE id = 5)"
    try branch.execute(
      "CREATE TABLE kept AS SELECT \(body) AS body; UPDATE revision SET body = x'00' WHERE id = 5")
    #expect(try !branch.library.verify().isEmpty)
    let since = branch.library.health.damage?.since
    for _ in 0..<2 {
      branch.clock.advance(by: 100)
      try branch.restart()
      let damage = try #require(branch.library.health.damage)
      #expect(damage.since == since && damage.message.contains("--salvage"))
    }
    _ = try branch.library.compact()
    #expect(branch.library.health.damage != nil, "compact does not mend that")
    try branch.execute("UPDATE revision SET body = (SELECT body FROM kept) WHERE id = 5; DROP TABLE kept")
    _ = try branch.library.compact()
    #expect(try branch.library.verify().isEmpty)
    try branch.restart()
    #expect(branch.library.health.damage == nil)
  }

  struct Damage: Sendable, CustomStringConvertible {
    var sql: String
    var found: String
    var description: String { found }

    init(_ sql: String, _ found: String) {
      self.sql = sql
      self.found = found
    }
  }

  static let damages = [
    Damage("UPDATE catalogue SET live = live + 1", "counts"),
    Damage("UPDATE report SET withdrawn = 1 WHERE id = 1", "shown as withdrawn"),
    Damage("DELETE FROM report WHERE id = 1", "record 1 has no report"),
    Damage("UPDATE report SET supplier = 99 WHERE id = 1", "no record that supplies it"),
    Damage("DELETE FROM identifier WHERE record = 1", "not found by its identifier"),
    Damage("INSERT INTO identifier VALUES(1, 'stray', 1)", "do not state"),
    Damage("INSERT INTO identifier VALUES(1, 'stray', 99)", "which has no report"),
    Damage("UPDATE revision SET body = x'00' WHERE id = 4", "revision 4 of record 4 cannot be read"),
    Damage("UPDATE revision SET body = x'00' WHERE id = 1", "revision 1 of record 1 cannot be read"),
    Damage("UPDATE revision SET dictionary = 99 WHERE id = 4", "cannot be read"),
    Damage(
      "UPDATE revision SET body = (SELECT body FROM revision WHERE id = 5) WHERE id = 4",
      "not those that came"),
    Damage("DELETE FROM revision WHERE id = 1", "revision 1 of record 1 is gone"),
    Damage("DELETE FROM revision WHERE id = 4", "revision 4 of record 4 is gone"),
    Damage("UPDATE revision SET previous = 7 WHERE id = 6", "revision 6 of record 1 is gone"),
    Damage("UPDATE record SET live_revision = 1 WHERE id = 1", "is live and its last revision is not"),
    Damage("UPDATE record SET hash = zeroblob(16) WHERE id = 1", "not those that came"),
    Damage("UPDATE record SET datestamp = 77 WHERE id = 1", "datestamps"),
    Damage("UPDATE record SET live = 0 WHERE id = 4", "in whether it is deleted"),
    Damage("UPDATE record SET catalogue = 9 WHERE id = 1", "refers to nothing"),
    Damage("UPDATE held SET record = 2", "held, which is not live"),
    Damage("INSERT INTO refused VALUES(1, 99, 1, NULL)", "refused"),
    Damage("INSERT INTO change(number, kind, report, revision) VALUES(99, 1, 99, 1)", "tells of report 99"),
    Damage("UPDATE counter SET record = 1", "has not counted"),
    Damage("UPDATE revision SET record = 99 WHERE id = 1", "belongs to record 99"),
    Damage("INSERT INTO run_staged VALUES(1, 1, NULL, x'', 0, x'')", "waits for its close"),
    Damage(
      "INSERT INTO report_index(rowid, title, contributors, subjects, abstract, sections) VALUES(1, 'x', '', '', '', '')",
      "full-text"),
    Damage(
      """
      INSERT INTO report_index(report_index, rowid, title, contributors, subjects, abstract, sections)
      VALUES('delete', 1, '6', '', char(10) || 'subject6', '', '')
      """, "full-text"),
  ]
}
