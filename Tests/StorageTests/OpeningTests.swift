import CSQLite
import Catalogue
import Foundation
import TestSupport
import Testing

@testable import Storage

@Suite("Opening a store")
struct OpeningTests {
  let directory = TemporaryDirectory()
  var path: String { directory.file("s.sqlite") }

  /// The error with which opening fails; nil if it opens.
  private func failure() -> StorageError? {
    do throws(StorageError) {
      _ = try Store(path: path).openWriter()
      return nil
    } catch { return error }
  }

  @Test("a fresh store has the newest schema and our mark")
  func fresh() throws {
    let connection = try Store(path: path).openWriter()
    #expect(try connection.prepared("PRAGMA user_version").first { $0.int(0) } == Int64(Schema.steps.count))
    #expect(try connection.prepared("PRAGMA application_id").first { $0.int(0) } == Migrator.applicationID)
    #expect(try connection.prepared("PRAGMA journal_mode").first { $0.text(0) } == "wal")
    #expect(try connection.catalogues().isEmpty)
  }

  @Test("it opens again with what is in it")
  func again() throws {
    try Store(path: path).openWriter().configure("c", title: "C", priority: 1)
    #expect(try Store(path: path).openWriter().catalogues().map(\.name) == ["c"])
  }

  @Test("a newer release's schema is refused, and left as it is")
  func newer() throws {
    try Store(path: path).openWriter().execute("PRAGMA user_version = 99")
    let error = try #require(failure())
    #expect(error.kind == .newerSchema)
    #expect(error.message.contains("newer release") && error.message.contains("99"))
    #expect(failure()?.kind == .newerSchema)
  }

  @Test("another program's database is refused, and left as it is", arguments: [0, 7])
  func foreign(version: Int) throws {
    var database: OpaquePointer?
    #expect(sqlite3_open(path, &database) == SQLITE_OK)
    sqlite3_exec(database, "CREATE TABLE theirs(x); PRAGMA user_version = \(version)", nil, nil, nil)
    sqlite3_close(database)
    let error = try #require(failure())
    #expect(error.kind == .damaged)
    #expect(error.message.contains("another program"))
  }

  @Test("an error says what was being done, in words and never in SQL")
  func words() throws {
    let shelf = try Shelf()
    for n in 0..<20 { try shelf.put("n\(n)", Report(title: "Dikes \(n)")) }
    _ = catalogued_sqlite_db_config_flag(shelf.connection.handle, SQLITE_DBCONFIG_DEFENSIVE, 0)
    try shelf.connection.execute("UPDATE report_index_data SET block = x'00' WHERE id > 10")
    let error = #expect(throws: StorageError.self) {
      try shelf.search("dikes")
    }
    #expect(error?.message.hasPrefix("searching: ") == true, "\(error?.message ?? "")")
    directory.write(String(repeating: "This is a letter to a librarian. ", count: 300), to: "s.sqlite")
    let opening = try #require(failure()?.message)
    #expect(opening.hasPrefix("opening the store \(path): ") && !opening.contains("PRAGMA"), "\(opening)")
  }

  @Test("what is no database is refused")
  func noDatabase() throws {
    directory.write(String(repeating: "This is a letter to a librarian. ", count: 300), to: "s.sqlite")
    #expect(failure()?.kind == .damaged)
  }

  @Test("a store in use is refused, with the process that has it")
  func inUse() throws {
    let first = try Store(path: path)
    let error = try #require(failure())
    #expect(error.kind == .inUse)
    #expect(error.message.contains("\(getpid())"))
    first.release()
    #expect(failure() == nil)
  }

  @Test("a folder that is not there is named")
  func noFolder() throws {
    let error = #expect(throws: StorageError.self) { try Store(path: directory.file("no/s.sqlite")) }
    #expect(error?.message.contains("no/s.sqlite") == true)
  }

  @Test("a step that fails leaves the steps before it, and goes on from there")
  func steps() throws {
    let connection = try Store(path: path).openWriter()
    let made = Schema.Step(name: "made", sql: "CREATE TABLE made(x)")
    let broken = Schema.Step(name: "broken", sql: "CREATE TABLE half(x); CREATE TABLE made(x)")
    let good = Schema.Step(name: "good", sql: "CREATE TABLE good(x)")
    #expect(throws: StorageError.self) {
      try Migrator.migrate(connection, path: path, steps: Schema.steps + [made, broken])
    }
    #expect(
      try connection.prepared("PRAGMA user_version").first { $0.int(0) } == Int64(Schema.steps.count + 1))
    #expect(throws: StorageError.self) { try connection.execute("SELECT * FROM half") }
    try Migrator.migrate(connection, path: path, steps: Schema.steps + [made, good])
    try connection.execute("SELECT * FROM made, good")
  }
}
