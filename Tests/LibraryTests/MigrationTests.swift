import Catalogue
import Storage
import Testing

@testable import Library

@Suite("Stores of earlier releases")
struct MigrationTests {
  /// What takes a store back by each step, from the second on.
  private static let backwards = [
    """
    ALTER TABLE catalogue DROP COLUMN etag; ALTER TABLE catalogue DROP COLUMN last_modified;
    ALTER TABLE catalogue DROP COLUMN validators_of; ALTER TABLE catalogue DROP COLUMN polling;
    ALTER TABLE catalogue DROP COLUMN taken_for; ALTER TABLE catalogue DROP COLUMN taken_for_at;
    ALTER TABLE catalogue DROP COLUMN fields; ALTER TABLE run DROP COLUMN not_modified;
    DROP TABLE pending; DROP TABLE pending_saw; DROP INDEX report_withdrawn;
    """,
    """
    ALTER TABLE catalogue DROP COLUMN source; ALTER TABLE catalogue DROP COLUMN forgotten;
    DROP INDEX change_purged; DROP TABLE told;
    """,
    "DROP TABLE dictionary_copy;",
    "ALTER TABLE catalogue DROP COLUMN paused;",
    // Each record was a report, and nothing was known of decisions.
    """
    UPDATE record SET report = id WHERE live_revision IS NOT NULL;
    INSERT OR REPLACE INTO report SELECT id, 1 - live, id, NULL FROM record WHERE live_revision IS NOT NULL;
    INSERT INTO report_index(report_index) VALUES('rebuild');
    DELETE FROM change WHERE kind > 5;
    DROP VIEW report_text;
    DROP TABLE decision; DROP TABLE decision_record; DROP TABLE likeness;
    DROP TABLE suggestion; DROP TABLE conflict; DROP TABLE mend;
    DROP INDEX change_joined; DROP INDEX change_of; DROP INDEX change_split;
    ALTER TABLE report DROP COLUMN patch;
    ALTER TABLE change DROP COLUMN other; ALTER TABLE change DROP COLUMN decision;
    ALTER TABLE change DROP COLUMN at;
    ALTER TABLE counter DROP COLUMN decision; ALTER TABLE counter DROP COLUMN conflict;
    ALTER TABLE catalogue DROP COLUMN policies;
    CREATE VIEW report_text AS SELECT 1 AS id;
    """,
    "ALTER TABLE decision DROP COLUMN revision; ALTER TABLE decision DROP COLUMN change;",
    "",
    "DROP TABLE page;",
    """
    INSERT INTO likeness SELECT hash, record FROM likeness_new;
    DROP VIEW likeness_all; DROP TABLE likeness_new;
    """,
    "ALTER TABLE change DROP COLUMN by; ALTER TABLE change DROP COLUMN ending;",
    "ALTER TABLE decision DROP COLUMN imported_by; ALTER TABLE decision DROP COLUMN imported_at;",
    "",
  ]

  /// What makes a store what the release with so many steps wrote.
  static func back(to step: Int) -> String {
    backwards[(step - 1)...].reversed().joined() + "PRAGMA user_version = \(step)"
  }

  @Test(
    "titles are folded anew, so that those are suggested that the older folding told apart",
    arguments: [7, 12])
  func folding(step: Int) throws {
    let branches = try TwoBranches()
    func report(_ title: String) -> Report {
      Report(
        title: title, contributors: [Contributor(name: Name(printed: "Li"))],
        published: PartialDate.parse("2020"))
    }
    try branches.run("a", [("1", report("中国 经济")), ("2", report("Dikes"))])
    try branches.run("b", [("x", report("中国经济"))])
    _ = try branches.library.edit("2", [try EditRequest(typed: "title=Dams")], Decider("ann"))
    #expect(
      try branches.library.suggestions(after: nil, limit: 9).map { $0.reports.map(\.number) } == [[1, 3]])
    // As the older folding wrote it down.
    try branches.execute("UPDATE likeness_new SET hash = hash + 1 WHERE record = 1; DELETE FROM suggestion")
    try branches.execute(Self.back(to: step))
    try branches.restart()
    #expect(try branches.library.mending()?.notesKeys == true)
    try branches.mend()
    #expect(try branches.library.mending() == nil)
    #expect(
      try branches.library.suggestions(after: nil, limit: 9).map { $0.reports.map(\.number) } == [[1, 3]])
    #expect(try branches.library.history(of: "2", after: nil, limit: 9).items.count == 2)
    #expect(try branches.library.verify() == [])
  }

  @Test(
    "reports find each other in the background, a piece at a time, and no upstream is asked",
    arguments: 1...5)
  func joins(step: Int) throws {
    let branches = try TwoBranches()
    func report(_ n: Int, _ title: String) -> Report {
      Report(title: "\(title) \(n)", identifiers: [Identifier(scheme: .handle, value: "123/Ab\(n)")])
    }
    try branches.run("a", (1...40).map { ("\($0)", report($0, "Dikes")) })
    try branches.run("b", (1...30).map { ("\($0)", report($0, "Dams")) } + [("31", report(99, "Locks"))])
    try branches.execute(Self.back(to: step))
    try branches.restart()
    let library = branches.library
    #expect(try library.isMending())
    #expect(try library.report("45").report.number == 45)
    _ = try library.mend()
    try branches.restart()
    try branches.mend()
    #expect(try branches.library.report("45").report.number == 5)
    #expect(try branches.library.size().reports == 41)
    #expect(try branches.library.search("dams", catalogue: nil, after: nil, limit: 9).hits.isEmpty)
    #expect(try branches.library.verify() == [])
  }

  @Test("what was decided and joined stays", arguments: 6...12)
  func decided(step: Int) throws {
    let branches = try TwoBranches()
    func report(_ n: Int, _ title: String) -> Report {
      Report(title: "\(title) \(n)", identifiers: [Identifier(scheme: .doi, value: "10.5555/\(n)")])
    }
    try branches.run("a", (1...5).map { ("\($0)", report($0, "Dikes")) })
    try branches.run("b", (1...5).map { ("\($0)", report($0, "Dams")) })
    _ = try branches.library.edit("2", [try EditRequest(typed: "title=Locks")], Decider("ann"))
    try branches.execute(Self.back(to: step))
    try branches.restart()
    try branches.mend()
    #expect(try branches.shown("2").title == "Locks")
    #expect(try branches.shown("7").title == "Locks")
    #expect(try branches.library.size().reports == 5)
    #expect(try branches.library.search("locks", catalogue: nil, after: nil, limit: 9).hits.count == 1)
    #expect(try branches.library.history(of: "2", after: nil, limit: 9).items.count == 4)
    #expect(try branches.library.verify() == [])
  }

  @Test("an edit of an element stays on it, though titles are folded otherwise since")
  func elements() throws {
    let branches = try TwoBranches()
    func report(_ abstract: String) -> Report {
      Report(
        title: "Dikes", contributors: [Contributor(name: Name.parse("Bronﬁeld, Bo"))], abstract: abstract,
        series: [Series(title: "Den gule serie")])
    }
    try branches.run("a", [("1", report("Of dikes."))])
    for typed in ["contributors[1].role=editor", "series[1].number=5", "contributors+=Anna Visser"] {
      _ = try branches.library.edit("1", [try EditRequest(typed: typed)], Decider("ann"))
    }
    // As earlier releases called them.
    try branches.execute(
      """
      UPDATE decision SET decision = json_set(decision, '$.element.key', 'author:bo bronﬁeld') WHERE number = 1;
      UPDATE decision SET decision = json_set(decision, '$.element.key', 'den gule serie') WHERE number = 2;
      """ + Self.back(to: 12))
    try branches.restart()
    try branches.mend()
    try branches.run("a", [("1", report("Of dikes, and of dams."))])
    let shown = try branches.shown("1")
    #expect(shown.abstract == "Of dikes, and of dams.")
    #expect(shown.contributors.map(\.role) == [.editor, .author])
    #expect(shown.series == [Series(title: "Den gule serie", number: "5")])
    #expect(try branches.library.verify() == [])
  }
}
