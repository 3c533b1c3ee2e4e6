import Catalogue
import Storage
import Testing

@testable import Library

@Suite("Stores of earlier releases")
struct MigrationTests {
  /// What the release before wrote: each record is a report, and nothing is known of decisions.
  private static let asBefore = """
    UPDATE record SET report = id WHERE live_revision IS NOT NULL;
    INSERT OR REPLACE INTO report SELECT id, 1 - live, id, NULL FROM record WHERE live_revision IS NOT NULL;
    INSERT INTO report_index(report_index) VALUES('rebuild');
    DELETE FROM change WHERE kind > 5;
    DROP VIEW report_text;
    DROP TABLE decision; DROP TABLE decision_record; DROP TABLE likeness; DROP TABLE suggestion;
    DROP TABLE conflict; DROP TABLE mend; DROP TABLE page;
    DROP INDEX change_joined; DROP INDEX change_of; DROP INDEX change_split;
    ALTER TABLE report DROP COLUMN patch;
    ALTER TABLE change DROP COLUMN other; ALTER TABLE change DROP COLUMN decision;
    ALTER TABLE change DROP COLUMN at;
    ALTER TABLE counter DROP COLUMN decision; ALTER TABLE counter DROP COLUMN conflict;
    ALTER TABLE catalogue DROP COLUMN policies;
    CREATE VIEW report_text AS SELECT 1 AS id;
    PRAGMA user_version = 5
    """

  @Test("reports find each other in the background, a piece at a time, and no upstream is asked")
  func joins() throws {
    let branches = try TwoBranches()
    func report(_ n: Int, _ title: String) -> Report {
      Report(title: "\(title) \(n)", identifiers: [Identifier(scheme: .handle, value: "123/Ab\(n)")])
    }
    try branches.run("a", (1...40).map { ("\($0)", report($0, "Dikes")) })
    try branches.run("b", (1...30).map { ("\($0)", report($0, "Dams")) } + [("31", report(99, "Locks"))])
    try branches.execute(Self.asBefore)
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
}
